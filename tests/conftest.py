"""The fixtures every test may ask for: the real program, a browser, a screen with a window."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.rig.api import Api
from tests.rig.browser import a_browser
from tests.rig.event import Event, an_event
from tests.rig.programs import HeadlessKiosk, Server
from tests.rig.screen import Screen, a_screen
from tests.rig.window import Window, a_window
from tests.rig.windows import be_strict

# Generous, since others may share the machine: it is only ever waited out by a test that fails.
expect.set_options(timeout=20_000)
# How long an example takes says more about the machine than about the code.
settings.register_profile("dontiep", deadline=None)
settings.load_profile("dontiep")
be_strict()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if sys.platform != "linux" and {"window", "screen"} & set(
            getattr(item, "fixturenames", ())
        ):
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


class PageErrors(list[str]):
    """What went wrong inside the test's page; a test that has provoked it empties the list."""

    def __init__(self) -> None:
        super().__init__()
        self._expected: tuple[str, ...] = ()

    def expect(self, *words: str) -> None:
        """What holds one of these is no fault, whenever the browser notes it: a page asks on."""
        self._expected += words

    def unexpected(self) -> list[str]:
        """All but what is no fault."""
        return [one for one in self if not any(word in one for word in self._expected)]


@pytest.fixture
def page_errors() -> PageErrors:
    """What went wrong inside the test's page; a test that expects it says so."""
    return PageErrors()


@pytest.fixture
def page(context: BrowserContext, page_errors: PageErrors) -> Iterator[Page]:
    """A fresh page in headless Chromium; an error inside it fails the test at its end."""
    page = context.new_page()
    # Collected, since an exception raised in Playwright's callback may end up anywhere.
    page.on("pageerror", lambda error: page_errors.append(str(error)))
    page.on("console", lambda line: line.type == "error" and page_errors.append(line.text))
    yield page
    assert page_errors.unexpected() == []


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


@pytest.fixture(scope="session")
def prepared_event(tmp_path_factory: pytest.TempPathFactory) -> Event:
    """The sample event, made once a worker; never touched, only copied."""
    return an_event(tmp_path_factory.mktemp("event") / "data")


@pytest.fixture
def event(prepared_event: Event, tmp_path: Path) -> Event:
    """The sample event in a folder of its own: 92 places, three stations, two people."""
    data = tmp_path / "server"
    shutil.copytree(prepared_event.data, data)
    return replace(prepared_event, data=data)


@pytest.fixture
def server(event: Event) -> Iterator[Server]:
    """The sample event's server, listening."""
    server = Server(event.data, event.config)
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def api(server: Server) -> Callable[[str | None], Api]:
    """`api(key)`: a caller of that server."""
    return lambda key=None: Api(server.url, key)


@pytest.fixture
def kiosk(event: Event, server: Server, tmp_path: Path) -> Iterator[Callable[..., HeadlessKiosk]]:
    """`kiosk()`: a headless kiosk at the main door; `kiosk(name, key)` another."""
    started: list[HeadlessKiosk] = []

    def start(name: str = "door", key: str | None = None, *extra: str) -> HeadlessKiosk:
        folder = tmp_path / f"kiosk-{name}"
        kiosk = HeadlessKiosk(folder, server.url, key or event.door, *extra, config=event.config)
        started.append(kiosk)
        return kiosk

    yield start
    for kiosk in started:
        if kiosk.process.poll() is None:
            kiosk.kill()
