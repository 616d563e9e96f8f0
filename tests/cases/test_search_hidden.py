"""Whoever is hidden from somebody changes nothing of what that person finds, whatever is sought."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tenancy import enter
from cases import restriction, services
from cases.conflicts import services as conflicts
from cases.models import Person
from cases.search import finding
from cases.search.finding import find
from cases.services import NewPerson
from tests.cast import Cast

SHIV = NewPerson(
    given_name="Siobhán", family_name="O’Brien", date_of_birth=datetime.date(1990, 5, 3),
    phone="07700 900123", postcode="ZZ1 1ZZ",
)  # fmt: skip
PEOPLE = (
    SHIV,
    replace(SHIV, family_name="Obrien-Luczak", phone="07700 900777"),
    replace(SHIV, given_name="Shivaun", date_of_birth=datetime.date(1990, 3, 5)),
    replace(SHIV, given_name="Sean", known_as="Shiv", postcode="ZZ1 2ZZ"),
    NewPerson(given_name="Bartholomew", date_of_birth=datetime.date(1975, 1, 2)),
)
TERMS = (
    "Siobhan", "shiv", "obrien siobhan", "sean obrien", "900123", "3/5/1990", "ZZ1", "shiv zz1 1zz",
)  # fmt: skip
A_CONFLICT, A_RESTRICTION, ELSEWHERE = "a conflict", "a restriction", "another organisation"
WAYS = (A_CONFLICT, A_RESTRICTION, "another’s case", ELSEWHERE)
LONG_BEFORE = datetime.date(1961, 9, 20)


@dataclass(frozen=True)
class One:
    """Somebody of a service: who, and what hides her from Ines, if anything does."""

    who: NewPerson
    hidden_by: str = ""

    @property
    def recorded(self) -> NewPerson:
        """Return what is recorded. A conflict is with a namesake: it would hide the same person."""
        if self.hidden_by != A_CONFLICT:
            return self.who
        return replace(self.who, date_of_birth=LONG_BEFORE, phone="", postcode="")


EVERYBODY = st.lists(
    st.builds(One, st.sampled_from(PEOPLE), st.sampled_from(("", *WAYS))), min_size=1, max_size=7
)
_QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class _Undo(Exception):
    """The end of a world that was only tried."""


def test_the_hidden_change_neither_who_is_found_nor_the_order_nor_whether_there_are_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that seven are more than are shown, and more than are looked at closely.
    monkeypatch.setattr(finding, "SHOWN", 2)
    monkeypatch.setattr(finding, "_LOOKED_AT", 3)

    found_among([], "Siobhan", cast)  # what a process asks for once is not compared

    @settings(max_examples=12, deadline=None, suppress_health_check=_QUIET)
    @given(everybody=EVERYBODY, term=st.sampled_from(TERMS))
    def the_same_with_and_without(everybody: Sequence[One], term: str) -> None:
        seen = [one for one in everybody if not one.hidden_by]

        assert found_among(everybody, term, cast) == found_among(seen, term, cast)

    the_same_with_and_without()


Found = tuple[list[int], bool, int]


def found_among(everybody: Sequence[One], term: str, cast: Cast) -> Found:
    """Search as Ines in a world with these; return whom she finds, by the place among the seen.

    With it whether there are more, and how often the database was asked.
    """
    found: list[Found] = []
    try:
        with transaction.atomic():
            seen = [pk for one in everybody if (pk := record(one, cast)) is not None]
            with enter(cast.alder, by=cast.ines), CaptureQueriesContext(connection) as queries:
                answer = find(term, by=cast.ines)
                ids = [hit.part.person_id for hit in answer.hits]
            found.append(([seen.index(pk) for pk in ids], answer.more, len(queries)))
            raise _Undo
    except _Undo:
        return found[0]


def record(one: One, cast: Cast) -> object:
    """Open a case of somebody, and hide it; return the id of whoever stays to be seen."""
    elsewhere = one.hidden_by == ELSEWHERE
    organisation, manager = (cast.birch, cast.bea) if elsewhere else (cast.alder, cast.mara)
    worker = cast.ines if one.hidden_by in ("", A_CONFLICT) else manager
    with enter(organisation, by=manager):
        case = services.open_case(
            survivor=one.recorded, opened_on=datetime.date(2026, 11, 1), worker=worker, by=manager
        )
        if one.hidden_by == A_CONFLICT:
            conflicts.set_conflict(case=case, user=cast.ines, reason="A cousin", by=manager)
        if one.hidden_by == A_RESTRICTION:
            restriction.restrict(
                case=case, reason="She works here", at=timezone.now(),
                expected_version=case.version, by=manager,
            )  # fmt: skip
        if one.hidden_by:
            return None
        return Person.objects.get(case_people__case=case).pk
