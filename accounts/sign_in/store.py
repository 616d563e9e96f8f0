"""Sessions in the database, sealed: whoever reads the table can neither read nor take one over.

The row's key is a hash of the cookie's, and the content is sealed under the installation's key
and bound to that row. A session whose seal does not hold is an empty one: nobody is signed in.
"""

import base64
import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from encryption import installation
from encryption.errors import DecryptionFailed

_TAG = "session.content"
_KEY_LENGTH = 40  # the column's


def row_key(session_key: str) -> str:
    """The key under which a cookie's session is stored."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:_KEY_LENGTH]


class SessionStore(db.SessionStore):
    """Django's database sessions with a hashed key and sealed content."""

    def _get_session_from_db(self) -> Session | None:
        session_key = self.session_key
        if session_key is None:
            return None
        found = Session.objects.filter(
            session_key=row_key(session_key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether the cookie's session is stored."""
        return Session.objects.filter(session_key=row_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row for this session."""
        session_key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]
        return Session(
            session_key=row_key(session_key),
            session_data=self._sealed(session_key, data),
            expire_date=self.get_expiry_date(),
        )

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one by default."""
        ending = session_key or self.session_key
        if ending is not None:
            Session.objects.filter(session_key=row_key(ending)).delete()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content of this session's row; nothing when its seal does not hold."""
        try:
            sealed = base64.b64decode(session_data, validate=True)
            content = installation.open(_TAG, row_key(self.session_key or ""), sealed)
        except (ValueError, DecryptionFailed):
            return {}
        found: dict[str, Any] = self.serializer().loads(content)
        return found

    def _sealed(self, session_key: str, data: dict[str, Any]) -> str:
        content = self.serializer().dumps(data)
        return base64.b64encode(installation.seal(_TAG, row_key(session_key), content)).decode()
