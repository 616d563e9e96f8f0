"""F1 households that stopped receiving support, F2 how (rule 11)."""

from collections.abc import Iterator
from datetime import date

from returns.counting import dates
from returns.counting.instances import EndedEpisode, NearMiss
from returns.counting.registry import population, rule
from returns.counting.scope import Scope
from returns.records import EpisodeRecord

SAID = ("yes", "no")


def episodes_ended_in(scope: Scope) -> Iterator[tuple[EpisodeRecord, date]]:
    """Episodes that ended in the period, with their end, as far as the authority counts them.

    An episode passes the test of the commission with its own live days in the period, also when
    the commission ended before the episode did.
    """
    for chain, episode in scope.episodes():
        ended_on = episode.ended_on
        if ended_on is None or ended_on not in scope.period:
            continue
        if scope.counts_while_live(chain, episode.started_on, ended_on):
            yield episode, ended_on


def near_ended_episodes(scope: Scope) -> Iterator[NearMiss]:
    """Episodes that ended in the period in places that the authority did not commission then."""
    for episode in scope.index.records.episodes:
        chain = scope.index.chain_of_provision[episode.provision_id]
        if episode.ended_on is None or episode.ended_on not in scope.period:
            continue
        if chain.commissions and not chain.commissions_by(scope.authority):
            continue  # another authority's places
        if not scope.counts_while_live(chain, episode.started_on, episode.ended_on):
            why = "the authority commissioned these places on none of the days of the stay"
            yield NearMiss("episode", episode.id, episode.case_reference, why)


def _why_ended(ended: EndedEpisode) -> str:
    return f"support ended on {dates.in_words(ended.ended_on)}, in the period"


@population(why=_why_ended, near_misses=near_ended_episodes)
def ended_episodes(scope: Scope) -> list[EndedEpisode]:
    """Rule 11: household episodes that ended in the period."""
    return [EndedEpisode(episode, ended_on) for episode, ended_on in episodes_ended_in(scope)]


@rule("ended_episodes")
def households_stopped(_: object) -> bool:
    """Rule 11, F1: every household episode that ended in the period."""
    return True


def _planned_fact(ended: EndedEpisode, planned: tuple[str, ...]) -> str:
    said = {"yes": "planned", "no": "not planned"}.get(ended.episode.planned)
    return f"the ending was {said}" if said else "whether the ending was planned is not recorded"


@rule(
    "ended_episodes",
    looks_at=lambda ended: ended.episode.planned,
    fact=_planned_fact,
    near=lambda ended, planned: ended.episode.planned not in SAID,
)
def households_stopped_planned(said: str, *, planned: tuple[str, ...]) -> bool:
    """Rule 11, F2 planned (``yes``) and unplanned (``no``)."""
    return said in planned


@rule(
    "ended_episodes",
    looks_at=lambda ended: ended.episode.next_place,
    fact=lambda ended, place: f"next place: {ended.episode.next_place or 'not recorded'}",
    near=lambda ended, place: not ended.episode.next_place,
)
def households_stopped_to_place(next_place: str, *, place: tuple[str, ...]) -> bool:
    """Rule 11, F2 by the next place: other safe accommodation, with the perpetrator."""
    return next_place in place


@rule(
    "ended_episodes",
    looks_at=lambda ended: ended.episode.asked_to_leave,
    fact=lambda ended: (
        f"asked to leave or evicted: {ended.episode.asked_to_leave or 'not recorded'}"
    ),
)
def households_asked_to_leave(asked: str) -> bool:
    """Rule 11, F2 asked to leave or evicted. The flags overlap with each other."""
    return asked == "yes"
