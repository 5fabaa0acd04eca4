"""The printed list of the morning, entered afterwards by keyboard: hours as written, and marked."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys.accounts import a_clerk  # noqa: F401  # a fixture
from tests.journeys.test_desk_page import (
    desk,
    find,
    open_first,
    place,
    present,
    press,
    toast,
)

__all__ = ["desk"]  # a fixture

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def test_what_stands_on_paper_is_entered_with_its_hour_and_marked_so(desk, event, api):
    written = (datetime.now(ZONE) - timedelta(minutes=30)).replace(second=0, microsecond=0)
    press(desk, "Shift+F9")
    expect(desk.locator("#paper")).to_be_visible()
    desk.keyboard.type(f"{written:%d/%m} {written.hour}h{written:%M}")
    press(desk, "Enter")
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "F2")
    toast(desk, "Đã ghi nhận có mặt: Ông Lý Văn Quý")
    present(desk, 1)

    told = place(api, event, "DB016")
    assert datetime.fromisoformat(told["place"]["admission"]["at"]) == written.astimezone(UTC)
    assert told["history"][0]["entered"] == "paper"
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    expect(desk.locator(".history-who").first).to_contain_text("nhập từ giấy")


def test_an_hour_that_cannot_be_read_or_has_not_come_records_nobody(desk, event, api, page_errors):
    press(desk, "Shift+F9")
    desk.keyboard.type("25:99")
    press(desk, "Enter")
    toast(desk, "Chưa đọc được giờ ghi trên giấy. Gõ như 07:46, hoặc 17/11 07:46")
    later = datetime.now(ZONE) + timedelta(days=1)
    desk.locator("#paper-time").fill(f"{later:%d/%m/%Y} 07:46")
    press(desk, "Enter")
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "F2")

    expect(desk.locator("#toast-words")).to_contain_text("không thể muộn hơn bây giờ")
    page_errors.clear()  # the browser's own word on the server's refusal
    assert place(api, event, "DB016")["place"]["admission"] is None


def test_once_the_paper_is_put_away_a_guest_comes_now(desk, event, api):
    press(desk, "Shift+F9")
    desk.keyboard.type("00:01")
    desk.locator("#paper-end").click()
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "F2")
    present(desk, 1)

    assert place(api, event, "DB016")["history"][0]["entered"] is None
