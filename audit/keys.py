"""The keys that authenticate events: one for each organisation, one for the installation.

Each has versions. The newest makes codes; the earlier ones go on proving what they made.
"""

from uuid import UUID

from encryption import keyring, trail_keys

PURPOSE = "audit-mac"
COMMITMENTS = "audit-commitments"


def newest_key(organisation_id: UUID | None, *, using: str) -> tuple[int, bytes]:
    """Return version and key for an organisation that is entered, or the installation's own.

    The installation's is asked for on this connection, in the transaction that stores the event.
    """
    if organisation_id is None:
        return trail_keys.newest(PURPOSE, using=using)
    ring = keyring.current()
    version = ring.purpose_versions()[-1]
    return version, ring.purpose_key(PURPOSE, version)


def every_key(organisation_id: UUID | None) -> dict[int, bytes]:
    """Return the key of each version, for an organisation that is entered or the installation."""
    if organisation_id is None:
        return dict(trail_keys.every(PURPOSE))
    ring = keyring.current()
    return {each: ring.purpose_key(PURPOSE, each) for each in ring.purpose_versions()}


def commitment_key() -> bytes:
    """Return the key of the digests by which the trail knows sealed bytes again.

    It has one version: a digest proves nothing without the code of the event that holds it.
    """
    return keyring.current().purpose_key(COMMITMENTS)
