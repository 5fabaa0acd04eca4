"""The organisers' room in a real browser on the real server: from an empty folder to the report."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.accounts import ANH, an_organiser  # noqa: F401  # a fixture
from tests.rig.browser import let_in
from tests.rig.event import Event
from tests.rig.programs import CONFIG, ROOT, Server
from tests.rig.whole import assert_whole
from tests.server.mail_server import AnyPort, MailServer
from tests.static.conftest import violations  # noqa: F401  # a fixture of the pages' tests

MESSY = ROOT / "server" / "sample" / "guests.xlsx"
MINH = "Hoàng Văn Minh"
SLOW = 30_000


@pytest.fixture(autouse=True)
def patience(page):
    """A busy machine may take its time."""
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)


@pytest.fixture
def empty(tmp_path):
    """An event that has nobody on its list yet, with its server running."""
    event = Event(tmp_path / "data", (), {}, CONFIG)
    password = event.run("person", "add", ANH, "--role", "organiser")["password"]
    server = Server(event.data, event.config)
    try:
        server.start()
        yield event, server, password
    finally:
        server.stop()


def sign_in(page, url, name, password):
    page.goto(f"{url}/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/")


@pytest.fixture
def organiser(event, server, page):
    """The list of the sample event, before an organiser."""
    let_in(page, server.url, ANH, event.passwords[ANH])
    page.goto(f"{server.url}/guests")
    expect(rows(page)).to_have_count(92)
    return page


def rows(page):
    return page.locator("#rows tr")


def row(page, invitation):
    return page.locator(f"#rows tr[data-id={invitation}]")


def cell(page, invitation, column):
    return row(page, invitation).locator(f"td.col-{column}")


def put(page, invitation, column, text):
    """Edit one cell as a spreadsheet is edited."""
    cell(page, invitation, column).dblclick()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_newcomer_goes_from_an_empty_list_to_the_frozen_report(empty, page, tmp_path):
    event, server, password = empty
    sign_in(page, server.url, ANH, password)
    page.get_by_role("link", name="Nhập danh sách đại biểu").click()
    page.set_input_files("[name=file]", MESSY)
    page.get_by_role("button", name="Đọc và xem trước").click()
    expect(page.locator("#summary")).to_have_text(
        "Đã đọc 92 đại biểu, 10 nhóm. 12 suất chưa có tên. 3 cặp trùng họ tên."
    )
    expect(page.locator(".lines tbody tr")).to_have_count(92)
    assert event.run("guests", "list") == [], "nothing is stored before it is confirmed"

    page.get_by_role("button", name="Xác nhận nhập").click()
    expect(rows(page)).to_have_count(92)
    expect(page.locator(".notice-done")).to_contain_text("Đã đọc 92 đại biểu")

    # The second list spells somebody otherwise: whose row it is is asked, and decided here.
    second = tmp_path / "sua-doi.csv"
    second.write_text(
        "STT,Họ và tên,Chức vụ,Đơn vị,Mã nhóm\n1,Lý Văn Quy,Phó Giám đốc,Sở A,SBN\n", "utf-8"
    )
    page.goto(f"{server.url}/guests/import")
    page.set_input_files("[name=file]", second)
    page.get_by_role("button", name="Đọc và xem trước").click()
    expect(page.locator(".preview-wait")).to_have_text("Còn 1 việc cần quyết định ở trên.")
    page.get_by_label(re.compile("^Là DB")).check()
    page.get_by_role("button", name="Ghi các quyết định và tính lại").click()
    expect(page.locator(".lines tr[data-kind=changed]")).to_contain_text(
        "Chức vụ: Giám đốc → Phó Giám đốc"
    )
    page.get_by_role("button", name="Xác nhận nhập").click()
    expect(page.locator(".notice-done")).to_contain_text("bổ sung 0; thay đổi 1")
    expect(rows(page)).to_have_count(92)

    page.get_by_role("link", name="Báo cáo", exact=True).click()
    page.get_by_role("button", name="Chốt số liệu").click()
    expect(page.locator(".frozen-who")).to_contain_text(ANH)
    expect(page.locator(".frozen-list li")).to_contain_text("Tổng số đại biểu được mời: 85.")


def test_two_organisers_edit_one_row_and_nobodys_change_is_lost(
    organiser, event, server, browser, page_errors
):
    password = event.run("person", "add", MINH, "--role", "organiser")["password"]
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        other = context.new_page()
        other.set_default_timeout(SLOW)
        sign_in(other, server.url, MINH, password)
        other.goto(f"{server.url}/guests")
        expect(rows(other)).to_have_count(92)
        # The first does not hear of the second's edit: as in the seconds before news comes.
        nothing = {"seq": 0, "places": [], "order": []}
        organiser.route("**/api/places?after=*", lambda route: route.fulfill(json=nothing))
        put(other, "DB016", "title", "Phó Giám đốc")
        expect(cell(other, "DB016", "title")).to_have_text("Phó Giám đốc")

    put(organiser, "DB016", "phone", "0912345678")
    dialog = organiser.get_by_role("dialog")
    expect(dialog).to_contain_text(MINH)
    expect(dialog).to_contain_text("Chức vụ: Giám đốc → Phó Giám đốc")
    dialog.get_by_role("button", name="Ghi phần của tôi lên bản mới").click()
    expect(cell(organiser, "DB016", "phone")).to_have_text("0912345678")
    expect(cell(organiser, "DB016", "title")).to_have_text("Phó Giám đốc")
    stored = {guest["id"]: guest for guest in event.run("guests", "list")}["DB016"]
    assert (stored["title"], stored["phone"]) == ("Phó Giám đốc", "0912345678")
    assert [error for error in page_errors if "409" not in error] == []
    page_errors.clear()  # the browser calls the refusal an error


def test_the_list_is_worked_by_keyboard_and_every_step_is_taken_back(organiser):
    page = organiser
    page.keyboard.press("/")
    page.keyboard.type("ly van quy")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(cell(page, "DB016", "name")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("Quyền Giám đốc")
    page.keyboard.press("Enter")
    expect(page.locator("#told-words")).to_have_text("Đã sửa Ông Lý Văn Quý.")
    expect(cell(page, "DB016", "title")).to_have_text("Quyền Giám đốc")
    page.keyboard.press("Control+z")
    expect(cell(page, "DB016", "title")).to_have_text("Giám đốc")
    page.keyboard.press("Control+z")
    expect(page.locator("#told-words")).to_have_text("Không còn gì để hoàn tác.")
    expect(page.locator("#find")).to_have_value("ly van quy")
    # What a narrow screen leaves out is passed over; on a wide one it is edited as the rest.
    cell(page, "DB016", "phone").click()
    page.keyboard.press("ArrowRight")
    expect(cell(page, "DB016", "rsvp")).to_be_focused()
    page.set_viewport_size({"width": 1600, "height": 900})
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "DB016", "email")).to_be_focused()
    put(page, "DB016", "email", "quy@so-a.gov.vn")
    expect(page.locator("#told-words")).to_have_text("Đã sửa Ông Lý Văn Quý.")
    expect(cell(page, "DB016", "email")).to_have_text("quy@so-a.gov.vn")
    page.keyboard.press("Control+z")
    expect(cell(page, "DB016", "email")).to_have_text("")

    page.locator("#find").fill("")
    expect(rows(page)).to_have_count(92)
    cell(page, "DB016", "name").click()
    page.keyboard.press("Space")
    expect(page.locator("#bulk-count")).to_have_text("Đã chọn 01 suất mời")
    page.get_by_role("button", name="Hủy suất mời").first.click()
    page.keyboard.type("Chuyển công tác")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(91)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(rows(page)).to_have_count(92)
    expect(cell(page, "DB016", "seat")).to_have_text("B06")


def test_filters_stand_in_the_address_and_what_is_shown_is_exported(organiser, server):
    page = organiser
    page.locator("[data-filter=group]").select_option("SBN")
    expect(rows(page)).to_have_count(17)
    page.locator("[data-filter=state]").select_option("unnamed")
    expect(page.locator("#found")).to_have_text(re.compile("^0[0-9] / 92 suất mời$"))
    unnamed = rows(page).count()
    page.reload()
    expect(rows(page)).to_have_count(unnamed)
    page.locator("[data-filter=invited]").select_option("no")
    expect(rows(page)).to_have_count(unnamed)

    page.get_by_label("Chọn mọi dòng đang hiện").check()
    page.locator("#bulk-sent").select_option("invitation:zalo")
    expect(page.locator("#nobody-words")).to_have_text("Không có suất mời nào phù hợp.")
    page.get_by_role("button", name="Bỏ lọc").click()
    expect(rows(page)).to_have_count(92)
    expect(page.locator(".state-plain", has_text="Đã gửi phiếu mời")).to_have_count(unnamed)
    with page.expect_download() as download:
        page.get_by_role("link", name="Xuất Excel").click()
    assert download.value.suggested_filename == "danh-sach-dai-bieu.xlsx"


def test_a_place_is_added_named_stood_in_for_and_its_history_told(organiser, event):
    page = organiser
    page.get_by_role("button", name="Thêm suất mời").click()
    form = page.locator("#place-form")
    form.locator("[name=organisation]").fill("Sở Mới")
    form.locator("[name=group]").select_option("SBN")
    form.get_by_role("button", name="Lưu").click()
    expect(rows(page)).to_have_count(93)

    row(page, "DB093").get_by_role("button", name="Mở").click()
    form.locator("[name=name]").fill("Vi Thị Hoa")
    form.get_by_role("button", name="Lưu").click()
    expect(cell(page, "DB093", "name")).to_contain_text("Vi Thị Hoa")

    row(page, "DB093").get_by_role("button", name="Mở").click()
    expect(page.locator("#history")).to_contain_text("Họ và tên: (trống) → Vi Thị Hoa")
    page.get_by_role("button", name="Ghi nhận người dự thay").click()
    page.locator("#stand-in-form [name=name]").fill("Lộc Văn Nam")
    page.keyboard.press("Enter")
    expect(cell(page, "DB093", "name")).to_contain_text("Dự thay: Lộc Văn Nam")
    stored = {guest["id"]: guest for guest in event.run("guests", "list")}["DB093"]
    assert stored["substitute"]["name"] == "Lộc Văn Nam"


@pytest.fixture
def mails():
    """A real mail server that knows one address no more."""
    mails = MailServer()
    mails.rcpt["quy@so-a.example"] = "550 5.1.1 No such user"
    mails.hang_up.add("oanh@so-b.example")
    controller = AnyPort(mails, hostname="127.0.0.1", port=0)
    controller.start()
    yield mails, controller.port
    controller.stop()


@pytest.fixture
def issuer(mails, page, tmp_path):
    """An organiser of an event of five places whose server may send mails, before its page."""
    config = tmp_path / "config.toml"
    config.write_text(
        '[event]\ndate = 2026-12-17\nstarts = "08:00"\nvenue = "Hội trường A"\n'
        '[server]\npublic_url = "https://moi.example"\n'
        f'[server.mail]\nhost = "127.0.0.1"\nport = {mails[1]}\ntls = "none"\n'
        'sender = "moi@trung-tam.example"\nper_minute = 600\n',
        "utf-8",
    )
    listed = tmp_path / "danh-sach.csv"
    listed.write_text(
        "STT,Họ và tên,Chức vụ,Đơn vị,Mã nhóm,Thư điện tử\n"
        "1,Lý Văn Quý,Giám đốc,Sở A,SBN,quy@so-a.example\n"
        "2,Hoàng Thị Kim Oanh,Phó Giám đốc,Sở B,SBN,oanh@so-b.example\n"
        "3,Lộc Văn Nam,Giám đốc,Sở C,SBN,vanthu@so-c.example\n"
        "4,Vi Thị Hoa,Chuyên viên,Sở C,SBN,vanthu@so-c.example\n"
        "5,Nông Văn Ba,Chuyên viên,Sở D,SBN,\n",
        "utf-8",
    )
    event = Event(tmp_path / "data", (), {}, config)
    event.run("guests", "import", listed)
    password = event.run("person", "add", ANH, "--role", "organiser")["password"]
    server = Server(event.data, event.config)
    try:
        server.start()
        sign_in(page, server.url, ANH, password)
        yield page, server.url
    finally:
        server.stop()


def mail_row(page, name):
    return page.locator("#mail-rows tr", has=page.get_by_role("rowheader", name=name))


def test_invitations_are_mailed_decided_printed_and_answers_closed(issuer, mails, page_errors):
    page, url = issuer
    page.goto(f"{url}/invitations")
    page.get_by_role("link", name="Thư điện tử", exact=True).click()
    mail_row(page, "Lộc Văn Nam").get_by_role("link", name="Xem thử").click()
    expect(page.locator(".mail-text")).to_contain_text("Kính gửi")
    page.go_back()

    page.get_by_role("button", name="Gửi cho 4 suất chưa được gửi").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator("#run-words")).to_contain_text("đã gửi 1 thư cho 2 suất")
    expect(page.locator("#run-words")).to_contain_text("bị từ chối 1, chưa rõ 1")
    expect(mail_row(page, "Lý Văn Quý")).to_contain_text("550 5.1.1 No such user")
    expect(mail_row(page, "Nông Văn Ba")).to_contain_text("Chưa có địa chỉ thư")
    mail_row(page, "Kim Oanh").get_by_role("button", name="Đã đến").click()
    expect(mail_row(page, "Kim Oanh")).to_contain_text("Đã gửi")
    assert sorted(mails[0].receivers) == ["oanh@so-b.example", "vanthu@so-c.example"]

    page.get_by_role("link", name="Bản in và tài liệu").click()
    page.wait_for_url(f"{url}/papers")  # with its script: before, the link leads to a plain page
    page.get_by_role("link", name="Xem trước: Phiếu mời, In khổ A5").click()
    expect(page.locator("#paper-page")).to_be_visible()
    number = page.locator("#paper-number")
    expect(number).to_contain_text("Trang 1/")
    cards = int((number.text_content() or "").partition("/")[2])
    for key, shown in (("ArrowRight", 2), ("End", cards), ("ArrowRight", cards), ("Home", 1)):
        page.keyboard.press(key)
        expect(number).to_have_text(f"Trang {shown}/{cards}")
        expect(page.locator("#paper-page")).to_have_attribute("src", re.compile(f"page={shown}$"))
    page.get_by_role("button", name="Sau ›").click()
    expect(number).to_have_text(f"Trang 2/{cards}")
    with page.expect_download() as download:
        page.locator("#paper-draw").click()
    assert download.value.suggested_filename == "phieu-moi-a5.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")

    page.goto(f"{url}/invitations/unit?name=Sở C")
    link = page.locator("#link").text_content()
    expect(page.locator("#text")).to_have_value(re.compile(re.escape(link)))
    page.get_by_role("button", name="Đổi liên kết").click()
    page.get_by_role("dialog").get_by_role("button", name="Đổi liên kết").click()
    expect(page.locator("#link")).not_to_have_text(link)

    page.goto(f"{url}/invitations")
    page.get_by_role("button", name="Chưa báo địa điểm (2)").click()
    expect(page.locator(".units tbody tr:visible")).to_have_count(2)
    page.get_by_role("button", name="Đóng phản hồi").click()
    page.get_by_role("dialog").get_by_role("button", name="Đóng phản hồi").click()
    expect(page.get_by_role("button", name="Mở lại phản hồi")).to_be_visible()
    assert page_errors == []


PAGES = (
    "/",
    "/guests",
    "/guests/import",
    "/invitations",
    "/invitations/unit?name=Sở A",
    "/invitations/mail",
    "/invitations/mail/look",
    "/papers",
    "/papers/letter",
    "/papers/du-phong-theo-ten.pdf/pages?page=2",
    "/reports",
    "/awards",
    "/board",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_whole_and_accessible(organiser, server, violations, scheme):  # noqa: F811
    page = organiser
    page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        page.goto(f"{server.url}{path}")
        page.wait_for_selector("#rows tr" if path == "/guests" else "h1", state="attached")
        assert_whole(page, path, violations)
    page.goto(f"{server.url}/guests/import")
    page.set_input_files("[name=file]", MESSY)
    page.get_by_role("button", name="Đọc và xem trước").click()
    page.wait_for_selector("#summary")
    assert_whole(page, "preview", violations)
    page.goto(f"{server.url}/guests")
    page.set_viewport_size({"width": 1280, "height": 844})
    row(page, "DB016").get_by_role("button", name="Mở").click()
    expect(page.locator("#place-title")).to_be_visible()
    assert_whole(page, "drawer", violations)


def test_the_address_of_a_mail_is_seen_and_edited_on_a_laptop_and_a_telephone(
    organiser,
    server,
    violations,  # noqa: F811
):
    page = organiser
    head = page.locator("th.col-email")
    expect(head).to_be_hidden()
    page.get_by_text("Cột", exact=True).click()
    page.get_by_role("checkbox", name="Thư điện tử").check()
    expect(head).to_be_visible()
    page.get_by_role("checkbox", name="Danh xưng").uncheck()
    expect(page.locator("th.col-honorific")).to_be_hidden()
    assert violations(page) == []
    page.keyboard.press("Escape")
    put(page, "DB016", "email", "quy.ly@langson.example")
    expect(cell(page, "DB016", "email")).to_have_text("quy.ly@langson.example")

    page.reload()  # what was chosen is kept on this machine
    expect(cell(page, "DB016", "email")).to_have_text("quy.ly@langson.example")
    expect(page.locator("th.col-honorific")).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(cell(page, "DB016", "email")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    row(page, "DB016").click()
    expect(page.get_by_role("dialog").get_by_label("Thư điện tử")).to_be_visible()
