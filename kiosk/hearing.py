"""Answers to scans that did not come from the page, kept for the page to fetch."""

import threading
from collections import deque
from typing import Any

KEPT = 50


class Hearing:
    """The last answers, numbered from 1. Safe to share between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._answers: deque[tuple[int, dict[str, Any]]] = deque(maxlen=KEPT)
        self.last = 0

    def add(self, answer: dict[str, Any]) -> None:
        """Take in one answer document."""
        with self._changed:
            self.last += 1
            self._answers.append((self.last, answer))
            self._changed.notify_all()

    def since(self, number: int) -> list[tuple[int, dict[str, Any]]]:
        """The answers after this number, oldest first, with theirs."""
        with self._changed:
            return [pair for pair in self._answers if pair[0] > number]

    def wait(self, number: int, seconds: float) -> None:
        """Return at the first answer after this number, or when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.last > number, seconds)
