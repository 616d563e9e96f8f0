"""A value opens where it was sealed, and nowhere else."""

import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from encryption import padding, values
from encryption.keys import KeyClass
from tests.encryption.keys_without_database import data_key

ORGANISATION, ROW, SUBJECT = UUID(int=1), UUID(int=2), UUID(int=3)
TAG = "person.given_name"
KEY = data_key(SUBJECT)
uuids = st.uuids()


@given(st.binary(max_size=300))
def test_what_is_sealed_comes_back(plaintext: bytes) -> None:
    sealed = values.seal(KEY, ORGANISATION, TAG, ROW, plaintext)

    assert values.open_sealed(KEY, ORGANISATION, TAG, ROW, sealed) == plaintext


def test_the_stored_form_is_header_nonce_ciphertext_and_tag() -> None:
    sealed = values.seal(KEY, ORGANISATION, TAG, ROW, b"x" * 64)

    assert sealed[:4] == bytes([1, 1, 0, 1])
    assert len(sealed) == 4 + 12 + 64 + 16


@given(st.integers(min_value=0))
def test_no_bit_of_a_sealed_value_may_change(position: int) -> None:
    sealed = bytearray(values.seal(KEY, ORGANISATION, TAG, ROW, b"Amira".ljust(64)))
    bit = position % (len(sealed) * 8)
    sealed[bit // 8] ^= 1 << bit % 8

    assert values.open_sealed(KEY, ORGANISATION, TAG, ROW, bytes(sealed)) is None


@given(st.integers(min_value=0, max_value=95))
def test_no_part_of_a_sealed_value_opens(length: int) -> None:
    sealed = values.seal(KEY, ORGANISATION, TAG, ROW, b"Amira".ljust(64))

    assert values.open_sealed(KEY, ORGANISATION, TAG, ROW, sealed[:length]) is None


@given(uuids, st.text(max_size=20), uuids)
def test_a_value_opens_in_its_own_organisation_field_and_row_alone(
    organisation: UUID, tag: str, row: UUID
) -> None:
    sealed = values.seal(KEY, ORGANISATION, TAG, ROW, b"Amira")

    assert values.open_sealed(KEY, organisation, TAG, ROW, sealed) is None
    assert values.open_sealed(KEY, ORGANISATION, tag, ROW, sealed) is None
    assert values.open_sealed(KEY, ORGANISATION, TAG, row, sealed) is None


def test_a_value_opens_for_its_own_subject_class_and_version_alone() -> None:
    cipher = AESGCM(bytes(32))  # the same key everywhere: it is the binding that refuses
    own = data_key(SUBJECT, cipher=cipher)
    sealed = values.seal(own, ORGANISATION, TAG, ROW, b"Amira")

    for other in (
        data_key(UUID(int=4), cipher=cipher),
        data_key(SUBJECT, KeyClass.NARRATIVE, cipher=cipher),
        data_key(SUBJECT, version=2, cipher=cipher),
    ):
        assert values.open_sealed(other, ORGANISATION, TAG, ROW, sealed) is None
    assert values.open_sealed(own, ORGANISATION, TAG, ROW, sealed) == b"Amira"


def test_no_nonce_comes_twice_in_four_forked_processes() -> None:
    def seal_many(write_end: int) -> None:
        for _ in range(5_000):
            os.write(write_end, values.seal(KEY, ORGANISATION, TAG, ROW, b"")[4:16])

    nonces: list[bytes] = []
    for _ in range(4):
        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:
            seal_many(write_end)
            os._exit(0)
        os.close(write_end)
        with os.fdopen(read_end, "rb") as pipe:
            sent = pipe.read()
        os.waitpid(child, 0)
        nonces += [sent[start : start + 12] for start in range(0, len(sent), 12)]

    assert len(nonces) == 20_000
    assert len(set(nonces)) == len(nonces)


@given(st.binary(max_size=20_000))
def test_what_is_padded_comes_back(content: bytes) -> None:
    assert padding.unpad(padding.pad(content, 64)) == content


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_short_texts_have_one_length(one: bytes, other: bytes) -> None:
    assert len(padding.pad(one, 64)) == len(padding.pad(other, 64)) == 64


def test_ordinary_texts_have_one_of_eight_lengths() -> None:
    lengths = {len(padding.pad(bytes(size), 64)) for size in range(8_189)}

    assert lengths == {64, 128, 256, 512, 1024, 2048, 4096, 8192}


def test_the_same_value_is_never_sealed_alike() -> None:
    sealed = {values.seal(KEY, ORGANISATION, TAG, ROW, b"Amira") for _ in range(1_000)}

    assert len(sealed) == 1_000
