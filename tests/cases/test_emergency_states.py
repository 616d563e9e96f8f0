"""No sequence of acts opens a conflicted case, outlives its hour, passes the daily number or
leaves nothing to look into."""

import datetime
from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts import roles
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, User
from accounts.tenancy import enter
from audit import events
from cases import emergency
from cases.choices import ConflictSource
from cases.models import Case, Conflict, EmergencyOpening, Grant
from cases.services import NewPerson, open_case
from tests.cast import Cast, hire

START = datetime.datetime(2026, 11, 25, 9, 0, tzinfo=datetime.UTC)
MOST = 3
CASES = st.integers(min_value=0, max_value=2)


class Emergencies(RuleBasedStateMachine):
    """One worker, three cases, a clock, and colleagues who put walls up and take them down."""

    def __init__(self, cast: Cast, ida: User, cases: list[Case]) -> None:
        super().__init__()
        self.cast, self.ida, self.cases = cast, ida, cases
        self.now = START
        self.until: dict[Any, datetime.datetime] = {}
        self.walled: set[Any] = set()
        self.restricted: set[Any] = set()
        self.tried: Counter[datetime.date] = Counter()
        self.given = 0
        self._undo = transaction.atomic()
        self._undo.__enter__()
        self._inside = enter(self.cast.alder, by=self.ida)
        self._inside.__enter__()

    def teardown(self) -> None:
        self._inside.__exit__(None, None, None)
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    @rule(minutes=st.sampled_from([1, 20, 59, 60, 61, 600, 1440]))
    def time_passes(self, minutes: int) -> None:
        self.now += datetime.timedelta(minutes=minutes)

    @rule(number=CASES)
    def open(self, number: int) -> None:
        self._try(self.cases[number].reference, self.cases[number].pk)

    @rule(reference=st.sampled_from(["R-9999", "", "r 1", "' or 1=1"]))
    def open_what_is_not_there(self, reference: str) -> None:
        self._try(reference, None)

    def _try(self, reference: str, case_id: Any) -> None:
        day = timezone.localdate(self.now)
        try:
            opened = emergency.open_case(
                reference=reference, reason="she is in danger", at=self.now, by=self.ida
            )
        except emergency.TooOften:
            assert self.tried[day] == MOST
            return
        self.tried[day] += 1
        may = case_id is not None and case_id not in self.walled | self.restricted
        assert (opened.grant is not None) == may
        if may:
            self.given += 1
            self.until[case_id] = self.now + datetime.timedelta(hours=1)

    @rule(number=CASES)
    def end(self, number: int) -> None:
        emergency.end(case=self.cases[number], at=self.now, by=self.ida)
        self.until.pop(self.cases[number].pk, None)

    @rule(number=CASES)
    def a_conflict_comes_to_light(self, number: int) -> None:
        if self.cases[number].pk not in self.walled:
            events.write("test.conflict", by=None, subjects=[self.cases[number].pk])
            Conflict.objects.create(
                organisation_id=self.cast.alder.pk, case=self.cases[number], user=self.ida,
                source=ConflictSource.MANAGER, reason="a neighbour",
            )  # fmt: skip
            self.walled.add(self.cases[number].pk)

    @rule(number=CASES)
    def a_conflict_is_lifted(self, number: int) -> None:
        events.write("test.lift", by=None, subjects=[self.cases[number].pk])
        Conflict.objects.filter(case=self.cases[number]).update(lifted_at=self.now)
        self.walled.discard(self.cases[number].pk)

    @rule(number=CASES, closed=st.booleans())
    def a_case_is_restricted_or_not(self, number: int, closed: bool) -> None:
        events.write("test.restrict", by=None, subjects=[self.cases[number].pk])
        Case.objects.filter(pk=self.cases[number].pk).update(restricted=closed)
        (self.restricted.add if closed else self.restricted.discard)(self.cases[number].pk)

    @invariant()
    def she_sees_what_is_open_to_her_now_and_nothing_else(self) -> None:
        seen = set(Case.objects.visible_to(self.ida, at=self.now).values_list("pk", flat=True))
        assert seen & self.walled == set()
        assert seen == {
            case_id
            for case_id, until in self.until.items()
            if until > self.now and case_id not in self.walled | self.restricted
        }

    @invariant()
    def no_day_holds_more_than_its_number(self) -> None:
        assert EmergencyOpening.objects.count() == self.tried.total()
        assert max(self.tried.values(), default=0) <= MOST

    @invariant()
    def each_opening_has_somebody_to_look_into_it(self) -> None:
        items = ReviewItem.objects.filter(kind=ReviewKind.BREAK_GLASS).exclude(case_id=None)
        assert items.count() == Grant.objects.count() == self.given
        assert all(item.notices.count() == 2 for item in items)


def test_no_sequence_of_acts_breaks_a_rule(cast: Cast) -> None:
    ida = hire("Ida", cast.alder, roles.IDVA)
    with enter(cast.alder, by=cast.ines):
        cases = [
            open_case(
                survivor=NewPerson(given_name="Somebody"), opened_on=START.date(),
                worker=cast.ines, by=cast.ines,
            )
            for _ in range(3)
        ]  # fmt: skip

    class OfThisCast(Emergencies):
        def __init__(self) -> None:
            super().__init__(cast, ida, cases)

    run_state_machine_as_test(
        OfThisCast, settings=settings(max_examples=12, stateful_step_count=15, deadline=None)
    )
