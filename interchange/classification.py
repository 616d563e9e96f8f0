"""Why fields of remembered references are stored in clear. The references themselves never are."""

PLAIN = {
    "interchange.ImportedReference": {
        "source": "name that the operator gives to a sender",
        "kind": "name of a file of the bundle",
        "subject_id": "identifier: structure",
    },
}
