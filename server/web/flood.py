"""Tells a flood of unknown codes from a busy door, station by station."""

import threading
import time
from collections import deque
from collections.abc import Callable

MOST = 60
WINDOW_SECONDS = 10.0


class Flood:
    """How many unknown codes each station has sent lately. Times by a monotonic clock."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        most: int = MOST,
        seconds: float = WINDOW_SECONDS,
    ) -> None:
        self._clock = clock
        self._most = most
        self._seconds = seconds
        self._turn = threading.Lock()
        self._seen: dict[str, deque[float]] = {}

    def wait(self, station: str) -> float:
        """Seconds until the station may send another unknown code; 0: now."""
        with self._turn:
            seen = self._lately(station)
            return seen[0] + self._seconds - self._clock() if len(seen) >= self._most else 0.0

    def count(self, station: str) -> None:
        """Note an unknown code."""
        with self._turn:
            self._lately(station).append(self._clock())

    def _lately(self, station: str) -> deque[float]:
        seen = self._seen.setdefault(station, deque(maxlen=self._most))
        while seen and seen[0] < self._clock() - self._seconds:
            seen.popleft()
        return seen
