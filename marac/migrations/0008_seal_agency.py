from typing import Any

from django.db import connections, migrations

from accounts.migrating import for_each_organisation
from audit.context import required_organisation
from encryption import bulk, committing
from encryption.fields import EncryptedText

_CLEAR = "SELECT id, referral_id, agency_in_clear FROM marac_action ORDER BY id"
_PUT = (
    "UPDATE marac_action SET agency = made.sealed"
    " FROM unnest(%s::uuid[], %s::bytea[]) AS made (id, sealed) WHERE marac_action.id = made.id"
)


def seal(apps: Any, schema_editor: Any) -> None:
    """Seal each under the keys of its referral, and tell the trail what is current."""
    field = EncryptedText(tag="marac_action.agency", key_class="narrative")
    using = schema_editor.connection.alias
    with connections[using].cursor() as cursor:
        cursor.execute(_CLEAR)
        rows = cursor.fetchall()
        sealed = bulk.encrypt(field, required_organisation(), rows)
        ids = [row[0] for row in rows]
        cursor.execute(_PUT, [ids, list(map(bytes, sealed))])
    committed = [(row_id, [value]) for row_id, value in zip(ids, sealed, strict=True)]
    committing.sealed_by_migration([field], committed, using=using)


class Migration(migrations.Migration):
    dependencies = [("marac", "0007_agency_apart"), ("encryption", "0005_trail_key")]

    operations = [
        migrations.RunPython(
            for_each_organisation(seal, verb="action.seal"), migrations.RunPython.noop
        )
    ]
