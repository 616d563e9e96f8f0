"""The chronology of a case on paper: what happened, in order, for a court or a new worker.

By names, or by references alone: then nobody is named in its heading, and those of the household
are taken out of the words.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts import paper
from accounts.models import User
from cases.models import Case
from cases.outgoing import Piece
from cases.pages import Household
from cases.sight import Sight
from diary import timeline
from diary.timeline import Item
from erasure import names

_PAGE = """
#let d = json(bytes(sys.inputs.content))
#set document(title: "Chronology")
#set page(paper: "a4", margin: (x: 1.8cm, y: 2cm), footer: context align(center, text(8pt,
  fill: luma(90), d.reference + ", page " + counter(page).display("1 of 1", both: true))))
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en", region: "GB")
#text(9pt)[#d.confidential]
#v(0.3cm)
= Chronology
#text(13pt)[#d.heading]
#v(0.1cm)
#text(9.5pt, fill: luma(70))[#d.covers]
#v(0.4cm)
#for item in d.items {
  block(breakable: true, below: 0.5cm, width: 100%)[
    #text(weight: "bold")[#item.at]#if item.key [ (key event)] \\
    #item.title#if item.by != "" [, #item.by]
    #if item.words != "" { block(above: 0.15cm, item.words) }
  ]
}
#if d.items.len() == 0 [Nothing is recorded.]
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to stand in it, and for whom it is made."""

    to: str
    by_name: bool
    key_only: bool
    since: datetime.date | None = None
    until: datetime.date | None = None


def items_for(case: Case, seen: Sight, asked: Asked) -> list[Item]:
    """Return what the chronology tells, the earliest first; a note that was corrected is not."""
    found = []
    for item in timeline.items_of(case, seen):
        day = timezone.localdate(item.at)
        if (asked.key_only and not item.is_key) or item.corrected:
            continue
        if (asked.since and day < asked.since) or (asked.until and day > asked.until):
            continue
        found.append(item)
    return found[::-1]


def pieces_of(household: Household, items: Sequence[Item], asked: Asked) -> list[Piece]:
    """Return the words of each item, with the day on which they stand; by reference, unnamed."""
    parts = [] if asked.by_name else [names.near(part.person) for part in household.parts]
    pieces = []
    for item in items:
        words = item.words()
        for one in parts:
            words = one.taken_out_of(words)
        pieces.append(Piece(f"{_when(item)}, {item.title}", words))
    return pieces


def pdf_of(
    *,
    case: Case,
    household: Household,
    items: Sequence[Item],
    words: Sequence[str],
    asked: Asked,
    at: datetime.datetime,
    by: User,
) -> bytes:
    """Return the chronology as a PDF; the earliest first.

    ``words`` are those of each item, as the gate let them through.
    """
    local = timezone.localtime(at)
    survivor = household.survivor
    heading = survivor.name if survivor and asked.by_name else case.reference
    content = {
        "reference": case.reference,
        "heading": heading,
        "confidential": f"Confidential. For {asked.to}. Printed by {by.full_name}, "
        f"{_day(local.date())}, {local:%H:%M}. Shred after use.",
        "covers": _covers(asked),
        "items": [
            {
                "at": _when(item),
                "title": item.title,
                "by": item.by,
                "key": item.is_key,
                "words": said,
            }
            for item, said in zip(items, words, strict=True)
        ],
    }
    return paper.pdf(_PAGE, content)


def _covers(asked: Asked) -> str:
    what = "Key events" if asked.key_only else "All that is recorded"
    since = f" from {_day(asked.since)}" if asked.since else ""
    until = f" to {_day(asked.until)}" if asked.until else ""
    return f"{what}{since}{until}."


def _when(item: Item) -> str:
    local = timezone.localtime(item.at)
    day = _day(local.date())
    return day if item.is_day else f"{day}, {local:%H:%M}"


def _day(day: datetime.date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
