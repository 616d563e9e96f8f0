"""Asking an address as somebody, undoing whatever it did, and saying in a word what came."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client

from accounts.models import User
from audit import events
from audit.content import EventContent
from tests.pages import client_of, said

OPENS, LEADS_ON, SENDS = "opens", "leads on", "may send"
SIGN_IN, NOTHING, NO_SUCH_WAY = "sign in first", "nothing there", "no such way"
REFUSED, TOKEN_FIRST = "refused", "a token first"
CELLS = {OPENS, LEADS_ON, SENDS, SIGN_IN, NOTHING, NO_SUCH_WAY, REFUSED, TOKEN_FIRST}
API = "/api/"

# The text of each persona's token, by the id of the person; filled when the stage is set.
TOKENS: dict[UUID, str] = {}

_STATUS = {
    HTTPStatus.NOT_FOUND: NOTHING,
    HTTPStatus.METHOD_NOT_ALLOWED: NO_SUCH_WAY,
    HTTPStatus.FORBIDDEN: REFUSED,
    HTTPStatus.NO_CONTENT: SENDS,
    HTTPStatus.CONFLICT: SENDS,
    HTTPStatus.UNAUTHORIZED: TOKEN_FIRST,
}


@dataclass(frozen=True)
class Answer:
    """What came, and the events that were stored on the way."""

    response: Any
    events: list[EventContent]

    @property
    def text(self) -> str:
        """Return all that the response says, a spreadsheet's parts and the headers included."""
        content = self.response.content
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                content = b" ".join(parts.read(name) for name in parts.namelist())
        return f"{self.response.headers} {content.decode(errors='replace')}"

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    def like(self, path: str) -> tuple[int, bytes, list[str], list[str]]:
        """Return status, body and headers, without what differs wherever the same is said."""
        return *said(self.response, path), sorted(self.response.cookies)


class Asker:
    """One person, or nobody, at a browser; at the interface, with her token if she has one."""

    def __init__(self, user: User | None) -> None:
        self.token = TOKENS.get(user.pk, "") if user else ""
        self.client = client_of(user) if user else Client(raise_request_exception=False)
        self._cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method: str, path: str) -> Answer:
        """Send a request, a form with nothing filled in if need be, and undo what it did."""
        self.client.cookies = SimpleCookie(self._cookies)
        with recorded() as stored, transaction.atomic():
            response = self.send(method, path)
            transaction.set_rollback(True)
        return Answer(response, stored)

    def send(self, method: str, path: str) -> Any:
        """Send a request and keep what it did."""
        key = str(uuid4())
        if path.startswith(API):
            return self._send_as_program(method, path, key)
        if method == "POST":
            return self.client.post(path, {"once": key})
        return self.client.generic(method, path, headers={"Idempotency-Key": key})

    def _send_as_program(self, method: str, path: str, key: str) -> Any:
        headers = {"Idempotency-Key": key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        kind = "application/json"
        return self.client.generic(method, path, "{}", content_type=kind, headers=headers)


@contextmanager
def recorded() -> Iterator[list[EventContent]]:
    """Gather the events that are stored while the block runs."""
    found: list[EventContent] = []
    store = events._insert

    def keep(alias: str, content: EventContent) -> None:
        store(alias, content)
        found.append(content)

    with patch("audit.events._insert", keep):
        yield found


def verdict(method: str, answer: Answer) -> str:
    """Say in the matrix's words what came; an unknown one in numbers, which no row holds."""
    location = answer.response.headers.get("Location", "")
    at_the_interface = answer.response.request["PATH_INFO"].startswith(API)
    if answer.status == HTTPStatus.BAD_REQUEST and at_the_interface:
        # A program is told what to put right with a status; a person, with the page.
        return SENDS
    if answer.status == HTTPStatus.FOUND:
        if location.startswith("/in/?next="):
            return SIGN_IN
        return SENDS if method == "POST" else LEADS_ON
    if answer.status == HTTPStatus.OK:
        return OPENS if method == "GET" else SENDS
    return _STATUS.get(HTTPStatus(answer.status), f"status {answer.status}")
