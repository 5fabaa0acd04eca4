import unicodedata
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from badges.drawing import Card, Drawing, Look, Occasion, card_pictures, picture_job, print_cards
from badges.typesetting import TypesettingError, set_pdf
from tests.badges.cast import OCCASION, WORDY_OCCASION
from tests.badges.paper import Ink, Page, codes_in, pages, picture, plain, recompressed, rendered

# Where the codes stand, quiet zone and all, in points of the picture's page.
CODE_LEFT, CODE_SIDE = 39, 574


def a_card(**fields) -> Card:
    return Card(
        **{
            "id": "DB001",
            "code": "BCFGHJKLMNPRSTVXBCFGHJKLMNPRSTVXBCFG",
            "desk_code": "48217735",
            "organisation": "Sở A",
            "group_code": "SBN",
            "group_number": "IV",
            "group_name": "Đại diện lãnh đạo các sở, ban, ngành có TTHC thực hiện tại Trung tâm",
            "group_colour": "#1565C0",
            "name": "Lý Văn Quý",
            "honorific": "Ông",
            "title": "Giám đốc",
            **fields,
        }
    )


LONG_UNIT = (
    "Ban Quản lý P (tên dài để thử giao diện: Ban Quản lý Khu kinh tế cửa khẩu và các khu công"
    " nghiệp mẫu)"
)
CAST = {
    "named": a_card(),
    "unnamed": a_card(name=None, honorific=None, title="Đại diện lãnh đạo", organisation="Sở C"),
    "unnamed, long unit": a_card(name=None, title="Đại diện lãnh đạo", organisation=LONG_UNIT),
    "press": a_card(name=None, title="Phóng viên ảnh", organisation="Báo Lạng Sơn"),
    "five syllables": a_card(name="Nguyễn Hoàng Bảo Minh Châu", honorific="Bà"),
    "long unit": a_card(title="Phó Trưởng ban", organisation=LONG_UNIT),
    "two-line title": a_card(
        title="Phó Trưởng ban\nkiêm Trưởng phòng Quản lý đầu tư và xây dựng cơ bản",
        organisation=LONG_UNIT,
    ),
    "everything long": a_card(
        name="Nguyễn Thị Phương Thảo Ngọc Khuê Quỳnh Trường " * 3,
        title="Phó Trưởng ban chuyên trách kiêm Phó Chánh Văn phòng " * 3,
        organisation="Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn " * 4,
        group_name="Đại diện lãnh đạo các cơ quan, đơn vị, doanh nghiệp " * 4,
    ),
    "words without end": a_card(
        name="W" * 90, title="M" * 90, organisation="WM" * 100, group_name="W" * 120
    ),
    "nothing but a unit": a_card(name=None, honorific=None, title=None),
}


def a_picture(card: Card, occasion: Occasion = OCCASION, look: Look = "plain") -> Page:
    """Measure a picture: what all share, with the card's own words over it."""
    ground, words = pages(set_pdf(picture_job([card], Drawing.of(occasion), look)))
    return replace(
        ground,
        text=f"{words.text} {ground.text}",
        inks=words.inks + ground.inks,
        sizes=words.sizes | ground.sizes,
    )


def text_of(card: Card, occasion: Occasion = OCCASION) -> str:
    return a_picture(card, occasion).text


@pytest.mark.parametrize("occasion", [OCCASION, WORDY_OCCASION], ids=["usual", "wordy"])
@pytest.mark.parametrize("card", CAST.values(), ids=CAST.keys())
def test_nothing_on_the_picture_is_clipped_overlaps_or_is_too_small(card, occasion):
    page = a_picture(card, occasion, "styled")
    assert (page.width, page.height) == (1080, 1350)
    assert min(page.sizes) >= 28
    assert [ink for ink in page.inks if ink.left < 70 or ink.right > 1010] == []
    assert [ink for ink in page.inks if ink.top < 36 or ink.bottom > 1350 - 34] == []
    assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b)] == []
    code = code_box(page)
    assert [ink for ink in page.inks if ink.overlaps(code, slack=0)] == []


@pytest.mark.parametrize("look", ["plain", "styled"])
def test_day_and_place_are_whole_where_the_name_of_the_group_is_cut(look):
    venue = (
        "Hội trường tầng 3, Trung tâm Hội nghị tỉnh Lạng Sơn, số 2 đường Hùng Vương, "
        "phường Chi Lăng, thành phố Lạng Sơn"
    )
    name = "Đại diện lãnh đạo: Bưu điện tỉnh, Viễn Thông Lạng Sơn, Vietin Bank Chi nhánh Lạng Sơn; "
    settled = replace(OCCASION, time="08 giờ 00 phút, ngày 17/11/2023", place=venue)
    card = a_card(group_name=f"{name}Điện lực Lạng Sơn và các doanh nghiệp khác")
    text = plain(a_picture(card, settled, look).text)
    assert plain(venue) in text
    assert "…" in text


def code_box(page) -> Ink:
    """The code stands above its desk code, the quiet zone reaches down to it."""
    (label,) = [ink for ink in page.inks if ink.text.startswith("Mã số")]
    bottom = label.top - 6
    return Ink("", CODE_LEFT, bottom - CODE_SIDE + 8, CODE_LEFT + CODE_SIDE, bottom)


@pytest.mark.parametrize("card", CAST.values(), ids=CAST.keys())
def test_a_print_keeps_its_words_apart_and_on_the_paper(card):
    drawing = Drawing.of(WORDY_OCCASION)
    (a5,) = pages(print_cards([card], drawing))
    (a4,) = pages(print_cards([card] * 4, drawing, four_a_sheet=True))
    assert (round(a5.width), round(a5.height)) == (420, 595)
    assert (round(a4.width), round(a4.height)) == (595, 842)
    for page in (a5, a4):
        assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.5)] == []
    rim = 14  # five millimetres that a desk printer leaves blank
    assert [ink for ink in a4.inks if ink.left < rim or ink.right > a4.width - rim] == []
    assert [ink for ink in a4.inks if ink.left < 297.6 < ink.right] == []
    assert min(a5.sizes) >= 9.9


def test_the_card_says_who_is_invited_to_what_and_how_to_send_another():
    text = text_of(CAST["named"])
    for words in (
        "VĂN PHÒNG UBND TỈNH LẠNG SƠN",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG TỈNH LẠNG SƠN",
        "PHIẾU MỜI",
        "Trân trọng kính mời Ông Lý Văn Quý Giám đốc Sở A tới dự TỌA ĐÀM kỷ niệm 05 năm",
        "Thời gian Dự kiến trong tháng 11/2023 (thời gian cụ thể sẽ thông báo sau)",
        "Địa điểm Tại thành phố Lạng Sơn (cụ thể sẽ thông báo sau)",
        "IV · SBN",
        "Mã số 4821 7735",
        "Trường hợp cử người dự thay, kính đề nghị thông báo trước qua",
        "qua Phòng Hành chính - Tổng hợp, điện thoại 0205 300 0000.",
    ):
        assert plain(words) in text
    assert "lễ kỷ niệm" not in text.casefold()


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (CAST["unnamed"], "Trân trọng kính mời Đại diện lãnh đạo Sở C tới dự"),
        (CAST["press"], "Trân trọng kính mời Phóng viên ảnh Báo Lạng Sơn tới dự"),
        (CAST["nothing but a unit"], "Trân trọng kính mời Sở A tới dự"),
        (a_card(honorific=None), "Trân trọng kính mời Lý Văn Quý Giám đốc"),
        (
            a_card(title="Phó Chủ tịch UBND tỉnh", organisation="UBND tỉnh"),
            "Ông Lý Văn Quý Phó Chủ tịch UBND tỉnh tới dự",
        ),
        (a_card(name=None, title=None, organisation=""), "Trân trọng kính mời Quý đại biểu"),
    ],
)
def test_whom_a_card_addresses(card, words):
    assert words in text_of(card)


@pytest.mark.parametrize(
    ("contact", "phone", "words"),
    [
        ("Phòng A", None, "thông báo trước qua Phòng A."),
        (None, "0205 1", "thông báo trước qua điện thoại 0205 1."),
        (None, None, "thông báo trước cho Ban Tổ chức."),
    ],
)
def test_whom_to_tell_about_a_stand_in(contact, phone, words):
    assert words in text_of(a_card(), replace(OCCASION, contact=contact, phone=phone))


def test_what_is_not_decided_says_so():
    text = text_of(a_card(), replace(OCCASION, time=None, place=None))
    assert "Thời gian Cụ thể sẽ thông báo sau Địa điểm Cụ thể sẽ thông báo sau" in text


def test_an_event_that_does_not_begin_with_its_kind_is_named_whole():
    occasion = replace(OCCASION, event="Hội nghị tổng kết năm 2023")
    assert "tới dự Hội nghị tổng kết năm 2023" in text_of(a_card(), occasion)


def test_nfd_text_gives_the_same_picture_as_nfc(drawing):
    def decomposed(card):
        fields = ("name", "title", "organisation", "group_name")
        return replace(
            card, **{name: unicodedata.normalize("NFD", getattr(card, name)) for name in fields}
        )

    card = a_card(name="Phùng Thị Thuỷ", title="Trưởng phòng", organisation="Phòng Khoa giáo")
    assert card_pictures([decomposed(card)], drawing) == card_pictures([card], drawing)


def test_the_emblem_of_a_file_stands_on_the_card_and_in_the_code(tmp_path):
    emblem = tmp_path / "Biểu trưng.SVG"
    emblem.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<path fill="#00f" d="M0 0h9v9H0z"/></svg>'
    )
    (png,) = card_pictures([a_card()], Drawing.of(replace(OCCASION, emblem=emblem)))
    image = picture(png)
    blue = [y for y in range(1350) if image.getpixel((540 if y < 500 else 326, y))[2] > 200
            and image.getpixel((540 if y < 500 else 326, y))[0] < 60]  # fmt: skip
    assert min(blue) < 300
    assert max(blue) > 800
    assert codes_in(image) == [a_card().code]


def test_an_emblem_that_is_no_picture_stops_the_work(tmp_path):
    emblem = tmp_path / "emblem.png"
    emblem.write_bytes(b"nothing of the kind")
    with pytest.raises(TypesettingError):
        Drawing.of(replace(OCCASION, emblem=emblem))
    with pytest.raises(TypesettingError, match=r"no-such-emblem\.png"):
        Drawing.of(replace(OCCASION, emblem=Path("no-such-emblem.png")))


@pytest.mark.parametrize("look", ["plain", "styled"])
def test_the_code_is_black_on_white_420_pixels_wide_with_four_modules_around(look, drawing):
    (png,) = card_pictures([a_card()], drawing, look)
    image = picture(png).convert("L")
    module = {"plain": 17, "styled": 14}[look]
    dark = [x for x in range(45, 640) if image.getpixel((x, 680)) < 128]
    left, right = dark[0], max(x for x in dark if x < CODE_LEFT + CODE_SIDE)
    assert right - left + 1 >= 420
    zone = 4 * module
    around = image.crop((left - zone + 1, 660, left, 1050))
    assert around.getextrema() == (255, 255)
    assert image.getpixel((left + 2, 680)) == 0


def test_the_codes_of_a_print_are_read_from_a_coarse_fax(drawing):
    (page,) = rendered(print_cards([a_card()] * 4, drawing, four_a_sheet=True), dpi=100)
    assert codes_in(recompressed(page, 30)) == [a_card().code] * 4
