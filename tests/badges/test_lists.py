from dataclasses import replace
from itertools import combinations

import pytest

from badges.lists import Column, Roll, Section, print_roll
from tests.badges.paper import pages

HOST = "Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn"
COLUMNS = (
    Column("STT", 0.5, "number"),
    Column("Họ và tên", 2),
    Column("Đơn vị", 2.5),
    Column("Mã số", 1.05, "number"),
    Column("Có mặt", 0.6, "tick"),
    Column("Ký nhận", 1, "write"),
)


@pytest.fixture(scope="module")
def sheets(cards):
    sections = []
    for group in dict.fromkeys(card.group_name for card in cards):
        rows = [
            (card.id, card.name or "", card.organisation, card.desk_code_spaced)
            for card in cards
            if card.group_name == group
        ]
        sections.append(Section(group, rows))
    roll = Roll(
        "Danh sách đại biểu",
        COLUMNS,
        sections,
        note="Dùng khi máy hỏng",
        made="Lập lúc 06 giờ 30",
        blank_rows=8,
    )
    return pages(print_roll(roll, HOST, "Văn phòng UBND tỉnh Lạng Sơn"))


def test_every_place_stands_on_the_list_once(sheets, cards):
    text = " ".join(page.text for page in sheets)
    for card in cards:
        assert text.count(card.id) == 1
        assert card.desk_code_spaced in text
        assert card.addressee in text


def test_every_page_has_the_columns_and_says_which_it_is(sheets):
    assert len(sheets) > 2
    for number, page in enumerate(sheets, 1):
        assert "Họ và tên" in page.text
        assert f"Trang {number}/{len(sheets)}" in page.text
        assert "Lập lúc 06 giờ 30" in page.text


def test_no_group_heading_stands_alone_at_the_foot_of_a_page(sheets, cards):
    headings = tuple({card.group_name[:30] for card in cards})
    for page in sheets:
        body = [ink for ink in page.inks if ink.bottom < page.height - 45]
        assert not max(body, key=lambda ink: ink.bottom).text.startswith(headings)


def test_nothing_on_the_list_overlaps_or_leaves_the_paper(sheets):
    for page in sheets:
        assert [ink for ink in page.inks if ink.left < 38 or ink.right > page.width - 38] == []
        assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.0)] == []


def test_a_list_of_nobody_still_has_lines_to_write_on():
    roll = Roll("Đại biểu ngoài danh sách", COLUMNS, [Section(None, [])], blank_rows=60)
    sheets = pages(print_roll(roll, HOST, across=True))
    assert (round(sheets[0].width), round(sheets[0].height)) == (842, 595)
    assert len(sheets) > 1


def test_a_list_to_sign_has_room_for_a_signature_and_says_who_answers_for_it():
    columns = (Column("Họ và tên", 2), Column("Ký nhận", 1, "sign"))
    roll = Roll("Ký nhận", columns, [Section("Sở A", [("Lý Văn Quý",), ("Vi Thị Én",)])])
    (page,) = pages(print_roll(replace(roll, signers=("Người lập", "Kế toán")), HOST))
    first, second = (next(i for i in page.inks if name in i.text) for name in ("Quý", "Én"))
    assert second.top - first.top > 9 * 72 / 25.4
    assert page.text.index("Én") < page.text.index("NGƯỜI LẬP") < page.text.index("KẾ TOÁN")
    assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.0)] == []


def test_empty_lines_do_not_seem_to_belong_to_the_last_section():
    roll = Roll("x", COLUMNS[:2], [Section("Sở A", [("01", "Lý Văn Quý")])], blank_rows=2)
    (page,) = pages(print_roll(roll, HOST))
    assert page.text.index("Lý Văn Quý") < page.text.index("Ngoài danh sách")
    (without,) = pages(print_roll(replace(roll, blank_rows=0), HOST))
    assert "Ngoài danh sách" not in without.text


def test_the_last_empty_lines_stay_on_one_page_wherever_it_ends():
    for many in range(24, 44):
        rows = [("01", "Lý Văn Quý")] * many
        sheets = pages(print_roll(Roll("x", COLUMNS[:2], [Section("A", rows)], blank_rows=4), HOST))
        # Where they went on, their heading would be said again.
        assert (many, sum("Ngoài danh sách" in page.text for page in sheets)) == (many, 1)


def test_what_is_read_aloud_is_in_larger_letters():
    roll = Roll("x", COLUMNS[:2], [Section(None, [("01", "Lý Văn Quý")])], letters=12.5)
    (page,) = pages(print_roll(roll, HOST))
    assert 12.5 in page.sizes


def test_a_row_that_does_not_match_the_columns_is_an_error():
    roll = Roll("x", COLUMNS, [Section(None, [("1", "2")])])
    with pytest.raises(ValueError, match="2 texts for 4 printed columns"):
        print_roll(roll, HOST)
