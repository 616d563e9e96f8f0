"""How each kind of record is stored: its model, the columns that a bundle sets, and how it changes.

A row of a shape is an id, the subject whose keys seal it, and the values of the columns in the
order that the shape names them. Foreign keys are named by their columns (`case_id`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import CharField, Field

from accommodation.models import (
    Episode,
    EpisodePerson,
    PlacementReferral,
    Provision,
    Stay,
    SupportDelivered,
    Unit,
)
from accounts.models import Service, TenantModel
from cases.models import Case, CasePerson, Person, PersonCausingHarm, Profile
from diary.models import Appointment, ContactMade, NextStep, Note
from encryption.fields import EncryptedField
from interchange.models import ImportedReference
from moveon.models import Ending
from support.models import Goal, GoalStep, Need

Answers = dict[str, Any]


class Row(NamedTuple):
    """One record as a bundle wants it: values of the shape's clear, then of its sealed columns."""

    id: UUID
    subject: UUID
    clear: tuple[Any, ...]
    sealed: tuple[Any, ...]


@dataclass(frozen=True)
class Shape:
    """One kind of record. `initial` columns, clear or sealed, are set when the record is first
    written and left alone afterwards. A `leaf` has no records below it, so a changed one is
    written anew in its place: constraints between several changed rows then hold at each step.
    `merge` joins a held sealed value with the bundle's."""

    model: type[TenantModel]
    clear: tuple[str, ...]
    sealed: tuple[str, ...] = ()
    initial: frozenset[str] = frozenset()
    leaf: bool = False
    merge: Callable[[Answers, Answers], Answers] | None = field(default=None)

    @cached_property
    def table(self) -> str:
        return self.model._meta.db_table

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return (*self.clear, *self.sealed)

    @property
    def subject(self) -> str:
        """The column that holds the subject's id; nothing where nothing is sealed."""
        return self.model.ENCRYPTION_SUBJECT

    @cached_property
    def _fields(self) -> "dict[str, Field[Any, Any]]":
        return {str(found.column): found for found in self.model._meta.concrete_fields}

    def field(self, column: str) -> "Field[Any, Any]":
        return self._fields[column]

    def sent_as(self, column: str) -> str:
        """The SQL type that a column's values are sent as.

        A text of limited length is sent as any text: the table refuses one that is too long.
        Lists are sent as text as well, as an array of arrays would be taken apart to its ends.
        """
        return self._sent_as[column]

    def is_list(self, column: str) -> bool:
        """Whether a column holds a list of codes, which is sent with ";" between them."""
        return isinstance(self.field(column), ArrayField)

    @cached_property
    def _sent_as(self) -> dict[str, str]:
        return {
            name: "text"
            if isinstance(found, ArrayField | CharField)
            else str(found.cast_db_type(connection))
            for name, found in self._fields.items()
        }

    def sealed_field(self, column: str) -> EncryptedField:
        found = self.field(column)
        if not isinstance(found, EncryptedField):
            raise TypeError(f"{column} of {self.table} is not sealed")
        return found


def merge_answers(held: Answers, sent: Answers) -> Answers:
    """The bundle's answers; one that did not change keeps its day and its source."""
    merged = {}
    for question, answer in sent.items():
        before = held.get(question)
        same = before is not None and before.get("value") == answer["value"]
        merged[question] = before if same else answer
    return merged


SERVICE: Final = Shape(
    Service,
    ("specialist_groups", "by_and_for_groups", "in_house_frontline", "quality_standards", "kind"),
    ("name",),
    initial=frozenset({"kind"}),
)
PROVISION: Final = Shape(
    Provision,
    (
        "service_id",
        "accommodation_type",
        "authority_code",
        "bedspaces",
        "commissioned_from",
        "commissioned_to",
        "continues_id",
    ),
)
# Whoever runs the house says what a room fits: what came once is left to them.
_FITS: Final = (
    "adults",
    "children",
    "pets",
    "boys_up_to",
    "self_contained",
    "nrpf_funded",
    "decommissioned_on",
)
UNIT: Final = Shape(
    Unit,
    ("service_id", "sleeps", "step_free", "cot", *_FITS),
    ("name",),
    initial=frozenset(_FITS),
)
PERSON: Final = Shape(
    Person,
    (),
    ("given_name", "family_name", "known_as", "contact", "postcode", "date_of_birth"),
)
PROFILE: Final = Shape(Profile, ("person_id",), ("answers", "immigration"), merge=merge_answers)
CASE: Final = Shape(
    Case,
    ("opened_on", "closed_on", "reference", "service_id", "restricted"),
    ("summary",),
    initial=frozenset({"reference", "service_id", "restricted", "summary"}),
)
CASE_PERSON: Final = Shape(
    CasePerson, ("case_id", "person_id", "role"), ("relationship",), leaf=True
)
HARM: Final = Shape(
    PersonCausingHarm,
    ("case_id",),
    ("given_name", "family_name", "known_as", "relationship", "details"),
)
REFERRAL: Final = Shape(
    PlacementReferral,
    (
        "provision_id",
        "case_id",
        "kind",
        "received_on",
        "decision",
        "decided_on",
        "reasons",
        "adults",
        "children",
    ),
    ("source", "needs"),
)
EPISODE: Final = Shape(Episode, ("case_id", "provision_id", "started_on"), ("origin",))
ENDING: Final = Shape(Ending, ("episode_id", "case_id", "ended_on"), ("details",), leaf=True)
EPISODE_PERSON: Final = Shape(
    EpisodePerson, ("episode_id", "person_id", "starts_on", "ends_on"), leaf=True
)
STAY: Final = Shape(Stay, ("episode_id", "unit_id", "starts_on", "ends_on"), leaf=True)
SUPPORT: Final = Shape(
    SupportDelivered,
    ("case_id", "episode_id", "person_id", "support_type", "delivered_on", "minutes"),
    leaf=True,
)
# Given to somebody who was in no stay, as far as was known.
OTHER_SUPPORT: Final = Shape(
    SupportDelivered, ("case_id", "person_id", "support_type", "delivered_on", "minutes")
)
# A note is never changed: what came once is left as it was.
_OF_A_NOTE: Final = ("case_id", "about_id", "happened", "happened_at", "is_key", "corrects_id")
NOTE: Final = Shape(
    Note, (*_OF_A_NOTE, "counselling"), ("text",),
    initial=frozenset({*_OF_A_NOTE, "counselling", "text"}),
)  # fmt: skip
CONTACT: Final = Shape(
    ContactMade,
    (
        "case_id",
        "about_id",
        "note_id",
        "at",
        "mode",
        "direction",
        "outcome",
        "spoken_to",
        "minutes",
        "counselling",
    ),
    initial=frozenset({"counselling"}),
)
STEP: Final = Shape(
    NextStep,
    ("case_id", "from_note_id", "due_on", "state", "ended_at", "counselling"),
    ("text", "other", "reason"),
    initial=frozenset({"counselling"}),
)
APPOINTMENT: Final = Shape(
    Appointment,
    ("case_id", "kind", "starts_at", "ends_at", "cancelled_at", "counselling"),
    ("place", "with_whom", "interpreter"),
    initial=frozenset({"counselling"}),
)
NEED: Final = Shape(Need, ("case_id", "person_id", "asked_on"), ("told",))
GOAL: Final = Shape(
    Goal,
    ("case_id", "person_id", "state", "set_on", "review_on", "ended_on"),
    ("words", "why", "outcome"),
)
GOAL_STEP: Final = Shape(GoalStep, ("goal_id", "step_id"), leaf=True)
REFERENCE: Final = Shape(ImportedReference, ("source", "kind", "subject_id"), ("sent",))

SHAPES: Final = (
    SERVICE,
    PROVISION,
    UNIT,
    PERSON,
    PROFILE,
    CASE,
    NOTE,
    GOAL,
    STEP,
    CASE_PERSON,
    HARM,
    REFERRAL,
    EPISODE,
    ENDING,
    EPISODE_PERSON,
    STAY,
    SUPPORT,
    OTHER_SUPPORT,
    CONTACT,
    NEED,
    GOAL_STEP,
    APPOINTMENT,
    REFERENCE,
)

# Of the records that others refer to, the last that an import sends.
LAST_PARENT: Final = EPISODE
