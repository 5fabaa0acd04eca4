import unicodedata
from dataclasses import replace
from itertools import combinations

import pytest

from badges.chart import Chart, ChartBox, ChartLabel, ChartSeat, ChartStrip, LegendLine, print_chart
from tests.badges.paper import pages, plain, rendered

LONG_UNIT = (
    "Ban Quản lý P (tên dài để thử giao diện: Ban Quản lý Khu kinh tế cửa khẩu và các khu công"
    " nghiệp mẫu)"
)
NAMES = (
    ("Nguyễn Hoàng Bảo Minh Châu", "N.H.B.M. Châu", "Minh Châu", "Châu"),
    ("Lý Văn Quý", "L.V. Quý", "Văn Quý", "Quý"),
    ("W" * 60, "W" * 30, "W" * 20, "W" * 15),
    (),
)
UNITS = ("Sở A", LONG_UNIT, "M" * 200, "Phòng Hành chính - Tổng hợp, Văn phòng UBND tỉnh")


def a_chart(rows_drawn: int = 8, seats_a_row: int = 12, **fields) -> Chart:
    """Rows of two blocks with every kind of sitter, a table, a stage, doors."""
    drawn = [
        ChartSeat(f"CT{n}", 4 + 0.9 * n, 2.2, NAMES[0], "UBND tỉnh", "LDT", "#B71C1C")
        for n in range(1, 6)
    ]
    for row in range(rows_drawn):
        for n in range(seats_a_row):
            kind = row * seats_a_row + n
            x = 1.45 + 0.8 * n + (1.0 if n >= seats_a_row / 2 else 0)
            drawn.append(
                ChartSeat(
                    f"{chr(65 + row)}{n + 1:02}",
                    x,
                    4.6 + row,
                    NAMES[kind % 4],
                    UNITS[kind // 4 % 4],
                    "CCVC",
                    "#283593",
                    wheelchair=n == 0,
                )
            )  # fmt: skip
    width, depth = 0.8 * seats_a_row + 3.1, rows_drawn + 7.0
    return Chart(
        **{
            "host": "Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn",
            "title": "SƠ ĐỒ CHỖ NGỒI",
            "event": "Tọa đàm kỷ niệm 05 năm thành lập Trung tâm",
            "hall": "Hội trường tầng 3, Trung tâm Hội nghị tỉnh Lạng Sơn",
            "width": width,
            "depth": depth,
            "seats": drawn,
            "boxes": [ChartBox("SÂN KHẤU", 0, 0, width, 1.8)],
            "rows": [ChartLabel(chr(65 + n), x, 4.6 + n) for n in range(rows_drawn) for x in (0.7, width - 0.7)],
            "spots": [ChartLabel("Cửa chính", width / 2, depth - 0.4), ChartLabel("Cửa phụ", width - 0.2, 8.1)],
            "zones": [
                ChartStrip(f"Khu vực {LONG_UNIT}", 1.45, 1.45 + 0.8 * (seats_a_row / 2 - 1), 4.6 + n)
                for n in range(rows_drawn)
            ],
            "aisles": [0.7, width / 2, width - 0.7],
            "legend": [
                LegendLine("CCVC", f"VIII. Công chức, viên chức {n} {LONG_UNIT}", "#283593", "25")
                for n in range(10)
            ],
            "legend_title": "THÀNH PHẦN",
            "note": "Sơ đồ có họ tên đại biểu: chỉ dùng trong hội trường.",
            "made": "Lập lúc 07 giờ 30 phút ngày 17/11/2023",
            **fields,
        }
    )  # fmt: skip


NAMELESS = a_chart(seats=[replace(seat, names=(), unit="") for seat in a_chart().seats])


@pytest.mark.parametrize(("paper", "long_side"), [("a3", 420), ("a4", 297)])
@pytest.mark.parametrize("chart", [a_chart(), NAMELESS], ids=["names", "numbers"])
def test_nothing_on_the_chart_overlaps_or_leaves_the_paper(chart, paper, long_side):
    (page,) = pages(print_chart(chart, paper))
    assert round(page.width * 25.4 / 72) == long_side
    scale = long_side / 420
    rim = 9 * scale * 72 / 25.4
    assert [
        ink for ink in page.inks if ink.left < rim - 3 or ink.right > page.width - rim + 3
    ] == []
    assert [
        ink for ink in page.inks if ink.top < rim - 6 or ink.bottom > page.height - rim + 6
    ] == []
    assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.2 * scale)] == []


def test_every_seat_says_who_sits_there_in_letters_for_a_wall():
    (page,) = pages(print_chart(a_chart()))
    for seat in a_chart().seats:
        assert seat.id in page.text
    assert page.text.count("Lý Văn Quý") + page.text.count("L.V. Quý") == 24
    assert min(page.sizes) >= 6
    assert page.text.count("CCVC") >= 96


def test_a_whole_name_takes_two_lines_before_it_becomes_initials():
    names = ("Trần Thị Ví Dụ", "T.T.V. Dụ", "Ví Dụ", "Dụ")
    unit = "P. Hành chính - Tổng hợp"
    seats = [replace(seat, names=names, unit=unit) for seat in a_chart().seats]
    (page,) = pages(print_chart(a_chart(seats=seats)))
    assert page.text.count("Trần Thị Ví Dụ") == len(seats)
    assert "T.T.V." not in page.text
    assert page.text.count("Tổng hợp") == len(seats)


def test_the_entrance_sees_numbers_and_no_name():
    (page,) = pages(print_chart(NAMELESS))
    assert "A01" in page.text
    assert "Quý" not in page.text
    assert "Sở A" not in page.text


@pytest.mark.parametrize(("rows", "seats"), [(2, 8), (4, 10), (14, 20)])
def test_a_hall_of_another_size_fills_the_same_sheet(rows, seats):
    chart = a_chart(rows, seats)
    names = [replace(seat, names=("Lý Văn Quý", "Quý")[-1:], unit="Sở A") for seat in chart.seats]
    (page,) = pages(print_chart(replace(chart, seats=names)))
    assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.2)] == []


def test_a_hall_without_seats_is_drawn_with_what_it_has():
    (page,) = pages(print_chart(a_chart(seats=[], rows=[], zones=[])))
    assert "SÂN KHẤU" in page.text


def test_nfd_text_gives_the_same_chart_as_nfc():
    def decomposed(text):
        return unicodedata.normalize("NFD", text)

    chart = a_chart(2, 4)
    seats = [
        replace(seat, names=[decomposed(n) for n in seat.names], unit=decomposed(seat.unit))
        for seat in chart.seats
    ]
    (as_nfc,) = rendered(print_chart(chart), 50)
    (as_nfd,) = rendered(
        print_chart(replace(chart, seats=seats, event=decomposed(chart.event))), 50
    )
    assert as_nfc.tobytes() == as_nfd.tobytes()
    (page,) = pages(print_chart(chart))
    assert plain("Lập lúc 07 giờ 30 phút ngày 17/11/2023") in page.text
