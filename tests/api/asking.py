"""Another program at the interface: a token, and requests with it."""

import datetime
import json
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from accounts.api import tokens
from accounts.choices import ApiScope
from accounts.models import ApiToken, Organisation, User
from accounts.roles import Role, ServiceManager
from accounts.tenancy import enter

DAY = datetime.timedelta(days=1)
EVERYTHING = tuple(ApiScope)


def make_token(
    user: User,
    organisation: Organisation,
    *scopes: ApiScope,
    role: type[Role] = ServiceManager,
    days: int = 1,
) -> tuple[ApiToken, str]:
    """Make a token as the page does; without scopes it opens everything."""
    now = timezone.now()
    with enter(organisation, by=user):
        return tokens.make(
            role=role, purpose="board figures", scopes=scopes or EVERYTHING, made_at=now,
            expires_at=now + days * DAY, by=user,
        )  # fmt: skip


class Program:
    """Sends requests with one token, as JSON."""

    def __init__(self, text: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {text}"}

    def get(self, path: str, query: dict[str, str] | None = None) -> Any:
        """Read."""
        return self.client.get(path, query, headers=self.headers)

    def send(self, path: str, data: object, *, method: str = "POST", key: str = "") -> Any:
        """Write, each time with a key of its own unless one is given."""
        headers = self.headers | {"Idempotency-Key": key or str(uuid4())}
        return self.client.generic(
            method, path, json.dumps(data), content_type="application/json", headers=headers
        )
