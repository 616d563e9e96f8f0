"""The dry run: what goes, what stays, what stands in the way, what others must be asked."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from accounts.choices import ReviewKind
from accounts.models import ReviewItem, UnsavedWork
from cases.models import Case, CasePerson, Disclosure, Person
from encryption.models import SubjectKey
from erasure import leftovers, parts, records
from erasure.parts import Copy
from erasure.records import Model
from erasure.whom import Whom

_CALLED: Final = {
    "cases.CasePerson": "Part of somebody in the case",
    "cases.Grant": "Access that somebody was given",
    "cases.SearchRecord": "What search knows",
}


@dataclass(frozen=True)
class Line:
    """One sort of record: which, and the ids of its rows."""

    what: str
    ids: Sequence[UUID]

    @property
    def number(self) -> int:
        """How many."""
        return len(self.ids)


@dataclass(frozen=True)
class Manifest:
    """What an erasure does. ``readable`` stays for others in her cases; ``structure`` is clear."""

    goes: Sequence[Line]
    readable: Sequence[Line]
    structure: Sequence[Line]
    blocks: Sequence[str]
    elsewhere: Sequence[Copy]
    subject_ids: Sequence[UUID]

    def as_stored(self) -> dict[str, dict[str, list[str]]]:
        """The sorts, numbers and ids: what is kept of an erasure that was carried out."""
        groups = {"goes": self.goes, "readable": self.readable, "structure": self.structure}
        return {
            name: {line.what: [str(each) for each in line.ids] for line in lines}
            for name, lines in groups.items()
        }


def of(whom: Whom, *, today: datetime.date) -> Manifest:
    """Return what erasing somebody would do today; nothing is changed."""
    lines: dict[str, list[Line]] = {"goes": [], "readable": [], "structure": []}
    subject_ids = subjects_of(whom)
    for model in dict.fromkeys([*records.ways_to(Person), *records.ways_to(Case)]):
        for group, ids in _of_model(model, whom, subject_ids).items():
            if ids:
                lines[group].append(Line(_words(model), sorted(ids)))
    lines["goes"] += _unsaved_and_queued(whom)
    return Manifest(
        **lines,
        blocks=list(blocks(whom, today=today)),
        elsewhere=_elsewhere(whom),
        subject_ids=subject_ids,
    )


def subjects_of(whom: Whom) -> list[UUID]:
    """Return the ids whose keys go: herself first, then her cases alone and what is in them."""
    further = [each for part in parts.every() for each in part.subjects(whom)]
    own = records.subjects_with_keys_of_their_own(whom)
    wanted = list(dict.fromkeys([whom.person.pk, *whom.alone_ids, *own, *further]))
    with_keys = SubjectKey.objects.filter(subject_id__in=wanted)
    held = set(with_keys.values_list("subject_id", flat=True))
    return [each for each in wanted if each in held]


def blocks(whom: Whom, *, today: datetime.date) -> Iterator[str]:
    """Yield in plain words what stands in the way; a legal hold wins over everything."""
    if records.held(whom):
        yield "A legal hold keeps their record, or a case of theirs. It must be lifted first."
    live = CasePerson.objects.filter(person=whom.person, case__closed_on=None)
    for part in live.filter(Q(ends_on=None) | Q(ends_on__gte=today)).select_related("case"):
        yield f"Their part in {part.case.reference} is not over: the case is open."
    items = ReviewItem.objects.open().filter(case_id__in=[case.pk for case in whom.cases])
    if items.exclude(kind=ReviewKind.ERASURE).exists():
        yield "Somebody’s access to a case of theirs is still being looked into."
    for part_of_app in parts.every():
        yield from part_of_app.blocks(whom, today)


def _of_model(model: Model, whom: Whom, subject_ids: Sequence[UUID]) -> dict[str, set[UUID]]:
    own = set(records.of_person(model, whom.person).values_list("pk", flat=True))
    alone = set(records.of_case(model, whom.alone_ids).values_list("pk", flat=True))
    shared = set(records.of_case(model, whom.shared_ids).values_list("pk", flat=True))
    if not records.encrypted_fields_of(model):
        return {"structure": own | alone | shared}
    gone = set(records.sealed_under(model, subject_ids).values_list("pk", flat=True))
    # What hangs on her and is sealed under a case that stays, stays with the case.
    return {"goes": alone | (own - shared) | gone, "readable": shared - gone}


def _words(model: Model) -> str:
    """What a sort of record is called where people read it; most are named for their use."""
    named = _CALLED.get(model._meta.label)
    return named or str(model._meta.verbose_name).capitalize()


def _unsaved_and_queued(whom: Whom) -> Iterator[Line]:
    ids = records.ids_of(whom)
    unsaved = list(UnsavedWork.objects.filter(record__in=ids).values_list("pk", flat=True))
    queued = leftovers.queued_about(whom.person.organisation_id, ids)
    if unsaved:
        yield Line("Work not saved yet", unsaved)
    if queued:
        yield Line("Work in the queue", queued)


def _elsewhere(whom: Whom) -> list[Copy]:
    shared = Disclosure.objects.filter(case__in=whom.cases).select_related("to_organisation")
    others = shared.exclude(to_organisation=whom.person.organisation_id)
    return [
        Copy(one.to_organisation.name, one.get_what_display(), one.disclosed_on)
        for one in others.order_by("disclosed_on", "pk")
    ]
