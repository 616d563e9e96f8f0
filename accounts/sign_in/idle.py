"""A screen that nobody uses locks by itself, on the server, script or no script.

How long it may lie unused is the organisation's decision. What was on its way when the screen
turned out to be locked waits in the session, which is sealed, and can be sent after unlocking.
"""

import time
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.middleware import active_organisation
from accounts.models import User
from accounts.settings import value_of
from accounts.sign_in import pages, state
from accounts.tenancy import enter
from audit import events

_SEEN, _MINUTES, SHARED, _WAITING = "seen", "idle_minutes", "shared", "waiting"
# Activity is noted once a minute, so a screen locks a minute late at the most, never early.
_NOTED_SECONDS = 60
_LARGEST = 200_000
_SECRETS = frozenset({"password", "new_password", "code", "credential"})


def begin(request: HttpRequest, user: User) -> None:
    """Start, or start again, to wait; ask the organisation how long."""
    key = "shared_lock_minutes" if request.session.get(SHARED) else "idle_lock_minutes"
    request.session[_MINUTES] = decided(request, user, key)
    request.session[_SEEN] = time.time()


def decided(request: HttpRequest, user: User, key: str) -> int:
    """Return the number that the organisation decides in which somebody is at work."""
    organisation_id = active_organisation(request, user)
    if organisation_id is None:
        return int(value_of(key))
    with enter(organisation_id, by=user):
        return int(value_of(key))


def seconds(request: HttpRequest) -> int:
    """How long this screen may lie unused."""
    return int(request.session.get(_MINUTES, 0)) * 60


def look(request: HttpRequest, user: User) -> None:
    """Lock the screen if nobody used it for long; else note that somebody does."""
    if state.is_locked(request.session):
        return
    unused = time.time() - float(request.session.get(_SEEN, 0))
    if unused > seconds(request) + _NOTED_SECONDS:
        state.lock(request.session, back=_where(request))
        events.session("sign_in.lock_unused", by=user)
    elif unused > _NOTED_SECONDS and not _is_background(request):
        begin(request, user)


def keep_what_was_sent(request: HttpRequest, page: str) -> None:
    """Let what a locked screen sent wait until it is unlocked; secrets never wait."""
    if request.method != "POST" or page in pages.OUTSIDE or _SECRETS & request.POST.keys():
        return
    fields = [
        (name, value)
        for name in request.POST
        if name != "csrfmiddlewaretoken"
        for value in request.POST.getlist(name)
    ]
    if page.startswith("accounts:unsaved") or sum(len(a) + len(b) for a, b in fields) > _LARGEST:
        return
    request.session[_WAITING] = {
        "path": request.get_full_path(),
        "fields": fields,
        "back": _where(request),
    }


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """What waits to be sent: its address and its fields."""
    found: dict[str, Any] | None = request.session.get(_WAITING)
    return found


def forget_waiting(request: HttpRequest) -> None:
    """It is sent now, or not wanted."""
    request.session.pop(_WAITING, None)


def forget_if_sent(request: HttpRequest) -> None:
    """What waited is on its way now."""
    held = waiting(request)
    if held and request.method == "POST" and held["path"] == request.get_full_path():
        forget_waiting(request)


def leave_nothing(response: HttpResponseBase) -> None:
    """Let the browser of a shared computer forget what it was shown."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def _where(request: HttpRequest) -> str:
    """The page that the person was on, to come back to."""
    if request.method == "GET" and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    parts = urlsplit(came_from)
    if parts.netloc != request.get_host():
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_background(request: HttpRequest) -> bool:
    """Whether a page asked by itself, such as for the progress of a job."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"
