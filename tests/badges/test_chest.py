import unicodedata
from itertools import combinations

import pytest

from badges.chest import ChestBadge, print_badges
from tests.badges.paper import codes_in, pages, rendered

HOST = "Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn"
EVENT = "Tọa đàm kỷ niệm 05 năm thành lập Trung tâm"
LONG_UNIT = (
    "Ban Quản lý P (tên dài để thử giao diện: Ban Quản lý Khu kinh tế cửa khẩu và các khu công"
    " nghiệp mẫu)"
)
BADGES = {
    "person": ChestBadge("Sở A", "Lý Văn Quý", "Ông", "Giám đốc", mark="SBN", colour="#1565C0"),
    "unnamed": ChestBadge("Sở C", title="Đại diện lãnh đạo", mark="SBN", colour="#1565C0"),
    "press": ChestBadge("Báo Lạng Sơn", title="Phóng viên ảnh", role="Báo chí", mark="BC"),
    "long": ChestBadge(
        LONG_UNIT,
        "Nguyễn Hoàng Bảo Minh Châu",
        "Bà",
        "Phó Trưởng ban\nkiêm Trưởng phòng Quản lý đầu tư và xây dựng cơ bản",
    ),
    "without end": ChestBadge("M" * 200, "W" * 80, "Bà", "W" * 120),
}
MM = 72 / 25.4


@pytest.mark.parametrize("badge", BADGES.values(), ids=BADGES.keys())
def test_a_badge_keeps_its_words_apart_and_off_the_cutting_lines(badge):
    (page,) = pages(print_badges([badge] * 8, EVENT, HOST))
    assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
    assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.0)] == []
    for ink in page.inks:
        column = int((ink.left / MM - 15) // 90)
        row = int((ink.top / MM - 28.5) // 60)
        left, top = 15 + 90 * column, 28.5 + 60 * row
        assert left + 4 < ink.left / MM < ink.right / MM < left + 86
        assert top + 1 < ink.top / MM < ink.bottom / MM < top + 59
    assert min(page.sizes) >= 6


def test_a_badge_says_who_and_never_carries_a_code():
    pdf = print_badges([BADGES["person"], BADGES["unnamed"], BADGES["press"]], EVENT, HOST)
    (page,) = pages(pdf)
    for words in ("Ông Lý Văn Quý", "Giám đốc", "Sở C", "Đại diện lãnh đạo", "ĐẠI BIỂU", "SBN"):
        assert words in page.text
    assert "BÁO CHÍ" in page.text
    (image,) = rendered(pdf, 150)
    assert codes_in(image) == []


def test_nine_badges_are_two_sheets_and_nfd_is_nfc():
    nfd = ChestBadge("Sở A", unicodedata.normalize("NFD", "Lý Văn Quý"), "Ông", "Giám đốc")
    nfc = ChestBadge("Sở A", "Lý Văn Quý", "Ông", "Giám đốc")
    sheets = [list(rendered(print_badges([one] * 9, EVENT, HOST), 40)) for one in (nfd, nfc)]
    assert [len(sheet) for sheet in sheets] == [2, 2]
    assert sheets[0][0].tobytes() == sheets[1][0].tobytes()
