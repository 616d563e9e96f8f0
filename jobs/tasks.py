"""What Rowan does by itself: passes on what nobody looked into, tidies rows that nobody needs."""

import datetime as dt
import logging

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from accounts import alerts, once, reminders, unsaved
from accounts.choices import AlertKind
from accounts.models import Organisation
from accounts.reviews.escalation import escalate
from accounts.tenancy import enter
from audit import anchors, checkpoints, sweeping
from jobs.models import Job
from jobs.registry import task
from jobs.running import JobHandle

_log = logging.getLogger(__name__)
KEEP_FINISHED = dt.timedelta(days=90)


@task("jobs.escalate_reviews", opens=())
def escalate_reviews(job: JobHandle) -> None:
    """Tell the next in line of what is overdue, one organisation at a time."""
    organisations = list(Organisation.objects.order_by("pk"))
    for done, organisation in enumerate(organisations, start=1):
        with enter(organisation, by=None):
            escalate(now=timezone.now())
        job.progress(done, len(organisations))


@task("jobs.send_digests", opens=())
def send_digests(job: JobHandle) -> None:
    """Say in a mail how much waits, one organisation at a time; without a mail server, log it."""
    organisations = list(Organisation.objects.order_by("pk"))
    for done, organisation in enumerate(organisations, start=1):
        with enter(organisation, by=None):
            try:
                reminders.send_digests(now=timezone.now())
            except OSError:
                _log.exception("the morning's mails could not be sent")
        job.progress(done, len(organisations))


@task("jobs.forget_finished", opens=())
def forget_finished(job: JobHandle) -> None:
    """Remove jobs that have been over for ninety days."""
    Job.objects.finished_before(timezone.now() - KEEP_FINISHED).delete()


@task("jobs.forget_once_keys", opens=())
def forget_once_keys(job: JobHandle) -> None:
    """Remove keys of requests that no browser sends again."""
    once.forget_old(now=timezone.now())


@task("jobs.forget_unsaved_work", opens=())
def forget_unsaved_work(job: JobHandle) -> None:
    """Remove what nobody came back to, one organisation at a time."""
    organisations = list(Organisation.objects.order_by("pk"))
    for done, organisation in enumerate(organisations, start=1):
        with enter(organisation, by=None):
            unsaved.forget_old(now=timezone.now())
        job.progress(done, len(organisations))


@task("jobs.forget_sessions", opens=())
def forget_sessions(job: JobHandle) -> None:
    """Remove sessions that are over."""
    call_command("clearsessions")


@task("audit.checkpoint", opens=())
def checkpoint_trail(job: JobHandle) -> None:
    """Sign what every chain of the trail holds, and copy it to the folder elsewhere."""
    checkpoints.make(now=timezone.now())
    anchors.to_folder(now=timezone.now())


@task("audit.mail_checkpoint", opens=())
def mail_checkpoint(job: JobHandle) -> None:
    """Send the newest checkpoint to the named person."""
    anchors.to_person(now=timezone.now())


@task("audit.watch_anchors", opens=())
def watch_anchors(job: JobHandle) -> None:
    """Say so where the trail was not anchored for a day, to each organisation too."""
    now = timezone.now()
    late = anchors.watch(now=now)
    for organisation in Organisation.objects.order_by("pk") if late else ():
        with enter(organisation, by=None):
            alerts.raise_alert(kind=AlertKind.ANCHOR, found=len(late), at=now)


@task("audit.sweep", opens=())
def sweep_values(job: JobHandle) -> None:
    """Compare every sealed value with what was written last, one organisation at a time."""
    organisations = list(Organisation.objects.order_by("pk"))
    for done, organisation in enumerate(organisations, start=1):
        with sweeping.snapshot(using=DEFAULT_DB_ALIAS), enter(organisation, by=None):
            found = list(sweeping.faults(using=DEFAULT_DB_ALIAS))
        for fault in found:
            _log.error("organisation %s, %s", organisation.pk, fault)
        if found:
            with enter(organisation, by=None):
                alerts.raise_alert(kind=AlertKind.VALUES, found=len(found), at=timezone.now())
        job.progress(done, len(organisations))
