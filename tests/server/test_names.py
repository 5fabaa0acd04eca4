"""Vietnamese names: folded, sorted, told apart, addressed, cut out of their cells."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.names import (
    NameCell,
    clean,
    fold,
    form_of_address,
    from_capitals,
    given_name,
    initials,
    near_same_name,
    read_name_cell,
    same_name,
    sort_key,
    split_tone,
)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
vowels = st.sampled_from("aăâeêioôơuưy")
tones = st.sampled_from(TONES)
syllables = st.builds(
    lambda onset, vowel, tone, end: unicodedata.normalize("NFC", onset + vowel + tone + end),
    st.sampled_from(["", "b", "c", "đ", "h", "kh", "l", "m", "ng", "nh", "ph", "th", "tr", "v"]),
    vowels,
    tones,
    st.sampled_from(["", "c", "m", "n", "ng", "nh", "t"]),
)
names = st.lists(syllables.map(str.capitalize), min_size=2, max_size=5).map(" ".join)


def test_a_clerk_types_without_accents():
    assert fold("  Đặng\u00a0Hữu   PHƯỚC ") == "dang huu phuoc"
    assert fold("bưu điện") == "buu dien"


def test_text_becomes_nfc_on_one_line_with_single_spaces():
    decomposed = unicodedata.normalize("NFD", "Phùng\u00a0 Thị\nThuỷ")
    assert clean(f" {decomposed}\u200b ") == "Phùng Thị Thuỷ"


def test_names_are_sorted_by_given_name_then_middle_then_family():
    expected = [
        "Lý Thị Ái", "Vi Đức Anh", "Lương Thị Ngọc Ánh", "Hoàng Ngọc Ân", "Dương Văn Ất",
        "Đinh Thị Bích Đào", "Trần Đình Đô", "Vi Thị Én", "Hoàng Thị Ơn", "Triệu Văn Páo",
        "Lưu Bá Ước", "Quách Văn Út", "Lê Thị Ý",
    ]  # fmt: skip
    expected.sort(key=sort_key)
    given_names = [given_name(name) for name in expected]
    assert given_names == [
        "Ái", "Anh", "Ánh", "Ân", "Ất", "Đào", "Đô", "Én", "Ơn", "Páo", "Út", "Ước", "Ý",
    ]  # fmt: skip


def test_letters_come_before_tones_and_tones_in_their_order():
    spelt = ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mâ", "mb"]
    assert sorted(sorted(spelt), key=sort_key) == spelt
    assert sort_key("Nguyễn Văn An") < sort_key("Lê Văn Ân") < sort_key("Đỗ Văn Bình")


def test_digits_come_before_letters_and_other_signs_after_them():
    assert sorted(["Ban -", "Ban A", "Ban 2", "Ban 1"], key=sort_key) == [
        "Ban 1", "Ban 2", "Ban A", "Ban -",
    ]  # fmt: skip


def test_python_alone_would_put_the_barred_d_last():
    assert sorted(["Đô", "Páo", "Anh"], key=sort_key) == ["Anh", "Đô", "Páo"]
    assert sorted(["Đô", "Páo", "Anh"]) != ["Anh", "Đô", "Páo"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Thuý", "Thúy"), ("Vi", "Vy"), ("Lý", "Lí"), ("Hoà", "Hòa"), ("Sĩ", "Sỹ"), ("Quý", "Quí")],
)
def test_near_same_names_are_near_and_not_the_same(one, other):
    assert near_same_name(f"Hoàng Thị {one}", f"Hoàng Thị {other}")
    assert not same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("Thuý", "Thuỷ"), ("Thuy", "Thui"), ("Vi", "Vị")])
def test_other_names_are_not_near(one, other):
    assert not near_same_name(one, other)


def test_the_same_name_is_the_same_however_it_is_encoded_and_capitalised():
    decomposed = unicodedata.normalize("NFD", "NGUYỄN  VĂN\u00a0ĐỨC")
    assert same_name(decomposed, "Nguyễn Văn Đức")


@pytest.mark.parametrize(
    ("honorific", "style", "expected"),
    [
        ("Ông", "ong_ba", "Ông"),
        ("Bà", "ong_ba", "Bà"),
        (None, "ong_ba", "Quý đại biểu"),
        ("Bà", "dong_chi", "Đồng chí"),
        (None, "dong_chi", "Đồng chí"),
        ("Ông", "quy_dai_bieu", "Quý đại biểu"),
    ],
)
def test_a_guest_is_addressed_in_the_style_of_the_event(honorific, style, expected):
    assert form_of_address(honorific, style) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Ông Lý Văn Quý", NameCell("Lý Văn Quý", "Ông")),
        ("BÀ: LÊ THỊ Ý", NameCell("Lê Thị Ý", "Bà")),
        ("Đ/c Hà Văn Đạt", NameCell("Hà Văn Đạt")),
        ("đồng chí Hà Văn Đạt", NameCell("Hà Văn Đạt")),
        ("Ông/Bà Trần Văn Tám", NameCell("Trần Văn Tám")),
        ("ThS. Ông Nguyễn An", NameCell("Nguyễn An", "Ông", ("ThS",))),
        ("PGS.TS. Nguyễn An", NameCell("Nguyễn An", None, ("PGS", "TS"))),
        ("  Nguyễn  Hoàng Bảo Minh Châu ", NameCell("Nguyễn Hoàng Bảo Minh Châu")),
        ("Bá Văn Thước", NameCell("Bá Văn Thước")),
        ("Ông", NameCell("Ông")),
    ],
)
def test_what_stands_before_a_name_is_taken_off(cell, expected):
    assert read_name_cell(cell) == expected


def test_a_name_in_capitals_is_written_as_a_name():
    assert from_capitals("VI THỊ MINH NGUYỆT") == "Vi Thị Minh Nguyệt"
    assert from_capitals("ĐÀM QUANG VINH") == "Đàm Quang Vinh"


@pytest.mark.parametrize("text", ["TRUE", "1E5", "May", "Tháng Ba", "Nguyễn VĂN A"])
def test_what_is_not_a_name_in_capitals_stays_as_it_is(text):
    assert from_capitals(text) == text


def test_initials_are_those_that_are_typed():
    assert initials("Đặng Hữu Phước") == "dhp"


@given(names)
def test_folding_keeps_letters_only_and_folds_once(name):
    assert fold(name).isascii()
    assert fold(fold(name)) == fold(name)
    assert fold(unicodedata.normalize("NFD", name)) == fold(name)


@given(st.lists(names, max_size=8))
def test_the_order_is_one_for_both_forms_of_unicode(found):
    decomposed = [unicodedata.normalize("NFD", name) for name in found]
    assert list(map(clean, sorted(decomposed, key=sort_key))) == sorted(found, key=sort_key)


@given(st.lists(names, min_size=2, max_size=8))
def test_given_names_never_go_backwards(found):
    for one, other in pairwise(sorted(found, key=sort_key)):
        bare = [split_tone(given_name(name).casefold())[0] for name in (one, other)]
        places = [[LETTERS.index(letter) for letter in letters] for letters in bare]
        assert places[0] <= places[1]


@given(names, tones)
def test_a_name_is_near_itself_only_in_another_spelling(name, tone):
    other = unicodedata.normalize("NFC", name + tone)
    assert near_same_name(name, other) == near_same_name(other, name)
    assert not near_same_name(name, name)
