"""Whether it is worth asking the server now, so that no guest waits for a time-out twice."""

import random
import threading

FAILURES_TO_OPEN = 2
PROBES_TO_CLOSE = 2
FIRST_PAUSE_S = 0.5
# With a probe under way and all that waits to be delivered, this still heals within 10 s.
LONGEST_PAUSE_S = 4.0
# Once there is an answer the next probe follows soon, at once where the first was good.
NEXT_LOOK_S = 1.0
SECOND_LOOK_S = 0.3


class Breaker:
    """Opens after two failures in a row, closes after two good probes in a row.

    It starts open, one good probe short of closing: whoever has never been heard from is
    not asked while a guest waits. The pause before a probe doubles from 0.5 s to 4 s, with
    jitter, and starts over once a guest's scan has been answered again; so a server that
    answers probes and no scans is asked less and less.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._good = PROBES_TO_CLOSE - 1
        self._pause = FIRST_PAUSE_S
        self._heard = False
        self.closed = False

    def scan_answered(self) -> None:
        """A guest's scan was answered within the deadline."""
        with self._lock:
            self._failures = 0
            self._pause = FIRST_PAUSE_S

    def scan_failed(self) -> None:
        """A guest's scan was not."""
        with self._lock:
            self._fail()

    def probe_answered(self, *, in_time: bool) -> None:
        """A request in the background was answered; `in_time`: as fast as a scan must be."""
        with self._lock:
            self._heard = True
            if self.closed:
                return
            self._good = self._good + 1 if in_time else 0
            if self._good >= PROBES_TO_CLOSE:
                self.closed = True
                self._failures = 0

    def probe_failed(self) -> None:
        """A request in the background was not."""
        with self._lock:
            self._fail()

    def trip(self) -> None:
        """Whoever answers there is not to be asked."""
        with self._lock:
            self._good, self._failures, self.closed = 0, FAILURES_TO_OPEN, False
            self._heard, self._pause = False, LONGEST_PAUSE_S

    def pause(self) -> float:
        """How long to wait before the next probe, in seconds."""
        with self._lock:
            if self._heard:
                return SECOND_LOOK_S if self._good else NEXT_LOOK_S
            return self._pause * random.uniform(0.75, 1.0)  # noqa: S311  # jitter, no secret

    def _fail(self) -> None:
        self._good, self._heard = 0, False
        self._failures += 1
        if self._failures >= FAILURES_TO_OPEN:
            if self.closed or self._failures > FAILURES_TO_OPEN:
                self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
            self.closed = False
