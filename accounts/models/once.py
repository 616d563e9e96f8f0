"""Requests that were already answered, so that each is carried out once."""

from django.db import models


class OnceKey(models.Model):
    """A key that came with a request to write, and the answer that it got.

    It has no tenant wall: it holds identifiers, a status and an address of ours, and belongs to
    the one person who sent it. The row is written in the transaction of the work itself.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    # A keyed hash of address and content: the same key with another content is refused.
    fingerprint = models.BinaryField()
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True, default="")
    location_header = models.CharField(max_length=20, blank=True, default="")
    recorded_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="accounts_once_key_is_used_once")
        ]

    def __str__(self) -> str:
        return f"once {self.key}"
