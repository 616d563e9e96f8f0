"""Why each field of the trail is stored in clear."""

_EVENT = "the trail holds ids, verbs and field names, never values"

PLAIN = {
    "audit.Event": {
        "id": "identifier",
        "organisation_id": "identifier: whose trail it is",
        "at": "time: when it happened",
        "kind": "code: a write, a read or a sign-in",
        "actor_id": "identifier of who acted",
        "verb": _EVENT,
        "subjects": _EVENT,
        "fields": "names of fields, and keyed digests of sealed values; never values",
        "purpose": "code of the purpose; the writer never puts a name here",
        "source": "network address, or command with its account and host",
        "mac": "authentication code over the event",
        "transaction": "the database's own number of the transaction",
    },
    "audit.Seal": {
        "event_id": "identifier",
        "chain_id": "identifier of the organisation",
        "sequence": "place in the chain",
        "previous": "hash",
        "link": "hash",
    },
}
