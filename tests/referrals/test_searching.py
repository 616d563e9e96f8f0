"""The one box finds who was referred and is in no case yet, for those who take referrals."""

from accounts.tenancy import enter
from audit.models import Event
from cases.services import NewPerson
from referrals import deciding
from referrals.models import CaseReferral
from tests.cast import Cast
from tests.pages import assert_well_made, client_of
from tests.referrals.scenes import WEDNESDAY, take

PATH = "/c/find/"


def taken(cast: Cast) -> CaseReferral:
    """Take a referral of Leila Haddad."""
    with enter(cast.alder, by=cast.ines):
        return take(cast)


def test_whoever_takes_referrals_finds_her_and_the_trail_says_so(cast: Cast) -> None:
    referral = taken(cast)

    for term in ("Layla Hadad", "900123"):
        page = assert_well_made(client_of(cast.ines).post(PATH, {"term": term}), PATH)
        assert "Leila Haddad" in page.text
        assert f"/i/{referral.pk}/" in page.addresses

    with enter(cast.alder, by=None):
        shown = Event.objects.filter(verb="search.show", actor_id=cast.ines.pk)
        assert [referral.pk in one.subjects for one in shown.order_by("at")].count(True) == 2


def test_whoever_does_not_take_them_finds_nobody(cast: Cast) -> None:
    taken(cast)

    for user in (cast.kay, cast.bea):
        page = assert_well_made(client_of(user).post(PATH, {"term": "Leila"}), PATH)
        assert "In no case yet" not in page.text
        assert "Nothing that you can open matches what you typed." in page.text


def test_once_she_is_in_a_case_she_is_found_there_alone(cast: Cast) -> None:
    referral = taken(cast)
    with enter(cast.alder, by=cast.ines):
        case = deciding.accept(
            referral=referral, survivor=NewPerson(given_name="Leila", family_name="Haddad"),
            worker=cast.ines, at=WEDNESDAY, expected_version=1, by=cast.ines,
        )  # fmt: skip

    page = assert_well_made(client_of(cast.ines).post(PATH, {"term": "Leila"}), PATH)

    assert f"/c/{case.reference}/" in page.addresses
    assert "In no case yet" not in page.text
