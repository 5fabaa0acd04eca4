"""The PIN before the clerk's face: wrong tries wait ever longer, and so do those that follow.

What is counted is kept here and in the kiosk's folder: neither loading the page again nor
starting the program anew makes a guesser faster.
"""

import contextlib
import hmac
import threading
import time
from collections.abc import Callable
from pathlib import Path

# After the first wrong PIN, the second, …; the last holds for all that follow.
WAITS_S = (2, 4, 8, 15, 30, 60, 120, 300)
IDLE_S = 5 * 60


class PinLock:
    """Whether the clerk's face is open. Safe to share between threads.

    `clock` counts seconds and never jumps.
    """

    def __init__(
        self, pin: str | None, folder: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`pin` None: nobody gets in."""
        self._pin = pin
        self._file = folder / "wrong-pins"
        self._clock = clock
        self._turn = threading.Lock()
        self._wrong = self._read()
        self._wait_until = clock() + _wait(self._wrong)
        self._open_until = 0.0

    @property
    def is_set(self) -> bool:
        """Whether there is a PIN at all."""
        return self._pin is not None

    @property
    def is_open(self) -> bool:
        """Whether somebody has given the PIN and has been at work since."""
        return self._clock() < self._open_until

    @property
    def wait_s(self) -> float:
        """For how long no PIN is looked at, in seconds."""
        return max(0.0, self._wait_until - self._clock())

    def try_pin(self, pin: str) -> bool:
        """Whether this is the PIN. One that comes too early is not looked at."""
        with self._turn:
            if self._pin is None or self.wait_s > 0:
                return False
            right = hmac.compare_digest(pin.encode(errors="replace"), self._pin.encode())
            self._wrong = 0 if right else self._wrong + 1
            self._wait_until = self._clock() + _wait(self._wrong)
            self._write()
            return right

    def open(self) -> None:
        """Open the clerk's face until nobody has been at work for a while."""
        self._open_until = self._clock() + IDLE_S

    def stay(self) -> None:
        """Somebody is at work."""
        if self.is_open:
            self.open()

    def close(self) -> None:
        """Lock at once."""
        self._open_until = 0.0

    def _read(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            return int(self._file.read_text("ascii"))
        return 0

    def _write(self) -> None:
        with contextlib.suppress(OSError):  # a full disk is told by the journal
            self._file.write_text(str(self._wrong), "ascii")


def _wait(wrong: int) -> float:
    return float(WAITS_S[min(wrong, len(WAITS_S)) - 1]) if wrong else 0.0
