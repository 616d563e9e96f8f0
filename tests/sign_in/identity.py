"""A small provider of OpenID Connect on loopback, which holds Rowan to the protocol."""

import base64
import hashlib
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from joserfc import jwt
from joserfc.jwk import RSAKey
from pytest_django import Settings

from accounts.models import User
from accounts.sign_in import provider as sign_in_provider
from accounts.sign_in.configured import Provider
from tests.cast import Cast
from tests.sign_in.people import enrolled

REFUSED = b"Signing in that way did not work"
CLIENT_ID, SECRET = "rowan", "a secret of two"


@dataclass
class Granted:
    """What stands behind one code, until it is exchanged."""

    asked: dict[str, str]
    id_token: str


class Identity:
    """The provider: `approve` is its person saying yes."""

    def __init__(self) -> None:
        self.key = new_key("one")
        self.codes: dict[str, Granted] = {}
        self.exchanged = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def provider(self, **more: Any) -> Provider:
        """What an installation says of it."""
        given = {"issuer": self.issuer, "client_id": CLIENT_ID, "secret": SECRET, "name": "Alder"}
        return Provider(**(given | more))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @contextmanager
    def configured(self, **more: Any) -> Iterator[None]:
        """Have Rowan lead here while the block runs, past no proxy of the machine's."""
        sign_in_provider._client_of.cache_clear()
        with (
            patch.dict(os.environ, {"NO_PROXY": "127.0.0.1"}),
            override_settings(SIGN_IN_PROVIDER=self.provider(**more)),
        ):
            yield

    def approve(self, location: str, **claims: Any) -> dict[str, str]:
        """Give what the browser brings back; a claim of None is left out."""
        asked = asked_in(location)
        return self.hand_out(asked, self.signed(asked, **claims))

    def hand_out(self, asked: dict[str, str], id_token: str) -> dict[str, str]:
        """Give a code behind which stands this token."""
        code = secrets.token_urlsafe(12)
        self.codes[code] = Granted(asked, id_token)
        return {"code": code, "state": asked["state"]}

    def signed(self, asked: dict[str, str], *, key: RSAKey | None = None, **claims: Any) -> str:
        """An ID token."""
        signing = key or self.key
        header = {"alg": "RS256", "kid": self.key.kid}
        return jwt.encode(header, self.claims(asked, **claims), signing)

    def claims(self, asked: dict[str, str], **claims: Any) -> dict[str, Any]:
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "subject-of-ines",
            "email": "ines@example.org",
            "email_verified": True,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
        }
        return {name: said for name, said in (usual | claims).items() if said is not None}

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code; None where the client did not keep to what it had begun."""
        self.exchanged += 1
        granted = self.codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        if granted is None or authorization != f"Basic {basic}":
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != granted.asked["code_challenge"]:
            return None
        if form["redirect_uri"] != granted.asked["redirect_uri"]:
            return None
        return {
            "access_token": "opens nothing",
            "token_type": "Bearer",
            "id_token": granted.id_token,
        }

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid})


def asked_in(location: str) -> dict[str, str]:
    """What the browser asks of the provider."""
    return {name: said[0] for name, said in parse_qs(urlsplit(location).query).items()}


def begin(client: Client, **form: str) -> Any:
    """Press the button."""
    return client.post("/in/with/", form)


def come_back(client: Client, brought: dict[str, str]) -> Any:
    """Follow the provider's redirect."""
    return client.get("/in/with/back/", brought)


def _handler_of(identity: Identity) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages: dict[str, Callable[[], dict[str, Any]]] = {
                "/.well-known/openid-configuration": identity.described,
                "/keys": lambda: {"keys": [dict(identity.key.as_dict(private=False))]},
            }
            self._answer(200, pages[self.path]())

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = {
                name: said[0] for name, said in parse_qs(self.rfile.read(length).decode()).items()
            }
            found = identity.exchange(form, self.headers.get("Authorization", ""))
            self._answer(200 if found else 400, found or {"error": "invalid_grant"})

        def log_message(self, *args: object) -> None:
            """Keep the tests' output quiet."""

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


@pytest.fixture(scope="module")
def running() -> Iterator[Identity]:
    with Identity() as identity:
        yield identity


@pytest.fixture
def identity(running: Identity, settings: Settings, db: None) -> Iterator[Identity]:
    """The provider, configured and well."""
    cache.clear()
    with running.configured():
        yield running


@pytest.fixture
def ines(cast: Cast) -> User:
    return enrolled(cast.ines)


def sent_there(client: Client, **form: str) -> str:
    return str(begin(client, **form)["Location"])


def sign_in(client: Client, identity: Identity, **claims: Any) -> Any:
    return come_back(client, identity.approve(sent_there(client), **claims))


def is_in(client: Client) -> bool:
    return client.get("/d/").status_code == 200


def is_refused(answer: Any) -> bool:
    return answer.status_code == 200 and REFUSED in answer.content
