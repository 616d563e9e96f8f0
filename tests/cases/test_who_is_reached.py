"""What changes hands never shows more to anybody but whom it names: reach before, reach after.

Merging and splitting a case do not exist yet. When an
address of theirs appears, the test fails until its scenario is written here.
"""

import datetime
import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.permissions import Permission
from accounts.services import (
    create_membership,
    create_service,
    end_membership,
)
from accounts.tenancy import enter
from audit import events
from cases import allocations, restriction, sight
from cases.conflicts.services import set_conflict
from cases.models import Allocation, Case
from moveon.services import end_episode
from referrals.handing_over import services as handing_over
from referrals.models import Handover
from tests.cast import Cast, hire
from tests.matrix.addresses import every_address
from tests.scenes import Scene

TO_COME = r"merge|split|transfer|reopen|same_person|duplicate|move_case|unite"
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
WHY = "So it was agreed"

Reach = dict[tuple[str, str], frozenset[Permission]]


@pytest.fixture
def people(scene: Scene) -> dict[str, User]:
    """Everybody of Alder whose reach could change, and those of Birch."""
    cast = scene.cast
    hired = {
        "ida": hire("Ida", cast.alder, roles.IDVA),
        "cass": hire("Cass", cast.alder, roles.Counsellor),
        "kit": hire("Kit", cast.alder, roles.KeyWorker),
        "rae": hire("Rae", cast.alder, roles.Reception),
        "pia": hire("Pia", cast.alder, roles.Partner),
    }
    named = {name: getattr(cast, name) for name in ("ines", "kay", "mara", "ada", "bea", "bo")}
    return hired | named


def reach(cast: Cast, people: dict[str, User]) -> Reach:
    """Return what everybody may do to every case, by name and reference, in both organisations."""
    found: Reach = {}
    for organisation in (cast.alder, cast.birch):
        for name, user in people.items():
            asker = User.objects.get(pk=user.pk)
            with enter(organisation, by=asker):
                for case in Case.objects.visible_to(asker).with_reach(asker):
                    key = (name, f"{organisation.name} {case.reference}")
                    found[key] = sight.of(asker, case).allowed
    return found


def widened(before: Reach, after: Reach) -> set[str]:
    """Return those who may do more to some case than before."""
    return {
        name for (name, case), allowed in after.items()
        if allowed - before.get((name, case), frozenset())
    }  # fmt: skip


def narrowed(before: Reach, after: Reach) -> set[str]:
    """Return those who may do less to some case than before."""
    return widened(after, before)


def work_of(cast: Cast) -> Allocation:
    return Allocation.objects.get(case=cast.amira, worker=cast.ines)


def hand_over(scene: Scene, people: dict[str, User]) -> None:
    allocations.hand_over(
        allocation=work_of(scene.cast), worker=people["cass"], at=timezone.now(), by=scene.cast.mara
    )


def end_allocation(scene: Scene, people: dict[str, User]) -> None:
    allocations.end(allocation=work_of(scene.cast), at=timezone.now(), by=scene.cast.mara)


def close(scene: Scene, people: dict[str, User]) -> None:
    """Close the case with the stay still there, as records from elsewhere may have it."""
    events.write("stage.close", by=scene.cast.mara, subjects=[scene.cast.amira.pk])
    Case.objects.filter(pk=scene.cast.amira.pk).update(closed_on=TODAY)


def offer_to_the_house(scene: Scene, people: dict[str, User]) -> None:
    handing_over.offer(
        case=scene.cast.amira, to=people["kay"], to_service=scene.cast.house, recap=WHY,
        contact_checked_on=TODAY, at=timezone.now(), by=scene.cast.ines,
    )  # fmt: skip


def take_into_the_house(scene: Scene, people: dict[str, User]) -> None:
    offer_to_the_house(scene, people)
    handing_over.accept(
        handover=Handover.objects.get(), at=timezone.now(), expected_version=1, by=people["kay"]
    )


def restrict(scene: Scene, people: dict[str, User]) -> None:
    restriction.restrict(
        case=scene.cast.amira, reason=WHY, at=timezone.now(), expected_version=1,
        by=scene.cast.mara,
    )  # fmt: skip


def keep_from(scene: Scene, people: dict[str, User]) -> None:
    set_conflict(case=scene.cast.amira, user=people["kay"], reason=WHY, by=scene.cast.mara)


def leave_the_house(scene: Scene, people: dict[str, User]) -> None:
    details = {"planned": "yes", "next_place": "social_tenancy"}
    end_episode(episode=scene.running, ended_on=TODAY - DAY, details=details, by=scene.cast.mara)


# What is done, who then may do more, and who less.
CHANGES: dict[str, tuple[Callable[[Scene, dict[str, User]], None], set[str], set[str]]] = {
    "handed over": (hand_over, {"cass"}, {"ines"}),
    "offered to a colleague": (offer_to_the_house, set(), set()),
    "taken over into a house": (take_into_the_house, set(), {"ines"}),
    "taken from its worker": (end_allocation, set(), {"ines"}),
    "closed": (close, set(), set()),
    "restricted": (restrict, set(), {"kay"}),
    "kept from somebody": (keep_from, set(), {"kay"}),
    "moved on from the house": (leave_the_house, set(), {"kay"}),
}


def test_what_is_to_come_has_no_address_yet() -> None:
    found = [name for name in every_address() if re.search(TO_COME, name)]
    assert found == [], f"write what it does to everybody's reach here: {found}"


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_more_to_nobody_but_whom_it_names(
    scene: Scene, people: dict[str, User], change: str
) -> None:
    cast = scene.cast
    act, more, less = CHANGES[change]
    before = reach(cast, people)

    with enter(cast.alder, by=cast.mara):
        act(scene, people)

    after = reach(cast, people)
    assert widened(before, after) == more
    assert narrowed(before, after) == less


def test_who_is_named_by_a_hand_over_reaches_that_case_alone(
    scene: Scene, people: dict[str, User]
) -> None:
    cast = scene.cast
    with enter(cast.alder, by=cast.mara):
        hand_over(scene, people)

    mine = {case for name, case in reach(cast, people) if name == "cass"}

    assert mine == {f"Alder {cast.amira.reference}"}


def test_restricting_and_lifting_it_leaves_everybody_where_they_were(
    scene: Scene, people: dict[str, User]
) -> None:
    cast = scene.cast
    before = reach(cast, people)
    with enter(cast.alder, by=cast.mara):
        restrict(scene, people)
    with enter(cast.alder, by=cast.mara):
        case = Case.objects.get(pk=cast.amira.pk)
        restriction.lift(case=case, at=timezone.now(), expected_version=2, by=cast.mara)

    assert reach(cast, people) == before


def test_moving_a_worker_between_services_shows_her_the_new_one_and_hides_the_old(
    scene: Scene, people: dict[str, User]
) -> None:
    cast = scene.cast
    kay = cast.kay
    before = reach(cast, people)
    with enter(cast.alder, by=cast.ada):
        end_membership(membership=kay.memberships.get(), ends_on=TODAY - DAY, by=cast.ada)
        other = create_service(name="Other House", by=cast.ada)
        create_membership(
            user=kay, role=roles.KeyWorker, starts_on=TODAY, service=other, by=cast.ada
        )

    after = reach(cast, people)

    assert widened(before, after) == set()
    assert narrowed(before, after) == {"kay"}
    assert not [case for name, case in after if name == "kay"]
