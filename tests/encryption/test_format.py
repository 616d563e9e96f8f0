"""Another program reads the database with docs/encryption.md and the root key."""

import ast
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from accounts.rotating import rotate
from accounts.tenancy import enter
from encryption import installation
from encryption.committing import encrypted_fields
from encryption.custody import custodian
from encryption.fields import EncryptedDate, EncryptedRecord
from encryption.keys import KeyClass
from encryption.models import InstallationKey, RootKey, Rotation
from encryption.primitives import WRAPPED_BYTES
from encryption.rotation import data_keys
from tests.cast import Cast
from tests.encryption import independent_reader as reader
from tests.encryption.rotating import own_root  # noqa: F401 - a fixture


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows as the database holds them."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def read_by_itself(root: bytes, organisation: UUID) -> dict[tuple[str, UUID], object]:
    """Every sealed value of an organisation, by tag and row, as the other program reads it."""
    wrapping = {
        (name, version): reader.class_key(root, organisation, name, version, bytes(wrapped))
        for name, version, wrapped in rows(
            "select key_class, version, wrapped from encryption_organisationkey"
            " where retired_on is null"
        )
    }
    found: dict[tuple[str, UUID], object] = {}
    for model in data_keys.models():
        for row in model._base_manager.all():
            subject = getattr(row, row.ENCRYPTION_SUBJECT)
            for field in encrypted_fields(model):
                name = str(field.key_class)
                ((version, wrapped),) = rows(
                    f'select version, "{name}" from encryption_subjectkey where subject_id = %s',
                    subject,
                )
                class_version = reader.version_of(bytes(wrapped))
                key = reader.data_key(
                    wrapping[name, class_version],
                    organisation, subject, name, version, bytes(wrapped),
                )  # fmt: skip
                ((sealed,),) = rows(
                    f"select {field.column} from {model._meta.db_table} where id = %s", row.pk
                )
                content = reader.content(
                    key, organisation, field.tag, row.pk, subject, name, bytes(sealed)
                )
                found[field.tag, row.pk] = understood(field, content)
    return found


def understood(field: object, content: bytes) -> object:
    """The content as its kind is written down."""
    if isinstance(field, EncryptedRecord):
        return reader.record(content)
    if isinstance(field, EncryptedDate):
        return content.decode() or None
    return content.decode()


def read_by_rowan() -> dict[tuple[str, UUID], object]:
    """The same through the models."""
    found: dict[tuple[str, UUID], object] = {}
    for model in data_keys.models():
        for row in model._base_manager.all():
            for field in encrypted_fields(model):
                value = getattr(row, field.attname)
                dated = isinstance(field, EncryptedDate) and value is not None
                found[field.tag, row.pk] = value.isoformat() if dated else value
    return found


def test_another_program_reads_every_value_as_rowan_does(cast: Cast) -> None:
    root = custodian().roots()[0]
    with enter(cast.alder, by=None):
        theirs = read_by_itself(root, cast.alder.pk)
        ours = read_by_rowan()

    assert len(theirs) >= 20
    assert {str, dict, type(None)} <= {type(value) for value in theirs.values()}
    assert theirs == ours
    assert "Amira" in theirs.values()


def test_it_still_does_after_keys_were_replaced(cast: Cast, own_root: Path) -> None:  # noqa: F811
    def silent(sentence: str) -> None:
        """Say nothing."""

    rotate(Rotation.Kind.ROOT, say=silent)
    rotate(Rotation.Kind.CLASS, key_class=KeyClass.IDENTITY, say=silent)

    with enter(cast.alder, by=None):
        theirs = read_by_itself(own_root.read_bytes(), cast.alder.pk)
    assert "Amira" in theirs.values()


def test_the_installation_key_and_the_fingerprint_are_as_written(db: None) -> None:
    root = custodian().roots()[0]
    key = reader.unwrapped(
        reader.derive(root, b"rowan root wrapping"),
        bytes(InstallationKey.objects.get().wrapped),
        reader.parts(b"rowan installation key", reader.FS),
    )
    info = reader.parts(b"rowan installation purpose", b"audit-mac")

    assert reader.derive(key, info) == installation.purpose_key("audit-mac")
    fingerprint = bytes(RootKey.objects.newest().fingerprint)
    assert reader.derive(root, b"rowan root fingerprint", 16) == fingerprint


def test_the_other_program_takes_nothing_from_rowan() -> None:
    tree = ast.parse(Path(reader.__file__).read_text(encoding="utf-8"))
    taken = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    taken |= {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}

    tops = {name.split(".")[0] for name in taken}
    assert tops <= {"cryptography", *sys.stdlib_module_names}


def test_a_wrapped_key_has_the_length_that_is_written_down(db: None) -> None:
    assert len(bytes(InstallationKey.objects.get().wrapped)) == WRAPPED_BYTES
    text = Path("docs/encryption.md").read_text(encoding="utf-8")
    assert f"{WRAPPED_BYTES} bytes in all" in text


@pytest.mark.parametrize("place", [0, 3, 7, 20, -1])
def test_the_other_program_refuses_what_was_altered(cast: Cast, place: int) -> None:
    with enter(cast.alder, by=None):
        ((wrapped,),) = rows(
            "select wrapped from encryption_organisationkey where key_class = 'identity'"
        )
    altered = bytearray(wrapped)
    altered[place] ^= 1
    if place == 3:
        assert reader.version_of(bytes(altered)) == 0
        return

    with pytest.raises(Exception):  # noqa: B017, PT011 - whichever way
        reader.version_of(bytes(altered))
        reader.class_key(custodian().roots()[0], cast.alder.pk, "identity", 1, bytes(altered))
