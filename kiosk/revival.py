"""Loads the page of a window anew where it has died or hangs: a browser's process may do either."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from kiosk.renderer import end_renderer

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
# One page takes another's place in less, and a page that died is missed after some five.
PATIENCE_S = 10.0
# A page asks every two seconds. Counted in looks and not by a clock: a machine that slept, or is
# so busy that nobody looks either, says nothing against its page.
SILENT_LOOKS = 20


class Revival:
    """Looks after one window. `left_s` says for how long no page of it has listened, 0: one does.

    `asks` says how often its pages have asked how the kiosk is, 0: no more is to be expected.
    A page that does not come at once is given twice as long each time, since a busy machine
    must not be made to begin again and again. `on_death` is called before each attempt.
    """

    def __init__(
        self,
        url: str,
        left_s: Callable[[], float],
        asks: Callable[[], int],
        on_death: Callable[[], None] = lambda: None,
    ) -> None:
        self.url = url
        self._left_s = left_s
        self._asks = asks
        self._on_death = on_death
        self._due = PATIENCE_S
        self._asked = 0
        self._silent = 0
        self._bears = SILENT_LOOKS

    def look(self, window: Any) -> None:
        """Load the page of pywebview's `window` anew, if that is due."""
        left = self._left_s()
        if left >= self._due:
            self._due = left * 2
            log.warning("the page has not listened for %.0f s: it is loaded anew", left)
            self._begin_anew(window)
        elif left == 0:
            self._due = PATIENCE_S
            self._look_for_silence(window)

    def keep(self, window: Any, ended: threading.Event) -> None:
        """Look every second until `ended`. For a thread of its own."""
        window.events.shown.wait()
        while not ended.wait(LOOK_EVERY_S):
            self.look(window)

    def _look_for_silence(self, window: Any) -> None:
        """Begin anew where a page still holds its line, but asks no more: it hangs."""
        asks = self._asks()
        if asks == 0 or asks != self._asked:
            self._asked, self._silent, self._bears = asks, 0, SILENT_LOOKS
            return
        self._silent += 1
        if self._silent >= self._bears:
            self._bears = self._silent * 2
            log.warning("the page has asked nothing for %d looks: it hangs", self._silent)
            try:
                end_renderer(window.native)
            except Exception:  # gone by now, or the toolkit cannot: loading anew may still do
                log.warning("its process was not ended", exc_info=True)
            self._begin_anew(window)

    def _begin_anew(self, window: Any) -> None:
        self._on_death()
        window.load_url(self.url)
