"""Appointments: booked with their interpreter, changed, called off."""

import datetime

from django.utils import timezone

from accounts.tenancy import enter
from diary.models import Appointment
from tests.cast import Cast
from tests.pages import assert_well_made, client_of

NEW = "/c/R-1001/d/at/new/"


def asked(cast: Cast, **changed: str) -> dict[str, str]:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    return {
        "kind": "court", "day": tomorrow.isoformat(), "starts": "14:00", "ends": "15:30",
        "worker": str(cast.ines.pk), "where": "Family court", "with_whom": "Her solicitor",
        "language": "Urdu", "gender": "woman", "never": "Her cousin", **changed,
    }  # fmt: skip


def booked(cast: Cast) -> tuple[str, Appointment]:
    address = client_of(cast.ines).send(NEW, asked(cast))["Location"]
    with enter(cast.alder, by=cast.ines):
        return address, Appointment.objects.get()


def test_an_appointment_says_who_interprets_and_who_must_not(cast: Cast) -> None:
    address, _ = booked(cast)

    page = assert_well_made(client_of(cast.ines).get(address), "/c/R-1001/d/at/")

    assert "Family court" in page.text
    assert "Urdu, a woman" in page.text
    assert "Her cousin" in page.text


def test_a_change_over_a_colleagues_is_refused_with_both_texts(cast: Cast) -> None:
    address, _ = booked(cast)
    browser = client_of(cast.ines)
    browser.send(address, asked(cast, where="Room 4") | {"version": "1"})

    answer = browser.send(address, asked(cast, where="Room 9") | {"version": "1"})

    assert answer.status_code == 409
    assert "Room 4" in answer.content.decode()
    assert "Room 9" in answer.content.decode()


def test_one_that_is_called_off_is_in_no_list(cast: Cast) -> None:
    address, _ = booked(cast)
    browser = client_of(cast.ines)
    assert "Family court" in browser.get("/d/week/").content.decode()

    browser.send(f"{address}off/", {})

    assert "Family court" not in browser.get("/d/week/").content.decode()


def test_an_end_before_the_beginning_is_asked_again(cast: Cast) -> None:
    answer = client_of(cast.ines).send(NEW, asked(cast, ends="13:00"))
    assert b"Enter a time after the beginning" in answer.content
