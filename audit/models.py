"""The trail itself: events, and the seals that put them in one order.

Ids are plain UUIDs, without foreign keys: the trail must outlive every record it speaks of and
must never stand in the way of the live data.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Event(models.Model):
    """One thing that somebody did or read. Inserted once, never changed."""

    class Kind(models.TextChoices):
        WRITE = "write", "Write"
        READ = "read", "Read"
        SESSION = "session", "Sign-in and sign-out"
        COMMITMENT = "commitment", "What sealed bytes are current"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField(null=True, db_index=True)
    at = models.DateTimeField(db_index=True)
    kind = models.TextField(choices=Kind.choices)
    actor_id = models.UUIDField(null=True)
    verb = models.TextField()
    subjects = ArrayField(models.UUIDField())
    fields = ArrayField(models.TextField())
    purpose = models.TextField()
    source = models.TextField()
    mac = models.BinaryField()
    # The database's number for the transaction that wrote the event; set by the database, so
    # that the write trigger can tell an event of this transaction from an older one.
    transaction = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.verb} at {self.at.isoformat()}"


class Seal(models.Model):
    """An event's place in its organisation's chain, given at commit by the database.

    ``link`` is SHA-256 over the previous link, the sequence number and the event's code.
    """

    event_id = models.UUIDField(primary_key=True)
    # The installation's own chain has the nil UUID, so that uniqueness holds there too.
    chain_id = models.UUIDField()
    sequence = models.BigIntegerField(null=True)
    previous = models.BinaryField(null=True)
    link = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain_id", "sequence"], name="audit_seal_sequence_is_unique"
            ),
            models.UniqueConstraint(
                fields=["chain_id", "previous"], name="audit_seal_chain_never_forks"
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.sequence}"
