"""Why fields of referrals are stored in clear. Who, where and what happened never are."""

_LINK = "identifier: structure"
_TIME = "time: the clock, the order of the list and the counts need it"
_ACCESS = "decides in the database who sees the referral"

PLAIN = {
    "referrals.CaseReferral": {
        "service": _LINK,
        "reference": "our own number, which says nothing of who",
        "route": "code: counted by it",
        "received_at": _TIME,
        "consent": "code: the ground on which we hold it",
        "priority": "code: the clock runs by it",
        "review_due_at": _TIME,
        "reviewed_at": _TIME,
        "contact_due_at": _TIME,
        "reached_at": _TIME,
        "worker": _LINK,
        "attempts_reviewed_at": _TIME,
        "attempts_reviewed_by": _LINK,
        "decision": "code: open and waiting referrals are found by it, and it is counted",
        "decided_at": _TIME,
        "decided_by": _LINK,
        "reason": "code: counted by it",
        "case": _LINK,
        "keep_until": "day: what is over is found by it",
        "erased_on": "day: erased once",
        "alike": "identifiers of other referrals",
    },
    "referrals.ContactAttempt": {
        "referral": _LINK,
        "at": _TIME,
        "worker": _LINK,
        "mode": "code: counted by it",
        "outcome": "code: whether anybody was reached is counted",
    },
    "referrals.ReferrerTold": {
        "referral": _LINK,
        "at": _TIME,
        "by": _LINK,
        "what": "code: one of a few neutral sentences",
    },
    "referrals.Closing": {
        "case": _LINK,
        "reason": "code: counted by it",
        "planned": "yes or no: counted by it",
        "final_assessment": "code: counted by it",
    },
    "referrals.FurtherWork": {"case": _LINK, "earlier": _LINK},
    "referrals.Handover": {
        "case": _LINK,
        "offered_by": _LINK,
        "from_worker": _LINK,
        "to": _LINK,
        "to_service": _LINK,
        "offered_at": _TIME,
        "contact_checked_on": "day: whether safe contact was checked lately",
        "state": "code: what waits for an answer is found by it",
        "answered_at": _TIME,
    },
    "referrals.ReferralWall": {
        "referral": _LINK,
        "user": _LINK,
        "source": _ACCESS,
        "declaration_id": _LINK,
        "signs": "ids, each with a code of what was alike: a lifted match is not made again",
        "set_by": _LINK,
        "lifted_at": _ACCESS,
        "lifted_by": _LINK,
    },
}
