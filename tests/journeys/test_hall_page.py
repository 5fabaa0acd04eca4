"""The hall in a real browser on the real server: seated by the rule, by hand, by keyboard; live."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.accounts import ANH, an_organiser  # noqa: F401  # a fixture
from tests.journeys.large_hall import SEATS, fill_a_large_hall
from tests.journeys.test_organiser_pages import MINH, sign_in
from tests.rig.api import Api
from tests.rig.browser import let_in
from tests.rig.waiting import crowd
from tests.static.conftest import violations  # noqa: F401  # a fixture of the pages' tests

SLOW = 30_000
FRAME_MS = 1000 / 60
QUY, OANH = "Ông Lý Văn Quý", "Bà Hoàng Thị Kim Oanh"


@pytest.fixture(autouse=True)
def patience(page):
    """A busy machine may take its time."""
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)


@pytest.fixture
def hall(event, server, page):
    """The hall of the sample event, before an organiser."""
    let_in(page, server.url, ANH, event.passwords[ANH])
    open_hall(page, server)
    return page


def open_hall(page, server):
    page.goto(f"{server.url}/hall")
    expect(page.locator("#hall-frame[data-ready]")).to_be_visible()


def seat(page, seat_id):
    return page.locator(f'[data-seat="{seat_id}"]')


def sits(page, seat_id, who):
    expect(seat(page, seat_id)).to_have_attribute("aria-label", re.compile(f": {who}"))


def seats_of(event):
    return {guest["id"]: guest["seat"] for guest in event.run("guests", "list")}


def test_the_hall_is_emptied_of_one_seated_by_the_rule_and_the_whole_step_is_taken_back(
    hall, event
):
    before = seats_of(event)
    seat(hall, "B06").click()
    expect(hall.locator("#chosen")).to_contain_text("Đúng theo lễ tân")
    hall.keyboard.press("Delete")
    expect(hall.locator("#waiting")).to_contain_text(QUY)
    sits(hall, "B06", "ghế trống")

    hall.get_by_role("button", name="Xếp chỗ theo lễ tân").click()
    plan = hall.get_by_role("dialog")
    expect(plan.locator("#plan-sum")).to_contain_text("01 có chỗ mới")
    expect(plan.locator("tr", has_text=QUY)).to_contain_text("Chưa có ghế → B06")
    assert seats_of(event)["DB016"] is None
    plan.get_by_role("button", name="Xếp như trên").click()
    sits(hall, "B06", QUY)
    expect(hall.locator("#told-words")).to_contain_text("Đã xếp chỗ theo lễ tân")
    after = seats_of(event)
    assert after["DB016"] == "B06"

    hall.keyboard.press("Control+z")
    sits(hall, "B06", "ghế trống")
    hall.keyboard.press("Control+z")
    sits(hall, "B06", QUY)
    expect(hall.locator("#told-words")).to_have_text("Đã hoàn tác.")
    assert seats_of(event) == before


def test_two_guests_change_places_by_keyboard_alone(hall, event):
    seat(hall, "B06").focus()
    hall.keyboard.press("Enter")
    expect(hall.locator("#carried-words")).to_contain_text(QUY)
    hall.keyboard.press("Escape")
    expect(hall.locator("#carried")).to_be_hidden()

    hall.keyboard.press("Enter")
    hall.keyboard.press("ArrowLeft")
    expect(seat(hall, "B05")).to_be_focused()
    hall.keyboard.press("Enter")
    dialog = hall.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Ghế B05 đã bố trí cho {OANH}")
    expect(dialog.get_by_role("button", name="Đổi chỗ hai đại biểu")).to_be_focused()
    hall.keyboard.press("Enter")
    sits(hall, "B05", QUY)
    sits(hall, "B06", OANH)
    expect(seat(hall, "B05")).to_be_focused()
    expect(hall.locator("#chosen")).to_contain_text("Xếp tay: theo lễ tân là ghế B06")
    expect(hall.locator("#told-words")).to_contain_text("Đã đổi chỗ")
    assert (seats_of(event)["DB016"], seats_of(event)["DB017"]) == ("B05", "B06")

    hall.keyboard.press("ArrowDown")
    expect(seat(hall, "C05")).to_be_focused()
    hall.keyboard.press("Control+z")
    sits(hall, "B06", QUY)


def test_a_guest_is_dragged_to_a_free_seat_and_a_locked_one_is_not(hall, event):
    seat(hall, "B06").drag_to(seat(hall, "A01"))
    sits(hall, "A01", QUY)
    expect(hall.locator("#told-words")).to_contain_text("B06 → A01")
    hall.get_by_role("button", name="Khóa ghế").click()
    expect(seat(hall, "A01")).to_have_attribute("aria-label", re.compile("đã khóa"))
    expect(hall.locator("#told-words")).to_have_text("Đã khóa ghế A01.")

    seat(hall, "A01").drag_to(seat(hall, "A02"))
    expect(hall.locator("#told-words")).to_contain_text("Ghế A01 đang khóa")
    sits(hall, "A01", QUY)
    hall.get_by_role("button", name="Xếp chỗ theo lễ tân").click()
    expect(hall.get_by_role("dialog").locator("tr", has_text=QUY)).to_have_count(0)
    assert seats_of(event)["DB016"] == "A01"


def test_who_waits_is_found_without_accents_and_put_on_a_seat(hall, event):
    seat(hall, "B06").focus()
    hall.keyboard.press("Delete")
    expect(hall.locator("#waiting")).to_contain_text(QUY)
    hall.keyboard.press("/")
    hall.keyboard.type("ly van quy")
    expect(hall.locator("#waiting li")).to_have_count(1)
    hall.locator("#waiting button").click()
    expect(hall.locator("#carried-words")).to_contain_text(QUY)
    seat(hall, "A02").click()
    sits(hall, "A02", QUY)
    expect(hall.locator("#told-words")).to_contain_text("chưa có ghế → A02")
    assert seats_of(event)["DB016"] == "A02"


def test_seats_fill_as_guests_come_and_a_guest_off_the_list_appears(hall, event, api):
    clerk = api(event.desk)
    clerk.post("/api/invitations/DB017/admission", {"scan_id": str(uuid4())})
    expect(seat(hall, "B05")).to_have_attribute("data-state", "present")
    expect(hall.locator("#figures")).to_contain_text("01 đã có mặt")
    guest = {"name": "Vi Thị Mới", "organisation": "Cơ quan X", "seat": "H03"}
    clerk.post("/api/walk-ins", guest | {"scan_id": str(uuid4())})
    expect(seat(hall, "H03")).to_have_attribute("data-state", "walk-in")
    sits(hall, "H03", "Vi Thị Mới")


def test_an_empty_seat_in_front_is_filled_with_one_tap_and_the_late_holder_keeps_a_seat(
    hall, event, api
):
    before = seats_of(event)
    api(event.desk).post("/api/invitations/DB016/admission", {"scan_id": str(uuid4())})
    expect(seat(hall, "B06")).to_have_attribute("data-state", "present")
    hall.get_by_role("button", name="Dồn hàng trên").click()
    with hall.expect_response("**/api/hall/moves-up?late=1"):
        hall.get_by_label("Tính cả ghế của đại biểu chưa đến").check()
    expect(hall.locator(".offer")).to_have_count(0)
    api(event.desk).post("/api/invitations/DB023/admission", {"scan_id": str(uuid4())})
    # The seat of somebody who is not here yet: whoever it was gets the one that is left.
    expect(hall.locator(".offer", has_text="nếu đến sẽ ngồi")).to_have_count(1)
    first = hall.locator(".offer", has_text="nếu đến sẽ ngồi")
    expect(first).to_contain_text("→ A")
    name = first.locator(".offer-name").text_content()
    came_from, _, rest = name.partition(" → ")
    target = rest.partition(":")[0]
    first.get_by_role("button").click()
    expect(seat(hall, target)).to_have_attribute("data-state", "present")
    expect(hall.locator("#told-words")).to_contain_text(f"từ ghế {came_from} lên ghế {target}")
    holder = next(who for who, held in before.items() if held == target)
    after = seats_of(event)
    assert (after["DB023"], after[holder]) == (target, came_from)
    assert {k: v for k, v in after.items() if k not in ("DB023", holder)} == {
        k: v for k, v in before.items() if k not in ("DB023", holder)
    }


def test_an_old_view_is_refused_and_says_who_sits_there_now(
    hall, event, server, browser, page_errors
):
    password = event.run("person", "add", MINH, "--role", "organiser")["password"]
    # What the first asks for by itself gets lost: as in the moment before news comes.
    hall.route("**/api/hall", lambda route: route.abort())
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        other = context.new_page()
        other.set_default_timeout(SLOW)
        sign_in(other, server.url, MINH, password)
        open_hall(other, server)
        with hall.expect_event("requestfailed"):
            seat(other, "B06").drag_to(seat(other, "A01"))
        expect(other.locator("#told-words")).to_contain_text("B06 → A01")
    expect(hall.locator("#told")).to_be_hidden()

    with hall.expect_event("requestfailed"):
        seat(hall, "B06").drag_to(seat(hall, "A02"))
        expect(hall.locator("#told-words")).to_contain_text(f"{QUY}, Giám đốc, Sở A hiện ngồi")
    expect(hall.locator("#told-words")).to_contain_text("ghế A01. Chưa ghi gì; xin xem lại.")
    hall.unroute("**/api/hall")
    sits(hall, "A01", QUY)
    sits(hall, "B06", "ghế trống")
    assert seats_of(event)["DB016"] == "A01"
    # The browser calls both an error: what this test keeps back, and the refusal.
    wanted = ("net::", "409")
    assert [one for one in page_errors if not any(word in one for word in wanted)] == []
    page_errors.clear()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_hall_is_sound_at_every_width_in_both_looks(hall, violations, look):  # noqa: F811
    hall.emulate_media(color_scheme=look)
    for width in (390, 1280, 1920):
        hall.set_viewport_size({"width": width, "height": 900})
        assert hall.evaluate("document.documentElement.scrollWidth") == width
        assert (width, violations(hall)) == (width, [])
    seat(hall, "B06").click()
    expect(hall.locator(".chosen-why li")).to_have_count(4)
    hall.keyboard.press("Enter")
    expect(hall.locator("#carried")).to_be_visible()
    assert violations(hall) == []
    hall.keyboard.press("Escape")
    hall.keyboard.press("Delete")
    expect(hall.locator("#waiting")).to_contain_text(QUY)
    hall.get_by_role("button", name="Xếp chỗ theo lễ tân").click()
    expect(hall.locator("#plan")).to_be_visible()
    assert violations(hall) == []


def test_no_two_names_on_the_plan_overlap(hall):
    boxes = hall.locator(".seat-name").evaluate_all(
        "names => names.map(n => { const b = n.getBoundingClientRect(); "
        "return [b.left, b.right, b.top, b.bottom] })"
    )
    assert len(boxes) == 90
    for at, (left, right, top, bottom) in enumerate(boxes):
        for other_left, other_right, other_top, other_bottom in boxes[at + 1 :]:
            apart = right <= other_left or other_right <= left
            assert apart or bottom <= other_top or other_bottom <= top


def test_a_hall_of_a_thousand_seats_stays_smooth(event, request, page):
    """A guest who comes costs less than two frames of script."""
    invited = fill_a_large_hall(event)
    server = request.getfixturevalue("server")
    clerk = Api(server.url, event.desk)
    let_in(page, server.url, ANH, event.passwords[ANH])
    open_hall(page, server)
    assert page.locator("[data-seat]").count() == SEATS

    expect(page.locator("#figures")).to_contain_text("00 đã có mặt")
    measure = page.context.new_cdp_session(page)
    measure.send("Performance.enable")

    def script_ms():
        found = measure.send("Performance.getMetrics")["metrics"]
        return 1000 * next(one["value"] for one in found if one["name"] == "ScriptDuration")

    began, came = script_ms(), [p.id for p in invited if p.group == "SBN"][:8]
    for n, who in enumerate(came, 1):
        clerk.post(f"/api/invitations/{who}/admission", {"scan_id": str(uuid4())})
        expect(page.locator("#figures")).to_contain_text(f"{n:02d} đã có mặt")
    assert (script_ms() - began) / len(came) < 2 * FRAME_MS * crowd()
