"""Why fields of people and cases are stored in clear. Names, contact and answers never are."""

_DAY = "day: lists, constraints and counts need it"
_LINK = "identifier: structure"
_ACCESS = "decides in the database who sees the case"

PLAIN = {
    "cases.Profile": {"person": _LINK},
    "cases.PersonCausingHarm": {"case": _LINK},
    "cases.Case": {
        "reference": "our own number, which says nothing of who",
        "service": _LINK,
        "opened_on": _DAY,
        "closed_on": _DAY,
        "restricted": "decides who sees the case",
    },
    "cases.CasePerson": {
        "case": _LINK,
        "person": _LINK,
        "role": "code: exactly one survivor is a constraint, and the return counts by role",
        "starts_on": _DAY,
        "ends_on": _DAY,
    },
    "cases.Disclosure": {
        "case": _LINK,
        "to_organisation": _LINK,
        "what": "code: what kind of copy",
        "basis": "code: the ground on which it was shared",
        "disclosed_on": _DAY,
        "copy_id": "identifier of the copy",
    },
    "cases.Grant": {
        "case": _LINK,
        "user": _LINK,
        "kind": _ACCESS,
        "field_classes": _ACCESS,
        "starts_at": _ACCESS,
        "ends_at": _ACCESS,
        "ended_at": _ACCESS,
        "ended_by": _LINK,
        "granted_by": _LINK,
    },
    "cases.AccessRequest": {
        "user": _LINK,
        "asked_at": "time: how often somebody asks in a day is limited",
        "settled_at": "time: passed on once",
    },
    "cases.EmergencyOpening": {"user": _LINK, "at": "time: a daily number", "grant": _LINK},
    "cases.Cover": {
        "colleague": _LINK,
        "worker": _LINK,
        "starts_on": _ACCESS,
        "ends_on": _ACCESS,
        "ended_at": _ACCESS,
        "given_by": _LINK,
    },
    "cases.Conflict": {
        "case": _LINK,
        "user": _LINK,
        "source": _ACCESS,
        "declaration_id": _LINK,
        "signs": "ids, each with a code of what was alike: a lifted match is not made again",
        "set_by": _LINK,
        "lifted_at": _ACCESS,
        "lifted_by": _LINK,
    },
    "cases.Declaration": {"user": _LINK, "ended_at": "decides whether it is compared"},
    "cases.NobodyToDeclare": {"user": _LINK, "said_at": "time: she is not reminded again"},
    "cases.PassedNote": {
        "written_by": _LINK,
        "case": _LINK,
        "said_at": "time: order of the notes",
        "placed_at": "time: whether it still waits for a place",
        "placed_by": _LINK,
    },
    "cases.UnusualDay": {"day": "day: looked through once"},
    "cases.UnusualAccess": {"item": _LINK, "day": "day: what is known is not raised again"},
    "cases.SearchRecord": {
        "person": _LINK,
        "changed_in": "number of a transaction: what a process has not read yet",
    },
    "cases.SearchVersion": {
        "gone_in": "number of a transaction: whether somebody was erased since"
    },
    "cases.Allocation": {
        "case": _LINK,
        "worker": _LINK,
        "starts_on": _DAY,
        "ends_on": _DAY,
        "ended_at": _ACCESS,
        "ended_by_leaving": _ACCESS,
    },
}
