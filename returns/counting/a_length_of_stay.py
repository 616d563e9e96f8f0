"""A4 length of stay (rule 4)."""

from returns.counting import dates, f_endings
from returns.counting.instances import EndedStay
from returns.counting.registry import population, rule
from returns.counting.scope import Scope
from returns.counting.settings import BY_PERSON


def _why_stay(stay: EndedStay) -> str:
    return f"ended on {dates.in_words(stay.last)}, in the period"


@population(why=_why_stay, near_misses=f_endings.near_ended_episodes)
def ended_stays(scope: Scope) -> list[EndedStay]:
    """Rule 4: household episodes that ended in the period or, by a setting, each person's part.

    A person's part is a participation that ended in the period, by its own first and last day,
    with the same test of its own live days.
    """
    return _by_person(scope) if scope.settings.length_of_stay == BY_PERSON else _by_household(scope)


def _by_household(scope: Scope) -> list[EndedStay]:
    return [
        EndedStay(
            "episode",
            episode.id,
            episode.case_reference,
            scope.index.provision_by_id[episode.provision_id].accommodation_type,
            episode.started_on,
            ended_on,
            dates.whole_months(episode.started_on, ended_on),
        )
        for episode, ended_on in f_endings.episodes_ended_in(scope)
    ]


def _by_person(scope: Scope) -> list[EndedStay]:
    return [
        EndedStay(
            "participation",
            participation.id,
            episode.case_reference,
            scope.index.provision_by_id[episode.provision_id].accommodation_type,
            participation.starts_on,
            last,
            dates.whole_months(participation.starts_on, last),
        )
        for chain, episode, participation, last in scope.participations()
        if last in scope.period and scope.counts_while_live(chain, participation.starts_on, last)
    ]


def _length_fact(stay: EndedStay, **arguments: object) -> str:
    months = f"{stay.months} whole month{'' if stay.months == 1 else 's'}"
    return (
        f"{months} from {dates.in_words(stay.first)} to {dates.in_words(stay.last)}, "
        f"in {stay.accommodation_type}"
    )


@rule(
    "ended_stays",
    looks_at=lambda stay: (stay.accommodation_type, stay.months),
    fact=_length_fact,
)
def stays_by_length(
    stay: tuple[str, int], *, accommodation: tuple[str, ...], months: tuple[int, int | None]
) -> bool:
    """Rule 4, A4: length by calendar months from the first day, from ``low`` to under ``high``."""
    accommodation_type, length = stay
    low, high = months
    long_enough = length >= low and (high is None or length < high)
    return long_enough and accommodation_type in accommodation
