"""Which provider of OpenID Connect people may sign in through, as this installation names it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Provider:
    """An organisation's own sign-in."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    name: str
    # Whether a second factor that it asked for stands for Rowan's.
    trusts_mfa: bool = False

    @property
    def origin(self) -> str:
        """Where browsers are sent to, as a Content-Security-Policy writes it."""
        return origin_of(self.issuer)


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def is_safe(address: str) -> bool:
    """Whether nobody on the way reads what is sent there: https, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def provider(environ: Mapping[str, str]) -> Provider | None:
    """Return the provider that the environment names; None where it names none."""
    issuer = environ.get("ROWAN_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    if not is_safe(issuer):
        raise ImproperlyConfigured("ROWAN_OIDC_ISSUER must begin with https://")
    client_id, file = environ.get("ROWAN_OIDC_CLIENT_ID"), environ.get("ROWAN_OIDC_SECRET_FILE")
    if not client_id or not file:
        raise ImproperlyConfigured(
            "ROWAN_OIDC_ISSUER is set: set ROWAN_OIDC_CLIENT_ID and ROWAN_OIDC_SECRET_FILE too."
        )
    return Provider(
        issuer=issuer,
        client_id=client_id,
        secret=_secret_in(Path(file)),
        name=environ.get("ROWAN_OIDC_NAME", "your organisation"),
        trusts_mfa=environ.get("ROWAN_OIDC_TRUSTS_MFA") == "1",
    )


def _secret_in(path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            "The file that ROWAN_OIDC_SECRET_FILE names cannot be read."
        ) from error
    if not secret:
        raise ImproperlyConfigured("The file that ROWAN_OIDC_SECRET_FILE names is empty.")
    return secret
