"""Why the fields of the return are stored in clear: counts and codes, never a record."""

_ROW = {
    "id": "identifier",
    "authority": "code of an authority",
    "year": "code of a year",
    "recorded_at": "time",
}

PLAIN = {
    "returns.ReturnAnswer": {
        **_ROW,
        "cell": "code of a question of the form",
        "value": "what the authority says of itself; sent to the department and published",
    },
    "returns.OutsideFigures": {
        **_ROW,
        "provider_name": "name of an organisation",
        "cells": "counts, as a provider sent them",
    },
    "returns.DerivedReturn": {
        **_ROW,
        "edition": "code of an edition",
        "cells": "counts; commissioners read them without any key",
        "checks": "codes, counts and words from the code",
        "computed_at": "time",
        "digest": "digest of counts",
    },
}
