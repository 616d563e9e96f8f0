"""What can go wrong with keys and sealed values. No message ever holds a value or a key."""


class EncryptionError(Exception):
    """Base of every error of this app."""


class DecryptionFailed(EncryptionError):
    """A sealed value or key was altered, moved, or sealed with another key."""


class KeyUnavailable(EncryptionError):
    """The key is not to be had: no ring is open, or the subject was erased."""


class RootKeyRefused(EncryptionError):
    """The root key is missing, wrong, or kept where it must not be."""


class EncryptedFieldError(EncryptionError):
    """An encrypted field was used in a way that cannot work, such as in a filter."""


class SubjectErased(KeyUnavailable):
    """The subject of a value has no keys, or none any more."""

    def __init__(
        self, message: str = "The key of this record is gone: its subject was erased."
    ) -> None:
        super().__init__(message)


class KeyWithheld(KeyUnavailable):
    """The work at hand is not one that opens keys of this class."""
