"""The organiser's board: true figures, moved at once, in every size and however the line is."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.rig.browser import moves_of
from tests.rig.waiting import crowd
from tests.static import documents
from tests.static.board_house import SENTENCE, event, headcount

FIGURES = """() => Object.fromEntries([...document.querySelectorAll("[data-figure]")]
  .map((element) => [element.dataset.figure, element.textContent]))"""
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


def lines(locator):
    return [re.sub(r"\s+", " ", text).strip() for text in locator.all_inner_texts()]


def connected(page, kind):
    page.wait_for_selector(f"#connection[data-kind={kind}]")


def test_the_figures_are_those_of_eight_o_clock(board):
    assert board.evaluate(FIGURES) == {
        "present": "72", "invited": "85", "rate": "84,7%", "absent": "13", "excused": "04",
        "unexplained": "09", "substitutes": "03", "press": "06/07", "walk_ins": "00",
    }  # fmt: skip
    assert board.inner_text("#sentence") == SENTENCE.format(present=72, rate="84,7")


def test_each_group_has_its_numeral_its_code_and_its_places(board):
    rows = board.locator(".group")
    assert [text.split()[:2] for text in lines(rows)] == [
        [numeral, code]
        for numeral, code in zip(
            ROMAN,
            ["LDT", "LDVP", "PBVP", "SBN", "DVPH", "CTS", "TT", "CCVC", "NVDV", "BC"],
            strict=True,
        )
    ]
    assert rows.nth(3).locator(".taken").count() == 14
    assert rows.nth(3).locator(".free").count() == 3
    assert rows.nth(3).locator(".spoken-only").text_content() == "14 có mặt trên 17 được mời"


def test_a_group_too_large_for_squares_is_a_bar(page, server):
    server.headcount["by_group"]["CCVC"] = {"invited": 800, "present": 200}
    page.goto(f"{server.url}/page/board")
    bar = page.locator("[data-group=CCVC] .places-bar")
    expect(bar).to_have_css("background-size", "25% 100%")


def test_an_arrival_is_on_the_board_within_a_second(board, server):
    waits, moved_at = [], moves_of(board, "[data-figure=present]")
    for present, *came in ((71,), (70,), (73, event(1, documents.CHAU))):
        began = time.time()
        server.tell(*came, headcount=headcount(present, 85.9))
        expect(board.locator("[data-figure=present]")).to_have_text(str(present))
        waits.append(moved_at() - began)
    # Other tests share the machine; a board that is not told at once is late each time.
    assert min(waits) < 1 * crowd(), waits
    assert lines(board.locator(".arrival")) == [
        "07:46 Bà Nguyễn Hoàng Bảo Minh Châu Phó Giám đốc, Sở H Ghế B04 · Cửa chính IV SBN"
    ]


def test_a_place_without_a_name_and_an_admission_taken_back_say_so(board, server):
    server.tell(
        event(1, None, organisation="Sở C", seat=None),
        event(2, documents.HUY, kind="undone", group="TT"),
    )
    expect(board.locator(".arrival")).to_have_count(2)
    assert lines(board.locator(".arrival-name")) == ["Ông Trần Quang Huy", "Đại diện chưa có tên"]
    assert lines(board.locator(".arrival-post")) == ["Đã hủy ghi nhận", "Sở C"]


def test_the_head_of_the_chain_is_shown_for_people_to_hold(board):
    assert board.inner_text("#chain") == "Nhật ký đến lượt 0, mã kiểm tra 9f31 c0aa 9f31 c0aa"


def test_the_hour_is_the_server_s(board):
    assert board.inner_text("#clock") == "08:00"


def test_a_refused_scan_is_no_arrival(board, server):
    server.tell(event(1, None, kind="refused", reason="unknown_code"), event(2, documents.CHAU))
    expect(board.locator(".arrival")).to_have_count(1)


def test_a_double_entry_is_a_card_with_both_hours_and_both_doors(board, server):
    first = {"at": "2023-11-17T07:41:00+07:00", "station": "Cửa A"}
    server.tell(event(1, documents.CHAU, kind="conflict", at="07:43", station="Cửa B", first=first))
    expect(board.locator(".clash")).to_have_count(1)
    assert lines(board.locator(".clash")) == [
        "Bà Nguyễn Hoàng Bảo Minh Châu Phó Giám đốc, Sở H Lần đầu 07:41 Cửa A Lần sau 07:43 Cửa B"
    ]


def test_what_is_wrong_with_the_house_stands_at_the_top_until_it_is_mended(board, server):
    server.more = {"notices": ["Quầy 2: 41–44 còn thiếu"]}
    server.tell()
    expect(board.locator("#notices")).to_have_text("Quầy 2: 41–44 còn thiếu")
    server.more = {"notices": []}
    server.tell()
    expect(board.locator("#notices")).to_be_hidden()


def test_where_the_stream_is_full_the_board_asks(page, server, page_errors):
    server.stream_full = True
    page.goto(f"{server.url}/page/board")
    connected(page, "polling")
    server.tell(event(1, documents.CHAU), headcount=headcount(73, 85.9))
    expect(page.locator("[data-figure=present]")).to_have_text("73")
    page_errors.expect("503")  # of the stream, again and again


def test_a_broken_stream_is_bridged_and_taken_up_again(board, server, page_errors):
    server.break_streams()
    connected(board, "polling")
    server.tell(event(1, documents.CHAU), headcount=headcount(73, 85.9))
    expect(board.locator("[data-figure=present]")).to_have_text("73")
    connected(board, "live")
    page_errors.clear()


def test_a_board_without_its_server_says_from_when_its_figures_are(board, server, page_errors):
    server.away = True
    server.break_streams()
    connected(board, "lost")
    assert re.fullmatch(
        r"Mất kết nối\. Số liệu lúc \d\d:\d\d", board.inner_text("#connection").strip()
    )
    server.away = False
    connected(board, "live")
    page_errors.clear()


def test_a_late_document_does_not_turn_the_figures_back(board, server):
    server.tell(event(5, documents.CHAU), headcount=headcount(76, 89.4))
    expect(board.locator("[data-figure=present]")).to_have_text("76")
    late = {"seq": 3, "headcount": headcount(71, 83.5), "events": [event(3, documents.DAT)]}
    for listener in server.listeners:
        listener.put(late)
    expect(board.locator(".arrival")).to_have_count(2)
    assert board.inner_text("[data-figure=present]") == "76"
    assert "Châu" in lines(board.locator(".arrival"))[0]


def test_a_server_restored_from_a_backup_is_believed_again(page, server):
    server.more = {"incarnation": "first"}
    server.events = [event(7, documents.CHAU), event(8, documents.DAT)]
    server.headcount = headcount(74, 87.1)
    page.goto(f"{server.url}/page/board")
    connected(page, "live")
    expect(page.locator(".arrival")).to_have_count(2)

    server.more = {"incarnation": "second", "groups": []}
    server.events = []
    server.tell(event(3, documents.HUY), headcount=headcount(71, 83.5))
    expect(page.locator("[data-figure=present]")).to_have_text("71")
    expect(page.locator(".arrival-name")).to_have_text(["Ông Trần Quang Huy"])


def test_the_sentence_is_copied(board):
    board.context.grant_permissions(["clipboard-read", "clipboard-write"])
    board.click("#copy")
    expect(board.locator("#copy-text")).to_have_text("Đã sao chép")
    copied = board.evaluate("navigator.clipboard.readText()")
    assert copied == SENTENCE.format(present=72, rate="84,7")


def test_the_sentence_is_copied_also_where_the_browser_has_no_clipboard(board):
    board.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    board.click("#copy")
    expect(board.locator("#copy-text")).to_have_text("Đã sao chép")


def test_a_screen_reader_is_told_the_sentence_and_not_at_every_scan(page, server):
    page.clock.install()
    page.goto(f"{server.url}/page/board")
    spoken = page.locator("#sentence-spoken")
    expect(spoken).to_contain_text("Có mặt: 72")
    connected(page, "live")
    server.tell(event(1, documents.CHAU), headcount=headcount(73, 85.9))
    expect(page.locator("[data-figure=present]")).to_have_text("73")
    assert "Có mặt: 72" in spoken.text_content()
    page.clock.run_for(21_000)
    expect(spoken).to_contain_text("Có mặt: 73")


def test_english_and_the_chosen_look_are_remembered(board, server):
    board.click("#language")
    board.click("#theme")
    board.click("#theme")
    board.reload()
    connected(board, "live")
    assert board.inner_text("h1") == "Overview"
    assert board.inner_text("[data-figure=rate]") == "84.7%"
    assert board.locator("html").get_attribute("data-theme") == "dark"
    assert board.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 16, 13)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_whole_and_accessible_from_phone_to_projector(page, server, violations, scheme):
    clash = event(9, documents.DAT, kind="conflict", at="07:53", station="Quầy 2")
    clash["first"] = {"at": "2023-11-17T07:47:00+07:00", "station": "Cửa chính"}
    server.events = [event(1, documents.CHAU), event(2, documents.TECHNICIAN, group="PBVP"), clash]
    server.more = {"notices": ["Quầy 2: 41–44 còn thiếu"]}
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{server.url}/page/board")
    connected(page, "live")
    expect(page.locator(".group")).to_have_count(10)
    for width, height in ((390, 844), (1280, 800), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert (width, violations(page)) == (width, [])


def test_on_a_projector_the_whole_board_needs_no_scrolling(board):
    board.set_viewport_size({"width": 1920, "height": 1080})
    assert board.evaluate("document.documentElement.scrollHeight") == 1080


def test_the_keyboard_reaches_every_switch_and_shows_where_it_is(board):
    reached = []
    for _ in range(6):
        board.keyboard.press("Tab")
        reached.append(
            board.evaluate("document.activeElement.id || document.activeElement.className")
        )
        assert board.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached == ["skip", "top-home", "sound", "language", "theme", "copy"]
