"""What Windows refuses and Linux does: to rename or delete a file that is still open.

Most laptops at the door run Windows, and these tests do not. So whatever a test has this program
do to a file that this process holds open fails here as it would fail there.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from errno import EACCES
from pathlib import Path
from typing import Any

OPEN_FILES = Path("/proc/self/fd")
_forgiving = 0


def be_strict() -> None:
    """Refuse from now on, in this process. Without effect where the system refuses by itself."""
    if sys.platform == "linux":
        sys.addaudithook(_refuse)


@contextlib.contextmanager
def forgiven() -> Iterator[None]:
    """For a test that does to a file what only happens on Linux, or to its own."""
    global _forgiving  # noqa: PLW0603
    _forgiving += 1
    try:
        yield
    finally:
        _forgiving -= 1


def _refuse(event: str, said: tuple[Any, ...]) -> None:
    if event not in ("os.rename", "os.remove") or _forgiving:
        return
    paths = said[:2] if event == "os.rename" else said[:1]
    inside = said[-1]
    for path in paths:
        file = _absolute(path, inside)
        if file in _open_files():
            raise PermissionError(EACCES, "open, which Windows does not forgive", str(file))


def _absolute(path: Any, inside: int) -> Path:
    folder = (OPEN_FILES / str(inside)).readlink() if inside >= 0 else Path.cwd()
    return (folder / os.fsdecode(path)).resolve()


def _open_files() -> set[Path]:
    found = set()
    for descriptor in OPEN_FILES.iterdir():
        with contextlib.suppress(OSError):  # the one that looks is gone by now
            found.add(descriptor.readlink())
    return found
