"""The fixtures every test may ask for, and the order in which the machine can bear them."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.rig.browser import a_browser
from tests.rig.screen import Screen, a_screen
from tests.rig.window import Window, a_window

# Heavy fixtures: tests that share one run on one worker, so that two cores carry one
# Chromium and one Qt WebEngine and not two of each.
GROUPS = {"window": "window", "screen": "window", "page": "browser", "browser": "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        used = [GROUPS[name] for name in getattr(item, "fixturenames", ()) if name in GROUPS]
        if used:
            group = "window" if "window" in used else used[0]
            item.add_marker(pytest.mark.xdist_group(group))
        if "window" in used and sys.platform != "linux":
            item.add_marker(pytest.mark.skip(reason="the virtual screen is Linux's"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with a_browser(playwright) as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 800}) as context:
        yield context


@pytest.fixture
def page_errors() -> list[str]:
    """What went wrong inside the test's page; a test that expects it empties the list."""
    return []


@pytest.fixture
def page(context: BrowserContext, page_errors: list[str]) -> Iterator[Page]:
    """A fresh page in headless Chromium; an error inside it fails the test at its end."""
    page = context.new_page()
    # Collected, since an exception raised in Playwright's callback may end up anywhere.
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    page.on("console", lambda line: line.type == "error" and page_errors.append(line.text))
    yield page
    assert page_errors == []


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """A virtual X screen with a window manager."""
    with a_screen() as screen:
        yield screen


@pytest.fixture
def window(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """`window([command], screen=screen)` opens a pywebview window and attaches to its page."""
    with ExitStack() as stack:

        def open_window(command, screen=None, env=None):
            log = tmp_path / "window.log"
            return stack.enter_context(a_window(playwright, command, log, screen, env))

        yield open_window
