"""The self-test in the kiosk's window: what it finds, and the trap for input methods."""

import os
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import expect
from zxingcpp import read_barcodes

from server.invitations import make_code
from tests.journeys.test_kiosk_desk import (
    config,
    connection,
    desk,
    enter,
    fill_form,
    open_guest,
    press,
    start,
)
from tests.rig import camera
from tests.rig.browser import a_browser
from tests.rig.burst import burst

__all__ = ["config", "desk", "start"]  # fixtures


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """What the system's own way to a printer was given, of which this machine has none."""
    (tmp_path / "lp").write_text(f'#!/bin/sh\ncat > "{tmp_path}/printed.pdf"\n')
    (tmp_path / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path / "printed.pdf"


def open_check(desk):
    desk.locator("#to-check").click()
    expect(desk.locator("#verdict")).to_have_attribute("data-level", "look")
    return desk


def scan(desk, text):
    burst(desk, *text, "Enter")


def test_the_machine_is_looked_over_and_the_way_out_is_told(desk):
    page = open_check(desk)

    rows = page.locator("#findings .check-row")
    assert rows.count() >= 8
    expect(page.locator("#findings")).to_contain_text("92 suất mời")
    expect(page.locator("#findings")).to_contain_text("trả lời và lưu được")
    expect(page.locator("#camera-how")).to_have_text("Máy này không có camera; dùng đầu đọc mã")
    press(page, "Escape")
    expect(page.locator("#search")).to_be_visible()


def test_a_scanner_is_told_from_a_hand_and_from_one_that_an_input_method_bends(desk):
    page = open_check(desk)
    scan(page, make_code("thu"))
    expect(page.locator("#advice")).to_have_text("Đầu đọc mã tốt.")
    expect(page.locator("#scanner-said")).to_contain_text("có Enter")

    # What the window hears once Telex has been at "DES1 TEA6 B2O"; no keyboard types an É.
    page.evaluate(
        """text => { for (const key of [...text, "Enter"]) {
            window.dispatchEvent(new KeyboardEvent("keydown", { key, code: "" })); } }""",
        "DÉ1 TÊ6 B2O",
    )
    expect(page.locator("#advice")).to_have_text(
        "Nhấn Ctrl + Shift chuyển sang chế độ E rồi quét lại."
    )
    page.keyboard.type("abcdefgh", delay=120)
    press(page, "Enter")
    expect(page.locator("#advice")).to_have_text("Đây là gõ tay, không phải đầu đọc mã.")


def test_the_camera_is_told_good_light_a_sharp_picture_and_a_code_that_it_reads(
    start, playwright, tmp_path
):
    film = tmp_path / "film.mjpeg"
    camera.show(film, camera.printed(make_code("thu")))
    _, url = start()
    with a_browser(playwright, *camera.flags(film)) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(url)
        enter(page)
        page.locator("#to-check").click()
        said = page.locator("#camera-said")
        expect(said).to_contain_text("đọc được")
        assert said.locator("[data-level=ok]").count() == 3
        camera.show(film, camera.dark(make_code("thu")))
        page.reload()
        expect(said).to_contain_text("tối quá")


def test_a_seat_slip_goes_to_the_printer_and_the_clerk_back_to_the_desk(start, page, printed):
    _, url = start()
    page.goto(url)
    enter(page)
    open_guest(page, "ly van quy", "Ông Lý Văn Quý")
    press(page, "F9")
    expect(page.locator("#said")).to_have_text("Đã gửi tới máy in.")
    with pypdfium2.PdfDocument(printed) as slip:
        words = slip[0].get_textpage().get_text_bounded()
    assert "Lý Văn Quý" in words
    assert "06" in words
    press(page, "Escape")
    expect(page.locator("#search")).to_be_visible()


def test_what_stands_around_a_slip_is_in_the_clerks_language_and_the_slip_in_the_guests(
    start, page, printed
):
    _, url = start()
    page.goto(url)
    enter(page)
    page.evaluate("localStorage.setItem('language', 'en')")
    open_guest(page, "ly van quy", "Ông Lý Văn Quý")
    press(page, "F9")
    expect(page.locator("#said")).to_have_text("Sent to the printer.")
    expect(page.get_by_role("button", name="Print", exact=True)).to_have_attribute("id", "print")
    expect(page.locator(".slip-tools")).to_have_attribute("lang", "en")
    expect(page.locator("#kind")).to_have_text("Phiếu chỗ ngồi")


def test_a_new_code_goes_to_the_printer_with_the_cable_pulled_and_is_read_off_the_paper(
    start, page, server, printed
):
    _, url = start()
    page.goto(url)
    enter(page)
    server.stop()
    connection(page, "Mất kết nối máy chủ - vẫn ghi nhận bình thường. Chờ đồng bộ: 0 lượt")
    open_guest(page, "ly van quy", "Ông Lý Văn Quý")
    press(page, "Shift+F4")
    fill_form(page, "Cấp lại phiếu mời")
    press(page, "Enter")
    expect(page.locator(".form-title")).to_have_text("Mã mới: Ông Lý Văn Quý")
    digits = page.locator(".new-code-digits").inner_text()
    press(page, "F9")
    expect(page.locator("#said")).to_have_text("Đã gửi tới máy in.")
    [shown] = read_barcodes(Image.open(BytesIO(page.locator(".slip-code img").screenshot())))
    with pypdfium2.PdfDocument(printed) as slip:
        words = slip[0].get_textpage().get_text_bounded()
        [read] = read_barcodes(slip[0].render(scale=203 / 72).to_pil())
    assert read.text == shown.text
    assert "Lý Văn Quý" in words
    assert digits.replace(" ", "") in words.replace("\xa0", "").replace(" ", "")
    press(page, "Escape")
    expect(page.locator("#search")).to_be_visible()
    scan(page, read.text)
    expect(page.locator("#toast-words")).to_contain_text("Đã ghi nhận có mặt: Ông Lý Văn Quý")


def test_a_real_invitation_is_received_on_the_self_tests_page_and_a_trial_is_none(
    desk, server, event, api
):
    page, quy = open_check(desk), event.guest("Lý Văn Quý")
    before = len(api(event.desk).get("/api/board").json["events"])
    scan(page, make_code("thu"))
    expect(page.locator("#advice")).to_have_text("Đầu đọc mã tốt.")
    assert len(api(event.desk).get("/api/board").json["events"]) == before
    scan(page, quy["code"])
    expect(page.locator("#received")).to_contain_text("Đã ghi nhận có mặt: Ông Lý Văn Quý")
    expect(page.locator("#advice")).to_have_text("Đầu đọc mã tốt.")
    assert api(event.desk).get(f"/api/invitations/{quy['id']}").json["place"]["admission"]
    press(page, "Escape")
    expect(page.locator("#connection[data-kind=live]")).to_be_visible()
    # Told once: the next page says it no more.
    expect(page.locator("#toast-words")).not_to_contain_text("Lý Văn Quý")


def test_a_guest_is_received_while_a_slip_is_on_the_screen(start, page, event, api, printed):
    oanh = event.guest("Hoàng Thị Kim Oanh")
    _, url = start()
    page.goto(url)
    enter(page)
    open_guest(page, "ly van quy", "Ông Lý Văn Quý")
    press(page, "F9")
    expect(page.locator("#said")).to_have_text("Đã gửi tới máy in.")
    scan(page, oanh["code"])
    expect(page.locator("#received")).to_contain_text("Đã ghi nhận có mặt: Bà Hoàng Thị Kim Oanh")
    assert printed.exists()
    assert api(event.desk).get(f"/api/invitations/{oanh['id']}").json["place"]["admission"]
    press(page, "Escape")
    expect(page.locator("#connection[data-kind=live]")).to_be_visible()


@pytest.mark.parametrize("at", [1, 12, 30])
def test_a_code_that_is_typed_while_one_page_replaces_another_is_received(
    desk, event, api, at, page_errors
):
    """A clerk's key in the middle of a burst: the page turns once the burst is over."""
    quy, code = event.guest("Lý Văn Quý"), event.guest("Lý Văn Quý")["code"]
    burst(desk, *code[:at], "F12", *code[at:])
    expect(desk.locator("#guest[data-screen=ok]")).to_contain_text("Lý Văn Quý")
    assert api(event.desk).get(f"/api/invitations/{quy['id']}").json["place"]["admission"]
    # The desk may have been locked before its page was gone.
    page_errors.expect("403")


def test_what_the_page_before_had_begun_to_hear_goes_on_in_the_next(desk, event):
    code = event.guest("Lý Văn Quý")["code"]
    burst(desk, *code[:20])
    desk.reload()  # nobody held it back
    burst(desk, *code[20:])
    expect(desk.locator("#toast-words")).to_contain_text("Đã ghi nhận có mặt: Ông Lý Văn Quý")


def test_a_burst_that_lost_keys_on_the_way_is_asked_for_again(desk, event):
    code = event.guest("Lý Văn Quý")["code"]
    burst(desk, *code[:16])
    desk.reload()
    expect(desk.locator("#toast-words")).to_contain_text("quét lại")


def test_a_guest_never_sees_the_self_test(start, page):
    _, url = start()
    page.goto(f"{url}check")

    expect(page.locator("#entry")).to_be_visible()
    assert page.request.get(f"{url}staff/check").status == 403
