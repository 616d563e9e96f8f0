"""The gate: what would leak is shown with its place before anything leaves, and then recorded.

Where somebody can be found never leaves, but by a release that two people agreed to. A telephone
number or an email address of the family may stay in for a reason.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.in_words import InWordsField
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.tenancy import as_system
from cases.forms import WordsField
from cases.outgoing import Outgoing
from sharing import artefacts, recipients, releases
from sharing.leaks import Finder, Leak, taken_out
from sharing.models import Release
from sharing.secrets import Secret, secrets_of

_AROUND = 40
# What the page of the gate sends beside the form that it repeats.
_OWN = ("gate_seen", "gate_numbers", "gate_reason")
# What each form has anew.
_ANEW = ("csrfmiddlewaretoken", "once")


class GateForm(forms.Form):
    """What becomes of the numbers that were found."""

    use_required_attribute = False

    gate_numbers = forms.ChoiceField(
        label="Telephone numbers and email addresses of the family",
        choices=[("out", "Take them out"), ("in", "Leave them in, for a reason")],
        widget=forms.RadioSelect,
        initial="out",
        error_messages={"required": "Choose what becomes of them"},
    )
    gate_reason = WordsField(
        label="Why they stay in",
        help_text="Who needs them, and that they may have them.",
        rows=2,
        required=False,
    )

    def clean(self) -> dict[str, object]:
        """Ask for the reason where something stays in."""
        given: dict[str, object] = super().clean() or self.cleaned_data
        if given.get("gate_numbers") == "in":
            try:
                InWordsField().clean(given.get("gate_reason"))
            except forms.ValidationError:
                self.add_error("gate_reason", "Say in a few words why they stay in")
        return given


@dataclass(frozen=True)
class Found:
    """One place at which something would leak, as the page shows it."""

    place: str
    words: str
    before: str
    leaks: str
    after: str
    is_place: bool
    is_released: bool


@dataclass(frozen=True)
class Looked:
    """What is to leave, what would leak in each piece, and what a release lets through."""

    outgoing: Outgoing
    leaks: Sequence[Sequence[Leak]]
    lets: Sequence[tuple[Release, frozenset[Secret]]]

    @property
    def any(self) -> bool:
        """Say whether there is anything to show."""
        return any(self.leaks)

    @property
    def asks(self) -> bool:
        """Say whether a number is among it that may stay in for a reason."""
        every = (leak for each in self.leaks for leak in each)
        return any(not leak.kind.is_place and not self.lets_through(leak) for leak in every)

    def lets_through(self, leak: Leak) -> bool:
        """Say whether releases name all that stands there."""
        return leak.secrets <= frozenset[Secret]().union(*(named for _, named in self.lets))

    def used(self) -> list[Release]:
        """Return the releases by which something stays in."""
        let = [leak for each in self.leaks for leak in each if self.lets_through(leak)]
        return [one for one, named in self.lets if any(leak.secrets & named for leak in let)]

    def taken_out(self, *, numbers_stay: bool) -> list[list[Leak]]:
        """Return what is taken out of each piece."""
        return [
            [
                leak
                for leak in each
                if not self.lets_through(leak) and (leak.kind.is_place or not numbers_stay)
            ]
            for each in self.leaks
        ]

    @property
    def digest(self) -> str:
        """Return what shows that an answer is about these places, and no others found since."""
        places = [
            (piece.place, [(one.kind.value, one.start, one.end, self.lets_through(one))
                           for one in each])
            for piece, each in zip(self.outgoing.pieces, self.leaks, strict=True)
        ]  # fmt: skip
        whole = (str(self.outgoing.case.pk), self.outgoing.to, places)
        return hashlib.sha256(repr(whole).encode()).hexdigest()

    def shown(self) -> list[Found]:
        """Return each place as the page shows it."""
        return [
            Found(
                place=piece.place,
                words=leak.kind.words,
                before=piece.text[max(0, leak.start - _AROUND) : leak.start],
                leaks=piece.text[leak.start : leak.end],
                after=piece.text[leak.end : leak.end + _AROUND],
                is_place=leak.kind.is_place,
                is_released=self.lets_through(leak),
            )
            for piece, each in zip(self.outgoing.pieces, self.leaks, strict=True)
            for leak in each
        ]


def gate(request: SignedInRequest, outgoing: Outgoing) -> list[str] | HttpResponse:
    """Return the words as they may leave, or the page that asks first."""
    if fault := recipients.fault_of(outgoing.case, outgoing.to):
        return _page(request, Looked(outgoing, (), ()), GateForm(), fault=fault)
    looked = _look(outgoing)
    answered = request.POST.get("gate_seen") == looked.digest
    form = GateForm(request.POST if answered else None)
    if looked.any and not (answered and (not looked.asks or form.is_valid())):
        return _page(request, looked, form)
    stays = looked.asks and form.cleaned_data["gate_numbers"] == "in"
    out = looked.taken_out(numbers_stay=stays)
    try:
        _record(looked, out, form.cleaned_data["gate_reason"] if stays else "", by=request.user)
    except ChangedMeanwhile:
        # Somebody used the same release a moment ago: what it let through is looked at again.
        return _page(request, _look(outgoing), GateForm())
    return [taken_out(piece.text, gone) for piece, gone in zip(outgoing.pieces, out, strict=True)]


def _look(outgoing: Outgoing) -> Looked:
    """Find what would leak, and which of it two people have let leave to this recipient."""
    secrets = secrets_of(outgoing.case)
    finder = Finder(secrets)
    leaks = [finder.find(piece.text) for piece in outgoing.pieces]
    held = releases.usable_for(outgoing.case, outgoing.to, on=timezone.localdate())
    # Compared by Rowan itself: whoever prints need not see places.
    with as_system():
        lets = [
            (release, frozenset(one for one in secrets if Finder([one]).find(release.what)))
            for release in held
        ]
    return Looked(outgoing, leaks, lets)


@transaction.atomic
def _record(looked: Looked, out: Sequence[Sequence[Leak]], reason: str, *, by: User) -> None:
    outgoing, case = looked.outgoing, looked.outgoing.case
    gone, every = sum(map(len, out)), sum(map(len, looked.leaks))
    where = "; ".join(
        piece.place
        for piece, all_of_it, taken in zip(outgoing.pieces, looked.leaks, out, strict=True)
        if len(all_of_it) > len(taken)
    )
    artefact = artefacts.record(
        case=case, kind=outgoing.kind, taken_out=gone, left_in=every - gone, at=timezone.now(),
        details={"to": outgoing.to, "reason": reason, "where": where}, by=by,
    )  # fmt: skip
    for release in looked.used():
        releases.use(release, artefact, by=by)


def _page(
    request: SignedInRequest, looked: Looked, form: GateForm, *, fault: str = ""
) -> HttpResponse:
    outgoing = looked.outgoing
    again = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (*_OWN, *_ANEW)
        for value in values
    ]
    context = {
        "case": outgoing.case,
        "to": outgoing.to,
        "found": () if fault else looked.shown(),
        "numbers": looked.asks,
        "form": form,
        "seen": "" if fault else looked.digest,
        "again": again,
        "back": outgoing.back,
        "fault": fault,
    }
    return render(request, "sharing/gate.html", context)
