"""Erasing beside other processes and older backups: killed midway, read elsewhere, put back."""

import datetime
import multiprocessing
import os
import shutil
import signal
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from accounts import roles
from accounts.models import Organisation, User
from accounts.tenancy import enter
from cases.models import Case, Person
from cases.services import NewPerson, change_summary, close_case, open_case
from diary import notes
from diary.choices import Happened
from encryption import ledger, tombstones
from encryption.tombstones import TombstonesUnapplied
from erasure import services, tasks
from erasure.carrying_out import carry_out
from erasure.choices import Basis
from erasure.models import Erasure
from family import network
from tests.cast import Cast, hire
from tests.recovery.test_drill import command, home
from tests.sweep import canaries, places
from tests.sweep.looking import words_in

__all__ = ["home"]

pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]

FORKED = multiprocessing.get_context("fork")


@pytest.fixture
def dara(cast: Cast) -> User:
    """Alder's data protection lead."""
    return hire("Dara", cast.alder, roles.DataProtectionLead)


def survivor(case: Case) -> Person:
    """The survivor of a case."""
    return Person.objects.get(case_people__case=case, case_people__role="survivor")


def closed(case: Case, by: User) -> Case:
    """The case, closed today."""
    found = Case.objects.get(pk=case.pk)
    return close_case(
        case=found, closed_on=timezone.localdate(), expected_version=found.version, by=by
    )


def confirmed(case: Case, cast: Cast, dara: User) -> Erasure:
    """An erasure of the survivor that may be carried out at once."""
    now = timezone.now()
    erasure = services.ask(
        person=survivor(case), case=case, basis=Basis.ASKED, reason="She asked us to", at=now,
        by=cast.mara,
    )  # fmt: skip
    return services.confirm(
        erasure=erasure, at=now, expected_version=1, at_once_because="He reads her post", by=dara
    )


def _dies_behind_the_ledger(organisation_id: UUID, erasure_id: UUID) -> None:
    """Erase in this process, which is killed once the ledger is written."""
    append = ledger.append

    def append_and_die(**line: object) -> None:
        append(**line)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)

    ledger.append = append_and_die  # type: ignore[assignment]
    now = timezone.now()
    with enter(Organisation.objects.get(pk=organisation_id), by=None):
        erasure = Erasure.objects.get(pk=erasure_id)
        carry_out(erasure=erasure, at=now, today=now.date(), by=None)


def test_killed_between_the_ledger_and_the_transaction_it_is_finished_by_the_job(
    cast: Cast, dara: User
) -> None:
    with enter(cast.alder, by=cast.mara):
        case = closed(cast.amira, cast.mara)
        erasure = confirmed(case, cast, dara)
    connections.close_all()  # no two processes may speak on one connection
    dying = FORKED.Process(target=_dies_behind_the_ledger, args=(cast.alder.pk, erasure.pk))
    dying.start()
    dying.join(60)

    assert dying.exitcode == -signal.SIGKILL
    with enter(cast.alder, by=None):
        assert survivor(case).given_name == "Amira"
    with pytest.raises(TombstonesUnapplied, match="apply_tombstones"):
        tombstones.refuse()

    tasks._carry_out_one(cast.alder, erasure.pk)

    assert len(ledger.entries()) == 1
    tombstones.refuse()
    with enter(cast.alder, by=None):
        assert survivor(case).full_name == "Erased"


def _name_and_keys(organisation_id: UUID, person_id: UUID) -> str:
    """Read a name in this process."""
    with enter(Organisation.objects.get(pk=organisation_id), by=None):
        return Person.objects.get(pk=person_id).full_name


def test_a_process_that_has_read_her_reads_nothing_at_its_next_page(cast: Cast, dara: User) -> None:
    with enter(cast.alder, by=cast.mara):
        case = closed(cast.amira, cast.mara)
        her, erasure = survivor(case).pk, confirmed(case, cast, dara)
    connections.close_all()
    with ProcessPoolExecutor(1, FORKED) as other:

        def reads() -> str:
            return other.submit(_name_and_keys, cast.alder.pk, her).result(timeout=60)

        assert reads() == "Amira Khalid"
        tasks._carry_out_one(cast.alder, erasure.pk)
        assert reads() == "Erased"


def test_an_older_backup_is_not_served_before_she_is_erased_in_it_again(
    cast: Cast, dara: User, home: Path, tmp_path: Path
) -> None:
    words = canaries.new()
    hers, childs = f"{words.mark}10001", f"{words.mark}20002"
    with enter(cast.alder, by=cast.mara):
        case = written_about(hers, childs, cast)
    backup = tmp_path / "older.backup"
    call_command("backup", str(backup))
    with enter(cast.alder, by=cast.mara):
        erasure = confirmed(case, cast, dara)
    tasks._carry_out_one(cast.alder, erasure.pk)

    command(home, "manage.py", "restore_backup", str(backup))
    shutil.copytree(settings.ROWAN_HOME / "keys", home / "keys", dirs_exist_ok=True)
    shutil.copytree(ledger.places()[0].parent, home / "erased", dirs_exist_ok=True)
    with pytest.raises(AssertionError, match=r"Run: ./manage.py apply_tombstones"):
        command(home, "-m", "tests.erasure.everything")
    assert "Erased again: 1" in command(home, "manage.py", "apply_tombstones")

    opened = command(home, "-m", "tests.erasure.everything")
    assert "search_record.content" in opened
    assert words_in(opened.encode(), words) == {"20002"}
    for _, data in places.files(home / "erased", 0):
        assert words_in(data, words) == set()


def written_about(hers: str, childs: str, cast: Cast) -> Case:
    """A closed case of somebody with a child, in which several records name her."""
    today = timezone.localdate()
    case = open_case(
        survivor=NewPerson(given_name=hers, family_name="Khan", phone="07700 900123"),
        children=[NewPerson(given_name=childs)], opened_on=today - datetime.timedelta(days=9),
        worker=cast.mara, by=cast.mara,
    )  # fmt: skip
    change_summary(
        case=case, summary=f"{hers} is safe; {childs} sleeps.", expected_version=case.version,
        by=cast.mara,
    )  # fmt: skip
    notes.write(
        case=case, happened=Happened.CALL, happened_at=timezone.now(),
        text=f"Rang {hers}. She spoke of {childs}.", is_key=False, counselling=False, by=cast.mara,
    )  # fmt: skip
    network.add(
        case=case, kind="trusted", name=f"{hers}’s sister", details={"phone": "07700 900456"},
        last_involved_on=None, by=cast.mara,
    )  # fmt: skip
    return closed(case, cast.mara)
