"""The hall in force: the text that was last changed in the page, or that of the configured file.

What the page changed stands in the event's database, so that a copy of the event holds it too.
A kiosk is told the text in force, whichever it is, and keeps it in its copy under the same key.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Generic, TypeVar

from server.hall import Hall
from server.hall.json_form import read_hall_json
from server.hall.toml_form import read_hall_toml

KEY = "hall"
# The configured file as it was when the server last started.
FILE_KEY = "hall_file"
FILE = "hall.toml"
D = TypeVar("D", bound=Hall | None)


def sign_of(text: str | None) -> str | None:
    """Give a short sign by which two texts of a hall are told apart; None: there is none."""
    return sha256(text.encode()).hexdigest()[:16] if text is not None else None


def is_spelt_out(text: str) -> bool:
    """Whether this is the JSON form, seat by seat, which no page can change part by part."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def read_hall(name: str, text: str) -> Hall:
    """Read a hall from the text of the file called `name`, in either form. Raises ConfigError."""
    return read_hall_json(name, text) if is_spelt_out(text) else read_hall_toml(name, text)


class KeptHall(Generic[D]):
    """The hall that holds at this moment. Reading it anew is cheap where nothing changed.

    `read` gives the kept text; while that is None `default` holds, which `default_text` is
    the text of. Safe to share between threads.
    """

    def __init__(
        self, read: Callable[[], str | None], default: D, default_text: str | None = None
    ) -> None:
        self._read = read
        self._default = default
        self._default_text = default_text
        self._known: tuple[str, Hall] | None = None

    @property
    def text(self) -> str | None:
        """The text of the hall; None where it is not known."""
        kept = self._read()
        return self._default_text if kept is None else kept

    @property
    def hall(self) -> Hall | D:
        """The hall. Raises ConfigError where its text is of a newer program."""
        text, known = self._read(), self._known
        if text is None:
            return self._default
        if known is None or known[0] != text:
            self._known = known = text, read_hall(FILE, text)
        return known[1]
