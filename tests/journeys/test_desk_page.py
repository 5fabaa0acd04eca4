"""A clerk's whole morning at the reception desk, by keyboard alone, on the real server."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.accounts import ANH as NAME
from tests.journeys.accounts import a_clerk
from tests.journeys.clerking import fill_form, find, open_first, place, press, toast
from tests.rig.browser import let_in
from tests.rig.burst import burst
from tests.rig.waiting import until
from tests.static.conftest import violations  # noqa: F401  # a fixture of the pages' tests

__all__ = ["a_clerk"]  # a fixture


@pytest.fixture
def desk(event, server, page):
    """The desk's page, with a clerk signed in."""
    let_in(page, server.url, NAME, event.passwords[NAME])
    page.goto(f"{server.url}/desk")
    page.wait_for_selector("#connection[data-kind=live]")
    return page


def present(desk, number):
    expect(desk.locator("[data-figure=present]")).to_have_text(f"{number:02d}")


def notice_on_the_board(api, event):
    """What the organisers are told; the board looks for news of that kind every two seconds."""
    board = api(event.organiser)
    [notice] = until("a notice", lambda: board.board()["notices"])
    return notice


def test_a_guest_is_found_without_accents_and_marked_present_with_two_keys(desk, event, api):
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "Enter")

    toast(desk, "Đã ghi nhận có mặt: Ông Lý Văn Quý")
    present(desk, 1)
    told = place(api, event, "DB016")
    assert told["place"]["admission"]["station"] == NAME
    assert told["history"][0]["who"] == NAME


def test_a_clerk_signs_in_by_keyboard_and_types_the_first_name_at_once(event, server, page):
    page.goto(f"{server.url}/desk")
    for text in (NAME, event.passwords[NAME]):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#connection[data-kind=live]")

    find(page, "ly van quy")


def test_the_next_guest_is_typed_at_once_and_a_key_never_acts_on_the_one_before(desk, event, api):
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "Enter")
    toast(desk, "Đã ghi nhận có mặt: Ông Lý Văn Quý")
    find(desk, "kim oanh")
    expect(desk.locator(".detail-name")).to_have_count(0)
    press(desk, "F2")
    expect(desk.locator(".detail-name")).to_have_text("Bà Hoàng Thị Kim Oanh")
    assert place(api, event, "DB017")["place"]["admission"] is None
    press(desk, "F2")

    present(desk, 2)


def test_of_a_new_search_the_first_is_marked_not_the_one_before(desk):
    find(desk, "nguyen thi huong", options=2)
    press(desk, "ArrowDown", "Control+a")
    find(desk, "nguyen", options=11)
    open_first(desk, "Bà Nguyễn Hoàng Bảo Minh Châu")


def test_the_next_name_typed_over_a_form_looks_for_it_and_takes_nothing_back(desk, event, api):
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "Enter")
    present(desk, 1)
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "F2")
    expect(desk.locator(".form-title")).to_have_text("Hủy ghi nhận có mặt")

    desk.keyboard.type("kim oanh")
    press(desk, "Enter")
    expect(desk.locator(".detail-name")).to_have_text("Bà Hoàng Thị Kim Oanh")
    assert place(api, event, "DB016")["place"]["admission"]

    press(desk, "F10")
    expect(desk.locator(".form-title")).to_have_text("Báo Ban Tổ chức")
    press(desk, "ArrowDown")
    desk.keyboard.type("kim oanh")
    press(desk, "Enter")
    toast(desk, "Đã báo Ban Tổ chức")


def test_side_by_side_nothing_that_is_said_of_namesakes_is_cut_off(desk, event, api):
    for guest in ("DB055", "DB056"):
        api(event.desk).post(f"/api/invitations/{guest}/admission", {"scan_id": str(uuid4())})
    find(desk, "nong thi ha", options=2)
    states = desk.locator(".same .guest-state")
    expect(states.first).to_contain_text("Đã có mặt")
    for state in states.all():
        assert state.evaluate("words => words.scrollWidth <= words.clientWidth")


def test_those_who_are_called_the_same_stand_side_by_side_before_anything_is_confirmed(
    desk, event, api
):
    find(desk, "nong thi ha", options=2)
    expect(desk.locator(".same-head").first).to_have_text(
        "Có 02 đại biểu cùng họ tên. Đề nghị xác nhận đơn vị trước khi ghi nhận"
    )
    rows = desk.locator(".same .guest")
    assert rows.nth(0).bounding_box()["y"] == rows.nth(1).bounding_box()["y"]
    press(desk, "ArrowDown", "Enter")
    expect(desk.locator(".detail .same .guest")).to_have_count(2)
    press(desk, "Enter")
    assert place(api, event, "DB056")["place"]["admission"] is None
    press(desk, "F2")

    present(desk, 1)
    assert place(api, event, "DB056")["place"]["admission"]
    assert place(api, event, "DB055")["place"]["admission"] is None


def test_a_stand_in_is_recorded_and_moved_to_what_fits_their_title(desk, event, api):
    find(desk, "lang thi tuyet")
    open_first(desk, "Bà Lăng Thị Tuyết")
    press(desk, "F3")
    expect(desk.locator(".form-lead")).to_have_text("Được mời: Bà Lăng Thị Tuyết, Giám đốc, Sở M")
    fill_form(desk, "Đại biểu dự thay", "Vi Văn Thay", "Chuyên viên")
    press(desk, "ArrowDown", "Tab")
    expect(desk.locator("input[value=move] + span")).to_contain_text("ghế 0")
    press(desk, "ArrowDown")
    expect(desk.locator("input[value=move]")).to_be_checked()
    seat = desk.locator("input[value=move] + span").inner_text()[-7:]
    press(desk, "Tab", "ArrowDown", "Enter")

    toast(desk, "Đã ghi nhận: Ông Vi Văn Thay dự thay Bà Lăng Thị Tuyết")
    told = place(api, event, "DB026")
    assert told["place"]["substitute"] == {
        "honorific": "Ông",
        "name": "Vi Văn Thay",
        "title": "Chuyên viên",
    }
    assert told["place"]["name"] == "Lăng Thị Tuyết"
    assert seat in told["seat"]
    assert told["seat_before"] == "B07"
    assert told["place"]["admission"]
    expect(desk.locator(".card")).to_contain_text("Dự thay chưa báo trước")
    assert "Vi Văn Thay" in notice_on_the_board(api, event)


def test_what_was_done_is_taken_back_with_a_reason(desk, event, api):
    find(desk, "lang thi tuyet")
    open_first(desk, "Bà Lăng Thị Tuyết")
    press(desk, "F3")
    fill_form(desk, "Đại biểu dự thay", "Vi Văn Thay")
    press(desk, "Enter")
    toast(desk, "Đã ghi nhận: Vi Văn Thay dự thay Bà Lăng Thị Tuyết")
    press(desk, "Control+z")
    expect(desk.locator(".form-title")).to_have_text("Hủy thao tác vừa làm")
    press(desk, "ArrowDown", "Enter")

    toast(desk, "Đã hủy")
    told = place(api, event, "DB026")
    assert (told["place"]["substitute"], told["place"]["admission"]) == (None, None)
    assert told["place"]["seat"] == "B07"
    assert {"Nhầm đại biểu"} == {entry["remark"] for entry in told["history"][:2]}


def test_a_presence_is_undone_with_a_reason_of_one_s_own(desk, event, api):
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "F2")
    toast(desk, "Đã ghi nhận có mặt: Ông Lý Văn Quý")
    expect(desk.locator(".action-first")).to_contain_text("Hủy ghi nhận")
    press(desk, "F2")
    fill_form(desk, "Hủy ghi nhận có mặt")
    press(desk, "ArrowUp")
    desk.keyboard.type("Khách đi cùng, không phải đại biểu")
    press(desk, "Enter")

    toast(desk, "Đã hủy ghi nhận có mặt: Ông Lý Văn Quý")
    newest = place(api, event, "DB016")["history"][0]
    assert (newest["kind"], newest["remark"]) == ("undone", "Khách đi cùng, không phải đại biểu")


def test_a_representative_who_came_without_a_name_is_a_card_and_is_named(desk, event, api):
    [guest] = [guest for guest in event.guests if guest["id"] == "DB018"]
    api(event.door).scan(guest["code"])
    card = desk.locator(".card")
    expect(card).to_contain_text("Đã vào Cửa chính")
    press(desk, "Shift+F7", "Enter")
    fill_form(desk, "Họ tên người đại diện", "tô quốc khánh", "Phó Giám đốc")
    press(desk, "ArrowDown", "Enter")

    toast(desk, "Đã bổ sung: Ông Tô Quốc Khánh, Sở C")
    expect(card).to_have_count(0)
    assert place(api, event, "DB018")["place"]["name"] == "Tô Quốc Khánh"


def test_a_guest_off_the_list_is_received_and_the_organisers_are_asked(desk, event, api):
    desk.keyboard.type("vi thị khách")
    expect(desk.locator("#results-said")).to_have_text("Không tìm thấy đại biểu phù hợp")
    press(desk, "Shift+F3")
    expect(desk.locator("#form input").first).to_have_value("Vi Thị Khách")
    press(desk, "Tab", "Tab", "ArrowDown", "ArrowDown", "Tab")
    desk.keyboard.type("Sở Z")
    press(desk, "Enter")

    toast(desk, "Đã ghi nhận đại biểu ngoài danh sách: Bà Vi Thị Khách")
    expect(desk.locator(".card")).to_contain_text("Xin ý kiến trước khi bố trí chỗ ngồi")
    board = api(event.organiser).board()
    assert (board["headcount"]["walk_ins"], board["headcount"]["present"]) == (1, 0)
    assert "Vi Thị Khách" in notice_on_the_board(api, event)


def test_the_centre_s_own_staff_are_marked_present_together_and_taken_back(desk, event, api):
    press(desk, "Shift+F2")
    fill_form(desk, "Ghi nhận có mặt cả đơn vị")
    desk.keyboard.type("nguoi lao dong")
    expect(desk.locator(".form-preview")).to_contain_text("Ghi nhận có mặt 14 đại biểu")
    press(desk, "Enter")
    present(desk, 14)
    press(desk, "Control+z")
    expect(desk.locator(".form-title")).to_have_text("Hủy thao tác vừa làm")
    press(desk, "Enter")

    present(desk, 0)
    toast(desk, "Đã hủy ghi nhận có mặt 14 đại biểu")


def test_two_guests_change_places(desk, event, api):
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    press(desk, "F7")
    fill_form(desk, "Đổi vị trí ngồi")
    desk.keyboard.type("b5")
    expect(desk.locator(".seat-said")).to_have_text(
        "Ghế B05 đã bố trí cho Bà Hoàng Thị Kim Oanh, Sở B. Chọn ghế khác hoặc đổi chỗ"
    )
    press(desk, "Enter")

    toast(desk, "Đã đổi chỗ: Ông Lý Văn Quý sang Hàng B, ghế 05")
    seats = [place(api, event, one)["place"]["seat"] for one in ("DB016", "DB017")]
    assert seats == ["B05", "B06"]


def test_a_card_is_put_away_so_that_the_queue_moves_on(desk, event, api):
    guest = event.guest("Lý Văn Quý")
    api(event.door).scan(guest["code"])
    api(event.second_door).scan(guest["code"])
    expect(desk.locator(".card")).to_contain_text("mã được đưa ra lại tại Quầy 2")
    press(desk, "Shift+F7", "Delete")

    expect(desk.locator(".card")).to_have_count(0)
    expect(desk.locator("#search")).to_be_focused()
    expect(desk.locator(".scan").first).to_contain_text("Quầy 2")


def test_a_scanner_in_the_same_browser_opens_the_guest_and_leaves_no_code_behind(
    desk, event, server
):
    guest = event.guest("Lý Văn Quý")
    burst(desk, *guest["code"], "Enter")

    expect(desk.locator(".detail-name")).to_have_text("Ông Lý Văn Quý")
    expect(desk.locator("#search")).to_have_value("")
    present(desk, 0)
    assert guest["code"] not in server.log.read_text("utf-8")


def test_a_desk_code_that_is_read_out_finds_its_guest(desk, event):
    guest = event.guest("Lý Văn Quý")
    find(desk, guest["desk_code"])
    open_first(desk, "Ông Lý Văn Quý")


def test_what_another_desk_does_is_seen_at_once(desk, event, api):
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    api(event.door).scan(event.guest("Lý Văn Quý")["code"])

    expect(desk.locator(".detail-state")).to_contain_text("Cửa chính")
    expect(desk.locator(".action-first")).to_contain_text("Hủy ghi nhận")
    expect(desk.locator("#results .guest-state")).to_contain_text("Đã có mặt")


def test_a_change_is_sent_again_until_the_server_is_back(desk, event, server, api, page_errors):
    find(desk, "ly van quy")
    open_first(desk, "Ông Lý Văn Quý")
    server.kill()
    press(desk, "F2")
    toast(desk, "Chưa gửi được, đang thử lại…")
    server.start()

    toast(desk, "Đã ghi nhận có mặt: Ông Lý Văn Quý")
    assert place(api, event, "DB016")["place"]["admission"]["station"] == NAME
    # What the browser itself says of the refused connections is expected here.
    page_errors.expect("net::")


def test_a_search_that_nobody_answers_says_so_and_is_asked_again(desk, server, page_errors):
    find(desk, "kim oanh")
    server.kill()
    press(desk, "Control+a")
    desk.keyboard.type("ly van quy")
    expect(desk.locator("#results-said")).to_have_text(
        "Chưa tìm được vì mất kết nối máy chủ, đang thử lại. Trong lúc chờ xin dùng danh sách giấy"
    )
    expect(desk.locator("#results [role=option]")).to_have_count(0)
    expect(desk.locator("#results-none")).to_be_hidden()
    server.start()

    expect(desk.locator("#results .guest-name")).to_have_text("Ông Lý Văn Quý")
    # What the browser itself says of the refused connections is expected here.
    page_errors.expect("net::")


# What opens each state of the page; a word is typed, a key pressed.
STATES = (
    ("", "#empty"),
    ("nguyen van", ".same"),
    ("Enter", ".detail-name"),
    ("F3", ".desk-form"),
    ("F7", ".seat-map"),
    ("F8", "#toast[data-shown]"),
    ("Control+z", ".desk-form"),
    ("F10", ".desk-form"),
    ("Shift+F2", ".desk-form"),
    ("Shift+F3", ".desk-form"),
    ("Shift+F4", ".desk-form"),
    ("Shift+F8", ".desk-form"),
    ("so c", ".guest"),
    ("Enter", ".detail-name"),
    ("F4", ".desk-form"),
    ("F1", "#help[open]"),
    ("Shift+F9", "#paper:visible"),
)


def go_through(desk, at_each):
    """Open one state after another, and close its form before the next."""
    for key, selector in STATES:
        if key[:1].isupper():
            press(desk, key)
        else:
            desk.keyboard.type(key)
        desk.wait_for_selector(selector)
        at_each(key)
        if desk.locator(".desk-form, #help[open]").count():
            press(desk, "Escape")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (768, "dark"), (1280, "dark")])
def test_the_page_is_accessible_in_every_state(desk, violations, width, scheme):  # noqa: F811
    desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    desk.set_viewport_size({"width": width, "height": 900})

    def look(key):
        assert (key, violations(desk)) == (key, [])

    go_through(desk, look)


def test_nothing_hangs_over_at_any_width(desk):
    def look(key):
        for width in (360, 390, 600, 701, 768, 820, 1024, 1180, 1280, 1920):
            desk.set_viewport_size({"width": width, "height": 800})
            whole = desk.evaluate("document.documentElement.scrollWidth")
            assert (key, width, whole) == (key, width, width)

    go_through(desk, look)
