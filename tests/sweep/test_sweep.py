"""Nothing that was written about anybody comes to rest in clear, wherever one looks.

The same search with encryption taken out finds every field: so it can fail.
"""

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings

from tests.matrix.stage import Stage
from tests.sweep import driving, places
from tests.sweep.canaries import Canaries
from tests.sweep.looking import CUT_SHORT, words_in

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
    pytest.mark.two_connections,
]

# Clear text that somebody types, none of it about a person who is helped, each with its reason in
# its app's classification.py. The forms are filled with words here as everywhere.
CLEAR = {
    "accounts_apitoken.purpose", "accounts_service.quality_standards",
    "accounts_supportaccess.reason", "accounts_team.name", "accounts_user.full_name",
    "marac_maracarea.name",
}  # fmt: skip

Place = tuple[str, bytes]


def found_in(everywhere: Iterable[Place], canaries: Canaries) -> dict[str, set[str]]:
    """Return which words lie where."""
    found: dict[str, set[str]] = {}
    for name, data in everywhere:
        words = words_in(data, canaries)
        if words:
            found.setdefault(name, set()).update(words)
    return found


def unplanted(planted: dict[str, set[str]]) -> list[str]:
    return sorted(tag for tag, held in planted.items() if not held)


def left(found: dict[str, set[str]], known: set[str]) -> dict[str, set[str]]:
    return {name: words - known for name, words in found.items() if words - known}


def typed_in_clear(dumped: bytes, canaries: Canaries) -> set[str]:
    """Return the words that a form put where a column is clear, as it is declared to be."""
    found: set[str] = set()
    for column, cell in places.cells(dumped):
        if column in CLEAR:
            found |= words_in(cell, canaries)
    return found


def test_nothing_comes_to_rest_in_clear(
    begun: float, log: Path, temporary: Path, redis_folder: Path | None,
    planted: dict[str, set[str]], stage: Stage, canaries: Canaries,
) -> None:  # fmt: skip
    assert unplanted(planted) == [], "no record on tests/matrix/stage.py has these fields"

    shown, failed = driving.everything(stage, canaries)
    assert shown > 40
    assert failed > 40

    dumped = list(places.dump())
    clear = typed_in_clear(dumped[0][1], canaries)
    assert not clear & set().union(*planted.values())
    everywhere = chain(
        dumped, places.files(settings.ROWAN_HOME, begun), places.files(temporary, begun),
        places.files(redis_folder, begun) if redis_folder else (),
        [(str(log), log.read_bytes())], places.process(),
    )  # fmt: skip
    assert left(found_in(everywhere, canaries), clear) == {}
    # A page of these files may end inside a word that is clear.
    on_disk = found_in(places.data_directory(begun), canaries)
    assert left(on_disk, clear | {CUT_SHORT}) == {}
    lines = log.read_text().splitlines()
    assert not [line for line in lines if line.startswith("LINE forged") or "\x1b" in line]


def test_without_encryption_every_field_is_found(
    begun: float, without_encryption: None, planted: dict[str, set[str]], canaries: Canaries,
) -> None:  # fmt: skip
    found = found_in(places.dump(), canaries)
    lying = set().union(*found.values())

    assert sorted(tag for tag, held in planted.items() if not held & lying) == []
    # PostgreSQL packs long rows; sealed ones cannot be packed, so most fields say enough here.
    on_disk = set().union(*found_in(places.data_directory(begun), canaries).values())
    packed = [tag for tag, held in planted.items() if not held & on_disk]
    assert len(packed) < len(planted) / 4, packed
