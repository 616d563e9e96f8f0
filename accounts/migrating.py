"""Changing records in a migration, one organisation after another.

Migrations run as the tables' owner, whom the walls hold like anybody (row-level security is
forced). A step that entered no organisation would find no rows, change nothing and say nothing.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.tenancy import enter
from audit import events

# What RunPython calls: with the models as they are at this migration, and the schema's editor.
Step = Callable[[Any, BaseDatabaseSchemaEditor], None]


def for_each_organisation(step: Step, *, verb: str) -> Step:
    """Return a step for RunPython that runs this one inside each organisation, with its event.

    A query of the step names ``schema_editor.connection.alias``, for there alone the organisation
    is entered. It stands in a migration of its own: after a write PostgreSQL alters no table
    until COMMIT, where the wall's keys are checked.
    """

    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        using = schema_editor.connection.alias
        register = apps.get_model("accounts", "Organisation").objects.using(using)
        for organisation_id in register.order_by("pk").values_list("pk", flat=True):
            with enter(organisation_id, by=None, using=using):
                events.write(verb, by=None, subjects=[organisation_id], using=using)
                step(apps, schema_editor)

    return run
