"""App configuration."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_migrate


class EncryptionConfig(AppConfig):
    """Keys and encrypted fields."""

    name = "encryption"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from encryption import checks, committing, installation, tombstones
        from encryption.rotation import data_keys

        checks.register()
        connection_created.connect(installation.refuse_wrong_root_key)
        connection_created.connect(tombstones.refuse_unapplied)
        for model in data_keys.models():
            post_delete.connect(committing.row_deleted, sender=model)
        post_migrate.connect(installation.establish_after_migrate, sender=self)
