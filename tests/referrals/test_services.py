"""Taking referrals, the clock, attempts, decisions, and who comes to see them."""

import datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.db import Error, IntegrityError, transaction
from django.http import Http404

from accounts.lost_updates import ChangedMeanwhile
from accounts.models import ReviewItem
from accounts.tenancy import enter
from cases.conflicts import declarations
from cases.services import NewPerson
from referrals import attempts, deciding, retention, services, walls
from referrals.access import get_referral_for
from referrals.choices import SafeToRing
from referrals.lists import due_of, in_words, rows_of
from referrals.models import CaseReferral
from tests.cast import Cast
from tests.referrals.scenes import DAY, HOUR, WEDNESDAY, of_priority, received, take


def test_a_referral_needs_no_name_and_has_a_reference(in_alder: Cast) -> None:
    nameless = services.take(
        service=in_alder.house, received=received(person={}), received_at=WEDNESDAY, by=None
    )

    assert [nameless.reference, nameless.full_name] == ["I-1001", "Name not known yet"]
    assert nameless.review_due_at == WEDNESDAY + 48 * HOUR


def test_taking_a_referral_is_one_with_its_event(in_alder: Cast) -> None:
    with pytest.raises(Error), patch("audit.events._insert", side_effect=Error("no room")):
        take(in_alder)

    assert not CaseReferral.objects.exists()


@pytest.mark.parametrize(
    ("priority", "due"),
    [("high", WEDNESDAY + DAY), ("medium", WEDNESDAY + 2 * DAY), ("standard", WEDNESDAY + 7 * DAY)],
)
def test_the_clock_of_a_priority_runs_from_when_it_came(
    in_alder: Cast, priority: str, due: datetime.datetime
) -> None:
    assert of_priority(in_alder, priority).contact_due_at == due


def test_what_is_due_is_said_calmly_and_stops_when_somebody_was_reached(in_alder: Cast) -> None:
    high = of_priority(in_alder, "high")
    before, after = WEDNESDAY + 2 * HOUR, WEDNESDAY + 25 * HOUR
    due = [due_of(high, now=now) for now in (before, after)]
    assert [in_words(one, now=now) for one, now in zip(due, (before, after), strict=True) if one] \
        == ["by Thu 26 Nov 14:10", "was due today 14:10"]  # fmt: skip

    attempts.record(
        referral=high, at=before, mode="call", outcome="call_back_asked", by=in_alder.ines
    )

    assert due_of(CaseReferral.objects.get(), now=after) is None


def test_after_somebody_else_answered_the_number_is_not_known_to_be_safe(in_alder: Cast) -> None:
    high = of_priority(in_alder, "high")

    attempts.record(
        referral=high, at=WEDNESDAY, mode="call", outcome="unsafe_other_person_answered",
        by=in_alder.ines,
    )  # fmt: skip

    [row] = rows_of([CaseReferral.objects.get()], now=WEDNESDAY)
    assert row.referral.contact["safe"] == SafeToRing.NOT_KNOWN
    assert row.safe.startswith("Not known to be safe: do not ring yet")


def _try(referral: CaseReferral, cast: Cast, *hours: int) -> None:
    for hour in hours:
        attempts.record(
            referral=referral, at=WEDNESDAY + hour * HOUR, mode="call", outcome="no_answer",
            by=cast.ines,
        )  # fmt: skip


def _give_up(cast: Cast) -> CaseReferral:
    held = CaseReferral.objects.get()
    return deciding.decide(
        referral=held, decision="could_not_reach", reason="no_reply", at=WEDNESDAY + 30 * DAY,
        expected_version=held.version, by=cast.mara,
    )  # fmt: skip


def _look(cast: Cast) -> None:
    held = CaseReferral.objects.get()
    attempts.review(
        referral=held, words="We asked her GP as well.", reviewed_at=WEDNESDAY + 9 * DAY,
        expected_version=held.version, by=cast.mara,
    )  # fmt: skip


def test_nobody_is_given_up_before_three_attempts_and_a_managers_look(in_alder: Cast) -> None:
    high = of_priority(in_alder, "high")
    _try(high, in_alder, 1, 20)
    with pytest.raises(deciding.NotYet, match="Try 3 times first: 2 so far"):
        _give_up(in_alder)

    _try(high, in_alder, 40)
    with pytest.raises(deciding.NotYet, match="A manager looks"):
        _give_up(in_alder)

    _look(in_alder)
    assert _give_up(in_alder).keep_until == datetime.date(2028, 12, 25)


def test_for_high_priority_three_attempts_lie_in_a_week(in_alder: Cast) -> None:
    high = of_priority(in_alder, "high")
    _try(high, in_alder, 1, 100, 200)
    _look(in_alder)
    with pytest.raises(deciding.NotYet, match="within 7 days"):
        _give_up(in_alder)

    _try(high, in_alder, 210)
    _give_up(in_alder)


def test_one_that_ends_keeps_the_least(in_alder: Cast) -> None:
    ended = deciding.decide(
        referral=take(in_alder), decision="declined", reason="not_ready", at=WEDNESDAY,
        expected_version=1, by=in_alder.ines,
    )  # fmt: skip

    held = CaseReferral.objects.get(pk=ended.pk)
    assert [held.story, held.details, held.postcode] == ["", {}, ""]
    with pytest.raises(IntegrityError, match="has_its_last_day"), transaction.atomic():
        held.keep_until = None
        held.save(update_fields=["keep_until"])


def test_when_its_time_is_over_it_is_erased_and_counted_still(in_alder: Cast) -> None:
    ended = deciding.decide(
        referral=take(in_alder), decision="declined", reason="not_ready", at=WEDNESDAY,
        expected_version=1, by=in_alder.ines,
    )  # fmt: skip
    assert ended.keep_until
    last, over = (ended.keep_until + datetime.timedelta(days=one) for one in (0, 1))

    erased = [retention.erase_what_is_over(today=day, at=WEDNESDAY) for day in (last, over, over)]

    held = CaseReferral.objects.get(pk=ended.pk)
    assert erased == [0, 1, 0]
    assert [held.full_name, held.contact, held.decision] == ["Erased", {}, "declined"]


def test_a_reason_belongs_to_its_decision(in_alder: Cast) -> None:
    with pytest.raises(ValueError, match="no reason"):
        deciding.decide(
            referral=take(in_alder), decision="declined", reason="outside_area", at=WEDNESDAY,
            expected_version=1, by=in_alder.ines,
        )  # fmt: skip


def test_accepting_opens_a_case_of_the_service_and_gives_it_to_the_worker(in_alder: Cast) -> None:
    case = deciding.accept(
        referral=take(in_alder), survivor=NewPerson(given_name="Leila"), worker=in_alder.ines,
        at=WEDNESDAY, expected_version=1, by=in_alder.ines,
    )  # fmt: skip

    assert case.service == in_alder.house
    assert case.allocations.get().worker == in_alder.ines
    assert CaseReferral.objects.get().case == case


def test_nothing_is_accepted_twice_or_over_what_nobody_saw(in_alder: Cast) -> None:
    referral = take(in_alder)
    with pytest.raises(ChangedMeanwhile):
        deciding.accept_into(
            referral=take(in_alder), case=in_alder.amira, at=WEDNESDAY, expected_version=7,
            by=in_alder.ines,
        )  # fmt: skip
    shared: dict[str, Any] = {"case": in_alder.amira, "at": WEDNESDAY, "by": in_alder.ines}
    deciding.accept_into(referral=referral, expected_version=1, **shared)

    with pytest.raises(deciding.Decided):
        deciding.accept_into(referral=referral, expected_version=2, **shared)


def test_a_second_referral_of_the_same_person_is_recognised(in_alder: Cast) -> None:
    first, _other = take(in_alder), services.take(
        service=in_alder.house, received=received(person={"given_name": "Wren"}, contact={}),
        received_at=WEDNESDAY, by=None,
    )  # fmt: skip

    assert take(in_alder).alike == [first.pk]


def test_a_referral_of_somebody_whom_she_knows_is_not_there_for_her(in_alder: Cast) -> None:
    with enter(in_alder.alder, by=in_alder.ines):
        declarations.declare(
            details={"given_name": "Leila", "family_name": "Haddad", "relationship": "cousin"},
            by=in_alder.ines,
        )
    referral = take(in_alder, by=in_alder.mara)

    with pytest.raises(Http404):
        get_referral_for(in_alder.ines, referral.pk)
    assert get_referral_for(in_alder.mara, referral.pk) == referral


def test_a_manager_lets_somebody_find_it_again_where_it_was_somebody_else(
    in_alder: Cast,
) -> None:
    with enter(in_alder.alder, by=in_alder.ines):
        details = {"given_name": "Leila", "family_name": "Haddad", "relationship": "cousin"}
        declarations.declare(details=details, by=in_alder.ines)
    referral = take(in_alder, by=in_alder.mara)
    wall = referral.walls.get()

    walls.lift(wall=wall, reason="Another Leila", lifted_at=WEDNESDAY, by=in_alder.mara)

    assert get_referral_for(in_alder.ines, referral.pk) == referral
    assert not ReviewItem.objects.open().exists()


def test_once_there_is_a_case_the_case_decides_who_sees_the_referral(in_alder: Cast) -> None:
    referral = take(in_alder)
    deciding.accept(
        referral=referral, survivor=NewPerson(given_name="Leila"), worker=None, at=WEDNESDAY,
        expected_version=1, by=in_alder.mara,
    )  # fmt: skip

    with pytest.raises(Http404):
        get_referral_for(in_alder.ines, referral.pk)
    assert get_referral_for(in_alder.mara, referral.pk) == referral
    for without in (in_alder.kay, in_alder.ada, in_alder.bea):
        assert not CaseReferral.objects.visible_to(without).exists()
