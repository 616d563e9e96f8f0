"""Why fields of endings are stored in clear. How it ended and where she went never are."""

PLAIN = {
    "moveon.Ending": {
        "episode": "identifier: structure",
        "case": "identifier: structure",
        "ended_on": "day: constraints and counts need it",
    },
}
