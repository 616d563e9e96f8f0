"""Every address there is, found by walking them: a stranger is sent to sign in."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import make_user
from tests.sign_in.people import with_password

# Open to strangers, by name, each with its reason.
PUBLIC = {
    "account_login": "the way in",
    "mfa_authenticate": "the second step of the way in",
    "web:csp_report": "a browser reports without its session",
}
EXAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "int": "1",
    "slug": "a",
    "str": "a",
    "path": "a",
}


def walk(
    patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """Give (name, path with examples) for every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        else:
            yield f"{space}{pattern.name}", "/" + example(prefix + str(pattern.pattern), pattern)


def example(route: str, pattern: URLPattern) -> str:
    for part in [piece.split(">")[0] for piece in route.split("<")[1:]]:
        kind = part.split(":")[0] if ":" in part else "str"
        route = route.replace(f"<{part}>", EXAMPLES.get(kind, "1"))
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
        else:
            assert answer.status_code == 302
            assert answer["Location"].startswith("/in/")


@pytest.mark.django_db
def test_a_person_without_a_second_factor_reaches_no_address_but_enrolment() -> None:
    newcomer = with_password(make_user("New"))
    for name, path in ADDRESSES:
        client = Client()
        client.force_login(newcomer)
        if name in PUBLIC or name in ("account_reauthenticate", "mfa_activate_totp"):
            continue
        answer = client.post(path)
        assert answer.status_code == 302, path
        assert answer["Location"] in ("/in/app/", "/in/"), path
