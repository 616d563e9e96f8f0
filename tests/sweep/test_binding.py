"""A sealed value opens in its own place alone: each field, by the registry of fields."""

import datetime
from typing import Any

import pytest
from django.db import connection

from accounts.tenancy import enter
from audit import events
from cases.models import Person
from encryption.errors import DecryptionFailed
from encryption.fields import (
    UNREADABLE,
    EncryptedDate,
    EncryptedField,
    EncryptedRecord,
    failures_in_place,
    stored_form,
)
from encryption.padding import pad
from tests.matrix.addresses import path_of
from tests.matrix.asking import Asker
from tests.matrix.stage import Stage
from tests.sweep.canaries import sealed_fields


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
