"""The settings in a real browser on the real server: keys given, the records checked, the end."""

import re
import shlex

import pytest
from playwright.sync_api import expect

from tests.rig.programs import HeadlessKiosk
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
        _is_sound(page, path, violations)
    page.goto(f"{server.url}/settings")
    page.get_by_label("Tên quầy").fill("Cửa B")
    page.keyboard.press("Enter")
    expect(page.locator("#secret")).to_be_visible()
    _is_sound(page, "secret", violations)


def _is_sound(page, name, violations):  # noqa: F811
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == width, (name, width)
        assert (name, width, violations(page)) == (name, width, [])
