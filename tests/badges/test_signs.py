from itertools import combinations

import pytest

from badges.signs import Side, Signpost, print_signs
from tests.badges.paper import pages, rendered

HOST = "Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn"
BOTH = (Side("left", "04 - 06"), Side("right", "07 - 09"))
LONG = "Sở, ban, ngành; đơn vị chung trụ sở; phòng, ban thuộc Văn phòng"
SIGNS = {
    "both sides": Signpost("Hàng B", "Row B", BOTH, ["Khách danh dự"], "Đặt ở lối đi giữa"),
    "left": Signpost("Hàng B", "Row B", BOTH[:1], [LONG]),
    "one seat": Signpost("Hàng AA", "Row AA", [Side("right", "107")], [LONG] * 4),
    "no aisle": Signpost("Hàng C", "Row C", [Side("here", "01 - 12")], []),
    "desk": Signpost("Bàn đón tiếp đại biểu", "Reception desk", [Side("left", "")], []),
    "on the spot": Signpost("Khu vực tác nghiệp của phóng viên", "Press area", [Side("here", "")]),
    "without end": Signpost(LONG * 4, "W" * 60, BOTH, ["W" * 200], LONG),
}


@pytest.mark.parametrize(("paper", "width"), [("a4", 297), ("a5", 210)])
@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS.keys())
def test_a_sign_keeps_its_words_apart_and_inside_its_frame(sign, paper, width):
    (page,) = pages(print_signs([sign], HOST, paper))
    mm = 72 / 25.4
    assert round(page.width / mm) == width
    rim = 14 * width / 297 * mm
    assert [i for i in page.inks if i.left < rim or i.right > page.width - rim] == []
    assert [i for i in page.inks if i.top < rim or i.bottom > page.height - rim] == []
    assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.5)] == []


def test_a_row_says_which_seats_lie_on_which_side():
    (page,) = pages(print_signs([SIGNS["both sides"]], HOST))
    left, right = (next(i for i in page.inks if s in i.text) for s in ("04", "07"))
    assert left.right < page.width / 2 < right.left
    assert "HÀNG B" in page.text
    assert "Khách danh dự" in page.text


def test_the_arrow_points_where_the_seats_are():
    left, right, both, none = (
        arrow_red(print_signs([Signpost("I", "", sides)], ""))
        for sides in (BOTH[:1], BOTH[1:], BOTH, [Side("here", "")])
    )
    assert left[0] > left[1]
    assert right[1] > right[0]
    assert abs(both[0] - both[1]) < 0.05 * both[0]
    # What is left is the ornament in the middle.
    assert sum(none) < 0.2 * sum(both)


def arrow_red(pdf):
    """How much red lies left and right of the middle, below the ornament."""
    (page,) = rendered(pdf, 60)
    red, green, _ = page.convert("RGB").split()
    width, height = page.size
    found = [0, 0]
    for x in range(60, width - 60):
        for y in range(int(height * 0.58), int(height * 0.72)):
            if red.getpixel((x, y)) > 145 and green.getpixel((x, y)) < 60:
                found[x > width / 2] += 1
    return tuple(found)
