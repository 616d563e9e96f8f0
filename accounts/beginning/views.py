"""The two pages of the beginning; 404 as soon as somebody is here."""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.beginning import codes, services
from accounts.beginning.forms import FirstPersonForm, OrganisationForm, SetUpCodeForm
from accounts.models.set_up_code import SetUpCode
from audit import events

# Where the session keeps which code was entered.
_SESSION_KEY = "set_up_code"


def before_anybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead from the sign-in page to the beginning while there is nobody to sign in."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "GET" and codes.is_open():
            return redirect("accounts:begin")
        return view(request, *args, **kwargs)

    return shown


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code from the terminal."""
    _require_open()
    form = SetUpCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = codes.find(form.cleaned_data["code"], now=timezone.now())
        if code is not None:
            request.session[_SESSION_KEY] = code.pk
            return redirect("accounts:begin_with")
        events.session("installation.refuse_code", by=None)
        form.add_error(
            "code", "That is not the code, or it has expired. Start Rowan again for another"
        )
    return render(request, "accounts/beginning/code.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
def begin(request: HttpRequest) -> HttpResponse:
    """Ask who begins and for which organisation; signed in, she enrols her second factor."""
    _require_open()
    now = timezone.now()
    code = SetUpCode.objects.living(now).filter(pk=request.session.get(_SESSION_KEY, 0)).first()
    if code is None:
        return redirect("accounts:begin")
    person_form = FirstPersonForm(request.POST or None)
    organisation_form = OrganisationForm(request.POST or None)
    if request.method == "POST" and person_form.is_valid() & organisation_form.is_valid():
        given = person_form.cleaned_data | organisation_form.cleaned_data
        given.pop("again")
        try:
            person = services.begin(
                code_id=code.pk, now=now, today=timezone.localdate(now), **given
            )
        except services.BeginningIsOver as error:
            raise Http404 from error
        request.session.flush()
        get_adapter().login(request, person)
        return redirect("/")
    context = {"person_form": person_form, "organisation_form": organisation_form}
    return render(request, "accounts/beginning/begin.html", context)


def _require_open() -> None:
    if not codes.is_open():
        raise Http404
