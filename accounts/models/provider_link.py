"""Which account at an organisation's own sign-in is which person's here."""

import uuid

from django.db import models


class ProviderLink(models.Model):
    """A person's account at a provider, known by its subject from the first whole sign-in on.

    An address may be given to somebody else one day; a subject never is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=500)
    # A keyed hash.
    subject = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="accounts_provider_link_one_person"
            ),
            models.UniqueConstraint(
                fields=["issuer", "user"], name="accounts_provider_link_one_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"provider link {self.pk}"
