"""Only the owner's connection changes the schema."""


class OwnerMigrates:
    """Migrations run as the owner; the application's roles own nothing."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """Say whether this connection may migrate."""
        return db == "owner"
