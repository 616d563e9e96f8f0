"""Every address there is, found by walking them: a stranger is sent to sign in."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.sign_in import pages
from tests.cast import make_user
from tests.sign_in.people import with_password

# Open to strangers, by name, each with its reason.
PUBLIC = {
    "account_login": "the way in",
    "accounts:begin": "there only while there is nobody, and opens nothing without the code",
    "accounts:begin_with": "there only while there is nobody, and opens nothing without the code",
    "mfa_login_webauthn": "the way in with a passkey",
    "invitation": "the page behind an invitation's link",
    "recovery": "the page behind a recovery's link",
    "provider": "leads to an organisation's own sign-in, where one is configured",
    "provider_back": "the way back from there; there only where one is configured",
    "passkey_challenge": "what a passkey answers; it names nobody",
    "mfa_authenticate": "the second step of the way in",
    "web:csp_report": "a browser reports without its session",
}
# One of these fits every part of an address; a new kind of part needs a new example.
EXAMPLES = ("1", "a", "00000000-0000-4000-8000-000000000000", "2022-23", "E10000030", "R-2417")


def walk(
    patterns: list[URLPattern | URLResolver], prefix: str = "/", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Give (name, path with examples) for every address."""
    for pattern in patterns:
        path = prefix + example(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, path, inner)
        else:
            yield f"{space}{pattern.name}", path


def example(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        fits = next(text for text in EXAMPLES if re.fullmatch(converter.regex, text))
        route = re.sub(rf"<([^<>:]+:)?{name}>", fits, route)
    return route


ADDRESSES = sorted(set(walk(get_resolver().url_patterns)))


def test_there_are_addresses_to_walk() -> None:
    assert len(ADDRESSES) > 15


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "path"), ADDRESSES, ids=[path for _, path in ADDRESSES])
def test_a_stranger_is_sent_to_sign_in_by_every_address_but_the_public_ones(
    client: Client, name: str, path: str
) -> None:
    for method in (client.get, client.post):
        answer = method(path)
        if name in PUBLIC:
            assert answer.status_code < 500
        elif name.startswith("api:"):
            # A program is not sent anywhere: it is told to show a token.
            assert answer.status_code == 401
        else:
            assert answer.status_code == 302
            assert answer["Location"].startswith("/in/")


@pytest.mark.django_db
def test_a_person_without_a_second_factor_reaches_no_address_but_enrolment() -> None:
    newcomer = with_password(make_user("New"))
    for name, path in ADDRESSES:
        client = Client()
        client.force_login(newcomer)
        if name in PUBLIC or name in pages.ENROLMENT:
            continue
        answer = client.post(path)
        if name.startswith("api:"):
            assert answer.status_code == 401, path
            continue
        assert answer.status_code == 302, path
        assert answer["Location"] in ("/in/app/", "/in/"), path
