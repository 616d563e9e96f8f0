"""Access that is over is dead on every route: pages, lists, rooms, and forms that were left open.

Every address that names a case is asked twice: while the access holds, and the moment after. It
ends by itself, or is taken back in between; a form that was opened before is sent after.
"""

import datetime
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accommodation import shifts
from accounts.models import User
from accounts.tenancy import enter
from cases import allocations, cover, grants
from cases.choices import GrantKind
from cases.models import Case
from tests.matrix.addresses import every_address, path_of
from tests.matrix.asking import NO_SUCH_WAY, NOTHING, OPENS, SENDS, TOKEN_FIRST, Asker, verdict
from tests.matrix.stage import Stage

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
WHY = "She rings on our line"
# Where a case may be shown among others.
LISTS = (
    "/c/?whose=all", "/d/", "/d/week/", "/i/", "/i/h/", "/c/sample/", "/c/cover/", "/b/",
    "/api/cases/",
)  # fmt: skip
# Z7 wants twelve points at which access is taken back in mid-flight.
FEWEST_FORMS = 12

End = Callable[[], object]
Give = Callable[[Stage, User, User, datetime.datetime], End]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Keep the log of what was not found quiet."""
    logger = logging.getLogger("django.request")
    logger.disabled = True
    yield
    logger.disabled = False


def a_grant(kind: GrantKind) -> Give:
    """Give access of a kind for an hour, which is as long as an emergency lasts."""

    def give(stage: Stage, user: User, manager: User, now: datetime.datetime) -> End:
        grant = grants.record(
            case=stage.household.case, user=user, kind=kind, reason=WHY, starts_at=now,
            ends_at=now + HOUR, by=manager,
        )  # fmt: skip
        return lambda: grants.end(grant=grant, at=timezone.now(), by=manager)

    return give


def an_allocation(stage: Stage, user: User, manager: User, now: datetime.datetime) -> End:
    """Give the case to a worker; her last day is today."""
    today = timezone.localdate(now)
    held = allocations.give(case=stage.household.case, worker=user, starts_on=today, by=manager)
    type(held).objects.filter(pk=held.pk).update(ends_on=today)
    return lambda: allocations.end(allocation=held, at=timezone.now(), by=manager)


def a_cover(stage: Stage, user: User, manager: User, now: datetime.datetime) -> End:
    """Let somebody stand in for the worker today."""
    today = timezone.localdate(now)
    worker = stage.personas["IDVA, her case"]
    held = cover.give(
        colleague=worker, worker=user, starts_on=today, ends_on=today, today=today, by=manager
    )
    return lambda: cover.end(cover=held, at=timezone.now(), by=manager)


def a_shift(stage: Stage, user: User, manager: User, now: datetime.datetime) -> End:
    """Put somebody on shift in the house where the household lives."""
    held = shifts.give(
        house=stage.house, worker=user, starts_at=now - HOUR, ends_at=now + HOUR, now=now,
        by=manager,
    )  # fmt: skip
    return lambda: shifts.end(shift=held, at=timezone.now(), by=manager)


ACCESS = {
    "asked for": a_grant(GrantKind.REQUESTED),
    "drawn for supervision": a_grant(GrantKind.DIP_SAMPLE),
    "emergency": a_grant(GrantKind.BREAK_GLASS),
    "allocation": an_allocation,
    "cover": a_cover,
    "shift": a_shift,
}


def of_a_case(stage: Stage) -> list[tuple[str, str]]:
    """Return every address that names a case, with the stage's own records in it."""
    return [
        (name, path_of(name, stage))
        for name, parameters in every_address().items()
        if "reference" in parameters
    ]


def opened(asker: Asker, stage: Stage) -> dict[tuple[str, str], str]:
    """Return what every address gives, asked both ways, where it gives anything.

    A token is over sooner than some access is: it then gives nothing either.
    """
    found: dict[tuple[str, str], str] = {}
    for name, path in of_a_case(stage):
        for method in ("GET", "POST"):
            got = verdict(method, asker.ask(method, path))
            if got not in (NOTHING, NO_SUCH_WAY, TOKEN_FIRST):
                found[name, method] = got
    return found


def shown(asker: Asker, stage: Stage) -> list[str]:
    """Return the lists on which the household is named, or its case."""
    reference = stage.household.case.reference
    with enter(stage.alder, by=None):
        survivor = Case.objects.get(reference=reference).case_people.get(role="survivor")
        name = survivor.person.given_name
    texts = {path: asker.ask("GET", path).text for path in LISTS}
    return [path for path, text in texts.items() if name in text or reference in text]


@pytest.mark.parametrize("way", ["it ends by itself", "it is taken back"])
@pytest.mark.parametrize("kind", ACCESS)
def test_access_that_is_over_opens_nothing_on_any_route(stage: Stage, kind: str, way: str) -> None:
    user, manager = stage.personas["IDVA, a colleague's case"], stage.personas["service manager"]
    with enter(stage.alder, by=manager):
        end = ACCESS[kind](stage, user, manager, timezone.now())
    asker = Asker(user)
    before = opened(asker, stage)
    assert ("cases:summary", "GET") in before
    assert "/c/?whose=all" in shown(asker, stage)

    moment = timezone.now() + 2 * DAY if way == "it ends by itself" else timezone.now()
    with time_machine.travel(moment, tick=True):
        if way == "it is taken back":
            with enter(stage.alder, by=manager):
                end()
        asker = Asker(user)
        assert opened(asker, stage) == {}
        assert shown(asker, stage) == []


def test_a_form_that_was_open_is_refused_at_each_of_the_points(stage: Stage) -> None:
    user, manager = stage.personas["IDVA, a colleague's case"], stage.personas["service manager"]
    with enter(stage.alder, by=manager):
        end = an_allocation(stage, user, manager, timezone.now())
    asker = Asker(user)
    forms = [(name, path) for name, path in of_a_case(stage) if _is_a_form(asker, path)]
    assert len(forms) >= FEWEST_FORMS

    with enter(stage.alder, by=manager):
        end()

    after: dict[str, Any] = {name: asker.ask("POST", path) for name, path in forms}
    assert {name: answer.status for name, answer in after.items()} == dict.fromkeys(after, 404)
    written = [one.verb for answer in after.values() for one in answer.events]
    assert written == []


def _is_a_form(asker: Asker, path: str) -> bool:
    """Say whether a page is opened and takes what is sent."""
    read, sent = asker.ask("GET", path), asker.ask("POST", path)
    return verdict("GET", read) == OPENS and verdict("POST", sent) in (OPENS, SENDS)
