from dataclasses import replace
from itertools import combinations

import pytest
import zxingcpp

from badges.seating import NamePlate, SeatSlip, print_plates, print_slips
from tests.badges.paper import codes_in, pages, plain, rendered

EVENT = "Tọa đàm kỷ niệm 05 năm thành lập Trung tâm"
# Receipt printers have 8 dots a millimetre.
DOTS_AN_INCH = 203.2
LONG_UNIT = (
    "Ban Quản lý P (tên dài để thử giao diện: Ban Quản lý Khu kinh tế cửa khẩu và các khu công"
    " nghiệp mẫu)"
)
IN_A_ROW = SeatSlip("Sở A", "Lý Văn Quý", "Ông", "Giám đốc", row="B", number="07", side="dãy phải")
SLIPS = {
    "in a row": IN_A_ROW,
    "chairman's table": SeatSlip("UBND tỉnh", "Nguyễn Văn Mẫu", "Ông", seat="Bàn chủ trì"),
    "unnamed, no seat": SeatSlip("Sở C", title="Đại diện lãnh đạo"),
    "long": replace(
        IN_A_ROW,
        name="Nguyễn Hoàng Bảo Minh Châu Phương Thảo",
        title="Phó Trưởng ban kiêm Trưởng phòng Quản lý đầu tư và xây dựng",
        organisation=LONG_UNIT,
        notes=("Kính mời Bà gặp lễ tân để được hướng dẫn phần nhận khen thưởng",) * 2,
    ),
    "without end": replace(IN_A_ROW, name="W" * 80, organisation="M" * 200),
}
ANEW = {"code": "BCFGHJKLMNPRSTVXBCFGHJKLMNPRSTVXBCFG", "desk_code": "4821 7730"}
SLIPS |= {f"{name}, given anew": replace(slip, **ANEW) for name, slip in SLIPS.items()}
PLATES = {
    "person": NamePlate("Sở A", "Lý Văn Quý", "Giám đốc"),
    "organisation": NamePlate("Sở C", title="Đại diện lãnh đạo"),
    "long name": NamePlate(LONG_UNIT, "Nguyễn Hoàng Bảo Minh Châu", "Phó Trưởng ban"),
    "long organisation": NamePlate(LONG_UNIT),
    "without end": NamePlate("M" * 300, "W" * 200, "W" * 200),
}


@pytest.mark.parametrize(("paper", "width"), [("80mm", 80), ("58mm", 58), ("a6", 105)])
@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_keeps_its_words_apart_and_on_the_paper(slip, paper, width):
    (page,) = pages(print_slips([slip], EVENT, paper))
    mm = 72 / 25.4
    assert round(page.width / mm) == width
    # PDFium counts the space at a line's end as ink.
    rim = {"80mm": 4, "58mm": 5, "a6": 8}[paper] * mm - 3
    assert [ink for ink in page.inks if ink.left < rim or ink.right > page.width - rim] == []
    assert [ink for ink in page.inks if ink.top < 4 * mm or ink.bottom > page.height - 4 * mm] == []
    assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.0)] == []
    assert min(page.sizes) >= 8


def test_a_slip_says_who_and_where():
    (page,) = pages(print_slips([IN_A_ROW], EVENT))
    assert page.text.startswith(f"{EVENT} PHIẾU CHỖ NGỒI Ông Lý Văn Quý Giám đốc Sở A")
    for words in ("Hàng", "B", "Ghế", "07", "dãy phải"):
        assert words in page.text.split("Sở A")[1]


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (SLIPS["chairman's table"], "Ông Nguyễn Văn Mẫu UBND tỉnh Bàn chủ trì"),
        (SLIPS["unnamed, no seat"], "Đại diện lãnh đạo Sở C Lễ tân sẽ hướng dẫn vị trí ngồi"),
    ],
)
def test_a_place_that_is_in_no_row(slip, words):
    (page,) = pages(print_slips([slip], EVENT))
    assert words in page.text


@pytest.mark.parametrize("paper", ["80mm", "58mm", "a6"])
def test_a_code_that_was_given_anew_is_read_off_the_paper(paper):
    slip = replace(IN_A_ROW, **ANEW)
    pdf = print_slips([slip], EVENT, paper)
    (page,) = pages(pdf)
    (image,) = rendered(pdf, DOTS_AN_INCH)
    assert codes_in(image) == [ANEW["code"]]
    assert plain(page.text).startswith(f"{EVENT} PHIẾU MỜI Ông Lý Văn Quý Giám đốc Sở A 4821 7730")
    assert "Hàng" in page.text


@pytest.mark.parametrize(("paper", "dots"), [("80mm", 12), ("58mm", 10)])
def test_a_module_is_a_whole_number_of_the_printer_s_dots(paper, dots):
    (image,) = rendered(print_slips([replace(IN_A_ROW, **ANEW)], EVENT, paper), DOTS_AN_INCH)
    black = image.convert("L").point(lambda value: 0 if value < 128 else 255)
    [found] = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)
    corner = found.position.top_left
    # The upper edge of the code begins with the seven modules of its first mark.
    row = black.crop((corner.x, corner.y + 3, corner.x + 7 * dots + 4, corner.y + 4)).tobytes()
    assert abs(row.count(0) - 7 * dots) <= 1


def test_a_receipt_is_black_and_as_fine_as_the_printer():
    (image,) = rendered(print_slips([IN_A_ROW], EVENT, "80mm"), DOTS_AN_INCH)
    assert image.width == 640
    red, green, blue = image.split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


@pytest.mark.parametrize("plate", PLATES.values(), ids=PLATES.keys())
def test_a_plate_says_the_same_on_both_sides_and_nothing_leaves_it(plate):
    (page,) = pages(print_plates([plate]))
    fold = page.height / 2
    assert (round(page.width), round(page.height)) == (842, 595)
    upper = [ink for ink in page.inks if ink.bottom < fold]
    lower = [ink for ink in page.inks if ink.top > fold]
    assert len(upper) + len(lower) == len(page.inks)
    assert [ink for ink in page.inks if ink.left < 36 or ink.right > page.width - 36] == []
    assert [ink for ink in lower if ink.top < fold + 36 or ink.bottom > page.height - 36] == []
    assert [(a, b) for a, b in combinations(lower, 2) if a.overlaps(b)] == []
    (image,) = rendered(print_plates([plate]), 72)
    below = image.crop((0, image.height // 2, image.width, image.height))
    above = image.crop((0, 0, image.width, image.height // 2)).rotate(180)
    assert abs(ink_of(above) - ink_of(below)) < 0.05 * ink_of(below)


def ink_of(image) -> int:
    return sum(1 for value in image.convert("L").tobytes() if value < 200)


def test_a_plate_is_in_capitals_with_the_title_under_them():
    (page,) = pages(print_plates([PLATES["person"]]))
    assert page.text.count("LÝ VĂN QUÝ") == 2
    assert page.text.count("Giám đốc, Sở A") == 2


def test_a_plate_cuts_no_name_that_could_be_smaller():
    (page,) = pages(print_plates([PLATES["long organisation"]]))
    assert plain(LONG_UNIT.upper()) in page.text
    assert "…" not in page.text


def test_a_short_name_stays_large_over_a_title_of_two_lines():
    (page,) = pages(print_plates([NamePlate(LONG_UNIT, "Hà Văn Đạt", "Phó Trưởng ban")]))
    assert max(page.sizes) > 60


def test_a_plate_leaves_no_word_of_a_long_title_out():
    title = "Phó Giám đốc, Bí thư Đảng ủy, Trưởng Ban Chỉ đạo cải cách thủ tục hành chính, "
    plate = NamePlate(LONG_UNIT, "Nguyễn Phước Bảo Quỳnh Hương Trường Thụy", title * 2)
    (page,) = pages(print_plates([plate]))
    assert "…" not in page.text


def test_the_words_of_a_place_are_parted_between_and_not_inside_of_them():
    at_the_table = replace(SLIPS["chairman's table"], seat="Bàn chủ trì, ghế 03")
    (page,) = pages(print_slips([at_the_table], EVENT, "58mm"))
    assert {"Bàn chủ trì,", "ghế 03"} <= {ink.text for ink in page.inks}


def test_92_plates_are_a_page_each(cards):
    plates = [NamePlate(card.organisation, card.name, card.title) for card in cards]
    assert len(pages(print_plates(plates))) == 92
