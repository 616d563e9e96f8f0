"""Putting up walls for matches, and telling those who are to look at them.

A wall stands at once and is looked at afterwards. It is told to those who manage conflicts and may
see the record, and never to the person whom it keeps away.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.utils import timezone

from accounts import reviews
from accounts.choices import ReviewKind
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.roles import ROLES
from accounts.settings import value_of
from audit import context, events
from cases.choices import ConflictSource
from cases.conflicts.access import judged_by
from cases.conflicts.matching import (
    Entry,
    Match,
    Register,
    entries_of_harm,
    entries_of_people,
    match_entries,
)
from cases.models import Conflict

REASON = "They are kept from somebody who may be in this record. Is it the same person?"


@dataclass(frozen=True)
class NewWall:
    """Whom to keep from which record, and why."""

    user: User
    belongs_to: UUID
    source: ConflictSource
    declaration_id: UUID
    signs: list[str]
    reason: str


# The record, what it rests on, when somebody lifted it, and the signs.
HeldWall = tuple[UUID, UUID | None, datetime.datetime | None, list[str]]


def new_walls(matches: Sequence[Match], standing: Iterable[HeldWall]) -> Iterator[NewWall]:
    """Return the walls that are missing: one for each cause and record.

    One that somebody lifted is not put up again for the same signs.
    """
    there: set[tuple[UUID, UUID | None]] = set()
    lifted: defaultdict[tuple[UUID, UUID | None], set[str]] = defaultdict(set)
    for record, cause, lifted_at, signs in standing:
        if lifted_at is None:
            there.add((record, cause))
        lifted[record, cause] |= set(signs)
    found: defaultdict[tuple[UUID, UUID], list[Match]] = defaultdict(list)
    for match in matches:
        found[match.entry.belongs_to, match.ground.cause].append(match)
    for key, group in found.items():
        signs = sorted({sign for match in group for sign in match.signs})
        if key in there or set(signs) <= lifted[key]:
            continue
        reason = "\n".join(dict.fromkeys(match.words for match in group))
        ground, (record, cause) = group[0].ground, key
        yield NewWall(ground.user, record, ground.source, cause, signs, reason)


def raise_reviews(
    walls: Iterable[NewWall],
    reviewers: Iterable[User],
    seen_by: Callable[[User, set[UUID]], set[UUID]],
) -> None:
    """Tell those who look at such walls, each of the records that they may see."""
    new = list(walls)
    records = {wall.belongs_to for wall in new}
    told: defaultdict[UUID, list[User]] = defaultdict(list)
    for manager in reviewers:
        for record in seen_by(manager, records):
            told[record].append(manager)
    now = timezone.now()
    due = now + datetime.timedelta(hours=value_of("conflict_review_hours"))
    for wall in new:
        reviews.raise_item(
            kind=ReviewKind.CONFLICT, about=wall.user, reason=REASON, raised_at=now, due_at=due,
            tell=told[wall.belongs_to], by=None, case_id=wall.belongs_to,
        )  # fmt: skip


def people_with(permission: Permission) -> list[User]:
    """Return those whose role allows this today, in the organisation that is entered."""
    allowing = [code for code, role in ROLES.items() if permission in role.permissions]
    held = Membership.objects.live_on(timezone.localdate()).filter(
        organisation_id=context.required_organisation(), role__in=allowing, user__is_active=True
    )
    return list({one.user_id: one.user for one in held.select_related("user")}.values())


def _judged_by(manager: User, case_ids: set[UUID]) -> set[UUID]:
    """Return those of these cases of which this person may look at conflicts."""
    return set(judged_by(manager).filter(pk__in=case_ids).values_list("pk", flat=True))


def _put_up(matches: Sequence[Match]) -> None:
    columns = ("case_id", "declaration_id", "lifted_at", "signs")
    held = Conflict.objects.filter(
        case__in={match.entry.belongs_to for match in matches},
        declaration_id__in={match.ground.cause for match in matches},
    ).values_list(*columns)
    new = list(new_walls(matches, held))
    if not new:
        return
    named = dict.fromkeys(one for wall in new for one in (wall.belongs_to, wall.user.pk))
    events.write("conflict.put_up", by=None, subjects=named)
    for wall in new:
        Conflict(
            organisation_id=context.required_organisation(),
            case_id=wall.belongs_to,
            user=wall.user,
            source=wall.source,
            declaration_id=wall.declaration_id,
            signs=wall.signs,
            reason=wall.reason,
        ).save(force_insert=True)
    raise_reviews(new, people_with(Permission.CONFLICTS_MANAGE), _judged_by)


def _everybody() -> Iterator[Entry]:
    return chain(entries_of_people(), entries_of_harm())


CASES = Register(everybody=_everybody, put_up=_put_up)


def match_records(*, people: Collection[UUID] = (), harm: Collection[UUID] = ()) -> None:
    """Compare new or changed people, and people causing harm, with all from whom staff are kept."""
    if people or harm:
        match_entries(lambda: chain(entries_of_people(people), entries_of_harm(harm)), CASES)
