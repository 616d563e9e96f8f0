"""One day of the organisation that is entered, from the trail and the registers as they are."""

import datetime
import re
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from accounts.models import Membership
from accounts.permissions import Permission
from accounts.roles import ROLES
from audit import context
from cases.looked import standing
from cases.models import Allocation, Case
from cases.unusual import houses, names, trail
from cases.unusual.facts import Act, CaseFact, Colleague, Day, Limits

_NUMBER = re.compile(r"([0-9]{1,9})$")
_MANAGES = frozenset({Permission.CASE_ALLOCATE, Permission.REVIEWS_CLOSE})
_OF_A_TEAM = frozenset({Permission.CASES_OF_THE_TEAM})
_OF_A_SERVICE = frozenset({Permission.CASES_OF_THE_SERVICE, Permission.CASES_OF_THE_ORGANISATION})


def gather(day: datetime.date, limits: Limits) -> Day:
    """Return all that the patterns ask of a day, with a fixed number of queries."""
    done = trail.done_on(day)
    earlier = trail.before(day, limits)
    on_shift = houses.shifts(day)
    staff = _staff(day, on_shift)
    cases = _cases({case for one in done for case in one.cases}, day)
    found = Day(
        day=day, done=done, staff=staff, cases=cases,
        standing=standing.of({one.user_id for one in done}, list(cases)),
        habits=earlier.habits, limits=limits, this_week=earlier.this_week,
        on_shift=frozenset((user_id, day) for user_id in on_shift),
    )  # fmt: skip
    pairs = {
        (one.user_id, case)
        for one in done
        if one.act in (Act.OPENED, Act.TOOK)
        for case in one.cases
    }
    found.alike = names.likenesses(pairs, names.names_of_staff(staff))
    return found


def _staff(day: datetime.date, on_shift: dict[UUID, set[UUID]]) -> dict[UUID, Colleague]:
    """Return who worked here on a day."""
    here = Membership.objects.filter(
        organisation_id=context.required_organisation(), starts_on__lte=day
    )
    held: dict[UUID, list[Membership]] = defaultdict(list)
    for one in here.not_over_on(day):
        held[one.user_id].append(one)
    return {
        user_id: _colleague(user_id, memberships, on_shift.get(user_id, set()))
        for user_id, memberships in held.items()
    }


def _colleague(user_id: UUID, held: list[Membership], on_shift: set[UUID]) -> Colleague:
    allowed = [(one, ROLES[one.role].permissions) for one in held if one.role in ROLES]
    ends = [one.ends_on for one in held]
    last = [end for end in ends if end is not None]
    # As relationships have it: a role in a team shares the team's cases, not the service's.
    covering = [one for one, may in allowed if may & _OF_A_SERVICE and not one.team_id]
    sharing = [one for one, may in allowed if may & (_OF_A_SERVICE | _OF_A_TEAM)]
    return Colleague(
        user_id,
        manages=any(may & _MANAGES for _, may in allowed),
        counts_for_return=any(Permission.RETURN_RECORDS in may for _, may in allowed),
        last_day=max(last) if len(last) == len(ends) else None,
        services=frozenset({one.service_id for one in covering if one.service_id} | on_shift),
        teams=frozenset(one.team_id for one in sharing if one.team_id),
    )


def _cases(case_ids: Collection[UUID], day: datetime.date) -> dict[UUID, CaseFact]:
    # A case that was taken from somebody on the day itself was hers on that day.
    held = Allocation.objects.live_on(day) | Allocation.objects.filter(ended_at__date=day)
    workers: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, worker_id in held.filter(case__in=case_ids).values_list("case_id", "worker_id"):
        workers[case_id].add(worker_id)
    living = houses.residents(case_ids, day)
    columns = ("pk", "reference", "closed_on", "restricted", "service_id")
    return {
        pk: CaseFact(
            pk, _number(reference), closed_on, restricted,
            frozenset(living.get(pk, set()) | ({service_id} if service_id else set())),
            frozenset(workers[pk]),
        )
        for pk, reference, closed_on, restricted, service_id in Case.objects.filter(
            pk__in=case_ids
        ).values_list(*columns)
    }  # fmt: skip


def _number(reference: str) -> int | None:
    found = _NUMBER.search(reference)
    return int(found.group(1)) if found else None
