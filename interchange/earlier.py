"""What earlier imports of the same source left, as the checks need it: fills `Known`."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from accommodation.choices import AccommodationType
from accommodation.models import Episode, EpisodePerson, Provision, Stay, Unit
from accounts.models import Organisation, Service
from accounts.models.base import TenantModel
from cases.models import Case, CasePerson, Person
from diary.models import Note
from interchange.columns import FILES, Kind
from interchange.known import EpisodeFacts, Known, ProvisionFacts
from interchange.models import ImportedReference
from interchange.reading import Bundle
from interchange.references import MARK, ORGANISATIONS, References
from moveon.models import Ending
from support.models import Goal

LINKED: Final = (
    ORGANISATIONS, "services", "provision", "units", "people", "cases", "episodes", "notes",
    "goals",
)  # fmt: skip


class Mentioned:
    """The references that a bundle names, by kind, and the way back from a record's id."""

    def __init__(self, bundle: Bundle, references: References) -> None:
        self.bundle = bundle
        self.own = {name: set(bundle[name][bundle[name].file.key]) - {""} for name in LINKED}
        self.linked: dict[str, set[str]] = {name: set() for name in LINKED}
        for file in FILES:
            for column in file.columns:
                if column.kind is Kind.LINK:
                    self.linked[column.links_to] |= set(bundle[file.name][column.name]) - {""}
        self.references = references
        self._back: dict[str, dict[UUID, str]] = {}

    def absent(self, kind: str) -> set[str]:
        """References that the bundle names without holding their rows."""
        return self.linked[kind] - self.own[kind]

    def any_absent(self) -> bool:
        return any(self.absent(kind) for kind in LINKED)

    def ids(self, kind: str, references: Iterable[str]) -> list[UUID]:
        ids = self.references.kind(kind)
        return [ids[reference] for reference in references]

    def token(self, kind: str, record: UUID | None) -> str:
        """The reference of a record that the bundle names, or a mark that is none."""
        if record is None:
            return ""
        if kind not in self._back:
            named = self.own[kind] | self.linked[kind]
            self._back[kind] = dict(zip(self.ids(kind, named), named, strict=True))
        return self._back[kind].get(record, f"{MARK}{record}")


def organisation_id(token: str, references: References) -> UUID:
    """The organisation behind a reference or a mark."""
    return references.kind(ORGANISATIONS).behind(token)


def source_of(organisation: UUID) -> str | None:
    """The source that the entered organisation came from; None when it was made here."""
    found = ImportedReference.objects.filter(pk=organisation, kind=ORGANISATIONS)
    source: str | None = found.values_list("source", flat=True).first()
    return source


def add_known(known: Known, mentioned: Mentioned, organisation: Organisation) -> None:
    """Add what the entered organisation holds of earlier imports."""
    token = mentioned.token(ORGANISATIONS, organisation.pk)
    known.organisations.add(token)
    _add_structure(known, mentioned, token)
    kinds = (
        ("people", Person, known.people),
        ("cases", Case, known.cases),
        ("notes", Note, known.notes),
        ("goals", Goal, known.goals),
    )
    for kind, model, held in kinds:
        for record in _existing(model, mentioned.ids(kind, mentioned.absent(kind))):
            held[mentioned.token(kind, record)] = token
    _add_roles(known, mentioned)
    _add_episodes(known, mentioned)
    _add_stays(known, mentioned)
    _add_sanctuary_endings(known, mentioned)


def _existing(model: type[TenantModel], ids: list[UUID]) -> list[UUID]:
    return list(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))


def _add_structure(known: Known, mentioned: Mentioned, organisation: str) -> None:
    for service in Service.objects.values_list("pk", flat=True):
        known.services[mentioned.token("services", service)] = organisation
    provision = Provision.objects.values_list("pk", "service_id", "accommodation_type", "continues")
    for record, service, kind, continues in provision:
        known.provision[mentioned.token("provision", record)] = ProvisionFacts(
            mentioned.token("services", service), kind, mentioned.token("provision", continues)
        )
    for unit, service in Unit.objects.values_list("pk", "service_id"):
        known.units[mentioned.token("units", unit)] = mentioned.token("services", service)


def _add_roles(known: Known, mentioned: Mentioned) -> None:
    absent = mentioned.ids("cases", mentioned.absent("cases"))
    parts = CasePerson.objects.filter(case__in=absent).values_list("case_id", "person_id", "role")
    for case, person, role in parts:
        roles = known.roles.setdefault(mentioned.token("cases", case), {})
        roles[mentioned.token("people", person)] = role


def _add_episodes(known: Known, mentioned: Mentioned) -> None:
    """Episodes that the bundle names without holding, and the others of its cases."""
    own = mentioned.ids("episodes", mentioned.own["episodes"])
    absent = mentioned.ids("episodes", mentioned.absent("episodes"))
    cases = mentioned.ids("cases", mentioned.own["cases"])
    episodes = Episode.objects.filter(pk__in=absent) | Episode.objects.filter(case__in=cases)
    found: dict[UUID, str] = {}
    columns = ("pk", "case_id", "provision_id", "started_on", "ending__ended_on")
    for record, case, provision, started, ended in episodes.exclude(pk__in=own).values_list(
        *columns
    ):
        found[record] = mentioned.token("episodes", record)
        known.episodes[found[record]] = EpisodeFacts(
            mentioned.token("cases", case),
            mentioned.token("provision", provision),
            started.isoformat(),
            ended.isoformat() if ended else "",
        )
    rows: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    parts: Any = EpisodePerson.objects.filter(episode__in=found)
    for episode, person, starts, ends in parts.values_list(
        "episode_id", "person_id", "starts_on", "ends_on"
    ):
        last = ends.isoformat() if ends else ""
        rows[found[episode]].append((mentioned.token("people", person), starts.isoformat(), last))
    known.participations.update(rows)


def _add_stays(known: Known, mentioned: Mentioned) -> None:
    """Other stays in the units that the bundle's stays are in."""
    units = mentioned.ids("units", mentioned.linked["units"])
    if not units:
        return
    own = mentioned.ids("episodes", mentioned.own["episodes"])
    sent = [
        mentioned.references.id_of("stays", reference)
        for reference in mentioned.bundle["stays"]["stay_ref"]
    ]
    others = Stay.objects.filter(unit__in=units).exclude(episode__in=own).exclude(pk__in=sent)
    for unit, starts, ends in others.values_list("unit_id", "starts_on", "ends_on"):
        last = ends.isoformat() if ends else ""
        spans = known.stays.setdefault(mentioned.token("units", unit), [])
        spans.append((starts.isoformat(), last))


def _add_sanctuary_endings(known: Known, mentioned: Mentioned) -> None:
    """Sanctuary provision that the bundle gives another type, with an ending that forbids it.

    What was told of the ending of an episode that runs on counts too: it goes out again.
    """
    table = mentioned.bundle["provision"]
    types = zip(table["provision_ref"], table["accommodation_type"], strict=True)
    changed = {
        reference
        for reference, kind in types
        if kind
        and kind != AccommodationType.SANCTUARY
        and reference in known.provision
        and known.provision[reference].accommodation_type == AccommodationType.SANCTUARY
    }
    if not changed:
        return
    own = mentioned.ids("episodes", mentioned.own["episodes"])
    episodes = Episode.objects.filter(provision__in=mentioned.ids("provision", changed))
    kept = dict(episodes.exclude(pk__in=own).values_list("pk", "provision_id"))
    told = {
        ending.episode_id
        for ending in Ending.objects.filter(episode__in=kept)
        if ending.detail("sanctuary_ending")
    } | {
        reference.pk
        for reference in ImportedReference.objects.filter(pk__in=kept)
        if reference.sent.get("unended", {}).get("sanctuary_ending")
    }
    known.sanctuary_endings |= {mentioned.token("provision", kept[episode]) for episode in told}
