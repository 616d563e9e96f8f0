"""Why fields of consent and of what was shared are stored in clear. What was said never is."""

_LINK = "identifier: structure"

PLAIN = {
    "sharing.Consent": {
        "case": _LINK,
        "person": _LINK,
        "purpose": "type: one answer for a purpose is a constraint",
        "answer": "code: whether something may be shared",
        "mode": "code: how the answer was given",
        "given_on": "day: from when it holds",
        "expires_on": "day: until when it holds, and when to ask again",
        "ended_on": "day: until when it holds",
        "ended": "code: withdrawn or asked again",
        "recorded_by": _LINK,
    },
    "sharing.Artefact": {
        "case": _LINK,
        "kind": "code: what was made",
        "made_at": "time: order",
        "made_by": _LINK,
        "taken_out": "number: of places, never what stood there",
        "left_in": "number: of places, never what stands there",
    },
    "sharing.Release": {
        "case": _LINK,
        "asked_by": "identifier: never the one who agrees",
        "asked_at": "time: order",
        "expires_on": "day: until when it can be used",
        "answered_by": "identifier: never the one who asked",
        "answered_at": "time: whether it waits",
        "agreed": "state",
        "review": _LINK,
        "used_in": "identifier: used once",
    },
    "sharing.Share": {
        "case": _LINK,
        "shared_at": "time: order",
        "shared_by": _LINK,
        "basis": "code: without consent it is looked at",
        "consent": _LINK,
        "copy": _LINK,
        "agreed_first": "identifier: never the one who shared",
        "review": _LINK,
        "verdict": "code: what the reviewer found",
    },
}
