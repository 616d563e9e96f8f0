"""The timeline as a page shows it: filtered, a page at a time, with its key events apart."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone

from cases.models import Case
from cases.sight import Sight
from diary import timeline
from diary.timeline import Item

PAGE = 50
KEY_EVENTS = 10
# What a search through the words of a case shows at most.
MOST_FOUND = 200


@dataclass(frozen=True)
class Filter:
    """What of a timeline is asked for. Anything unknown in an address means all of it."""

    kind: str = ""
    key: bool = False
    about: UUID | None = None
    by: UUID | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read the filter from an address, or from a form."""
        kind = query.get("kind", "")
        return cls(
            kind=kind if kind in timeline.kinds() else "",
            key=query.get("key") == "1",
            about=_id(query.get("about", "")),
            by=_id(query.get("by", "")),
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
        )

    @property
    def is_all(self) -> bool:
        """Say whether nothing is left out."""
        return self == type(self)()

    def address(self, **change: str) -> str:
        """Return the query of an address that asks for this, with something else in its place."""
        held = {
            "kind": self.kind,
            "key": "1" if self.key else "",
            "about": str(self.about or ""),
            "by": str(self.by or ""),
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        asked = {name: value for name, value in (held | change).items() if value}
        return f"?{urlencode(asked)}"

    def lets_through(self, item: Item) -> bool:
        """Say whether an item is asked for."""
        return (
            (not self.kind or item.kind == self.kind)
            and (not self.key or item.is_key)
            and (self.about is None or item.about == self.about)
            and (self.by is None or item.by_id == self.by)
            and (self.since is None or timezone.localdate(item.at) >= self.since)
            and (self.until is None or timezone.localdate(item.at) <= self.until)
        )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Shown:
    """One page of a timeline."""

    filter: Filter
    page: Page[Item]
    key_events: Sequence[Item]
    total: int
    kinds: Mapping[str, str]
    workers: Sequence[tuple[UUID, str]]
    looked_for: str = ""

    @property
    def subjects(self) -> list[UUID]:
        """Return the records that are read here."""
        shown = [*self.page.object_list, *self.key_events]
        return list(dict.fromkeys(item.subject for item in shown))


def of(
    case: Case, seen: Sight, chosen: Filter, *, number: str | None = None, looked_for: str = ""
) -> Shown:
    """Gather a page of the timeline; the words looked for are compared here, in memory alone."""
    items = timeline.items_of(case, seen)
    asked = [item for item in items if chosen.lets_through(item)]
    if looked_for:
        folded = looked_for.casefold()
        asked = [item for item in asked if folded in item.words().casefold()][:MOST_FOUND]
    workers = {item.by_id: item.by for item in items if item.by_id}
    key_events = [item for item in items if item.is_key and not item.corrected]
    present = {item.kind for item in items}
    return Shown(
        filter=chosen,
        page=Paginator(asked, MOST_FOUND if looked_for else PAGE).get_page(number),
        key_events=key_events[:KEY_EVENTS],
        total=len(items),
        kinds={code: label for code, label in timeline.kinds().items() if code in present},
        workers=sorted(workers.items(), key=lambda one: one[1].casefold()),
        looked_for=looked_for,
    )
