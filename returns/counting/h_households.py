"""H1 households supported (rule 12)."""

from returns.counting import registry
from returns.counting.a_individuals import SURVIVOR
from returns.counting.instances import SupportedHousehold
from returns.counting.registry import population, rule
from returns.counting.scope import Scope


def _why_household(household: SupportedHousehold) -> str:
    return "the main victim of this episode is counted as an individual supported"


@population(why=_why_household)
def supported_households(scope: Scope) -> list[SupportedHousehold]:
    """Rule 12: episodes in which the main victim has at least one participation of A1."""
    episodes = {
        each.episode.id: each.episode
        for each in registry.members("individuals", scope)
        if each.participation.role == SURVIVOR
    }
    return [SupportedHousehold(episode) for episode in episodes.values()]


@rule("supported_households")
def households_supported(_: object) -> bool:
    """Rule 12, H1: every household supported."""
    return True
