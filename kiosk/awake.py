"""Keeps this machine and its screen awake while guests are received."""

import contextlib
import logging
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator

log = logging.getLogger(__name__)

_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x1, 0x2
_INHIBIT = ("--what=idle:sleep", "--who=dontiep", "--why=Đón tiếp đại biểu")
# It holds the wish for as long as the program that it runs, which says so when it begins and ends
# with its input.
_HOLDER = ("sh", "-c", "echo; exec cat")
# How long the system may take to agree, in seconds.
ANSWER_S = 5.0
NOT_KEPT = (
    "Không giữ được máy luôn thức; hãy tắt chế độ ngủ và tắt màn hình trong phần cài đặt nguồn."
)


@contextlib.contextmanager
def kept_awake() -> Iterator[bool]:
    """Ask the system to stay awake until the block ends; whether it agreed.

    To be entered by the thread that lives as long as the window: Windows keeps the wish of a
    thread no longer than the thread.
    """
    with _asked() as agreed:
        if not agreed:
            log.warning(NOT_KEPT)
        yield agreed


@contextlib.contextmanager
def _asked() -> Iterator[bool]:
    if sys.platform == "win32":
        import ctypes

        set_state = ctypes.windll.kernel32.SetThreadExecutionState
        agreed = set_state(_CONTINUOUS | _SYSTEM | _DISPLAY) != 0
        try:
            yield agreed
        finally:
            set_state(_CONTINUOUS)
        return
    program = shutil.which("systemd-inhibit")
    if program is None:
        yield False
        return
    holder = subprocess.Popen(  # noqa: S603  # the system's own program
        [program, *_INHIBIT, *_HOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with holder:
        try:
            yield _has_begun(holder)
        finally:
            holder.terminate()


def _has_begun(holder: subprocess.Popen[bytes]) -> bool:
    """Whether the program that holds the wish was started: where the system refuses, none is."""
    assert holder.stdout
    told, _, _ = select.select([holder.stdout], [], [], ANSWER_S)
    return bool(told) and holder.stdout.read(1) != b""
