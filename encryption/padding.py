"""Padding, so that the length of a sealed value says little about the value."""

from encryption.errors import DecryptionFailed

LENGTH_BYTES = 4
LARGEST_DOUBLING = 8192


def bucket(size: int, floor: int) -> int:
    """The padded size: the floor, doubled until it fits, and above 8 KiB whole steps of 8 KiB.

    From a floor of 64 an ordinary text falls into one of eight lengths.
    """
    if size <= floor:
        return floor
    if size > LARGEST_DOUBLING:
        return -(-size // LARGEST_DOUBLING) * LARGEST_DOUBLING
    padded = floor
    while padded < size:
        padded *= 2
    return padded


def pad(content: bytes, floor: int) -> bytes:
    """The content behind its length, filled with zeros up to its bucket."""
    size = LENGTH_BYTES + len(content)
    return (len(content).to_bytes(LENGTH_BYTES, "big") + content).ljust(bucket(size, floor), b"\0")


def unpad(padded: bytes) -> bytes:
    """The content again."""
    end = LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")
    if end > len(padded):
        raise DecryptionFailed("The padding of this value does not fit its length.")
    return padded[LENGTH_BYTES:end]
