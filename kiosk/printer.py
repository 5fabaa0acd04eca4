"""Hands a slip to the system's printer. Check-in never waits for it.

Where the system takes a PDF from a program (CUPS on Linux and macOS) it is handed over
quietly. Windows has no such door for a program without a helper of somebody else's; there
the page itself prints, which WebView2 does.
"""

import shutil
import subprocess

from server.errors import ConflictError, UnavailableError
from server.sentences import mark

HAND_OVER_S = 10.0
NO_PRINTER = mark("Máy này chưa có máy in nào nhận phiếu; xin viết tay vị trí cho đại biểu.")
REFUSED = mark("Máy in chưa nhận phiếu; xin xem máy in, hoặc viết tay vị trí cho đại biểu.")


def hand_over(pdf: bytes, title: str) -> None:
    """Give one document to the default printer; returns once the system has it in its queue.

    Raises ConflictError where the system takes none from a program, UnavailableError where
    it would not have this one.
    """
    command = shutil.which("lp")
    if command is None:
        raise ConflictError(NO_PRINTER)
    try:
        done = subprocess.run(  # noqa: S603  # the system's own program
            [command, "-t", title, "-"],
            input=pdf,
            capture_output=True,
            timeout=HAND_OVER_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(REFUSED) from error
    if done.returncode != 0:
        raise UnavailableError(REFUSED)
