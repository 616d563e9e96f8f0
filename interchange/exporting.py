"""Writing an organisation's records out as a bundle that only its owner can read."""

import csv
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.db import connection, transaction

from accounts import access
from accounts.models import Organisation, User
from accounts.permissions import Permission
from accounts.tenancy import enter
from audit import events
from interchange.columns import FILES, File
from interchange.earlier import source_of
from interchange.giving import Cells, Giving, organisation_for, subjects


class ExportNotPossible(Exception):
    """Why nothing was exported, in a sentence."""


NO_SUCH_ORGANISATION = "There is no organisation with this reference that you may export."


def export_bundle(
    path: Path, *, organisation_ref: str, source: str = "bundle", by: User | None, reason: str = ""
) -> int:
    """Write the bundle of one organisation to a new folder; give the number of rows.

    The read is in the trail, with its reason, before anything is decrypted. Raises
    ExportNotPossible; whatever fails, no half of a bundle stays behind.
    """
    _refuse_place(path)
    organisation_id = organisation_for(organisation_ref, source)
    organisation = (
        Organisation.objects.filter(pk=organisation_id).first() if organisation_id else None
    )
    if organisation is None:
        raise ExportNotPossible(NO_SUCH_ORGANISATION)
    whole = not connection.in_atomic_block
    with transaction.atomic():
        _one_moment(whole=whole)
        with enter(organisation, by=by):
            if by is not None and not access.has_permission(by, Permission.BUNDLE_EXPORT):
                raise ExportNotPossible(NO_SUCH_ORGANISATION)
            if source_of(organisation.pk) not in (source, None):
                raise ExportNotPossible("This organisation came from another source; name that.")
            events.read("bundle.export", by=by, subjects=subjects(organisation), purpose=reason)
            giving = Giving(organisation, source)
            return _write_folder(path, giving)


def _one_moment(*, whole: bool) -> None:
    """See all tables as they are at one moment, where this is the whole transaction."""
    if whole:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _refuse_place(path: Path) -> None:
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise ExportNotPossible(f"There is something at {path} already; name a new folder.")
    if path.is_dir() and any(path.iterdir()):
        raise ExportNotPossible(f"The folder {path} is not empty; name a new one.")
    if not path.parent.is_dir():
        raise ExportNotPossible(f"There is no folder {path.parent} to put the bundle in.")


def _write_folder(path: Path, giving: Giving) -> int:
    """Write beside the place, in a folder of ours alone, and move it there when it is whole."""
    folder = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        rows = sum(_write_file(folder, file, giving.rows(file.name)) for file in FILES)
        folder.rename(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return rows


def _write_file(folder: Path, file: File, rows: Iterable[Cells]) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(folder / file.filename, flags, 0o600)
    count = 0
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
        # With this line end, a cell that holds either of its characters is quoted.
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(file.names)
        for row in rows:
            writer.writerow(row)
            count += 1
        stream.flush()
        os.fsync(descriptor)
    return count
