from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("marac", "0008_seal_agency")]

    operations = [migrations.RemoveField("action", "agency_in_clear")]
