"""The hall made and changed in the page: drawn live, nobody unseated unseen, kept as a file."""

import re

import pytest
from playwright.sync_api import expect

from server.hall_toml import read_hall_toml
from tests.journeys.test_hall_page import QUY, SLOW, open_hall, seat, seats_of
from tests.journeys.test_organiser_pages import ANH, sign_in
from tests.rig.waiting import until
from tests.server.halls import DESKS_TEXT
from tests.static.conftest import violations  # noqa: F401  # a fixture of the pages' tests


@pytest.fixture
def editor(event, server, page):
    """The page that changes the hall of the sample event, before an organiser."""
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    password = event.run("person", "add", ANH, "--role", "organiser")["password"]
    sign_in(page, server.url, ANH, password)
    page.goto(f"{server.url}/hall/edit")
    expect(page.locator("#hall-frame[data-ready]")).to_be_visible()
    return page


def field(page, path):
    return page.locator(f'[data-path="{path}"]')


def keep(page):
    page.get_by_role("button", name="Lưu hội trường").click()


def test_a_hall_is_changed_and_whoever_loses_the_seat_is_named_first(
    editor,
    event,
    server,
    violations,  # noqa: F811
):
    page = editor
    field(page, "rows.1.label").fill("Hàng danh dự")
    expect(seat(page, "B06")).to_have_attribute("aria-label", re.compile("Hàng danh dự, ghế 06"))
    field(page, "rows.1.id").fill("!")
    expect(page.locator("#fault")).to_contain_text("không nhận «!»")
    expect(field(page, "rows.1.id")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="Lưu hội trường")).to_be_disabled()
    field(page, "rows.1.id").fill("B")
    expect(page.locator("#fault")).to_be_hidden()
    page.get_by_role("radio", name="bỏ ghế").check()
    seat(page, "B06").click()
    expect(page.locator("#unseated-sum")).to_have_text("01 đại biểu mất ghế nếu lưu, chờ xếp lại")
    expect(seat(page, "B06")).to_have_count(0)
    page.locator("#undo").click()
    expect(seat(page, "B06")).to_have_count(1)
    expect(page.locator("#unseated")).to_be_hidden()
    field(page, "rows.1.without").fill("6")
    expect(page.locator("#unseated-list")).to_contain_text(QUY)
    assert violations(page) == []

    keep(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(QUY)
    dialog.get_by_role("button", name="Thôi").click()
    assert seats_of(event)["DB016"] == "B06"
    keep(page)
    page.get_by_role("dialog").get_by_role("button", name="Lưu và đưa về").click()
    expect(page.locator("#told-words")).to_contain_text("Đã lưu hội trường")
    assert seats_of(event)["DB016"] is None

    open_hall(page, server)
    expect(page.locator("#waiting")).to_contain_text(QUY)
    expect(seat(page, "B05")).to_have_attribute("aria-label", re.compile("Hàng danh dự, ghế 05"))
    # The command seats in the hall of the page, and no longer in that of the file.
    assert "B06" not in event.run("seats", "assign")["seats"].values()
    with page.expect_download() as download:
        page.goto(f"{server.url}/hall/edit")
        page.get_by_role("link", name="Tải tệp đang dùng").click()
    hall = read_hall_toml("hall.toml", download.value.path().read_text("utf-8"))
    assert hall.seat("B06") is None
    assert hall.row(hall.seat("B05")).label == "Hàng danh dự"


def test_a_hall_of_round_tables_is_begun_kept_and_reaches_a_kiosk(
    editor,
    event,
    server,
    kiosk,
    violations,  # noqa: F811
):
    page, door = editor, kiosk()
    page.get_by_role("button", name="Hội trường mới").click()
    dialog = page.get_by_role("dialog")
    assert violations(page) == []
    dialog.get_by_label("Bàn tròn").check()
    dialog.get_by_label("Số hàng bàn").fill("4")
    dialog.get_by_label("Số bàn một hàng").fill("4")
    dialog.get_by_label("Số ghế một bàn").fill("8")
    dialog.get_by_role("button", name="Vẽ").click()
    expect(page.locator("#figures")).to_contain_text("133 ghế")
    seat(page, "B16.1").focus()
    page.keyboard.press("Enter")
    expect(seat(page, "B16.1")).to_have_attribute("aria-label", re.compile("xe lăn"))
    keep(page)
    page.get_by_role("dialog").get_by_role("button", name="Lưu và đưa về").click()
    expect(page.locator("#told-words")).to_contain_text("Đã lưu hội trường")

    open_hall(page, server)
    expect(page.locator("#figures")).to_contain_text("Đã bố trí 03 / 133 ghế")
    page.get_by_role("button", name="Xếp chỗ theo lễ tân").click()
    page.get_by_role("dialog").get_by_role("button", name="Xếp như trên").click()
    expect(page.locator("#told-words")).to_contain_text("Đã xếp chỗ theo lễ tân")
    quy = event.guest("Lý Văn Quý")
    seated = event.run("guests", "list")
    [told] = [guest["seat"] for guest in seated if guest["id"] == quy["id"]]
    number, place = re.fullmatch(r"B(\d+)\.(\d)", told).groups()
    label = f"Bàn {number}, ghế {place}"
    expect(seat(page, told)).to_have_attribute("aria-label", re.compile(f"{label}: {QUY}"))
    assert violations(page) == []

    # The kiosk fetches the hall and the guest's new place in it by itself.
    until("the new seat at the door", lambda: door.scan(quy["code"])["seat"] == told)


def test_a_file_is_opened_and_drawn_before_anything_is_kept(editor, tmp_path):
    page = editor
    wrong, right = tmp_path / "sai.toml", tmp_path / "lop-hoc.toml"
    wrong.write_text(DESKS_TEXT.replace("seats = 3", "seats = 99"), "utf-8")
    right.write_text(DESKS_TEXT, "utf-8")
    page.set_input_files("#file", wrong)
    expect(page.locator("#told-words")).to_contain_text("hãy ghi một số nguyên từ 1 đến 30")
    page.set_input_files("#file", right)
    expect(page.locator("#figures")).to_contain_text("95 ghế")
    expect(page.locator("#hall")).to_contain_text("Bàn 32")
    page.locator("#undo").click()
    expect(page.locator("#figures")).to_contain_text("101 ghế")
