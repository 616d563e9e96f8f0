"""Two people erase a third: asked, confirmed, waited for, carried out; all of it or nothing."""

import datetime
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from accounts import personal_keys, roles, unsaved
from accounts.models import UnsavedWork, User
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases.conflicts.services import set_conflict
from cases.models import Case, CasePerson, Person, SearchRecord
from cases.refusals import Refused
from cases.search.finding import find
from cases.search.keeping import rebuild
from cases.services import NewPerson, close_case, open_case
from encryption import erasing, ledger, subjects, tombstones, withholding
from encryption.erasing import Holding
from encryption.ledger import LedgerRefused
from encryption.models import SubjectKey
from erasure import access, carrying_out, manifest, services, tasks, whom
from erasure.choices import Basis, State
from erasure.management.commands.apply_tombstones import Command
from erasure.models import Erasure
from erasure.refusals import Blocked, NotYet, SamePerson, TooMany
from jobs import registry
from tests.cast import Cast, hire

NOW = timezone.now()
LATER = NOW + datetime.timedelta(days=8)
REASON = "She asked us to in writing"


@pytest.fixture
def dara(cast: Cast) -> User:
    """Alder's data protection lead."""
    return hire("Dara", cast.alder, roles.DataProtectionLead)


def survivor(case: Case) -> Person:
    """The survivor of a case."""
    return Person.objects.get(case_people__case=case, case_people__role="survivor")


def child(case: Case) -> Person:
    """The child of a case."""
    return Person.objects.get(case_people__case=case, case_people__role="child")


def over(case: Case, by: User) -> Case:
    """The case, closed."""
    found = Case.objects.get(pk=case.pk)
    return close_case(
        case=found, closed_on=datetime.date(2026, 11, 20), expected_version=found.version, by=by
    )


def asked(case: Case, person: Person, by: User) -> Erasure:
    """An erasure that somebody asked for."""
    return services.ask(person=person, case=case, basis=Basis.ASKED, reason=REASON, at=NOW, by=by)


def confirmed(case: Case, person: Person, cast: Cast, dara: User) -> Erasure:
    """One that somebody else confirmed."""
    erasure = asked(case, person, cast.mara)
    return services.confirm(erasure=erasure, at=NOW, expected_version=1, by=dara)


def carried_out(erasure: Erasure) -> Erasure:
    """One that was carried out when its wait was over."""
    return carrying_out.carry_out(erasure=erasure, at=LATER, today=LATER.date(), by=None)


@pytest.fixture
def closed(in_alder: Cast, dara: User) -> Case:
    """Amira's case, closed, with a summary that names her."""
    case = Case.objects.get(pk=in_alder.amira.pk)
    case.summary = "Amira rang. AMIRA KHALID is safe; Mira sleeps better."
    events.write("test.write", by=in_alder.mara, subjects=[case.pk])
    case.save()
    return over(case, in_alder.mara)


def test_an_erased_survivor_leaves_the_case_to_the_child(
    closed: Case, in_alder: Cast, dara: User
) -> None:
    amira, yusuf = survivor(closed), child(closed)

    done = carried_out(confirmed(closed, amira, in_alder, dara))

    assert done.state == State.CARRIED_OUT
    gone = Person.objects.get(pk=amira.pk)
    assert gone.is_erased
    assert gone.full_name == "Erased"
    assert Person.objects.get(pk=yusuf.pk).given_name == "Yusuf"
    assert Case.objects.get(pk=closed.pk).summary == (
        "[name taken out] rang. [name taken out] is safe; [name taken out] sleeps better."
    )
    assert CasePerson.objects.filter(case=closed).count() == 2
    tombstones.refuse()


def test_a_case_goes_with_the_last_person_in_it(closed: Case, in_alder: Cast, dara: User) -> None:
    amira, yusuf = survivor(closed), child(closed)
    carried_out(confirmed(closed, yusuf, in_alder, dara))

    carried_out(confirmed(closed, amira, in_alder, dara))

    assert Case.objects.get(pk=closed.pk).summary == ""
    assert not SubjectKey.objects.filter(subject_id__in=[amira.pk, yusuf.pk, closed.pk]).exists()


def test_whoever_asked_cannot_confirm(closed: Case, in_alder: Cast) -> None:
    erasure = asked(closed, survivor(closed), in_alder.mara)

    with pytest.raises(SamePerson):
        services.confirm(erasure=erasure, at=NOW, expected_version=1, by=in_alder.mara)


def test_nothing_is_erased_before_its_day_or_unconfirmed(
    closed: Case, in_alder: Cast, dara: User
) -> None:
    erasure = asked(closed, survivor(closed), in_alder.mara)
    with pytest.raises(NotYet):
        carried_out(erasure)
    services.confirm(erasure=erasure, at=NOW, expected_version=1, by=dara)

    with pytest.raises(NotYet):
        carrying_out.carry_out(
            erasure=erasure, at=NOW + datetime.timedelta(days=6), today=NOW.date(), by=None
        )
    assert ledger.entries() == []


def test_it_can_be_withdrawn_during_the_wait(closed: Case, in_alder: Cast, dara: User) -> None:
    erasure = confirmed(closed, survivor(closed), in_alder, dara)

    services.withdraw(erasure=erasure, at=NOW, expected_version=2, by=in_alder.mara)

    with pytest.raises(NotYet):
        carried_out(erasure)
    assert not survivor(closed).is_erased


def test_at_once_needs_a_reason_in_words(closed: Case, in_alder: Cast, dara: User) -> None:
    erasure = asked(closed, survivor(closed), in_alder.mara)
    with pytest.raises(Refused):
        services.confirm(
            erasure=erasure, at=NOW, expected_version=1, by=dara, at_once_because="Now"
        )

    services.confirm(
        erasure=erasure, at=NOW, expected_version=1, by=dara,
        at_once_because="He found the record",
    )  # fmt: skip

    carrying_out.carry_out(erasure=erasure, at=NOW, today=NOW.date(), by=dara)
    assert survivor(closed).is_erased


def test_a_live_case_stands_in_the_way(in_alder: Cast, dara: User) -> None:
    with pytest.raises(Blocked, match="the case is open"):
        asked(in_alder.amira, survivor(in_alder.amira), in_alder.mara)


def test_a_legal_hold_wins_also_when_it_comes_after_the_confirmation(
    closed: Case, in_alder: Cast, dara: User
) -> None:
    erasure = confirmed(closed, survivor(closed), in_alder, dara)
    events.write("test.hold", by=in_alder.mara, subjects=[closed.pk])
    Case.objects.filter(pk=closed.pk).update(legal_hold=True)

    with pytest.raises(Blocked, match="legal hold"):
        carried_out(erasure)
    assert ledger.entries() == []


def test_more_than_twice_the_usual_number_in_a_week_stops(closed: Case, in_alder: Cast) -> None:
    person = survivor(closed)
    events.write("test.write", by=in_alder.mara, subjects=[])
    for number in range(1, 7):
        made = Person(organisation_id=closed.organisation_id)
        subjects.create(
            organisation_id=closed.organisation_id, kind="person", subject_ids=[made.pk]
        )
        made.save(force_insert=True)
        personal_keys.ensure(in_alder.mara, by=in_alder.mara)
        Erasure.objects.create(
            organisation_id=closed.organisation_id, reference=f"E-{number}", person=made,
            case=closed, basis=Basis.ASKED, reason=REASON, asked_by=in_alder.mara, asked_at=NOW,
        )  # fmt: skip

    with pytest.raises(TooMany):
        asked(closed, person, in_alder.mara)


def test_whom_a_conflict_hides_nobody_erases(closed: Case, in_alder: Cast, dara: User) -> None:
    erasure = asked(closed, survivor(closed), in_alder.mara)
    set_conflict(case=closed, user=dara, reason="Her cousin", by=in_alder.mara)

    assert not access.erasures_for(dara).exists()
    with pytest.raises(Refused):
        services.confirm(erasure=erasure, at=NOW, expected_version=1, by=dara)


def test_the_dry_run_changes_nothing_and_counts_what_goes_and_stays(
    closed: Case, in_alder: Cast
) -> None:
    before = Event.objects.filter(kind=Event.Kind.WRITE).count()

    plan = manifest.of(whom.find(survivor(closed)), today=NOW.date())

    assert {line.what: line.number for line in plan.goes}["Person"] == 1
    assert {line.what: line.number for line in plan.readable}["Case"] == 1
    assert not plan.blocks
    assert Event.objects.filter(kind=Event.Kind.WRITE).count() == before


def test_work_that_was_not_saved_yet_goes(closed: Case, in_alder: Cast, dara: User) -> None:
    person = survivor(closed)
    unsaved.keep(
        by=in_alder.mara, form="person", record=person.pk, content=QueryDict("given_name=Amira")
    )
    unsaved.keep(by=in_alder.mara, form="x", record=None, content=QueryDict("a=for Amira Khalid"))
    unsaved.keep(by=in_alder.mara, form="y", record=None, content=QueryDict("a=for Grace"))

    carried_out(confirmed(closed, person, in_alder, dara))

    assert list(UnsavedWork.objects.values_list("form", flat=True)) == ["y"]


def test_a_failure_midway_leaves_everything_and_the_next_try_completes_it(
    closed: Case, in_alder: Cast, dara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = survivor(closed)
    erasure = confirmed(closed, person, in_alder, dara)

    def fail(_organisation: UUID, _ids: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patch:
        patch.setitem(erasing._HOLDINGS, "z", Holding(name="z", remove=fail))
        with pytest.raises(OSError, match="power cut"), transaction.atomic():
            carried_out(erasure)
    assert survivor(closed).given_name == "Amira"
    assert "Amira" in Case.objects.get(pk=closed.pk).summary
    [line] = tombstones.unapplied()

    carried_out(erasure)

    assert ledger.entries() == [line]
    assert survivor(closed).is_erased


def test_a_ledger_that_cannot_be_written_leaves_everything(
    closed: Case, in_alder: Cast, dara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure = confirmed(closed, survivor(closed), in_alder, dara)

    def full(**_line: object) -> None:
        raise LedgerRefused("full")

    monkeypatch.setattr(ledger, "append", full)
    with pytest.raises(LedgerRefused), transaction.atomic():
        carried_out(erasure)

    assert survivor(closed).given_name == "Amira"
    assert Erasure.objects.get().carried_out_at is None


def test_the_trail_says_who_erased_what_and_holds(closed: Case, in_alder: Cast, dara: User) -> None:
    person = survivor(closed)
    erasure = carried_out(confirmed(closed, person, in_alder, dara))

    told = {
        event.verb: (event.actor_id, person.pk in event.subjects)
        for event in Event.objects.filter(verb__startswith="person.erase")
    }
    assert told["person.erase_ask"] == (in_alder.mara.pk, True)
    assert told["person.erase_confirm"] == (dara.pk, True)
    assert told["person.erase"] == (None, True)
    assert erasure.backups_until is not None


def test_the_job_carries_out_what_is_due(
    cast: Cast, closed: Case, in_alder: Cast, dara: User
) -> None:
    erasure = confirmed(closed, survivor(closed), in_alder, dara)
    tasks._carry_out_one(in_alder.alder, erasure.pk)
    assert not survivor(closed).is_erased
    Erasure.objects.filter(pk=erasure.pk).update(due_at=NOW)

    with withholding.only(registry.find(tasks.TASK).opens or ()):
        tasks._carry_out_one(in_alder.alder, erasure.pk)

    assert survivor(closed).is_erased
    assert "Amira" not in Case.objects.get(pk=closed.pk).summary


def test_apply_tombstones_erases_again_what_came_back(
    closed: Case, in_alder: Cast, dara: User, capsys: pytest.CaptureFixture[str]
) -> None:
    """A savepoint that is rolled back is the older database: the ledger alone knows better."""
    person = survivor(closed)
    erasure = confirmed(closed, person, in_alder, dara)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        carried_out(erasure)
        raise ZeroDivisionError

    with withholding.only(Command.opens):
        call_command("apply_tombstones")

    assert "Erased again: 1" in capsys.readouterr().out
    assert survivor(closed).is_erased
    assert "Amira" not in Case.objects.get(pk=closed.pk).summary
    tombstones.refuse()


def test_what_others_of_the_same_name_are_found_by_stays(
    closed: Case, in_alder: Cast, dara: User
) -> None:
    other = open_case(
        survivor=NewPerson(given_name="Amira", family_name="Khalid", phone="01632 960101"),
        opened_on=datetime.date(2026, 11, 1), worker=in_alder.mara, by=in_alder.mara,
    )  # fmt: skip
    erasure = carried_out(confirmed(closed, survivor(closed), in_alder, dara))

    assert not erasure.mentions.filter(record="cases.SearchRecord").exists()
    found = find("Amira Khalid", by=in_alder.mara).hits
    assert [hit.case.reference for hit in found] == [other.reference]


def test_a_rebuilt_search_leaves_the_erased_out(closed: Case, in_alder: Cast, dara: User) -> None:
    person = survivor(closed)
    carried_out(confirmed(closed, person, in_alder, dara))

    rebuild()

    assert not SearchRecord.objects.filter(person=person).exists()
    assert find("Amira", by=in_alder.mara).hits == []
    assert find("Yusuf", by=in_alder.mara).hits


def test_another_organisation_finds_nobody(cast: Cast, closed: Case) -> None:
    with enter(cast.birch, by=cast.bea):
        assert not access.cases_for(cast.bea).filter(pk=closed.pk).exists()
        assert not access.people_for(cast.bea).filter(case_people__case=closed).exists()
