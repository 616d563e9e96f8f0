"""Everything that a role can allow, one verb each."""

from enum import StrEnum


class Permission(StrEnum):
    """A verb that a role either holds or does not."""

    CASE_OPEN = "case.open"
    CASE_SEE = "case.see"
    CASE_EDIT = "case.edit"
    CASE_CLOSE = "case.close"
    CASE_ALLOCATE = "case.allocate"
    CASES_OF_THE_ORGANISATION = "cases.of_the_organisation"
    CASES_OF_THE_SERVICE = "cases.of_the_service"
    CASES_OF_THE_TEAM = "cases.of_the_team"
    IDENTITY_SEE = "identity.see"
    SAFE_CONTACT_SEE = "safe_contact.see"
    NARRATIVE_SEE = "narrative.see"
    HARM_SEE = "harm.see"
    PROFILE_SEE = "profile.see"
    IMMIGRATION_SEE = "immigration.see"
    LOCATION_SEE = "location.see"
    CALLS_TAKE = "calls.take"
    RISK_ASSESS = "risk.assess"
    PLAN_WRITE = "plan.write"
    MEETING_SEE = "meeting.see"
    MEETING_CHAIR = "meeting.chair"
    MEETINGS_OF_THE_HOST = "meetings.of_the_host"
    MEETING_RUN = "meeting.run"
    MEETING_REFER = "meeting.refer"
    ROOMS_SEE = "rooms.see"
    ROOMS_PLACE = "rooms.place"
    REFERRALS_DECIDE = "referrals.decide"
    RETURN_SEE = "return.see"
    RETURN_RECORDS = "return.records"
    RETURN_ANSWER = "return.answer"
    BUNDLE_IMPORT = "bundle.import"
    BUNDLE_EXPORT = "bundle.export"
    PEOPLE_MANAGE = "people.manage"
    PEOPLE_ACCESS = "people.access"
    ORGANISATION_MANAGE = "organisation.manage"
    SETTINGS_MANAGE = "settings.manage"
    DIAGNOSTICS_SEE = "diagnostics.see"
    MATRIX_SEE = "matrix.see"
    TOKEN_MAKE = "token.make"  # noqa: S105 - a verb
    ACCESS_EXPLAIN = "access.explain"
    ACCESS_GRANT = "access.grant"
    DIP_SAMPLE = "access.dip_sample"
    BREAK_GLASS = "access.break_glass"
    CONFLICTS_MANAGE = "conflicts.manage"
    NOTE_HAND_ON = "note.hand_on"
    NOTES_PLACE = "notes.place"
    REVIEWS_CLOSE = "reviews.close"


# What takes records out of Rowan: withheld for a day after a recovery.
EXPORTING = frozenset({Permission.BUNDLE_EXPORT})
