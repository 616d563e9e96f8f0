"""Why fields of erasures are stored in clear: ids, days and codes, which outlast the person."""

_LINK = "identifier: structure"
_TIME = "time: who erased whom, and when, outlasts the person"

PLAIN = {
    "erasure.Erasure": {
        "reference": "our own number, which says nothing of who",
        "person": _LINK,
        "case": _LINK,
        "basis": "code: the ground of an erasure",
        "asked_by": _LINK,
        "asked_at": _TIME,
        "confirmed_by": _LINK,
        "confirmed_at": _TIME,
        "due_at": "time: decides when it is carried out",
        "withdrawn_by": _LINK,
        "withdrawn_at": _TIME,
        "carried_out_at": _TIME,
        "backups_until": "day: from then on no backup opens",
        "manifest": "sorts of record, numbers and identifiers; never a value",
    },
    "erasure.Mention": {
        "erasure": _LINK,
        "record": "name of code: what sort of record",
        "record_id": "identifier",
        "field": "name of code",
        "case": _LINK,
        "take_out": "decides what is done",
        "taken_out_at": _TIME,
    },
}
