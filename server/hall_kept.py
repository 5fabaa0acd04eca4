"""The hall as the event keeps it: the text of its file, as last changed in the page.

It stands in the event's database, so that a copy of the event holds it too, and in each
kiosk's copy under the same key. While there is none, the configured file holds.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Generic, TypeVar

from server.hall import Hall
from server.hall_toml import read_hall_toml

KEY = "hall"
FILE = "hall.toml"
D = TypeVar("D", bound=Hall | None)


def sign_of(text: str | None) -> str | None:
    """Give a short sign by which two texts of a hall are told apart; None: there is none."""
    return sha256(text.encode()).hexdigest()[:16] if text is not None else None


class KeptHall(Generic[D]):
    """The hall that holds at this moment. Reading it anew is cheap where nothing changed.

    `read` gives the kept text, `default` holds while that is None. Safe to share between
    threads.
    """

    def __init__(self, read: Callable[[], str | None], default: D) -> None:
        self._read = read
        self._default = default
        self._known: tuple[str, Hall] | None = None

    @property
    def hall(self) -> Hall | D:
        """The hall. Raises ConfigError where its text is of a newer program."""
        text, known = self._read(), self._known
        if text is None:
            return self._default
        if known is None or known[0] != text:
            self._known = known = text, read_hall_toml(FILE, text)
        return known[1]
