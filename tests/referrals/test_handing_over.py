"""Handing a case over: offered, taken, given back; the old worker goes on until it is taken."""

import datetime

import pytest
from django.utils import timezone

from accounts.lost_updates import ChangedMeanwhile
from accounts.tenancy import enter
from cases import grants
from cases.choices import GrantKind
from cases.conflicts import declarations
from cases.models import Case
from cases.refusals import Refused
from referrals.handing_over import services
from referrals.models import Handover
from tests.cast import Cast
from tests.pages import client_of


def offer(cast: Cast, **instead: object) -> Handover:
    """Let Ines offer Amira's case to Kay, of the house."""
    given: dict[str, object] = {
        "case": cast.amira, "to": cast.kay, "to_service": cast.house,
        "recap": "He has found out her new school.", "at": timezone.now(),
        "contact_checked_on": datetime.date(2026, 11, 24), "by": cast.ines,
    }  # fmt: skip
    return services.offer(**(given | instead))  # type: ignore[arg-type]


def sees(cast: Cast) -> dict[str, bool]:
    """Say who of the two sees the case."""
    return {
        one.full_name.split()[0]: Case.objects.visible_to(one).filter(pk=cast.amira.pk).exists()
        for one in (cast.ines, cast.kay)
    }


def test_whoever_works_on_it_goes_on_until_it_is_taken(in_alder: Cast) -> None:
    handover = offer(in_alder)
    assert sees(in_alder) == {"Ines": True, "Kay": False}

    services.accept(handover=handover, at=timezone.now(), expected_version=1, by=in_alder.kay)

    assert sees(in_alder) == {"Ines": False, "Kay": True}
    assert Case.objects.get(pk=in_alder.amira.pk).service == in_alder.house


def test_given_back_it_stays_where_it_was(in_alder: Cast) -> None:
    handover = offer(in_alder)

    services.give_back(
        handover=handover, reason="The house is full.", at=timezone.now(), expected_version=1,
        by=in_alder.kay,
    )  # fmt: skip

    assert sees(in_alder) == {"Ines": True, "Kay": False}
    with pytest.raises(ChangedMeanwhile):
        services.accept(handover=handover, at=timezone.now(), expected_version=1, by=in_alder.kay)


def test_nobody_is_offered_a_case_of_somebody_they_know(in_alder: Cast) -> None:
    with enter(in_alder.alder, by=in_alder.kay):
        details = {"given_name": "Amira", "family_name": "Khalid", "relationship": "cousin"}
        declarations.declare(details=details, by=in_alder.kay)

    with pytest.raises(Refused, match="cannot be given this case"):
        offer(in_alder)


def test_an_offer_to_somebody_who_turns_out_to_know_her_is_gone(in_alder: Cast) -> None:
    handover = offer(in_alder)
    with enter(in_alder.alder, by=in_alder.kay):
        details = {"given_name": "Amira", "family_name": "Khalid", "relationship": "cousin"}
        declarations.declare(details=details, by=in_alder.kay)

    assert not Handover.objects.visible_to(in_alder.kay).exists()
    assert client_of(in_alder.kay).get(f"/i/h/{handover.pk}/").status_code == 404


def test_who_is_offered_a_case_reads_the_danger_and_takes_it_on_a_page(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        handover = offer(cast)
    kay, path = client_of(cast.kay), f"/i/h/{handover.pk}/"

    assert "found out her new school" in kay.get(path).content.decode()
    assert "Tick this once it is so" in kay.send(path, {"answer": "take"}).content.decode()
    kay.send(path, {"answer": "take", "read": "on", "version": "1"})
    with enter(cast.alder, by=cast.kay):
        assert sees(cast)["Kay"]


def test_access_that_ends_by_itself_hands_nothing_on(in_alder: Cast) -> None:
    now = timezone.now()
    grants.give(
        case=in_alder.amira, user=in_alder.kay, kind=GrantKind.REQUESTED, starts_at=now,
        reason="To cover a call tonight.", ends_at=now + datetime.timedelta(days=1),
        by=in_alder.mara,
    )  # fmt: skip

    with pytest.raises(Refused, match="cannot hand this case over"):
        offer(in_alder, to=in_alder.mara, by=in_alder.kay)
    assert client_of(in_alder.kay).get(f"/c/{in_alder.amira.reference}/hand/").status_code == 404


def test_nobody_else_reads_an_offer(cast: Cast) -> None:
    with enter(cast.alder, by=cast.ines):
        handover = offer(cast)

    for other in (cast.mara, cast.ada, cast.bea):
        assert client_of(other).get(f"/i/h/{handover.pk}/").status_code == 404
