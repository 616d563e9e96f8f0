"""Every task that an app of Rowan has registered: run twice, it leaves the same as run once."""

import threading

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation
from accounts.tenancy import enter
from jobs import locks, periodic, queue, registry, running
from jobs.models import Job, State
from tests.cast import Cast

# The work itself, and the trail of who did it, grow with each run.
_GROWS = {"jobs_job", "audit_event", "audit_seal", "django_session", "django_cache"}
OF_ROWAN = [name for name in registry.names() if not name.startswith("probe.")]


def run(task: str) -> Job:
    job = queue.enqueue(task, organisation_id=None, arguments={}, by=None)
    with locks.session() as held:
        taken = running.take(job.id, held, now=timezone.now())
        assert taken is not None
        running.run(taken, held, stop=threading.Event())
    return Job.objects.get(id=job.id)


def rows() -> dict[tuple[str, str], int]:
    """How many rows each table has, as each organisation sees it."""
    tables = {model._meta.db_table for model in apps.get_models()} - _GROWS
    found = {}
    for organisation in Organisation.objects.all():
        with enter(organisation, by=None), connection.cursor() as cursor:
            for table in sorted(tables):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                found[organisation.name, table] = cursor.fetchone()[0]
    return found


# It reads as at one moment, which a transaction can only ask for where it begins.
IN_ITS_OWN_TRANSACTION = [
    pytest.mark.django_db(transaction=True, databases=["default", "audit", "owner"]),
    pytest.mark.two_connections,
]


@pytest.mark.parametrize(
    "task",
    [
        pytest.param(name, marks=IN_ITS_OWN_TRANSACTION if name == "audit.sweep" else ())
        for name in OF_ROWAN
    ],
)
def test_a_task_run_twice_leaves_the_same_as_run_once(cast: Cast, task: str) -> None:
    assert run(task).state == State.DONE
    after_one = rows()

    assert run(task).state == State.DONE
    assert rows() == after_one


def test_every_periodic_job_is_a_task_that_exists() -> None:
    assert [entry.task for entry in periodic.TABLE if not registry.is_registered(entry.task)] == []
