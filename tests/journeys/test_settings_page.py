"""The settings in a real browser on the real server: keys given, the records checked, the end."""

import re
import shlex

import pytest
from playwright.sync_api import expect

from tests.rig.programs import HeadlessKiosk
from tests.rig.waiting import until
from tests.rig.whole import assert_whole
from tests.server.mail_server import AnyPort, MailServer
from tests.server.receiver import Receiver
from tests.static.conftest import violations  # noqa: F401  # a fixture of the pages' tests

OWNER, LAN = "Quản trị viên", "Nguyễn Thị Lan"
SHORT = "Tọa đàm kỷ niệm 05 năm thành lập Trung tâm"
SLOW = 30_000


@pytest.fixture(autouse=True)
def patience(page):
    """A busy machine may take its time."""
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)


@pytest.fixture
def settings(event, server, page):
    """The settings of the sample event, before an owner."""
    password = event.run("person", "add", OWNER, "--role", "owner")["password"]
    sign_in(page, server.url, OWNER, password)
    page.get_by_role("link", name="Cài đặt", exact=False).first.click()
    expect(page.locator("h1")).to_have_text("Cài đặt")
    return page


def sign_in(page, url, name, password):
    page.goto(f"{url}/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/")


def holder(page, name):
    return page.locator(".holders li", has=page.get_by_text(name, exact=True))


def test_keys_are_given_the_records_checked_and_the_event_ended_with_a_certificate(
    settings, event, server, browser, page_errors, tmp_path
):
    page = settings
    # By keyboard: the name, the role, Enter; the password is shown once.
    page.get_by_label("Tên đăng nhập").fill(LAN)
    page.locator("#person-form [name=role]").select_option("organiser")
    page.get_by_label("Tên đăng nhập").press("Enter")
    password = page.locator("#secret-text")
    expect(password).to_have_text(re.compile("^[a-z0-9]{12}$"))
    secret = password.inner_text()
    page.get_by_role("button", name="Tôi đã ghi lại").click()
    expect(holder(page, LAN)).to_contain_text("Ban Tổ chức")
    assert secret not in page.content()
    with browser.new_context() as context:
        other = context.new_page()
        sign_in(other, server.url, LAN, secret)
        other.goto(f"{server.url}/settings")
        expect(other.locator(".room-lead").first).to_contain_text("Quản trị")
        expect(other.locator("#person-form")).to_have_count(0)

    # The command of a new station works as it is shown.
    page.get_by_label("Tên quầy").fill("Cửa B")
    page.get_by_label("Tên quầy").press("Enter")
    expect(page.locator("#secret-text")).to_contain_text("dontiep kiosk")
    command = shlex.split(page.locator("#secret-text").inner_text())
    assert command[:3] == ["dontiep", "kiosk", "--server"]
    expect(page.locator("#secret-note")).to_contain_text("chỉ phục vụ chính máy này")
    page.get_by_role("button", name="Tôi đã ghi lại").click()
    expect(holder(page, "Cửa B")).to_contain_text("Chưa kết nối lần nào")
    door = HeadlessKiosk(tmp_path / "door", command[3], command[5], config=event.config)
    try:
        code = event.guest("Lý Văn Quý")["code"]
        assert door.scan(code)["verdict"] == "admitted"
    finally:
        door.kill()
    page.reload()
    expect(holder(page, "Cửa B")).to_contain_text("Liên lạc gần nhất")
    holder(page, "Cửa B").get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Thu hồi khóa").click()
    expect(holder(page, "Cửa B")).to_contain_text("Đã thu hồi")

    page.get_by_role("button", name="Sao lưu ngay").click()
    expect(page.locator(".copies li")).to_have_count(1)
    page.get_by_role("button", name="Kiểm tra hồ sơ").click()
    expect(page.locator("#check-told")).to_contain_text("Hồ sơ nguyên vẹn")

    page.get_by_role("button", name="Đóng phản hồi").click()
    expect(page.get_by_text("Không nhận phản hồi nữa")).to_be_visible()
    page.get_by_role("button", name="Kết thúc đón tiếp").click()
    page.get_by_role("dialog").get_by_role("button", name="Kết thúc đón tiếp").click()
    erase = page.get_by_role("button", name="Xóa dữ liệu cá nhân sau sự kiện")
    expect(erase).to_be_enabled()
    erase.click()
    page.get_by_label("Tên ngắn của sự kiện").fill("Tọa đàm")
    page.keyboard.press("Enter")
    expect(page.locator("#erasing-fault")).to_contain_text("chưa xóa gì")
    assert [error for error in page_errors if "409" not in error] == []
    page_errors.clear()  # the browser calls the refusal an error
    page.get_by_label("Tên ngắn của sự kiện").fill(SHORT)
    page.get_by_role("button", name="Xóa vĩnh viễn").click()
    expect(page.locator(".notice-done")).to_contain_text("Đã xóa dữ liệu cá nhân của 92 suất mời")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biên bản").click()
    assert download.value.suggested_filename == "bien-ban-xoa-du-lieu.pdf"
    assert {guest["name"] for guest in event.run("guests", "list")} <= {"(đã xóa)", None}
    assert event.run("verify")["ok"] is True
    page.goto(page.url.partition("/settings")[0] + "/guests?state=twice")
    expect(page.locator("#found")).to_contain_text("00 / 92")  # who is erased is nobody's namesake


def test_a_group_is_added_ranked_and_taken_away_and_lists_and_doors_know_it(settings, event):
    page = settings
    page.get_by_role("button", name="Thêm thành phần…").click()
    box = page.locator("#group-box")
    box.get_by_label("Tên", exact=True).fill("Các doanh nghiệp của tỉnh")
    expect(box.locator("[name=code]")).to_have_value("DNT")
    box.get_by_label("Thứ bậc lễ tân").select_option("LDT")
    box.get_by_label("Cách viết khác").fill("Khối công ty\nHợp tác xã")
    box.get_by_role("button", name="Lưu").click()
    rows = page.locator(".groups li")
    expect(rows.nth(1)).to_contain_text("Các doanh nghiệp của tỉnh")
    told = {row["fact"]: row["value"] for row in event.run("facts", "list")}
    assert [told[f"group:{code}:rank"] for code in ("LDT", "DNT", "LDVP")] == ["1", "2", "3"]
    assert told["group:DNT:aliases"] == "Khối công ty\nHợp tác xã"

    # The other form leaves what is told of the groups; a group with guests stays.
    page.get_by_role("button", name="Sửa thông tin sự kiện…").click()
    page.locator("#facts-form [name=venue]").fill("Nhà văn hóa tỉnh")
    page.locator("#facts-form [type=submit]").click()
    expect(page.locator("#facts + *")).to_be_visible()
    expect(page.get_by_text("Nhà văn hóa tỉnh").first).to_be_visible()
    page.get_by_role("button", name="Sửa thành phần SBN").click()
    expect(box.get_by_text("nên chưa bỏ được")).to_be_visible()
    expect(box.get_by_role("button", name="Bỏ thành phần này")).to_be_hidden()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Sửa thành phần DNT").click()
    box.get_by_role("button", name="Bỏ thành phần này").click()
    expect(rows).to_have_count(10)
    assert "group:DNT:name" not in {row["fact"] for row in event.run("facts", "list")}


def test_the_mail_account_is_tried_kept_and_never_shown(settings, page_errors):
    page, mails = settings, MailServer()
    controller = AnyPort(mails, hostname="127.0.0.1", port=0)
    controller.start()
    page.get_by_role("button", name="Ghi tài khoản thư…").click()
    box = page.locator("#mail-box")
    box.get_by_label("Máy chủ gửi thư").fill("127.0.0.1")
    box.get_by_label("Mã hóa").select_option("tls")
    expect(box.get_by_label("Cổng")).to_have_value("465")
    box.get_by_label("Mã hóa").select_option("none")
    box.get_by_label("Cổng").fill(str(controller.port))
    box.get_by_label("Địa chỉ gửi").fill("moi@so.example")
    box.get_by_label("Gửi thư thử đến").fill("lan@so.example")
    mails.rcpt["lan@so.example"] = "550 5.1.1 No such user"
    box.get_by_role("button", name="Gửi thư thử").click()
    expect(page.locator("#mail-told")).to_contain_text("550 5.1.1 No such user")
    page_errors.clear()  # the browser calls the refusal an error
    mails.rcpt.clear()
    box.get_by_role("button", name="Gửi thư thử").click()
    expect(page.locator("#mail-told")).to_contain_text("Đã gửi thư thử đến lan@so.example")
    assert mails.receivers == ["lan@so.example"]
    box.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("<moi@so.example>")).to_be_visible()
    page.get_by_role("button", name="Bỏ tài khoản này").click()
    page.get_by_role("dialog").get_by_role("button", name="Bỏ tài khoản").click()
    expect(page.get_by_text("Chưa có tài khoản thư")).to_be_visible()
    controller.stop()


def test_other_programs_get_a_key_and_are_told_and_both_end_at_a_click(
    settings, event, server, api
):
    page = settings
    page.get_by_label("Tên chương trình").fill("Bảng điện tử")
    page.get_by_label("Tên chương trình").press("Enter")
    expect(page.locator("#secret-text")).to_have_text(re.compile("^[-_A-Za-z0-9]{43}$"))
    token = page.locator("#secret-text").inner_text()
    page.get_by_role("button", name="Tôi đã ghi lại").click()
    expect(holder(page, "Bảng điện tử")).to_contain_text("Người theo dõi")
    assert token not in page.content()
    assert api(token).get("/api/board").status == 200
    assert api(token).get("/api/people").status == 403
    holder(page, "Bảng điện tử").get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Thu hồi khóa").click()
    expect(holder(page, "Bảng điện tử")).to_contain_text("Đã thu hồi")
    assert api(token).get("/api/board").status == 401

    receiver = Receiver().start()
    page.get_by_label("Địa chỉ nhận").fill(receiver.url)
    page.get_by_label("Gửi cả họ tên, chức vụ").check()
    page.get_by_label("Địa chỉ nhận").press("Enter")
    expect(page.locator("#secret-text")).to_have_text(re.compile("^whsec_"))
    receiver.secret = page.locator("#secret-text").inner_text()
    page.get_by_role("button", name="Tôi đã ghi lại").click()
    address = holder(page, f"http://127.0.0.1:{receiver.port}/tin")
    expect(address).to_contain_text("Có họ tên, chức vụ")
    address.get_by_role("button", name="Gửi thử").click()
    expect(address.locator(".delivery-last")).to_have_text("đã nhận (200)")

    guest = event.guest("Lý Văn Quý")
    api(event.door).scan(guest["code"])
    until("the arrival", lambda: receiver.types == ["test", "admitted"])
    assert receiver.kept[1]["data"]["guest"]["name"] == "Lý Văn Quý"
    # A receiver that hangs is no matter to the door, nor to a server that is to stop.
    receiver.hold = True
    for other in event.named[1:4]:
        assert api(event.door).scan(other["code"]).json["verdict"] == "admitted"
    until("a message in vain", lambda: len(receiver.heard) == 3)
    address.get_by_role("button", name="Bỏ").click()
    page.get_by_role("dialog").get_by_role("button", name="Bỏ địa chỉ").click()
    expect(page.get_by_text("Chưa báo cho địa chỉ nào.")).to_be_visible()
    receiver.stop()
    assert (len(receiver.kept), receiver.faults) == (2, [])


def test_date_and_venue_are_announced_late_and_hold_at_once(settings, event, server, page_errors):
    page, guest = settings, event.guest("Lý Văn Quý")
    box = page.get_by_role("dialog")
    page.get_by_role("button", name="Sửa thông tin sự kiện").click()
    box.get_by_label("Bắt đầu đón tiếp").fill("07:00")
    box.get_by_label("Dừng đón tiếp").fill("06:30")
    box.get_by_role("button", name="Lưu").click()
    expect(box.get_by_role("alert")).to_have_text(
        "Giờ dừng đón tiếp phải sau giờ bắt đầu đón tiếp."
    )
    page_errors.clear()  # the browser calls the refusal an error
    box.get_by_label("Dừng đón tiếp").fill("")
    box.get_by_label("Ngày tổ chức").fill("2023-11-17")
    box.get_by_label("Địa điểm", exact=True).fill("Hội trường UBND tỉnh")
    box.get_by_role("button", name="Lưu").click()
    row = page.locator(".facts div", has=page.get_by_text("Địa điểm", exact=True))
    expect(row).to_contain_text("Hội trường UBND tỉnh")
    expect(row).to_contain_text("đã ghi ở trang này")
    page.goto(f"{server.url}/i/{guest['code']}")
    expect(page.get_by_text("Hội trường UBND tỉnh").first).to_be_visible()
    told = {row["fact"]: row["value"] for row in event.run("facts", "list") if row["given"]}
    assert told == {"date": "2023-11-17", "venue": "Hội trường UBND tỉnh", "opens": "07:00"}


def test_another_event_is_named_in_the_page_and_no_word_of_the_first_is_left(
    settings, event, server
):
    page, guest = settings, event.guest("Lý Văn Quý")
    box = page.get_by_role("dialog")
    page.get_by_role("button", name="Sửa thông tin sự kiện").click()
    box.get_by_label("Tên sự kiện", exact=False).first.fill("Hội nghị tổng kết năm 2026")
    box.get_by_label("Tên ngắn").fill("Hội nghị tổng kết")
    box.get_by_label("Tên sự kiện, tiếng Anh").fill("Annual review conference")
    box.get_by_label("Loại sự kiện").fill("Lễ kỷ niệm")
    box.get_by_label("Chương trình").fill("Khai mạc\nBáo cáo\n\n(Kịch bản riêng)")
    box.get_by_label("Phóng sự").fill("-")
    box.get_by_label("Đơn vị tổ chức").fill("Sở Nội vụ tỉnh Cao Bằng")
    box.get_by_label("Cơ quan chủ quản").fill("UBND tỉnh Cao Bằng")
    box.get_by_label("Chức vụ người ký").fill("GIÁM ĐỐC")
    box.get_by_label("Họ tên người ký").fill("Nông Văn Thành")
    box.get_by_role("button", name="Lưu").click()
    expect(page.locator(".notice-open", has_text="111/2018")).to_be_visible()

    page.get_by_role("button", name="Sửa thông tin sự kiện").click()
    expect(box.get_by_label("Chương trình")).to_have_value("Khai mạc\nBáo cáo\n(Kịch bản riêng)")
    box.get_by_label("Loại sự kiện").fill("Hội nghị")
    box.get_by_role("button", name="Lưu").click()
    kind = page.locator(".facts div", has=page.get_by_text("Loại sự kiện", exact=True))
    expect(kind).to_contain_text("Hội nghị")
    expect(page.locator(".notice-open", has_text="111/2018")).to_have_count(0)
    film = page.locator(".facts div", has=page.get_by_text("Phóng sự", exact=True))
    expect(film).to_contain_text("không có")

    page.goto(f"{server.url}/i/{guest['code']}")
    expect(page.get_by_text("Báo cáo", exact=True)).to_be_visible()
    page.goto(f"{server.url}/welcome")
    expect(page.locator("h1")).to_have_text("Hội nghị tổng kết năm 2026")
    expect(page.locator("body")).not_to_contain_text("Trung tâm")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_settings_and_the_api_page_are_whole_and_accessible(
    settings,
    server,
    violations,  # noqa: F811
    scheme,
):
    page = settings
    page.emulate_media(color_scheme=scheme)
    for path in ("/settings", "/api/docs"):
        page.goto(f"{server.url}{path}")
        assert_whole(page, path, violations)
    page.goto(f"{server.url}/settings")
    page.get_by_role("button", name="Sửa thông tin sự kiện").click()
    expect(page.locator("#facts-box")).to_be_visible()
    assert_whole(page, "facts", violations)
    page.get_by_role("dialog").get_by_role("button", name="Thôi").click()
    page.get_by_label("Tên quầy").fill("Cửa B")
    page.keyboard.press("Enter")
    expect(page.locator("#secret")).to_be_visible()
    assert_whole(page, "secret", violations)
