"""Signing in through an organisation's own provider (OpenID Connect), where one is configured.

The library carries out the authorisation code flow with PKCE, and checks the ID token. Here is
what Rowan asks beyond it, and whom of its own people the provider means: nobody is ever added.
"""

import datetime as dt
import time
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException

from accounts.models import ProviderLink, User
from accounts.sign_in import dormancy, links
from accounts.sign_in.configured import Provider, is_safe, origin_of
from audit import events

# Signed with a key of the provider's own; never "none", never with the secret that we hold too.
_ALGORITHMS = ("RS256", "PS256", "ES256")
# So long may somebody take at the provider.
LASTS_SECONDS = 10 * 60
_PATIENCE_SECONDS = 5
_LEEWAY_SECONDS = 30
# What the provider says of itself is asked for again after so long.
_KEEP_SECONDS = 10 * 60
# RFC 8176 and OpenID's words for more than one factor.
_AMR = "mfa"
_ACR = ("phr", "phrh", "http://schemas.openid.net/pape/policies/2007/06/multi-factor")


class NotSignedIn(Exception):
    """The provider did not answer, or not with what proves who somebody is."""


@dataclass(frozen=True)
class Said:
    """What the provider says, checked, of whoever signed in there."""

    subject: str
    # '' where the provider has not verified it.
    email: str
    did_mfa: bool


def lead_there(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; state, nonce and verifier stay in its session."""
    try:
        answer: HttpResponse = _client().authorize_redirect(request, _way_back(request))
    except (RequestException, ValueError, RuntimeError) as error:
        raise NotSignedIn from error
    return answer


def said_of(request: HttpRequest) -> Said:
    """Exchange the code that the browser brought back, once. Raises NotSignedIn."""
    if not _is_first_use(request.GET.get("state", "")):
        raise NotSignedIn
    provider = _configured()
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    try:
        token = _client().authorize_access_token(
            request, claims_options=options, leeway=_LEEWAY_SECONDS
        )
        claims = token["userinfo"]
    except (AuthlibBaseError, JoseError, RequestException, LookupError, ValueError) as error:
        raise NotSignedIn from error
    return _read(claims)


def person(said: Said, *, now: dt.datetime) -> User | None:
    """The person of ours whom the provider means, if they may sign in.

    By the subject that was linked; else by a verified address, unless that person is linked to
    another subject: the address was given to somebody else.
    """
    linked = ProviderLink.objects.filter(issuer=_configured().issuer)
    link = linked.filter(subject=_hashed(said.subject)).select_related("user").first()
    if link is not None:
        user: User | None = link.user
    else:
        known = User.objects.exclude(pk__in=linked.values("user_id"))
        user = known.filter(email=said.email).first() if said.email else None
    if user is None or not user.is_active or dormancy.is_dormant(user, now=now):
        return None
    return user


@transaction.atomic
def link(*, user: User, subject: str, now: dt.datetime) -> None:
    """Know this person by the provider's subject from now on."""
    found = {"issuer": _configured().issuer, "subject": _hashed(subject)}
    if not ProviderLink.objects.filter(user=user, **found).exists():
        events.session("sign_in.link_provider", by=user)
        ProviderLink.objects.create(user=user, made_at=now, **found)


def unlink(user: User) -> None:
    """Forget a person's account at any provider, inside whatever ends their ways in."""
    ProviderLink.objects.filter(user=user).delete()


def _configured() -> Provider:
    provider: Provider | None = settings.SIGN_IN_PROVIDER
    if provider is None:
        raise RuntimeError("There is no provider to sign in through.")
    return provider


def _client() -> DjangoOAuth2App:
    """The library's client, which keeps what the provider says of itself for some minutes."""
    provider = _configured()
    client = _client_of(provider, int(time.time() // _KEEP_SECONDS))
    known = client.load_server_metadata()
    if not _is_right(provider, known):
        _client_of.cache_clear()
        raise ValueError("The provider's description of itself is not that of its issuer.")
    known["id_token_signing_alg_values_supported"] = _ALGORITHMS
    return client


@lru_cache(maxsize=1)
def _client_of(provider: Provider, window: int) -> DjangoOAuth2App:
    return OAuth().register(
        "provider",
        client_id=provider.client_id,
        client_secret=provider.secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": _PATIENCE_SECONDS,
        },
    )


def _is_right(provider: Provider, known: dict[str, Any]) -> bool:
    """Whether the description is the issuer's, and sends nobody where somebody might listen."""
    return (
        known.get("issuer") == provider.issuer
        and origin_of(known.get("authorization_endpoint", "")) == provider.origin
        and all(is_safe(known.get(name, "")) for name in ("token_endpoint", "jwks_uri"))
    )


def _way_back(request: HttpRequest) -> str:
    scheme = "https" if settings.HTTPS else request.scheme
    return f"{scheme}://{request.get_host()}{reverse('provider_back')}"


def _is_first_use(state: str) -> bool:
    """Whether no process of Rowan has seen this state come back before."""
    used = f"rowan.provider:{sha256(state.encode()).hexdigest()}"
    return cache.add(used, True, timeout=2 * LASTS_SECONDS)


def _read(claims: dict[str, Any]) -> Said:
    subject, email, amr = claims["sub"], claims.get("email"), claims.get("amr")
    if not isinstance(subject, str) or not subject:
        raise NotSignedIn
    is_verified = claims.get("email_verified") is True and isinstance(email, str)
    return Said(
        subject=subject,
        email=str(email).strip().lower() if is_verified else "",
        did_mfa=(isinstance(amr, list) and _AMR in amr) or claims.get("acr") in _ACR,
    )


def _hashed(subject: str) -> bytes:
    return links.hashed("provider subject", f"{_configured().issuer} {subject}")
