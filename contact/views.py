"""The pages of safe contact: one person's, one channel's, and a number that is covered."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import unsaved
from accounts.field_classes import FieldClass
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from accounts.settings import value_of
from audit import events
from cases.access import get_case_for
from cases.pages import differences, household_of, page_of
from contact import messages as messages_gate
from contact import numbers, services
from contact.access import Reachable, get_person_for, get_reachable_for
from contact.choices import WRITTEN, Channel, MessageKind
from contact.forms import MessageForm, OpenForm, RuleForm
from contact.models import CoveredOpening, Message, SafeContact
from contact.rules import Rule
from contact.settings import TEXTS
from contact.standing import Standing, of_people


@require_safe
def person(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Show how somebody may be reached, channel by channel, and who opened a covered number."""
    case = get_case_for(request.user, reference, Permission.CASE_SEE)
    household = household_of(case, request.user)
    part = household.part_of(person_id)
    if part is None or part.person.is_erased or not part.seen.shows(FieldClass.SAFE_CONTACT):
        raise Http404
    events.read("contact.see", by=request.user, subjects=household.subjects(case))
    reached = of_people([part.person], at=timezone.now())[person_id]
    recorded = {way.channel for way in reached.ways if way.kept}
    openings = CoveredOpening.objects.filter(case=case, person=person_id)
    context = page_of(case, household, "people") | {
        "part": part,
        "person": part.person,
        "reach": reached,
        "others": [one for one in Channel if one not in recorded],
        "openings": openings.select_related("opened_by").order_by("-opened_at")[:20],
    }
    return render(request, "contact/person.html", context)


def rule(request: SignedInRequest, reference: str, person_id: UUID, channel: str) -> HttpResponse:
    """Record what is safe on one channel."""
    found, asked = get_person_for(request.user, reference, person_id), _channel(channel)
    household = household_of(found.case, request.user)
    events.read("contact.see", by=request.user, subjects=household.subjects(found.case))
    kept = SafeContact.objects.filter(person=person_id, channel=asked).first()
    form = _rule_form(request, found, asked, kept)
    context = page_of(found.case, household, "people") | {
        "form": form, "name": found.name, "person": found.person, "label": asked.label,
        "clash": [],
    }  # fmt: skip
    shown = kept or unsaved.ShownVersion(0)
    name = f"contact-{asked}"
    context |= unsaved.restore(form, by=request.user, name=name, record=person_id, guarded=shown)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, asked, form)
        except ChangedMeanwhile as changed:
            saved = _initial(found, asked, changed.current)
            context |= {"guarded": changed.current, "clash": differences(form, saved)}
            return render(request, "contact/rule.html", context, status=409)
        unsaved.forget(by=request.user, form=name, record=person_id)
        messages.success(request, "Saved.")
        return redirect("contact:person", found.case.reference, person_id)
    return render(request, "contact/rule.html", context)


def _rule_form(
    request: SignedInRequest, found: Reachable, channel: Channel, kept: SafeContact | None
) -> RuleForm:
    return RuleForm(
        request.POST or None,
        initial=_initial(found, channel, kept),
        channel=channel,
        places=found.seen.shows(FieldClass.LOCATION),
    )


def _initial(found: Reachable, channel: Channel, kept: SafeContact | None) -> dict[str, Any]:
    others: Rule | None = None
    if kept is None:
        other = SafeContact.objects.filter(person=found.person).order_by("-recorded_at").first()
        others = other.rule if other else None
    places = found.seen.shows(FieldClass.LOCATION)
    return RuleForm.initial_of(kept, others, places=places)


def _save(request: SignedInRequest, found: Reachable, channel: Channel, form: RuleForm) -> None:
    services.record(
        person=found.person,
        channel=channel,
        rule=form.rule(),
        checked_on=form.checked_on(timezone.localdate()),
        expected_version=shown_version(request),
        number=form.cleaned_data.get("number"),
        place=form.cleaned_data.get("place"),
        by=request.user,
    )


@require_POST
def again(request: SignedInRequest, reference: str, person_id: UUID, channel: str) -> HttpResponse:
    """Note that what is safe was asked again, and that it still holds."""
    found, asked = get_person_for(request.user, reference, person_id), _channel(channel)
    kept = SafeContact.objects.filter(person=person_id, channel=asked).first()
    if kept is None:
        raise Http404
    try:
        services.check(
            kept=kept, checked_on=timezone.localdate(), expected_version=shown_version(request),
            by=request.user,
        )  # fmt: skip
    except ChangedMeanwhile:
        messages.error(request, "A colleague changed this meanwhile. Read it, then check it.")
    else:
        messages.success(request, f"{asked.label}: checked today.")
    return redirect("contact:person", found.case.reference, person_id)


def open_covered(
    request: SignedInRequest, reference: str, person_id: UUID, channel: str
) -> HttpResponse:
    """Show a number that is covered, after its rule and for a reason that is kept."""
    found, asked = get_reachable_for(request.user, reference, person_id), _channel(channel)
    now = timezone.now()
    kept = SafeContact.objects.filter(person=person_id, channel=asked).first()
    standing = Standing(person=found.person, channel=asked, at=now, kept=kept)
    subjects = [found.case.pk, person_id]
    events.read("contact.see", by=request.user, subjects=subjects)
    if not standing.number and not standing.is_covered:
        raise Http404
    form = OpenForm(request.POST or None)
    context: dict[str, Any] = {
        "form": form, "way": standing, "case": found.case, "person": found.person,
        "name": found.name, "back": found.seen.allows(Permission.CASE_SEE),
    }  # fmt: skip
    name = f"open-{asked}"
    context |= unsaved.restore(form, by=request.user, name=name, record=person_id)
    if request.method == "POST" and form.is_valid():
        services.open_covered(
            case=found.case, person=found.person, channel=asked,
            reason=form.cleaned_data["reason"], at=now, by=request.user,
        )  # fmt: skip
        unsaved.forget(by=request.user, form=name, record=person_id)
        context["number"] = numbers.number_of(found.person, kept, asked)
    return render(request, "contact/open.html", context)


def write(request: SignedInRequest, reference: str, person_id: UUID, channel: str) -> HttpResponse:
    """Write to somebody, if that is safe now: one of the few texts, to one address."""
    found, asked = get_person_for(request.user, reference, person_id), _channel(channel)
    if asked not in WRITTEN:
        raise Http404
    household = household_of(found.case, request.user)
    events.read("contact.see", by=request.user, subjects=household.subjects(found.case))
    kept = SafeContact.objects.filter(person=person_id, channel=asked).first()
    way = Standing(person=found.person, channel=asked, at=timezone.now(), kept=kept)
    form = MessageForm(request.POST or None)
    written = Message.objects.filter(case=found.case, person=person_id, channel=asked)
    context = page_of(found.case, household, "people") | {
        "form": form, "way": way, "person": found.person, "name": found.name,
        "texts": [(kind.label, value_of(setting.key)) for kind, setting in TEXTS.items()],
        "written": written.select_related("written_by").order_by("-written_at")[:20],
    }  # fmt: skip
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        status = _write(request, found, asked, form, context)
    return render(request, "contact/write.html", context, status=status)


def _write(
    request: SignedInRequest, found: Reachable, channel: Channel, form: MessageForm,
    context: dict[str, Any],
) -> HTTPStatus:  # fmt: skip
    """Write the message and show what became of it, or why it may not be written."""
    try:
        context["message"] = messages_gate.write(
            case=found.case, person=found.person, channel=channel,
            kind=MessageKind(form.cleaned_data["kind"]), at=timezone.now(), by=request.user,
        )  # fmt: skip
    except messages_gate.NotSafe as refused:
        context["refused"] = refused.words
        return HTTPStatus.CONFLICT
    except OSError:
        context["refused"] = "The mail server did not take it. Nothing was sent. Try again."
        return HTTPStatus.BAD_GATEWAY
    return HTTPStatus.OK


def _channel(code: str) -> Channel:
    if code not in Channel.values:
        raise Http404
    return Channel(code)
