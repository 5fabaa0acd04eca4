"""The live morning on the board: leaders, the curve, the answers so far, the doors."""

import re

import pytest
from playwright.sync_api import expect

from tests.rig.waiting import until
from tests.static import documents
from tests.static.board_house import ALERT, door, event, headcount, morning

EXPECTED = {
    "coming": 38, "not_coming": 4, "silent": 43, "press": 7, "least": 38, "likely": 77,
    "most": 81, "chairs": 88, "tea": 84, "documents": 84,
}  # fmt: skip


@pytest.fixture
def organiser(page, server):
    """The board of somebody who may receive a leader and see telephone numbers."""
    server.context = {"organises": True}
    page.goto(f"{server.url}/page/board")
    page.wait_for_selector("#connection[data-kind=live]")
    return page


def test_the_curve_says_in_words_how_many_will_be_here(board):
    expect(board.locator("#pace-words")).to_have_text(
        "Với tốc độ hiện nay (1,6 đại biểu mỗi phút), đến 08:15 sẽ có mặt khoảng 81 đại biểu."
    )
    assert board.locator(".pace-line").get_attribute("d").startswith("M0 300L")
    # 72 of 85 at eight, and on to 81 at the opening, which is the right edge.
    assert board.locator(".pace-forecast").get_attribute("d") == "M667 46L1000 14"
    assert board.locator(".pace-top").inner_text() == "85 được mời"


def test_without_an_hour_and_before_anybody_the_words_say_so(board, server):
    nothing = {"curve": None, "starts": None, "forecast": None}
    server.morning = morning(arrivals=nothing, expected=EXPECTED)
    server.tell(headcount=headcount(0, 0.0))
    words = board.locator("#pace-words")
    expect(words).to_have_text("Chưa đặt ngày, giờ khai mạc nên chưa dự báo được.")
    expect(board.locator("#pace-picture")).to_be_hidden()
    expect(board.locator("#expected-likely")).to_have_text(
        "Dự kiến có mặt khoảng 77 đại biểu (ít nhất 38, nhiều nhất 81)."
    )
    expect(board.locator("[data-expected=documents]")).to_have_text("84")

    nothing["starts"] = "2023-11-17T08:15:00+07:00"
    server.morning = morning(arrivals=nothing)
    server.tell()
    expect(words).to_have_text("Chưa có đại biểu nào đến. Khai mạc lúc 08:15.")
    expect(board.locator("#expected")).to_be_hidden()


def test_a_leader_is_announced_and_whoever_may_says_that_somebody_has_gone(organiser, server):
    server.morning = morning(alerts=[ALERT])
    server.tell(event(41, documents.CHAU))
    expect(organiser.locator(".alert-text")).to_have_text(ALERT["text"])
    organiser.get_by_role("button", name="Đã đón").click()
    expect(organiser.locator("#alert-said")).to_have_text("Đã đón: Lương Thị Ngọc Ánh, lúc 07:53")
    expect(organiser.locator(".alert")).to_have_count(0)
    assert server.received == [41]

    server.morning = morning()
    server.tell()
    expect(organiser.locator("#alerts")).to_be_hidden()


@pytest.mark.parametrize("size", [(390, 844), (1280, 800), (1920, 1080)])
def test_twenty_leaders_at_once_leave_the_numbers_in_sight_and_the_last_comes_first(
    organiser, server, size
):
    organiser.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    texts = [ALERT["text"].replace("Mẫu", f"Mẫu {n}") for n in range(20)]
    server.morning = morning(
        alerts=[ALERT | {"number": n, "text": text} for n, text in enumerate(texts)]
    )
    server.tell()
    expect(organiser.locator(".alert")).to_have_count(20)
    expect(organiser.locator(".alert-text").first).to_have_text(texts[-1])
    box = organiser.locator(".ratio").bounding_box()
    assert box["y"] + box["height"] <= size[1]


def test_others_see_the_leader_and_no_button_and_no_telephone(board, server):
    server.morning = morning(alerts=[ALERT])
    server.tell()
    expect(board.locator(".alert")).to_have_count(1)
    assert board.locator(".alert button").count() == 0
    assert board.locator("#calls").count() == 0


def test_the_sound_is_off_until_it_is_switched_on(board):
    button = board.locator("#sound")
    expect(button).to_have_text(re.compile("Âm thanh tắt"))
    button.click()
    expect(button).to_have_text(re.compile("Âm thanh bật"))
    assert button.get_attribute("aria-pressed") == "true"


def test_each_door_says_in_words_how_it_is(page, server):
    silent = door("Cửa phụ", "silent", "battery", battery={"percent": 12, "plugged": False})
    server.doors = [door("Cửa chính"), silent, door("Bàn 1", "never") | {"machine": None}]
    page.goto(f"{server.url}/page/board")
    expect(page.locator(".door")).to_have_count(3)
    assert page.locator(".door-state").all_inner_texts() == [
        "Hoạt động tốt",
        "Mất liên lạc từ 08:00 · Pin còn 12%, chưa cắm điện",
        "Chưa kết nối lần nào",
    ]
    assert page.locator(".door-facts").first.inner_text() == (
        "Báo lúc 08:00 · chờ gửi 00 · 1 đầu đọc · camera tốt · pin 80%, đang cắm điện"
    )


def test_the_call_list_opens_a_quarter_of_an_hour_before_and_takes_answers(organiser, server):
    expect(organiser.locator("#calls")).to_have_attribute("open", "")
    row = organiser.locator(".call")
    expect(row).to_have_count(1)
    assert row.locator("a").get_attribute("href") == "tel:0530000002"
    row.locator("input").fill("Đang trên xe")
    row.get_by_role("button").click()
    expect(organiser.locator("#calls-said")).to_have_text("Đã ghi.")
    expect(row.locator(".call-said")).to_have_text("“Đang trên xe” (Ánh, 07:53)")
    row.locator("select").select_option("not_coming")
    expect(row.locator("select")).to_have_value("not_coming")
    until("the answer", lambda: server.answered == [("DB002", "not_coming")])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_is_accessible_from_phone_to_projector(page, server, violations, scheme):
    server.context = {"organises": True}
    server.morning = morning(alerts=[ALERT], expected=EXPECTED)
    server.doors = [door("Cửa chính"), door("Cửa phụ", "waiting", "clock", waiting=12)]
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{server.url}/page/board")
    expect(page.locator(".alert")).to_have_count(1)
    expect(page.locator(".call")).to_have_count(1)
    expect(page.locator(".door")).to_have_count(2)
    for width, height in ((390, 844), (1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert (width, violations(page)) == (width, [])


def test_an_organiser_says_where_the_programme_is(organiser, server):
    choice = organiser.get_by_label("Đang ở phần")
    expect(choice).to_have_value("")
    choice.select_option("1")
    expect(organiser.locator("#point-said")).to_have_text(
        "Đã báo bàn đón tiếp và màn hình chào mừng."
    )
    expect(choice).to_have_value("1")
    assert server.points == [1]
    choice.select_option("")
    expect(choice).to_have_value("")
    expect(organiser.locator("#point-said")).to_be_visible()
