"""Titles: spelt out, parted from their organisation, ranked for protocol."""

import pytest

from server.names.titles import is_title, leading_title, spell_out, strip_organisation, title_rank


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("GĐ", "Giám đốc"),
        ("PGĐ", "Phó Giám đốc"),
        ("P.GĐ", "Phó Giám đốc"),
        ("P. Giám đốc", "Phó Giám đốc"),
        ("Phó GĐ", "Phó Giám đốc"),
        ("TP", "Trưởng phòng"),
        ("PTP", "Phó Trưởng phòng"),
        ("PCT UBND tỉnh", "Phó Chủ tịch UBND tỉnh"),
        ("Chủ tịch UBND TP", "Chủ tịch UBND TP"),
        ("CV", "Chuyên viên"),
        ("Nguyên CV", "Nguyên Chuyên viên"),
        ("Q.GĐ", "Quyền Giám đốc"),
        ("Nguyên chuyên viên (đã nghỉ hưu)", "Nguyên chuyên viên (đã nghỉ hưu)"),
        ("Phó Trưởng phòng phụ trách", "Phó Trưởng phòng phụ trách"),
        ("PHÓ GIÁM ĐỐC PHỤ TRÁCH", "PHÓ GIÁM ĐỐC PHỤ TRÁCH"),
        ("PHÓ CVP", "Phó Chánh Văn phòng"),
        ("", ""),
    ],
)
def test_an_abbreviation_that_leads_is_spelt_out(written, spelt):
    assert spell_out(written) == spelt


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("PCVP", "Phó Chánh Văn phòng UBND tỉnh"),
        ("Chánh VP", "Chánh Văn phòng UBND tỉnh"),
        ("Chánh Văn phòng UBND tỉnh", "Chánh Văn phòng UBND tỉnh"),
        ("Chuyên viên", "Chuyên viên"),
    ],
)
def test_chiefs_of_an_office_bear_its_name(written, spelt):
    assert spell_out(written, "Văn phòng UBND tỉnh") == spelt
    assert spell_out("Chánh VP", "Sở I") == "Chánh Văn phòng"


@pytest.mark.parametrize(
    ("title", "organisation", "bare"),
    [
        ("Giám đốc Sở D", "Sở D", "Giám đốc"),
        ("Giám đốc Viễn thông Lạng Sơn", "Viễn Thông Lạng Sơn", "Giám đốc"),
        ("Chánh Văn phòng Sở", "Sở I", "Chánh Văn phòng Sở"),
        ("Chánh Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh", "Chánh Văn phòng UBND tỉnh"),
        ("Giám đốc", "", "Giám đốc"),
    ],
)
def test_an_organisation_behind_its_title_is_taken_off(title, organisation, bare):
    assert strip_organisation(title, organisation) == bare


def test_titles_stand_on_the_ladder_in_order_of_precedence():
    ladder = [
        "Chủ tịch UBND tỉnh", "Phó Chủ tịch UBND tỉnh", "GĐ", "Phó Chánh Văn phòng UBND tỉnh",
        "Đại diện lãnh đạo", "TP", "Phó Trưởng phòng phụ trách", "Nguyên chuyên viên", "Nhân viên",
    ]  # fmt: skip
    ranks = [title_rank(title) for title in ladder]
    assert ranks == sorted(set(ranks))


def test_equals_share_a_rank_and_the_unknown_stands_last():
    assert title_rank("Chánh Văn phòng UBND tỉnh") == title_rank("Giám đốc")
    assert title_rank("Phó Thủ trưởng") == title_rank("Phó Cục trưởng") == title_rank("PGĐ")
    assert title_rank("Chánh Văn phòng Sở") == title_rank("Chánh VP", "Sở I") == title_rank("TP")
    assert title_rank(None) == title_rank("Vũ công") == title_rank("Giao dịch viên")


def test_a_title_that_leads_a_text_is_parted_from_the_rest():
    assert leading_title("PGĐ Sở E") == ("Phó Giám đốc", "Sở E")
    assert leading_title("Nguyên PGĐ, Sở B") == ("Nguyên Phó Giám đốc", "Sở B")
    assert leading_title("Nguyễn Văn Thư") is None
    assert not is_title("Sở E")
