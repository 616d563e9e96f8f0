"""`./manage.py erase_person`: two people prove on a terminal who they are, and erase a third."""

import datetime
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from accounts import roles
from accounts.tenancy import enter
from audit.models import Event
from cases.conflicts.services import set_conflict
from cases.models import Case, Person
from cases.services import close_case
from encryption import withholding
from erasure.management.commands import erase_person
from erasure.models import Erasure
from tests.cast import Cast, hire
from tests.sign_in.people import PASSWORD, code, enrolled

REASON = "She asked us to in writing"
Run = Callable[..., None]


@pytest.fixture
def closed(cast: Cast) -> Case:
    """Amira's case, closed; Mara and Dara have passwords and codes."""
    cache.clear()
    enrolled(cast.mara)
    enrolled(hire("Dara", cast.alder, roles.DataProtectionLead))
    with enter(cast.alder, by=cast.mara):
        found = Case.objects.get(pk=cast.amira.pk)
        return close_case(
            case=found, closed_on=datetime.date(2026, 11, 20), expected_version=found.version,
            by=cast.mara,
        )  # fmt: skip


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command with these answers typed; the password is right unless told otherwise."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    def typed(case: Case, *answers: str, password: str = PASSWORD) -> None:
        left = list(answers)

        def answer(_words: str) -> str:
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr(erase_person, "getpass", lambda _words: password)
        with withholding.only(erase_person.Command.opens):
            call_command("erase_person", "Alder", case.reference)

    return typed


def survivor_is_erased(cast: Cast) -> bool:
    """Whether Amira is erased."""
    with enter(cast.alder, by=cast.mara):
        person = Person.objects.get(case_people__case=cast.amira, case_people__role="survivor")
        return person.is_erased


def erasures(cast: Cast) -> list[Erasure]:
    """What was asked for."""
    with enter(cast.alder, by=None):
        return list(Erasure.objects.all())


def first_part(given: str | None = None) -> tuple[str, ...]:
    """What Mara types, with this code or that of the moment."""
    return ("mara@example.org", given or code(), "1", "1", REASON)


def test_two_people_erase_a_third_at_once_with_a_reason(
    cast: Cast, closed: Case, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run(closed, *first_part(), "dara@example.org", code(), "He found the record", "E-1")

    assert survivor_is_erased(cast)
    said = capsys.readouterr().out
    assert "Amira Khalid, in" in said
    assert "Erased. The certificate stands on the page of E-1." in said
    with enter(cast.alder, by=None):
        event = Event.objects.get(verb="person.erase_ask")
        assert (event.actor_id, event.source) == (cast.mara.pk, "command erase_person")


def test_without_a_reason_it_waits(cast: Cast, closed: Case, run: Run) -> None:
    run(closed, *first_part(), "dara@example.org", code(), "", "E-1")

    [erasure] = erasures(cast)
    assert erasure.confirmed_at
    assert erasure.carried_out_at is None
    assert not survivor_is_erased(cast)


def test_one_person_cannot_be_both(cast: Cast, closed: Case, run: Run) -> None:
    now = datetime.datetime.now(tz=datetime.UTC).timestamp()
    first, later = code(at=now), code(at=now + 30)

    with pytest.raises(CommandError, match="Somebody else must confirm it"):
        run(closed, *first_part(first), "mara@example.org", later, "He found the record", "E-1")

    assert not survivor_is_erased(cast)


def test_a_code_counts_once(cast: Cast, closed: Case, run: Run) -> None:
    used = code()

    with pytest.raises(CommandError, match="was used before"):
        run(closed, *first_part(used), "mara@example.org", used)

    assert not survivor_is_erased(cast)


@pytest.mark.parametrize(
    ("address", "password", "given", "told"),
    [
        ("mara@example.org", "not the password", None, "password is not right"),
        ("nobody@example.org", PASSWORD, None, "password is not right"),
        ("mara@example.org", PASSWORD, "000000", "code is not right"),
    ],
)
def test_whoever_does_not_prove_it_is_told_and_nothing_is_asked(
    cast: Cast, closed: Case, run: Run, address: str, password: str, given: str | None, told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        run(closed, address, given or code(), password=password)

    assert erasures(cast) == []


def test_guesses_are_counted_as_at_sign_in(closed: Case, run: Run) -> None:
    for _ in range(10):
        with pytest.raises(CommandError, match="not right"):
            run(closed, "mara@example.org", code(), password="wrong")

    with pytest.raises(CommandError, match="Too many attempts"):
        run(closed, "mara@example.org", code())


def test_whoever_may_not_erase_finds_nobody(cast: Cast, closed: Case, run: Run) -> None:
    for user in (cast.ines, cast.bea):
        enrolled(user)
        with pytest.raises(CommandError, match="nobody in such a case"):
            run(closed, user.email, code())


def test_a_second_who_has_a_conflict_cannot_confirm(cast: Cast, closed: Case, run: Run) -> None:
    dana = hire("Dana", cast.alder, roles.DataProtectionLead)
    enrolled(dana)
    with enter(cast.alder, by=cast.mara):
        set_conflict(case=closed, user=dana, reason="Her cousin", by=cast.mara)

    with pytest.raises(CommandError, match="You cannot erase this person"):
        run(closed, *first_part(), dana.email, code())

    assert not survivor_is_erased(cast)


def test_what_stands_in_the_way_is_said(cast: Cast, run: Run) -> None:
    cache.clear()
    enrolled(cast.mara)

    with pytest.raises(CommandError, match="the case is open"):
        run(cast.amira, *first_part())

    assert erasures(cast) == []


def test_another_reference_does_not_confirm(cast: Cast, closed: Case, run: Run) -> None:
    with pytest.raises(CommandError, match="another reference"):
        run(closed, *first_part(), "dara@example.org", code(), "", "E-2")

    [erasure] = erasures(cast)
    assert erasure.confirmed_at is None


def test_stopped_midway_nothing_is_erased(cast: Cast, closed: Case, run: Run) -> None:
    with pytest.raises(CommandError, match="Stopped"):
        run(closed, *first_part(), "dara@example.org", code())

    assert not survivor_is_erased(cast)


def test_without_a_terminal_nobody_is_asked(closed: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    with pytest.raises(CommandError, match="run this on a terminal"):
        call_command("erase_person", "Alder", closed.reference)
