"""Absent, another organisation's, restricted and kept from one: the same in every way.

The same status, body and headers at every address that names a record, and the same work: as many
queries of the same kind, as many keys unwrapped. And a sweep: nobody from whom a case is kept, and
nobody who is not named for a restricted one, finds a word of it at any address.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from accounts.models import User
from accounts.tenancy import enter
from audit import events
from cases.choices import GrantKind
from cases.conflicts.services import set_conflict
from cases.models import Case, Grant
from encryption.keyring import KeyRing
from marac import recusals
from tests.matrix.addresses import absent, every_address, names_records, path_of
from tests.matrix.asking import NO_SUCH_WAY, NOTHING, Answer, Asker, verdict
from tests.matrix.stage import Stage
from tests.matrix.test_matrix import still
from tests.matrix.test_reads_are_audited import WORD, Holders, holders, sealed_models

__all__ = ["still"]

# The name of a savepoint is a number of the connection's.
SAVEPOINT = re.compile(r"s\d+_x\d+")

# What belongs to the case by whatever address, besides its own words.
_OWN_IDS = ("case", "survivor", "child", "harm", "signed", "unfinished")


@dataclass(frozen=True)
class Asked:
    """An answer, and the work that went into it."""

    answer: Answer
    queries: tuple[str, ...]
    unwraps: int

    def like(self, path: str) -> Any:
        """Return all that could tell two answers apart."""
        return (*self.answer.like(path), self.queries, self.unwraps)


def ask(asker: Asker, method: str, path: str) -> Asked:
    """Ask, and count what was done."""
    unwrap, done, unwrapped = KeyRing._unwrap, [], []

    def note(execute: Any, sql: Any, *rest: Any) -> Any:
        done.append(SAVEPOINT.sub("", str(sql)))
        return execute(sql, *rest)

    def count(ring: KeyRing, subject_ids: Any, key_class: Any) -> None:
        unwrapped.extend(subject_ids)
        unwrap(ring, subject_ids, key_class)

    with connection.execute_wrapper(note), patch.object(KeyRing, "_unwrap", count):
        answer = asker.ask(method, path)
    return Asked(answer, tuple(done), len(unwrapped))


def of_cases() -> list[str]:
    """Return the addresses that name a record; an authority is public and is none."""
    addresses = every_address()
    return [one for one in addresses if names_records(one) and "authority" not in addresses[one]]


def keep_from(stage: Stage, user: User) -> None:
    """Keep the stage's case from somebody, whatever their role."""
    with enter(stage.alder, by=None):
        set_conflict(
            case=stage.household.case,
            user=user,
            reason="Kin",
            by=stage.personas["refuge manager of the house"],
        )


def restrict(stage: Stage) -> None:
    """Close the stage's case to everybody who is not named for it."""
    with enter(stage.alder, by=None):
        events.write("test.restrict", by=None, subjects=[stage.household.case.pk])
        Case.objects.filter(pk=stage.household.case.pk).update(restricted=True)


@contextmanager
def undone() -> Iterator[None]:
    """Undo what the block does."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Asked by every run; `make soak` asks as the others too.
_LONG = pytest.mark.soak


@pytest.mark.parametrize(
    "column",
    [
        "service manager",
        pytest.param("key worker of the house", marks=_LONG),
        pytest.param("IDVA, her case", marks=_LONG),
    ],
)
def test_the_four_kinds_cannot_be_told_apart(stage: Stage, column: str) -> None:
    user = stage.personas[column]
    nothing = absent()
    found = []
    compared = 0
    for name in of_cases():
        for method in ("GET", "POST"):
            twin = path_of(name, stage, **nothing)
            asked = {}
            for kind in ("conflicted", "restricted"):
                with undone():
                    if kind == "restricted":
                        restrict(stage)
                        _forget_allocation(stage, user)
                    else:
                        keep_from(stage, user)
                    asker = Asker(user)
                    path = path_of(name, stage)
                    there = ask(asker, method, path)
                    if verdict(method, there.answer) != NOTHING:
                        continue
                    asked[kind] = there.like(path), ask(asker, method, twin).like(twin)
            for kind, (here, nowhere) in asked.items():
                compared += 1
                if here != nowhere:
                    found.append(
                        f"{name} ({method}): {kind} differs in {_differing(here, nowhere)}"
                    )

    assert not found, "\n".join(found)
    assert compared > 30


def _forget_allocation(stage: Stage, user: User) -> None:
    """Take the case from whoever is allocated to it: they would be named."""
    with enter(stage.alder, by=None):
        events.write("test.end", by=None, subjects=[user.pk])
        stage.household.case.allocations.filter(worker=user).delete()


def _differing(here: Any, nowhere: Any) -> str:
    parts = ("status", "body", "headers", "cookies", "queries", "unwraps")
    return ", ".join(
        f"{part}: {one} != {other}"[:600]
        for part, one, other in zip(parts, here, nowhere, strict=True)
        if one != other
    )


def test_another_organisations_is_as_absent(stage: Stage) -> None:
    user = stage.personas["service manager, elsewhere"]
    asker, nothing, found = Asker(user), absent(), []
    for name in of_cases():
        path, twin = path_of(name, stage), path_of(name, stage, **nothing)
        there = ask(asker, "GET", path)
        if verdict("GET", there.answer) == NOTHING:
            here, nowhere = there.like(path), ask(asker, "GET", twin).like(twin)
            if here != nowhere:
                found.append(f"{name}: differs in {_differing(here, nowhere)}")

    assert not found, "\n".join(found)


def words_of_the_case(stage: Stage, held: Holders) -> set[str]:
    """Return every word and id that only the stage's case brings to a page."""
    household = stage.household
    ids = {getattr(household, one).pk for one in _OWN_IDS}
    own = {stage.running.pk, stage.stay.pk}
    words = {one for one, owners in held.items() if any(named & (ids | own) for _, named in owners)}
    return words | {household.case.reference} | {str(one) for one in ids | own}


def sweep(stage: Stage, user: User, words: set[str], *only: str) -> list[str]:
    """Ask every address, or these only, as somebody; tell where a word of the case was found."""
    asker, found = Asker(user), []
    for name in only or every_address():
        path = path_of(name, stage)
        for method in ("GET", "POST"):
            answer = asker.ask(method, path)
            text = answer.text.replace(path, "")
            shown = (set(WORD.findall(text)) & words) | {
                one for one in words if not WORD.fullmatch(one) and one in text
            }
            if shown:
                found.append(f"{name} ({method}) shows {sorted(shown)[:3]}")
    return found


@pytest.fixture
def held(stage: Stage) -> Holders:
    """Return whose every word is."""
    return holders(sealed_models())


@pytest.mark.parametrize(
    "column",
    [
        "service manager",
        pytest.param("refuge manager of the house", marks=_LONG),
        pytest.param("key worker of the house", marks=_LONG),
        pytest.param("IDVA, her case", marks=_LONG),
    ],
)
def test_a_sweep_as_whom_the_case_is_kept_from_finds_no_word(
    stage: Stage, held: Holders, column: str
) -> None:
    words = words_of_the_case(stage, held)
    user = stage.personas[column]
    assert sweep(stage, user, words, "cases:summary"), "the sweep finds it before"

    keep_from(stage, user)

    assert sweep(stage, user, words) == []


def test_a_sweep_as_somebody_not_named_finds_no_word(stage: Stage, held: Holders) -> None:
    words = words_of_the_case(stage, held)
    restrict(stage)

    assert sweep(stage, stage.personas["service manager"], words) == []


def test_a_sweep_as_a_recused_representative_finds_no_word(stage: Stage, held: Holders) -> None:
    user = stage.personas["MARAC chair, host"]
    ids = {stage.referral.pk, stage.action.pk}
    words = {one for one, owners in held.items() if any(named & ids for _, named in owners)}
    words |= {str(one) for one in ids}
    assert sweep(stage, user, words, "marac:meeting")
    with enter(stage.referral.organisation_id, by=None):
        recusals.recuse(referral=stage.referral, user=user, reason="Kin", by=None)

    assert sweep(stage, user, words) == []


def test_a_grant_does_not_open_what_is_kept(stage: Stage, held: Holders) -> None:
    user = stage.personas["service manager"]
    keep_from(stage, user)
    with enter(stage.alder, by=None):
        events.write("test.grant", by=None, subjects=[user.pk])
        case = stage.household.case
        Grant.objects.create(
            organisation=stage.alder, case=case, user=user, kind=GrantKind.NAMED,
            starts_at=case.recorded_at, reason="x",
        )  # fmt: skip
    path = path_of("cases:summary", stage)

    assert verdict("GET", Asker(user).ask("GET", path)) in (NOTHING, NO_SUCH_WAY)
