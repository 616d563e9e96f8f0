"""Bulk sealing agrees with the fields, value for value."""

import datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.tenancy import enter
from audit import events
from cases.models import Person
from encryption import bulk, keyring, subjects
from encryption.checks import encrypted_fields
from encryption.errors import DecryptionFailed, KeyUnavailable
from encryption.fields import EncryptedField
from tests.cast import Cast


def field(name: str) -> EncryptedField:
    """A field of Person."""
    found = Person._meta.get_field(name)
    assert isinstance(found, EncryptedField)
    return found


@pytest.fixture
def ids(in_alder: Cast) -> list[UUID]:
    """Twenty new subjects."""
    made = [uuid4() for _ in range(20)]
    events.write("test.write", by=in_alder.mara, subjects=made)
    subjects.create(organisation_id=in_alder.alder.pk, kind="person", subject_ids=made)
    return made


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=20))
def test_texts_come_back_in_order(in_alder: Cast, ids: list[UUID], texts: list[str]) -> None:
    organisation = in_alder.alder.pk
    rows = [(each, each, text) for each, text in zip(ids, texts, strict=False)]

    sealed = bulk.encrypt(field("given_name"), organisation, rows)
    back = [(each, each, stored) for (each, _, _), stored in zip(rows, sealed, strict=True)]

    assert bulk.decrypt(field("given_name"), organisation, back) == texts


def test_what_bulk_seals_the_field_opens_and_the_other_way(in_alder: Cast, ids: list[UUID]) -> None:
    organisation = in_alder.alder.pk
    born = [datetime.date(1990, 1, 1) + datetime.timedelta(days=n) for n in range(19)]
    values = [None, *born]
    sealed = bulk.encrypt(
        field("date_of_birth"),
        organisation,
        [(each, each, value) for each, value in zip(ids, values, strict=True)],
    )
    Person.objects.bulk_create(
        Person(id=each, organisation=in_alder.alder, given_name=str(each), date_of_birth=stored)
        for each, stored in zip(ids, sealed, strict=True)
    )

    found = {person.pk: person for person in Person.objects.filter(pk__in=ids)}
    names = bulk.decrypt(
        field("given_name"),
        organisation,
        [(each, each, found[each].__dict__["given_name"]) for each in ids],
    )

    assert [found[each].date_of_birth for each in ids] == values
    assert names == [str(each) for each in ids]


def test_the_keys_of_all_rows_come_in_one_query(in_alder: Cast, ids: list[UUID]) -> None:
    rows = [(each, each, "Amira") for each in ids]
    for each in ids:
        keyring.current().forget(each)

    with CaptureQueriesContext(connection) as queries:
        bulk.encrypt(field("given_name"), in_alder.alder.pk, rows)

    assert len([each for each in queries if "encryption_subjectkey" in each["sql"]]) == 1


def test_values_of_an_erased_subject_are_refused_or_what_is_asked_for(
    in_alder: Cast, ids: list[UUID]
) -> None:
    gone, held = ids[:2]
    sealed = bulk.encrypt(
        field("given_name"), in_alder.alder.pk, [(gone, gone, "Amira"), (held, held, "Yusuf")]
    )
    rows = [(gone, gone, sealed[0]), (held, held, sealed[1])]
    subjects.erase(gone)

    with pytest.raises(KeyUnavailable, match="was erased"):
        bulk.decrypt(field("given_name"), in_alder.alder.pk, rows)
    found = bulk.decrypt(field("given_name"), in_alder.alder.pk, rows, erased="nobody")
    assert found == ["nobody", "Yusuf"]


def test_no_two_values_of_a_bulk_share_a_nonce(in_alder: Cast, ids: list[UUID]) -> None:
    rows = [(ids[0], ids[0], "Amira")] * 10_000

    sealed = bulk.encrypt(field("given_name"), in_alder.alder.pk, rows)

    assert len({each[4:16] for each in sealed}) == 10_000


@pytest.mark.parametrize("spoilt", [b"", b"\1\1\0\1", bytes(96)])
def test_one_bad_value_fails_the_whole(in_alder: Cast, ids: list[UUID], spoilt: bytes) -> None:
    (good,) = bulk.encrypt(field("given_name"), in_alder.alder.pk, [(ids[0], ids[0], "Amira")])

    with pytest.raises(DecryptionFailed, match=str(ids[1])):
        bulk.decrypt(
            field("given_name"),
            in_alder.alder.pk,
            [(ids[0], ids[0], good), (ids[1], ids[1], spoilt)],
        )


@pytest.mark.parametrize("byte", range(4))
def test_an_altered_header_fails(in_alder: Cast, ids: list[UUID], byte: int) -> None:
    rows = [(ids[0], ids[0], "Amira")]
    altered = bytearray(bulk.encrypt(field("given_name"), in_alder.alder.pk, rows)[0])
    altered[byte] ^= 1

    with pytest.raises(DecryptionFailed):
        bulk.decrypt(field("given_name"), in_alder.alder.pk, [(ids[0], ids[0], bytes(altered))])


def test_no_value_of_any_field_opens_in_another_field(in_alder: Cast, ids: list[UUID]) -> None:
    fields = encrypted_fields()
    organisation = in_alder.alder.pk

    for own in fields:
        (sealed,) = bulk.encrypt(own, organisation, [(ids[0], ids[0], own.blank_value())])
        assert bulk.decrypt(own, organisation, [(ids[0], ids[0], sealed)]) == [own.blank_value()]
        for other in fields:
            if other is not own:
                with pytest.raises(DecryptionFailed), transaction.atomic():
                    bulk.decrypt(other, organisation, [(ids[0], ids[0], sealed)])


def test_swapped_values_fail(in_alder: Cast, ids: list[UUID]) -> None:
    one, other = ids[:2]
    rows = [(one, one, "Amira"), (other, other, "Yusuf")]
    first, second = bulk.encrypt(field("given_name"), in_alder.alder.pk, rows)

    with pytest.raises(DecryptionFailed):
        bulk.decrypt(
            field("given_name"), in_alder.alder.pk, [(one, one, second), (other, other, first)]
        )


def test_a_value_of_another_type_is_refused(in_alder: Cast, ids: list[UUID]) -> None:
    with pytest.raises(TypeError, match="takes text"):
        bulk.encrypt(field("given_name"), in_alder.alder.pk, [(ids[0], ids[0], None)])


def test_bulk_works_in_the_entered_organisation_alone(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara), pytest.raises(KeyUnavailable):
        bulk.decrypt(field("given_name"), cast.birch.pk, [])
