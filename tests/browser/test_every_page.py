"""Every page at four widths: nothing that axe calls serious, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from accounts import reviews, roles
from accounts.choices import ReviewKind
from accounts.models import Membership
from accounts.tenancy import enter
from audit import events
from cases.models import UnusualAccess
from diary import steps
from tests.browser.conftest import NARROWEST, PHONE, WIDE, SignedIn
from tests.cast import hire
from tests.referrals.scenes import take
from tests.scenes import Scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRAVE = {"serious", "critical"}


def addresses(scene: Scene) -> list[str]:
    """Every kind of page that a service manager can open."""
    reference = scene.cast.amira.reference
    case = f"/c/{reference}/"
    house, room, stay = scene.cast.house.pk, scene.room_2.pk, scene.stay.pk
    with enter(scene.cast.alder, by=None):
        part = scene.cast.amira.case_people.get(role="child")
        came = f"/i/{take(scene.cast).pk}/"
    return [
        "/d/", "/h/", "/h/accessibility/", "/h/well/", "/c/", "/c/?state=closed", "/c/new/",
        case, f"{case}now/", f"{case}close/", f"{case}p/", f"{case}p/new/", f"{case}a/new/",
        f"{case}p/{part.person_id}/", f"{case}k/{part.person_id}/",
        f"{case}t/", f"{case}t/new/", f"{case}t/print/", f"{case}d/", f"{case}d/new/",
        f"{case}d/at/new/",
        f"{case}w/", f"{case}w/worker/", f"{case}w/give/", f"{case}w/partner/",
        f"{case}w/restrict/", "/c/ask/", "/c/cover/", "/c/sample/", f"/b/h/{house}/shifts/",
        f"/b/h/{house}/", f"/b/h/{house}/roll/", f"/b/{room}/", f"/b/{room}/place/",
        f"/b/{room}/closed/", f"/b/stay/{stay}/", f"/b/stay/{stay}/until/",
        f"/b/left/{scene.running.pk}/",
        f"{case}kept/", f"{case}r/", f"{case}s/", f"{case}m/", f"{case}m/new/",
        "/i/", "/i/new/", came, f"{came}more/", f"{came}t/", f"{came}a/", f"{came}r/",
        f"{came}told/", f"{came}end/", f"{came}accept/", f"{came}apart/", f"{case}hand/",
        "/i/h/", "/r/o/",
        "/c/urgent/", "/c/why/", f"/c/why/?person={scene.cast.ines.pk}&case={reference}",
        "/me/", "/me/password/", "/me/tokens/", "/you/known/", "/you/known/new/", "/n/new/", "/w/",
        "/z/reviews/", "/z/roles/", "/z/access/", f"/z/access/{scene.cast.ines.pk}/",
        "/x/", "/y/", "/y/2022-23/E10000030/", "/y/2022-23/E10000030/A1-1/",
        "/y/2022-23/E10000030/check/identity-incomplete/",
        "/nowhere/",
    ]  # fmt: skip


def widths_too_small(page: Page) -> list[int]:
    """Return the widths at which the page must be scrolled sideways."""
    found = []
    for width in (WIDE, PHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    return found


def test_every_page_passes_axe_and_fits_its_width(signed_in: SignedIn, scene: Scene) -> None:
    assert grave_faults(signed_in(scene.cast.mara), addresses(scene)) == []


def test_an_administrators_pages_pass_axe_and_fit_their_width(
    signed_in: SignedIn, scene: Scene
) -> None:
    cast = scene.cast
    with enter(cast.alder, by=None):
        held = Membership.objects.get(user=cast.kay)
    house, colleague = f"/z/services/{cast.house.pk}/", f"/z/people/{cast.kay.pk}/"
    paths = [
        "/z/", "/z/us/", "/z/services/", "/z/services/new/", house, f"{house}change/",
        f"{house}team/", f"{house}places/", f"{house}rooms/", f"/z/rooms/{scene.room_1.pk}/",
        f"/z/places/{scene.provision.pk}/", "/z/people/", "/z/people/?show=left",
        "/z/people/new/", "/z/people/waiting/", colleague, f"{colleague}role/",
        f"/z/people/role/{held.pk}/", "/z/support/", "/z/support/new/", "/z/doing/",
        "/z/areas/", "/z/areas/new/", "/z/settings/", "/z/settings/working_days/",
        "/z/settings/records_per_hour/idva/",
    ]  # fmt: skip

    assert grave_faults(signed_in(cast.ada), paths) == []


def test_the_pages_of_who_looked_pass_axe_and_fit_their_width(
    signed_in: SignedIn, scene: Scene
) -> None:
    cast = scene.cast
    dora = hire("Dora", cast.alder, roles.DataProtectionLead)
    with enter(cast.alder, by=cast.ines):
        child = cast.amira.case_people.get(role="child").person_id
        for _ in range(3):
            events.read("case.see", by=cast.ines, subjects=[cast.amira.pk, child])
        item = reviews.raise_item(
            kind=ReviewKind.UNUSUAL, about=cast.ines, case_id=cast.amira.pk, tell=[dora], by=None,
            reason="Something stood out on Monday 2 November.", raised_at=timezone.now(),
            due_at=timezone.now(),
        )  # fmt: skip
        events.write("unusual.look_through", by=None, subjects=[item.pk])
        UnusualAccess(
            organisation_id=item.organisation_id, item=item, day=timezone.localdate(),
            patterns="hours own",
        ).save(force_insert=True)  # fmt: skip
    reference = cast.amira.reference
    paths = [
        "/z/looked/", f"/z/looked/{cast.ines.pk}/", f"/c/{reference}/l/",
        f"/c/{reference}/l/{child}/", f"/x/l/{reference}/{child}/", f"/z/reviews/{item.pk}/",
    ]  # fmt: skip

    assert grave_faults(signed_in(dora), paths) == []


def grave_faults(page: Page, paths: list[str]) -> list[str]:
    """Return what axe calls serious, and the widths at which a page must be scrolled sideways."""
    axe = Axe()
    faults: list[str] = []
    for path in paths:
        page.goto(path)
        faults += [f"{path} must be scrolled sideways at {one}" for one in widths_too_small(page)]
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            for fault in axe.run(page).response["violations"]:
                if fault["impact"] in GRAVE:
                    targets = ", ".join(str(node["target"]) for node in fault["nodes"][:3])
                    faults.append(f"{path} at {width}: {fault['id']} {targets}")
    return faults


def test_the_gallery_passes_axe(signed_in: SignedIn, scene: Scene) -> None:
    page = signed_in(scene.cast.ada)
    page.goto("/z/gallery/")

    found = Axe().run(page).response["violations"]

    assert [fault["id"] for fault in found if fault["impact"] in GRAVE] == []
    assert widths_too_small(page) == []


def test_my_day_and_the_week_pass_axe_and_fit_their_width(
    signed_in: SignedIn, scene: Scene
) -> None:
    cast = scene.cast
    with enter(cast.alder, by=cast.ines):
        steps.add(
            case=cast.amira, text="Tell her the bail outcome", due_on=timezone.localdate(),
            owner=cast.ines, by=cast.ines,
        )  # fmt: skip

    assert grave_faults(signed_in(cast.ines), ["/d/", "/d/week/", "/d/?r=R-1001"]) == []
