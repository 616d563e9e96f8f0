"""Encrypted model fields: text, dates and records.

The column holds sealed bytes. An instance that comes from the database holds them too, as
`Stored`, until the attribute is read; the value read is kept in a `Held`. Saving seals what
changed and hands unchanged bytes back as they were.
"""

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models.expressions import Col
from django.db.models.query_utils import DeferredAttribute

from encryption import keyring, values
from encryption.binding import BINDING, bound_to, data_key, opening_key, refuse_moved
from encryption.errors import DecryptionFailed, EncryptedFieldError, SubjectErased
from encryption.keys import KeyClass
from encryption.padding import pad, unpad

TEXT_FLOOR = 64
DATE_FLOOR = 16
RECORD_FLOOR = 256

UNREADABLE = "[This cannot be opened: it was altered or moved. The fault has been recorded.]"
"""Stands in place of a text that failed, where a page is only read; it is never stored."""

_stored_form: ContextVar[bool] = ContextVar("rowan_stored_form", default=False)
_in_place: ContextVar[bool] = ContextVar("rowan_failures_in_place", default=False)


@contextmanager
def stored_form() -> Iterator[None]:
    """Within this block encrypted attributes give their sealed bytes instead of values."""
    token = _stored_form.set(True)
    try:
        yield
    finally:
        _stored_form.reset(token)


@contextmanager
def failures_in_place() -> Iterator[None]:
    """Within this block a text that does not open reads UNREADABLE, and all else is as it was.

    For pages that are read by a person. Dates and records raise all the same: they are worked
    with, and nothing could stand for them that a rule would not take for the truth.
    """
    token = _in_place.set(True)
    try:
        yield
    finally:
        _in_place.reset(token)


class Stored(bytes):
    """Sealed bytes as the column holds them."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<sealed, {len(self)} bytes>"

    __str__ = __repr__


class Held:
    """A value that was read or assigned, beside the bytes that it was opened from."""

    __slots__ = ("encoded", "stored", "value")

    def __init__(self, value: Any, stored: Stored | None = None, encoded: bytes = b"") -> None:
        self.value = value
        self.stored = stored
        self.encoded = encoded

    def __repr__(self) -> str:
        return "<value of an encrypted field>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("The value of an encrypted field cannot be pickled.")


class EncryptedCol(Col):
    """A column that may be selected, and nothing else."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EncryptedFieldError(
            f"{self.target.name} is encrypted: the database cannot order or group by it."
        )


class RefusedLookup(models.Lookup):
    """What every filter but isnull comes to: random ciphertext cannot be compared."""

    def __init__(self, lhs: Any, *args: Any, **kwargs: Any) -> None:
        raise EncryptedFieldError(
            f"{lhs.target.name} is encrypted: the database cannot filter by it."
        )


class EncryptedAttribute(DeferredAttribute):
    """Opens the value when it is first read."""

    field: "EncryptedField"

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        held = instance.__dict__.get(self.field.attname)
        if held is None:
            super().__get__(instance, owner)  # deferred: loads it
            held = instance.__dict__[self.field.attname]
        if _stored_form.get():
            return self.field.sealed(instance)
        if held.__class__ is Stored:
            held = self.field.opened(instance, held)
            instance.__dict__[self.field.attname] = held
        return held.value

    def __set__(self, instance: Any, value: Any) -> None:
        name = self.field.attname
        if value.__class__ is Stored:
            instance.__dict__[name] = value
            return
        self.field.refuse_other_types(value)
        before = instance.__dict__.get(name)
        if before.__class__ is Held:
            before.value = value
        elif before.__class__ is Stored:
            # Not opened, so whether it differs is not known: seal it anew.
            instance.__dict__[name] = Held(value, None)
        else:
            instance.__dict__[name] = Held(value)


class EncryptedField(models.BinaryField):  # type: ignore[type-arg]
    """Base of the encrypted fields.

    `tag` names the field for ever: it is part of what each value is bound to, so it outlives
    renamed fields and tables, and stands in encryption/tags.txt. `floor` is the smallest
    padded size in bytes.
    """

    descriptor_class = EncryptedAttribute
    default_floor: ClassVar[int]
    # Django reads this when a migration adds the field: the column starts with empty bytes.
    empty_strings_allowed = True

    def __init__(
        self, *args: Any, tag: str = "", key_class: KeyClass | None = None, **options: Any
    ) -> None:
        if not tag or key_class is None:
            raise TypeError("An encrypted field needs a tag and a key class.")
        for refused in ("null", "unique", "db_index", "primary_key", "default", "choices"):
            if options.get(refused):
                raise TypeError(f"An encrypted field takes no {refused}.")
        self.tag = tag
        self.key_class = KeyClass(key_class)
        self.floor = options.pop("floor", self.default_floor)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def encode(self, value: Any) -> bytes:
        """The bytes of a value, unpadded."""
        raise NotImplementedError

    def decode(self, content: bytes) -> Any:
        """The value of these bytes."""
        raise NotImplementedError

    def refuse_other_types(self, value: Any) -> None:
        """Raise TypeError unless the value is of the field's type."""
        raise NotImplementedError

    def blank_value(self) -> Any:
        """What a new instance holds."""
        raise NotImplementedError

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options["tag"] = self.tag
        options["key_class"] = str(self.key_class)
        if self.floor != self.default_floor:
            options["floor"] = self.floor
        return name, path, args, options

    def get_default(self) -> Any:
        return self.blank_value()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Stored | None:
        """The sealed bytes; opening waits until somebody reads the attribute."""
        return None if value is None else Stored(value)

    def to_python(self, value: Any) -> Any:
        return value

    def opened(self, instance: Any, stored: Stored) -> Held:
        """Open the bytes of an instance."""
        organisation_id, subject_id, row_id = bound_to(instance)
        try:
            key = opening_key(organisation_id, subject_id, self.key_class, stored)
        except SubjectErased:
            if not keyring.current().is_erased(subject_id):
                raise
            blank = self.blank_value()
            return Held(blank, stored, self.encode(blank))
        padded = values.open_sealed(key, organisation_id, self.tag, row_id, stored)
        if padded is None:
            raise values.failed(self.tag, organisation_id, row_id, subject_id)
        content = unpad(padded)
        return Held(self.decode(content), stored, content)

    def sealed(self, instance: Any) -> Stored:
        """The bytes to store for an instance: those it came with when nothing changed."""
        held = instance.__dict__[self.attname]
        refuse_moved(instance)
        if held.__class__ is Stored:
            stored: Stored = held
            return stored
        content = self.encode(held.value)
        if held.stored is None or content != held.encoded:
            organisation_id, subject_id, row_id = bound_to(instance)
            key = data_key(organisation_id, subject_id, self.key_class)
            held.stored = Stored(
                values.seal(key, organisation_id, self.tag, row_id, pad(content, self.floor))
            )
            held.encoded = content
            instance.__dict__[BINDING] = (organisation_id, subject_id, row_id)
        return held.stored  # type: ignore[no-any-return]

    def is_unsaved(self, instance: Any) -> bool:
        """Whether the instance holds a value that its sealed bytes do not."""
        held = instance.__dict__.get(self.attname)
        return held.__class__ is Held and (
            held.stored is None or self.encode(held.value) != held.encoded
        )

    def pre_save(self, model_instance: models.Model, add: bool) -> Stored:
        if self.attname not in model_instance.__dict__:
            with stored_form():
                stored: Stored = getattr(model_instance, self.attname)
                return stored
        return self.sealed(model_instance)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and not isinstance(value, Stored) and value != b"":
            raise EncryptedFieldError(
                f"{self.name} is encrypted: save it on an instance, or seal it with "
                "encryption.bulk. A statement such as update() cannot."
            )
        return super().get_db_prep_value(value, connection, prepared)

    def get_col(self, alias: str, output_field: Any = None) -> Col:
        return EncryptedCol(alias, self, output_field)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else RefusedLookup

    def get_transform(self, lookup_name: str) -> Any:
        return RefusedLookup

    def value_from_object(self, obj: models.Model) -> NoReturn:
        raise EncryptedFieldError(f"{self.name} is encrypted and is not serialised.")

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise EncryptedFieldError(f"{self.name} is encrypted and is not serialised.")


class EncryptedText(EncryptedField):
    """A text; blank is ''."""

    default_floor = TEXT_FLOOR

    def opened(self, instance: Any, stored: Stored) -> Held:
        """Open the bytes of an instance; what fails keeps its bytes, should it be saved."""
        try:
            return super().opened(instance, stored)
        except DecryptionFailed:
            if not _in_place.get():
                raise
            return Held(UNREADABLE, stored, self.encode(UNREADABLE))

    def encode(self, value: str) -> bytes:
        try:
            return value.encode()
        except UnicodeEncodeError:
            # The error of the codec would carry the text.
            raise ValueError(f"{self.name} holds a character that is none.") from None

    def decode(self, content: bytes) -> str:
        return content.decode()

    def refuse_other_types(self, value: Any) -> None:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text, not {type(value).__name__}.")
        if UNREADABLE in value:
            raise DecryptionFailed(f"What stands for a {self.name} that failed is not stored.")

    def blank_value(self) -> str:
        return ""


class EncryptedDate(EncryptedField):
    """A date or None; all of them, None included, have one length."""

    default_floor = DATE_FLOOR

    def encode(self, value: datetime.date | None) -> bytes:
        return b"" if value is None else value.isoformat().encode()

    def decode(self, content: bytes) -> datetime.date | None:
        return datetime.date.fromisoformat(content.decode()) if content else None

    def refuse_other_types(self, value: Any) -> None:
        if value is not None and type(value) is not datetime.date:
            raise TypeError(f"{self.name} takes a date or None, not {type(value).__name__}.")

    def blank_value(self) -> None:
        return None


class EncryptedRecord(EncryptedField):
    """A dict of what JSON can hold; a new one is {}. Changes inside it are saved too."""

    default_floor = RECORD_FLOOR

    def encode(self, value: dict[str, Any]) -> bytes:
        try:
            return _encode_json(value).encode()
        except (UnicodeEncodeError, TypeError, ValueError):
            raise ValueError(f"{self.name} holds something that JSON cannot.") from None

    def decode(self, content: bytes) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(content)
        return record

    def refuse_other_types(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise TypeError(f"{self.name} takes a dict, not {type(value).__name__}.")

    def blank_value(self) -> dict[str, Any]:
        return {}


_encode_json: Callable[[Any], str] = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode
