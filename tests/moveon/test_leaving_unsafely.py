"""Leaving without a plan, or not to safety, asks for the risk to be looked at again."""

import datetime

import pytest
from django.utils import timezone

from accounts.tenancy import enter
from diary.models import NextStep
from moveon.services import end_episode
from risk.after_leaving import WORDS
from tests.scenes import Scene

TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("details", "looked_at"),
    [
        ({"planned": "no"}, True),
        ({"planned": "yes", "next_place": "with_perpetrator"}, True),
        ({"planned": "yes", "asked_to_leave": "yes"}, True),
        ({"planned": "yes", "next_place": "social_tenancy"}, False),
        ({"planned": "not_known"}, False),
    ],
)
def test_an_ending_says_whether_the_risk_is_looked_at_again(
    scene: Scene, details: dict[str, str], looked_at: bool
) -> None:
    cast = scene.cast
    with enter(cast.alder, by=cast.ines):
        end_episode(episode=scene.running, ended_on=TODAY, details=details, by=cast.ines)
        steps = [(step.text, step.due_on, step.owner) for step in NextStep.objects.open()]

    tomorrow = TODAY + datetime.timedelta(days=1)
    assert steps == ([(WORDS, tomorrow, cast.ines)] if looked_at else [])


def test_an_ending_of_long_ago_is_history(scene: Scene) -> None:
    cast = scene.cast
    with enter(cast.alder, by=cast.ines):
        long_ago = max(scene.running.started_on, TODAY - datetime.timedelta(days=60))
        end_episode(
            episode=scene.running, ended_on=long_ago, details={"planned": "no"}, by=cast.ines
        )
        assert not NextStep.objects.open().exists()
