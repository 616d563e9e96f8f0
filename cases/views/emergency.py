"""The page on which a case is opened in an emergency, and the end of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_POST

from accounts import unsaved
from accounts.access import has_permission
from accounts.permissions import Permission
from accounts.requests import SignedInRequest
from accounts.sign_in.again import ask_again
from cases import emergency
from cases.access import get_case_for
from cases.forms import EmergencyForm
from cases.models import Case

FORM = "urgent"


def urgent(request: SignedInRequest) -> HttpResponse:
    """Ask for the reference and the reason, and open the case for an hour.

    The person must have shown who she is within minutes; what she has typed is kept meanwhile.
    """
    if not has_permission(request.user, Permission.BREAK_GLASS):
        raise Http404
    asking = ask_again(request)
    if asking is not None:
        if request.method == "POST":
            unsaved.keep(by=request.user, form=FORM, record=None, content=request.POST)
        return asking
    form = EmergencyForm(request.POST or None)
    restored = unsaved.restore(form, by=request.user, name=FORM, record=None)
    outcome = ""
    if request.method == "POST" and form.is_valid():
        reference, reason = form.cleaned_data["reference"], form.cleaned_data["reason"]
        if Case.objects.visible_to(request.user).filter(reference=reference).exists():
            messages.info(request, "You can open this case already.")
            return redirect("cases:summary", reference)
        try:
            opened = emergency.open_case(
                reference=reference, reason=reason, at=timezone.now(), by=request.user
            )
        except emergency.TooOften:
            outcome = "too often"
        else:
            unsaved.forget(by=request.user, form=FORM, record=None)
            if opened.grant is not None:
                messages.success(request, _told_in_words(opened))
                return redirect("cases:summary", reference)
            outcome = "nothing"
    left = emergency.left_today(request.user, at=timezone.now())
    context = {"form": form, "outcome": outcome, "left": left} | restored
    return render(request, "cases/urgent.html", context)


@require_POST
def urgent_end(request: SignedInRequest, reference: str) -> HttpResponse:
    """Close a case that was opened in an emergency before its hour is over."""
    case = get_case_for(request.user, reference, Permission.CASE_SEE)
    if not emergency.end(case=case, at=timezone.now(), by=request.user):
        raise Http404
    messages.success(request, f"{case.reference} is closed to you again.")
    return redirect("cases:list")


def _told_in_words(opened: emergency.Opened) -> str:
    """Say who knows of it, and who does not where there were not two."""
    names = get_text_list([user.full_name for user in opened.told], "and")
    if len(opened.told) == emergency.PEOPLE_TOLD:
        return f"Open for one hour. {names} have been told."
    if names:
        return f"Open for one hour. {names} has been told; nobody else here may be told."
    return "Open for one hour. Nobody here may be told: ring your manager now."
