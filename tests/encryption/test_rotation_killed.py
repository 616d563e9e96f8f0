"""Keys are replaced under load, by a process that is killed again and again.

Meanwhile another process, which was there before and holds what it read then, reads and writes.
"""

import multiprocessing
import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import Error, connection, connections
from django.utils.timezone import localdate, now

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from accounts.rotating import data_keys as rotating_data_keys
from accounts.rotating import rotate, services
from accounts.services import create_organisation
from accounts.tenancy import enter
from audit import events
from cases.models import Person
from encryption import installation, keyring, subjects
from encryption.errors import DecryptionFailed, RootKeyRefused
from encryption.keys import KeyClass
from encryption.models import (
    FormerSubjectKey,
    InstallationKey,
    OrganisationKey,
    RootKey,
    Rotation,
    SubjectKey,
    TrailKey,
)
from encryption.primitives import key_version
from risk import services as risk
from risk.models import Assessment
from tests.cast import Cast
from tests.encryption.rotating import own_root  # noqa: F401 - a fixture

pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]
FORK = multiprocessing.get_context("fork")
MANY = 40
SCALES = [3, pytest.param(20, marks=pytest.mark.soak)]


def silent(sentence: str) -> None:
    """Say nothing."""


@pytest.fixture
def many(transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Forty people of Alder, whose keys are replaced three at a time."""
    monkeypatch.setattr(services, "_AT_ONCE", 3)
    monkeypatch.setattr(rotating_data_keys, "_AT_ONCE", 3)
    for number in range(MANY):
        add_person(cast.alder, f"Person {number}")
    return cast


@pytest.fixture
def put_back(transactional_db: None) -> Iterator[None]:
    """Afterwards the tests' database is tied to the tests' root key again."""
    wrapped = bytes(InstallationKey.objects.get().wrapped)
    first = RootKey.objects.get()
    yield
    RootKey.objects.all().delete()
    first.save(force_insert=True)
    InstallationKey.objects.update(wrapped=wrapped)


def add_person(organisation: Organisation, name: str) -> None:
    """Make somebody with a place to live."""
    person = Person(organisation=organisation, given_name=name, postcode="AB1 2CD")
    with enter(organisation, by=None):
        events.write("test.write", by=None, subjects=[person.pk])
        subjects.create(organisation_id=organisation.pk, kind="person", subject_ids=[person.pk])
        person.save(force_insert=True)


def sign_an_assessment(cast: Cast) -> Assessment:
    """Sign what may not be changed any more."""
    with enter(cast.alder, by=cast.ines):
        one = risk.start_assessment(case=cast.amira, assessed_on=localdate(), by=cast.ines)
        answers = {1: {"answer": "yes"}}
        risk.answer(assessment=one, answers=answers, expected_version=1, by=cast.ines)
        risk.sign(assessment=one, signed_at=now(), expected_version=2, by=cast.ines)
        signed = Assessment.objects.get(pk=one.pk)
        assert signed.result["not_known"] == 0
    return signed


def test_the_owner_changes_nothing_of_a_signed_assessment_that_is_clear(many: Cast) -> None:
    signed = sign_an_assessment(many)

    with (
        pytest.raises(Error, match="never changed"),
        enter(many.alder, by=None, using="owner"),
    ):
        events.write("risk.change", by=None, subjects=[signed.pk], using="owner")
        Assessment.objects.using("owner").filter(pk=signed.pk).update(version=9)


def work(organisation: Organisation, told: Connection, over: Any) -> None:
    """Read everybody, change somebody, add somebody, until it is over; tell what went wrong."""
    connections.close_all()
    rounds, chosen = 0, random.Random(7)
    try:
        while not over.is_set() or rounds < 3:
            rounds += 1
            with enter(organisation, by=None):
                people = list(Person.objects.order_by("pk"))
                assert all(each.given_name for each in people)
                assert {each.postcode for each in people} <= {"AB1 2CD", ""}
                person = chosen.choice(people)
                events.write("test.write", by=None, subjects=[person.pk])
                person.known_as = f"Round {rounds}"
                person.save()
            add_person(organisation, f"New {rounds}")
            if rounds % 5 == 0:
                create_organisation(name=f"New {rounds}", kind=OrganisationKind.CHARITY, by=None)
        told.send((rounds, ""))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
        told.send((rounds, repr(error)))
    connections.close_all()


@contextmanager
def somebody_at_work(organisation: Organisation) -> Iterator[None]:
    """Keep another process at work, which must meet no error."""
    mine, theirs = FORK.Pipe()
    over = FORK.Event()
    installation.verify()
    connections.close_all()
    process = FORK.Process(target=work, args=(organisation, theirs, over))
    process.start()
    try:
        yield
    finally:
        over.set()
        rounds, error = mine.recv()
        process.join(30)
    assert (error, rounds >= 3) == ("", True)


def run_until(statement: int, options: dict[str, Any]) -> None:
    """Rotate, and die at this statement as a process dies that is killed."""
    connections.close_all()
    seen = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    for alias in ("default", "owner", "audit"):
        connections[alias].execute_wrappers.append(count)
    rotate(say=silent, **options)
    os._exit(0)


def rotate_killed(times: int, options: dict[str, Any]) -> None:
    """Rotate, killed so many times at some statement or other; then to the end."""
    chosen, killed = random.Random(times), 0
    while killed < times:
        connections.close_all()
        process = FORK.Process(target=run_until, args=(chosen.randint(3, 120), options))
        process.start()
        process.join(60)
        assert process.exitcode in (0, -signal.SIGKILL)
        killed += process.exitcode != 0
    rotate(say=silent, **options)


def whole(cast: Cast) -> None:
    """Everybody is there and can be read; nothing of the rotation is left; the trail holds."""
    with enter(cast.alder, by=None):
        people = list(Person.objects.all())
        assert len({each.given_name for each in people}) >= MANY + 2
        assert all(each.postcode in ("AB1 2CD", "") for each in people)
        assert any(each.known_as for each in people)
        assert not FormerSubjectKey.objects.exists()
    assert Rotation.objects.underway() is None
    call_command("audit_verify")


@pytest.mark.parametrize("times", SCALES)
def test_the_root_key(put_back: None, many: Cast, own_root: Path, times: int) -> None:  # noqa: F811
    old = own_root.read_bytes()
    with somebody_at_work(many.alder):
        rotate_killed(times, {"kind": Rotation.Kind.ROOT})

    installation.forget()
    whole(many)
    newest = RootKey.objects.newest().version
    for organisation in Organisation.objects.all():
        with enter(organisation, by=None):
            kept = OrganisationKey.objects.filter(retired_on=None)
            assert {key_version(bytes(each.wrapped)) for each in kept} == {newest}
    own_root.write_bytes(old)
    with pytest.raises(RootKeyRefused, match="opens nothing any more"):
        installation.verify()
    installation.forget()


@pytest.mark.parametrize("times", SCALES)
def test_a_class_key(many: Cast, times: int) -> None:
    with somebody_at_work(many.alder):
        rotate_killed(times, {"kind": Rotation.Kind.CLASS, "key_class": KeyClass.IDENTITY})

    whole(many)
    with enter(many.alder, by=None):
        (kept,) = OrganisationKey.objects.filter(key_class="identity", retired_on=None)
        wrapped = {key_version(bytes(each.identity)) for each in SubjectKey.objects.all()}
        assert wrapped == {kept.version}


@pytest.mark.parametrize("times", SCALES)
def test_the_data_keys_of_an_organisation(many: Cast, times: int) -> None:
    signed = sign_an_assessment(many)
    with enter(many.alder, by=None):
        before = Person.objects.order_by("pk").first()
        assert before is not None
        old = bytes(before.__dict__["postcode"])
    with somebody_at_work(many.alder):
        rotate_killed(
            times,
            {"kind": Rotation.Kind.ORGANISATION, "organisation_id": many.alder.pk},
        )

    whole(many)
    with enter(many.alder, by=None):
        assert Assessment.objects.get(pk=signed.pk).result == signed.result
        assert key_version(bytes(Assessment.objects.get(pk=signed.pk).__dict__["result"])) > 1
        events.write("test.write", by=None, subjects=[before.pk])
        with connection.cursor() as cursor:
            cursor.execute("update cases_person set postcode = %s where id = %s", [old, before.pk])
        with pytest.raises(DecryptionFailed, match="cannot be opened"):
            _ = Person.objects.get(pk=before.pk).postcode


@pytest.mark.parametrize("times", SCALES)
def test_the_keys_of_the_trail(many: Cast, times: int) -> None:
    with somebody_at_work(many.alder):
        rotate_killed(times, {"kind": Rotation.Kind.TRAIL})

    whole(many)
    # A run that was not killed is a rotation of its own.
    newest = TrailKey.objects.latest("version").version
    with enter(many.alder, by=None):
        assert keyring.current().purpose_versions() == list(range(1, newest + 1))


class Earlier:
    """Work that began, and read its keys, before a rotation; it writes while that waits for it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        with enter(cast.alder, by=None):
            self.chosen = Person.objects.order_by("pk").values_list("pk", flat=True)[0]
        self.began = threading.Event()
        self.may_write = threading.Event()

    def run(self) -> None:
        """Read a name and the class keys, wait, then change the name and add somebody."""
        with enter(self.cast.alder, by=None):
            person = Person.objects.get(pk=self.chosen)
            assert person.given_name
            self.began.set()
            assert self.may_write.wait(30)
            events.write("test.write", by=None, subjects=[person.pk])
            person.given_name = "Straggler"
            person.save()
            made = Person(organisation=self.cast.alder, given_name="Late", postcode="AB1 2CD")
            subjects.create(
                organisation_id=self.cast.alder.pk, kind="person", subject_ids=[made.pk]
            )
            made.save(force_insert=True)
        connections.close_all()

    def hear(self, sentence: str) -> None:
        """Go on once the rotation waits."""
        if sentence.startswith("waiting"):
            self.may_write.set()


@pytest.mark.parametrize(
    "kind", [Rotation.Kind.CLASS, Rotation.Kind.ORGANISATION, Rotation.Kind.TRAIL]
)
def test_what_began_before_is_waited_for(many: Cast, kind: Rotation.Kind) -> None:
    earlier = Earlier(many)
    thread = threading.Thread(target=earlier.run)
    thread.start()
    assert earlier.began.wait(30)

    rotate(
        kind,
        key_class=KeyClass.IDENTITY if kind == Rotation.Kind.CLASS else None,
        organisation_id=many.alder.pk if kind == Rotation.Kind.ORGANISATION else None,
        say=earlier.hear,
    )
    earlier.may_write.set()
    thread.join(30)

    whole(many)
    with enter(many.alder, by=None):
        names = {person.given_name for person in Person.objects.all()}
    assert {"Straggler", "Late"} <= names
