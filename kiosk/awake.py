"""Keeps this machine and its screen awake while guests are received."""

import contextlib
import logging
import shutil
import subprocess
import sys
from collections.abc import Iterator

log = logging.getLogger(__name__)

_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x1, 0x2
_INHIBIT = ("--what=idle:sleep", "--who=dontiep", "--why=Đón tiếp đại biểu")
# How long a refusal of the system takes to come, in seconds.
REFUSAL_S = 1.0
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
    # It holds the wish for as long as the program that it runs, which ends with its input.
    command = [program, *_INHIBIT, "cat"]
    holder = subprocess.Popen(  # noqa: S603  # the system's own program
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            holder.wait(REFUSAL_S)
        yield holder.poll() is None
    finally:
        if holder.stdin:
            holder.stdin.close()
        holder.terminate()
        holder.wait()
