"""Why fields of accommodation are stored in clear. Needs, origins and names never are."""

_DAY = "day: constraints and counts need it"
_LINK = "identifier: structure"
_BOUGHT = "what an authority buys: structure that the return counts"

PLAIN = {
    "accommodation.Provision": {
        "service": _LINK,
        "accommodation_type": _BOUGHT,
        "authority_code": _BOUGHT,
        "bedspaces": _BOUGHT,
        "commissioned_from": _BOUGHT,
        "commissioned_to": _BOUGHT,
        "continues": _LINK,
    },
    "accommodation.Unit": {
        "service": _LINK,
        "sleeps": "size of a room",
        "step_free": "feature of a room",
        "cot": "feature of a room",
        "adults": "size of a room",
        "children": "size of a room",
        "pets": "feature of a room",
        "boys_up_to": "rule of a room",
        "self_contained": "feature of a room",
        "nrpf_funded": "feature of a room",
        "decommissioned_on": _DAY,
    },
    "accommodation.UnitType": {
        "unit": _LINK,
        "accommodation_type": "code: about the room",
        "starts_on": _DAY,
    },
    "accommodation.House": {
        "service": _LINK,
        "boys_up_to": "rule of a house, as it tells everybody",
    },
    "accommodation.Address": {"service": _LINK, "unit": _LINK},
    "accommodation.UnitClosure": {
        "unit": _LINK,
        "starts_on": _DAY,
        "ends_on": _DAY,
        "reason": "code: about the room",
    },
    "accommodation.PlacementReferral": {
        "provision": _LINK,
        "case": _LINK,
        "kind": "code: enquiries are not counted",
        "received_on": _DAY,
        "decision": "decision: counts need it",
        "decided_on": _DAY,
        "reasons": "reasons of capacity: counts need them; the needs themselves are sealed",
        "adults": "size of the household: shows which room fits",
        "children": "size of the household: shows which room fits",
    },
    "accommodation.Episode": {"case": _LINK, "provision": _LINK, "started_on": _DAY},
    "accommodation.EpisodePerson": {
        "episode": _LINK,
        "person": _LINK,
        "starts_on": _DAY,
        "ends_on": _DAY,
    },
    "accommodation.Stay": {
        "episode": _LINK,
        "unit": _LINK,
        "starts_on": _DAY,
        "ends_on": _DAY,
        "expected_from": _DAY,
        "expected_to": _DAY,
    },
    "accommodation.Shift": {
        "service": _LINK,
        "worker": _LINK,
        "starts_at": "decides in the database who sees the residents",
        "ends_at": "decides in the database who sees the residents",
        "ended_at": "decides in the database who sees the residents",
        "given_by": _LINK,
    },
    "accommodation.SupportDelivered": {
        "episode": _LINK,
        "person": _LINK,
        "support_type": "type of work: counted in the database",
        "delivered_on": _DAY,
        "minutes": "length of the work",
    },
}
