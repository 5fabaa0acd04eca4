"""A clerk's morning in the kiosk's own window, with the server and with the cable pulled."""

import os
import re
import subprocess
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from http.client import HTTPException
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import expect
from zxingcpp import read_barcodes

from tests.journeys.clerking import fill_form, find, open_first, place, press, toast
from tests.rig.api import Api
from tests.rig.burst import burst
from tests.rig.pin import type_pin
from tests.rig.programs import CONFIG, command_line, ended
from tests.rig.serial_line import SerialLine
from tests.rig.waiting import crowd, until
from tests.static.scanner import strike

PIN = "2468"
FOLDER = "kiosk-desk"
ANH = ("Lương Thị Ngọc Ánh", "Chuyên viên")


@pytest.fixture
def config(tmp_path):
    """The house's own configuration with a PIN in it, and patience with a server that is busy."""
    text = CONFIG.read_text("utf-8").replace('# pin = "…"', f'pin = "{PIN}"')
    file = tmp_path / "config.toml"
    file.write_text(text.replace("deadline_ms = 150", "deadline_ms = 5000"), "utf-8")
    return file


@pytest.fixture
def warned(tmp_path):
    """Two wrong PINs were given before: the next waits for 8 s, which no busy machine overlooks."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "wrong-pins").write_text("2")


@pytest.fixture
def start(event, server, config, tmp_path):
    """`start()`: the real program without a screen; gives the process and its page's address."""
    with ExitStack() as stack:

        def start():
            log = tmp_path / "kiosk.log"
            arguments = ("kiosk", "--server", server.url, "--key", event.desk)
            environment = {k: v for k, v in os.environ.items() if "DISPLAY" not in k}
            with log.open("wb") as out:
                process = subprocess.Popen(
                    command_line(*arguments, data=tmp_path / FOLDER, config=config),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    env=environment,
                )
            stack.enter_context(ended(process))
            told = until("the address", lambda: re.search(r"http://\S+/", log.read_text("utf-8")))
            return process, told.group()

        yield start


@pytest.fixture
def desk(start, page):
    """The clerk's page, opened by key and PIN."""
    _, url = start()
    page.goto(url)
    enter(page)
    return page


def test_a_machine_whose_key_was_withdrawn_says_so_to_the_clerk_and_keeps_every_scan(
    desk, event, page_errors
):
    event.run("station", "revoke", "Bàn đón tiếp")

    expect(desk.locator("#trouble")).to_contain_text("không nhận khóa kết nối của máy này")
    burst(desk, *event.guest("Lý Văn Quý")["code"], "Enter")
    expect(desk.locator("#toast-words")).to_contain_text("Lý Văn Quý")
    page_errors.expect("403")  # the desk's own questions


def enter(page):
    expect(page.locator("#idle-title")).to_be_visible()
    press(page, "F12")
    waited(page)
    type_pin(page, PIN)
    expect(page.locator("#connection[data-kind=live]")).to_be_visible()


def open_guest(page, query, name):
    find(page, query)
    open_first(page, name)


def connection(page, text):
    expect(page.locator("#connection-text")).to_have_text(text)


def state_of(page):
    """What the kiosk says to the page of its clerk."""
    base = re.match("http://[^/]+/[^/]+/", page.url)[0]
    return page.request.get(f"{base}staff/state").json()


def delivered(page):
    """Wait until the server knows all: an answer that comes too late is followed by a delivery."""
    until("the delivery", lambda: state_of(page)["waiting"] == 0)


def cut_off(page, server):
    delivered(page)
    server.stop()
    connection(page, "Mất kết nối máy chủ - vẫn ghi nhận bình thường. Chờ đồng bộ: 0 lượt")


def wrong_pin(page, pin="1111"):
    waited(page)
    type_pin(page, pin)
    expect(page.locator("#said")).to_contain_text("Mã chưa đúng. Thử lại sau")


def waited(page):
    expect(page.locator("#entry")).to_be_visible()
    expect(page.locator("#said")).not_to_contain_text("giây")


def test_with_the_cable_pulled_a_morning_by_keyboard_alone_reaches_the_server_once(
    desk, server, event, api
):
    open_guest(desk, "ly van quy", "Ông Lý Văn Quý")
    press(desk, "Enter")
    toast(desk, "Đã ghi nhận có mặt: Ông Lý Văn Quý")
    cut_off(desk, server)

    open_guest(desk, "kim oanh", "Bà Hoàng Thị Kim Oanh")
    press(desk, "Enter")
    toast(desk, "Đã ghi nhận có mặt: Bà Hoàng Thị Kim Oanh")
    expect(desk.locator("[data-figure=present]")).to_have_text("02")

    press(desk, "Control+z")
    expect(desk.locator(".form-title")).to_be_visible()
    press(desk, "Enter")
    toast(desk, "Đã hủy ghi nhận có mặt: Bà Hoàng Thị Kim Oanh")
    expect(desk.locator("[data-figure=present]")).to_have_text("01")

    open_guest(desk, "lang thi tuyet", "Bà Lăng Thị Tuyết")
    press(desk, "F3")
    fill_form(desk, "Đại biểu dự thay", *ANH)
    press(desk, "Enter")
    toast(desk, "Đã ghi nhận: Lương Thị Ngọc Ánh dự thay Bà Lăng Thị Tuyết")

    press(desk, "Shift+F3")
    expect(desk.locator(".form-title")).to_be_visible()
    press(desk, "Escape")
    connection(desk, "Mất kết nối máy chủ - vẫn ghi nhận bình thường. Chờ đồng bộ: 4 lượt")
    server.start()
    connection(desk, "Đã kết nối lại, đã đồng bộ 4 lượt")

    tuyet = event.guest("Lăng Thị Tuyết")["id"]
    oanh = event.guest("Hoàng Thị Kim Oanh")["id"]
    stands = place(api, event, tuyet)["place"]
    assert stands["substitute"]["name"] == ANH[0]
    assert stands["admission"]["who"] == ANH[0]
    assert place(api, event, oanh)["place"]["admission"] is None
    kinds = [entry["kind"] for entry in place(api, event, oanh)["history"]]
    assert kinds == ["undone", "admitted"]
    expect(desk.locator("[data-figure=present]")).to_have_text("02")


def test_a_scan_while_the_clerk_is_at_work_is_received_and_never_comes_between(
    desk, server, event, api, page_errors
):
    quy, oanh = event.guest("Lý Văn Quý"), event.guest("Hoàng Thị Kim Oanh")
    burst(desk, *quy["code"], "Enter")
    expect(desk.locator(".detail-name")).to_have_text("Ông Lý Văn Quý")
    expect(desk.locator("#toast-words")).to_contain_text("Đã ghi nhận có mặt: Ông Lý Văn Quý. Vị")
    cut_off(desk, server)
    assert event.run("headcount")["present"] == 1

    press(desk, "F10")
    fill_form(desk, "Báo Ban Tổ chức")
    burst(desk, *oanh["code"], "Enter")
    expect(desk.locator("#toast-words")).to_contain_text("Đã ghi nhận có mặt: Bà Hoàng Thị Kim")
    expect(desk.locator(".form-title")).to_have_text("Báo Ban Tổ chức")
    expect(desk.locator("#toast-back")).to_be_visible()

    press(desk, "Escape")
    expect(desk.locator(".detail-name")).to_have_text("Ông Lý Văn Quý")
    press(desk, "Control+z")
    fill_form(desk, "Hủy thao tác vừa làm")
    press(desk, "Enter")
    toast(desk, "Đã hủy ghi nhận có mặt: Bà Hoàng Thị Kim Oanh")
    # There is no printer here, which the browser notes.
    page_errors.expect("409")


def test_a_code_that_came_by_another_door_is_told_to_the_clerk_with_where_and_when(
    desk, event, api
):
    quy = event.guest("Lý Văn Quý")
    scan = {"scan_id": str(uuid4()), "code": quy["code"], "scanned_at": moment()}
    assert api(event.door).post("/api/scans", scan).json["verdict"] == "admitted"
    desk.keyboard.type(quy["code"])
    press(desk, "Enter")
    expect(desk.locator("#toast-words")).to_contain_text(
        "Đại biểu đã được ghi nhận tại Cửa chính lúc"
    )


def moment():
    return datetime.now(UTC).isoformat()


def code_at(api, event, code):
    return api(event.desk).post("/api/desk/readings", {"text": code}).json.get("invitation")


def test_a_new_code_stands_on_the_screen_to_be_photographed_and_opens_the_door(
    desk, server, event, api
):
    quy = event.guest("Lý Văn Quý")
    open_guest(desk, "ly van quy", "Ông Lý Văn Quý")
    press(desk, "Shift+F4")
    fill_form(desk, "Cấp lại phiếu mời")
    press(desk, "Enter")
    expect(desk.locator(".form-title")).to_have_text("Mã mới: Ông Lý Văn Quý")
    delivered(desk)
    digits = place(api, event, quy["id"])["desk_code"]
    expect(desk.locator(".new-code-digits")).to_have_text(digits)
    picture = desk.locator(".new-code-picture")
    until("the picture", lambda: picture.evaluate("image => image.complete && image.naturalWidth"))
    [read] = read_barcodes(Image.open(BytesIO(picture.screenshot())))
    assert read.text != quy["code"]

    burst(desk, *read.text, "Enter")
    expect(desk.locator("#toast-words")).to_contain_text("Đã ghi nhận có mặt: Ông Lý Văn Quý")
    press(desk, "Escape")
    expect(desk.locator("#cards-none")).to_have_text("Không có việc nào đang chờ")
    expect(desk.locator(".past-alone")).to_have_count(0)

    cut_off(desk, server)
    press(desk, "F10")
    fill_form(desk, "Báo Ban Tổ chức")
    press(desk, "Enter")
    toast(desk, "Đã báo Ban Tổ chức")
    expect(desk.locator("#cards-none")).to_contain_text("chỉ gồm việc của cửa này")
    expect(desk.locator(".past-alone")).to_contain_text("chỉ gồm những gì cửa này biết")
    press(desk, "Shift+F4")
    fill_form(desk, "Cấp lại phiếu mời")
    press(desk, "Enter")
    expect(desk.locator(".form-title")).to_have_text("Mã mới: Ông Lý Văn Quý")
    until("another", lambda: picture.evaluate("image => image.complete && image.naturalWidth"))
    [again] = read_barcodes(Image.open(BytesIO(picture.screenshot())))
    assert again.text not in (read.text, quy["code"])
    burst(desk, *read.text, "Enter")
    # The old one, by the copy of this machine alone.
    expect(desk.locator("#toast-words")).to_contain_text("mã cũ hết hiệu lực")
    server.start()
    until("the new code at the server", lambda: code_at(api, event, again.text) == quy["id"])


def test_a_scanner_that_is_pulled_out_is_told_with_what_to_do(start, page, config, tmp_path):
    line = SerialLine(tmp_path / "ttyScanner")
    text = config.read_text("utf-8")
    config.write_text(text.replace('serial_ports = ["auto"]', f'serial_ports = ["{line.name}"]'))
    _, url = start()
    page.goto(url)
    enter(page)
    expect(page.locator("#trouble")).to_be_hidden()
    line.pull_out()
    expect(page.locator("#trouble")).to_have_text(
        f"Đầu đọc mã ở cổng {line.name} mất kết nối. Kiểm tra dây cắm. Trong lúc chờ vẫn ghi nhận "
        "được bằng đầu đọc mã khác, theo họ tên hoặc mã 8 số"
    )
    line.plug_in()
    expect(page.locator("#trouble")).to_be_hidden()
    line.pull_out()


@pytest.mark.usefixtures("warned")
def test_wrong_pins_wait_and_neither_a_reload_nor_a_restart_is_faster(start, page, page_errors):
    process, url = start()
    page.goto(f"{url}desk")
    wrong_pin(page)
    page.goto(f"{url}desk")
    expect(page.locator("#said")).to_contain_text("Thử lại sau")
    page.keyboard.type(PIN)
    expect(page.locator("#dots .typed")).to_have_count(0)
    waited(page)
    page.keyboard.type("1")
    expect(page.locator("#dots .typed")).to_have_count(1)
    process.kill()
    process.wait(10 * crowd())

    _, url = start()
    page.goto(f"{url}desk")
    expect(page.locator("#said")).to_contain_text("Thử lại sau")
    waited(page)
    type_pin(page, PIN)
    expect(page.locator("#search")).to_be_focused()
    page_errors.expect("net::", "404")  # the page asks for its kiosk in vain


def test_the_digits_of_a_pin_are_those_on_the_keys(start, page):
    """On the Vietnamese layout they type letters, a method holds them, the pad has arrows."""
    _, url = start()
    page.goto(f"{url}desk")
    expect(page.locator("#entry")).to_be_visible()
    strike(page, [["ă", "Digit2"], ["Process", "Digit4"], ["ArrowRight", "Numpad6"]])
    press(page, "Enter")
    expect(page.locator("#said")).to_contain_text("Mã có từ 4 đến 12 chữ số")
    strike(page, [["8", "Digit8"], ["8", "Digit8", {"repeat": True}]])
    expect(page.locator("#dots .typed")).to_have_count(5)
    press(page, "Backspace", "Enter")
    expect(page.locator("#search")).to_be_focused()


@pytest.mark.parametrize(
    ("keys", "shown"), [([*"ly van quy"], "#results .guest-name"), (["F12"], "#idle")]
)
def test_what_is_struck_while_the_desk_is_being_loaded_is_not_lost(
    start, page, keys, shown, page_errors
):
    _, url = start()
    page.goto(f"{url}desk")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/locales/en.json", hold, times=1)
    type_pin(page, PIN)
    until("the desk's words asked for", lambda: page.wait_for_timeout(20) or held)
    press(page, *keys)
    held.pop().continue_()
    expect(page.locator(shown)).to_be_visible()
    # The desk may have been locked before its page was gone.
    page_errors.expect("403")


def test_without_the_pin_nothing_of_the_clerks_is_answered(start, page, page_errors):
    _, url = start()
    page.goto(url)
    statuses = page.evaluate(
        """() => Promise.all(["api/guests?q=ly", "api/board", "api/seats"].map(
            (path) => fetch(path).then((answer) => answer.status)))"""
    )
    assert statuses == [403, 403, 403]
    page.goto(f"{url}desk")
    expect(page.locator("#title")).to_have_text("Nhập mã nhân viên để tiếp tục")
    # The browser notes each of them, sooner or later.
    page_errors.expect("403")


def test_a_killed_kiosk_has_done_what_was_on_its_disk_and_no_more(
    start, page, page_errors, server, event, api
):
    process, url = start()
    page.goto(url)
    enter(page)
    cut_off(page, server)
    for query, name in (
        ("ly van quy", "Ông Lý Văn Quý"),
        ("kim oanh", "Bà Hoàng Thị Kim Oanh"),
    ):
        open_guest(page, query, name)
        press(page, "Enter")
        toast(page, f"Đã ghi nhận có mặt: {name}")
    process.kill()
    process.wait(10 * crowd())
    page.goto("about:blank")
    page_errors.expect("net::")  # the page asks for its kiosk in vain

    start()
    server.start()
    ids = {event.guest(name)["id"] for name in ("Lý Văn Quý", "Hoàng Thị Kim Oanh")}
    until(
        "both at the server",
        lambda: all(place(api, event, one)["place"]["admission"] for one in ids),
    )
    for one in ids:
        assert [entry["kind"] for entry in place(api, event, one)["history"]] == ["admitted"]


@pytest.mark.usefixtures("warned")
def test_the_end_of_the_reception_takes_the_pin_and_is_no_fault(start, page, page_errors):
    process, url = start()
    page.goto(url)
    enter(page)
    page.locator("#to-end").click()
    expect(page.locator("#title")).to_have_text("Kết thúc đón tiếp tại quầy này")
    wrong_pin(page)
    assert process.poll() is None
    waited(page)
    type_pin(page, PIN)
    expect(page.locator("#title")).to_have_text("Đã kết thúc đón tiếp")
    assert process.wait(20 * crowd()) == 0
    page_errors.expect("net::")  # the page asks for its kiosk in vain


def test_no_key_leads_out_of_the_clerks_page(desk, page_errors):
    desk.evaluate("() => { window.stays = true; }")
    for key in ("F5", "Control+r", "Control+p", "Alt+ArrowLeft", "F11", "Control+w", "Control+0"):
        press(desk, key)
    assert desk.evaluate("() => window.stays && document.querySelector('#search') !== null")
    press(desk, "F12")
    expect(desk.locator("#idle-title")).to_be_visible()
    press(desk, "F12")
    expect(desk.locator("#title")).to_have_text("Nhập mã nhân viên để tiếp tục")
    # What the page had just asked when it was locked is refused, and the browser notes that.
    page_errors.expect("403")


def test_acts_of_a_kiosk_that_is_killed_again_and_again_are_done_once(start, server, event, api):
    guests = [guest["id"] for guest in event.named]
    answered = []
    for death in range(3):
        process, url = start()
        clerk = Api(url)
        until("the desk", lambda clerk=clerk: _say(clerk, "staff/state", "GET").json["desk"])
        assert not _say(clerk, "staff/open", pin=PIN).json["refused"]
        if death == 1:
            server.stop()
        killer = threading.Timer(0.02 * death, process.kill)
        soon = len(answered) + 5
        while guests:
            if len(answered) == soon:
                killer.start()
                soon = -1
            guest = guests.pop()
            try:
                told = _say(clerk, f"api/invitations/{guest}/admission", scan_id=str(uuid4()))
            except (OSError, HTTPException):
                break
            assert told.json["verdict"] == "admitted"
            answered.append(guest)
        process.wait(10 * crowd())
        assert guests, "the death came too late"
        if death == 1:
            server.start()

    _, url = start()
    until("all delivered", lambda: _say(Api(url), "staff/state", "GET").json["waiting"] == 0)
    until("the desk", lambda: _say(Api(url), "staff/state", "GET").json["online"])
    inside = [
        entry["invitation"]
        for entry in api(event.viewer).board()["events"]
        if entry["kind"] == "admitted"
    ]
    assert len(inside) == len(set(inside))
    assert set(answered) <= set(inside)
    assert len(inside) <= len(answered) + 3


def _say(clerk, what, method="POST", **body):
    path = urlsplit(clerk.url).path + what
    return clerk.ask(method, path, body if method == "POST" else None)
