"""The page of one kind of alert: what was found, and closing it."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.alerts import access, services
from accounts.choices import AlertAnswer, AlertKind
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import Alert
from accounts.requests import SignedInRequest, shown_version

PAST_SHOWN = 20


class CloseAlertForm(forms.Form):
    """What came of looking into it."""

    use_required_attribute = False

    answer = forms.ChoiceField(
        label="What came of it",
        choices=AlertAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )


def alert(request: SignedInRequest, alert_kind: str) -> HttpResponse:
    """Show what was found of this kind, and close it."""
    if not access.minds(request.user) or alert_kind not in AlertKind.values:
        raise Http404
    of_kind = Alert.objects.filter(kind=alert_kind)
    waiting = of_kind.open().first()
    form = CloseAlertForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST" and waiting is not None and form.is_valid():
        try:
            services.close(
                alert=waiting,
                answer=AlertAnswer(form.cleaned_data["answer"]),
                closed_at=timezone.now(),
                expected_version=shown_version(request),
                by=request.user,
            )
        except ChangedMeanwhile:
            waiting, status = of_kind.open().first(), HTTPStatus.CONFLICT
        else:
            messages.success(request, "Closed.")
            return redirect("accounts:alert", alert_kind)
    past = of_kind.exclude(closed_at=None).select_related("closed_by").order_by("-closed_at")
    context = {
        "kind": AlertKind(alert_kind),
        "waiting": waiting,
        "form": form,
        "clashed": status == HTTPStatus.CONFLICT,
        "past": past[:PAST_SHOWN],
    }
    return render(request, "accounts/alerts/alert.html", context, status=status)
