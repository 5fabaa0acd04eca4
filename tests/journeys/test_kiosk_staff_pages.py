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
    wrong_pin,
)
from tests.static.conftest import violations  # noqa: F401


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
    press(page, "Escape")
    page.wait_for_timeout(2500)
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
    page_errors.clear()  # there is no printer here
