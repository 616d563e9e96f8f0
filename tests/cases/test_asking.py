"""Asking for what is not there: one answer whatever is true, and the right manager or nobody."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.models import ReviewItem, ReviewNotice, User
from accounts.tenancy import enter
from cases import asking
from cases.models import AccessRequest
from encryption import keyring
from jobs import locks, running
from jobs.models import Job, State
from tests.cases.test_pages import path_of, second_case_of_birch
from tests.cases.test_relationships import forbid, restrict, sees
from tests.cast import Cast, hire
from tests.matrix.asking import Answer
from tests.pages import assert_well_made, client_of

WHY = "Her sister rang me today"
# What differs between two statements that do the same.
VALUES = re.compile(r"'[^']*'(::\w+)?|s\d+_x\d+|\b\d+\b")
KINDS = ("hers to ask for", "absent", "foreign", "restricted", "in conflict")


@pytest.fixture
def ida(cast: Cast) -> User:
    """Another IDVA of Alder, with no case of her own, who has asked before."""
    user = hire("Ida", cast.alder, roles.IDVA)
    assert client_of(user).send("/c/ask/", {"looking_for": "R-7", "reason": WHY}).status_code == 302
    return user


def made(kind: str, cast: Cast, ida: User) -> str:
    """Return a reference that Ida cannot open, for the reason named."""
    if kind == "absent":
        return "R-9999"
    if kind == "foreign":
        return second_case_of_birch(cast).reference
    if kind == "restricted":
        restrict(cast.amira)
    if kind == "in conflict":
        forbid(ida, cast.amira)
    return cast.amira.reference


def work() -> None:
    """Do all the background work that waits."""
    with locks.session() as held:
        for job in Job.objects.filter(state=State.QUEUED):
            taken = running.take(job.id, held, now=timezone.now())
            assert taken is not None
            running.run(taken, held, stop=threading.Event())
            assert Job.objects.get(pk=job.pk).state == State.DONE


@contextmanager
def unwraps() -> Iterator[Counter[Any]]:
    """Count the data keys that are unwrapped while the block runs."""
    counted: Counter[Any] = Counter()
    close = keyring.KeyRing.close

    def closing(ring: keyring.KeyRing) -> None:
        counted.update(ring.unwraps)
        close(ring)

    with patch.object(keyring.KeyRing, "close", closing):
        yield counted


def said_and_done(cast: Cast, ida: User, kind: str) -> tuple[Any, ...]:
    """Look for a case, ask for it, and return all that the asker could tell the answers by."""
    reference = made(kind, cast, ida)
    client, path = client_of(ida), f"/c/{reference}/"
    with unwraps() as unwrapped, CaptureQueriesContext(connection) as queries:
        looked = Answer(client.get(path), [])
        data = {"looking_for": reference, "reason": WHY}
        asked = Answer(client.send("/c/ask/", data), [])
    statements = [VALUES.sub("?", query["sql"]) for query in queries]
    return looked.like(path), asked.like("/c/ask/"), statements, dict(unwrapped)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_asking_for_anything_is_the_same_to_the_last_byte_query_and_key(
    cast: Cast, ida: User, kind: str
) -> None:
    twin = hire("Una", cast.alder, roles.IDVA)
    client_of(twin).send("/c/ask/", {"looking_for": "R-7", "reason": WHY})

    there = said_and_done(cast, ida, KINDS[0])
    other = said_and_done(cast, twin, kind)

    assert there == other
    assert there[1][0] == 302


@pytest.mark.parametrize("kind", KINDS)
def test_a_manager_who_sees_it_is_told_or_nobody_is(cast: Cast, ida: User, kind: str) -> None:
    reference = made(kind, cast, ida)
    client_of(ida).send("/c/ask/", {"looking_for": reference, "reason": WHY})
    work()

    with enter(cast.alder, by=cast.mara):
        told = [notice.user for notice in ReviewNotice.objects.all()]
        items = [(one.about, one.case_id, one.reason) for one in ReviewItem.objects.open()]
    assert told == ([cast.mara] if kind == KINDS[0] else [])
    assert items == ([(ida, cast.amira.pk, WHY)] if kind == KINDS[0] else [])


def test_of_a_restricted_case_the_manager_hears_who_is_named_for_it(cast: Cast, ida: User) -> None:
    sent = {"reason": "Only we two may know", "version": str(cast.amira.version)}
    client_of(cast.mara).send(path_of(cast.amira, "w/restrict/"), sent)
    hire("Max", cast.alder, roles.ServiceManager)
    client_of(ida).send("/c/ask/", {"looking_for": cast.amira.reference, "reason": WHY})
    work()

    with enter(cast.alder, by=cast.mara):
        assert [notice.user for notice in ReviewNotice.objects.all()] == [cast.mara]


def test_the_page_that_has_nothing_takes_what_is_asked(cast: Cast, ida: User) -> None:
    path = path_of(cast.amira)
    response = client_of(ida).get(path)
    page = assert_well_made(response, path)
    assert "There is nothing here that you can open." in page.text
    assert f'value="{path}"' in response.content.decode()

    client_of(ida).send("/c/ask/", {"address": path, "looking_for": "", "reason": WHY})
    work()

    with enter(cast.alder, by=cast.mara):
        assert ReviewItem.objects.get().case_id == cast.amira.pk


def test_the_manager_gives_access_from_what_was_asked(cast: Cast, ida: User) -> None:
    client_of(ida).send("/c/ask/", {"looking_for": cast.amira.reference, "reason": WHY})
    work()
    with enter(cast.alder, by=cast.mara):
        item = ReviewItem.objects.get()
    client = client_of(cast.mara)
    assert WHY in assert_well_made(client.get(path_of(cast.amira, "w/")), "/c/").text

    form = client.get(path_of(cast.amira, f"w/give/?for={item.pk}")).content.decode()
    assert f'<option value="{ida.pk}" selected>' in form
    day = timezone.localdate().isoformat()
    client.send(
        path_of(cast.amira, "w/give/"), {"user": str(ida.pk), "last_day": day, "reason": WHY}
    )

    assert sees(ida, cast.amira, timezone.now())
    with enter(cast.alder, by=cast.mara):
        assert not ReviewItem.objects.open().exists()


def test_asking_is_limited_and_what_was_typed_is_kept(cast: Cast, ida: User) -> None:
    client = client_of(ida)
    for _ in range(4):
        client.send("/c/ask/", {"looking_for": "R-8", "reason": WHY})

    response = client.send("/c/ask/", {"looking_for": "R-8", "reason": WHY})

    page = assert_well_made(response, "/c/ask/")
    assert "You have asked often today" in page.text
    assert WHY in page.text
    with enter(cast.alder, by=ida):
        assert AccessRequest.objects.count() == 5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"looking_for": "R-1", "reason": "x"}, "Say why in a few words"),
        ({"looking_for": "", "reason": WHY}, "Enter the reference"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, ida: User, data: dict[str, str], words: str) -> None:
    assert words in assert_well_made(client_of(ida).send("/c/ask/", data), "/c/ask/").text


def test_what_a_role_without_cases_asks_for_reaches_nobody(cast: Cast) -> None:
    client_of(cast.ada).send("/c/ask/", {"looking_for": cast.amira.reference, "reason": WHY})
    work()

    with enter(cast.alder, by=cast.mara):
        assert not ReviewItem.objects.exists()


def test_passing_on_twice_tells_once(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=ida):
        request = asking.ask(
            looking_for=cast.amira.reference, reason=WHY, asked_at=timezone.now(), by=ida
        )
    with enter(cast.alder, by=None):
        for _ in range(2):
            asking.pass_on(request=request, at=timezone.now())
        assert ReviewItem.objects.count() == 1
