"""A person's roles count where they are held: at a case, and not at another of the organisation."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import roles
from accounts.field_classes import FieldClass
from accounts.models import Service, Team, User
from accounts.permissions import Permission
from accounts.services import create_membership, create_service, create_team
from accounts.tenancy import enter
from cases import sight
from cases.access import services_to_open_in
from cases.explaining import explain
from cases.models import Case
from cases.services import NewPerson, allocate, open_case
from cases.sight import GIVES_ACCESS
from tests.cast import LONG_AGO, Cast, hire, make_user

TODAY = LONG_AGO
ALL_OF_IT = {Permission.CASES_OF_THE_SERVICE, Permission.CASES_OF_THE_ORGANISATION}
SHARED = ALL_OF_IT | {Permission.CASES_OF_THE_TEAM}
ROLES = [
    roles.IDVA, roles.KeyWorker, roles.RefugeManager, roles.Counsellor, roles.ServiceManager,
    roles.Reception, roles.Finance,
]  # fmt: skip
PLACES = ("everywhere", "house", "other", "team")
Held = tuple[type[roles.Role], str]


@dataclass
class Scene:
    """A house with a team in it, another service, and a case for each, and for neither."""

    cast: Cast
    services: dict[str, Service]
    team: Team
    cases: dict[str, Case]

    def take_on(self, held: Iterable[Held]) -> User:
        """Give somebody new these roles at these places."""
        user = make_user("Vera")
        for role, place in held:
            create_membership(
                user=user, role=role, starts_on=LONG_AGO, by=None,
                service=self.services.get(place), team=self.team if place == "team" else None,
            )  # fmt: skip
        return User.objects.get(pk=user.pk)


def scene_of(cast: Cast) -> Scene:
    """Set the scene; what is the team's is allocated to Tess, who works in it."""
    tess = hire("Tess", cast.alder, roles.Finance)
    with enter(cast.alder, by=None):
        other = create_service(name="Elsewhere", by=None)
        services = {"house": cast.house, "other": other}
        team = create_team(service=cast.house, name="Nights", by=None)
        create_membership(user=tess, role=roles.IDVA, starts_on=LONG_AGO, team=team, by=None)
        cases = {
            name: open_case(
                survivor=NewPerson(given_name="Somebody"), opened_on=TODAY,
                service=services.get("house" if name == "team" else name),
                worker=tess if name == "team" else cast.ines, by=None,
            )
            for name in ("house", "other", "none", "team")
        }  # fmt: skip
    return Scene(cast, services, team, cases)


def by_the_plain_rule(held: Iterable[Held], where: str, *, hers: bool) -> set[Permission]:
    """Say what may be done to the case at a place; nothing where nobody lets her see it."""
    place_of_case = "house" if where == "team" else where
    of_the_team = [
        role for role, place in held
        if place == where == "team" and role.permissions & SHARED
    ]  # fmt: skip
    covering = [
        role for role, place in held
        if (place == place_of_case and role.permissions & ALL_OF_IT)
        or (place == "everywhere" and Permission.CASES_OF_THE_ORGANISATION in role.permissions)
    ]  # fmt: skip
    sees = [role for role, _ in held if Permission.CASE_SEE in role.permissions]
    if not sees or not (hers or covering or of_the_team):
        return set()
    here = {"everywhere", place_of_case} | ({"team"} if place_of_case == "house" else set())
    allowed = {one for role, place in held if place in here for one in role.permissions}
    if Permission.CASE_SEE not in allowed:
        allowed |= {one for role in sees for one in role.permissions} - GIVES_ACCESS
    return allowed


def test_what_may_be_done_is_what_the_roles_at_the_case_allow(cast: Cast) -> None:
    scene = scene_of(cast)
    some = st.lists(
        st.tuples(st.sampled_from(ROLES), st.sampled_from(PLACES)), max_size=3, unique=True
    )

    @settings(max_examples=60, deadline=None)
    @given(some, st.sampled_from(sorted(scene.cases)), st.booleans())
    def holds(held: list[Held], where: str, hers: bool) -> None:
        with enter(cast.alder, by=cast.mara), transaction.atomic():
            vera, case = scene.take_on(held), scene.cases[where]
            if hers:
                allocate(case=case, worker=vera, starts_on=TODAY, by=None)
            expected = by_the_plain_rule(held, where, hers=hers)
            seen = sight.of(vera, case)
            assert set(seen.allowed) == expected
            assert seen.classes == {one for one in FieldClass if one.permission in expected}
            assert Case.objects.visible_to(vera).filter(pk=case.pk).exists() == bool(expected)
            assert explain(vera, case).opens == bool(expected)
            transaction.set_rollback(True)

    holds()


def test_a_manager_of_one_house_is_a_worker_like_others_in_another_service(cast: Cast) -> None:
    scene = scene_of(cast)
    with enter(cast.alder, by=cast.mara):
        vera = scene.take_on([(roles.RefugeManager, "house"), (roles.Counsellor, "other")])
        for case in scene.cases.values():
            allocate(case=case, worker=vera, starts_on=TODAY, by=cast.mara)
        seen = sight.of_each(vera, scene.cases.values())

    at = {name: seen[case.pk] for name, case in scene.cases.items()}
    assert at["house"].allows(Permission.ACCESS_GRANT)
    assert not at["other"].shows(FieldClass.NARRATIVE)
    assert not at["none"].allows(Permission.CASE_ALLOCATE)


def test_a_key_worker_of_a_team_sees_what_is_the_teams_and_not_the_whole_service(
    cast: Cast,
) -> None:
    scene = scene_of(cast)
    with enter(cast.alder, by=cast.mara):
        vera = scene.take_on([(roles.KeyWorker, "team")])
        assert {one.pk for one in Case.objects.visible_to(vera)} == {scene.cases["team"].pk}
        assert services_to_open_in(vera) == [cast.house]


def test_the_page_that_explains_says_in_which_roles_she_works_there(cast: Cast) -> None:
    scene = scene_of(cast)
    with enter(cast.alder, by=cast.mara):
        vera = scene.take_on([(roles.KeyWorker, "house"), (roles.RefugeManager, "other")])
        words = [one.words for one in explain(vera, scene.cases["house"]).grounds]

    assert "For this case they work as: Key worker." in words
