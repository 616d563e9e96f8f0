"""What waits is counted for whom it waits; the mail in the morning names nothing."""

import datetime

from django.core import mail

from accounts.models import Organisation
from accounts.reminders import send_digests, waiting_for
from accounts.settings import services as settings
from accounts.tenancy import enter
from referrals.handing_over import services as handing_over
from tests.cast import Cast
from tests.referrals.scenes import HOUR, WEDNESDAY, take

LATER = WEDNESDAY + 49 * HOUR


def _let_things_wait(cast: Cast) -> None:
    take(cast)
    handing_over.offer(
        case=cast.amira, to=cast.kay, to_service=None, recap="He knows the school.",
        contact_checked_on=datetime.date(2026, 11, 24), at=WEDNESDAY, by=cast.ines,
    )  # fmt: skip


def test_a_late_referral_waits_for_those_who_take_them_and_an_offer_for_whom_it_is_made(
    in_alder: Cast,
) -> None:
    _let_things_wait(in_alder)

    def waits(at: datetime.datetime) -> dict[str, list[str]]:
        people = (in_alder.ines, in_alder.kay, in_alder.ada)
        return {
            one.full_name.split()[0]: [kind.words for kind in waiting_for(one, now=at)]
            for one in people
        }

    offered = ["cases offered to you"]
    assert waits(WEDNESDAY + HOUR) == {"Ines": [], "Kay": offered, "Ada": []}
    assert waits(LATER) == {"Ines": ["referrals late"], "Kay": offered, "Ada": []}


def _send(cast: Cast) -> int:
    with enter(Organisation.objects.get(pk=cast.alder.pk), by=None):
        return send_digests(now=LATER)


def test_the_mail_says_a_number_and_names_nothing(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        settings.change("daily_digest", to=True, by=cast.ada)
        _let_things_wait(cast)

    assert _send(cast) == 3
    assert {one.subject for one in mail.outbox} == {"Rowan"}
    assert {one.body for one in mail.outbox} == {
        "1 thing waits for you. Sign in where you usually do to see it.\n"
    }


def test_no_mail_is_sent_unless_the_organisation_wants_it(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ada):
        _let_things_wait(cast)

    assert _send(cast) == 0
    assert mail.outbox == []
