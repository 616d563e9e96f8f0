"""The files of a bundle as data: their columns, and what each cell may hold.

Nothing here reads or writes; `docs/interchange.md` says the same in words.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from interchange.codes import (
    ACCOMMODATION_TYPES,
    APPOINTMENT_KINDS,
    CASE_ROLES,
    CONTACT_MODES,
    DECISIONS,
    DIRECTIONS,
    ETHNICITIES,
    GENDERS,
    GOAL_STATES,
    HAPPENED,
    INTERPRETER_GENDERS,
    NEED_DOMAINS,
    NEED_LEVELS,
    NEXT_PLACES,
    ORGANISATION_KINDS,
    ORIENTATIONS,
    OUTCOMES,
    PLANNED,
    REASONS,
    REFERRAL_KINDS,
    SANCTUARY_ENDINGS,
    SPECIALIST_GROUPS,
    STEP_STATES,
    SUPPORT_TYPES,
    UNMET_NEEDS,
    YES_NO,
)


class Kind(Enum):
    """What the cells of a column hold."""

    REFERENCE = auto()  # the row's own key, given by the sender
    LINK = auto()  # a reference to a row of another file, or of this one
    TEXT = auto()
    DATE = auto()
    MOMENT = auto()  # a day and a time, in UTC
    NUMBER = auto()
    CODE = auto()
    CODES = auto()  # a list of codes, separated by ";"
    COMMISSIONER = auto()  # GSS code of a Tier 1 authority
    ORIGIN = auto()  # GSS code of either tier, or a place outside England


@dataclass(frozen=True)
class Column:
    """One column. `optional` columns may be left out of the header; `required` cells may not be
    blank; `links_to` names the file that a LINK leads to; `limit` is the longest text."""

    name: str
    kind: Kind
    required: bool = False
    optional: bool = False
    codes: tuple[str, ...] = ()
    links_to: str = ""
    not_in_future: bool = False
    limit: int = 0


@dataclass(frozen=True)
class File:
    """One file of a bundle: its name without `.csv`, its columns in the order that we write."""

    name: str
    columns: tuple[Column, ...]
    may_be_absent: bool = False

    @property
    def filename(self) -> str:
        return f"{self.name}.csv"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def key(self) -> str:
        """The column that holds each row's own reference, or nothing."""
        own = [column.name for column in self.columns if column.kind is Kind.REFERENCE]
        return own[0] if own else ""


# The longest cell of text, in characters, and the largest number (a four-byte integer).
CELL_LIMIT: Final = 100_000
NUMBER_LIMIT: Final = 2_147_483_647


def _key(name: str) -> Column:
    return Column(name, Kind.REFERENCE, required=True)


def _link(name: str, links_to: str, *, required: bool = True, optional: bool = False) -> Column:
    return Column(name, Kind.LINK, required=required, optional=optional, links_to=links_to)


def _text(name: str, limit: int = CELL_LIMIT) -> Column:
    return Column(name, Kind.TEXT, limit=limit)


def _date(name: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DATE, required=required)


def _moment(name: str, *, required: bool = False) -> Column:
    return Column(name, Kind.MOMENT, required=required)


def _birth() -> Column:
    return Column("date_of_birth", Kind.DATE, not_in_future=True)


def _number(name: str, *, required: bool = False, optional: bool = False) -> Column:
    return Column(name, Kind.NUMBER, required=required, optional=optional)


def _code(name: str, codes: tuple[str, ...], *, required: bool = False) -> Column:
    return Column(name, Kind.CODE, required=required, codes=codes)


def _codes(name: str, codes: tuple[str, ...]) -> Column:
    return Column(name, Kind.CODES, codes=codes)


def _yes_no(name: str, *, optional: bool = False) -> Column:
    return Column(name, Kind.CODE, codes=YES_NO, optional=optional)


FILES: Final[tuple[File, ...]] = (
    File(
        "organisations",
        (
            _key("organisation_ref"),
            _text("name"),
            _code("kind", ORGANISATION_KINDS, required=True),
        ),
    ),
    File(
        "services",
        (
            _key("service_ref"),
            _link("organisation_ref", "organisations"),
            _text("name"),
            _codes("specialist_groups", SPECIALIST_GROUPS),
            _codes("by_and_for_groups", SPECIALIST_GROUPS),
            _yes_no("in_house_frontline"),
            _text("quality_standards"),
        ),
    ),
    File(
        "provision",
        (
            _key("provision_ref"),
            _link("service_ref", "services"),
            _code("accommodation_type", ACCOMMODATION_TYPES, required=True),
            Column("authority_code", Kind.COMMISSIONER),
            _number("bedspaces"),
            _date("commissioned_from"),
            _date("commissioned_to"),
            _link("continues", "provision", required=False, optional=True),
        ),
    ),
    File(
        "units",
        (
            _key("unit_ref"),
            _link("service_ref", "services"),
            _text("name"),
            _number("sleeps"),
            _yes_no("step_free"),
            _yes_no("cot"),
            _number("adults", optional=True),
            _number("children", optional=True),
            _yes_no("pets", optional=True),
            _number("boys_up_to", optional=True),
            _yes_no("self_contained", optional=True),
            _yes_no("nrpf_funded", optional=True),
            Column("given_up_on", Kind.DATE, optional=True),
        ),
    ),
    File(
        "people",
        (
            _key("person_ref"),
            _link("organisation_ref", "organisations"),
            _text("given_name"),
            _text("family_name"),
            _text("known_as"),
            _birth(),
            _code("gender", GENDERS),
            _yes_no("trans"),
            _code("ethnicity", ETHNICITIES),
            _yes_no("disability"),
            _code("sexual_orientation", ORIENTATIONS),
            _yes_no("mental_health_need"),
            _yes_no("drug_need"),
            _yes_no("alcohol_need"),
            _yes_no("offending_history"),
            _yes_no("recourse_to_public_funds"),
            _text("preferred_language"),
            _yes_no("interpreter_needed"),
            _text("phone"),
            _text("email"),
            _text("postcode"),
        ),
    ),
    File(
        "cases",
        (
            _key("case_ref"),
            _link("organisation_ref", "organisations"),
            _date("opened_on"),
            _date("closed_on"),
        ),
    ),
    File(
        "case_people",
        (
            _link("case_ref", "cases"),
            _link("person_ref", "people"),
            _code("role", CASE_ROLES, required=True),
            _text("relationship"),
        ),
    ),
    File(
        "people_causing_harm",
        (
            _key("harm_ref"),
            _link("case_ref", "cases"),
            _text("given_name"),
            _text("family_name"),
            _text("known_as"),
            _birth(),
            _code("gender", GENDERS),
            _text("relationship"),
            _text("phone"),
            _text("postcode"),
        ),
        may_be_absent=True,
    ),
    File(
        "referrals",
        (
            _key("referral_ref"),
            _link("provision_ref", "provision"),
            _link("case_ref", "cases", required=False),
            _code("kind", REFERRAL_KINDS, required=True),
            _text("source"),
            _date("received_on"),
            _code("decision", DECISIONS),
            _date("decided_on"),
            _codes("reasons", REASONS),
            _codes("unmet_needs", UNMET_NEEDS),
            _number("adults"),
            _number("children"),
        ),
    ),
    File(
        "episodes",
        (
            _key("episode_ref"),
            _link("case_ref", "cases"),
            _link("provision_ref", "provision"),
            Column("origin_code", Kind.ORIGIN),
            _date("started_on", required=True),
            _date("ended_on"),
            _code("planned", PLANNED),
            _yes_no("asked_to_leave"),
            _code("next_place", NEXT_PLACES),
            _code("sanctuary_ending", SANCTUARY_ENDINGS),
        ),
    ),
    File(
        "episode_people",
        (
            _link("episode_ref", "episodes"),
            _link("person_ref", "people"),
            _date("from"),
            _date("to"),
        ),
    ),
    File(
        "stays",
        (
            _key("stay_ref"),
            _link("episode_ref", "episodes"),
            _link("unit_ref", "units"),
            _date("from"),
            _date("to"),
        ),
    ),
    File(
        "support",
        (
            _key("support_ref"),
            _link("episode_ref", "episodes"),
            _link("person_ref", "people"),
            _code("support_type", SUPPORT_TYPES, required=True),
            _date("delivered_on", required=True),
            _number("minutes"),
        ),
    ),
    File(
        "other_support",
        (
            _key("support_ref"),
            _link("case_ref", "cases"),
            _link("person_ref", "people"),
            _code("support_type", SUPPORT_TYPES, required=True),
            _date("delivered_on", required=True),
            _number("minutes"),
        ),
        may_be_absent=True,
    ),
    File(
        "notes",
        (
            _key("note_ref"),
            _link("case_ref", "cases"),
            _link("person_ref", "people", required=False),
            _code("happened", HAPPENED, required=True),
            _moment("happened_at", required=True),
            _text("text"),
            _code("key_event", ("yes", "no"), required=True),
            _link("corrects", "notes", required=False, optional=True),
        ),
        may_be_absent=True,
    ),
    File(
        "contacts",
        (
            _key("contact_ref"),
            _link("case_ref", "cases"),
            _link("person_ref", "people", required=False),
            _link("note_ref", "notes", required=False),
            _moment("at", required=True),
            _code("mode", CONTACT_MODES, required=True),
            _code("direction", DIRECTIONS, required=True),
            _code("outcome", OUTCOMES, required=True),
            _number("minutes"),
        ),
        may_be_absent=True,
    ),
    File(
        "needs",
        (
            _key("need_ref"),
            _link("case_ref", "cases"),
            _link("person_ref", "people"),
            _code("domain", NEED_DOMAINS, required=True),
            _code("level", NEED_LEVELS, required=True),
            _text("words"),
            _date("asked_on", required=True),
        ),
        may_be_absent=True,
    ),
    File(
        "goals",
        (
            _key("goal_ref"),
            _link("case_ref", "cases"),
            _link("person_ref", "people"),
            _text("words"),
            _text("why"),
            _text("outcome"),
            _code("state", GOAL_STATES, required=True),
            _date("set_on", required=True),
            _date("review_on", required=True),
            _date("ended_on"),
        ),
        may_be_absent=True,
    ),
    File(
        "next_steps",
        (
            _key("step_ref"),
            _link("case_ref", "cases"),
            _link("note_ref", "notes", required=False),
            _text("text"),
            _text("who"),
            _date("due_on", required=True),
            _code("state", STEP_STATES, required=True),
            _moment("ended_at"),
            _text("reason"),
            _link("goal_ref", "goals", required=False, optional=True),
        ),
        may_be_absent=True,
    ),
    File(
        "appointments",
        (
            _key("appointment_ref"),
            _link("case_ref", "cases"),
            _code("kind", APPOINTMENT_KINDS, required=True),
            _moment("starts_at", required=True),
            _moment("ends_at"),
            _text("where"),
            _text("with_whom"),
            _text("interpreter_language"),
            _text("interpreter_dialect"),
            _code("interpreter_gender", INTERPRETER_GENDERS),
            _text("interpreter"),
            _text("never_interprets"),
            _moment("cancelled_at"),
        ),
        may_be_absent=True,
    ),
)

FILE: Final[dict[str, File]] = {file.name: file for file in FILES}
