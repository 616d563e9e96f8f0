"""Writes to the ways to a home, to offers, and to where she must not live."""

from collections.abc import Mapping

from django.db import transaction

from accounts.lost_updates import save_if_unchanged
from accounts.models import User
from audit import events
from cases.models import Case
from moveon.models import AvoidedArea, HousingOption, Offer


@transaction.atomic
def add_option(*, case: Case, fields: Mapping[str, object], by: User) -> HousingOption:
    """Record a way to a home; ``fields`` are those of HousingOption."""
    option = HousingOption(organisation_id=case.organisation_id, case=case, **fields)
    events.write("option.add", by=by, subjects=[case.pk, option.pk])
    option.save(force_insert=True)
    return option


@transaction.atomic
def change_option(
    *, option: HousingOption, changes: Mapping[str, object], expected_version: int, by: User
) -> HousingOption:
    """Change a way to a home: applied for, taken, put aside. Raises ChangedMeanwhile."""
    named = [option.case_id, option.pk]
    events.write("option.change", by=by, subjects=named, fields=sorted(changes))
    for name, value in changes.items():
        setattr(option, name, value)
    save_if_unchanged(option, expected_version=expected_version, fields=sorted(changes))
    return option


@transaction.atomic
def record_offer(*, option: HousingOption, fields: Mapping[str, object], by: User) -> Offer:
    """Record a home that was offered; ``fields`` are those of Offer."""
    offer = Offer(
        organisation_id=option.organisation_id, option=option, case_id=option.case_id, **fields
    )
    events.write("offer.record", by=by, subjects=[option.case_id, option.pk, offer.pk])
    offer.save(force_insert=True)
    return offer


@transaction.atomic
def change_offer(
    *, offer: Offer, changes: Mapping[str, object], expected_version: int, by: User
) -> Offer:
    """Change an offer: seen, answered. Raises ChangedMeanwhile."""
    named = [offer.case_id, offer.pk]
    events.write("offer.change", by=by, subjects=named, fields=sorted(changes))
    for name, value in changes.items():
        setattr(offer, name, value)
    save_if_unchanged(offer, expected_version=expected_version, fields=sorted(changes))
    return offer


@transaction.atomic
def avoid(*, case: Case, fields: Mapping[str, object], by: User) -> AvoidedArea:
    """Record somewhere she must not live; ``fields`` are those of AvoidedArea."""
    area = AvoidedArea(organisation_id=case.organisation_id, case=case, **fields)
    events.write("area.avoid", by=by, subjects=[case.pk, area.pk])
    area.save(force_insert=True)
    return area


@transaction.atomic
def change_area(
    *, area: AvoidedArea, changes: Mapping[str, object], expected_version: int, by: User
) -> AvoidedArea:
    """Change somewhere she must not live, or say that it is over. Raises ChangedMeanwhile."""
    named = [area.case_id, area.pk]
    events.write("area.change", by=by, subjects=named, fields=sorted(changes))
    for name, value in changes.items():
        setattr(area, name, value)
    save_if_unchanged(area, expected_version=expected_version, fields=sorted(changes))
    return area
