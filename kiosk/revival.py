"""Loads the page of a window anew where it has died: the browser's process under it may end alone."""

import logging
import threading
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
# One page takes another's place in less, and a page that died is missed after some five.
PATIENCE_S = 10.0


class Revival:
    """Looks after one window. `left_s` says for how long no page of it has listened, 0: one does.

    A page that does not come at once is given twice as long each time, since a busy machine
    must not be made to begin again and again. `on_death` is called before each attempt.
    """

    def __init__(
        self, url: str, left_s: Callable[[], float], on_death: Callable[[], None] = lambda: None
    ) -> None:
        self.url = url
        self._left_s = left_s
        self._on_death = on_death
        self._due = PATIENCE_S

    def look(self, window: Any) -> None:
        """Load the page of pywebview's `window` anew, if that is due."""
        left = self._left_s()
        if left == 0:
            self._due = PATIENCE_S
        elif left >= self._due:
            self._due = left * 2
            log.warning("the page has not listened for %.0f s: it is loaded anew", left)
            self._on_death()
            window.load_url(self.url)

    def keep(self, window: Any, ended: threading.Event) -> None:
        """Look every second until `ended`. For a thread of its own."""
        window.events.shown.wait()
        while not ended.wait(LOOK_EVERY_S):
            self.look(window)
