from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SubjectKey",
            fields=[
                ("subject_id", models.UUIDField(primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField(db_index=True)),
                ("kind", models.CharField(max_length=16)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("identity", models.BinaryField()),
                ("location", models.BinaryField()),
                ("narrative", models.BinaryField()),
                ("profile", models.BinaryField()),
                ("files", models.BinaryField()),
                ("search", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="InstallationKey",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("salt", models.BinaryField()),
                ("wrapped", models.BinaryField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="encryption_one_installation_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationKey",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("key_class", models.CharField(max_length=16)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("wrapped", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "key_class", "version"),
                        name="encryption_organisation_key_once",
                    )
                ],
            },
        ),
    ]
