"""What the tests of pages share: signing in, reading a page, and what every page must keep."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.test import Client

from accounts.models import User
from tests.sign_in.people import signed_in

TITLE = re.compile(r"[A-Z][A-Za-z0-9 .,’-]* – Rowan")

# What nobody who glances at a tab, a history or a print queue may read.
GIVEAWAYS = re.compile(r"abuse|refuge|marac|risk|violence|survivor|perpetrator", re.IGNORECASE)


# What differs between two responses that say the same.
_TOKENS = re.compile(rb'(name="(?:csrfmiddlewaretoken|once)" value=|nonce=)"[^"]*"')
_NONCE = re.compile(r"'nonce-[^']*'")


def said(response: Any, *without: str) -> tuple[int, bytes, list[str]]:
    """Return status, body and headers, without what differs wherever the same is said.

    ``without`` are words of the request that the response may repeat.
    """
    body: bytes = _TOKENS.sub(rb'\1""', response.content)
    for word in without:
        body = body.replace(word.encode(), b"/")
    headers = [
        _NONCE.sub("'nonce'", f"{name}: {value}") for name, value in response.headers.items()
    ]
    return int(response.status_code), body, sorted(headers)


class Browser(Client):
    """A browser whose forms carry the key that lets them be sent once."""

    def send(self, path: str, data: Mapping[str, Any]) -> Any:
        """Send a form as its page would."""
        return self.post(path, {"once": str(uuid4()), **data})


def client_of(user: User, **options: Any) -> Browser:
    """Return a browser in which this person is signed in, with both factors."""
    browser = Browser(raise_request_exception=False, **options)
    signed_in(browser, user)
    return browser


class Page(HTMLParser):
    """A page as read: headings, title, addresses, what is not allowed."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.title = ""
        self.headings: list[str] = []
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._open.append(tag)
        for name in ("href", "src", "action"):
            if given.get(name):
                self.addresses.append(str(given[name]))
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if "h1" in self._open:
            self.headings.append(data.strip())
        self.words.append(data)

    @property
    def text(self) -> str:
        """Return all the words of the page, spaces made single."""
        return " ".join(" ".join(self.words).split())


def assert_well_made(response: Any, path: str) -> Page:
    """Check what every page must keep; return it for more."""
    page = Page(response)
    assert TITLE.fullmatch(page.title), f"{path}: title {page.title!r}"
    assert not GIVEAWAYS.search(page.title), f"{path}: title {page.title!r}"
    assert not GIVEAWAYS.search(path), f"{path}: address"
    assert response.content.count(b"<h1") == 1, f"{path}: one h1"
    assert page.inline == [], f"{path}: inline {page.inline}"
    outside = [one for one in page.addresses if one.startswith(("http:", "https:", "//"))]
    assert outside == [], f"{path}: {outside}"
    return page
