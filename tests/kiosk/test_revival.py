"""A window whose page has died or hangs is given it anew, and a slow one is not hurried."""

import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from kiosk.revival import PATIENCE_S, SILENT_LOOKS, Revival


class Window:
    """Takes down what it is told to load."""

    def __init__(self):
        self.loaded = []

    def load_url(self, url):
        self.loaded.append(url)


def test_a_page_is_loaded_anew_once_nobody_listens_and_with_ever_more_patience():
    deaths, left, window = [], [], Window()
    revival = Revival(
        "http://here/", lambda: left[-1], lambda: 0, lambda: deaths.append(len(window.loaded))
    )

    def look(*seconds):
        for one in seconds:
            left.append(one)
            revival.look(window)
        return len(window.loaded)

    assert look(0, PATIENCE_S - 1) == 0
    assert look(PATIENCE_S, PATIENCE_S + 1, 2 * PATIENCE_S - 1) == 1
    assert look(2 * PATIENCE_S, 3 * PATIENCE_S) == 2
    assert look(0, PATIENCE_S) == 3
    assert deaths == [0, 1, 2]
    assert set(window.loaded) == {"http://here/"}


@pytest.mark.skipif(sys.platform == "win32", reason="a window of Qt, as on Linux")
def test_a_page_that_asks_no_more_is_ended_and_loaded_anew_and_one_that_rests_is_not():
    asks, deaths, window = [0], [], Window()
    with subprocess.Popen(["sleep", "600"]) as process:
        page = SimpleNamespace(renderProcessPid=lambda: process.pid)
        window.native = SimpleNamespace(webview=SimpleNamespace(page=lambda: page))
        revival = Revival(
            "http://here/", lambda: 0, lambda: asks[-1], lambda: deaths.append(len(window.loaded))
        )

        def look(times, asked):
            for _ in range(times):
                asks.append(asked)
                revival.look(window)
            return len(window.loaded)

        assert look(3 * SILENT_LOOKS, 0) == 0  # none has asked yet, or a dialog stands
        assert look(SILENT_LOOKS, 1) == 0
        assert look(SILENT_LOOKS, 2) == 0
        assert process.poll() is None
        assert look(1, 2) == 1
        assert process.wait(10) == -signal.SIGKILL
        # Twice the patience for what comes next, though there is nobody to be ended any more.
        assert look(SILENT_LOOKS - 1, 2) == 1
        assert look(1, 2) == 2
        assert deaths == [0, 1]
