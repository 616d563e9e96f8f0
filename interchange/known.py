"""What an installation knows already of the records that a bundle names, in the bundle's terms.

A parent that is absent from a bundle but came with an earlier one of the same source is valid;
the checks between rows need a few facts of it. References stand for records throughout.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ProvisionFacts:
    """Provision by the facts that the rules compare."""

    service: str
    accommodation_type: str
    continues: str = ""


@dataclass(frozen=True)
class EpisodeFacts:
    """An episode by the facts that the rules compare; dates are ISO text, blank for none."""

    case: str
    provision: str
    started_on: str
    ended_on: str


@dataclass
class Known:
    """Records of earlier imports from the same source, by reference.

    Held for every parent that the bundle names without holding it, for all provision of the
    organisations concerned, for other episodes of the bundle's cases, and for other stays in the
    bundle's units. `people`, `cases`, `notes` and `goals` lead to the reference of their
    organisation. `sanctuary_endings` is sanctuary provision that the bundle gives another type,
    though an episode that it does not hold says how support in a sanctuary ended.
    """

    organisations: set[str] = field(default_factory=set)
    services: dict[str, str] = field(default_factory=dict)
    provision: dict[str, ProvisionFacts] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    roles: dict[str, dict[str, str]] = field(default_factory=dict)
    episodes: dict[str, EpisodeFacts] = field(default_factory=dict)
    participations: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    stays: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    goals: dict[str, str] = field(default_factory=dict)
    sanctuary_endings: set[str] = field(default_factory=set)

    def holds(self, file: str, reference: str) -> bool:
        """Whether a row of `file` with this reference came with an earlier import."""
        held: set[str] | dict[str, object] = getattr(self, file)
        return reference in held
