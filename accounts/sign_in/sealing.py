"""Passkeys lie in the database sealed for their person, like every other second factor.

allauth seals the secret of an app and of recovery codes through the adapter. A passkey's
credential and its name it stores in clear, so they are sealed here as the row is written, and
opened as it is read.
"""

import base64
import json
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models.signals import post_init, post_save, pre_save
from django.dispatch import receiver

from encryption import installation

_TAG = "sign_in.secret"
_SEALED = "sealed"


def seal(user_id: UUID, text: str) -> str:
    """Seal a secret under the installation's key, for this person alone."""
    return base64.b64encode(installation.seal(_TAG, user_id, text.encode())).decode()


def open_for(user_id: UUID, sealed: str) -> str:
    """Open a secret; one that was copied from another person's row does not open."""
    return installation.open(_TAG, user_id, base64.b64decode(sealed, validate=True)).decode()


@receiver(post_init, sender=Authenticator)
@receiver(post_save, sender=Authenticator)
def open_passkey(sender: type[Authenticator], instance: Authenticator, **kwargs: Any) -> None:
    """Give the code that works with a passkey what it expects to find."""
    data = instance.__dict__.get("data")
    if isinstance(data, dict) and _SEALED in data:
        instance.data = json.loads(open_for(instance.user_id, data[_SEALED]))


@receiver(pre_save, sender=Authenticator)
def seal_passkey(sender: type[Authenticator], instance: Authenticator, **kwargs: Any) -> None:
    """Let nothing of a passkey reach the database in clear."""
    if instance.type == Authenticator.Type.WEBAUTHN:
        instance.data = {_SEALED: seal(instance.user_id, json.dumps(instance.data))}
