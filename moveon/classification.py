"""Why fields of moving on are stored in clear. How it ended and where she went never are."""

PLAIN = {
    "moveon.Ending": {
        "episode": "identifier: structure",
        "case": "identifier: structure",
        "ended_on": "day: constraints and counts need it",
    },
    "moveon.HousingOption": {
        "case": "identifier: structure",
        "kind": "type: counted, which ways lead to homes",
        "state": "state: what is still pursued",
        "applied_on": "day: how long it takes",
        "look_again_on": "day: due",
    },
    "moveon.Offer": {
        "option": "identifier: structure",
        "case": "identifier: structure",
        "made_on": "day: order",
        "view_on": "day: due",
        "answer_by": "day: due",
        "answer": "state: what waits for an answer",
        "answered_on": "day: order",
    },
    "moveon.AvoidedArea": {"case": "identifier: structure", "ended_on": "day: what still holds"},
    "moveon.Resettlement": {
        "case": "identifier: structure",
        "agreed": "state: whether anybody may come",
        "agreed_on": "day: order",
        "ends_on": "day: until when somebody comes",
    },
    "moveon.ResettlementVisit": {
        "resettlement": "identifier: structure",
        "case": "identifier: structure",
        "due_on": "day: due",
        "made_on": "day: what is still to do",
        "dropped": "state: what is still to do",
    },
}
