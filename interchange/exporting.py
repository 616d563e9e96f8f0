"""Taking an organisation's records out as a bundle: a folder, or a zip that a passphrase opens."""

import csv
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from accounts import access
from accounts.models import Organisation, User
from accounts.permissions import Permission
from accounts.tenancy import as_system, enter
from audit import context, events
from interchange import withheld
from interchange.columns import FILES, File
from interchange.earlier import source_of
from interchange.encrypted import encrypted_zip
from interchange.giving import Cells, Giving, organisation_for, subjects
from interchange.reviewing import have_looked_into

USUAL_SOURCE = "bundle"
# So many rows leave between two looks at whether the person still has the right.
ROWS_AT_ONCE = 1_000


class ExportNotPossible(Exception):
    """Why nothing was exported, in a sentence."""


class NotInTheirName(ExportNotPossible):
    """Not all that the organisation holds is there for whoever exports."""

    def __init__(self) -> None:
        super().__init__(withheld.REFUSED)


NO_SUCH_ORGANISATION = "There is no organisation with this reference that you may export."


def export_bundle(
    path: Path,
    *,
    organisation_ref: str,
    source: str = USUAL_SOURCE,
    by: User | None,
    reason: str = "",
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
    try:
        with _giving(organisation, source, by=by, reason=reason) as giving:
            return _write_folder(path, giving)
    except NotInTheirName:
        if by is not None:
            with enter(organisation, by=by):
                withheld.tell_of(by)
        raise


def export_zip(*, passphrase: str, by: User, reason: str) -> Iterator[bytes]:
    """Give the bundle of the organisation that is entered, piece by piece, as an encrypted zip.

    The read is in the trail when this returns, before the first piece is asked for; without room
    for it nothing comes. The pieces are made in a transaction of their own, after the request's,
    and only for somebody who still has the right then, at every thousandth row: ExportNotPossible
    for the others, whose zip ends there and opens with nothing.
    """
    organisation = Organisation.objects.get(pk=context.required_organisation())
    if withheld.is_withheld_from(by):
        withheld.tell_of(by)
        raise NotInTheirName
    told = subjects(organisation)
    events.read("bundle.export", by=by, subjects=told, purpose=reason)
    have_looked_into(by, reason=reason)
    source = source_of(organisation.pk) or USUAL_SOURCE
    # A user object of its own: the request's remembers roles that may be gone by then.
    later = User.objects.get(pk=by.pk)
    giving = _giving(organisation, source, by=later, reason=reason, told=frozenset(told))
    require_right = partial(_require_right, organisation.pk, by.pk)
    return _zipped(giving, passphrase, context.current_source(), require_right)


def _zipped(
    entered: AbstractContextManager[Giving],
    passphrase: str,
    asked_from: str,
    require_right: Callable[..., None],
) -> Iterator[bytes]:
    still_may = partial(require_right, apart=not connection.in_atomic_block)
    with context.source(asked_from), entered as giving:
        files = (
            (file.filename, _while_allowed(_lines(file, giving.rows(file.name)), still_may))
            for file in FILES
        )
        yield from encrypted_zip(files, passphrase=passphrase)


def _while_allowed(lines: Iterable[str], still_may: Callable[[], None]) -> Iterator[str]:
    """Give lines for as long as the person may have them."""
    for number, line in enumerate(lines):
        if number % ROWS_AT_ONCE == 0:
            still_may()
        yield line


def _require_right(organisation_id: UUID, user_id: UUID, *, apart: bool) -> None:
    """Raise ExportNotPossible for somebody who has the right no more.

    The export sees every table as it was when it began. So the question is asked on a connection
    of its own, which a thread of its own has; within a transaction, which sees all, without.
    """
    if not apart:
        has_right = _has_right(organisation_id, user_id)
    else:
        with ThreadPoolExecutor(max_workers=1) as thread:
            has_right = thread.submit(_has_right_apart, organisation_id, user_id).result()
    if not has_right:
        raise ExportNotPossible(NO_SUCH_ORGANISATION)


def _has_right(organisation_id: UUID, user_id: UUID) -> bool:
    user = User.objects.get(pk=user_id)
    with enter(organisation_id, by=user):
        return access.has_permission(user, Permission.BUNDLE_EXPORT)


def _has_right_apart(organisation_id: UUID, user_id: UUID) -> bool:
    try:
        return _has_right(organisation_id, user_id)
    finally:
        connection.close()


@contextmanager
def _giving(
    organisation: Organisation,
    source: str,
    *,
    by: User | None,
    reason: str,
    told: Collection[UUID] = (),
) -> Iterator[Giving]:
    """Enter the organisation for somebody with the right, and record whom the export tells of.

    Those in `told` are in the trail already.
    """
    whole = not connection.in_atomic_block
    with transaction.atomic():
        _one_moment(whole=whole)
        with enter(organisation, by=by):
            if by is not None and not access.has_permission(by, Permission.BUNDLE_EXPORT):
                raise ExportNotPossible(NO_SUCH_ORGANISATION)
            if by is not None and withheld.is_withheld_from(by):
                raise NotInTheirName
            if source_of(organisation.pk) not in (source, None):
                raise ExportNotPossible("This organisation came from another source; name that.")
            untold = [one for one in subjects(organisation) if one not in told]
            if untold:
                events.read("bundle.export", by=by, subjects=untold, purpose=reason)
            if by is not None and not told:
                have_looked_into(by, reason=reason)
            # An act of its own, with a right of its own: it counts towards no limit of records.
            with as_system():
                yield Giving(organisation, source)


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


def _write_file(folder: Path, file: File, rows: list[Cells]) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(folder / file.filename, flags, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
        stream.writelines(_lines(file, rows))
        stream.flush()
        os.fsync(descriptor)
    return len(rows)


class _Line:
    """Gives back each line that a CSV writer writes to it."""

    def write(self, line: str) -> str:
        return line


def _lines(file: File, rows: Iterable[Cells]) -> Iterator[str]:
    """The lines of a file, its header first."""
    # With this line end, a cell that holds either of its characters is quoted.
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield writer.writerow(file.names)
    for row in rows:
        yield writer.writerow(row)
