"""Organisations, people who sign in, and the base that every record of an organisation has."""

from accounts.models.alert import Alert
from accounts.models.base import TenantForeignKey, TenantModel, TenantQuerySet
from accounts.models.last_day import LastDay
from accounts.models.once import OnceKey
from accounts.models.opening import MoreRecords, Opening
from accounts.models.organisation import Membership, Organisation, Service, Team
from accounts.models.proposal import RoleProposal
from accounts.models.provider_link import ProviderLink
from accounts.models.review import ReviewItem, ReviewNotice
from accounts.models.set_up_code import SetUpCode
from accounts.models.setting import SettingChange
from accounts.models.sign_in import Invitation, Recovery, SignIn
from accounts.models.support import SupportAccess
from accounts.models.token import ApiToken
from accounts.models.unsaved import UnsavedWork
from accounts.models.user import User

__all__ = [
    "Alert",
    "ApiToken",
    "Invitation",
    "LastDay",
    "Membership",
    "MoreRecords",
    "OnceKey",
    "Opening",
    "Organisation",
    "ProviderLink",
    "Recovery",
    "ReviewItem",
    "ReviewNotice",
    "RoleProposal",
    "Service",
    "SetUpCode",
    "SettingChange",
    "SignIn",
    "SupportAccess",
    "Team",
    "TenantForeignKey",
    "TenantModel",
    "TenantQuerySet",
    "UnsavedWork",
    "User",
]
