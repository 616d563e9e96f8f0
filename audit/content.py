"""The canonical content of an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContent:
    """All that an event says: ids, verbs and field names, never values."""

    id: UUID
    organisation_id: UUID | None
    at: datetime
    kind: str
    actor_id: UUID | None
    verb: str
    subjects: Sequence[UUID]
    fields: Sequence[str]
    purpose: str
    source: str

    def canonical(self) -> bytes:
        """Return the content as bytes in which no two different events are alike.

        Every part is preceded by its length (four bytes, most significant first), and each of
        the two lists by its number of parts, so that text cannot run from one part into another.
        """
        parts = [
            b"rowan-event-1",
            self.id.bytes,
            self.organisation_id.bytes if self.organisation_id else b"",
            self.at.astimezone(UTC).isoformat(timespec="microseconds").encode(),
            self.kind.encode(),
            self.actor_id.bytes if self.actor_id else b"",
            self.verb.encode(),
            len(self.subjects).to_bytes(4, "big"),
            *(subject.bytes for subject in self.subjects),
            len(self.fields).to_bytes(4, "big"),
            *(field.encode() for field in self.fields),
            self.purpose.encode(),
            self.source.encode(),
        ]
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
