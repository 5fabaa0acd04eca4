"""The figures at /metrics, in Prometheus' text form."""

import threading
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from server.desk import Answer

if TYPE_CHECKING:
    from server.web.house import House

BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0)


class Tallies:
    """What this process has answered since it started."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._scans: Counter[tuple[str, str]] = Counter()
        self._answers: Counter[int] = Counter()
        self._durations: Counter[float] = Counter()
        self._seconds = 0.0

    def count_scan(self, answer: Answer) -> None:
        """Note what was said to a scan."""
        reason = answer.decision.reason
        with self._turn:
            self._scans[answer.decision.outcome.value, reason.value if reason else ""] += 1

    def count_answer(self, status: int, seconds: float) -> None:
        """Note an answer and how long it took."""
        bound = next((b for b in BOUNDS if seconds <= b), float("inf"))
        with self._turn:
            self._answers[status] += 1
            self._durations[bound] += 1
            self._seconds += seconds

    def text(self, house: "House") -> str:
        """All of it, with what the event's own numbers are now."""
        with self._turn:
            lines = [*self._of_scans(), *self._of_answers(), *self._of_durations()]
        return "\n".join([*lines, *_of_event(house), ""])

    def _of_scans(self) -> Iterator[str]:
        yield "# TYPE dontiep_scans_total counter"
        for (verdict, reason), count in sorted(self._scans.items()):
            yield f'dontiep_scans_total{{verdict="{verdict}",reason="{reason}"}} {count}'

    def _of_answers(self) -> Iterator[str]:
        yield "# TYPE dontiep_http_answers_total counter"
        for status, count in sorted(self._answers.items()):
            yield f'dontiep_http_answers_total{{status="{status}"}} {count}'

    def _of_durations(self) -> Iterator[str]:
        yield "# TYPE dontiep_http_seconds histogram"
        total = 0
        for bound in (*BOUNDS, float("inf")):
            total += self._durations[bound]
            name = "+Inf" if bound == float("inf") else f"{bound:g}"
            yield f'dontiep_http_seconds_bucket{{le="{name}"}} {total}'
        yield f"dontiep_http_seconds_sum {self._seconds:.6f}"
        yield f"dontiep_http_seconds_count {total}"


def _of_event(house: "House") -> Iterator[str]:
    numbers = house.feed.document(None)
    headcount = numbers["headcount"]
    for name, value in (
        ("invited", headcount["invited"]),
        ("present", headcount["present"]),
        ("journal_seq", numbers["seq"]),
        ("parked", house.store.read.parked()),
        ("board_streams", len(house.streams)),
    ):
        yield f"# TYPE dontiep_{name} gauge"
        yield f"dontiep_{name} {value}"
