"""The real kiosk window on a virtual screen, a scanner typing into it, and a watching board."""

import sys

import pytest

from tests.rig.programs import command_line
from tests.rig.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the virtual screen is Linux's")


@pytest.fixture
def door(event, server, window, screen, tmp_path):
    """The kiosk's window at the main door, idle and waiting."""
    command = command_line(
        "kiosk", "--server", server.url, "--key", event.door, data=tmp_path / "door"
    )
    door = window(command, screen=screen)
    door.page.wait_for_selector("#guest[data-screen=idle]")
    return door


def present(api, event):
    return api(event.viewer).board()["headcount"]["present"]


def shown(door, screen):
    door.page.wait_for_selector(f"#guest[data-screen={screen}]", timeout=5000)
    return door.page.inner_text("#face")


@pytest.mark.parametrize("ms_per_key", [1, 5, 20])
def test_a_scanner_of_any_pace_opens_the_door(event, door, api, ms_per_key):
    guest = event.guest("Lý Văn Quý")

    door.screen.type(guest["code"], ms_per_key)

    assert "Lý Văn Quý" in shown(door, "ok")
    assert present(api, event) == 1


def test_a_scanner_without_enter_opens_it_too(event, door, api):
    door.screen.type(event.guest("Lý Văn Quý")["code"], end=None)

    assert "Lý Văn Quý" in shown(door, "ok")
    assert present(api, event) == 1


def test_two_guests_in_a_row_are_each_greeted(event, door, api):
    first, second = event.guest("Lý Văn Quý"), event.guest("Hoàng Thị Kim Oanh")

    door.screen.type(first["code"])
    assert first["name"] in shown(door, "ok")
    door.screen.type(second["code"])
    door.page.wait_for_function("document.getElementById('face').innerText.includes('Kim Oanh')")
    assert present(api, event) == 2


def test_what_is_not_an_invitation_is_said_without_a_name(event, door, api):
    door.screen.type("https://zalo.me/0912345678")

    assert "không phải mã trên phiếu mời" in shown(door, "other_qr")
    assert present(api, event) == 0


def test_the_window_fills_the_screen_and_needs_no_focused_field(door, tmp_path):
    inside = door.page.evaluate("[innerWidth, innerHeight, document.activeElement.tagName]")

    assert inside == [1280, 800, "BODY"]
    assert len(door.screen.picture(tmp_path / "idle.png").getcolors(1 << 20)) > 100


def test_guests_are_welcomed_while_the_server_is_away(event, server, door, api):
    server.kill()
    door.screen.type(event.guest("Lý Văn Quý")["code"])
    assert "Lý Văn Quý" in shown(door, "ok")

    server.start()
    until("the delivery", lambda: present(api, event) == 1, 15)


def test_keys_that_would_leave_the_page_do_not(event, door):
    for keys in ("F5", "ctrl+r", "alt+Left", "ctrl+w", "F11", "Escape", "ctrl+p", "ctrl+plus"):
        door.screen.run("xdotool", "key", keys)
    door.page.wait_for_timeout(500)

    assert door.page.evaluate("[innerWidth, innerHeight, devicePixelRatio]") == [1280, 800, 1]
    door.screen.type(event.guest("Lý Văn Quý")["code"])
    assert "Lý Văn Quý" in shown(door, "ok")
