"""The root key in a file that a passphrase opens (Argon2id).

The file holds the parameters and the sealed key. Each start asks for the passphrase, on the
terminal or through a file descriptor; it is in no variable, no argument and no file.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from getpass import getpass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from encryption.custody import places
from encryption.custody.files import ARRIVING, refuse_length
from encryption.errors import RootKeyRefused
from encryption.primitives import KEY_BYTES, NONCE_BYTES, associated_data, new_key

SHORTEST = 20
DESCRIPTOR = "ROWAN_KEY_PASSPHRASE_FD"
_FORMAT = "rowan root key, sealed with a passphrase, 1"
_SALT_BYTES = 16


@dataclass(frozen=True)
class Parameters:
    """Of Argon2id. As written: the second recommended setting of RFC 9106."""

    salt: str
    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def sealing_key(self, passphrase: str) -> bytes:
        """What the passphrase comes to."""
        kdf = Argon2id(
            salt=bytes.fromhex(self.salt),
            length=KEY_BYTES,
            iterations=self.passes,
            lanes=self.lanes,
            memory_cost=self.memory_kib,
        )
        return kdf.derive(passphrase.encode())

    @property
    def bound(self) -> bytes:
        """What the sealed key is tied to, so that nobody weakens the parameters unseen."""
        numbers = (self.memory_kib, self.passes, self.lanes)
        return associated_data(
            _FORMAT.encode(), bytes.fromhex(self.salt), *(n.to_bytes(4, "big") for n in numbers)
        )


# Asked once in a process, whose children inherit it: a root key that is replaced under a running
# service is opened without asking again.
_asked: dict[Parameters, bytes] = {}


def forget() -> None:
    """Ask again."""
    _asked.clear()


class PassphraseCustody:
    """The sealed root key, and the passphrase that whoever starts Rowan knows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._arriving = path.with_name(path.name + ARRIVING)

    def exists(self) -> bool:
        return self.path.exists()

    def roots(self) -> list[bytes]:
        found = [self._open(self.path)]
        if self._arriving.exists():
            found.append(self._open(self._arriving))
        return found

    def create(self, root: bytes) -> None:
        parameters = Parameters(os.urandom(_SALT_BYTES).hex())
        passphrase = _ask(twice=True)
        refuse_short(passphrase)
        _asked[parameters] = parameters.sealing_key(passphrase)
        places.write_new(self.path, _sealed(root, parameters))

    def prepare(self) -> bytes:
        if self._arriving.exists():
            return self._open(self._arriving)
        root = new_key()
        half = self._arriving.with_name(self._arriving.name + ".half")
        half.unlink(missing_ok=True)
        self._open(self.path)
        places.write_new(half, _sealed(root, _read(self.path)[0]))
        places.put_in_place(half, self._arriving)
        return root

    def replace(self) -> str:
        if self._arriving.exists():
            places.put_in_place(self._arriving, self.path)
        return ""

    def _open(self, path: Path) -> bytes:
        parameters, sealed = _read(path)
        key = _asked.get(parameters) or parameters.sealing_key(_ask())
        try:
            root = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], parameters.bound)
        except InvalidTag:
            raise RootKeyRefused(
                f"This passphrase does not open the root key at {path}, or the file was altered."
            ) from None
        _asked[parameters] = key
        return refuse_length(root, path)


def refuse_short(passphrase: str) -> None:
    """Refuse a passphrase that could be guessed by trying."""
    if len(passphrase) < SHORTEST:
        raise RootKeyRefused(
            f"The passphrase is shorter than {SHORTEST} characters. "
            "Six words chosen by dice are long enough."
        )


def _sealed(root: bytes, parameters: Parameters) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = AESGCM(_asked[parameters]).encrypt(nonce, root, parameters.bound)
    content = {"format": _FORMAT, **asdict(parameters), "root": (nonce + ciphertext).hex()}
    return json.dumps(content, indent=1).encode() + b"\n"


def _read(path: Path) -> tuple[Parameters, bytes]:
    content = places.read(path)
    try:
        held = json.loads(content)
        if held.pop("format") != _FORMAT:
            raise ValueError
        sealed = bytes.fromhex(held.pop("root"))
        parameters = Parameters(**held)
        if len(bytes.fromhex(parameters.salt)) != _SALT_BYTES or len(sealed) <= NONCE_BYTES:
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError):
        raise RootKeyRefused(
            f"{path} is not a whole root key sealed with a passphrase: put back a copy of it."
        ) from None
    return parameters, sealed


def _ask(*, twice: bool = False) -> str:
    descriptor = os.environ.get(DESCRIPTOR)
    if descriptor:
        return _from_descriptor(descriptor)
    if not sys.stdin.isatty():
        raise RootKeyRefused(
            "The root key needs its passphrase: start Rowan on a terminal, or name in "
            f"{DESCRIPTOR} the number of a file descriptor to read it from."
        )
    passphrase = getpass("Passphrase of the root key: ")
    if twice and getpass("The same again: ") != passphrase:
        raise RootKeyRefused("The two are not the same.")
    return passphrase


def _from_descriptor(number: str) -> str:
    try:
        with os.fdopen(int(number), encoding="utf-8") as file:
            return file.read().rstrip("\r\n")
    except (ValueError, OSError):
        raise RootKeyRefused(
            f"{DESCRIPTOR} is {number!r}: no file descriptor that can be read, or read already."
        ) from None
