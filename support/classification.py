"""Why fields of support are stored in clear. What somebody needs or wants never is."""

_LINK = "identifier: structure"
_WHO = "identifier of who asked or wrote"

PLAIN: dict[str, dict[str, str]] = {
    "support.Need": {
        "case": _LINK,
        "person": _LINK,
        "asked_on": "day: order of the answers, and nothing of what was asked",
        "asked_by": _WHO,
    },
    "support.Goal": {
        "case": _LINK,
        "person": _LINK,
        "state": "code: whether it goes on, asked of many cases at once",
        "set_on": "day: order of the timeline",
        "set_by": _WHO,
        "review_on": "day: what is due is asked of many cases at once",
        "ended_on": "day: order of the timeline",
    },
    "support.GoalStep": {"goal": _LINK, "step": _LINK},
    "support.PlanVersion": {
        "case": _LINK,
        "number": "order of the versions",
        "reviewed_on": "day: order",
        "reviewed_by": _WHO,
        "reviewed_together": "says how it was reviewed, not what",
    },
}
