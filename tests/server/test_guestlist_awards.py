"""The sheet of awards, by name only: who is sure gets it, of everybody else a person is asked."""

from server.guestlist import Sheet
from server.guests import Award, Guest
from tests.server.lists import HEADER, codes, read_sheets, told

HEADING = ("TT", "Tập thể / Cá nhân", "Đơn vị", "Hình thức")


def read(people, awards, heading=HEADING, name="Khen thưởng"):
    """Read a list and an award sheet; give the awards by name, the entries and the problems."""
    rows = [(number, *person) for number, person in enumerate(people, 1)]
    listed = Sheet("DS", (HEADER, *rows))
    entries, problems = read_sheets(listed, Sheet(name, (heading, *awards)))
    given = {(e.coming.name if e.coming else e.expects): e.award for e in entries if e.award}
    return given, entries, problems


def test_persons_and_collectives_get_form_and_order():
    given, _, problems = read(
        [("Lý Văn Quý", "GĐ", "Sở A"), ("Nông Thị Hà", "CV", "Sở A")],
        [
            ("A", "TẬP THỂ"),
            (1, "Sở A", None, "Bằng khen"),
            ("B", "CÁ NHÂN"),
            (1, "Bà Nông Thị Hà", "Sở A", "Giấy khen"),
        ],
    )
    assert given == {
        "Lý Văn Quý": Award(True, "Bằng khen", 1), "Nông Thị Hà": Award(False, "Giấy khen", 2),
    }  # fmt: skip
    assert codes(problems) == ["group_missing"]


def test_the_honorific_that_only_the_award_sheet_gives_is_taken_over():
    _, [hers], _ = read([("Nông Thị Hà", "CV", "Sở A")], [(1, "Bà Nông Thị Hà", "Sở A")])
    assert hers.holder == Guest("Nông Thị Hà", "Bà", "Chuyên viên")


def test_a_name_that_two_people_bear_is_given_to_neither():
    people = [("Nông Thị Hà", "CV", "Sở A"), ("Nông Thị Hà", "TP", "Sở A")]
    given, _, problems = read(people, [(1, "Nông Thị Hà", "Sở A")])
    assert given == {}
    [asked] = told(problems, "award_who")
    assert (asked.sheet, asked.row, asked.column, asked.level) == ("Khen thưởng", 2, "B", "warning")
    assert "dòng 2" in asked.message
    assert "dòng 3" in asked.message


def test_the_unit_tells_two_of_one_name_apart():
    people = [("Nông Thị Hà", "CV", "Sở A"), ("Nông Thị Hà", "TP", "Sở D")]
    _, entries, problems = read(people, [(1, "Nông Thị Hà", "Sở D")])
    assert [e.award for e in entries] == [None, Award(False, None, 1)]
    assert told(problems, "award_who") == []


def test_without_a_unit_one_bearer_of_the_name_is_enough_and_two_are_not():
    one = [("Nông Thị Hà", "CV", "Sở A")]
    assert read(one, [(1, "Nông Thị Hà")])[0] == {"Nông Thị Hà": Award(False, None, 1)}
    assert read([*one, ("Nông Thị Hà", "TP", "Sở D")], [(1, "Nông Thị Hà")])[0] == {}


def test_another_spelling_is_given_to_nobody_and_asked_about():
    given, _, problems = read([("Hoàng Thị Thuý", "CV", "Sở A")], [(1, "Hoàng Thị Thúy", "Sở A")])
    assert given == {}
    assert "Hoàng Thị Thuý" in told(problems, "award_who")[0].message


def test_somebody_of_another_unit_or_of_none_here_is_asked_about():
    people = [("Lý Văn Quý", "GĐ", "Sở A")]
    given, _, problems = read(people, [(1, "Lý Văn Quý", "Sở B"), (2, "Lê An", "Sở A")])
    assert given == {}
    asked, unknown = told(problems, "award_who")
    assert "Lý Văn Quý (Giám đốc, Sở A, dòng 2)" in asked.message
    assert "không có trong danh sách" in unknown.message


def test_a_collective_is_received_by_whom_a_note_names_else_by_the_first_in_protocol():
    people = [("Bế Văn Hoà", "CV", "Sở A"), ("Lý Văn Quý", "GĐ", "Sở A"), ("Lê An", "TP", "Sở A")]
    award = [(1, "Sở A", None, "Bằng khen")]
    assert list(read(people, award)[0]) == ["Lý Văn Quý"]
    noted = [*people[:2], ("Lê An", "TP", "Sở A", None, "Nhận khen thưởng")]
    assert list(read(noted, award)[0]) == ["Lê An"]


def test_whoever_gets_an_award_of_their_own_does_not_stand_up_for_the_unit_too():
    people = [("Lý Văn Quý", "GĐ", "Sở A"), ("Lê An", "TP", "Sở A")]
    given, _, _ = read(people, [(1, "Sở A"), (2, "Lý Văn Quý", "Sở A")])
    assert given == {"Lý Văn Quý": Award(False, None, 2), "Lê An": Award(True, None, 1)}


def test_a_collective_of_which_nobody_comes_is_asked_about():
    _, _, problems = read([("Lê An", "TP", "Sở A")], [("A", "TẬP THỂ"), (1, "Sở Z")])
    assert told(problems, "award_nobody")[0].row == 3


def test_a_note_that_the_award_sheet_does_not_bear_out_is_kept_and_asked_about():
    people = [("Lê An", "TP", "Sở A", None, "Nhận khen thưởng"), ("Lý Văn Quý", "GĐ", "Sở B")]
    given, _, problems = read(people, [(1, "Lý Văn Quý", "Sở B")])
    assert set(given) == {"Lê An", "Lý Văn Quý"}
    assert "Lê An" in told(problems, "award_unlisted")[0].message


def test_an_award_sheet_is_known_by_its_name_where_its_header_is_a_lists():
    heading = ("STT", "Họ và tên", "Đơn vị", "Hình thức khen thưởng")
    people = [("Lê An", "TP", "Sở A")]
    given, _, _ = read(people, [(1, "Lê An", "Sở A", "Giấy khen")], heading)
    assert given == {"Lê An": Award(False, "Giấy khen", 1)}


def test_awards_alone_are_no_guest_list():
    entries, problems = read_sheets(Sheet("Khen thưởng", (HEADING, (1, "Lê An", "Sở A", "x"))))
    assert entries == []
    assert "danh sách khen thưởng" in told(problems, "header_missing")[0].message
