"""A security key made of software, worked out apart from the product, that can also misbehave."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256, CoseKey
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN = "http://localhost"

Flag = AuthenticatorData.FLAG


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Key:
    """One passkey of one person."""

    def __init__(self) -> None:
        self.id = secrets.token_bytes(16)
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.owner = b""

    def register(self, options: dict[str, Any], *, verified: bool = True) -> str:
        """Answer the options of the page that adds a passkey."""
        public = options["publicKey"]
        self.owner = _bytes(public["user"]["id"])
        data = AttestedCredentialData.create(b"\0" * 16, self.id, self._public())
        flags = Flag.UP | Flag.AT | (Flag.UV if verified else Flag(0))
        rp = hashlib.sha256(public["rp"]["id"].encode()).digest()
        attested = AttestationObject.create(
            "none", AuthenticatorData.create(rp, flags, 0, bytes(data)), {}
        )
        return self._answer(
            clientDataJSON=_client_data("webauthn.create", public["challenge"], ORIGIN),
            attestationObject=bytes(attested),
        )

    def sign(self, options: dict[str, Any], *, verified: bool = True, origin: str = ORIGIN) -> str:
        """Answer a challenge."""
        public = options["publicKey"]
        flags = Flag.UP | (Flag.UV if verified else Flag(0))
        rp = hashlib.sha256(public["rpId"].encode()).digest()
        data = bytes(AuthenticatorData.create(rp, flags, 1))
        client = _client_data("webauthn.get", public["challenge"], origin)
        signed = data + hashlib.sha256(client).digest()
        return self._answer(
            clientDataJSON=client,
            authenticatorData=data,
            signature=self.secret.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=self.owner,
        )

    def _public(self) -> CoseKey:
        key: CoseKey = ES256.from_cryptography_key(self.secret.public_key())  # type: ignore[no-untyped-call]
        return key

    def _answer(self, **parts: bytes) -> str:
        return json.dumps(
            {
                "id": _text(self.id),
                "rawId": _text(self.id),
                "type": "public-key",
                "response": {name: _text(part) for name, part in parts.items()},
                "clientExtensionResults": {},
            }
        )


def _client_data(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()
