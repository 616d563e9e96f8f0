"""The table of Django's database cache: attempts that are limited, codes that were used."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_once_and_unsaved")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE TABLE django_cache (
                    cache_key varchar(255) NOT NULL PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamp with time zone NOT NULL
                );
                CREATE INDEX django_cache_expires ON django_cache (expires);
            """,
            reverse_sql="DROP TABLE django_cache",
        )
    ]
