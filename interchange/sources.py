"""Where the bytes of a bundle come from: a folder, or a zip of one, opened with suspicion."""

import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final, Protocol

from interchange.columns import FILE
from interchange.faults import Faults

# England in one bundle is some 60 MB; a zip of CSV shrinks to a tenth or so, a bomb to a
# thousandth. Entries beyond what a bundle and later files need are a bomb of another kind.
SIZE_LIMIT: Final = 1024**3
ENTRY_LIMIT: Final = 200
RATIO_LIMIT: Final = 300
RATIO_MATTERS_FROM: Final = 10 * 1024**2

NOT_A_FOLDER: Final = "give the bundle's folder or a zip of it"


class Source(Protocol):
    """Files by name, whatever holds them."""

    names: frozenset[str]

    def open(self, name: str) -> IO[bytes]: ...


class FolderSource:
    """The files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names = frozenset(entry.name for entry in folder.iterdir())

    def open(self, name: str) -> IO[bytes]:
        # Without waiting: opening a pipe that nobody writes to would never return.
        descriptor = os.open(self.folder / name, os.O_RDONLY | os.O_NONBLOCK)
        file = os.fdopen(descriptor, "rb")
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            file.close()
            raise OSError("not a regular file")
        if status.st_size > SIZE_LIMIT:
            file.close()
            raise OSError("larger than 1 GB")
        return file


class ZipSource:
    """The files of a zip, by their names without the one folder that may hold them."""

    def __init__(self, archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> None:
        self.archive = archive
        self.entries = entries
        self.names = frozenset(entries)

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(self.entries[name])


@contextmanager
def open_source(path: Path, faults: Faults) -> Iterator[Source | None]:
    """The folder or zip at `path`, or None with the faults that say why it cannot be read."""
    name = path.name or str(path)
    try:
        if path.is_dir():
            yield FolderSource(path)
        elif not path.exists():
            faults.add(name, 1, "-", f"there is nothing at this path; {NOT_A_FOLDER}")
            yield None
        elif not path.is_file() or not zipfile.is_zipfile(path):
            faults.add(name, 1, "-", f"this is neither a folder nor a zip; {NOT_A_FOLDER}")
            yield None
        else:
            with zipfile.ZipFile(path) as archive:
                entries = _entries(name, archive, faults)
                yield None if entries is None else ZipSource(archive, entries)
    except PermissionError:
        faults.add(name, 1, "-", "this may not be read by you; change its permissions")
        yield None
    except (zipfile.BadZipFile, NotImplementedError):
        faults.add(name, 1, "-", "this zip is damaged; make it again from the folder")
        yield None


def _entries(
    name: str, archive: zipfile.ZipFile, faults: Faults
) -> dict[str, zipfile.ZipInfo] | None:
    infos = [
        info
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith("__MACOSX/")
    ]
    before = faults.count
    if len(infos) > ENTRY_LIMIT:
        faults.add(
            name, 1, "-", f"the zip holds more than {ENTRY_LIMIT} files; zip the bundle alone"
        )
        return None
    _refuse_bombs(name, infos, faults)
    for info in infos:
        _refuse_bad_entry(info, faults)
    if faults.count > before:
        return None
    return _one_folder(name, infos, faults)


def _refuse_bombs(name: str, infos: list[zipfile.ZipInfo], faults: Faults) -> None:
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if size > SIZE_LIMIT:
        faults.add(name, 1, "-", "the zip unpacks to more than 1 GB; send less in one bundle")
    elif size > RATIO_MATTERS_FROM and size > RATIO_LIMIT * max(packed, 1):
        faults.add(
            name,
            1,
            "-",
            f"the zip unpacks to over {RATIO_LIMIT} times its size, as a zip bomb does; "
            "give the folder itself",
        )


def _refuse_bad_entry(info: zipfile.ZipInfo, faults: Faults) -> None:
    # orig_filename still has what zipfile would have cleaned away (a NUL byte, a backslash).
    raw = info.orig_filename
    parts = PurePosixPath(raw).parts
    if raw.startswith("/") or ".." in parts or any(mark in raw for mark in "\\:\0"):
        faults.add(raw, 1, "-", "a path that leads out of the zip; zip the files by name alone")
    elif len(parts) > 2:
        faults.add(raw, 1, "-", "a path inside the zip; put the files at its top or in one folder")
    elif stat.S_ISLNK(info.external_attr >> 16):
        faults.add(raw, 1, "-", "a link, not a file; put the file itself into the zip")
    elif info.flag_bits & 0x1:
        faults.add(raw, 1, "-", "this entry is encrypted; unpack it and give the folder")


def _one_folder(
    name: str, infos: list[zipfile.ZipInfo], faults: Faults
) -> dict[str, zipfile.ZipInfo] | None:
    """The entries by bare name, if all of them lie at the top or all in one folder."""
    folders = {PurePosixPath(info.filename).parent for info in infos}
    if len(folders) > 1:
        for info in infos:
            if "/" in info.filename:
                faults.add(
                    info.filename,
                    1,
                    "-",
                    "a path inside the zip beside other files; put all files in one place",
                )
        return None
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        bare = PurePosixPath(info.filename).name
        if bare in entries:
            faults.add(bare, 1, "-", "the zip holds two files of this name; leave one")
            return None
        entries[bare] = info
    return entries


def is_bundle(source: Source) -> bool:
    """Whether any of the files is there."""
    return any(file.filename in source.names for file in FILE.values())
