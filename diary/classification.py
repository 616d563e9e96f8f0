"""Why fields of the diary are stored in clear. What was said, and what is to be done, never is."""

_LINK = "identifier: structure"
_WHO = "identifier of who wrote, did or will do it"
_ROOM = "code: decides who may read it"

PLAIN = {
    "diary.Note": {
        "case": _LINK,
        "counselling": _ROOM,
        "happened": "code: how it happened, by which the timeline is filtered",
        "happened_at": "time: order of the timeline",
        "about": "identifier of the person it is about, by which the timeline is filtered",
        "is_key": "says that it stands in the chronology, and nothing of what happened",
        "corrects": _LINK,
        "written_by": _WHO,
    },
    "diary.ContactMade": {
        "case": _LINK,
        "counselling": _ROOM,
        "note": _LINK,
        "about": "identifier of the person who was contacted",
        "at": "time: order, and how long ago contact was",
        "mode": "code: how contact was made; counted",
        "direction": "code: who made contact; counted",
        "outcome": "code of the list of outcomes; counted, and says nothing of what was said",
        "spoken_to": "says whether there was contact: how long ago is asked of many cases at once",
        "minutes": "number: counted",
        "made_by": _WHO,
    },
    "diary.NextStep": {
        "case": _LINK,
        "counselling": _ROOM,
        "due_on": "day: what is due is asked of many cases at once",
        "owner": _WHO,
        "state": "code: whether it is still to do",
        "ended_at": "time: order of the timeline",
        "ended_by": _WHO,
        "from_note": _LINK,
    },
    "diary.Appointment": {
        "case": _LINK,
        "counselling": _ROOM,
        "kind": "code: what sort of appointment it is",
        "starts_at": "time: what is next is asked of many cases at once",
        "ends_at": "time: length",
        "worker": _WHO,
        "check_in_by": "time: colleagues are told when it passes",
        "checked_in_at": "time: says that the worker is back",
        "cancelled_at": "time: says that it was called off",
    },
}
