"""A migration changes records as the tables' owner, whom the walls hold as well."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from accounts.migrating import for_each_organisation
from accounts.models import Team
from accounts.services import create_team
from accounts.tenancy import enter
from audit.models import Event
from tests.cast import Cast

pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]


def rename_teams(models: Any, schema_editor: Any) -> None:
    """Give every team that is seen another name, as a migration would."""
    teams = models.get_model("accounts", "Team").objects.using(schema_editor.connection.alias)
    for team in teams.all():
        team.name = f"{team.name} team"
        team.save(update_fields=["name"])


def names(cast: Cast) -> list[str]:
    """Return the names of the teams of both organisations."""
    found = []
    for organisation in (cast.alder, cast.birch):
        with enter(organisation, by=None):
            found += [team.name for team in Team.objects.all()]
    return found


@pytest.fixture
def teams(transactional_db: None, cast: Cast) -> Cast:
    for organisation, service in ((cast.alder, cast.house), (cast.birch, cast.birch_house)):
        with enter(organisation, by=None):
            create_team(service=service, name="Night", by=None)
    return cast


def test_without_an_organisation_a_step_finds_nothing(teams: Cast) -> None:
    with connections["owner"].schema_editor() as schema_editor:
        rename_teams(apps, schema_editor)

    assert names(teams) == ["Night", "Night"]


def test_a_step_reaches_every_organisation_and_is_in_its_trail(teams: Cast) -> None:
    step = for_each_organisation(rename_teams, verb="team.migrate")
    with connections["owner"].schema_editor() as schema_editor:
        step(apps, schema_editor)

    assert names(teams) == ["Night team", "Night team"]
    for organisation in (teams.alder, teams.birch):
        with enter(organisation, by=None):
            assert Event.objects.filter(verb="team.migrate", actor_id=None).count() == 1


def test_a_step_that_fails_changes_nothing_anywhere(teams: Cast) -> None:
    def fail_in_the_second(models: Any, schema_editor: Any) -> None:
        rename_teams(models, schema_editor)
        reached.append(1)
        if len(reached) == 2:
            raise RuntimeError

    reached: list[int] = []
    step = for_each_organisation(fail_in_the_second, verb="team.migrate")
    with pytest.raises(RuntimeError), connections["owner"].schema_editor() as schema_editor:
        step(apps, schema_editor)

    assert names(teams) == ["Night", "Night"]
