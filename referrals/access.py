"""The guard between a person and the referrals of her services."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accounts import access
from accounts.models import Service, User
from accounts.permissions import Permission
from referrals.models import CaseReferral


def get_referral_for(
    user: User, case_referral_id: UUID, permission: Permission = Permission.INTAKE_WORK
) -> CaseReferral:
    """Return a referral that the person may do this to; absent and refused are alike."""
    if not access.has_permission(user, permission):
        raise Http404
    visible = CaseReferral.objects.visible_to(user).select_related("service", "case", "worker")
    referral = visible.filter(pk=case_referral_id).first()
    if referral is None:
        raise Http404
    return referral


def services_that_take(user: User) -> list[Service]:
    """Return the services for which a person takes referrals, in order of name."""
    if not access.has_permission(user, Permission.INTAKE_WORK):
        return []
    own = access.services_with(user, Permission.INTAKE_WORK)
    everywhere = access.holds_everywhere(user, Permission.INTAKE_WORK)
    running = Service.objects.running_on(timezone.localdate())
    services = running if everywhere else running.filter(pk__in=own)
    return sorted(services, key=lambda service: service.name.casefold())
