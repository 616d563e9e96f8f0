"""The pages of erasing: the list, who of a case, the dry run, confirming, the certificate."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import unsaved
from accounts.access import has_permission
from accounts.lost_updates import ChangedMeanwhile
from accounts.permissions import Permission
from accounts.requests import SignedInRequest, shown_version
from accounts.settings import value_of
from accounts.sign_in.again import ask_again
from audit import events
from cases.choices import CaseRole
from cases.refusals import Refused
from encryption.ledger import LedgerRefused
from erasure import access, certificates, manifest, services, whom
from erasure.carrying_out import carry_out
from erasure.choices import Basis
from erasure.forms import AskForm, ConfirmForm, ReferenceForm
from erasure.models import Erasure
from erasure.refusals import TOO_MANY, Blocked, SamePerson, TooMany

SHOWN = 100


def erasures(request: SignedInRequest) -> HttpResponse:
    """List erasures with their states; find a case to ask for one."""
    if not has_permission(request.user, Permission.PERSON_ERASE):
        raise Http404
    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("erasure:people", form.cleaned_data["reference"])
    known = access.erasures_for(request.user).select_related("case", "asked_by", "confirmed_by")
    found = list(known[:SHOWN])
    events.read(
        "erasure.list",
        by=request.user,
        subjects=[each for one in found for each in (one.pk, one.person_id)],
    )
    return render(request, "erasure/erasures.html", {"erasures": found, "form": form})


@require_safe
def people(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show who is in a case, to choose whom."""
    case = access.get_case_to_erase_from(request.user, reference)
    able = access.people_for(request.user).filter(case_people__case=case)
    parts = list(case.case_people.filter(person__in=able.values("pk")).select_related("person"))
    parts.sort(key=lambda part: (part.role != CaseRole.SURVIVOR, part.recorded_at))
    events.read(
        "erasure.see_people", by=request.user, subjects=[case.pk, *(one.person_id for one in parts)]
    )
    return render(request, "erasure/people.html", {"case": case, "parts": parts})


def ask(request: SignedInRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Show what erasing somebody would do, and ask for it."""
    case = access.get_case_to_erase_from(request.user, reference)
    person = access.get_person_to_erase(request.user, case, person_id)
    if first := ask_again(request):
        return first
    now = timezone.now()
    planned = manifest.of(whom.find(person), today=timezone.localdate(now))
    events.read("erasure.see_plan", by=request.user, subjects=[case.pk, person.pk])
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = services.ask(
                person=person, case=case, basis=Basis(form.cleaned_data["basis"]),
                reason=form.cleaned_data["reason"], at=now, by=request.user,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        except Blocked as blocked:
            form.add_error(None, str(blocked))
        except TooMany:
            form.add_error(None, TOO_MANY)
        else:
            unsaved.forget(by=request.user, form="erasure", record=person.pk)
            messages.success(request, "Asked for. Somebody else must confirm it.")
            return redirect("erasure:erasure", asked.pk)
    page: dict[str, Any] = {"case": case, "person": person, "form": form, "manifest": planned}
    page |= unsaved.restore(form, by=request.user, name="erasure", record=person.pk)
    return render(request, "erasure/ask.html", page)


def erasure(request: SignedInRequest, erasure_id: UUID) -> HttpResponse:
    """Show one erasure; confirm it or withdraw it."""
    found = access.get_erasure_for(request.user, erasure_id)
    open_still = found.carried_out_at is None and found.withdrawn_at is None
    if open_still and (first := ask_again(request)):
        return first
    form, status = ConfirmForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST" and open_still and form.is_valid():
        try:
            _decide(request, found, form)
        except ChangedMeanwhile as changed:
            found, status = changed.current, HTTPStatus.CONFLICT
            form.add_error(None, "Somebody changed this meanwhile. Look again before you go on.")
        except Refused as refused:
            form.add_error("at_once_because", str(refused))
        except SamePerson:
            form.add_error(None, "Somebody else must confirm this: you asked for it.")
        except (Blocked, LedgerRefused) as refused:
            form.add_error(None, str(refused))
        else:
            unsaved.forget(by=request.user, form="erasure-decide", record=found.pk)
            return redirect("erasure:erasure", found.pk)
        found = Erasure.objects.get(pk=erasure_id)
    return _page(request, found, form, status)


def _decide(request: SignedInRequest, found: Erasure, form: ConfirmForm) -> None:
    """Withdraw, or confirm and, where there is a reason, carry it out at once."""
    now, version = timezone.now(), shown_version(request)
    if "withdraw" in request.POST:
        services.withdraw(erasure=found, at=now, expected_version=version, by=request.user)
        messages.success(request, "Withdrawn. Nothing was erased.")
        return
    because = form.cleaned_data["at_once_because"]
    services.confirm(
        erasure=found, at=now, expected_version=version, by=request.user, at_once_because=because
    )
    if because:
        today = timezone.localdate(now)
        carry_out(erasure=found, at=now, today=today, by=request.user)
        messages.success(request, "Erased.")
    else:
        messages.success(request, "Confirmed. It is carried out by itself when the wait is over.")


def _page(request: SignedInRequest, found: Erasure, form: ConfirmForm, status: int) -> HttpResponse:
    planned = None
    if found.carried_out_at is None and found.withdrawn_at is None:
        planned = manifest.of(whom.find(found.person), today=timezone.localdate())
    mentions = services.mentions_for(request.user, found)
    events.read("erasure.see", by=request.user, subjects=[found.pk, found.person_id, found.case_id])
    page: dict[str, Any] = {
        "erasure": found,
        "manifest": planned,
        "mentions": mentions,
        "others": found.mentions.count() - len(mentions),
        "form": form,
        "may_confirm": planned is not None
        and found.confirmed_at is None
        and found.asked_by_id != request.user.pk,
        "wait_days": value_of("erasure_wait_days"),
    }
    page |= unsaved.restore(
        form, by=request.user, name="erasure-decide", record=found.pk, guarded=found
    )
    return render(request, "erasure/erasure.html", page, status=status)


@require_POST
def choose(request: SignedInRequest, erasure_id: UUID) -> HttpResponse:
    """Take which mentions are taken out."""
    found = access.get_erasure_for(request.user, erasure_id)
    if found.carried_out_at or found.withdrawn_at:
        raise Http404
    if first := ask_again(request):
        return first
    chosen = set(request.POST.getlist("take_out"))
    ids = [one.pk for one in services.mentions_for(request.user, found) if str(one.pk) in chosen]
    services.choose_mentions(erasure=found, take_out=ids, by=request.user)
    messages.success(request, "Saved.")
    return redirect("erasure:erasure", found.pk)


@require_safe
def certificate(request: SignedInRequest, erasure_id: UUID) -> HttpResponse:
    """Give the certificate of an erasure that was carried out."""
    found = access.get_erasure_for(request.user, erasure_id)
    if found.carried_out_at is None:
        raise Http404
    events.read("erasure.certificate", by=request.user, subjects=[found.pk, found.person_id])
    response = HttpResponse(certificates.pdf_of(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
    return response
