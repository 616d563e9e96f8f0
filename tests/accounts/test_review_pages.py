"""The pages of the queue: who sees what of it, closing in words, notices, and what is late."""

import datetime
from unittest.mock import patch

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import reviews, roles
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, ReviewNotice, User
from accounts.reviews.escalation import escalate
from accounts.tenancy import enter
from audit import events
from audit.models import Event
from cases.choices import ConflictSource
from cases.models import Case, Conflict
from tests.cast import Cast, hire
from tests.pages import Page, assert_well_made, client_of

PATH = "/z/reviews/"
NOW = timezone.now()
DAY = datetime.timedelta(days=1)
REASON = "She rang from the police station"


@pytest.fixture
def dana(cast: Cast) -> User:
    """The data protection lead of Alder."""
    return hire("Dana", cast.alder, roles.DataProtectionLead)


@pytest.fixture
def ros(cast: Cast) -> User:
    """The refuge manager of Alder's house."""
    return hire("Ros", cast.alder, roles.RefugeManager, cast.house)


def raised(
    cast: Cast, *, about: User | None = None, tell: tuple[User, ...] = (), due: datetime.timedelta
) -> ReviewItem:
    """Put something about Ines's case into the queue."""
    with enter(cast.alder, by=None):
        return reviews.raise_item(
            kind=ReviewKind.BREAK_GLASS, about=about or cast.kay, reason=REASON, raised_at=NOW,
            due_at=NOW + due, tell=tell or (cast.mara,), by=None, case_id=cast.amira.pk,
        )  # fmt: skip


def forbid(cast: Cast, user: User) -> None:
    """Let the case not exist for a person."""
    with enter(cast.alder, by=None):
        events.write("test.conflict", by=None, subjects=[cast.amira.pk])
        Conflict.objects.create(
            organisation_id=cast.alder.pk, case=cast.amira, user=user,
            source=ConflictSource.MANAGER, reason="her sister",
        )  # fmt: skip


def page_of(user: User, path: str = PATH) -> Page:
    return assert_well_made(client_of(user).get(path), path)


def test_a_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    item = raised(cast, due=DAY)
    for path in (PATH, f"{PATH}{item.pk}/", f"{PATH}{item.pk}/seen/"):
        assert Client().get(path)["Location"].startswith("/in/")


@pytest.mark.parametrize("who", ["ines", "kay", "cora", "ada", "bo"])
def test_the_wrong_role_finds_nothing(who: str, cast: Cast) -> None:
    item = raised(cast, due=DAY)
    client = client_of(getattr(cast, who))

    assert client.get(PATH).status_code == 404
    assert client.get(f"{PATH}{item.pk}/").status_code == 404
    assert client.send(f"{PATH}{item.pk}/", {"outcome": "All was well"}).status_code == 404


def test_a_busy_stranger_has_a_queue_of_her_own(cast: Cast) -> None:
    item = raised(cast, due=DAY)

    assert "Nothing waits" in page_of(cast.bea).text
    assert client_of(cast.bea).get(f"{PATH}{item.pk}/").status_code == 404


def test_what_is_due_first_is_on_top_and_what_is_late_is_marked(cast: Cast, dana: User) -> None:
    raised(cast, due=2 * DAY, about=cast.ines)
    raised(cast, due=-DAY, about=cast.kay)

    text = page_of(dana).text

    assert text.index("Kay Example") < text.index("Ines Example")
    assert text.count("Late") == 1
    assert "Mara Example" in text
    assert cast.amira.reference in text
    assert REASON not in text


def test_it_is_closed_in_a_sentence_and_kept(cast: Cast) -> None:
    path = f"{PATH}{raised(cast, due=DAY).pk}/"
    client = client_of(cast.mara)

    assert REASON in page_of(cast.mara, path).text
    too_short = client.send(path, {"outcome": "ok", "version": "1"})
    assert "Write at least 3 words" in too_short.content.decode()
    sent = client.send(path, {"outcome": "It was right to look", "version": "1"})

    assert sent["Location"] == PATH
    assert "Nothing waits" in page_of(cast.mara).text
    assert "Kay Example" in page_of(cast.mara, f"{PATH}?state=closed").text
    closed = page_of(cast.mara, path).text
    assert "It was right to look" in closed
    assert "Close this review" not in closed


def test_who_closes_second_is_told_and_keeps_what_she_wrote(cast: Cast, dana: User) -> None:
    path = f"{PATH}{raised(cast, due=DAY).pk}/"
    client_of(dana).send(path, {"outcome": "Spoke to her worker", "version": "1"})

    with patch("accounts.reviews.views._find", return_value=_as_it_was(cast)):
        second = client_of(cast.mara).send(path, {"outcome": "All was well", "version": "1"})

    assert second.status_code == 409
    assert "Spoke to her worker" in second.content.decode()
    assert "All was well" in second.content.decode()


def _as_it_was(cast: Cast) -> ReviewItem:
    """The item as somebody read it a moment before it was closed."""
    with enter(cast.alder, by=None):
        item = ReviewItem.objects.get()
        item.closed_at, item.closed_by, item.version = None, None, 1
        return item


def test_what_is_about_oneself_is_not_there(cast: Cast, dana: User) -> None:
    path = f"{PATH}{raised(cast, about=cast.mara, tell=(dana,), due=DAY).pk}/"

    assert "Nothing waits" in page_of(cast.mara).text
    assert client_of(cast.mara).get(path).status_code == 404
    assert client_of(cast.mara).send(path, {"outcome": "All was well"}).status_code == 404
    assert "Mara Example" in page_of(dana).text


def test_an_item_about_a_case_that_one_must_not_know_of_is_not_there(
    cast: Cast, dana: User
) -> None:
    path = f"{PATH}{raised(cast, tell=(cast.mara, dana), due=DAY).pk}/"
    forbid(cast, cast.mara)

    assert "Nothing waits" in page_of(cast.mara).text
    assert client_of(cast.mara).get(path).status_code == 404
    assert cast.amira.reference not in page_of(cast.mara, "/d/").text
    assert cast.amira.reference in page_of(dana).text


def test_the_reference_of_a_restricted_case_is_for_those_named(cast: Cast, dana: User) -> None:
    path = f"{PATH}{raised(cast, due=DAY).pk}/"
    with enter(cast.alder, by=None):
        events.write("test.restrict", by=None, subjects=[cast.amira.pk])
        Case.objects.filter(pk=cast.amira.pk).update(restricted=True)

    assert cast.amira.reference not in page_of(dana, path).text
    assert "one that is not yours to know of" in page_of(dana, path).text


def test_a_manager_of_one_house_sees_what_she_was_told_of(cast: Cast, ros: User) -> None:
    raised(cast, due=DAY)
    assert "Nothing waits" in page_of(ros).text

    raised(cast, due=DAY, about=cast.ines, tell=(ros,))
    text = page_of(ros).text
    assert "Ines Example" in text
    assert "Kay Example" not in text


def test_the_home_page_counts_and_shows_what_one_was_told_until_seen(cast: Cast) -> None:
    item = raised(cast, due=-DAY, tell=(cast.mara, cast.ines))

    assert "1 review waits for you, 1 late" in page_of(cast.mara, "/d/").text
    told = page_of(cast.ines, "/d/").text
    assert "A case opened in an emergency" in told
    assert "Look into it" not in told
    assert "wait for you" not in told
    client_of(cast.ines).send(f"{PATH}{item.pk}/seen/", {})
    assert "A case opened in an emergency" not in page_of(cast.ines, "/d/").text
    assert "Look into it" in page_of(cast.mara, "/d/").text


def test_nobody_takes_away_a_notice_of_somebody_else(cast: Cast) -> None:
    item = raised(cast, due=DAY)

    assert client_of(cast.ines).send(f"{PATH}{item.pk}/seen/", {}).status_code == 404
    with enter(cast.alder, by=None):
        assert ReviewNotice.objects.get().seen_at is None


def test_reading_the_queue_is_recorded_before_it_is_shown(cast: Cast) -> None:
    item = raised(cast, due=DAY)
    client = client_of(cast.mara)

    client.get(PATH)
    client.get(f"{PATH}{item.pk}/")

    with enter(cast.alder, by=None):
        read = Event.objects.filter(actor_id=cast.mara.pk, subjects__contains=[item.pk])
        assert set(read.values_list("verb", flat=True)) == {"review.list", "review.see"}
    with patch("audit.events._insert", side_effect=OperationalError("no room")):
        assert REASON not in client.get(f"{PATH}{item.pk}/").content.decode()


def test_a_long_queue_takes_no_more_queries(cast: Cast) -> None:
    client = client_of(cast.mara)
    raised(cast, due=DAY)
    with CaptureQueriesContext(connection) as few:
        client.get(PATH)
    for _ in range(10):
        raised(cast, due=DAY)
    with CaptureQueriesContext(connection) as many:
        client.get(PATH)

    assert len(many) == len(few)


def told(cast: Cast) -> set[str]:
    with enter(cast.alder, by=None):
        return {notice.user.full_name.split()[0] for notice in ReviewNotice.objects.all()}


def escalate_at(cast: Cast, moment: datetime.datetime) -> None:
    with enter(cast.alder, by=None), time_machine.travel(moment, tick=False):
        escalate(now=moment)


def test_each_day_that_it_is_late_one_more_is_told_in_line(cast: Cast, dana: User) -> None:
    max_ = hire("Max", cast.alder, roles.ServiceManager)
    raised(cast, due=DAY, tell=(cast.ines,))

    escalate_at(cast, NOW + DAY)
    assert told(cast) == {"Ines"}
    for _ in range(2):
        escalate_at(cast, NOW + DAY + datetime.timedelta(minutes=1))
        assert told(cast) == {"Ines", "Mara"}
    escalate_at(cast, NOW + 2 * DAY + datetime.timedelta(minutes=1))
    assert told(cast) == {"Ines", "Mara", "Max"}
    escalate_at(cast, NOW + 3 * DAY + datetime.timedelta(minutes=1))
    assert told(cast) == {"Ines", "Mara", "Max", "Dana"}
    assert max_.is_active


def test_what_is_late_is_never_told_to_whom_it_is_about_or_who_must_not_know(
    cast: Cast, dana: User
) -> None:
    raised(cast, about=cast.mara, due=DAY, tell=(cast.ines,))
    forbid(cast, dana)

    escalate_at(cast, NOW + 3 * DAY)

    assert told(cast) == {"Ines"}
