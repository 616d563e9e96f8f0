"""Every response keeps its headers: pages, refusals, errors, files, the interface.

The matrix asks each address as everybody and holds each answer against the same list.
"""

import os
import re
import subprocess
import sys
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast
from tests.headers import faults
from tests.pages import client_of


@pytest.mark.parametrize("path", ["/in/", "/c/", "/nothing/here/", "/api/", "/static/web/x.css"])
def test_a_stranger_is_answered_with_every_header(client: Client, db: None, path: str) -> None:
    assert list(faults(client.get(path))) == []


@pytest.mark.parametrize("path", ["/", "/d/", "/c/", "/c/R-9999/", "/h/", "/nothing/here/"])
def test_somebody_signed_in_is_answered_with_every_header(cast: Cast, path: str) -> None:
    assert list(faults(client_of(cast.ines).get(path))) == []


def test_a_fault_is_answered_with_every_header(cast: Cast) -> None:
    with patch("cases.views.cases.page_of_cases", side_effect=RuntimeError("broken")):
        answer = client_of(cast.ines).get("/c/")

    assert answer.status_code == 500
    assert list(faults(answer)) == []


def test_a_form_without_its_token_is_answered_with_every_header(cast: Cast) -> None:
    answer = Client(enforce_csrf_checks=True).post("/in/", {"login": "x", "password": "y"})

    assert answer.status_code == 400
    assert list(faults(answer)) == []


@pytest.mark.parametrize("file", ["web/rowan.css", "web/rowan.js", "web/rowan.svg"])
def test_a_file_is_answered_with_every_header_and_may_be_kept(
    client: Client, db: None, file: str
) -> None:
    answer = client.get(f"/static/{file}")

    assert answer.status_code == 200
    assert list(faults(answer, is_file=True)) == []
    answer.close()


def test_each_response_has_a_nonce_of_its_own_and_its_scripts_bear_it(cast: Cast) -> None:
    browser = client_of(cast.ines)
    seen = set()
    for _ in range(2):
        answer = browser.get("/c/")
        [nonce] = re.findall(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        scripts = re.findall(r"<script[^>]*>", answer.content.decode())
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        seen.add(nonce)
    assert len(seen) == 2


def test_cookies_are_kept_from_scripts_and_other_sites(cast: Cast) -> None:
    answer = Client().get("/in/")

    for cookie in answer.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] in ("Lax", "Strict"), cookie.key


def test_over_https_cookies_belong_to_this_host_alone() -> None:
    ask = (
        "from config import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS >= 31536000)"
    )
    told = subprocess.run(
        [sys.executable, "-c", ask], check=True, capture_output=True, text=True,
        cwd=settings.BASE_DIR, env=os.environ | {"ROWAN_HTTPS": "1"},
    )  # fmt: skip

    assert told.stdout.split() == ["__Host-rowan", "__Host-rowan-csrf", "True", "True", "True"]
