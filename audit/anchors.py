"""Anchors: copies of the checkpoints in places that whoever controls the database does not.

A folder elsewhere (ROWAN_ANCHOR_FOLDER, such as a mounted share) gets every line; a named person
(ROWAN_ANCHOR_EMAIL) gets the newest line each day, and is told where an anchor was missed.
"""

import json
import logging
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from audit import checkpoints
from encryption import appending

MISSED_AFTER = timedelta(hours=24)
ENDING = 1 << 16
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place for copies of the checkpoints: the variable that names it, and when it had one."""

    name: str
    variable: str
    is_wanted: bool
    last_at: datetime | None


def to_folder(*, now: datetime) -> bool:
    """Add to the folder's copy what it lacks; False where no folder is named.

    Raises OSError where it cannot be written, and ValueError where the copy is not the beginning
    of our own file: one of the two was changed, and neither is overwritten.
    """
    if not settings.ROWAN_ANCHOR_FOLDER:
        return False
    copy = Path(settings.ROWAN_ANCHOR_FOLDER) / "rowan-checkpoints"
    descriptor = os.open(copy, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as theirs, checkpoints.path().open("rb") as ours:
        size = theirs.seek(0, os.SEEK_END)
        # Each line names the hash of the one before: where the ends agree, so does all before.
        start = max(0, size - ENDING)
        theirs.seek(start)
        ours.seek(start)
        if theirs.read() != ours.read(size - start):
            raise ValueError(f"{copy} is not the beginning of {checkpoints.path()}.")
        shutil.copyfileobj(ours, theirs)
        theirs.flush()
        os.fsync(theirs.fileno())
    _remember("folder", now)
    return True


def to_person(*, now: datetime) -> bool:
    """Send the newest checkpoint; False where nobody is named or there is none."""
    newest = checkpoints.last()
    if not settings.ROWAN_ANCHOR_EMAIL or newest is None:
        return False
    _send(
        f"Rowan: checkpoint {newest.number} of the audit trail",
        "Please keep this message. It shows later that nothing of the trail was changed up to "
        f"{newest.at.isoformat()}. It says nothing of any person.\n\n"
        f"Public key: {checkpoints.public_key()}\nHash: {newest.digest}\n\n{newest.line}\n",
    )
    _remember("e-mail", now)
    return True


def watch(*, now: datetime) -> list[str]:
    """Tell the named person and the log of each anchor that was missed; return their names."""
    late = missed(now=now)
    if late:
        _log.error("The audit trail was not anchored for a day: %s.", ", ".join(late))
        if settings.ROWAN_ANCHOR_EMAIL:
            _send(
                "Rowan: the audit trail is not anchored",
                f"For more than a day nothing reached: {', '.join(late)}. Until it does, a change "
                "to the newest part of the trail could go unnoticed. Please tell whoever looks "
                "after the installation.\n",
            )
    return late


def missed(*, now: datetime) -> list[str]:
    """Name the anchors that had nothing for a day; the file counts as one."""
    began = _remembered()
    if "since" not in began:
        began = _remember("since", now)
    since = datetime.fromisoformat(began["since"])
    return [
        one.name
        for one in everywhere()
        if one.is_wanted and now - (one.last_at or since) >= MISSED_AFTER
    ]


def everywhere() -> list[Anchor]:
    """Return each place that anchors can go to, and when it last had one."""
    last = {
        name: datetime.fromisoformat(at) for name, at in _remembered().items() if name != "since"
    }
    newest = checkpoints.last()
    return [
        Anchor("file", "", True, newest.at if newest else None),
        Anchor("folder", "ROWAN_ANCHOR_FOLDER", bool(settings.ROWAN_ANCHOR_FOLDER),
               last.get("folder")),
        Anchor("e-mail", "ROWAN_ANCHOR_EMAIL", bool(settings.ROWAN_ANCHOR_EMAIL),
               last.get("e-mail")),
    ]  # fmt: skip


def _send(subject: str, text: str) -> None:
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [settings.ROWAN_ANCHOR_EMAIL])


def _remember(name: str, now: datetime) -> dict[str, str]:
    """Write one name's time beside the others', and return them all.

    Every process and thread may be writing. The file is replaced as a whole, so that a crash leaves
    the old one or the new; what is there already as the beginning stays.
    """
    place = _state()
    with appending.only_one(place.with_suffix(".lock")):
        state = _remembered()
        if name != "since" or name not in state:
            state[name] = now.isoformat()
            new = place.with_suffix(".new")
            new.write_text(json.dumps(state), encoding="ascii")
            new.replace(place)
        return state


def _remembered() -> dict[str, str]:
    try:
        return dict(json.loads(_state().read_text(encoding="ascii")))
    except FileNotFoundError:
        return {}


def _state() -> Path:
    return checkpoints.path().with_name("anchored.json")
