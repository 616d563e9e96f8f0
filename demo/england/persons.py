"""A planned member written down as a person: names, birthday and answers."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.england.chance import weighted
from demo.england.diary import add_months
from demo.england.names import family_name, given_name
from demo.england.people import Household, Mark, Member

Row = dict[str, str]

WHITE = {"white_british": 85, "white_other": 9, "white_irish": 3}
MINORITISED = {
    "pakistani": 15,
    "black_african": 14,
    "asian_other": 9,
    "indian": 9,
    "bangladeshi": 8,
    "black_caribbean": 7,
    "mixed_white_black_caribbean": 7,
    "other": 6,
    "arab": 5,
    "mixed_other": 4,
    "black_other": 4,
    "gypsy_or_irish_traveller": 4,
    "mixed_white_asian": 3,
    "mixed_white_black_african": 3,
    "roma": 2,
    "chinese": 2,
}
LANGUAGES = {
    "south_asian": ("Urdu", "Punjabi", "Bengali", "Gujarati"),
    "pakistani": ("Urdu", "Punjabi"),
    "bangladeshi": ("Bengali", "Sylheti"),
    "indian": ("Punjabi", "Gujarati", "Hindi"),
    "asian_other": ("Tamil", "Pashto", "Nepali"),
    "black_african": ("Somali", "Tigrinya", "Yoruba", "Amharic"),
    "arab": ("Arabic",),
    "chinese": ("Mandarin", "Cantonese"),
    "roma": ("Romanian", "Romani"),
    "white_other": ("Polish", "Romanian", "Ukrainian", "Portuguese"),
    "other": ("Farsi", "Kurdish", "Vietnamese"),
}
NO_ANSWERS = ("not_known", "declined", "not_asked", "not_safe_to_ask")


@dataclass(frozen=True, slots=True)
class Recording:
    """How a provider records: the share of questions that stay without an answer, 0 to 1."""

    silence: float
    rng: Random

    def no_answer(self) -> str:
        """One of the four no-answers, or nothing for a question that was answered."""
        if self.rng.random() >= self.silence:
            return ""
        return self.rng.choice(NO_ANSWERS)

    def yes_or_no(self, holds: bool) -> str:
        """`yes` is always written down; a no is now and then no answer at all."""
        return "yes" if holds else self.no_answer() or "no"


def ages(household: Household, *, rng: Random) -> list[int]:
    """Whole years of each member on their first live day, such that parents are old enough."""
    survivor, *rest = household.members
    grown = any(not member.is_child for member in rest)
    has_children = any(member.is_child for member in rest)
    if survivor.band == "young":
        own = rng.choice((21, 22, 23, 24, 25)) if has_children else _young(rng)
    elif survivor.band == "older":
        own = rng.randint(65, 84)
    else:
        own = rng.randint(44, 62) if grown else min(26 + int(rng.expovariate(1 / 9)), 64)
    return [own, *(_age_beside(member, own, rng) for member in rest)]


def _young(rng: Random) -> int:
    return rng.choice((16, 17)) if rng.random() < 0.03 else rng.randint(18, 25)


def _age_beside(member: Member, own: int, rng: Random) -> int:
    if member.is_child:
        return min(rng.randint(0, min(17, own - 16)), rng.randint(0, 17))
    if member.band == "young":
        return rng.randint(18, 25)
    if member.band == "older":
        return rng.randint(65, 80)
    return rng.randint(26, 30) if member.role == "child" else rng.randint(30, 60)


def birthday(age: int, on: date, *, rng: Random) -> date:
    """A date of birth that makes someone this old on a day, now and then on their birthday.

    Nobody here is born on 29 February, whose birthday is a question of its own.
    """
    latest = add_months(on, -12 * age)
    days = 0 if rng.random() < 0.01 else rng.randint(1, 360)
    born = latest - timedelta(days=days)
    return born - timedelta(days=1) if (born.month, born.day) == (2, 29) else born


def relationship(member: Member, *, rng: Random) -> str:
    """How a member is related to the main victim, in a word."""
    if member.role == "survivor":
        return ""
    if member.is_child or member.role == "child":
        return "son" if member.gender == "man" else "daughter"
    if member.band == "older":
        return "mother"
    return "brother" if member.gender == "man" else rng.choice(("sister", "cousin"))


def ethnicities(household: Household, recording: Recording) -> list[str]:
    """One ethnicity for a family; those not of a minoritised one in a mixed family are White."""
    rng = recording.rng
    minoritised, white = weighted(MINORITISED, rng=rng), weighted(WHITE, rng=rng)
    return [
        minoritised if Mark.MINORITISED in member.marks else recording.no_answer() or white
        for member in household.members
    ]


def family_names(household: Household, ethnicity: list[str], *, rng: Random) -> list[str]:
    """The family's name; now and then a child bears another."""
    name = family_name(ethnicity[0], rng=rng)
    return [
        family_name(kind, rng=rng) if order and rng.random() < 0.12 else name
        for order, (_, kind) in enumerate(zip(household.members, ethnicity, strict=True))
    ]


def person_row(
    member: Member,
    *,
    reference: str,
    provider: str,
    ethnicity: str,
    surname: str,
    born: date | None,
    recording: Recording,
) -> Row:
    """One row of `people.csv`."""
    rng = recording.rng
    first = given_name(ethnicity, member.gender, rng=rng)
    return {
        "person_ref": reference,
        "organisation_ref": provider,
        "given_name": first,
        "family_name": surname,
        "known_as": first[:3] if rng.random() < 0.04 else "",
        "date_of_birth": born.isoformat() if born else "",
        "gender": member.gender,
        "trans": recording.yes_or_no(member.trans),
        "ethnicity": ethnicity,
        "disability": recording.yes_or_no(Mark.DISABLED in member.marks),
        "sexual_orientation": _orientation(member, recording),
        "mental_health_need": recording.yes_or_no(Mark.MENTAL_HEALTH in member.marks),
        "drug_need": recording.yes_or_no(Mark.DRUGS in member.marks),
        "alcohol_need": recording.yes_or_no(Mark.ALCOHOL in member.marks),
        "offending_history": recording.yes_or_no(Mark.OFFENDING in member.marks),
        **_immigration_and_language(member, ethnicity, recording),
        **_contact(member, surname, rng=rng),
    }


def _orientation(member: Member, recording: Recording) -> str:
    """Children have an answer too: the completeness check counts them like everyone else."""
    if Mark.ORIENTATION in member.marks:
        return recording.rng.choice(("gay_or_lesbian", "gay_or_lesbian", "bisexual", "other"))
    return recording.no_answer() or "straight"


def _immigration_and_language(member: Member, ethnicity: str, recording: Recording) -> Row:
    rng = recording.rng
    tongues = LANGUAGES.get(ethnicity, ())
    speaks = bool(tongues) and not member.is_child and rng.random() < 0.35
    barred = bool(tongues) and not member.is_child and rng.random() < 0.12
    return {
        "recourse_to_public_funds": "no" if barred else recording.no_answer() or "yes",
        "preferred_language": rng.choice(tongues) if speaks else "",
        "interpreter_needed": recording.yes_or_no(speaks and rng.random() < 0.6),
    }


def _contact(member: Member, surname: str, *, rng: Random) -> Row:
    if member.is_child:
        return {"phone": "", "email": "", "postcode": ""}
    mobile = f"07700 900{rng.randint(0, 999):03d}" if rng.random() < 0.8 else ""
    number = rng.randint(1, 999)
    mail = f"{surname.split('-')[0].lower()}{number}@example.org" if rng.random() < 0.4 else ""
    unreal = f"ZZ{rng.randint(1, 99)} {rng.randint(1, 9)}{rng.choice('ABDEFGH')}Z"
    return {"phone": mobile, "email": mail, "postcode": unreal if rng.random() < 0.6 else ""}
