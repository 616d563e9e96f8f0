"""Work that does not need a class of keys cannot open it, however it asks; the trail says so."""

import datetime
import threading
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import roles
from accounts.field_classes import FieldClass
from accounts.tenancy import as_system, enter
from audit.models import Event
from cases import grants
from cases.choices import GrantKind
from cases.models import Case, Person
from encryption import bulk, keyring, withholding
from encryption.errors import KeyWithheld
from encryption.keys import KeyClass
from jobs import locks, queue, registry, running, task
from jobs.models import Job
from returns import loading
from tests.cast import Cast, hire

OURS = sorted(
    name
    for name, app in get_commands().items()
    if not isinstance(app, BaseCommand)
    and not app.startswith("django.")
    and apps.get_app_config(app.split(".")[-1]).path.find("site-packages") < 0
)


def withheld(cast: Cast) -> list[tuple[list[str], list[UUID]]]:
    """What Alder's trail says of keys that were withheld."""
    with enter(cast.alder, by=None):
        found = Event.objects.filter(verb="keys.withhold").order_by("at")
        return [(list(each.fields), list(each.subjects)) for each in found]


def survivor() -> Person:
    """Amira, as the database holds her."""
    return Person.objects.get(pk=Person.objects.order_by("recorded_at")[0].pk)


@pytest.mark.parametrize("key_class", sorted(set(KeyClass) - loading.OPENS))
def test_what_counts_the_return_opens_nothing_but_profiles(cast: Cast, key_class: KeyClass) -> None:
    assert {KeyClass.PROFILE} == loading.OPENS
    with enter(cast.alder, by=None), as_system(), withholding.only(loading.OPENS):
        ring = keyring.current()
        person = survivor()
        assert person.date_of_birth is None
        for ask in (
            lambda: ring.data_key(person.pk, key_class),
            lambda: ring.data_keys([person.pk], key_class),
            lambda: ring.class_key(key_class),
        ):
            with pytest.raises(KeyWithheld, match=f"class {key_class}"):
                ask()

    assert ([str(key_class)], [person.pk]) in withheld(cast)


def test_a_place_that_counting_tried_to_read_is_not_read(cast: Cast) -> None:
    with enter(cast.alder, by=None), withholding.only(loading.OPENS):
        person = survivor()
        with pytest.raises(KeyWithheld):
            _ = person.postcode
        rows = [(person.pk, person.pk, bytes(person.__dict__["postcode"]))]
        with pytest.raises(KeyWithheld):
            bulk.decrypt(Person._meta.get_field("postcode"), cast.alder.pk, rows)
        case = Case.objects.get(pk=cast.amira.pk)
        with pytest.raises(KeyWithheld):
            _ = case.summary


def test_the_return_itself_is_loaded_within_what_it_declares(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[frozenset[KeyClass]] = []

    def look(*args: object) -> None:
        seen.append(withholding.opened_here())

    monkeypatch.setattr(loading, "_load", look)
    loading.load(cast.alder.pk, [], by=cast.mara)

    assert seen == [loading.OPENS]


def test_a_block_inside_cannot_open_more(in_alder: Cast) -> None:
    with (
        withholding.only([KeyClass.IDENTITY]),
        withholding.only(KeyClass),
        keyring.open_apart(in_alder.alder.pk),
        pytest.raises(KeyWithheld),
    ):
        keyring.current().data_key(survivor().pk, KeyClass.LOCATION)


def test_a_key_that_is_held_already_is_withheld_as_well(in_alder: Cast) -> None:
    person = survivor()
    assert person.postcode == ""
    with withholding.only([KeyClass.IDENTITY]), pytest.raises(KeyWithheld):
        keyring.current().data_key(person.pk, KeyClass.LOCATION)


def test_a_task_opens_what_it_declares_and_nothing_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_tasks", dict(registry._tasks))
    found: list[str] = []

    @task("probe.look", opens=[KeyClass.IDENTITY])
    def look(job: running.JobHandle) -> None:
        with enter(cast.alder, by=None):
            found.append(survivor().given_name)
            with pytest.raises(KeyWithheld):
                _ = survivor().postcode

    @task("probe.look_undeclared")
    def look_undeclared(job: running.JobHandle) -> None:
        with enter(cast.alder, by=None), pytest.raises(KeyWithheld):
            _ = survivor().given_name
        found.append("nothing")

    for name in ("probe.look", "probe.look_undeclared"):
        job = queue.enqueue(name, organisation_id=None, arguments={}, by=None)
        with locks.session() as held:
            taken = running.take(job.pk, held, now=timezone.now())
            assert taken is not None
            running.run(taken, held, stop=threading.Event())
        assert Job.objects.get(pk=job.pk).failure == ""

    assert found == ["Amira", "nothing"]


@pytest.mark.parametrize("name", registry.names())
def test_every_task_declares_what_it_opens(name: str) -> None:
    assert registry.find(name).opens is not None


@pytest.mark.parametrize("name", OURS)
def test_every_command_declares_what_it_opens(name: str) -> None:
    command = load_command_class(str(get_commands()[name]), name)

    opens = getattr(command, "opens", None)
    assert isinstance(opens, frozenset)
    assert opens <= frozenset(KeyClass)


def test_a_role_that_does_not_work_with_places_opens_none(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        person = survivor()
        with pytest.raises(KeyWithheld):
            _ = person.postcode
    with enter(cast.alder, by=cast.ines):
        assert survivor().postcode == ""

    assert withheld(cast) == [(["location"], [person.pk])]


def test_a_grant_that_names_places_opens_them_for_the_time(cast: Cast) -> None:
    now = timezone.now()
    partner = hire("Pat", cast.alder, roles.Partner)
    with enter(cast.alder, by=cast.mara):
        grants.record(
            case=cast.amira, user=partner, kind=GrantKind.PARTNER, reason="Housing",
            starts_at=now, ends_at=now + datetime.timedelta(hours=1), by=cast.mara,
            field_classes=[FieldClass.LOCATION],
        )  # fmt: skip
    with enter(cast.alder, by=partner):
        assert survivor().postcode == ""
