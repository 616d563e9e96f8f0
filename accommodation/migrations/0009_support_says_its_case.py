"""Support that was given says of itself which case it is of: that of its stay until now."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

from accounts.migrating import for_each_organisation


def say_it(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Copy the case of the stay."""
    using = schema_editor.connection.alias
    episodes = apps.get_model("accommodation", "Episode").objects.using(using)
    case = episodes.filter(pk=OuterRef("episode_id")).values("case_id")
    delivered = apps.get_model("accommodation", "SupportDelivered").objects.using(using)
    delivered.update(case_id=Subquery(case))


class Migration(migrations.Migration):
    dependencies = [("accommodation", "0008_support_of_a_case")]

    operations = [
        migrations.RunPython(
            for_each_organisation(say_it, verb="migration.support_says_its_case"),
            migrations.RunPython.noop,
        )
    ]
