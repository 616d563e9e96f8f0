"""Sixty-four people write at once while work is undone, connections break and processes are killed.

Afterwards the chain has neither gap nor fork, it verifies, and each write that was acknowledged is
there with its event: no event without its write, no write without its event.
"""

import math
import multiprocessing
import multiprocessing.connection
import os
import random
import signal
import threading
import time
from multiprocessing.connection import Connection
from typing import Any

import pytest
from django.core.management import call_command
from django.db import Error, connection, connections

from accounts.models import Service, Team
from accounts.services import create_team
from accounts.tenancy import enter
from audit import events
from audit.models import Event, Seal
from encryption import installation
from tests.cast import Cast

pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]
FORK = multiprocessing.get_context("fork")
PROCESSES = 8
THREADS = 8
# How long it goes on at least, in seconds; each writer writes three times however long that takes.
LENGTHS = [0, pytest.param(120, marks=pytest.mark.soak)]
ROUNDS = 3


class Undone(Exception):
    """A writer thought better of it."""


class Writer:
    """One of many: writes, looks, changes its mind, loses its connection, begins again."""

    def __init__(self, service: Service, number: int, told: Connection, lock: Any) -> None:
        self.service, self.told, self.lock = service, told, lock
        self.chance = random.Random(number)

    def work(self, until: float) -> None:
        """Write until then, at least three times; tell what was acknowledged, and what was not."""
        try:
            done = 0
            while done < ROUNDS or time.monotonic() < until:
                done += 1
                self._write(done)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
            self._tell("error", repr(error))
        finally:
            connections.close_all()

    def _write(self, done: int) -> None:
        # Each way of going wrong comes up within the least number of rounds, then by chance.
        way = done if done <= ROUNDS else self.chance.randint(1, 9)
        try:
            with enter(self.service.organisation_id, by=None):
                team = create_team(service=self.service, name="Nights", by=None)
                events.read("page.read", by=None, subjects=[team.pk])
                if way == 1:
                    raise Undone
                if way == 2:
                    # As a network does: at once, with nothing sent.
                    connection.connection.pgconn.finish()
        except (Undone, Error):
            connection.close()
            return
        self._tell("kept", str(team.pk))

    def _tell(self, what: str, which: str) -> None:
        with self.lock:
            self.told.send((what, which))


def write_in_threads(service: Service, number: int, told: Connection, length: int) -> None:
    """Be one of eight processes."""
    # The first goes on until it is killed: it is not to be done before.
    until = math.inf if number == 0 else time.monotonic() + length
    lock = threading.Lock()
    writers = [Writer(service, number * THREADS + each, told, lock) for each in range(THREADS)]
    threads = [threading.Thread(target=one.work, args=(until,)) for one in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.send(("end", ""))
    os._exit(0)


def everything_told(ends: list[Connection], to_kill: Any) -> dict[str, set[str]]:
    """Gather what all processes tell, and kill one as soon as it has told of something."""
    said: dict[str, set[str]] = {"kept": set(), "error": set(), "end": set()}
    open_ends, victim = list(ends), ends[0]
    while open_ends:
        ready = set(map(id, multiprocessing.connection.wait(open_ends, timeout=300)))
        for end in [one for one in open_ends if id(one) in ready]:
            try:
                what, which = end.recv()
            except EOFError:
                open_ends.remove(end)
                continue
            said[what].add(which)
            if end is victim and what == "kept" and to_kill.is_alive():
                os.kill(to_kill.pid, signal.SIGKILL)
    return said


@pytest.mark.parametrize("length", LENGTHS)
def test_no_event_is_lost_and_none_is_left_over(cast: Cast, length: int) -> None:
    with enter(cast.alder, by=None):
        before = Seal.objects.count()
    installation.verify()
    connections.close_all()
    ends, processes = [], []
    for number in range(PROCESSES):
        mine, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=write_in_threads, args=(cast.house, number, theirs, length))
        process.start()
        theirs.close()
        ends.append(mine)
        processes.append(process)

    said = everything_told(ends, processes[0])
    for process in processes:
        process.join(60)

    assert said["error"] == set()
    assert [process.exitcode for process in processes] == [-signal.SIGKILL, *[0] * (PROCESSES - 1)]
    with enter(cast.alder, by=None):
        kept = {str(pk) for pk in Team.objects.values_list("pk", flat=True)}
        named = {str(one.subjects[0]) for one in Event.objects.filter(verb="team.create")}
        sequences = list(Seal.objects.order_by("sequence").values_list("sequence", flat=True))
        looks = Event.objects.filter(verb="page.read").count()
    assert said["kept"] <= kept == named
    assert len(said["kept"]) >= (PROCESSES - 1) * THREADS
    # A look is kept although the work around it was undone.
    assert looks >= len(kept) + (PROCESSES - 1) * THREADS
    assert sequences == list(range(1, len(sequences) + 1))
    assert len(sequences) == before + len(kept) + looks
    call_command("audit_verify")
