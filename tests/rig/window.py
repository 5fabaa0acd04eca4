"""A real pywebview window with Playwright attached to the page inside it."""

import contextlib
import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.rig.programs import ended
from tests.rig.screen import Screen
from tests.rig.waiting import free_port, until


@dataclass(frozen=True)
class Window:
    """One window: its process, its page, and the screen it stands on (None: offscreen)."""

    process: subprocess.Popen[bytes]
    page: Page
    screen: Screen | None


@contextlib.contextmanager
def a_window(
    playwright: Playwright,
    command: Sequence[str],
    log: Path,
    screen: Screen | None = None,
    env: dict[str, str] | None = None,
    pages: int = 1,
) -> Iterator[Window]:
    """Start `command`, which opens a pywebview window, and attach to the page inside it.

    Where it opens several windows, `pages` says how many are waited for.
    """
    port = free_port()
    env = window_env(port, screen) | (env or {})
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
    with ended(process):
        url = f"http://127.0.0.1:{port}"
        # pywebview shows an empty page first; attaching while Qt WebEngine swaps it for the
        # real one can hang for good, on a busy machine one time in four.
        until(f"a page in a window ({log})", lambda: len(_pages(process, url, log)) >= pages, 60)
        browser = _attach(playwright, url)
        open_pages = browser.contexts[0].pages
        page = until("the page", lambda: next((p for p in open_pages if "http" in p.url), None))
        yield Window(process, page, screen)
        browser.close()


def window_env(port: int, screen: Screen | None) -> dict[str, str]:
    """The environment of a window that can be looked into, also as root and without a GPU."""
    return os.environ | {
        "QTWEBENGINE_REMOTE_DEBUGGING": str(port),
        # Chromium's sandbox refuses to start as root, which is what CI is.
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu",
        "QT_QPA_PLATFORM": "offscreen",
        # A Vietnamese input method of the developer's own would change what the typist types.
        "QT_IM_MODULE": "none",
        **(screen.env if screen else {}),
    }


def _pages(process: subprocess.Popen[Any], url: str, log: Path) -> list[str]:
    """The addresses of the pages that have arrived where they were sent."""
    assert process.poll() is None, f"the window's program ended: {log.read_text('utf-8')[-2000:]}"
    with (
        contextlib.suppress(OSError),
        urllib.request.urlopen(f"{url}/json/list", timeout=2) as told,
    ):
        return [page["url"] for page in json.load(told) if page["url"].startswith("http")]
    return []


def _attach(playwright: Playwright, url: str, tries: int = 4) -> Browser:
    """Connect, and connect anew when the window does not answer.

    no_defaults: Qt WebEngine has no downloads over CDP, and Playwright's usual greeting
    (Browser.setDownloadBehavior) would end the connection.
    """
    for _ in range(tries - 1):
        with contextlib.suppress(PlaywrightTimeout):
            return playwright.chromium.connect_over_cdp(url, no_defaults=True, timeout=8000)
    return playwright.chromium.connect_over_cdp(url, no_defaults=True)
