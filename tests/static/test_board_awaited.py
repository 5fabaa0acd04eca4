"""Can it begin? Who is missing, at one glance, on an organiser's board and on no other."""

import pytest
from playwright.sync_api import expect

from tests.static.board_house import ALERT, AWAITED, door, headcount, morning


@pytest.fixture
def organiser(page, server):
    """The board of an organiser."""
    server.context = {"organises": True}
    page.goto(f"{server.url}/page/board")
    page.wait_for_selector("#connection[data-kind=live]")
    return page


def test_what_is_missing_is_said_in_a_sentence_and_by_name(organiser, server):
    words = organiser.locator("#ready-words")
    expect(words).to_have_text("Còn thiếu: 01 lãnh đạo, 16 đơn vị")
    assert organiser.locator(".awaited-count").all_inner_texts() == ["1/2", "00", "16"]
    # Who is awaited stands before who is here.
    assert [row.split("\n") for row in organiser.locator("#leaders li").all_inner_texts()] == [
        ["Lãnh đạo UBND tỉnh", "Báo vắng", "UBND tỉnh"],
        ["Ông Nguyễn Văn Mẫu", "đã đến 07:52", "Phó Chủ tịch UBND tỉnh"],
    ]
    expect(organiser.locator("#awards")).to_be_hidden()

    server.awaited = {
        "invited": 1,
        "leaders": AWAITED["leaders"][:1],
        "awards": [],
        "units": [],
    }
    server.tell(headcount=headcount(85, 100.0))
    expect(words).to_have_text("Lãnh đạo, đại biểu nhận khen thưởng và các đơn vị đã có mặt đủ")
    expect(organiser.locator("#ready")).not_to_have_attribute("data-lacks", "")

    server.awaited = {"invited": 0, "leaders": [], "awards": [], "units": []}
    server.tell(headcount=headcount(0, 0.0))
    expect(words).to_contain_text("Danh sách còn trống")
    expect(organiser.locator("#ready")).to_have_attribute("data-lacks", "")


def test_all_that_decides_stands_on_a_laptop_without_scrolling(organiser):
    expect(organiser.locator("#units li")).to_have_count(16)
    expect(organiser.locator(".door")).to_have_count(2)
    for part in ("#sentence", ".ratio", "#leaders", "#awards-title", "#units", "#pace-words"):
        box = organiser.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 800, part
    box = organiser.locator(".door").last.bounding_box()
    assert box["y"] + box["height"] <= 800


DOORS = (
    "Cửa chính", "Cửa phụ phía nhà để xe cán bộ", "Bàn đón tiếp đại biểu tỉnh",
    "Bàn đón tiếp báo chí, phóng viên", "Sảnh tầng 2 - thang máy số 1",
    "Sảnh tầng 2 - thang máy số 2", "Cổng Bưu điện, đường Hùng Vương",
    "Quầy dự phòng của Văn phòng", "Phòng khách lãnh đạo", "Lối đi dành cho xe lăn",
)  # fmt: skip
PAGES = ("Tổng quan", "Danh sách đại biểu", "Phát hành phiếu mời", "Sơ đồ chỗ ngồi", "Cài đặt")


@pytest.mark.parametrize("leaders", [1, 2])
@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1280, 800), (1920, 1080)])
def test_ten_doors_stand_there_too_though_leaders_are_at_one_of_them(
    page,
    server,
    violations,
    size,
    leaders,
):
    width, height = size
    server.context = {
        "organises": True,
        "menu": [{"href": "/", "label": label, "current": label == PAGES[0]} for label in PAGES],
    }
    server.doors = [door(name) for name in DOORS]
    silent = {"battery": {"percent": 12, "plugged": False}}
    server.doors[2] = door(DOORS[2], "silent", "battery", **silent)
    server.doors[6] = door(DOORS[6], "never") | {"machine": None}
    server.morning = morning(alerts=[ALERT | {"number": n} for n in range(1, leaders + 1)])
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server.url}/page/board")
    expect(page.locator(".door")).to_have_count(10)
    expect(page.locator(".alert")).to_have_count(leaders)
    for part in (*page.locator(".door").all(), page.locator("#units"), page.locator("#pace-words")):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= height, part.inner_text()
        assert box["x"] + box["width"] <= width
    first = page.locator(".door[data-trouble] .door-state").first
    assert first.bounding_box()["y"] < page.locator(".door-name").first.bounding_box()["y"] + 40
    assert violations(page) == []


def test_with_few_doors_both_leaders_stand_there_whole_though_one_is_at_the_door(page, server):
    server.context = {"organises": True, "menu": []}
    server.doors = [door(name) for name in DOORS[:3]]
    server.morning = morning(alerts=[ALERT])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server.url}/page/board")
    expect(page.locator(".door")).to_have_count(3)
    expect(page.locator("#leaders li")).not_to_have_count(0)
    leaders = page.locator("#leaders").bounding_box()
    for one in page.locator("#leaders li").all()[:2]:
        box = one.bounding_box()
        assert box["y"] + box["height"] <= leaders["y"] + leaders["height"] + 1
    last = page.locator(".door").last.bounding_box()
    assert last["y"] + last["height"] <= 800


def test_on_paper_stand_the_figures_and_who_is_missing_and_nothing_to_press(organiser):
    expect(organiser.locator("#units li")).to_have_count(16)
    organiser.evaluate("document.documentElement.dataset.theme = 'dark'")
    organiser.set_viewport_size({"width": 700, "height": 1000})  # as wide as a sheet
    organiser.emulate_media(media="print")
    for part in ("#sentence", ".ratio", "#leaders", "#units", "#group-list"):
        expect(organiser.locator(part)).to_be_visible()
    for button in organiser.locator("button, select").all():
        expect(button).to_be_hidden()
    assert (
        organiser.locator("#units").evaluate("list => list.scrollHeight - list.clientHeight") == 0
    )
    ink = organiser.locator("#sentence").evaluate("words => getComputedStyle(words).color")
    assert ink == "rgb(0, 0, 0)"
    assert organiser.evaluate("document.documentElement.scrollWidth") == 700


def test_whose_session_was_left_alone_sees_no_names(organiser, server, page_errors):
    expect(organiser.locator("#leaders li")).to_have_count(2)
    server.awaited = None
    server.tell()
    expect(organiser.locator("#ready-words")).to_contain_text("đăng nhập lại")
    expect(organiser.locator("#ready-panels")).to_be_hidden()
    assert all("403" in error for error in page_errors)
    page_errors.clear()  # what the browser itself says of the refusal


def test_others_have_no_such_panels(board):
    assert board.locator("#ready, #units, #leaders").count() == 0
    assert board.locator("#pace").count() == 1
