"""Why fields of meetings are stored in clear. What is copied and agreed never is."""

_LINK = "identifier: structure"
_ACCESS = "decides in the database who sees the referral"
_DAY = "day: the list and the actions are ordered by it"

PLAIN = {
    "marac.MaracArea": {
        "name": "public name of an area",
        "threshold": "setting of the area",
        "repeat_months": "setting of the area",
    },
    "marac.AreaChange": {
        "area": _LINK,
        "field": "code of a rule",
        "before": "a rule of the area, or its public name",
        "after": "a rule of the area, or its public name",
        "changed_by": _LINK,
    },
    "marac.Meeting": {"area": _LINK, "held_on": _DAY, "list_closes_on": _DAY},
    "marac.Attendance": {
        "meeting": _LINK,
        "user": _LINK,
        "ended_at": "decides in the database who sees what the meeting hears",
    },
    "marac.MaracReferral": {
        "area": _LINK,
        "meeting": _LINK,
        "referred_by": _LINK,
        "referred_on": _DAY,
        "criteria": "codes: counted for the quarterly return of meetings",
        "basis": "code: the ground on which it was shared",
        "is_repeat": "counted for the quarterly return of meetings",
    },
    "marac.Recusal": {
        "referral": _LINK,
        "user": _LINK,
        "source": _ACCESS,
        "declaration_id": _LINK,
        "signs": "ids, each with a code of what was alike: a lifted match is not made again",
        "set_by": _LINK,
        "lifted_at": _ACCESS,
        "lifted_by": _LINK,
    },
    "marac.Action": {
        "referral": _LINK,
        "due_on": _DAY,
        "state": "code: late actions are chased by it",
        "closed_on": _DAY,
    },
}
