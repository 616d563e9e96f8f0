"""Bytes that AES-GCM opens under two keys: the attack that a key commitment stops."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NONCE = bytes(12)
# x^128 + x^7 + x^2 + x + 1, in GCM's order of bits.
_REDUCTION = 0xE1 << 120
_ONE = 1 << 127


def opens_under_both(first: bytes, second: bytes, aad: bytes) -> bytes:
    """Nonce, two blocks of ciphertext, and a tag that is right under both keys."""
    last = b"any sixteen byte"
    lengths = (len(aad) * 8).to_bytes(8, "big") + (256).to_bytes(8, "big")
    padded_aad = aad.ljust(-(-len(aad) // 16) * 16, b"\0")
    # tag = aad*H^n + ... + first_block*H^3 + last*H^2 + lengths*H + E(counter 1): as both keys
    # must give one tag, the first block follows from a linear equation.
    difference = 0
    factor = 0
    for key in (first, second):
        h = int.from_bytes(_block(key, bytes(16)), "big")
        rest = _ghash(h, padded_aad + bytes(16) + last + lengths)
        difference ^= rest ^ int.from_bytes(_block(key, NONCE + b"\0\0\0\1"), "big")
        factor ^= _multiply(_multiply(h, h), h)
    block = _multiply(difference, _inverse(factor)).to_bytes(16, "big")
    h = int.from_bytes(_block(first, bytes(16)), "big")
    tag = _ghash(h, padded_aad + block + last + lengths)
    tag ^= int.from_bytes(_block(first, NONCE + b"\0\0\0\1"), "big")
    return NONCE + block + last + tag.to_bytes(16, "big")


def _block(key: bytes, block: bytes) -> bytes:
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(block)


def _ghash(h: int, data: bytes) -> int:
    total = 0
    for start in range(0, len(data), 16):
        total = _multiply(total ^ int.from_bytes(data[start : start + 16], "big"), h)
    return total


def _multiply(one: int, other: int) -> int:
    product = 0
    for position in range(127, -1, -1):
        if one >> position & 1:
            product ^= other
        other = other >> 1 ^ (_REDUCTION if other & 1 else 0)
    return product


def _inverse(value: int) -> int:
    """The value to the power 2^128 - 2."""
    result = _ONE
    for _ in range(127):
        value = _multiply(value, value)
        result = _multiply(result, value)
    return result
