"""A clerk whose fingers are faster than the network: nothing is lost, and nothing done unseen."""

import pytest
from playwright.sync_api import expect

from tests.journeys.accounts import a_clerk  # noqa: F401  # a fixture
from tests.journeys.test_desk_page import (  # noqa: F401  # fixtures among them
    desk,
    find,
    open_first,
    place,
    press,
    toast,
)
from tests.rig.burst import burst

# Every answer comes late by as much; `window.lag` says by how many milliseconds.
LATE = """() => {
  const ask = window.fetch;
  window.lag = 0;
  window.fetch = async (...what) => {
    await new Promise((resolve) => setTimeout(resolve, window.lag));
    return ask(...what);
  };
}"""


@pytest.fixture
def slow(desk):  # noqa: F811
    """The desk over a slow network: `slow(ms)` makes it so, and gives its page."""
    desk.evaluate(LATE)

    def slow(ms):
        desk.evaluate("ms => { window.lag = ms; }", ms)
        return desk

    return slow


def test_who_types_the_next_name_meanwhile_records_nobody(slow, desk, event, api):  # noqa: F811
    find(desk, "kim oanh")
    slow(400)
    press(desk, "Enter")
    desk.keyboard.type("ly van quy ", delay=90)

    expect(desk.locator("#results [role=option]")).to_have_count(1)
    expect(desk.locator("#search")).to_have_value("ly van quy ")
    expect(desk.locator("#search")).to_be_focused()
    expect(desk.locator(".detail-name")).to_have_count(0)
    assert place(api, event, "DB017")["place"]["admission"] is None


def test_the_next_name_is_not_lost_to_what_is_being_recorded(slow, desk, event, api):  # noqa: F811
    find(desk, "kim oanh")
    open_first(desk, "Bà Hoàng Thị Kim Oanh")
    slow(400)
    press(desk, "F2")
    desk.keyboard.type("ly van quy", delay=90)

    toast(desk, "Đã ghi nhận có mặt: Bà Hoàng Thị Kim Oanh")
    expect(desk.locator("#search")).to_have_value("ly van quy")
    expect(desk.locator("#results .guest-name")).to_have_text("Ông Lý Văn Quý")
    assert place(api, event, "DB017")["place"]["admission"]


def test_a_key_that_opens_a_form_waits_for_its_guest_and_the_form_for_its_text(slow, desk):  # noqa: F811
    find(desk, "kim oanh")
    slow(300)
    press(desk, "Enter", "F7")
    desk.keyboard.type("c6", delay=60)

    expect(desk.locator(".form-title")).to_have_text("Đổi vị trí ngồi")
    expect(desk.locator("#form input").first).to_have_value("c6")
    expect(desk.locator(".seat-said")).to_contain_text("Ghế C06")
    expect(desk.locator("#search")).to_have_value("kim oanh")


def test_what_would_record_somebody_unseen_is_left_out(slow, desk, event, api):  # noqa: F811
    slow(300)
    desk.keyboard.type("kim oanh")
    press(desk, "Enter", "Enter", "F2", "F8", "Enter")

    expect(desk.locator(".detail-name")).to_have_text("Bà Hoàng Thị Kim Oanh")
    expect(desk.locator(".action-first")).to_be_focused()
    told = place(api, event, "DB017")
    assert (told["place"]["admission"], told["documents"]) == (None, None)


def test_a_form_that_comes_late_does_not_come_between(slow, desk):  # noqa: F811
    find(desk, "kim oanh")
    open_first(desk, "Bà Hoàng Thị Kim Oanh")
    slow(400)
    press(desk, "F7", "Escape")
    desk.wait_for_timeout(900)

    expect(desk.locator(".form-title")).to_have_count(0)
    expect(desk.locator("#search")).to_be_focused()


def test_the_next_name_after_a_form_is_kept_for_the_search(slow, desk):  # noqa: F811
    find(desk, "lang thi tuyet")
    open_first(desk, "Bà Lăng Thị Tuyết")
    press(desk, "F3")
    desk.keyboard.type("Vi Văn Thay")
    slow(250)
    press(desk, "Enter")
    desk.keyboard.type("kim oanh", delay=40)

    toast(desk, "Đã ghi nhận: Vi Văn Thay dự thay Bà Lăng Thị Tuyết")
    expect(desk.locator("#search")).to_have_value("kim oanh")
    expect(desk.locator("#results .guest-name")).to_have_text("Bà Hoàng Thị Kim Oanh")


def test_a_code_that_is_scanned_meanwhile_leaves_nothing_behind(slow, desk, event):  # noqa: F811
    quy = event.guest("Lý Văn Quý")
    find(desk, "kim oanh")
    open_first(desk, "Bà Hoàng Thị Kim Oanh")
    slow(400)
    press(desk, "F10")
    expect(desk.locator(".form-title")).to_have_text("Báo Ban Tổ chức")
    press(desk, "Enter")
    burst(desk, *quy["code"], "Enter")

    expect(desk.locator(".detail-name")).to_have_text("Ông Lý Văn Quý")
    desk.wait_for_timeout(600)
    # Cleared, or as it was, by whether the form was gone before the scan had ended.
    assert desk.locator("#search").input_value() in ("", "kim oanh")
