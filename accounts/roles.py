"""Every role on one screen: what it is, in words, and what it may do.

A role says what kind of thing a person may do; which cases they may do it to is decided by
their relationship to each case (see ``cases.relationships``). What is not listed is refused.
"""

from typing import ClassVar

from accounts.permissions import Permission

_EVERY_KIND = frozenset(
    {
        Permission.IDENTITY_SEE,
        Permission.SAFE_CONTACT_SEE,
        Permission.LOCATION_SEE,
        Permission.NARRATIVE_SEE,
        Permission.PROFILE_SEE,
        Permission.IMMIGRATION_SEE,
        Permission.HARM_SEE,
    }
)

_CASEWORK = _EVERY_KIND | {
    Permission.CASE_OPEN,
    Permission.CASE_SEE,
    Permission.CASE_EDIT,
    Permission.CASE_CLOSE,
    Permission.RISK_ASSESS,
    Permission.PLAN_WRITE,
    Permission.DIARY_WRITE,
    Permission.BREAK_GLASS,
    Permission.NOTE_HAND_ON,
}


class Role:
    """What one kind of worker may do."""

    code: ClassVar[str]
    display_name: ClassVar[str]
    description: ClassVar[str]
    permissions: ClassVar[frozenset[Permission]]
    # Works in a house only while on shift there, wherever the role is held.
    only_on_shift: ClassVar[bool] = False


class IDVA(Role):
    code = "idva"
    display_name = "IDVA"
    description = "Supports survivors at high risk, and speaks for them at meetings."
    permissions = _CASEWORK | {
        Permission.CASES_OF_THE_TEAM,
        Permission.DAY_PLAN,
        Permission.INTAKE_WORK,
        Permission.MEETING_SEE,
        Permission.MEETING_REFER,
    }


class OutreachWorker(Role):
    code = "outreach_worker"
    display_name = "Outreach worker"
    description = "Supports survivors in the community."
    permissions = _CASEWORK | {
        Permission.CASES_OF_THE_TEAM,
        Permission.DAY_PLAN,
        Permission.INTAKE_WORK,
        Permission.MEETING_REFER,
    }


class ChildrensWorker(Role):
    code = "childrens_worker"
    display_name = "Children's worker"
    description = "Supports the children of the cases allocated to them."
    permissions = frozenset(
        {
            Permission.CASE_SEE,
            Permission.CASE_EDIT,
            Permission.IDENTITY_SEE,
            Permission.SAFE_CONTACT_SEE,
            Permission.NARRATIVE_SEE,
            Permission.PROFILE_SEE,
            Permission.HARM_SEE,
            Permission.PLAN_WRITE,
            Permission.DIARY_WRITE,
            Permission.DAY_PLAN,
            Permission.NOTE_HAND_ON,
        }
    )


class KeyWorker(Role):
    code = "key_worker"
    display_name = "Key worker"
    description = "Supports the residents of one house, from arrival to moving on."
    permissions = _CASEWORK | {
        Permission.CASES_OF_THE_SERVICE,
        Permission.ROOMS_SEE,
        Permission.ROOMS_PLACE,
        Permission.MEETING_REFER,
    }


class ReliefWorker(Role):
    code = "relief_worker"
    display_name = "Relief worker"
    description = "Covers one house for one shift."
    only_on_shift = True
    permissions = frozenset(
        {
            Permission.CASE_SEE,
            Permission.IDENTITY_SEE,
            Permission.SAFE_CONTACT_SEE,
            Permission.NARRATIVE_SEE,
            Permission.HARM_SEE,
            Permission.DIARY_WRITE,
            Permission.ROOMS_SEE,
            Permission.NOTE_HAND_ON,
        }
    )


class RefugeManager(Role):
    code = "refuge_manager"
    display_name = "Refuge manager"
    description = "Runs a house: who comes, who stays where, who works with whom."
    permissions = _CASEWORK | {
        Permission.CASES_OF_THE_SERVICE,
        Permission.CASE_ALLOCATE,
        Permission.ACCESS_GRANT,
        Permission.ACCESS_EXPLAIN,
        Permission.DIP_SAMPLE,
        Permission.CONFLICTS_MANAGE,
        Permission.REVIEWS_CLOSE,
        Permission.ROOMS_SEE,
        Permission.ROOMS_PLACE,
        Permission.HOUSE_MANAGE,
        Permission.REFERRALS_DECIDE,
        Permission.OUTCOMES_SEE,
        Permission.RETURN_SEE,
        Permission.RETURN_RECORDS,
        Permission.MEETING_REFER,
    }


class Counsellor(Role):
    code = "counsellor"
    display_name = "Counsellor"
    description = "Gives therapy; keeps notes that managers do not read."
    permissions = frozenset(
        {
            Permission.CASE_SEE,
            Permission.IDENTITY_SEE,
            Permission.SAFE_CONTACT_SEE,
            Permission.DIARY_WRITE,
            Permission.COUNSELLING_KEEP,
            Permission.NOTE_HAND_ON,
        }
    )


class ServiceManager(Role):
    code = "service_manager"
    display_name = "Service manager"
    description = "Answers for the work of the organisation, and for its figures."
    permissions = _CASEWORK | {
        Permission.CASES_OF_THE_ORGANISATION,
        Permission.CASE_ALLOCATE,
        Permission.INTAKE_WORK,
        Permission.INTAKE_REVIEW,
        Permission.OUTCOMES_SEE,
        Permission.ACCESS_GRANT,
        Permission.ACCESS_EXPLAIN,
        Permission.DIP_SAMPLE,
        Permission.CONFLICTS_MANAGE,
        Permission.REVIEWS_CLOSE,
        Permission.PERSON_ERASE,
        Permission.LOOKED_SEE,
        Permission.ROOMS_SEE,
        Permission.ROOMS_PLACE,
        Permission.HOUSE_MANAGE,
        Permission.REFERRALS_DECIDE,
        Permission.MEETING_SEE,
        Permission.MEETING_REFER,
        Permission.RETURN_SEE,
        Permission.RETURN_RECORDS,
        Permission.BUNDLE_IMPORT,
        Permission.BUNDLE_EXPORT,
        Permission.PEOPLE_ACCESS,
        Permission.MATRIX_SEE,
        Permission.TOKEN_MAKE,
    }


class MaracCoordinator(Role):
    code = "marac_coordinator"
    display_name = "MARAC coordinator"
    description = "Prepares and records the meetings of an area."
    permissions = frozenset(
        {
            Permission.MEETING_SEE,
            Permission.MEETING_CHAIR,
            Permission.MEETINGS_OF_THE_HOST,
            Permission.MEETING_RUN,
            Permission.MEETING_REFER,
        }
    )


class MaracRepresentative(Role):
    code = "marac_representative"
    display_name = "MARAC representative"
    description = "Speaks for an agency at the meetings."
    permissions = frozenset({Permission.MEETING_SEE, Permission.MEETING_REFER})


class MaracChair(Role):
    code = "marac_chair"
    display_name = "MARAC chair"
    description = "Chairs the meetings of an area."
    permissions = frozenset(
        {Permission.MEETING_SEE, Permission.MEETINGS_OF_THE_HOST, Permission.MEETING_CHAIR}
    )


class DataProtectionLead(Role):
    code = "data_protection_lead"
    display_name = "Data protection lead"
    description = "Watches over who sees what, and answers for it."
    permissions = frozenset(
        {
            Permission.MATRIX_SEE,
            Permission.ACCESS_EXPLAIN,
            Permission.CONFLICTS_MANAGE,
            Permission.NOTES_PLACE,
            Permission.REVIEWS_CLOSE,
            Permission.PERSON_ERASE,
            Permission.LOOKED_SEE,
            Permission.LOOKED_GIVE,
        }
    )


class Finance(Role):
    code = "finance"
    display_name = "Finance"
    description = "Deals with rents and charges, never with what happened."
    permissions = frozenset({Permission.ROOMS_SEE})


class Reception(Role):
    code = "reception"
    display_name = "Reception"
    description = "Takes calls; sees names and how to contact safely, nothing else."
    permissions = frozenset(
        {
            Permission.CALLS_TAKE,
            Permission.IDENTITY_SEE,
            Permission.SAFE_CONTACT_SEE,
            Permission.NOTE_HAND_ON,
        }
    )


class Partner(Role):
    code = "partner"
    display_name = "Partner"
    description = "Works for another agency; sees a case for one purpose, for a time, in part."
    permissions = frozenset({Permission.CASE_SEE})


class Commissioner(Role):
    code = "commissioner"
    display_name = "Commissioner"
    description = "Answers for an authority's return; sees figures and never a record."
    permissions = frozenset(
        {Permission.RETURN_SEE, Permission.RETURN_ANSWER, Permission.TOKEN_MAKE}
    )


class Support(Role):
    """Given for hours by the organisation itself, and never otherwise (accounts.support)."""

    code = "support"
    display_name = "Support"
    description = "Helps from outside for a few hours; sees settings and how Rowan is doing."
    permissions = frozenset({Permission.SETTINGS_MANAGE, Permission.DIAGNOSTICS_SEE})


class Administrator(Role):
    code = "administrator"
    display_name = "Administrator"
    description = "Manages people and settings; cannot read a case."
    permissions = frozenset(
        {
            Permission.PEOPLE_MANAGE,
            Permission.PEOPLE_ACCESS,
            Permission.ORGANISATION_MANAGE,
            Permission.SETTINGS_MANAGE,
            Permission.DIAGNOSTICS_SEE,
            Permission.MATRIX_SEE,
        }
    )


ROLES: dict[str, type[Role]] = {
    role.code: role
    for role in (
        IDVA,
        OutreachWorker,
        ChildrensWorker,
        KeyWorker,
        ReliefWorker,
        RefugeManager,
        Counsellor,
        ServiceManager,
        MaracCoordinator,
        MaracRepresentative,
        MaracChair,
        DataProtectionLead,
        Finance,
        Reception,
        Partner,
        Commissioner,
        Support,
        Administrator,
    )
}
