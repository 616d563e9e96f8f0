"""With encryption taken out, the search finds every sealed field, and so it can fail."""

from collections.abc import Iterable

import pytest

from tests.sweep import places
from tests.sweep.canaries import Canaries
from tests.sweep.looking import words_in

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
    pytest.mark.two_connections,
]

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


def test_without_encryption_every_field_is_found(
    begun: float, without_encryption: None, planted: dict[str, set[str]], canaries: Canaries,
) -> None:  # fmt: skip
    assert unplanted(planted) == [], "no record on the stage has these fields"
    found = found_in(places.dump(), canaries)
    lying = set().union(*found.values())

    assert sorted(tag for tag, held in planted.items() if not held & lying) == []
    # PostgreSQL packs long rows; sealed ones cannot be packed, so most fields say enough here.
    on_disk = set().union(*found_in(places.data_directory(begun), canaries).values())
    packed = [tag for tag, held in planted.items() if not held & on_disk]
    assert len(packed) < len(planted) / 4, packed
