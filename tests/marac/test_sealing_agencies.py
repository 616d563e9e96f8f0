"""What was typed in clear before is sealed by a migration, and nothing of it is lost."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from accounts.tenancy import enter
from audit.models import Event
from marac.models import Action, MaracReferral
from marac.services import agree_action
from tests.audit.test_commitments import in_control
from tests.marac.scene import TODAY, Scene

pytestmark = [
    pytest.mark.two_connections,
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
]
STEP: Any = import_module("marac.migrations.0008_seal_agency").Migration.operations[0]


def test_agencies_in_clear_are_sealed_and_the_trail_knows_them(scene: Scene) -> None:
    scene.refer()
    with enter(scene.host, by=scene.cleo):
        referral = MaracReferral.objects.get()
        for agency in ("Police", "Ḥousing “North”"):
            agree_action(
                referral=referral, agency=agency, text="Ring", by=scene.cleo,
                due_on=TODAY,
            )  # fmt: skip
        before = dict(Action.objects.values_list("pk", "due_on"))
        named = {one.pk: one.agency for one in Action.objects.all()}
    with in_control("marac_action") as cursor:
        cursor.execute("ALTER TABLE marac_action ADD COLUMN agency_in_clear varchar(200)")
        for key, agency in named.items():
            cursor.execute(
                "UPDATE marac_action SET agency_in_clear = %s, agency = '' WHERE id = %s",
                [agency, key],
            )
    try:
        with connections["owner"].schema_editor() as editor:
            STEP.code(apps, editor)
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE marac_action DROP COLUMN agency_in_clear")

    with enter(scene.host, by=None):
        assert {one.pk: one.agency for one in Action.objects.all()} == named
        assert dict(Action.objects.values_list("pk", "due_on")) == before
        assert Event.objects.filter(verb="action.seal").count() == 1
    call_command("audit_sweep")
