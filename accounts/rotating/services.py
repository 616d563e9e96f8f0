"""The steps of each rotation. Each can be done again: a rotation that was killed goes on."""

from uuid import UUID

from django.utils import timezone

from accounts.rotating import older_work
from accounts.rotating.data_keys import rotate_organisation
from accounts.rotating.steps import announced, organisations, step
from accounts.rotating.trail_keys import rotate_trail
from accounts.rotating.underway import RotationRefused, Say, Underway, claimed
from accounts.tenancy import enter
from audit import events
from encryption.keys import KeyClass
from encryption.models import Rotation
from encryption.rotation import class_keys, roots

__all__ = ["RotationRefused", "rotate"]

_AT_ONCE = 500
_BEFORE_ALL = UUID(int=0)


def rotate(
    kind: Rotation.Kind,
    *,
    key_class: KeyClass | None = None,
    organisation_id: UUID | None = None,
    say: Say,
) -> str:
    """Replace keys while others work; what is left to do by hand, if anything."""
    with claimed(
        kind, key_class=key_class or "", organisation_id=organisation_id, say=say
    ) as underway:
        events.session(f"keys.rotate_{kind}", by=None)
        by_hand = ""
        if kind == Rotation.Kind.ROOT:
            by_hand = _rotate_root(underway)
        elif kind == Rotation.Kind.TRAIL:
            rotate_trail(underway)
        elif key_class is not None:
            _rotate_class(underway, key_class)
        elif organisation_id is not None:
            rotate_organisation(underway, organisation_id)
        events.session(f"keys.rotated_{kind}", by=None)
        underway.end()
    return by_hand


def _rotate_root(underway: Underway) -> str:
    version = roots.prepare()
    events.session("keys.root_prepare", by=None)
    left = True
    while left:
        _wrap_with_root(underway, version)
        # Whoever made an organisation meanwhile may have looked before the second root was there.
        older_work.wait(underway.waiting)
        left = any(_left_in(organisation_id, version) for organisation_id in organisations())
    roots.rewrap_installation(version)
    older_work.wait(underway.waiting)
    by_hand = roots.retire(version, on=timezone.localdate())
    events.session("keys.root_retire", by=None)
    return by_hand


def _wrap_with_root(underway: Underway, version: int) -> None:
    every = organisations()
    left = [each for each in every if _left_in(each, version)]
    before = len(every) - len(left)
    underway.begin("organisations whose keys are wrapped anew", len(every), before)
    for done, organisation_id in enumerate(left, start=before + 1):
        with step(organisation_id, "keys.root_rewrap", [organisation_id]):
            roots.rewrap(organisation_id, version)
        underway.step(done)


def _left_in(organisation_id: UUID, version: int) -> int:
    with enter(organisation_id, by=None):
        return roots.left(version)


def _rotate_class(underway: Underway, key_class: KeyClass) -> None:
    versions = {}
    for organisation_id in organisations():
        versions[organisation_id] = announced(
            organisation_id, key_class, underway.rotation.pk, "keys.class_announce"
        )
    _wrap_with_class(underway, key_class, versions)
    # Whoever began before the new key was there may still wrap with the old one, or hold a row
    # that is wrapped with it: once all of them have ended, what they left is the last.
    left = True
    while left:
        older_work.wait(underway.waiting)
        left = bool(_wrap_with_class(underway, key_class, versions))
    for organisation_id, version in versions.items():
        _retire_class(organisation_id, key_class, version)


def _retire_class(organisation_id: UUID, key_class: KeyClass, version: int) -> None:
    with enter(organisation_id, by=None):
        older = class_keys.older(organisation_id, key_class, version)
        if older.exists():
            events.write(
                "keys.class_retire", by=None, subjects=[organisation_id], fields=[key_class]
            )
            class_keys.retire(older, on=timezone.localdate())


def _wrap_with_class(underway: Underway, key_class: KeyClass, versions: dict[UUID, int]) -> int:
    """Wrap every data key of the class that is left; how many that were."""
    left = {each: _left_of_class(each, key_class, version) for each, version in versions.items()}
    total = sum(_subjects(each) for each in versions)
    done = total - sum(left.values())
    underway.begin("people, cases and houses whose keys are wrapped anew", total, done)
    for organisation_id in (each for each, count in left.items() if count):
        last = _BEFORE_ALL
        while True:
            with enter(organisation_id, by=None):
                rows = class_keys.take(
                    organisation_id, key_class, versions[organisation_id],
                    after=last, most=_AT_ONCE,
                )  # fmt: skip
                if not rows:
                    break
                ids = [row[0] for row in rows]
                events.write("keys.rewrap", by=None, subjects=ids, fields=[key_class])
                class_keys.rewrap(key_class, versions[organisation_id], rows)
            last, done = ids[-1], done + len(rows)
            underway.step(done)
    return sum(left.values())


def _left_of_class(organisation_id: UUID, key_class: KeyClass, version: int) -> int:
    with enter(organisation_id, by=None):
        return class_keys.left(organisation_id, key_class, version)


def _subjects(organisation_id: UUID) -> int:
    with enter(organisation_id, by=None):
        return class_keys.subjects(organisation_id)
