import unicodedata

import pytest

from badges.lettering import file_stem, keep_words_whole, printable, tidy, unaccented

NBSP = "\N{NO-BREAK SPACE}"


def test_text_becomes_nfc_with_single_spaces():
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ví Dụ")
    assert tidy(f" {decomposed}\n{NBSP} Sở  A\t") == "Nguyễn Thị Ví Dụ Sở A"


def test_what_cannot_be_seen_is_dropped():
    assert tidy("Lý\u200b Văn\u00ad Quý\ufeff\x07\ud800") == "Lý Văn Quý"


def test_no_text_is_an_empty_one():
    assert tidy(None) == ""


def test_a_long_text_is_cut_and_says_so():
    assert printable("Sở " * 200, longest=10) == "Sở Sở Sở…"


def test_a_word_without_end_gets_places_to_break():
    assert printable("W" * 30) == "W" * 12 + "\u200b" + "W" * 12 + "\u200b" + "W" * 6


def test_words_of_two_syllables_stay_on_one_line():
    assert keep_words_whole("Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn") == (
        f"Trung{NBSP}tâm Phục{NBSP}vụ hành{NBSP}chính công tỉnh Lạng{NBSP}Sơn"
    )


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("tầng 3, số 2 đường A", "tầng~3, số~2 đường A"),
        ("08 giờ 00 phút, ngày 17/11/2023", "08~giờ~00~phút, ngày~17/11/2023"),
        ("05 năm xây dựng, 85 đại biểu", "05~năm xây dựng, 85~đại biểu"),
        ("giai đoạn 2018 - 2023", "giai đoạn 2018~- 2023"),
        ("Nghiệp vụ - Kiểm soát", "Nghiệp vụ~- Kiểm soát"),
        ("- Lãnh đạo; số lượng 5", "- Lãnh đạo; số lượng 5"),
    ],
)
def test_a_number_stays_with_its_word_and_no_line_begins_with_a_dash(written, set_):
    assert printable(written) == set_.replace("~", NBSP)


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Cổng Thông tin của tỉnh", "Cổng~Thông~tin của~tỉnh"),
        ("đặt tại Trung tâm", "đặt tại Trung~tâm"),
        ("Sở A", "Sở~A"),
        ("Văn phòng UBND tỉnh", "Văn~phòng UBND~tỉnh"),
        ("Chánh Văn phòng Sở", "Chánh Văn~phòng Sở"),
        ("LƯƠNG TRƯỜNG THỊNH", "LƯƠNG TRƯỜNG THỊNH"),
    ],
)
def test_a_short_last_word_is_not_left_alone_on_a_line(written, set_):
    assert keep_words_whole(written) == set_.replace("~", NBSP)


def test_a_chain_of_capitals_may_still_break_somewhere():
    assert " " in keep_words_whole("Công Ty Cổ Phần Đầu Tư Xây Dựng")


def test_a_name_without_marks():
    assert unaccented("Đặng Hữu Phước, Ưng Thị Ỷ") == "Dang Huu Phuoc, Ung Thi Y"


@pytest.mark.parametrize(
    ("parts", "stem"),
    [
        (("DB016", "Lý Văn Quý"), "DB016 - Ly Van Quy"),
        (("DB028", 'Ban Q: "A/B" <C>|*?\\'), "DB028 - Ban Q A B C"),
        (("../../etc/passwd", "x"), "etc passwd - x"),
        (("con",), "_con"),
        (("LPT1",), "_LPT1"),
        (("…",), "_"),
        (("DB1", "a." + " " * 5), "DB1 - a"),
        (("DB1", "x" * 300), "DB1 - " + "x" * 84),
    ],
)
def test_a_file_name_suits_every_system(parts, stem):
    assert file_stem(*parts) == stem
