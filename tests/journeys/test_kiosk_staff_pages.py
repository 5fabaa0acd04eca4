"""The staff's pages in the kiosk's window: accessible in light and dark, one leading to another."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_kiosk_desk import (  # noqa: F401
    config,
    desk,
    enter,
    open_guest,
    press,
    start,
    waited,
    warned,
    wrong_pin,
)
from tests.static.conftest import violations  # noqa: F401
from tests.static.scanner import ENTER, keys_of, strike


@pytest.mark.usefixtures("warned")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_staff_is_accessible(
    start,  # noqa: F811
    page,
    server,
    violations,  # noqa: F811
    scheme,
    page_errors,
):
    _, url = start()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(url)
    expect(page.locator("#idle-title")).to_be_visible()
    assert violations(page) == []
    press(page, "F12")
    expect(page.locator("#entry")).to_be_visible()
    assert violations(page) == []
    wrong_pin(page)
    assert violations(page) == []
    waited(page)
    press(page, "Escape")
    enter(page)
    assert violations(page) == []
    page.locator("#to-check").click()
    page.wait_for_selector("#findings li")
    assert violations(page) == []
    press(page, "Escape")
    expect(page.locator("#search")).to_be_focused()
    server.stop()
    expect(page.locator("#connection[data-kind=cut]")).to_be_visible()
    assert violations(page) == []
    page.locator("#to-end").click()
    expect(page.locator("#title")).to_have_text("Kết thúc đón tiếp tại quầy này")
    assert violations(page) == []
    page_errors.clear()  # the browser notes each question in vain


def test_back_from_the_slip_the_guest_is_open_again(desk, page_errors):  # noqa: F811
    open_guest(desk, "ly van quy", "Ông Lý Văn Quý")
    press(desk, "F9")
    expect(desk.locator("#said")).to_contain_text("viết tay")
    press(desk, "Escape")
    expect(desk.locator(".detail-name")).to_have_text("Ông Lý Văn Quý")

    press(desk, "Escape")
    desk.reload()
    expect(desk.locator("#search")).to_be_focused()
    expect(desk.locator("#cards-none")).to_have_text("Không có việc nào đang chờ")
    expect(desk.locator(".detail-name")).to_have_count(0)
    page_errors.expect("409")  # there is no printer here


@pytest.mark.parametrize("height", [800, 768])
def test_the_longest_forms_stand_whole_on_a_small_laptop(desk, height):  # noqa: F811
    desk.set_viewport_size({"width": 1280 if height == 800 else 1366, "height": height})
    open_guest(desk, "DB028", "Ông Hà Văn Đạt")  # of the unit with the longest name
    press(desk, "F3")
    expect(desk.locator(".form-title")).to_have_text("Đại biểu dự thay")
    expect(desk.locator("input[value=move] + span")).to_contain_text("ghế")
    assert hidden_below(desk) == 0
    press(desk, "Escape", "Escape")
    press(desk, "Shift+F3")
    expect(desk.locator(".form-title")).to_have_text("Đại biểu ngoài danh sách")
    assert hidden_below(desk) == 0


def test_a_scan_torn_to_a_few_letters_is_asked_for_again(desk, event):  # noqa: F811
    letters = event.guest("Lý Văn Quý")["code"][:7]
    desk.keyboard.insert_text(letters)
    strike(desk, keys_of(letters))
    strike(desk, [ENTER])
    expect(desk.locator("#toast-words")).to_have_text("Mã đọc chưa đủ, đề nghị quét lại")
    expect(desk.locator("#search")).to_have_value("")

    desk.keyboard.insert_text(letters)
    strike(desk, keys_of(letters), gap=40)  # a fast hand's initials stay what is looked for
    strike(desk, [ENTER])
    expect(desk.locator("#search")).to_have_value(letters)


def hidden_below(page):
    return page.locator("#panel").evaluate("panel => panel.scrollHeight - panel.clientHeight")
