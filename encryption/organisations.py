"""The keys of an organisation."""

from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from encryption import installation
from encryption.keys import FIRST_VERSION, PURPOSES, KeyClass
from encryption.models import OrganisationKey
from encryption.primitives import new_key
from encryption.wrapping import wrap_class_key


def create(organisation_id: UUID, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the class keys of a new organisation, in one statement."""
    root = installation.newest_root()
    OrganisationKey.objects.using(using).bulk_create(
        OrganisationKey(
            organisation_id=organisation_id,
            key_class=str(name),
            wrapped=wrap_class_key(new_key(), organisation_id, str(name), FIRST_VERSION, root=root),
        )
        for name in (*KeyClass, PURPOSES)
    )
