"""The keys that authenticate events: one for each organisation, one for the installation."""

from uuid import UUID

from encryption import installation, keyring

PURPOSE = "audit-mac"
COMMITMENTS = "audit-commitments"


def authentication_key(organisation_id: UUID | None) -> bytes:
    """Return the key for an organisation that is entered, or for the installation's own events."""
    if organisation_id is None:
        return installation.purpose_key(PURPOSE)
    return keyring.current().purpose_key(PURPOSE)


def commitment_key() -> bytes:
    """Return the key of the digests by which the trail knows sealed bytes again."""
    return keyring.current().purpose_key(COMMITMENTS)
