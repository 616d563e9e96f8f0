"""The one rotation that is underway: claimed by one process, and how far it is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connection
from django.db.models import F
from django.utils import timezone

from encryption.models import Rotation

_LOCK = "select pg_try_advisory_lock(hashtextextended('rowan-rotation', 0))"
_LET_GO = "select pg_advisory_unlock(hashtextextended('rowan-rotation', 0))"
_SAY_EVERY_SECONDS = 1.0

Say = Callable[[str], None]


class RotationRefused(Exception):
    """Another rotation is underway; the sentence says which."""


@dataclass
class Underway:
    """A rotation that this process carries out."""

    rotation: Rotation
    say: Say
    _began: float = 0.0
    _first: int = 0
    _said: float = 0.0

    def begin(self, stage: str, total: int, done: int = 0) -> None:
        """Enter the next stage; how much of it was done by an earlier run counts as done."""
        self._began, self._first, self._said = time.monotonic(), done, 0.0
        self._keep(stage=stage, done=done, total=total)
        self._tell()

    def step(self, done: int) -> None:
        """Say how far the stage is."""
        self._keep(done=done, total=max(done, self.rotation.total))
        if time.monotonic() - self._said >= _SAY_EVERY_SECONDS or done >= self.rotation.total:
            self._tell()

    def waiting(self, others: int) -> None:
        """Say that work which began earlier is waited for."""
        if time.monotonic() - self._said >= _SAY_EVERY_SECONDS:
            self._said = time.monotonic()
            self.say(f"waiting for {others} pieces of work that began before")

    def end(self) -> None:
        """The rotation is over."""
        self._keep(ended_at=timezone.now())

    def _keep(self, **values: object) -> None:
        for name, value in values.items():
            setattr(self.rotation, name, value)
        self.rotation.save(update_fields=[*values, "said_at"])

    def _tell(self) -> None:
        self._said = time.monotonic()
        done, total = self.rotation.done, self.rotation.total
        rate = (done - self._first) / max(time.monotonic() - self._began, 0.001)
        pace = f", {rate:,.0f} a second" if done > self._first else ""
        self.say(f"{self.rotation.stage}: {done:,} of {total:,}{pace}, {total - done:,} to go")


@contextmanager
def claimed(
    kind: Rotation.Kind, *, key_class: str, organisation_id: UUID | None, say: Say
) -> Iterator[Underway]:
    """Begin a rotation, or take up the same one where it was left; RotationRefused otherwise."""
    with _only_one():
        rotation = Rotation.objects.underway()
        wanted = (kind, key_class, organisation_id)
        if rotation is None:
            rotation = Rotation(kind=kind, key_class=key_class, organisation_id=organisation_id)
            rotation.save(force_insert=True)
        elif (rotation.kind, rotation.key_class, rotation.organisation_id) != wanted:
            raise RotationRefused(
                f"Another rotation is not finished: {told(rotation)}. Finish it first: "
                f"./manage.py rotate_keys {option(rotation)}"
            )
        Rotation.objects.filter(pk=rotation.pk).update(runs=F("runs") + 1)
        rotation.refresh_from_db()
        yield Underway(rotation, say)


@contextmanager
def _only_one() -> Iterator[None]:
    """Hold the lock on a connection of its own: it ends with the process, however that dies."""
    session: psycopg.Connection[tuple[object, ...]] = connection.get_new_connection(
        connection.get_connection_params()
    )
    try:
        session.autocommit = True
        row = session.execute(_LOCK).fetchone()
        if not (row and row[0]):
            raise RotationRefused("Keys are being replaced already, by another process.")
        yield
        # Closing alone lets go a moment later, when the server notices.
        session.execute(_LET_GO)
    finally:
        session.close()


def option(rotation: Rotation) -> str:
    """How the command names a rotation."""
    if rotation.kind == Rotation.Kind.CLASS:
        return f"--class {rotation.key_class}"
    if rotation.kind == Rotation.Kind.ORGANISATION:
        return f"--organisation {rotation.organisation_id}"
    return f"--{rotation.kind}"


def told(rotation: Rotation) -> str:
    """A rotation and how far it is, in words."""
    about = rotation.key_class or rotation.organisation_id
    what = f"{rotation.get_kind_display()}{f' ({about})' if about else ''}"
    began = timezone.localtime(rotation.began_at)
    if rotation.ended_at:
        ended = timezone.localtime(rotation.ended_at)
        return f"{what}, finished on {ended:%-d %B %Y at %H:%M}"
    said = timezone.localtime(rotation.said_at)
    return (
        f"{what}, since {began:%-d %B %Y at %H:%M}, {rotation.stage or 'beginning'}: "
        f"{rotation.done:,} of {rotation.total:,}, last heard of at {said:%H:%M:%S}, "
        f"run {rotation.runs}"
    )
