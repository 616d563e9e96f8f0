"""Sealed values that did not open, and keys that were withheld: the trail keeps either."""

from typing import Any
from uuid import UUID

from audit import context, events

VERB = "integrity.fail"
WITHHELD = "keys.withhold"


def record(*, tag: str, row_id: Any, **kwargs: Any) -> None:
    """Receiver of decryption_failed; committed apart, since the reader's transaction fails.

    Who was reading stands in the read event just before this one: reads are stored first.
    """
    if context.organisation() is None:
        events.session(VERB, by=None)
        return
    subjects = [row_id] if isinstance(row_id, UUID) else []
    events.read(VERB, by=None, subjects=subjects, fields=[tag])


def record_withheld(*, key_class: str, subject_ids: list[UUID], **kwargs: Any) -> None:
    """Receiver of key_withheld; committed apart, since the work that asked fails."""
    if context.organisation() is not None:
        events.read(WITHHELD, by=None, subjects=subject_ids, fields=[key_class])
