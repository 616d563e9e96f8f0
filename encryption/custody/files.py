"""The root key in a file of its own, mode 0600."""

from pathlib import Path

from encryption.custody import places
from encryption.errors import RootKeyRefused
from encryption.primitives import KEY_BYTES, new_key

ARRIVING = ".arriving"


def refuse_length(key: bytes, path: Path) -> bytes:
    """The key; RootKeyRefused where it has not the length of one."""
    if len(key) != KEY_BYTES:
        raise RootKeyRefused(
            f"The root key at {path} has {len(key)} bytes; it must have {KEY_BYTES}."
        )
    return key


class FileCustody:
    """32 bytes in a file; while they are replaced, the next ones in a file beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._arriving = path.with_name(path.name + ARRIVING)

    def exists(self) -> bool:
        return self.path.exists()

    def roots(self) -> list[bytes]:
        found = [refuse_length(places.read(self.path), self.path)]
        if self._arriving.exists():
            arriving = places.read(self._arriving)
            # One that was cut short by a crash was never used.
            found += [arriving] if len(arriving) == KEY_BYTES else []
        return found

    def create(self, root: bytes) -> None:
        places.write_new(self.path, root)

    def prepare(self) -> bytes:
        if self._arriving.exists():
            held = places.read(self._arriving)
            if len(held) == KEY_BYTES:
                return held
            self._arriving.unlink()
        root = new_key()
        places.write_new(self._arriving, root)
        return root

    def replace(self) -> str:
        if self._arriving.exists():
            places.put_in_place(self._arriving, self.path)
        return ""
