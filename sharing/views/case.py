"""What may be shared and what was: the page of a case, and its forms."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from accounts.reviews.queue import reviewers
from audit import events
from cases import refusals
from cases.models import Case
from cases.pages import page_of
from cases.writing import Refused, Written, answer, open_case_of, shows_places
from sharing import consents, shares
from sharing.choices import Answer, Basis, Mode, Purpose
from sharing.forms import ConsentForm, ShareForm, WithdrawForm
from sharing.models import Artefact, Consent, Release, Share
from sharing.views.releasing import may_answer
from sharing.words import sentence

TAB = "sharing"


@require_safe
def sharing(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what may be shared now, every answer, and what was shared."""
    case, household = open_case_of(request, reference, Permission.CASE_SEE, "sharing.see")
    today = timezone.localdate()
    asked = list(Consent.objects.filter(case=case).order_by("-given_on", "-recorded_at"))
    shared = Share.objects.filter(case=case).order_by("-shared_at", "pk")
    shown = list(shared.select_related("shared_by", "review__closed_by"))
    made = list(Artefact.objects.filter(case=case).select_related("made_by").order_by("-made_at"))
    asked_for = list(Release.objects.filter(case=case).select_related("asked_by", "answered_by"))
    reviewed = [
        one for share in shown if share.review for one in (share.review.pk, share.review.about_id)
    ]
    read = [case.pk, *(one.pk for one in (*asked, *shown, *made, *asked_for)), *reviewed]
    events.read("sharing.see", by=request.user, subjects=read)
    named = {part.person.pk: part.name for part in household.parts}
    context = page_of(case, household, TAB) | {
        "sentence": sentence(one for one in asked if one.holds_on(today)),
        "holding": [(one, named.get(one.person_id)) for one in asked if one.holds_on(today)],
        "over": [(one, named.get(one.person_id)) for one in asked if not one.holds_on(today)],
        "shares": shown,
        "made": made,
        "releases": asked_for,
        "me": request.user,
        "may_release": may_answer(household),
        "sees_places": shows_places(household),
        "now": timezone.now(),
    }
    return render(request, "sharing/case.html", context)


def consent_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record what somebody said when they were asked."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "sharing.see")
    people = [part for part in household.parts if not part.person.is_erased]
    form = ConsentForm(
        request.POST or None,
        people=people,
        initial=ConsentForm.starts_with(timezone.localdate(), people),
    )

    def save() -> None:
        given = form.cleaned_data
        try:
            consents.record(
                case=case,
                person=given["person"],
                purpose=Purpose(given["purpose"]),
                answer=Answer(given["answer"]),
                mode=Mode(given["mode"]),
                details=form.part(*form.DETAILS),
                given_on=given["given_on"],
                expires_on=given["expires_on"],
                by=request.user,
            )
        except refusals.Refused as refused:
            raise Refused(refused.field, str(refused)) from refused

    what = _written(case, "consent-new", "What they said about sharing", save)
    return answer(request, case, household, form, what)


def consent_end(request: SignedInRequest, reference: str, consent_id: UUID) -> HttpResponse:
    """Record that somebody took an agreement back."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "sharing.see")
    found = Consent.objects.filter(case=case, pk=consent_id, ended_on=None).first()
    if found is None:
        raise Http404
    form = WithdrawForm(
        request.POST or None,
        initial={"ended_on": timezone.localdate()},
        given_on=found.given_on,
    )

    def save() -> None:
        consents.withdraw(
            consent=found,
            ended_on=form.cleaned_data["ended_on"],
            words=form.cleaned_data["words"],
            expected_version=shown_version(request),
            by=request.user,
        )

    what = Written(
        name="consent-end",
        heading="They took it back",
        record=found.pk,
        back=("sharing:case", [case.reference]),
        save=save,
        guarded=found,
        saved=lambda current: {"ended_on": current.ended_on},
        tab=TAB,
    )
    return answer(request, case, household, form, what)


def share_new(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record something that was shared."""
    case, household = open_case_of(request, reference, Permission.CASE_EDIT, "sharing.see")
    today = timezone.localdate()
    held = list(Consent.objects.filter(case=case).agreed().holding_on(today).order_by("-given_on"))
    events.read("sharing.see", by=request.user, subjects=[case.pk, *(one.pk for one in held)])
    form = ShareForm(
        request.POST or None,
        consents=held,
        seniors=[one for one in reviewers() if one.pk != request.user.pk],
        initial={"shared_on": today},
    )

    def save() -> None:
        given = form.cleaned_data
        try:
            shares.record(
                case=case,
                basis=Basis(given["basis"]),
                details=form.part(*form.DETAILS),
                shared_at=form.shared_at(timezone.now()),
                consent=given["consent"],
                agreed_first=given["agreed_first"],
                by=request.user,
            )
        except refusals.Refused as refused:
            raise Refused(refused.field, str(refused)) from refused

    what = _written(case, "share-new", "Something was shared", save)
    return answer(request, case, household, form, what)


def _written(case: Case, name: str, heading: str, save: Callable[[], None]) -> Written:
    return Written(
        name=name,
        heading=heading,
        record=case.pk,
        back=("sharing:case", [case.reference]),
        save=save,
        tab=TAB,
    )
