"""The real window on a virtual screen: back in front, a clerk's face behind a PIN, an end."""

import shutil
import subprocess
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.journeys.test_kiosk_desk import PIN, config  # noqa: F401  # a fixture
from tests.rig.programs import Server, command_line
from tests.rig.waiting import until
from tests.rig.window import a_window

TITLE = "Đón tiếp đại biểu"


@pytest.fixture
def kiosk(prepared_event, playwright, screen, tmp_path, config):  # noqa: F811  # that fixture
    shutil.copytree(prepared_event.data, tmp_path / "server")
    event = replace(prepared_event, data=tmp_path / "server")
    server = Server(event.data).start()
    arguments = ("kiosk", "--server", server.url, "--key", event.desk)
    command = command_line(*arguments, data=tmp_path / "door", config=config)
    try:
        with a_window(playwright, command, tmp_path / "window.log", screen) as window:
            expect(window.page.locator("#guest")).to_have_attribute("data-screen", "idle")
            yield window
    finally:
        server.stop()


def in_front(screen):
    """The window that has the focus, if it is the kiosk's."""
    try:
        window, *_ = screen.run("xdotool", "getactivewindow").splitlines()
        return window if TITLE in screen.run("xdotool", "getwindowname", window) else None
    except subprocess.CalledProcessError:  # no window has it at this moment
        return None


def test_the_window_comes_back_and_the_clerk_alone_ends_it(kiosk, screen):
    window = until("the window in front", lambda: in_front(screen))

    # Again where it was back before anybody had looked.
    minimize = ("xdotool", "windowminimize", window)
    until("the window gone", lambda: not in_front(screen) or screen.run(*minimize))
    until("the window back", lambda: in_front(screen), seconds=3)

    screen.run("xdotool", "key", "--delay", "0", "F12")
    expect(kiosk.page.locator("#entry")).to_be_visible()
    screen.type(PIN, 100)
    expect(kiosk.page.locator("#connection[data-kind=live]")).to_be_visible()
    screen.run("xdotool", "key", "--delay", "0", "alt+F4")
    screen.type("ly van quy", 100, None)
    expect(kiosk.page.locator("#results [role=option]")).to_have_count(1)

    kiosk.page.locator("#to-end").click()
    expect(kiosk.page.locator("#title")).to_have_text("Kết thúc đón tiếp tại quầy này")
    screen.type(PIN, 100)
    until("the end", lambda: kiosk.process.poll() == 0)
