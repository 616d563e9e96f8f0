"""The ledger of erased subjects: a file outside the database, to which lines are only added.

A backup of the database does not hold it, so that an older database cannot bring an erased person
back: what the ledger names is erased again before anything is served (see ``tombstones``). It
holds ids and times alone. Each line is authenticated together with the line before it, so that
none can be changed, left out or put in without the installation's key; that the last lines are
missing is noticed by the database, which knows how many it has seen.
"""

import hmac
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from encryption import appending, installation
from encryption.errors import EncryptionError

_PURPOSE = "tombstones"
_BEGINNING = ""
_NAME = "erased.ledger"


class LedgerRefused(EncryptionError):
    """The ledger cannot be written, or is not what Rowan wrote."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One erasure: who (by ids), which keys, and when. ``redacted`` are fields of records that
    stay, each "model:record:field", from which the subject's names were taken out.
    """

    number: int
    organisation: str
    erasure: str
    subjects: Sequence[str]
    keys: Sequence[str]
    redacted: Sequence[str]
    at: str
    previous: str
    mac: str

    @property
    def organisation_id(self) -> UUID:
        """The organisation whose subjects these were."""
        return UUID(self.organisation)

    @property
    def erasure_id(self) -> UUID:
        """The erasure that this entry carries out."""
        return UUID(self.erasure)

    @property
    def subject_ids(self) -> list[UUID]:
        """The subjects whose keys are gone."""
        return [UUID(each) for each in self.subjects]

    def line(self) -> bytes:
        """The entry as it stands in the file."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode() + b"\n"

    def expected_mac(self) -> str:
        """The authentication code over everything else of the entry."""
        content = asdict(self) | {"mac": ""}
        text = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
        return hmac.digest(installation.purpose_key(_PURPOSE), text, "sha256").hex()


def places() -> list[Path]:
    """The file under ROWAN_HOME, and the second one where a setting names its folder."""
    folders: list[str | Path] = [settings.ROWAN_ERASED, settings.ROWAN_ERASED_COPY]
    return [Path(folder) / _NAME for folder in folders if folder]


def entries() -> list[Entry]:
    """Every entry, from whichever place holds most; LedgerRefused where the two disagree."""
    found = [_read(place) for place in places()]
    longest = max(found, key=len)
    for place, held in zip(places(), found, strict=True):
        if held != longest[: len(held)]:
            raise LedgerRefused(f"The ledger of erased people at {place} differs from its copy.")
    return longest


def append(
    *,
    organisation_id: UUID,
    erasure_id: UUID,
    subject_ids: Sequence[UUID],
    keys: Sequence[str],
    redacted: Sequence[str],
    at: str,
) -> Entry:
    """Add an erasure, on the disk in every place before this returns; once for each erasure.

    Raises LedgerRefused, with nothing added anywhere, where one place cannot take it.
    """
    with _only_one():
        held = entries()
        before = next((one for one in held if one.erasure == str(erasure_id)), None)
        entry = before or _sealed(
            Entry(
                number=len(held) + 1,
                organisation=str(organisation_id),
                erasure=str(erasure_id),
                subjects=[str(each) for each in subject_ids],
                keys=list(keys),
                redacted=list(redacted),
                at=at,
                previous=held[-1].mac if held else _BEGINNING,
                mac="",
            )
        )
        whole = b"".join(one.line() for one in (held if before else [*held, entry]))
        _bring_up_to(whole)
        return entry


def _sealed(entry: Entry) -> Entry:
    return Entry(**(asdict(entry) | {"mac": entry.expected_mac()}))


def _read(place: Path) -> list[Entry]:
    try:
        lines = list(appending.whole_lines(place))
    except OSError as error:
        raise LedgerRefused(f"The ledger at {place} cannot be read: {error.strerror}.") from None
    found: list[Entry] = []
    for line in lines:
        found.append(_checked(line, place, found))
    return found


def _checked(line: bytes, place: Path, before: list[Entry]) -> Entry:
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):
        raise LedgerRefused(f"Line {len(before) + 1} of the ledger at {place} is broken.") from None
    follows = entry.previous == (before[-1].mac if before else _BEGINNING)
    numbered = entry.number == len(before) + 1
    if not (follows and numbered and hmac.compare_digest(entry.mac, entry.expected_mac())):
        raise LedgerRefused(f"Line {len(before) + 1} of the ledger at {place} was changed.")
    return entry


def _bring_up_to(whole: bytes) -> None:
    """Write what each place lacks of the whole; where one cannot, take back what others took."""
    taken: list[tuple[Path, int]] = []
    try:
        for place in places():
            length = appending.acknowledged(place)
            taken.append((place, length))
            appending.extend(place, memoryview(whole)[length:], after=length)
    except OSError as error:
        for place, length in taken:
            _cut(place, length)
        raise LedgerRefused(
            f"The ledger of erased people at {place} cannot be written: {error.strerror}. "
            "Nothing was erased."
        ) from None


def _cut(place: Path, length: int) -> None:
    if place.exists():
        os.truncate(place, length)


@contextmanager
def _only_one() -> Iterator[None]:
    """Let one process write at a time."""
    lock = places()[0].with_suffix(".lock")
    with ExitStack() as held:
        try:
            held.enter_context(appending.only_one(lock))
        except OSError as error:
            raise LedgerRefused(f"{lock} cannot be made: {error.strerror}.") from None
        yield
