"""Sealed values that did not open: somebody altered or moved them, so the trail keeps it."""

from typing import Any
from uuid import UUID

from audit import context, events

VERB = "integrity.fail"


def record(*, tag: str, row_id: Any, **kwargs: Any) -> None:
    """Receiver of decryption_failed; committed apart, since the reader's transaction fails.

    Who was reading stands in the read event just before this one: reads are stored first.
    """
    if context.organisation() is None:
        events.session(VERB, by=None)
        return
    subjects = [row_id] if isinstance(row_id, UUID) else []
    events.read(VERB, by=None, subjects=subjects, fields=[tag])
