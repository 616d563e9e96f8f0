"""Why fields of safe contact are stored in clear. What is safe, and every number, never is."""

_LINK = "identifier: structure"
_DAY = "day: lists of what is to be checked need it"

PLAIN = {
    "contact.SafeContact": {
        "person": _LINK,
        "channel": "code: one rule for a channel is a constraint",
        "checked_on": _DAY,
        "checked_by": _LINK,
        "check_again_by": _DAY,
    },
    "contact.Message": {
        "case": _LINK,
        "person": _LINK,
        "channel": "code: how it was written, never to where",
        "kind": "code: which of the few texts",
        "handed": "code: sent or shown",
        "written_by": _LINK,
        "written_at": "time: order",
    },
    "contact.CoveredOpening": {
        "case": _LINK,
        "person": _LINK,
        "channel": "code: which number was opened, never the number",
        "opened_by": _LINK,
        "opened_at": "time: order",
    },
}
