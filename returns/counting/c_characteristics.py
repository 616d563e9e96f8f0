"""C1, C2 specialist characteristics (rule 7).

Only ``yes`` counts: the four no-answers are not no, and the completeness check reports them.
Children count too, except in the rows of age and of men. Rows are not exclusive.
"""

from collections.abc import Callable

from returns.codes import NO_ANSWERS
from returns.counting import dates
from returns.counting.instances import Individual
from returns.counting.registry import rule

UNANSWERED = NO_ANSWERS | {""}


def is_minoritised(person: Individual) -> bool:
    """Any ethnicity but White British, White Irish and other White (a setting)."""
    ethnicity = person.person.ethnicity
    return ethnicity not in UNANSWERED and ethnicity not in person.settings.not_minoritised


def is_disabled(person: Individual) -> bool:
    return person.person.disability == "yes"


def is_lgbtq(person: Individual) -> bool:
    """Trans yes, or gender non-binary or other, or not straight."""
    answers = person.person
    return (
        answers.trans == "yes"
        or answers.gender in ("non_binary", "other")
        or answers.sexual_orientation in ("gay_or_lesbian", "bisexual", "other")
    )


def is_male(person: Individual) -> bool:
    """The men's row of A2: an adult, and not trans."""
    return person.identity == "men"


def has_mental_health_need(person: Individual) -> bool:
    return person.person.mental_health_need == "yes"


def has_drug_need(person: Individual) -> bool:
    return person.person.drug_need == "yes"


def has_alcohol_need(person: Individual) -> bool:
    return person.person.alcohol_need == "yes"


def is_ex_offender(person: Individual) -> bool:
    return person.person.offending_history == "yes"


def is_aged_16_to_25(person: Individual) -> bool:
    """On the first live day, of individuals who are not children in A2."""
    return person.identity != "children" and person.age is not None and 16 <= person.age <= 25


def is_aged_65_or_over(person: Individual) -> bool:
    """On the first live day, of individuals who are not children in A2."""
    return person.identity != "children" and person.age is not None and person.age >= 65


CHARACTERISTICS: dict[str, Callable[[Individual], bool]] = {
    "minoritised": is_minoritised,
    "disabled": is_disabled,
    "lgbtq": is_lgbtq,
    "male": is_male,
    "mental_health": has_mental_health_need,
    "drugs": has_drug_need,
    "alcohol": has_alcohol_need,
    "ex_offender": is_ex_offender,
    "age_16_25": is_aged_16_to_25,
    "age_65_over": is_aged_65_or_over,
}

ANSWERS: dict[str, Callable[[Individual], tuple[str, ...]]] = {
    "minoritised": lambda each: (each.person.ethnicity,),
    "disabled": lambda each: (each.person.disability,),
    "lgbtq": lambda each: (
        each.person.trans,
        each.person.gender,
        each.person.sexual_orientation,
    ),
    "male": lambda each: (each.person.gender,),
    "mental_health": lambda each: (each.person.mental_health_need,),
    "drugs": lambda each: (each.person.drug_need,),
    "alcohol": lambda each: (each.person.alcohol_need,),
    "ex_offender": lambda each: (each.person.offending_history,),
    "age_16_25": lambda each: ("" if each.age is None else str(each.age),),
    "age_65_over": lambda each: ("" if each.age is None else str(each.age),),
}
"""The answers that decide each characteristic, for showing why and for the completeness check."""


def _fact(person: Individual, *, characteristic: tuple[str, ...]) -> str:
    said = []
    for name in characteristic:
        if CHARACTERISTICS[name](person) or len(characteristic) == 1:
            answers = ", ".join(each or "not recorded" for each in ANSWERS[name](person))
            said.append(f"{name}: {answers}".replace("_", " "))
    facts = "; ".join(said) or "none of the characteristics is recorded as yes"
    return f"{facts} (on {dates.in_words(person.first_live_day)})"


def _near(person: Individual, *, characteristic: tuple[str, ...]) -> bool:
    return len(characteristic) == 1 and any(
        answer in UNANSWERED for answer in ANSWERS[characteristic[0]](person)
    )


def characteristics_of(person: Individual) -> frozenset[str]:
    """The names of all characteristics that an individual has."""
    return frozenset([name for name, has in CHARACTERISTICS.items() if has(person)])


@rule("individuals", looks_at=characteristics_of, fact=_fact, near=_near)
def individuals_with_characteristic(
    characteristics: frozenset[str], *, characteristic: tuple[str, ...]
) -> bool:
    """Rule 7: individuals of A1 with the characteristic or, for C1, with any of several."""
    return not characteristics.isdisjoint(characteristic)
