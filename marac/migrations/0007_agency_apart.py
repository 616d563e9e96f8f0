from django.db import migrations

import encryption.fields


class Migration(migrations.Migration):
    """What was typed stays under another name until it is sealed."""

    dependencies = [("marac", "0006_area_changes")]

    operations = [
        migrations.RenameField("action", "agency", "agency_in_clear"),
        migrations.AddField(
            "action",
            "agency",
            encryption.fields.EncryptedText(
                blank=True, key_class="narrative", tag="marac_action.agency"
            ),
        ),
    ]
