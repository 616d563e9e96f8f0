"""Each request to write is carried out once, however often it is sent.

A form carries a key of its own (`once`, or the header Idempotency-Key). The key is claimed in the
transaction of the work: a double click waits for the first and gets its answer; a retry after a
lost reply gets the answer again; and when the work is rolled back, so is the claim.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.api.middleware import PATH
from accounts.models import User
from accounts.models.once import OnceKey
from encryption import installation

KEEP = dt.timedelta(days=2)

# Requests that need no key, by name: they change no record, or are meant to be repeated.
EXEMPT = frozenset(
    {
        "accounts:choose_organisation",
        "accounts:discard",
        "accounts:lock",
        "accounts:sign_out",
        "accounts:unlock",
        "accounts:unsaved",
        "accounts:unsaved_of",
        "api:search",
        "cases:find",
        "diary:find",
        # A read; and no trace of a passphrase, not even its hash, is to be kept.
        "interchange:export",
        "web:csp_report",
        "web:names",
    }
)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "once"})
_CLAIM = """
    INSERT INTO accounts_oncekey
        (user_id, key, fingerprint, status, location, location_header, recorded_at)
    VALUES (%s, %s, %s, 0, '', '', %s) ON CONFLICT (user_id, key) DO NOTHING
"""


def answer_once(
    request: HttpRequest, user: User, carry_out: Callable[[], HttpResponse]
) -> HttpResponse:
    """Carry the request out, or answer as the first of its kind was answered.

    Called inside the transaction of the work.
    """
    if request.method in _SAFE or _name(request) in EXEMPT:
        return carry_out()
    key = _key(request)
    if key is None:
        return _say(request, HTTPStatus.BAD_REQUEST, "This form cannot be sent twice.", _RELOAD)
    fingerprint = _fingerprint(request)
    try:
        claimed = _claim(user, key, fingerprint)
    except OperationalError:
        return _say(request, HTTPStatus.CONFLICT, "Rowan is still saving this.", _WAIT)
    if not claimed:
        return _again(request, OnceKey.objects.get(user=user, key=key), fingerprint)
    response = carry_out()
    _remember(OnceKey.objects.filter(user=user, key=key), response)
    return response


def forget_old(*, now: dt.datetime) -> None:
    """Remove keys of two days ago: no browser sends a form again after that."""
    OnceKey.objects.filter(recorded_at__lt=now - KEEP).delete()


_RELOAD = "Nothing was changed. Go back, reload the page and send the form again."
_WAIT = "Wait a moment, then look whether it is there before you send it again."


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _key(request: HttpRequest) -> UUID | None:
    given = request.headers.get("Idempotency-Key") or request.POST.get("once", "")
    try:
        return UUID(given)
    except ValueError:
        return None


def _fingerprint(request: HttpRequest) -> bytes:
    """A hash that only this installation can make: the content itself cannot be guessed from it."""
    code = hmac.new(installation.purpose_key("once"), digestmod=hashlib.sha256)
    code.update(json.dumps([request.method, request.path]).encode())
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        fields = [(name, request.POST.getlist(name)) for name in sorted(request.POST)]
        content = [field for field in fields if field[0] not in _NOT_CONTENT]
        code.update(json.dumps(content).encode())
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                _add_file(code, name, file)
    else:
        code.update(request.body)
    return code.digest()


def _add_file(code: hmac.HMAC, name: str, file: "UploadedFile[bytes]") -> None:
    code.update(json.dumps([name, file.name, file.size]).encode())
    for chunk in file.chunks():
        code.update(chunk)
    file.seek(0)


def _claim(user: User, key: UUID, fingerprint: bytes) -> bool:
    """Claim the key; waits for a request with the same key that is being carried out."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, [user.pk, key, fingerprint, timezone.now()])
        return bool(cursor.rowcount)


def _remember(claimed: QuerySet[OnceKey], response: HttpResponse) -> None:
    """Keep the answer where something was done; else let the key go: the form is shown again."""
    header = "HX-Redirect" if "HX-Redirect" in response.headers else "Location"
    location = response.headers.get(header, "")
    if (location and response.status_code < HTTPStatus.BAD_REQUEST) or _wrote(response):
        claimed.update(
            status=response.status_code,
            location=location[:500],
            location_header=header if location else "",
        )
    else:
        claimed.delete()


def _wrote(response: HttpResponse) -> bool:
    """Whether the request was answered well in a transaction that named a write."""
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('rowan.event', true), '') <> ''")
        return bool(cursor.fetchone()[0])


def _again(request: HttpRequest, first: OnceKey, fingerprint: bytes) -> HttpResponse:
    if not hmac.compare_digest(bytes(first.fingerprint), fingerprint):
        heading = "This form was already sent with something else in it."
        return _say(request, HTTPStatus.CONFLICT, heading, _RELOAD)
    if first.location:
        return HttpResponse(status=first.status, headers={first.location_header: first.location})
    return _say(request, HTTPStatus(first.status), "This is already saved.", "Nothing was added.")


def _say(request: HttpRequest, status: HTTPStatus, heading: str, line: str) -> HttpResponse:
    if request.path.startswith(PATH):
        return JsonResponse({"detail": f"{heading} {line}"}, status=status)
    context = {"heading": heading, "lines": [line]}
    return render(request, "accounts/once.html", context, status=status)
