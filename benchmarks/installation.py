"""An installation of its own for measuring, with ordinary durability."""

from pathlib import Path

from django.core.management import call_command

from encryption import root_key


def ready(home: Path) -> None:
    """Make the installation's keys and tables where they are not there yet."""
    keys = home / "keys"
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (keys / "root.key").exists():
        root_key.create(keys / "root.key")
    call_command("migrate", database="owner", verbosity=0)
