"""A person's own sign-ins: noting each, showing them to her, ending a session that is open."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.choices import SessionEnd
from accounts.models import SignIn, User
from accounts.sign_in import links
from accounts.sign_in.store import row_key
from audit import events
from encryption import installation

KEEP = dt.timedelta(days=90)
SHOWN = 30
_TAG = "sign_in.source"
_WAYS = {
    "password": "Password",
    "code": "Code",
    "totp": "Password and code",
    "recovery_codes": "Password and recovery code",
    "webauthn": "Password and passkey",
    "passkey": "Passkey",
    "provider": "Your organisation’s sign-in",
}
# What a browser says of itself, the telling word first: several say they are others too.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """One sign-in or refused attempt, as its owner sees it."""

    at: dt.datetime
    way: str
    was_refused: bool
    where: str
    session_row: str
    is_open: bool = False
    is_this: bool = False


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Note that a session began; forget what is too old to be of use."""
    SignIn.objects.filter(at__lt=timezone.now() - KEEP).delete()
    session_row = row_key(request.session.session_key or "")
    _note(request, user.email, _way_of(request, user), user=user, session_row=session_row)


def note_refused(request: HttpRequest, account: str, *, method: str) -> None:
    """Note an attempt at an account, whether anybody has it or not: the work is the same."""
    _note(request, account, method, user=None)


def moved(*, before: str | None, after: str | None) -> None:
    """Follow a session that got another key."""
    moving = SignIn.objects.filter(session_row=row_key(before or ""))
    moving.update(session_row=row_key(after or ""))


def of(user: User, *, session_key: str | None) -> list[Seen]:
    """Return a person's latest sign-ins and refused attempts, the newest first."""
    rows = list(SignIn.objects.filter(account=_account(user.email)).order_by("-at")[:SHOWN])
    return _seen(rows, session_key)


def open_sessions(user: User, *, session_key: str | None) -> list[Seen]:
    """Return a person's sessions that are open now, the newest first."""
    rows = _sign_ins(user).filter(session_row__in=_live_rows()).order_by("-at")
    return _seen(rows, session_key)


def last_before(request: HttpRequest, user: User) -> Seen | None:
    """Return the sign-in before the one that has just begun."""
    this = row_key(request.session.session_key or "")
    row = _sign_ins(user).exclude(session_row=this).order_by("-at").first()
    return _seen([row], None)[0] if row else None


def end_session(*, session_row: str, by: User) -> None:
    """End one of one's own sessions, wherever it is open."""
    if _sign_ins(by).filter(session_row=session_row).exists():
        events.session("sign_in.end_elsewhere", by=by)
        _end([session_row], SessionEnd.ELSEWHERE)


def end_oldest(user: User, *, keep: int) -> list[Seen]:
    """End a person's sessions past so many, those that began first; return what was ended."""
    ended = open_sessions(user, session_key=None)[keep:]
    if ended:
        events.session("sign_in.end_oldest", by=user)
        _end([one.session_row for one in ended], SessionEnd.TOO_MANY)
    return ended


def end_every_session(user: User, *, because: SessionEnd, except_key: str | None = None) -> None:
    """End every session of a person, on every device but the one that asks, if it does."""
    rows = _sign_ins(user).exclude(session_row="")
    if except_key is not None:
        rows = rows.exclude(session_row=row_key(except_key))
    _end(list(rows.values_list("session_row", flat=True)), because)


def ended_because(session_key: str) -> str:
    """Return why the session of a cookie was ended; '' for any other, and for none at all."""
    row = SignIn.objects.filter(session_row=row_key(session_key)).first()
    return row.ended_because if row else ""


def _end(session_rows: Sequence[str], because: SessionEnd) -> None:
    """End sessions that are open, and keep why for whoever holds their browsers."""
    live = list(_live_rows().filter(session_key__in=session_rows))
    SignIn.objects.filter(session_row__in=live).update(ended_because=because)
    Session.objects.filter(session_key__in=session_rows).delete()


def _note(
    request: HttpRequest, account: str, method: str, *, user: User | None, session_row: str = ""
) -> None:
    row = SignIn(
        id=uuid4(),
        account=_account(account),
        user=user,
        at=timezone.now(),
        method=method,
        was_refused=user is None,
        session_row=session_row,
    )
    said = [request.META.get("REMOTE_ADDR", ""), _browser(request.META.get("HTTP_USER_AGENT", ""))]
    row.source = installation.seal(_TAG, row.pk, json.dumps(said).encode())
    row.save(force_insert=True)


def _sign_ins(user: User) -> QuerySet[SignIn]:
    return SignIn.objects.filter(user=user, was_refused=False)


def _live_rows() -> QuerySet[Session, str]:
    live = Session.objects.filter(expire_date__gt=timezone.now())
    return live.values_list("session_key", flat=True)


def _seen(rows: Iterable[SignIn], session_key: str | None) -> list[Seen]:
    rows = list(rows)
    this = row_key(session_key) if session_key else ""
    live = set(_live_rows().filter(session_key__in=[row.session_row for row in rows]))
    return [
        Seen(
            at=row.at,
            way=_WAYS.get(row.method, row.method),
            was_refused=row.was_refused,
            where=_where(row),
            session_row=row.session_row,
            is_open=row.session_row in live,
            is_this=bool(this) and row.session_row == this,
        )
        for row in rows
    ]


def _where(row: SignIn) -> str:
    address, browser = json.loads(installation.open(_TAG, row.pk, bytes(row.source)))
    return ", ".join(part for part in (browser, address) if part) or "not known"


def _account(address: str) -> str:
    return links.hashed("sign-in account", address.strip().lower()).hex()


def _way_of(request: HttpRequest, user: User) -> str:
    records = get_authentication_records(request, user)
    ways = {str(record.get("type") or record.get("method")) for record in records}
    if any(record.get("passwordless") for record in records):
        return "passkey"
    known = ("provider", "webauthn", "recovery_codes", "totp", "password")
    return next((way for way in known if way in ways), "password")


def _browser(said: str) -> str:
    names = [
        next((name for sign, name in known if sign in said), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return " on ".join(name for name in names if name)
