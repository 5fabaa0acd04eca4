"""The kiosk's own windows: its page full screen, and the guest's face on a second screen.

The second one comes and goes with its screen: a projector is often plugged in last, and a
window whose screen has gone would otherwise be laid over the clerk's.
"""

import functools
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kiosk.front import keep_in_front
from kiosk.revival import Revival

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

TITLE = "Đón tiếp đại biểu"
GROUND = "#FBF7F0"
# Else Chromium may drop the keys of a page that is not painted yet, and a scanner waits for nobody.
# (Qt's was never seen to, with or without; Edge and WebView2 follow Chromium.)
HEAR_AT_ONCE = "--allow-pre-commit-input"
LOOK_EVERY_S = 2.0


def can_open_window() -> bool:
    """Try the screen in a process of its own: Qt ends the one in which it finds none."""
    if sys.platform != "linux":
        return True
    if os.geteuid() == 0:  # Chromium's sandbox refuses to run as root
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    attempt = "from PySide6.QtWidgets import QApplication; QApplication([])"
    trial = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", attempt], capture_output=True, check=False
    )
    return trial.returncode == 0


def show_windows(page: Revival, face: Revival | None, data: Path, ended: threading.Event) -> bool:
    """Show the page full screen until told to end; False if no fit window can be had.

    `face`: the guest's face, which is shown alone on another screen while there is one.
    """
    import webview

    webview.settings["OPEN_EXTERNAL_LINKS_IN_BROWSER"] = False
    webview.settings["ALLOW_FILE_URLS"] = False
    webview.settings["ALLOW_DOWNLOADS"] = False
    _add_to_environment("QTWEBENGINE_CHROMIUM_FLAGS", HEAR_AT_ONCE)
    _add_to_environment("WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS", HEAR_AT_ONCE)
    window = webview.create_window(
        TITLE, page.url, fullscreen=True, on_top=True, background_color=GROUND
    )
    assert window is not None  # only a handler of ours could have stopped it
    fit = threading.Event()
    works: list[Callable[[Any, threading.Event], None]] = [
        _close_at_end,
        keep_in_front,
        page.keep,
    ]
    if face:
        works.append(_SecondScreen(face).follow)
        if sys.platform == "linux":
            _share_profile()

    def accept(renderer: str) -> bool:
        if renderer == "mshtml":  # Internet Explorer, which stands in where WebView2 is not
            return False
        fit.set()
        for work in works:
            threading.Thread(target=work, args=(window, ended), daemon=True).start()
        return True

    window.events.initialized += accept
    window.events.closing += ended.is_set  # anybody else may not close it
    toolkit: Literal["qt"] | None = "qt" if sys.platform == "linux" else None
    try:
        webview.start(gui=toolkit, private_mode=False, storage_path=str(data.resolve() / "window"))
    except webview.WebViewException:
        log.warning("no window", exc_info=True)
    return fit.is_set()


def _add_to_environment(name: str, flag: str) -> None:
    """Where the browser reads it: pywebview and WebView2 add what they want themselves."""
    os.environ[name] = f"{os.environ.get(name, '')} {flag}".strip()


def _share_profile() -> None:
    """Have both windows keep their things in one place.

    pywebview opens the same folder once for each window, and pages that wait for the same
    file wait for ever.
    """
    from webview.platforms import qt

    window: Any = qt
    window.QWebEngineProfile = functools.cache(window.QWebEngineProfile)


def _close_at_end(window: Any, ended: threading.Event) -> None:
    ended.wait()
    window.destroy()


class _SecondScreen:
    """The guest's face, wherever there is a screen beside the first."""

    def __init__(self, face: Revival) -> None:
        self._face = face
        self._window: Any = None
        self._stands_on: tuple[int, ...] | None = None
        self._may_close = threading.Event()

    def follow(self, first: Any, ended: threading.Event) -> None:
        """Open and close the window with its screen until `ended`. For a thread of its own."""
        first.events.shown.wait()
        while True:
            try:
                self._look(None if ended.is_set() else _screen_beside_first())
            except Exception:
                log.exception("the second screen cannot be used")
                return
            if ended.wait(LOOK_EVERY_S) and self._window is None:
                return

    def _look(self, screen: Any) -> None:
        stands_on = screen and (screen.x, screen.y, screen.width, screen.height)
        if stands_on == self._stands_on:
            if self._window:
                self._face.look(self._window)
            return
        if self._window:
            self._may_close.set()
            self._window.destroy()
            self._window = None
        if screen:
            self._open(screen)
        self._stands_on = stands_on

    def _open(self, screen: Any) -> None:
        import webview

        self._may_close = may_close = threading.Event()
        # Without the focus, which belongs to where the scanner types.
        self._window = webview.create_window(
            TITLE,
            self._face.url,
            screen=screen,
            fullscreen=True,
            on_top=True,
            focus=False,
            background_color=GROUND,
        )
        assert self._window is not None
        self._window.events.closing += may_close.is_set


def _screen_beside_first() -> Any:
    import webview

    screens = list(webview.screens)
    if sys.platform == "win32":  # whose list has no order, but whose first screen is at 0, 0
        screens.sort(key=lambda screen: (screen.x, screen.y) != (0, 0))
    return screens[1] if len(screens) > 1 else None
