"""Files as the storage has them: those of one database, and one by which a folder is held."""

import sys
from pathlib import Path
from typing import IO


def files_of(database: Path) -> tuple[Path, ...]:
    """Every file that SQLite may have for one database, that itself first."""
    return tuple(database.with_name(database.name + suffix) for suffix in ("", "-wal", "-shm"))


def remove(database: Path) -> None:
    """Delete a database that nobody has open. Raises OSError."""
    for file in files_of(database):
        file.unlink(missing_ok=True)


def lock(file: IO[bytes]) -> bool:
    """Take an exclusive lock that the system gives back even after a crash; False: taken."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
