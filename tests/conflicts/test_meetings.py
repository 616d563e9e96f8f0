"""The wall around a copy that a host of meetings holds: declared, set, carried over to repeats."""

import datetime

import pytest
from django.utils import timezone

from accounts import roles
from accounts.choices import ReviewKind
from accounts.models import ReviewItem, ReviewNotice, User
from accounts.services import create_membership
from accounts.tenancy import enter
from cases.conflicts.services import set_conflict
from marac import attendance, recusals
from marac.models import Action, MaracReferral, Meeting, Recusal
from marac.services import agree_action, plan_meeting, put_on_list
from tests.cast import LONG_AGO, hire
from tests.conflicts.people import declare
from tests.marac.scene import TODAY, Scene, scene
from tests.pages import assert_well_made, client_of

__all__ = ["scene"]


@pytest.fixture
def rae(scene: Scene) -> User:
    """A representative of an agency at the host's meetings."""
    return hire("Rae", scene.host, roles.MaracRepresentative)


@pytest.fixture
def chay(scene: Scene) -> User:
    """The chair of the host's meetings."""
    return hire("Chay", scene.host, roles.MaracChair)


def listed(scene: Scene) -> tuple[MaracReferral, Meeting, Action]:
    """Put a referral on the list of a meeting, with something agreed."""
    referral = scene.refer()
    with enter(scene.host, by=scene.cleo):
        soon = timezone.localdate() + datetime.timedelta(days=7)
        meeting = plan_meeting(
            area=scene.host_area(), held_on=soon, list_closes_on=TODAY, by=scene.cleo
        )
        held = MaracReferral.objects.get(pk=referral.pk)
        put_on_list(referral=held, meeting=meeting, on=TODAY, expected_version=1, by=scene.cleo)
        action = agree_action(
            referral=held, agency="Police", text="Ring Zaltana", due_on=soon, by=scene.cleo
        )
    return held, meeting, action


def put_down(scene: Scene, meeting: Meeting, user: User) -> None:
    """Let somebody attend a meeting."""
    with enter(scene.host, by=scene.cleo):
        attendance.add(meeting=meeting, user=user, by=scene.cleo)


def sees_copy(user: User, scene: Scene, referral: MaracReferral) -> bool:
    with enter(scene.host, by=user):
        return MaracReferral.objects.visible_to(user).filter(pk=referral.pk).exists()


@pytest.mark.parametrize(
    "known",
    [{"given_name": "Ameera", "family_name": "Khaled"}, {"given_name": "Youssef", "family_name":
     "Khalid"}, {"given_name": "Khalid", "family_name": "Imraan"}],
)  # fmt: skip
def test_a_copy_that_comes_in_is_compared(scene: Scene, chay: User, known: dict[str, str]) -> None:
    declare(chay, scene.host, **known)

    referral = scene.refer()

    assert not sees_copy(chay, scene, referral)
    assert sees_copy(scene.cleo, scene, referral)
    with enter(scene.host, by=None):
        item = ReviewItem.objects.get(kind=ReviewKind.CONFLICT)
        assert (item.about, item.case_id) == (chay, referral.pk)
        assert [notice.user for notice in ReviewNotice.objects.all()] == [scene.cleo]


def test_a_new_declaration_is_compared_with_the_copies(scene: Scene, chay: User) -> None:
    referral = scene.refer()
    assert sees_copy(chay, scene, referral)

    declare(chay, scene.host)

    assert not sees_copy(chay, scene, referral)


def test_papers_actions_and_lists_hold_nothing_of_it(scene: Scene, rae: User) -> None:
    referral, meeting, action = listed(scene)
    put_down(scene, meeting, rae)
    assert "Khalid" in client_of(rae).get(f"/m/{meeting.pk}/").content.decode()
    with enter(scene.host, by=scene.cleo):
        recusals.recuse(referral=referral, user=rae, reason="Her uncle", by=scene.cleo)
    browser = client_of(rae)

    for path in ("/m/", f"/m/{meeting.pk}/", "/m/actions/"):
        page = browser.get(path).content.decode()
        for word in ("Khalid", "Zaltana", str(referral.pk), str(action.pk)):
            assert word not in page, path
    for path in (f"/m/r/{referral.pk}/", f"/m/actions/{action.pk}/"):
        assert browser.get(path).status_code == 404


def test_the_chair_sees_how_many_and_never_who_or_why(scene: Scene, rae: User, chay: User) -> None:
    referral, _, _ = listed(scene)
    with enter(scene.host, by=scene.cleo):
        recusals.recuse(referral=referral, user=rae, reason="Her uncle", by=scene.cleo)

    page = client_of(chay).get(f"/m/r/{referral.pk}/").content.decode()

    assert "One representative is not taking part" in page
    assert "Rae" not in page
    assert "uncle" not in page
    assert client_of(chay).get(f"/m/r/{referral.pk}/apart/").status_code == 404


def test_the_coordinator_sets_and_lifts_on_pages(scene: Scene, rae: User) -> None:
    referral, meeting, _ = listed(scene)
    put_down(scene, meeting, rae)
    assert sees_copy(rae, scene, referral)
    browser, path = client_of(scene.cleo), f"/m/r/{referral.pk}/apart/"
    assert_well_made(browser.get(path), path)
    browser.send(path, {"user": str(rae.pk), "reason": "Her uncle"})
    assert not sees_copy(rae, scene, referral)

    with enter(scene.host, by=None):
        recusal = Recusal.objects.get()
    one = f"{path}{recusal.pk}/"
    assert "Her uncle" in assert_well_made(browser.get(one), one).text
    browser.send(one, {"reason": "A namesake"})

    assert sees_copy(rae, scene, referral)
    assert browser.get(one).status_code == 404


def test_nobody_lifts_their_own(scene: Scene) -> None:
    referral, _, _ = listed(scene)
    with enter(scene.host, by=None):
        recusal = recusals.recuse(referral=referral, user=scene.cleo, reason="Kin", by=None)
    path = f"/m/r/{referral.pk}/apart/"

    assert client_of(scene.cleo).get(path).status_code == 404
    assert client_of(scene.cleo).send(f"{path}{recusal.pk}/", {"reason": "x"}).status_code == 404


def test_a_repeat_is_kept_from_whom_the_first_was_kept(scene: Scene, rae: User) -> None:
    first = scene.refer()
    with enter(scene.host, by=scene.cleo):
        held = MaracReferral.objects.get(pk=first.pk)
        recusals.recuse(referral=held, user=rae, reason="Her uncle", by=scene.cleo)

    again = scene.refer(on=TODAY + datetime.timedelta(days=30))

    assert again.is_repeat
    assert not sees_copy(rae, scene, again)


def test_where_the_host_works_the_case_its_conflict_holds_for_the_copy(scene: Scene) -> None:
    cast = scene.cast
    referral = scene.refer()
    with enter(scene.host, by=None):
        create_membership(user=cast.ines, role=roles.MaracChair, starts_on=LONG_AGO, by=None)
    with enter(cast.alder, by=cast.mara):
        set_conflict(case=cast.amira, user=cast.ines, reason="Kin", by=cast.mara)
    assert sees_copy(cast.ines, scene, referral), "another organisation knows nothing of it"


def test_a_conflict_of_the_hosts_own_case_holds_for_the_copy(scene: Scene) -> None:
    cast = scene.cast
    with enter(cast.alder, by=cast.mara):
        create_membership(user=cast.kay, role=roles.MaracChair, starts_on=LONG_AGO, by=None)
        from marac.register import areas
        from marac.services import create_area, refer

        create_area(name="Alder's", by=cast.mara)
        area = next(one for one in areas() if one.host_id == cast.alder.pk)
        referral = refer(
            case=cast.amira, area=area, criteria=["judgement"], basis="consent", reasons="x",
            referred_on=TODAY, by=cast.ines,
        )  # fmt: skip
        kay = User.objects.get(pk=cast.kay.pk)
        assert MaracReferral.objects.visible_to(kay).filter(pk=referral.pk).exists()
        set_conflict(case=cast.amira, user=cast.kay, reason="Kin", by=cast.mara)
        assert not MaracReferral.objects.visible_to(kay).filter(pk=referral.pk).exists()
