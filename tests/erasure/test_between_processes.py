"""Erasing beside other processes: killed midway, and read elsewhere before."""

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone

from accounts import roles
from accounts.models import Organisation, User
from accounts.tenancy import enter
from cases.models import Case, Person
from cases.services import close_case
from encryption import ledger, tombstones
from encryption.tombstones import TombstonesUnapplied
from erasure import services, tasks
from erasure.carrying_out import carry_out
from erasure.choices import Basis
from erasure.models import Erasure
from tests.cast import Cast, hire

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
