"""The hall made and changed in the page: drawn live, nobody unseated unseen, kept as a file."""

import re

import pytest
from playwright.sync_api import expect

from server.hall.toml_form import read_hall_toml
from tests.journeys.accounts import ANH, an_organiser  # noqa: F401  # a fixture
from tests.journeys.test_hall_page import QUY, SLOW, open_hall, seat, seats_of
from tests.rig.browser import let_in
from tests.rig.waiting import until
from tests.server.halls import DESKS_TEXT
from tests.static.conftest import violations  # noqa: F401  # a fixture of the pages' tests


@pytest.fixture
def editor(event, server, page):
    """The page that changes the hall of the sample event, before an organiser."""
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    let_in(page, server.url, ANH, event.passwords[ANH])
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


def thing(page, path):
    return page.locator(f'[data-thing="{path}"]')


def where_it_rests(part):
    """Its box on the screen, once the hall is no longer being drawn anew."""
    boxes = [None]

    def same_as_before():
        # Not Playwright's own: that one gives up where the drawing is made anew meanwhile.
        part.evaluate("part => part.scrollIntoView({block: 'center', inline: 'center'})")
        boxes.append(part.bounding_box())
        return boxes[-1] and boxes[-1] == boxes[-2]

    until("the drawing", same_as_before)
    return boxes[-1]


def take_hold(page, path, share=0.5):
    """Press on a thing at this share of its height; gives what pulls it so many metres."""
    part = thing(page, path).locator(".hall-grip, .hall-stage, .hall-table").first
    box = where_it_rests(part)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * share
    page.mouse.move(x, y)
    page.mouse.down()
    metre = page.locator("#hall").evaluate("picture => picture.getScreenCTM().a")
    return lambda dx, dy: page.mouse.move(x + dx * metre, y + dy * metre, steps=4)


def drag(page, path, dx, dy, share=0.5):
    """Drag a thing so many metres to the right and to the back, until it is drawn there."""
    take_hold(page, path, share)(dx, dy)
    page.mouse.up()
    with_seats = path.startswith(("rows", "head"))
    moved = thing(page, path).locator("..") if with_seats else thing(page, path)
    expect(moved).to_have_attribute("transform", "translate(0 0)")


def test_a_door_an_aisle_and_a_wall_are_dragged_and_every_drag_is_taken_back(editor, event):
    page = editor
    drag(page, "spots.0", -3.22, -0.58)
    expect(page.locator("#moved")).to_have_text(
        "Cửa chính: cách mép trái 3,1 m, cách mép sân khấu 14 m"
    )
    expect(field(page, "spots.0.x")).to_have_value("3.1")
    drag(page, "spots.0", 3.2, 0)  # near the middle aisle it stands on it
    expect(field(page, "spots.0.x")).to_have_value("6.35")
    drag(page, "aisles.1", -0.5, 3)
    expect(field(page, "aisles")).to_have_value("0.7, 5.9, 12")
    drag(page, "width", 1, 0, share=0.2)  # beside the door that stands in it
    expect(field(page, "width")).to_have_value("13.7")
    drag(page, "rows.H", 0, 0.4)
    expect(field(page, "rows.7.y")).to_have_value("12")
    drag(page, "head_table", 0, 0.3)
    expect(field(page, "head_table.y")).to_have_value("2.5")
    expect(seat(page, "CT1")).to_have_attribute("transform", re.compile(r"translate\(4\.55 2\.5\)"))
    for _ in range(6):
        page.locator("#undo").click()
    expect(page.locator("#undo")).to_be_disabled()
    expect(field(page, "spots.0.x")).to_have_value("6.35")
    expect(field(page, "spots.0.y")).to_have_value("14.6")

    drag(page, "spots.0", -3.22, 0)
    keep(page)
    expect(page.locator("#told-words")).to_contain_text("Đã lưu hội trường")
    assert event.run("seats", "list"), "the hall can be read"


def at_metres(page, id_):
    """Where a seat is seen at this moment, in metres from the left wall and the stage."""
    return page.locator(f'[data-seat="{id_}"]').evaluate(
        """node => {
          const [to, from] = [node.ownerSVGElement.getScreenCTM(), node.getScreenCTM()];
          return [(from.e - to.e) / to.a, (from.f - to.f) / to.a].map(v => Math.round(v * 100) / 100);
        }"""
    )


def test_a_block_is_dragged_in_all_rows_at_once(editor):
    page = editor
    pull = take_hold(page, "blocks.1")
    pull(0.56, 3)  # a block goes to the side alone
    assert [at_metres(page, one) for one in ("A07", "F12")] == [[7.8, 4.6], [11.8, 9.6]]
    assert at_metres(page, "A06") == [5.45, 4.6]
    page.mouse.up()
    expect(field(page, "blocks.1.x")).to_have_value("7.8")
    expect(page.locator("#moved")).to_have_text("dãy phải: cách mép trái 7,8 m")
    expect(seat(page, "F12")).to_have_attribute("transform", re.compile(r"translate\(11\.8 9\.6\)"))
    thing(page, "blocks.1").focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(field(page, "blocks.1.x")).to_have_value("6.8")
    for _ in range(2):
        page.locator("#undo").click()
    expect(field(page, "blocks.1.x")).to_have_value("7.25")


def test_tables_of_one_set_are_dragged_together(
    editor,
    violations,  # noqa: F811
):
    page = editor
    page.get_by_role("button", name="Hội trường mới").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Bàn tròn").check()
    dialog.get_by_label("Số hàng bàn").fill("2")
    dialog.get_by_label("Số bàn một hàng").fill("3")
    dialog.get_by_role("button", name="Vẽ").click()
    expect(seat(page, "B6.1")).to_be_visible()
    expect(thing(page, "tables.B5")).to_have_attribute("tabindex", "-1")
    x, y = (float(field(page, f"tables.0.{way}").input_value()) for way in "xy")
    first, last = at_metres(page, "B1.1"), at_metres(page, "B6.3")
    take_hold(page, "tables.B5")(-0.5, 0.6)
    moved = [[place[0] - 0.5, place[1] + 0.6] for place in (first, last)]
    seen = [at_metres(page, one) for one in ("B1.1", "B6.3")]
    assert seen == [pytest.approx(place, abs=0.06) for place in moved]
    page.mouse.up()
    expect(page.locator("#moved")).to_contain_text("6 bàn B: cách mép trái")
    expect(field(page, "tables.0.x")).to_have_value(f"{x - 0.5:g}")
    expect(field(page, "tables.0.y")).to_have_value(f"{y + 0.6:g}")
    thing(page, "tables.B1").focus()
    page.keyboard.press("Enter")
    expect(field(page, "tables.0.x")).to_be_focused()
    assert violations(page) == []


def test_a_thing_that_is_let_go_stays_where_it_was(editor):
    page = editor
    take_hold(page, "stage")(0, 2)
    expect(page.locator("#moved")).to_contain_text("cách mép sân khấu 2 m")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(field(page, "stage.y")).to_have_value("0")
    expect(page.locator("#undo")).to_be_disabled()
    drag(page, "spots.2", 50, 0)  # no further than the wall
    expect(field(page, "spots.2.x")).to_have_value("12.7")


def test_a_finger_on_a_thing_moves_it_and_not_the_page(editor):
    page = editor
    page.set_viewport_size({"width": 390, "height": 844})
    part = thing(page, "spots.1").locator(".hall-grip")
    part.scroll_into_view_if_needed()
    box, scrolled = part.bounding_box(), page.evaluate("scrollY")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        touched = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    touch("touchStart", (x, y))
    for step in range(1, 9):
        touch("touchMove", (x, y - 10 * step))
    touch("touchEnd")
    expect(field(page, "spots.1.y")).not_to_have_value("14.2")
    expect(field(page, "spots.1.x")).to_have_value("8.5")
    assert page.evaluate("scrollY") == scrolled


def test_a_thing_is_moved_by_the_arrow_keys_and_one_walk_is_taken_back_at_once(
    editor,
    violations,  # noqa: F811
):
    page = editor
    thing(page, "spots.0").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    expect(field(page, "spots.0.x")).to_have_value("6.1")
    expect(field(page, "spots.0.y")).to_have_value("13.6")
    expect(thing(page, "spots.0")).to_be_focused()
    expect(thing(page, "spots.0")).to_have_attribute(
        "aria-label", "Cửa chính: cách mép trái 6,1 m, cách mép sân khấu 13,6 m"
    )
    assert violations(page) == []
    page.keyboard.press("Control+z")
    expect(field(page, "spots.0.x")).to_have_value("6.35")
    expect(field(page, "spots.0.y")).to_have_value("14.6")
    thing(page, "spots.0").focus()
    page.keyboard.press("Enter")
    expect(field(page, "spots.0.x")).to_be_focused()
