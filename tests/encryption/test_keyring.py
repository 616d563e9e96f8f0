"""The key ring: two queries at most, no key for strangers, empty when closed."""

import threading
from unittest import mock
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.tenancy import enter
from audit import events
from cases.models import CasePerson, Person
from encryption import keyring, subjects
from encryption.errors import DecryptionFailed, KeyUnavailable, KeyWithheld
from encryption.keyring import KeyRing
from encryption.keys import KeyClass
from encryption.models import OrganisationKey, SubjectKey
from encryption.primitives import FORMAT_AND_SUITE, associated_data, new_key, prefix, unwrap
from encryption.wrapping import ClassKey
from tests.cast import Cast


def key_queries(queries: CaptureQueriesContext) -> list[str]:
    """The statements that read keys."""
    return [each["sql"] for each in queries if "key" in each["sql"] and "select" in each["sql"]]


@pytest.fixture
def people(cast: Cast) -> list[UUID]:
    """Fifty people of Alder."""
    made = [
        Person(organisation=cast.alder, given_name=f"Person {number}", postcode="AB1 2CD")
        for number in range(50)
    ]
    ids = [person.pk for person in made]
    with enter(cast.alder, by=cast.mara):
        events.write("test.write", by=cast.mara, subjects=ids)
        subjects.create(organisation_id=cast.alder.pk, kind="person", subject_ids=ids)
        Person.objects.bulk_create(made)
    return ids


def test_a_list_of_fifty_rows_takes_two_key_queries(cast: Cast, people: list[UUID]) -> None:
    with enter(cast.alder, by=cast.mara), CaptureQueriesContext(connection) as queries:
        found = list(Person.objects.filter(pk__in=people))
        names = {person.given_name for person in found}
        assert {person.postcode for person in found} == {"AB1 2CD"}
        unwraps = keyring.current().unwraps

    assert len(names) == 50
    assert len(key_queries(queries)) == 2
    assert unwraps == {KeyClass.IDENTITY: 50, KeyClass.LOCATION: 50}


def test_related_records_are_announced_as_well(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara), CaptureQueriesContext(connection) as queries:
        rows = CasePerson.objects.select_related("person", "case")
        found = {(row.person.given_name, row.case.summary, row.relationship) for row in rows}

    assert {name for name, _, _ in found} == {"Amira", "Yusuf"}
    assert len(key_queries(queries)) == 2


def test_creating_subjects_is_one_statement_and_needs_no_query_afterwards(cast: Cast) -> None:
    ids = [uuid4() for _ in range(50)]
    with enter(cast.alder, by=cast.mara):
        events.write("test.write", by=cast.mara, subjects=ids)
        with mock.patch.object(subjects, "_insert", wraps=subjects._insert) as insert:
            subjects.create(organisation_id=cast.alder.pk, kind="person", subject_ids=ids)
        with CaptureQueriesContext(connection) as afterwards:
            for subject_id in ids:
                keyring.current().data_key(subject_id, KeyClass.IDENTITY)

    assert insert.call_count == 1
    assert len(afterwards) == 0


def test_an_absent_subject_is_asked_for_once(in_alder: Cast) -> None:
    stranger = uuid4()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            with pytest.raises(KeyUnavailable, match="was erased"):
                keyring.current().data_key(stranger, KeyClass.IDENTITY)

    assert len(queries) == 1


def test_subjects_of_another_organisation_have_no_key_here(cast: Cast, people: list[UUID]) -> None:
    with enter(cast.birch, by=cast.bea), pytest.raises(KeyUnavailable):
        keyring.current().data_key(people[0], KeyClass.IDENTITY)


def test_there_is_no_ring_outside_an_organisation() -> None:
    with pytest.raises(KeyUnavailable, match="No organisation is entered"):
        keyring.current()


def test_a_closed_ring_is_empty(cast: Cast, people: list[UUID]) -> None:
    with enter(cast.alder, by=cast.mara):
        ring = keyring.current()
        ring.data_key(people[0], KeyClass.IDENTITY)
        ring.purpose_key("audit-mac")

    for attempt in (
        lambda: ring.data_key(people[0], KeyClass.IDENTITY),
        lambda: ring.purpose_key("audit-mac"),
        lambda: ring.class_key("identity"),
    ):
        with pytest.raises(KeyUnavailable, match="closed"):
            attempt()


def test_the_outer_ring_comes_back(cast: Cast) -> None:
    with keyring.open(cast.alder.pk) as outer:
        with keyring.open(cast.birch.pk) as inner:
            assert keyring.current() is inner
        with keyring.open(cast.alder.pk) as same:
            assert same is outer
        assert keyring.current() is outer
        outer.expect([uuid4()])


def test_another_thread_has_no_ring_of_ours(in_alder: Cast) -> None:
    found: list[KeyRing | None] = []
    thread = threading.Thread(target=lambda: found.append(keyring.current_or_none()))

    thread.start()
    thread.join()

    assert found == [None]


def test_a_forgotten_subject_is_asked_for_again(cast: Cast, people: list[UUID]) -> None:
    with enter(cast.alder, by=cast.mara):
        ring = keyring.current()
        ring.data_key(people[0], KeyClass.IDENTITY)
        ring.forget(people[0])
        with CaptureQueriesContext(connection) as queries:
            ring.data_key(people[0], KeyClass.IDENTITY)

    assert len(queries) == 1


def test_a_creation_that_was_rolled_back_leaves_no_key_in_use(in_alder: Cast) -> None:
    person = Person(organisation=in_alder.alder, given_name="Amira")
    events.write("test.write", by=in_alder.mara, subjects=[person.pk])
    with transaction.atomic():
        subjects.create(organisation_id=in_alder.alder.pk, kind="person", subject_ids=[person.pk])
        keyring.current().data_key(person.pk, KeyClass.IDENTITY)
        transaction.set_rollback(True)
    subjects.create(organisation_id=in_alder.alder.pk, kind="person", subject_ids=[person.pk])
    person.save(force_insert=True)

    keyring.current().forget(person.pk)

    assert Person.objects.get(pk=person.pk).given_name == "Amira"


def test_keys_of_a_creation_that_was_rolled_back_are_not_served(in_alder: Cast) -> None:
    subject_id = uuid4()
    events.write("test.write", by=in_alder.mara, subjects=[subject_id])
    with transaction.atomic():
        subjects.create(organisation_id=in_alder.alder.pk, kind="person", subject_ids=[subject_id])
        keyring.current().data_key(subject_id, KeyClass.IDENTITY)
        transaction.set_rollback(True)

    for key_class in (KeyClass.IDENTITY, KeyClass.PROFILE):
        with pytest.raises(KeyUnavailable, match="was erased"):
            keyring.current().data_key(subject_id, key_class)


def test_keys_of_a_creation_outlive_the_savepoint_that_it_was_kept_with(in_alder: Cast) -> None:
    subject_id = uuid4()
    events.write("test.write", by=in_alder.mara, subjects=[subject_id])
    with transaction.atomic():
        subjects.create(organisation_id=in_alder.alder.pk, kind="person", subject_ids=[subject_id])

    with CaptureQueriesContext(connection) as queries:
        keyring.current().data_key(subject_id, KeyClass.IDENTITY)

    assert len(queries) == 0
    assert keyring.current().unwraps == {}


def test_keys_of_an_erased_subject_are_not_served(in_alder: Cast) -> None:
    subject_id = uuid4()
    events.write("test.write", by=in_alder.mara, subjects=[subject_id])
    subjects.create(organisation_id=in_alder.alder.pk, kind="person", subject_ids=[subject_id])

    subjects.erase(subject_id)

    with pytest.raises(KeyUnavailable, match="was erased"):
        keyring.current().data_key(subject_id, KeyClass.IDENTITY)


def test_new_keys_are_the_ones_that_were_stored(in_alder: Cast) -> None:
    subject_id = uuid4()
    events.write("test.write", by=in_alder.mara, subjects=[subject_id])
    subjects.create(organisation_id=in_alder.alder.pk, kind="person", subject_ids=[subject_id])
    fresh = {each: keyring.current().data_key(subject_id, each) for each in KeyClass}
    keyring.current().forget(subject_id)

    for key_class, key in fresh.items():
        stored = keyring.current().data_key(subject_id, key_class)
        sealed = key.cipher.encrypt(bytes(12), b"Amira", key.key_id)
        assert stored.cipher.decrypt(bytes(12), sealed, stored.key_id) == b"Amira"
        assert (stored.prefix, stored.version) == (key.prefix, key.version)


def test_a_quota_refuses_before_the_key_is_unwrapped(cast: Cast, people: list[UUID]) -> None:
    asked: list[KeyClass] = []

    def three_at_most(subject_id: UUID, key_class: KeyClass) -> None:
        asked.append(key_class)
        if len(asked) > 3:
            raise KeyUnavailable("That is more than one person reads in an hour.")

    with enter(cast.alder, by=cast.mara):
        ring = KeyRing(cast.alder.pk, allow_unwrap=three_at_most)
        for subject_id in people[:3]:
            ring.data_key(subject_id, KeyClass.IDENTITY)
        ring.data_key(people[0], KeyClass.IDENTITY)
        with pytest.raises(KeyUnavailable, match="in an hour"):
            ring.data_key(people[3], KeyClass.IDENTITY)

    assert ring.unwraps[KeyClass.IDENTITY] == 3


@pytest.fixture
def two_subjects(in_alder: Cast) -> tuple[UUID, UUID]:
    """Two people of Alder whose keys the ring does not hold yet."""
    ids = uuid4(), uuid4()
    events.write("test.write", by=in_alder.mara, subjects=ids)
    subjects.create(organisation_id=in_alder.alder.pk, kind="person", subject_ids=ids)
    for subject_id in ids:
        keyring.current().forget(subject_id)
    return ids


@pytest.mark.parametrize("change", ["another subject", "another class", "a bit", "its version"])
def test_a_wrapped_key_that_was_moved_or_altered_is_refused(
    two_subjects: tuple[UUID, UUID], change: str
) -> None:
    one, other = (SubjectKey.objects.get(pk=each) for each in two_subjects)
    wrapped = bytearray(one.identity)
    if change == "another subject":
        wrapped = bytearray(other.identity)
    elif change == "another class":
        wrapped = bytearray(one.profile)
    elif change == "a bit":
        wrapped[30] ^= 1
    else:
        wrapped[3] ^= 1
    with connection.cursor() as cursor:
        cursor.execute(
            "update encryption_subjectkey set identity = %s where subject_id = %s",
            [bytes(wrapped), one.pk],
        )

    with pytest.raises(DecryptionFailed):
        keyring.current().data_key(one.pk, KeyClass.IDENTITY)


def test_a_ring_of_one_class_reads_and_opens_no_other(cast: Cast, people: list[UUID]) -> None:
    with (
        enter(cast.alder, by=None),
        CaptureQueriesContext(connection) as queries,
        keyring.open_apart(cast.alder.pk, classes={KeyClass.SEARCH}) as ring,
    ):
        ring.data_keys(people, KeyClass.SEARCH)
        for key_class in set(KeyClass) - {KeyClass.SEARCH}:
            with pytest.raises(KeyWithheld):
                ring.data_key(people[0], key_class)
            with pytest.raises(KeyWithheld):
                ring.class_key(key_class)

    [asked] = [sql for sql in key_queries(queries) if "encryption_subjectkey" in sql]
    assert "search" in asked
    assert not any(word in asked for word in ("identity", "location", "narrative", "files"))


def test_purpose_keys_differ_by_purpose_and_organisation(cast: Cast) -> None:
    found = []
    for organisation, user in ((cast.alder, cast.mara), (cast.birch, cast.bea)):
        with enter(organisation, by=user):
            for name in ("audit-mac", "reference-hash", "audit-mac"):
                found.append(keyring.current().purpose_key(name))

    assert {len(key) for key in found} == {32}
    assert found[0] == found[2]
    assert len(set(found)) == 4


def test_an_organisation_has_one_key_of_each_class_and_one_for_purposes(in_alder: Cast) -> None:
    found = set(OrganisationKey.objects.values_list("key_class", flat=True))

    assert found == {*KeyClass, "purposes"}


def test_an_unknown_kind_of_subject_is_refused(in_alder: Cast) -> None:
    with pytest.raises(ValueError, match="not a kind"):
        subjects.create(organisation_id=in_alder.alder.pk, kind="dog", subject_ids=[uuid4()])


def test_subjects_are_made_in_the_organisation_that_is_entered(in_alder: Cast) -> None:
    with pytest.raises(KeyUnavailable, match="Another organisation"):
        subjects.create(organisation_id=in_alder.birch.pk, kind="case", subject_ids=[uuid4()])


def test_a_ring_shows_no_key(in_alder: Cast) -> None:
    ring = keyring.current()
    ring.purpose_key("audit-mac")

    assert repr(ring) == f"<KeyRing of {in_alder.alder.pk}>"


def test_a_data_key_is_bound_to_organisation_subject_class_and_version() -> None:
    organisation, subject, key = uuid4(), uuid4(), new_key()
    parts = (b"rowan data key", FORMAT_AND_SUITE, organisation.bytes)
    aad = associated_data(*parts, subject.bytes, b"profile", (1).to_bytes(2, "big"))
    class_key = ClassKey(bytes(32), 7, organisation, KeyClass.PROFILE)

    wrapped = class_key.wrap(key, bytes(range(12)), subject)

    assert wrapped[:16] == prefix(7) + bytes(range(12))
    assert unwrap(AESGCM(bytes(32)), wrapped, aad) == key
    assert class_key.unwrap(wrapped, subject, 1) == key
