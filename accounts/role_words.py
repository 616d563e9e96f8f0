"""What each role may do, in words for people: the roles page reads it out."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.permissions import Permission
from accounts.roles import ROLES, Role

# In the order in which they are read: cases, what stands in them, meetings, rooms, figures.
WORDS: dict[Permission, str] = {
    Permission.CASE_SEE: "open the cases that are theirs to see",
    Permission.CASES_OF_THE_ORGANISATION: "see every case of the organisation",
    Permission.CASES_OF_THE_SERVICE: "see the cases of their own service and its residents",
    Permission.CASES_OF_THE_TEAM: "see the cases of their team",
    Permission.CASE_OPEN: "open a new case",
    Permission.CASE_EDIT: "change what is recorded in a case",
    Permission.CASE_CLOSE: "close a case",
    Permission.CASE_ALLOCATE: "say who works on a case",
    Permission.IDENTITY_SEE: "see names and dates of birth",
    Permission.SAFE_CONTACT_SEE: "see how to make contact safely",
    Permission.NARRATIVE_SEE: "read what happened: notes, risk, plans",
    Permission.HARM_SEE: "see who causes harm",
    Permission.PROFILE_SEE: "see what somebody told about themselves",
    Permission.IMMIGRATION_SEE: "see somebody’s immigration status",
    Permission.LOCATION_SEE: "see where somebody lives",
    Permission.CALLS_TAKE: "see whom a call may come from, and nothing else of their case",
    Permission.INTAKE_WORK: "take referrals to their service, ring people and decide",
    Permission.INTAKE_REVIEW: "look at referrals of people who could not be reached",
    Permission.OUTCOMES_SEE: "see what survivors said at the end, counted",
    Permission.RISK_ASSESS: "assess risk and sign an assessment",
    Permission.PLAN_WRITE: "write a safety plan",
    Permission.DIARY_WRITE: "write notes, and put down contact, next steps and appointments",
    Permission.DAY_PLAN: "begin the day with what is due on their own cases",
    Permission.COUNSELLING_KEEP: "keep a counsellor’s notes, and read those of a case",
    Permission.MEETING_REFER: "put a case to a meeting",
    Permission.MEETING_CHAIR: "know how many take no part in a case of a meeting",
    Permission.MEETING_SEE: "see the meetings that they attend, and what these hear",
    Permission.MEETINGS_OF_THE_HOST: "see every meeting that their organisation hosts",
    Permission.MEETING_RUN: "plan and record those meetings",
    Permission.ROOMS_SEE: "see the rooms, and who is in them where the case is theirs to see",
    Permission.ROOMS_PLACE: "give a household a room, and record that it left",
    Permission.HOUSE_MANAGE: "say what a house and its rooms offer, and give a room up",
    Permission.REFERRALS_DECIDE: "decide who is given a place",
    Permission.RETURN_SEE: "see the figures of the annual return",
    Permission.RETURN_RECORDS: "see which records stand behind a figure",
    Permission.RETURN_ANSWER: "answer the questions of the return that are not counted",
    Permission.BUNDLE_IMPORT: "bring records in from another system",
    Permission.BUNDLE_EXPORT: "take the records out in a file",
    Permission.ACCESS_EXPLAIN: "ask why somebody can open a case, or cannot",
    Permission.ACCESS_GRANT: "give somebody access to a case for a time, and take it back",
    Permission.DIP_SAMPLE: "read a few cases of a worker, drawn at random, for some days",
    Permission.BREAK_GLASS: "open a case in an emergency, for an hour, and answer for it",
    Permission.CONFLICTS_MANAGE: "keep somebody from a case, and say why",
    Permission.NOTE_HAND_ON: "pass on a note about somebody whom they cannot find",
    Permission.NOTES_PLACE: "put a note that was passed on where it belongs",
    Permission.REVIEWS_CLOSE: "look into unusual access and close it",
    Permission.LOOKED_SEE: "read who looked at a case, and what a colleague looked at",
    Permission.LOOKED_GIVE: "make a list of who looked, for the person whose record it is",
    Permission.PERSON_ERASE: "ask that somebody’s records are erased, or confirm it",
    Permission.PEOPLE_MANAGE: "manage people and their roles",
    Permission.PEOPLE_ACCESS: "end somebody’s access at once, and help them to sign in again",
    Permission.ORGANISATION_MANAGE: "say what the organisation offers: services, places, rooms",
    Permission.SETTINGS_MANAGE: "change the settings of the organisation",
    Permission.TOKEN_MAKE: "let another program work in their name",
    Permission.DIAGNOSTICS_SEE: "see how Rowan itself is doing",
    Permission.MATRIX_SEE: "read this page",
}


@dataclass(frozen=True)
class RoleInWords:
    """One role, as the page shows it."""

    name: str
    description: str
    may: Sequence[str]


def in_words(role: type[Role]) -> RoleInWords:
    """Return a role with what it may do; what is not named is refused."""
    return RoleInWords(
        name=role.display_name,
        description=role.description,
        may=[words for permission, words in WORDS.items() if permission in role.permissions],
    )


def every_role() -> list[RoleInWords]:
    """Return every role there is, in the order of the register."""
    return [in_words(role) for role in ROLES.values()]


@dataclass(frozen=True)
class MatrixRow:
    """One permission, and whether each role holds it, in the order of the register."""

    words: str
    held: Sequence[bool]


def matrix() -> list[MatrixRow]:
    """Return every permission against every role."""
    return [
        MatrixRow(words, [permission in role.permissions for role in ROLES.values()])
        for permission, words in WORDS.items()
    ]
