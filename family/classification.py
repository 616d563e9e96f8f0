"""Why fields of families and courts are stored in clear. What was said or done never is."""

_LINK = "identifier: structure"

PLAIN = {
    "family.Childhood": {"person": _LINK, "worker": "identifier of the child's own worker"},
    "family.CareStep": {
        "person": _LINK,
        "starts_on": "day: order, and one step at a time",
        "ends_on": "day: order, and one step at a time",
    },
    "family.Arrangement": {
        "person": _LINK,
        "starts_on": "day: order",
        "ends_on": "day: order",
    },
    "family.SchoolNotice": {"person": _LINK, "told_on": "day: order"},
    "family.NetworkMember": {
        "case": _LINK,
        "kind": "type: decides who may be told",
        "last_involved_on": "day: order",
        "ended_on": "day: whether still around",
    },
    "family.CourtOrder": {
        "case": _LINK,
        "kind": "type: says which days matter",
        "respondent": _LINK,
        "made_on": "day: from when the order holds",
        "without_notice": "type: whether a return hearing follows",
        "return_on": "day: due",
        "served_on": "day: whether the police can act",
        "police_told_on": "day: whether the police can act",
        "expires_on": "day: until when the order holds, and when to renew",
        "ended_on": "day: until when the order holds",
    },
    "family.Breach": {
        "order": _LINK,
        "case": _LINK,
        "happened_on": "day: order",
        "reported_on": "day: whether the police know",
    },
    "family.Hearing": {
        "case": _LINK,
        "kind": "type: what the day is about",
        "starts_at": "time: due, and order",
        "attended_by": "identifier of who goes along",
        "told_on": "day: whether she knows the outcome",
        "cancelled": "state",
    },
}
