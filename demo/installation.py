"""From an empty home to a loaded demo, step by step; what is there already is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import connections
from django.utils import timezone

from config import private_postgres
from config.installation import set_up
from demo.progress import Progress, note_progress, progress


class NotADemoError(Exception):
    """The home holds records that no demo made; the sentence says so."""


def make_ready(home: Path, say: Callable[[str], None]) -> None:
    """Keys, database, tables and invented data, each made when it is missing."""
    if progress(home) is Progress.LOADING:
        say("The last run was stopped while it loaded data: beginning again ...")
        connections.close_all()
        private_postgres.remove(home)
    set_up(home, say)
    _load_once(home, say)


def _load_once(home: Path, say: Callable[[str], None]) -> None:
    # Imported here: nothing else of a demo needs the records' models.
    from accounts.models import Organisation
    from demo import people

    if progress(home) is Progress.LOADED:
        people.let_in_again(now=timezone.now())
        return
    if Organisation.objects.exists():
        raise NotADemoError(
            f"{home} holds records that the demo did not make: name another folder in ROWAN_HOME."
        )
    say("Loading invented people, houses and cases ...")
    note_progress(home, Progress.LOADING)
    people.load_small_demo(say=say)
    note_progress(home, Progress.LOADED)
