"""The primitives against published vectors, and what they refuse."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from encryption import primitives
from encryption.custody.passphrases import Parameters, refuse_short
from encryption.errors import DecryptionFailed, RootKeyRefused
from encryption.primitives import associated_data, hkdf, open_sealed, prefix, seal, unwrap, wrap
from tests.encryption.salamander import opens_under_both

# Test cases 13 to 16 of "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, as
# submitted to NIST: key, nonce, plaintext, associated data, ciphertext, tag.
LONG_KEY = "feffe9928665731c6d6a8f9467308308" * 2
LONG_TEXT = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
)
LONG_CIPHERTEXT = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
)
GCM_VECTORS = [
    ("00" * 32, "00" * 12, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
    (
        "00" * 32,
        "00" * 12,
        "00" * 16,
        "",
        "cea7403d4d606b6e074ec5d3baf39d18",
        "d0d1c8a799996bf0265b98b5d48ab919",
    ),
    (
        LONG_KEY,
        "cafebabefacedbaddecaf888",
        LONG_TEXT,
        "",
        LONG_CIPHERTEXT,
        "b094dac5d93471bdec1a502270e3cc6c",
    ),
    (
        LONG_KEY,
        "cafebabefacedbaddecaf888",
        LONG_TEXT[:120],
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        LONG_CIPHERTEXT[:120],
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
]

# Test cases 1 to 3 of RFC 5869, appendix A: key, salt, info, output.
HKDF_VECTORS = [
    (
        "0b" * 22,
        bytes(range(13)).hex(),
        bytes(range(0xF0, 0xFA)).hex(),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        bytes(range(0x50)).hex(),
        bytes(range(0x60, 0xB0)).hex(),
        bytes(range(0xB0, 0x100)).hex(),
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
        "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
        "cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ),
    (
        "0b" * 22,
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
]


@pytest.mark.parametrize(("key", "nonce", "text", "aad", "ciphertext", "tag"), GCM_VECTORS)
def test_published_gcm_vectors_come_out_of_seal_and_open(
    key: str,
    nonce: str,
    text: str,
    aad: str,
    ciphertext: str,
    tag: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cipher = AESGCM(bytes.fromhex(key))
    monkeypatch.setattr("encryption.primitives.os.urandom", lambda size: bytes.fromhex(nonce))

    sealed = seal(cipher, 1, bytes.fromhex(text), bytes.fromhex(aad))

    assert sealed == prefix(1) + bytes.fromhex(nonce + ciphertext + tag)
    assert open_sealed(cipher, sealed, bytes.fromhex(aad)) == bytes.fromhex(text)


@pytest.mark.parametrize(("key", "salt", "info", "output"), HKDF_VECTORS)
def test_published_hkdf_vectors_come_out_of_hkdf(
    key: str, salt: str, info: str, output: str
) -> None:
    found = hkdf(
        bytes.fromhex(key),
        salt=bytes.fromhex(salt) or None,
        info=bytes.fromhex(info),
        length=len(output) // 2,
    )

    assert found.hex() == output


def test_the_passphrase_key_is_what_another_implementation_of_argon2id_makes() -> None:
    from argon2.low_level import Type, hash_secret_raw

    theirs = hash_secret_raw(
        b"six words chosen by dice are long", b"s" * 16, 3, 64 * 1024, 4, 32, Type.ID
    )

    ours = Parameters((b"s" * 16).hex()).sealing_key("six words chosen by dice are long")
    assert ours == theirs


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(RootKeyRefused, match="shorter than 20"):
        refuse_short("too short")


@given(st.lists(st.binary(max_size=8), max_size=5), st.lists(st.binary(max_size=8), max_size=5))
def test_two_lists_of_parts_never_read_alike(one: list[bytes], other: list[bytes]) -> None:
    assert (associated_data(*one) == associated_data(*other)) == (one == other)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40))
def test_a_wrapped_key_comes_back(key: bytes, aad: bytes) -> None:
    cipher = AESGCM(bytes(32))

    wrapped = wrap(cipher, 1, key, aad)

    assert unwrap(cipher, wrapped, aad) == key


@given(st.integers(min_value=0, max_value=primitives.WRAPPED_BYTES * 8 - 1))
def test_no_bit_of_a_wrapped_key_may_change(bit: int) -> None:
    cipher = AESGCM(bytes(32))
    wrapped = bytearray(wrap(cipher, 1, bytes(range(32)), b"whose"))
    wrapped[bit // 8] ^= 1 << bit % 8

    # The version of the wrapping key chooses the key; the ring compares it.
    if 16 <= bit < 32:
        assert primitives.key_version(bytes(wrapped)) != 1
        return
    with pytest.raises(DecryptionFailed):
        unwrap(cipher, bytes(wrapped), b"whose")


@pytest.mark.parametrize("length", [0, 1, 79, 81, 200])
def test_a_wrapped_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(DecryptionFailed):
        unwrap(AESGCM(bytes(32)), bytes(length), b"whose")


def test_a_wrapped_key_that_opens_under_two_keys_is_refused_by_its_commitment() -> None:
    first, second = b"\1" * 32, b"\2" * 32
    forged = prefix(1) + opens_under_both(first, second, b"whose")

    # AES-GCM alone takes it under both keys, into two different data keys.
    under_first = open_sealed(AESGCM(first), forged, b"whose")
    under_second = open_sealed(AESGCM(second), forged, b"whose")

    assert under_first != under_second
    committed = forged + primitives.commitment(under_first, b"whose")
    assert unwrap(AESGCM(first), committed, b"whose") == under_first
    with pytest.raises(DecryptionFailed, match="commitment"):
        unwrap(AESGCM(second), committed, b"whose")
