"""Asking for access to what is not there: the same page and the same answer, whatever is true."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import unsaved
from accounts.requests import SignedInRequest
from audit import context
from cases import asking
from cases.access_forms import AskForm
from cases.refusals import Refused

ASKED = (
    "Passed on. If there is somebody who can give you access, they hear of it. "
    "Rowan does not say whether there is such a record."
)


def ask(request: SignedInRequest) -> HttpResponse:
    """Take what somebody could not open and why she needs it."""
    if context.organisation() is None:
        raise Http404
    form = AskForm(request.POST or None)
    page = {"form": form} | unsaved.restore(form, by=request.user, name="ask", record=None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(
                looking_for=form.words, reason=form.cleaned_data["reason"],
                asked_at=timezone.now(), by=request.user,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            unsaved.forget(by=request.user, form="ask", record=None)
            messages.success(request, ASKED)
            return redirect("web:front")
    return render(request, "cases/ask.html", page)
