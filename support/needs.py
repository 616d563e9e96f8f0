"""Asking what somebody needs, and what was answered last."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from accounts.field_classes import FieldClass
from accounts.lost_updates import ChangedMeanwhile
from accounts.models import User
from audit import events
from cases.choices import CaseRole
from cases.models import Case, Person
from cases.pages import Part
from cases.sight import Sight
from support.domains import DOMAINS, IMMIGRATION, Domain, Level
from support.models import Need


@dataclass(frozen=True)
class Answer:
    """What was answered about one part of life: how much is needed, and her words."""

    level: str
    words: str = ""


@transaction.atomic
def ask(
    *,
    case: Case,
    person: Person,
    answers: Mapping[str, Answer],
    asked_on: datetime.date,
    expected_number: int,
    by: User,
) -> list[Need]:
    """Keep what somebody answered, by domain; what was answered before stays below it.

    ``expected_number`` is how many answers of hers were shown. Raises ChangedMeanwhile when a
    colleague asked since.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    if Need.objects.filter(case=case, person=person).count() != expected_number:
        raise ChangedMeanwhile(person)
    kept = [
        Need(
            organisation_id=case.organisation_id,
            case=case,
            person=person,
            told={"domain": domain, "level": answer.level, "words": answer.words},
            asked_on=asked_on,
            asked_by=by,
        )
        for domain, answer in answers.items()
    ]
    events.write("need.ask", by=by, subjects=[case.pk, person.pk, *(one.pk for one in kept)])
    for one in kept:
        one.save(force_insert=True)
    return kept


@dataclass(frozen=True)
class Earlier:
    """What was answered once, before it was asked again."""

    asked_on: datetime.date
    label: str
    words: str


@dataclass
class InDomain:
    """What somebody answered about one part of life, the latest first."""

    domain: Domain
    answers: list[Need] = field(default_factory=list)

    @property
    def latest(self) -> Need | None:
        """Return what holds now."""
        return self.answers[0] if self.answers else None

    @property
    def level(self) -> str:
        """Say how much is needed; nothing where it was never asked."""
        return str(Level(self.latest.said("level")).label) if self.latest else ""

    @property
    def words(self) -> str:
        """Return her words."""
        return self.latest.said("words") if self.latest else ""

    @property
    def earlier(self) -> list[Earlier]:
        """Return what was answered before, the latest first."""
        return [
            Earlier(one.asked_on, str(Level(one.said("level")).label), one.said("words"))
            for one in self.answers[1:]
        ]


def domains_for(role: str, seen: Sight) -> list[Domain]:
    """Return the parts of life that somebody in this part of a case is asked about."""
    shown = seen.shows(FieldClass.IMMIGRATION)
    return [
        domain
        for domain in DOMAINS
        if not (domain.adult and role == CaseRole.CHILD) and (shown or domain.code != IMMIGRATION)
    ]


def of_part(part: Part, needs: Iterable[Need]) -> list[InDomain]:
    """Arrange one person's answers by the parts of life that may be shown."""
    found = {domain.code: InDomain(domain) for domain in domains_for(part.role, part.seen)}
    mine = (one for one in needs if one.person_id == part.person.pk)
    for one in sorted(mine, key=lambda one: (one.asked_on, one.recorded_at), reverse=True):
        if one.said("domain") in found:
            found[one.said("domain")].answers.append(one)
    return list(found.values())
