"""Queueing work: with the caller's transaction, once, and without a word about anybody."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import transaction

from jobs import dispatch, queue
from jobs.arguments import clean
from jobs.errors import ArgumentRefused, UnknownTask
from jobs.models import Job, State
from tests.jobs.probe import tasks  # noqa: F401 (registers the probe's tasks)

pytestmark = pytest.mark.django_db

Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


def enqueue(**changes: Any) -> Job:
    asked: dict[str, Any] = {
        "organisation_id": None,
        "arguments": {"code": "a"},
        "by": None,
    }
    return queue.enqueue("probe.mark", **asked | changes)


def test_a_job_of_a_transaction_that_is_rolled_back_never_was() -> None:
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_the_worker_is_woken_after_the_commit_and_not_before(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    dispatch.wake.clear()

    with django_capture_on_commit_callbacks() as callbacks:
        enqueue()
        assert not dispatch.wake.is_set()

    for callback in callbacks:
        callback()
    assert dispatch.wake.is_set()


def test_identifiers_codes_dates_and_numbers_are_stored_as_text_that_says_no_more() -> None:
    case_id = uuid.UUID(int=7)

    stored = clean({"ids": [case_id], "year": "2022-23", "on": dt.date(2022, 4, 1), "n": 3})

    assert stored == {"ids": [str(case_id)], "n": 3, "on": "2022-04-01", "year": "2022-23"}


@pytest.mark.parametrize(
    "text", ["Grace Bell", "a note\nof two lines", "Zoë", {"name": "Grace"}, 1.5, "x" * 65]
)
def test_anything_that_could_be_free_text_is_refused(text: object) -> None:
    with pytest.raises(ArgumentRefused, match="The argument note is not an identifier"):
        enqueue(arguments={"note": text})

    assert not Job.objects.exists()


def test_a_task_that_nobody_registered_is_refused() -> None:
    with pytest.raises(UnknownTask):
        queue.enqueue("probe.nothing", organisation_id=None, arguments={}, by=None)


def test_equal_work_waits_once() -> None:
    first = enqueue(dedupe="mark:a")
    second = enqueue(dedupe="mark:a")

    assert second.id == first.id
    assert Job.objects.count() == 1


def test_work_that_already_runs_may_be_asked_for_again() -> None:
    first = enqueue(dedupe="mark:a")
    now = first.queued_at
    Job.objects.update(state=State.RUNNING, started_at=now, lease_until=now)

    second = enqueue(dedupe="mark:a")

    assert second.id != first.id


def test_the_page_finds_the_latest_job_of_a_task_and_its_arguments() -> None:
    enqueue(arguments={"code": "a"})
    latest = enqueue(arguments={"code": "a"})
    enqueue(arguments={"code": "b"})

    found = queue.latest("probe.mark", {"code": "a"})

    assert found == latest
    assert queue.latest("probe.mark", {"code": "c"}) is None


def test_progress_is_a_share_of_what_the_task_says_there_is() -> None:
    job = enqueue()
    job.progress_done, job.progress_total = 3, 4

    assert job.progress_percent == 75


def test_times_are_stored_in_utc() -> None:
    enqueue()

    assert Job.objects.get().queued_at.utcoffset() == dt.timedelta(0)
