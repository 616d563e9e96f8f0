"""Proving on a terminal who one is: the password and a code, as at sign-in, without a session."""

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.sign_in import dormancy
from accounts.sign_in.forms import CodeForm

_HERE = "127.0.0.1"


class NotProved(Exception):
    """Why the person was not believed, in plain words."""


def prove(*, email: str, password: str, code: str) -> User:
    """Return the person whose password and code these are, or raise NotProved.

    Guesses are counted, refusals recorded and codes used up as at sign-in.
    """
    request = HttpRequest()
    request.method, request.META["REMOTE_ADDR"] = "POST", _HERE
    with context.request_context(request):
        try:
            user = get_adapter().authenticate(request, email=email.strip(), password=password)
        except ValidationError as refused:
            raise NotProved(f"{refused.messages[0]}.") from None
        if not isinstance(user, User):
            raise NotProved("The e-mail address or the password is not right.")
        form = CodeForm({"code": code}, user=user)
        if not form.is_valid():
            raise NotProved(f"{form.errors['code'][0]}.")
    if dormancy.is_dormant(user, now=timezone.now()):
        raise NotProved("This account lay unused for so long that an administrator must open it.")
    return user
