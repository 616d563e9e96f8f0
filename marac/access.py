"""The guards between a person and the meetings that their organisation hosts."""

from uuid import UUID

from django.http import Http404

from accounts import access
from accounts.models import User
from accounts.permissions import Permission
from marac.models import Action, MaracReferral, Meeting


def require(user: User, permission: Permission) -> None:
    """Raise Http404 unless the person may do this in the organisation that is entered."""
    if not access.has_permission(user, permission):
        raise Http404


def get_meeting_for(user: User, meeting_id: UUID, permission: Permission) -> Meeting:
    """Return a meeting that the person may do this to; absent and refused are alike."""
    require(user, permission)
    meeting = Meeting.objects.visible_to(user).select_related("area").filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    return meeting


def get_referral_for(user: User, referral_id: UUID, permission: Permission) -> MaracReferral:
    """Return a referral that the person may do this to; absent and refused are alike."""
    require(user, permission)
    visible = MaracReferral.objects.visible_to(user).select_related("area", "meeting")
    referral = visible.filter(pk=referral_id).first()
    if referral is None:
        raise Http404
    return referral


def get_action_for(user: User, action_id: UUID, permission: Permission) -> Action:
    """Return an action that the person may do this to; absent and refused are alike."""
    require(user, permission)
    action = Action.objects.visible_to(user).filter(pk=action_id).first()
    if action is None:
        raise Http404
    return action
