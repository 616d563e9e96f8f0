import django.db.models.deletion
from django.db import migrations

import accounts.models.base


class Migration(migrations.Migration):
    dependencies = [("accommodation", "0009_support_says_its_case")]

    operations = [
        migrations.AlterField(
            model_name="supportdelivered",
            name="case",
            field=accounts.models.base.TenantForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="support",
                to="cases.case",
            ),
        ),
    ]
