"""Giving access to a case: by whom, to whom, why, until when; and taking it back."""

import datetime

import pytest
from django.utils import timezone

from accounts import roles
from accounts.field_classes import FieldClass
from accounts.models import User
from accounts.services import end_membership
from accounts.tenancy import enter
from audit.models import Event
from cases import allocations, cover, grants
from cases.choices import DisclosureBasis, GrantKind
from cases.models import Case, Disclosure, Grant
from cases.refusals import Refused
from tests.cases.test_relationships import DAY, NOW, forbid, restrict, sees
from tests.cast import LONG_AGO, Cast, hire

WHY = "She rings on our line"


@pytest.fixture
def ida(cast: Cast) -> User:
    """Another IDVA of Alder, with no case of her own."""
    return hire("Ida", cast.alder, roles.IDVA)


def give(cast: Cast, user: User, **instead: object) -> Grant:
    """Let Mara give access to Amira's case for a week, but for what is said."""
    given = {
        "case": cast.amira, "user": user, "kind": GrantKind.REQUESTED, "reason": WHY,
        "starts_at": NOW, "ends_at": NOW + 7 * DAY, "by": cast.mara,
    } | instead  # fmt: skip
    with enter(cast.alder, by=cast.mara):
        return grants.give(**given)  # type: ignore[arg-type]


def test_a_manager_gives_access_and_it_is_told_to_the_trail(cast: Cast, ida: User) -> None:
    grant = give(cast, ida)

    assert sees(ida, cast.amira)
    assert not sees(ida, cast.amira, NOW + 7 * DAY)
    with enter(cast.alder, by=None):
        event = Event.objects.get(verb="access.give_requested")
    assert set(event.subjects) == {cast.amira.pk, ida.pk, grant.pk}
    assert event.actor_id == cast.mara.pk


def test_access_taken_back_is_gone_at_once_and_twice_is_once(cast: Cast, ida: User) -> None:
    grant = give(cast, ida)
    with enter(cast.alder, by=cast.mara):
        ended = grants.end(grant=grant, at=timezone.now(), by=cast.mara)
        again = grants.end(grant=grant, at=NOW + DAY, by=cast.mara)

    assert not sees(ida, cast.amira, timezone.now())
    assert (ended.ended_by, again.ended_at) == (cast.mara, ended.ended_at)


@pytest.mark.parametrize(
    ("field", "instead"),
    [
        ("reason", {"reason": "needed"}),
        ("ends_at", {"ends_at": None}),
        ("ends_at", {"ends_at": NOW}),
        ("ends_at", {"ends_at": NOW + 15 * DAY}),
        ("field_classes", {"kind": GrantKind.PARTNER}),
        ("", {"kind": GrantKind.NAMED, "ends_at": None}),
    ],
)
def test_what_is_missing_or_too_long_is_refused(
    cast: Cast, ida: User, field: str, instead: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        give(cast, ida, **instead)

    assert refused.value.field == field
    assert not sees(ida, cast.amira)


def test_nobody_gives_access_to_herself(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        give(cast, cast.mara)

    assert refused.value.field == "user"


def test_only_a_manager_who_sees_the_case_gives_access_to_it(cast: Cast, ida: User) -> None:
    with pytest.raises(Refused, match="You cannot give access"):
        give(cast, ida, by=cast.ines)
    restrict(cast.amira)
    with pytest.raises(Refused, match="You cannot give access"):
        give(cast, ida)


def test_a_conflict_is_refused_in_the_words_of_every_other_reason(cast: Cast, ida: User) -> None:
    finn = hire("Finn", cast.alder, roles.Finance)
    lee = hire("Lee", cast.alder, roles.IDVA)
    with enter(cast.alder, by=None):
        end_membership(membership=lee.memberships.get(), ends_on=LONG_AGO, by=None)
    forbid(ida, cast.amira)

    words = set()
    for user in (ida, finn, lee, cast.bo):
        with pytest.raises(Refused) as refused:
            give(cast, User.objects.get(pk=user.pk))
        words.add(str(refused.value).replace(user.full_name, "Somebody"))

    assert words == {"Somebody cannot be given this case. Choose somebody else"}


def test_a_refused_grant_leaves_one_event_whatever_the_ground(cast: Cast, ida: User) -> None:
    fin = hire("Fin", cast.alder, roles.Finance)
    forbid(ida, cast.amira)
    with enter(cast.alder, by=cast.mara):
        for user in (ida, fin):
            with pytest.raises(Refused):
                grants.give(
                    case=cast.amira, user=user, kind=GrantKind.REQUESTED, reason=WHY,
                    starts_at=NOW, ends_at=NOW + 7 * DAY, by=cast.mara,
                )  # fmt: skip
        left = list(Event.objects.filter(verb="access.refuse").order_by("at"))
    assert [(set(one.subjects), one.actor_id) for one in left] == [
        ({cast.amira.pk, user.pk}, cast.mara.pk) for user in (ida, fin)
    ]
    assert {(*one.fields, one.purpose) for one in left} == {("user", "")}


def test_refused_cases_and_cover_leave_their_events_too(cast: Cast, ida: User) -> None:
    today = NOW.date()
    with enter(cast.alder, by=cast.mara):
        with pytest.raises(Refused):
            allocations.give(case=cast.amira, worker=cast.ines, starts_on=today, by=cast.mara)
        with pytest.raises(Refused):
            cover.give(
                colleague=cast.ines, worker=cast.mara, starts_on=today, ends_on=today,
                today=today, by=cast.mara,
            )  # fmt: skip
        left = Event.objects.filter(verb__in=["case.refuse_worker", "cover.refuse"])
        assert left.filter(actor_id=cast.mara.pk).count() == 2


def test_a_restricted_case_takes_a_name_without_an_end(cast: Cast, ida: User) -> None:
    restrict(cast.amira)
    with enter(cast.alder, by=None):
        grants.record(
            case=cast.amira, user=cast.mara, kind=GrantKind.NAMED, reason=WHY, starts_at=NOW,
            ends_at=None, by=None,
        )  # fmt: skip
        case = Case.objects.get(pk=cast.amira.pk)

    give(cast, ida, case=case, kind=GrantKind.NAMED, ends_at=None)

    assert sees(ida, cast.amira, NOW + 999 * DAY)


def test_a_partners_access_stands_as_a_disclosure_to_her_agency(cast: Cast) -> None:
    pat = hire("Pat", cast.alder, roles.Partner)
    with enter(cast.alder, by=cast.mara):
        grant = grants.give_to_partner(
            case=cast.amira, user=pat, reason="Housing application with us", starts_at=NOW,
            ends_at=NOW + DAY, field_classes=[FieldClass.IDENTITY],
            to_organisation_id=cast.birch.pk, basis=DisclosureBasis.CONSENT, by=cast.mara,
        )  # fmt: skip
        disclosure = Disclosure.objects.get(copy_id=grant.pk)

    assert sees(pat, cast.amira)
    assert not sees(pat, cast.amira, NOW + DAY)
    assert (disclosure.to_organisation, disclosure.basis) == (cast.birch, "consent")


def test_a_grant_ends_at_its_instant_when_the_clocks_change(cast: Cast, ida: User) -> None:
    # The hour from 1 to 2 happens twice on 31 October 2027; the grant ends in the second of them.
    second_half_past_one = datetime.datetime(2027, 10, 31, 1, 30, tzinfo=datetime.UTC)
    begins = second_half_past_one - 7 * DAY
    give(cast, ida, starts_at=begins, ends_at=second_half_past_one)

    second = datetime.timedelta(seconds=1)
    first_half_past_one = second_half_past_one - datetime.timedelta(hours=1)
    assert sees(ida, cast.amira, first_half_past_one)
    assert sees(ida, cast.amira, second_half_past_one - second)
    assert not sees(ida, cast.amira, second_half_past_one)
