"""What holds once a bundle is imported: its own rows, and beside them what was known before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from interchange.known import EpisodeFacts, Known, ProvisionFacts
from interchange.reading import Bundle

# One participation: person, from, to, and the row of `episode_people` (-1: known before).
Participation = tuple[str, str, str, int]


@dataclass
class Facts:
    """Records by reference. A blank reference (one that was faulty) is in none of them."""

    bundle: Bundle
    known: Known
    service_organisation: dict[str, str] = field(default_factory=dict)
    provision: dict[str, ProvisionFacts] = field(default_factory=dict)
    unit_service: dict[str, str] = field(default_factory=dict)
    person_organisation: dict[str, str] = field(default_factory=dict)
    case_organisation: dict[str, str] = field(default_factory=dict)
    roles: dict[str, dict[str, str]] = field(default_factory=dict)
    episodes: dict[str, EpisodeFacts] = field(default_factory=dict)
    participations: dict[str, list[Participation]] = field(default_factory=dict)

    def organisation_of_provision(self, provision: str) -> str:
        """The organisation, or nothing where it cannot be told."""
        facts = self.provision.get(provision)
        return self.service_organisation.get(facts.service, "") if facts else ""

    def type_of_episode(self, provision: str) -> str:
        facts = self.provision.get(provision)
        return facts.accommodation_type if facts else ""

    def damaged(self, *files: str) -> bool:
        """Whether a check that needs all rows of these files would speak of rows not read."""
        return any(self.bundle[name].damaged for name in files)


def gather(bundle: Bundle, known: Known) -> Facts:
    """The facts of bundle and known records together; the bundle's word goes first."""
    facts = Facts(bundle, known)
    facts.service_organisation = known.services | _pairs(bundle, "services", "organisation_ref")
    facts.unit_service = known.units | _pairs(bundle, "units", "service_ref")
    facts.person_organisation = known.people | _pairs(bundle, "people", "organisation_ref")
    facts.case_organisation = known.cases | _pairs(bundle, "cases", "organisation_ref")
    provision = bundle["provision"]
    facts.provision = known.provision | {
        reference: ProvisionFacts(service, kind, continues)
        for reference, service, kind, continues in zip(
            provision["provision_ref"],
            provision["service_ref"],
            provision["accommodation_type"],
            provision["continues"],
            strict=True,
        )
        if reference
    }
    episodes = bundle["episodes"]
    own_episodes = {
        reference: EpisodeFacts(case, place, started, ended)
        for reference, case, place, started, ended in zip(
            episodes["episode_ref"],
            episodes["case_ref"],
            episodes["provision_ref"],
            episodes["started_on"],
            episodes["ended_on"],
            strict=True,
        )
        if reference
    }
    facts.episodes = known.episodes | own_episodes
    _gather_roles(facts)
    _gather_participations(facts, own_episodes)
    return facts


def _pairs(bundle: Bundle, file: str, column: str) -> dict[str, str]:
    table = bundle[file]
    pairs = dict(zip(table[table.file.key], table[column], strict=True))
    pairs.pop("", None)
    return pairs


def _gather_roles(facts: Facts) -> None:
    """Who is in each case: the bundle's rows replace those of a case that it holds."""
    table = facts.bundle["case_people"]
    held = set(facts.bundle["cases"]["case_ref"])
    for case, roles in facts.known.roles.items():
        if case not in held:
            facts.roles[case] = dict(roles)
    for case, person, role in zip(
        table["case_ref"], table["person_ref"], table["role"], strict=True
    ):
        if case and person:
            facts.roles.setdefault(case, {}).setdefault(person, role)


def _gather_participations(facts: Facts, own: dict[str, EpisodeFacts]) -> None:
    for episode, rows in facts.known.participations.items():
        if episode not in own:
            facts.participations[episode] = [(*row, -1) for row in rows]
    for number, (episode, person, starts, ends) in enumerate(facts.bundle["episode_people"].rows()):
        if episode and person:
            row = (person, starts, ends, number)
            if episode not in own:
                _replace_known(facts.participations.setdefault(episode, []), row)
            else:
                facts.participations.setdefault(episode, []).append(row)


def _replace_known(rows: list[Participation], row: Participation) -> None:
    """Puts a row into an episode that the bundle does not hold: same person and first day, same
    participation."""
    rows[:] = [other for other in rows if (other[0], other[1], other[3]) != (row[0], row[1], -1)]
    rows.append(row)


def rows_with_lines(bundle: Bundle, file: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Each row's line and the named cells."""
    table = bundle[file]
    return zip(table.lines, *(table[column] for column in columns), strict=True)
