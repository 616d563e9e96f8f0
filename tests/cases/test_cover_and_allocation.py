"""Who works on a case, and who stands in: given by those who answer for it, ended at once."""

import pytest
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.services import create_service
from accounts.tenancy import enter
from cases import allocations, cover
from cases.models import Allocation, Cover
from cases.refusals import Refused
from tests.cases.test_relationships import DAY, NOW, forbid, sees
from tests.cast import Cast, hire

TODAY = timezone.localdate(NOW)


@pytest.fixture
def ida(cast: Cast) -> User:
    """Another IDVA of Alder, with no case of her own."""
    return hire("Ida", cast.alder, roles.IDVA)


def test_a_case_is_handed_over_at_once(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=cast.mara):
        held = Allocation.objects.get(case=cast.amira)
        allocations.hand_over(allocation=held, worker=ida, at=timezone.now(), by=cast.mara)

    now = timezone.now()
    assert sees(ida, cast.amira, now)
    assert not sees(cast.ines, cast.amira, now)


def test_a_case_that_cannot_be_given_stays_where_it_is(cast: Cast, ida: User) -> None:
    forbid(ida, cast.amira)
    with enter(cast.alder, by=cast.mara):
        held = Allocation.objects.get(case=cast.amira)
        with pytest.raises(Refused):
            allocations.hand_over(allocation=held, worker=ida, at=NOW, by=cast.mara)
        assert Allocation.objects.get(case=cast.amira) == held

    assert sees(cast.ines, cast.amira)


def test_only_those_who_say_who_works_on_a_case_do(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=cast.ines), pytest.raises(Refused, match="You cannot say"):
        allocations.give(case=cast.amira, worker=ida, starts_on=TODAY, by=cast.ines)


def test_a_worker_is_given_a_case_once(cast: Cast) -> None:
    with enter(cast.alder, by=cast.mara), pytest.raises(Refused, match="already"):
        allocations.give(case=cast.amira, worker=cast.ines, starts_on=TODAY, by=cast.mara)


def give_cover(cast: Cast, worker: User, **instead: object) -> Cover:
    """Let Mara arrange that somebody stands in for Ines today and tomorrow."""
    given = {
        "colleague": cast.ines, "worker": worker, "starts_on": TODAY, "ends_on": TODAY + DAY,
        "today": TODAY, "by": cast.mara,
    } | instead  # fmt: skip
    with enter(cast.alder, by=cast.mara):
        return cover.give(**given)  # type: ignore[arg-type]


def test_cover_that_is_ended_is_gone_at_once(cast: Cast, ida: User) -> None:
    given = give_cover(cast, ida)
    assert sees(ida, cast.amira)

    with enter(cast.alder, by=cast.mara):
        cover.end(cover=given, at=timezone.now(), by=cast.mara)

    assert not sees(ida, cast.amira, timezone.now())


@pytest.mark.parametrize(
    ("field", "instead"),
    [
        ("ends_on", {"ends_on": TODAY - DAY}),
        ("ends_on", {"ends_on": TODAY + 42 * DAY}),
        ("ends_on", {"starts_on": TODAY - 9 * DAY, "ends_on": TODAY - 8 * DAY}),
    ],
)
def test_cover_has_an_end_that_is_near(
    cast: Cast, ida: User, field: str, instead: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        give_cover(cast, ida, **instead)

    assert refused.value.field == field


def test_nobody_covers_for_herself_nor_takes_cover_for_herself(cast: Cast) -> None:
    for worker in (cast.ines, cast.mara):
        with pytest.raises(Refused, match="somebody else"):
            give_cover(cast, worker)


def test_a_house_manager_arranges_cover_for_her_own_house_alone(cast: Cast, ida: User) -> None:
    with enter(cast.alder, by=None):
        other = create_service(name="Other House", by=None)
    ros = hire("Ros", cast.alder, roles.RefugeManager, other)

    with pytest.raises(Refused, match="answer for"):
        give_cover(cast, ida, colleague=cast.kay, by=ros)
    rosa = hire("Rosa", cast.alder, roles.RefugeManager, cast.house)
    assert give_cover(cast, ida, colleague=cast.kay, by=rosa).worker == ida


def test_cover_does_not_open_a_case_that_the_worker_must_not_know(cast: Cast, ida: User) -> None:
    forbid(ida, cast.amira)
    give_cover(cast, ida)

    assert not sees(ida, cast.amira)
