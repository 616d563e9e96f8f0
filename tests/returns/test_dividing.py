"""Work divided between processes: in order, whole or not at all, nobody left behind."""

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from django.db import transaction

from accounts.models import Organisation
from accounts.tenancy import enter
from audit.models import Event
from interchange.services import import_bundle
from returns import dividing, services
from returns.dividing import WorkStopped
from tests.returns.bundles import KENT, LONDON, Bundle


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Divide between two processes, whatever the machine has."""
    monkeypatch.setattr(dividing, "processes", lambda: 2)


def _process(number: int) -> tuple[int, int]:
    time.sleep(0.01)
    return number, os.getpid()


def test_the_results_come_in_order_from_other_processes(two: None) -> None:
    found = list(dividing.results(_process, range(20)))

    assert [number for number, _ in found] == list(range(20))
    assert os.getpid() not in {process for _, process in found}


def test_what_a_process_raises_is_raised(two: None) -> None:
    def refuse(number: int) -> None:
        raise ValueError(f"not {number}")

    with pytest.raises(ValueError, match="not 0"):
        list(dividing.results(refuse, range(20)))


def test_a_process_that_is_ended_stops_the_work_with_a_sentence(two: None) -> None:
    def be_killed(number: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(WorkStopped, match="Try again"):
        list(dividing.results(be_killed, range(20)))


def test_processes_end_with_the_one_that_they_work_for(two: None) -> None:
    mine, theirs = os.pipe()

    def wait_long(number: int) -> None:
        os.write(theirs, b"begun ")
        time.sleep(600)

    divider = multiprocessing.get_context("fork").Process(
        target=lambda: list(dividing.results(wait_long, range(2)))
    )
    divider.start()
    os.close(theirs)
    begun = b""
    while begun.count(b"begun") < 2:
        begun += os.read(mine, 100)
    assert divider.pid is not None
    os.kill(divider.pid, signal.SIGKILL)

    assert os.read(mine, 100) == b""  # the end: nobody holds the other side any more
    divider.join()
    os.close(mine)


def test_beside_another_thread_there_is_one_process() -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert dividing.processes() == 1
    finally:
        over.set()
        thread.join()


def test_inside_a_transaction_there_is_one_process(db: None) -> None:
    with transaction.atomic():
        assert dividing.processes() == 1


@pytest.mark.two_connections
@pytest.mark.django_db(transaction=True, databases=["default", "audit"])
def test_returns_are_the_same_from_two_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = Bundle()
    for number, authority in enumerate((KENT, LONDON, KENT), start=2):
        bundle.organisation(f"O{number}")
        bundle.service(f"S{number}", f"O{number}")
        refuge = bundle.provision(authority=authority, service=f"S{number}")
        woman = bundle.person(f"O{number}", gender="")
        case = bundle.case((woman, "survivor"), organisation=f"O{number}")
        bundle.episode(refuge, case, "2022-06-01", "2022-08-01", people=[(woman, "", "")])
    import_bundle(bundle.write(tmp_path / "bundle"), by=None)
    monkeypatch.setattr(dividing, "processes", lambda: 1)
    alone = [each.as_json() for each in services.derive_each("2022-23")]
    monkeypatch.setattr(dividing, "processes", lambda: 2)

    assert [each.as_json() for each in services.derive_each("2022-23")] == alone
    for organisation in Organisation.objects.exclude(name="Provider O1"):
        with enter(organisation, by=None):
            assert Event.objects.filter(verb="return.count").count() == 2
