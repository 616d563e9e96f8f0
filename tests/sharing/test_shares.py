"""What was shared: with consent, or without and looked at by somebody else in time."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import reviews, roles
from accounts.models import ReviewItem
from accounts.reviews.escalation import escalate
from accounts.tenancy import enter
from audit import events
from cases.choices import DisclosureBasis, DisclosureKind
from cases.refusals import Refused
from cases.services import record_disclosure
from sharing import shares
from sharing.choices import Basis, Verdict
from sharing.models import Share
from tests.cast import Cast, hire
from tests.pages import assert_well_made, client_of
from tests.sharing.test_consent import DAY, ask, page

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
SAID = {
    "whom": "PC Fernley", "what": "He knows the street", "why": "He is on his way to her",
    "not_asked": "No time to ask",
}  # fmt: skip


def share(cast: Cast, basis: Basis = Basis.SERIOUS_HARM) -> Share:
    with enter(cast.alder, by=cast.ines):
        return shares.record(
            case=cast.amira, basis=basis, details=SAID, shared_at=NOON, by=cast.ines
        )


def item_of(cast: Cast, found: Share) -> ReviewItem:
    with enter(cast.alder, by=cast.mara):
        return ReviewItem.objects.get(share=found)


def test_without_consent_a_manager_is_to_look_within_48_hours(cast: Cast) -> None:
    item = item_of(cast, share(cast))
    assert item.due_at - NOON == datetime.timedelta(hours=48)
    with enter(cast.alder, by=cast.mara):
        assert [notice.user for notice in item.notices.all()] == [cast.mara]


def test_the_form_asks_why_nobody_was_asked(cast: Cast) -> None:
    given = SAID | {"basis": "crime", "shared_on": DAY.isoformat(), "not_asked": ""}
    browser = client_of(cast.ines)
    assert "Say why they were not asked" in browser.send(page(cast, "new/"), given).content.decode()
    given["not_asked"] = "It was not safe to ask"
    assert browser.send(page(cast, "new/"), given).status_code == 302
    shown = assert_well_made(browser.get(page(cast)), page(cast))
    assert "PC Fernley" in shown.text
    assert "Late" in shown.text


def test_consent_as_the_ground_names_the_agreement(cast: Cast) -> None:
    given = SAID | {"basis": "consent", "shared_on": timezone.localdate().isoformat()}
    browser = client_of(cast.ines)
    assert "Choose the agreement" in browser.send(page(cast, "new/"), given).content.decode()
    given["consent"] = str(ask(cast).pk)
    assert browser.send(page(cast, "new/"), given).status_code == 302
    with enter(cast.alder, by=cast.ines):
        assert Share.objects.get().review is None


def test_an_agreement_that_did_not_hold_then_is_no_ground(cast: Cast) -> None:
    consent = ask(cast)
    before = NOON - datetime.timedelta(days=60)
    with enter(cast.alder, by=cast.ines), pytest.raises(Refused):
        shares.record(
            case=cast.amira, basis=Basis.CONSENT, details=SAID, shared_at=before,
            consent=consent, by=cast.ines,
        )  # fmt: skip


def test_a_manager_looks_at_it_on_its_own_page(cast: Cast) -> None:
    found = share(cast)
    browser = client_of(cast.mara)
    item = browser.get(f"/z/reviews/{found.review_id}/").content.decode()
    assert page(cast, f"{found.pk}/") in item
    shown = assert_well_made(browser.get(page(cast, f"{found.pk}/")), "share")
    assert "He knows the street" in shown.text
    given = {"verdict": "right", "words": "Spoke to Ines, it was right", "version": "1"}
    assert browser.send(page(cast, f"{found.pk}/"), given).status_code == 302
    assert item_of(cast, found).closed_by == cast.mara
    assert "Spoke to Ines" in client_of(cast.ines).get(page(cast)).content.decode()


def test_nobody_looks_at_what_she_shared_herself(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara):
        found = shares.record(
            case=cast.amira, basis=Basis.CRIME, details=SAID, shared_at=NOON, by=cast.mara
        )
        with pytest.raises(reviews.NotTheirs):
            shares.review(
                share=found, verdict=Verdict.RIGHT, words="It was right", at=NOON,
                expected_version=1, by=cast.mara,
            )  # fmt: skip
    assert client_of(cast.mara).get(page(cast, f"{found.pk}/")).status_code == 404


def test_the_first_verdict_stands_and_the_second_reader_keeps_her_words(cast: Cast) -> None:
    found = share(cast)
    other = hire("Orla", cast.alder, roles.ServiceManager)
    first = {"verdict": "right", "words": "It was right to", "version": "1"}
    client_of(cast.mara).send(page(cast, f"{found.pk}/"), first)
    second = {"verdict": "wrong", "words": "Not this much", "version": "1"}
    answer = client_of(other).send(page(cast, f"{found.pk}/"), second)
    assert "It was right to" in answer.content.decode()
    with enter(cast.alder, by=other):
        assert Share.objects.get(pk=found.pk).verdict == Verdict.RIGHT


def test_the_queue_does_not_close_it_with_words_alone(cast: Cast) -> None:
    item = item_of(cast, share(cast))
    with enter(cast.alder, by=cast.mara), pytest.raises(reviews.NotDecided):
        reviews.close(item=item, outcome="Fine by me", closed_at=NOON, by=cast.mara)


def test_what_nobody_looks_at_in_time_is_told_to_one_more(cast: Cast) -> None:
    lead = hire("Dora", cast.alder, roles.DataProtectionLead)
    third = hire("Orla", cast.alder, roles.DataProtectionLead)
    item = item_of(cast, share(cast))
    with enter(cast.alder, by=None):
        assert escalate(now=item.due_at - datetime.timedelta(minutes=1)) == 0
        assert escalate(now=item.due_at + datetime.timedelta(minutes=1)) == 1
        told = {notice.user for notice in item.notices.all()}
    assert told == {cast.mara, lead, third}


def test_my_day_says_that_it_waits(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        shares.record(
            case=cast.amira, basis=Basis.CRIME, details=SAID, by=cast.ines,
            shared_at=timezone.now() - datetime.timedelta(days=3),
        )  # fmt: skip
    text = client_of(cast.ines).get("/d/").content.decode()
    assert "A manager is still to look at what was shared without consent" in text


def test_the_database_refuses_what_nobody_looks_at(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines), pytest.raises(IntegrityError), transaction.atomic():
        events.write("share.record", by=cast.ines, subjects=[cast.amira.pk])
        Share(
            organisation=cast.alder, case=cast.amira, shared_at=NOON, shared_by=cast.ines,
            basis=Basis.CRIME,
        ).save(force_insert=True)  # fmt: skip


def test_a_copy_given_within_rowan_is_looked_at_too(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        record_disclosure(
            case=cast.amira, to_organisation_id=cast.birch.pk, what=DisclosureKind.MEETING_REFERRAL,
            basis=DisclosureBasis.PUBLIC_TASK, disclosed_on=DAY, copy_id=cast.birch.pk,
            by=cast.ines,
        )  # fmt: skip
        found = Share.objects.get()
        assert found.whom == "Birch"
        assert found.waits


def test_a_stranger_finds_nothing_to_look_at(cast: Cast) -> None:
    found = share(cast)
    for name in ("bea", "kay", "ada", "ines"):
        assert client_of(getattr(cast, name)).get(page(cast, f"{found.pk}/")).status_code == 404
