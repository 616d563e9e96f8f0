"""How Rowan itself is doing, for whoever helps with it: counts and versions, no record."""

import datetime as dt
import platform

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.utils.formats import date_format
from django.utils.timezone import localtime

from audit import anchors, context
from jobs.models import Job, State


def doing(*, now: dt.datetime) -> list[tuple[str, str]]:
    """Return what to look at first, each with its name; jobs are the organisation's own."""
    return [
        *_work(now),
        *_anchors(),
        ("Works with", "Redis" if settings.REDIS_URL else "the database alone"),
        ("Served over https", "yes" if settings.HTTPS else "no: this machine alone"),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("PostgreSQL", _postgresql()),
    ]


def _work(now: dt.datetime) -> list[tuple[str, str]]:
    own = Job.objects.filter(organisation_id=context.required_organisation())
    counts = dict(own.order_by().values_list("state").annotate(Count("id")))
    oldest = own.filter(state=State.QUEUED, not_before__lte=now).aggregate(Min("queued_at"))
    since = oldest["queued_at__min"]
    return [
        ("Background work", ", ".join(f"{s.label.lower()} {counts.get(s, 0)}" for s in State)),
        (
            "Waiting longest",
            "nothing waits" if since is None else f"{(now - since) // dt.timedelta(minutes=1)} min",
        ),
    ]


def _anchors() -> list[tuple[str, str]]:
    """Say where proof of the trail is put away; the place itself is not for everybody's eyes."""
    return [(f"Proof of the trail, {one.name}", _put_away(one)) for one in anchors.everywhere()]


def _put_away(one: anchors.Anchor) -> str:
    if not one.is_wanted:
        return f"none is named: {one.variable} says where"
    if one.last_at is None:
        return "nothing yet"
    return f"last at {date_format(localtime(one.last_at), 'j F Y, H:i')}"


def _postgresql() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
