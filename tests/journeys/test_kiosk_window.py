"""The real kiosk window on a virtual screen, a scanner typing into it, and a server behind it.

One window stands through all of these tests, as it does through an evening: each shows codes
that none before it has shown.
"""

import shutil
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import expect

from tests.rig.api import Api
from tests.rig.event import Event
from tests.rig.programs import Server, command_line
from tests.rig.waiting import until
from tests.rig.window import Window, a_window


@dataclass
class Door:
    """A kiosk's window at the main door, the server behind it, and the guests still outside."""

    window: Window
    server: Server
    event: Event
    outside: list[dict]

    def next_guest(self):
        return self.outside.pop()

    def type(self, text, ms_per_key=5, end="Return"):
        self.window.screen.type(text, ms_per_key, end)

    def shows(self, screen, text):
        expect(self.window.page.locator(f"#guest[data-screen={screen}]")).to_contain_text(text)

    def is_inside(self, guest):
        """Whether the server knows; an answer too late on a busy machine is delivered after."""
        viewer = Api(self.server.url, self.event.viewer)
        inside = {e["invitation"] for e in viewer.board()["events"] if e["kind"] == "admitted"}
        return guest["id"] in inside


@pytest.fixture(scope="module")
def door(prepared_event, playwright, screen, tmp_path_factory):
    folder = tmp_path_factory.mktemp("window")
    shutil.copytree(prepared_event.data, folder / "server")
    event = replace(prepared_event, data=folder / "server")
    server = Server(event.data).start()
    command = command_line(
        "kiosk", "--server", server.url, "--key", event.door, data=folder / "door"
    )
    try:
        with a_window(playwright, command, folder / "window.log", screen) as window:
            expect(window.page.locator("#guest")).to_have_attribute("data-screen", "idle")
            seated = [g for g in event.named if g["group"] == "CCVC"]
            yield Door(window, server, event, seated)
    finally:
        server.stop()


@pytest.mark.parametrize("ms_per_key", [1, 5, 20])
def test_a_scanner_of_any_pace_opens_the_door(door, ms_per_key):
    guest = door.next_guest()

    door.type(guest["code"], ms_per_key)

    door.shows("ok", guest["name"])
    until("the scan at the server", lambda: door.is_inside(guest))


def test_a_scanner_without_enter_opens_it_too(door):
    guest = door.next_guest()

    door.type(guest["code"], end=None)

    door.shows("ok", guest["name"])
    until("the scan at the server", lambda: door.is_inside(guest))


def test_what_is_not_an_invitation_is_said_without_a_name(door):
    door.type("https://zalo.me/0912345678")

    door.shows("other_qr", "không phải mã trên phiếu mời")


def test_the_next_guest_need_not_wait_for_the_screen_to_clear(door):
    first, second = door.next_guest(), door.next_guest()

    door.type(first["code"])
    door.shows("ok", first["name"])
    door.type(second["code"])
    door.shows("ok", second["name"])


def test_the_window_fills_the_screen_and_needs_no_focused_field(door, tmp_path):
    page = door.window.page

    assert page.evaluate("[innerWidth, innerHeight]") == [1280, 800]
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert page.locator("input, textarea, a, [contenteditable]").count() == 0
    # What stands on the glass is a page with lettering and not one colour.
    assert len(door.window.screen.picture(tmp_path / "screen.png").getcolors(1 << 20)) > 100


def test_keys_that_would_leave_the_page_do_not(door):
    page, guest = door.window.page, door.next_guest()
    page.evaluate("document.body.dataset.before = 'here'")

    for keys in ("F5", "ctrl+r", "alt+Left", "ctrl+w", "F11", "Escape", "ctrl+p", "ctrl+plus"):
        door.window.screen.run("xdotool", "key", keys)
    page.wait_for_timeout(500)

    assert page.evaluate("document.body.dataset.before") == "here"
    assert page.evaluate("[innerWidth, innerHeight, devicePixelRatio]") == [1280, 800, 1]
    door.type(guest["code"])
    door.shows("ok", guest["name"])


def test_guests_are_welcomed_while_the_server_is_away(door):
    guest = door.next_guest()
    door.server.kill()
    door.type(guest["code"])
    door.shows("ok", guest["name"])

    door.server.start()
    until("the delivery", lambda: door.is_inside(guest), 15)
