"""A window whose page has died is given it anew, and a slow one is not hurried."""

from kiosk.revival import PATIENCE_S, Revival


class Window:
    """Takes down what it is told to load."""

    def __init__(self):
        self.loaded = []

    def load_url(self, url):
        self.loaded.append(url)


def test_a_page_is_loaded_anew_once_nobody_listens_and_with_ever_more_patience():
    deaths, left, window = [], [], Window()
    revival = Revival("http://here/", lambda: left[-1], lambda: deaths.append(len(window.loaded)))

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
