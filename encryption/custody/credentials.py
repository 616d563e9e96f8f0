"""The root key as a systemd credential, which the service may read and nobody may write."""

from pathlib import Path

from encryption.custody import places
from encryption.custody.files import refuse_length
from encryption.errors import RootKeyRefused

CREDENTIAL = "rowan-root-key"
NEXT = "rowan-root-key-next"


class CredentialCustody:
    """32 bytes that systemd hands to the service; sealed to the machine, if it can."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.path = Path(folder or "CREDENTIALS_DIRECTORY") / CREDENTIAL

    def exists(self) -> bool:
        return bool(self._folder) and self.path.exists()

    def roots(self) -> list[bytes]:
        if not self._folder:
            raise RootKeyRefused(
                "ROWAN_KEY_CUSTODY is credential, but systemd gave this process no credentials: "
                f"the unit needs LoadCredential={CREDENTIAL}:PATH."
            )
        found = [self._read(self.path)]
        if self._next.exists():
            found.append(self._read(self._next))
        return found

    def create(self, root: bytes) -> None:
        raise RootKeyRefused(
            f"There is no systemd credential {CREDENTIAL}, and Rowan cannot make one. "
            "Make 32 random bytes and seal them with systemd-creds."
        )

    def prepare(self) -> bytes:
        if not (self._folder and self._next.exists()):
            raise RootKeyRefused(
                f"The next root key must come as a second credential, {NEXT}: make it with "
                "systemd-creds, add it to the unit, restart, and run this again."
            )
        return self._read(self._next)

    def replace(self) -> str:
        return (
            f"In the unit, let the credential {CREDENTIAL} be what {NEXT} is now, take {NEXT} out, "
            "and destroy the old one."
        )

    @property
    def _next(self) -> Path:
        return self.path.with_name(NEXT)

    def _read(self, path: Path) -> bytes:
        return refuse_length(places.read(path, credential=True), path)
