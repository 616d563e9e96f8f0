"""A sealed value opens in its own place alone: each field, by the registry of fields."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import Organisation
from accounts.tenancy import enter
from audit import events
from cases.models import Person
from encryption import keyring, values
from encryption.errors import DecryptionFailed, KeyUnavailable
from encryption.fields import (
    UNREADABLE,
    EncryptedDate,
    EncryptedField,
    EncryptedRecord,
    Stored,
    failures_in_place,
    stored_form,
)
from encryption.keys import KeyClass
from encryption.models import EncryptedModel
from encryption.padding import LARGEST_DOUBLING, bucket, pad
from encryption.primitives import HEADER_BYTES, TAG_BYTES
from tests.matrix.addresses import path_of
from tests.matrix.asking import Asker
from tests.matrix.stage import Stage
from tests.sweep.canaries import sealed_fields
from tests.sweep.test_sweep import unplanted

OVERHEAD = HEADER_BYTES + TAG_BYTES
# Texts have at most so many lengths up to the largest, and codes and names one.
LENGTHS = 8

Place = tuple[EncryptedModel, EncryptedField, Stored]


@pytest.fixture
def sealed(planted: dict[str, set[str]]) -> dict[UUID, list[Place]]:
    """Return every sealed value by its organisation, each with its row and field.

    What was sealed for somebody who was erased is left out: it reads as blank wherever it lies.
    """
    assert unplanted(planted) == []
    found: dict[UUID, list[Place]] = defaultdict(list)
    for organisation in Organisation.objects.all():
        with enter(organisation, by=None), stored_form():
            for model, one in sealed_fields():
                for record in model._default_manager.all():
                    # Some ask another row for their subject, which other walls would hide.
                    if keyring.current().is_erased(subject(record)):
                        continue
                    place = record, one, getattr(record, one.attname)
                    found[organisation.pk].append(place)
    return found


def elsewhere(record: EncryptedModel, one: EncryptedField, places: list[Place]) -> Iterator[Place]:
    """Give a value of another row, of another field, subject and class, where there is one."""
    kinds: dict[str, Callable[[EncryptedModel, EncryptedField], bool]] = {
        "row": lambda other, field: field == one and other.pk != record.pk,
        "field": lambda other, field: field != one and other.pk == record.pk,
        "class": lambda other, field: field.key_class != one.key_class,
        "subject": lambda other, field: subject(other) != subject(record),
    }
    for moved in kinds.values():
        yield from [place for place in places if moved(place[0], place[1])][:2]


def subject(record: EncryptedModel) -> UUID:
    found: UUID = getattr(record, record.ENCRYPTION_SUBJECT)
    return found


def test_a_value_that_was_moved_never_opens(sealed: dict[UUID, list[Place]]) -> None:
    moved = 0
    for organisation_id, places in sealed.items():
        others = [each for key, more in sealed.items() if key != organisation_id for each in more]
        with enter(organisation_id, by=None):
            for record, one, own in places:
                assert one.opened(record, own)
                strange = next((each for each in others if each[1] == one), others[0])
                for _, _, theirs in [*elsewhere(record, one, places), strange]:
                    with pytest.raises(DecryptionFailed):
                        one.opened(record, theirs)
                    moved += 1

    assert moved > 500


def test_no_value_opens_with_the_keys_of_another_class(sealed: dict[UUID, list[Place]]) -> None:
    for organisation_id, places in sealed.items():
        with enter(organisation_id, by=None):
            for record, one, own in places:
                for other in set(KeyClass) - {one.key_class}:
                    key = keyring.current().data_key(subject(record), other)
                    opened = values.open_sealed(key, organisation_id, one.tag, record.pk, own)
                    assert opened is None, one.tag


def test_one_key_is_asked_and_no_other(
    sealed: dict[UUID, list[Place]], monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation_id, places = next(iter(sealed.items()))
    asked: list[object] = []
    monkeypatch.setattr(
        "encryption.fields.values.open_sealed", lambda key, *rest: asked.append(key)
    )
    with enter(organisation_id, by=None):
        for record, one, own in places:
            with pytest.raises(DecryptionFailed):
                one.opened(record, own)

    assert len(asked) == len(places)


def test_an_organisation_that_is_not_entered_gives_no_key(
    sealed: dict[UUID, list[Place]],
) -> None:
    (_, first), (elsewhere_id, _) = list(sealed.items())[:2]
    with enter(elsewhere_id, by=None):
        for record, one, own in first:
            with pytest.raises(KeyUnavailable):
                one.opened(record, own)


def test_lengths_say_nothing_of_short_values(sealed: dict[UUID, list[Place]]) -> None:
    lengths: dict[EncryptedField, set[int]] = defaultdict(set)
    for places in sealed.values():
        for _, one, own in places:
            lengths[one].add(len(own) - OVERHEAD)

    for one, found in lengths.items():
        possible = {bucket(1 << power, one.floor) for power in range(14)}
        assert found <= possible | set(range(0, 1 << 20, LARGEST_DOUBLING)), one.tag
        assert len({each for each in found if each <= LARGEST_DOUBLING}) <= LENGTHS, one.tag


@pytest.mark.parametrize("one", [one for _, one in sealed_fields()], ids=lambda one: one.tag)
def test_what_is_short_has_one_length(one: EncryptedField) -> None:
    short: list[Any] = ["", "no", "AB1 2CD", "Bartholomew"]
    if isinstance(one, EncryptedRecord):
        short = [{}, {"answer": "no"}, {"answer": "yes", "next_place": "social_tenancy"}]
    elif isinstance(one, EncryptedDate):
        short = [None, datetime.date(1990, 1, 1)]

    assert len({len(pad(one.encode(value), one.floor)) for value in short}) == 1


def move_a_name(stage: Stage) -> Person:
    """Put the child's name over the survivor's, as somebody with the database could."""
    survivor, child = stage.household.survivor, stage.household.child
    with enter(stage.alder, by=None), connection.cursor() as cursor:
        events.write("test.move", by=None, subjects=[survivor.pk])
        cursor.execute(
            "UPDATE cases_person SET given_name ="
            " (SELECT given_name FROM cases_person WHERE id = %s) WHERE id = %s",
            [child.pk, survivor.pk],
        )
    return survivor


def test_a_page_stays_up_around_a_value_that_was_moved(stage: Stage) -> None:
    survivor = move_a_name(stage)
    asker = Asker(stage.personas["IDVA, her case"])

    answer = asker.ask("GET", path_of("cases:summary", stage))

    assert answer.status == 200
    assert UNREADABLE in answer.text
    failure = next(event for event in answer.events if event.verb == "integrity.fail")
    assert (failure.subjects, failure.fields) == ([survivor.pk], ["person.given_name"])


def test_what_is_no_page_gets_a_failure(stage: Stage) -> None:
    survivor = move_a_name(stage)
    with enter(stage.alder, by=None), pytest.raises(DecryptionFailed):
        _ = Person.objects.get(pk=survivor.pk).given_name


def test_what_stands_for_a_value_is_never_stored(stage: Stage) -> None:
    survivor = move_a_name(stage)
    with enter(stage.alder, by=None):
        with stored_form():
            before = Person.objects.get(pk=survivor.pk).given_name
        with failures_in_place():
            person = Person.objects.get(pk=survivor.pk)
            assert person.given_name == UNREADABLE
            events.write("test.save", by=None, subjects=[person.pk])
            person.save()
        with stored_form():
            assert Person.objects.get(pk=survivor.pk).given_name == before
        with pytest.raises(DecryptionFailed):
            person.family_name = UNREADABLE
