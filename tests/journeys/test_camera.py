"""The camera in the kiosk's page, reading what is held before it: the real kiosk, a drawn lobby."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_kiosk_desk import PIN, config, delivered, press, start
from tests.rig import camera
from tests.rig.api import Api, kinds
from tests.rig.browser import a_browser
from tests.rig.burst import burst
from tests.rig.event import foreign_code
from tests.rig.pin import type_pin

__all__ = ["config", "start"]  # fixtures

FILM = "film.mjpeg"
CARD = "999090000001||Nguyễn Văn Mẫu|01011990|Nam|Xã Mẫu, Tỉnh Mẫu|01072024"
# By then a page that has just opened has looked through its camera.
LOOKED_MS = 2500
STRANGER = "a code of another event"


@pytest.fixture
def door(start, playwright, tmp_path):
    """`door(frame, …)`: the guests' page before a camera that sees these frames, one after
    the other; what it sees may be changed by `show`."""
    film = tmp_path / FILM
    _, url = start()
    browsers = []

    def open_page(*frames):
        camera.show(film, *frames)
        browser = a_browser(playwright, *camera.flags(film))
        browsers.append(browser)
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.goto(url)
        return page

    yield open_page
    for browser in browsers:
        browser.close()


def screen(page, name):
    expect(page.locator("#guest")).to_have_attribute("data-screen", name)


def told_to_board(page, server, event):
    """What the organisers see of the scans, once the server knows of all."""
    delivered(page)
    return kinds(Api(server.url, event.viewer).board()["events"])


@pytest.mark.parametrize("held", sorted(camera.HELD_UP))
def test_an_invitation_is_read_however_it_is_held_up(door, event, held):
    guest = event.guest("Lý Văn Quý")
    page = door(camera.HELD_UP[held](guest["code"]))

    screen(page, "ok")
    expect(page.locator("#hall .hall-goal")).to_have_count(1)
    expect(page.locator("#name")).to_have_text("Ông Lý Văn Quý")


def test_a_code_that_stays_before_the_camera_is_one_scan(door, event, server):
    page = door(camera.printed(event.guest("Lý Văn Quý")["code"]))
    screen(page, "ok")
    # The welcome has gone by, and the code is still there.
    screen(page, "idle")

    assert told_to_board(page, server, event) == ["admitted"]


@pytest.mark.parametrize(
    ("text", "name"),
    [(CARD, "idcard"), ("https://example.com/abc", "other_qr"), (STRANGER, "wrong_event")],
    ids=["card", "link", "other event"],  # a code is drawn anew in each of pytest's processes
)
def test_what_is_no_invitation_is_answered_by_its_kind_and_goes_away_by_itself(
    door, event, text, name
):
    of_another = foreign_code(event.named[0]["code"])
    page = door(camera.printed(of_another if text == STRANGER else text))

    screen(page, name)
    assert "Nguyễn Văn Mẫu" not in page.inner_text("body")
    screen(page, "idle")


def test_a_code_that_cannot_be_read_is_told_with_what_would_help(door, event):
    page = door(camera.smeared(event.guest("Lý Văn Quý")["code"]))

    screen(page, "unreadable")
    expect(page.locator("#message-text")).to_contain_text("tăng độ sáng màn hình")


def test_without_a_code_the_guest_sees_herself_in_the_frame(door):
    page = door(camera.lobby())

    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#how")).to_be_hidden()
    screen(page, "idle")


def test_the_second_screen_shows_what_the_first_is_answered_and_hears_a_scanner_too(
    door, event, server
):
    page = door(camera.lobby())
    second = page.context.new_page()
    second.goto(f"{page.url}face")
    screen(second, "idle")
    burst(page, *event.guest("Lý Văn Quý")["code"], "Enter")

    screen(second, "ok")
    expect(second.locator("#name")).to_have_text("Ông Lý Văn Quý")
    second.bring_to_front()  # a click there, and the keys are its own
    burst(second, *event.guest("Hoàng Thị Kim Oanh")["code"], "Enter")
    for one in (page, second):
        expect(one.locator("#name")).to_have_text("Bà Hoàng Thị Kim Oanh")
    assert told_to_board(page, server, event) == ["admitted", "admitted"]


def test_a_code_that_stays_before_the_camera_while_pages_turn_is_one_scan(
    door, event, server, tmp_path
):
    page = door(camera.lobby())
    screen(page, "idle")
    camera.show(tmp_path / FILM, camera.printed(event.guest("Lý Văn Quý")["code"]))
    press(page, "F12")
    # The page of the PIN has read it and made way for the guests', before which it still is.
    screen(page, "ok")
    expect(page.locator("#preview")).to_be_visible()
    screen(page, "idle")

    press(page, "F12")
    type_pin(page, PIN)
    expect(page.locator("#connection[data-kind=live]")).to_be_visible()
    page.wait_for_timeout(LOOKED_MS)
    page.locator("#to-check").click()
    expect(page.locator("#camera-said")).to_contain_text("đọc được")
    press(page, "Escape")
    expect(page.locator("#connection[data-kind=live]")).to_be_visible()
    page.wait_for_timeout(LOOKED_MS)
    assert told_to_board(page, server, event) == ["admitted"]


def test_a_code_before_the_camera_is_received_whichever_face_is_open(door, event, server, tmp_path):
    quy, oanh = event.guest("Lý Văn Quý"), event.guest("Hoàng Thị Kim Oanh")
    page = door(camera.lobby())
    second = page.context.new_page()
    second.goto(f"{page.url}face")
    screen(second, "idle")
    page.bring_to_front()

    # A camera that is opened anew sees what is there by then.
    camera.show(tmp_path / FILM, camera.printed(quy["code"]))
    press(page, "F12")
    screen(page, "ok")
    expect(second.locator("#name")).to_have_text("Ông Lý Văn Quý")

    camera.show(tmp_path / FILM, camera.lobby())
    press(page, "F12")
    type_pin(page, PIN)
    expect(page.locator("#connection[data-kind=live]")).to_be_visible()
    camera.show(tmp_path / FILM, camera.printed(oanh["code"]))
    page.reload()
    expect(page.locator(".detail-name")).to_have_text("Bà Hoàng Thị Kim Oanh")
    expect(page.locator("#toast-words")).to_contain_text("Đã ghi nhận có mặt: Bà Hoàng Thị Kim")
    expect(second.locator("#name")).to_have_text("Bà Hoàng Thị Kim Oanh")

    page.evaluate("() => navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error())")
    page.evaluate("() => window.dispatchEvent(new StorageEvent('storage', { key: 'camera' }))")
    expect(page.locator("#trouble")).to_contain_text("Mất camera: kiểm tra dây cắm. Trong lúc chờ")
    assert told_to_board(page, server, event) == ["admitted", "admitted"]
