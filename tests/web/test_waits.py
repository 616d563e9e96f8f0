"""What waits for somebody: a number and a way to it, never a name."""

from django.utils import timezone

from accounts.tenancy import enter
from referrals.handing_over import services as handing_over
from tests.cast import Cast
from tests.pages import client_of


def test_nothing_waits(cast: Cast) -> None:
    answer = client_of(cast.kay).get("/d/waits/")

    assert "Nothing waits for you." in answer.content.decode()
    assert "Rowan-Waits" not in answer.headers


def test_an_offered_case_is_counted_for_whom_it_is_offered_and_nobody_is_named(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        handing_over.offer(
            case=cast.amira, to=cast.kay, to_service=None, recap="He knows the school.",
            contact_checked_on=timezone.localdate(), at=timezone.now(), by=cast.ines,
        )  # fmt: skip

    page = client_of(cast.kay).get("/d/waits/")
    bell = client_of(cast.kay).head("/d/waits/")

    assert "<b>1</b> cases offered to you" in page.content.decode()
    assert "Amira" not in page.content.decode()
    assert bell.headers["Rowan-Waits"] == "1"
    assert "Rowan-Waits" not in client_of(cast.ines).head("/d/waits/").headers
