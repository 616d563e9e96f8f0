"""Replacing the root key: a second one beside it, every class key wrapped anew, the first gone.

Both are kept until nothing is wrapped with the first one. The second is on the disk before the
database knows of it, so there is no moment at which something is wrapped with a root key that a
crash could lose.
"""

import datetime
from uuid import UUID

from django.db.models import QuerySet

from encryption import installation, trail_keys
from encryption.custody import custodian
from encryption.models import InstallationKey, OrganisationKey, RootKey
from encryption.primitives import key_version
from encryption.retirement import backups_gone_on
from encryption.wrapping import unwrap_class_key, wrap_class_key


def prepare() -> int:
    """Keep the second root key, then tell the database of it; its version."""
    versions = list(RootKey.objects.in_use())
    if len(versions) > 1:
        return versions[-1].version
    installation.verify()
    root = custodian().prepare()
    version = versions[0].version + 1
    RootKey.objects.create(version=version, fingerprint=installation.fingerprint(root))
    installation.forget()
    return version


def left(version: int) -> int:
    """How many class keys of the organisation that is entered are wrapped with another version."""
    return sum(key_version(bytes(each.wrapped)) != version for each in _kept())


def rewrap(organisation_id: UUID, version: int) -> None:
    """Wrap the class keys of the organisation that is entered with this version."""
    for key in _kept().select_for_update():
        if key_version(bytes(key.wrapped)) == version:
            continue
        about = (organisation_id, key.key_class, key.version)
        plain = unwrap_class_key(bytes(key.wrapped), *about)
        key.wrapped = wrap_class_key(plain, *about, root=version)
        key.save(update_fields=["wrapped"])


def rewrap_installation(version: int) -> None:
    """Wrap the installation's own keys with this version."""
    row = InstallationKey.objects.get()
    if key_version(bytes(row.wrapped)) != version:
        installation.rewrap(version=version)
    trail_keys.rewrap(root=version)


def retire(version: int, *, on: datetime.date) -> str:
    """Let the second root key take the first one's place; what is left to do by hand."""
    by_hand = custodian().replace()
    RootKey.objects.in_use().filter(version__lt=version).update(
        retired_on=on, backups_gone_on=backups_gone_on(on)
    )
    installation.verify()
    return by_hand


def _kept() -> QuerySet[OrganisationKey]:
    return OrganisationKey.objects.filter(retired_on=None).order_by("pk")
