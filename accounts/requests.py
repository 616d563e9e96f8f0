"""What a view is given: a request of somebody who is signed in."""

from django.http import HttpRequest

from accounts.models import User

# What the session says of somebody who works where others see the screen.
NAMES_HIDDEN = "names_hidden"


class SignedInRequest(HttpRequest):
    """A request whose user is known: sign-in is required of every view not marked otherwise."""

    user: User


def hides_names(request: HttpRequest) -> bool:
    """Say whether names are covered on the pages of this session."""
    return bool(request.session.get(NAMES_HIDDEN))


def shown_version(request: HttpRequest) -> int:
    """Return the version of the record that the form was filled in against.

    A form without one can never be the newest, so 0 makes the write say that it changed.
    """
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
