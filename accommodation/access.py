"""The guards between a person and a house, a room, a stay."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accommodation.models import PlacementReferral, Stay, Unit
from accommodation.relationships import houses_on_shift
from accounts import access
from accounts.models import Service, User
from accounts.models.organisation import ServiceQuerySet
from accounts.permissions import Permission
from cases.models import Case


def services_for(user: User, permission: Permission) -> ServiceQuerySet:
    """Return the services in which this person may do this: none unless a role says so.

    A role that is held in no one service covers all of the organisation's; that of a relief
    worker, the house in which she is on shift.
    """
    if not access.has_permission(user, permission):
        return Service.objects.none()
    if not access.holds_off_shift(user, permission):
        return Service.objects.filter(pk__in=houses_on_shift(user, timezone.now()))
    if access.holds_everywhere(user, permission):
        return Service.objects.all()
    return Service.objects.filter(pk__in=access.services_with(user, permission))


def houses_for(user: User, permission: Permission) -> list[Service]:
    """Return the services with rooms that this person may open and that run, in order of name."""
    running = services_for(user, permission).running_on(timezone.localdate())
    houses = running.exclude(units=None).distinct()
    return sorted(houses, key=lambda house: house.name.casefold())


def get_house_for(user: User, house_id: UUID, permission: Permission) -> Service:
    """Return a house that the person may do this to, or raise the one Http404."""
    house = services_for(user, permission).select_related("house").filter(pk=house_id).first()
    if house is None:
        raise Http404
    return house


def get_unit_for(user: User, unit_id: UUID, permission: Permission) -> Unit:
    """Return a room that the person may do this to, or raise the one Http404."""
    services = services_for(user, permission)
    unit = Unit.objects.filter(pk=unit_id, service__in=services).select_related("service").first()
    if unit is None:
        raise Http404
    return unit


def get_stay_for(user: User, stay_id: UUID, permission: Permission) -> Stay:
    """Return a stay that the person may do this to, of a case that they see, or the one Http404."""
    services, cases = services_for(user, permission), Case.objects.visible_to(user)
    stays = Stay.objects.filter(
        pk=stay_id, unit__service__in=services, episode__case__in=cases.values("pk")
    )
    stay = stays.select_related("unit__service", "episode__case", "episode__provision").first()
    if stay is None:
        raise Http404
    return stay


def get_referral_for(user: User, placement_id: UUID, permission: Permission) -> PlacementReferral:
    """Return who asks for a place in a house that the person may do this in, or the one Http404.

    One whose case is not there for the person is not there either.
    """
    found = PlacementReferral.objects.in_services(services_for(user, permission).values("pk"))
    seen = Case.objects.visible_to(user).values("pk")
    referral = (
        found.of_cases_seen(seen)
        .filter(pk=placement_id)
        .select_related("provision__service", "case", "call")
        .first()
    )
    if referral is None:
        raise Http404
    return referral
