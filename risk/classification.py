"""Why fields of risk are stored in clear. Answers, scores and bands never are."""

PLAIN = {
    "risk.Assessment": {
        "case": "identifier: structure",
        "instrument_code": "code: which questions were asked",
        "instrument_version": "code: which questions were asked",
        "assessed_on": "day: order, and when the next is due",
        "signed_at": "time: what is signed is never changed",
        "signed_by": "identifier of who signed",
    },
}
