"""A second list over the first: who is who, what is kept, what is asked, who is never lost."""

from dataclasses import replace

import pytest

from server.guestlist import update_summary
from server.guests import Award, Guest, Kind, Rsvp
from server.invitations import Invitation
from tests.server.lists import codes, read_rows, read_sample, store, told

CODED = ("Mã đại biểu", "Họ và tên", "Chức vụ", "Đơn vị", "Số điện thoại")
QUY = ("DB016", "Lý Văn Quý", "Giám đốc", "Sở A", "0530000016")
OANH = ("DB017", "Hoàng Thị Kim Oanh", "Phó Giám đốc", "Sở B", "0530000017")
SOMEBODY = ("DB018", "", "Đại diện lãnh đạo", "Sở C", "")


def entries(*rows, header=CODED):
    return read_rows(*rows, header=header)[0]


def uncoded(*rows):
    """The same rows in a list that gives no codes."""
    return entries(*(row[1:] for row in rows), header=CODED[1:])


@pytest.fixture
def stored():
    return store(entries(QUY, OANH, SOMEBODY))[1]


def test_a_first_list_makes_everybody_new():
    merged, places = store(entries(QUY, OANH, SOMEBODY))
    assert len(merged.new) == 3
    assert places[0] == Invitation(
        id="DB001", group="CCVC", organisation="Sở A", position=1, list_code="DB016",
        holder=Guest("Lý Văn Quý", None, "Giám đốc"),
        phone="0530000016", phone_written="0530000016",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["guests.csv", "guests.xlsx"])
def test_the_same_list_again_changes_nothing(name):
    found, _ = read_sample(name)
    _, places = store(found)
    merged, again = store(found, places)
    assert (len(merged.unchanged), merged.to_store, merged.missing) == (92, (), ())
    assert again == places
    assert merged.problems == ()


def test_the_clean_list_over_the_messy_one_and_back_loses_nothing():
    messy, clean = (read_sample(name)[0] for name in ("guests.xlsx", "guests.csv"))
    _, places = store(messy)
    merged, places = store(clean, places)
    assert (merged.new, len(merged.changed), merged.missing) == ((), 92, ())
    merged, after = store(messy, places)
    assert (merged.new, merged.missing) == ((), ())
    assert [p.list_code or p.id for p in after] == [f"DB{n:03d}" for n in range(1, 93)]
    assert sum(p.seat is not None for p in after) == 90
    assert after[0].holder.honorific == "Ông"
    assert [p.award.order for p in after if p.award] == list(range(1, 11))
    assert [p.rsvp for p in after].count(Rsvp.COMING) == 76
    assert after[29].holder == Guest("Phan Thị Ngọc Bích", "Bà", "Thủ trưởng")


def test_a_file_in_which_no_guest_was_found_leaves_nobody_out(stored):
    merged, places = store([], stored)
    assert (merged.missing, merged.problems, places) == ((), (), stored)


def test_a_code_finds_a_guest_whose_unit_and_title_changed(stored):
    merged, places = store(entries((*QUY[:2], "Nguyên Giám đốc", "Sở Mới", QUY[4])), stored)
    assert [p.id for p in merged.changed] == ["DB001"]
    assert (places[0].organisation, places[0].holder.title) == ("Sở Mới", "Nguyên Giám đốc")


def test_name_and_unit_find_a_guest_where_there_is_no_code(stored):
    merged, places = store(uncoded((*QUY[:4], "0912345678"), OANH, SOMEBODY), stored)
    assert [p.id for p in merged.changed] == ["DB001"]
    assert (places[0].phone, places[0].list_code) == ("0912345678", "DB016")


def test_codes_that_have_slipped_are_refused(stored):
    slipped = entries(("DB017", *QUY[1:]), ("DB016", *OANH[1:]))
    merged, _ = store(slipped, stored)
    assert codes(merged.problems, "error") == ["code_conflict", "code_conflict"]
    assert merged.to_store == ()


def test_our_own_id_counts_as_a_code_only_where_nothing_contradicts():
    _, places = store(uncoded(QUY, OANH))
    merged, after = store(entries(("DB001", *QUY[1:]), ("DB002", *OANH[1:])), places)
    assert (merged.to_store, [p.list_code for p in after]) == ((), [None, None])
    merged, after = store(entries(("DB002", *QUY[1:]), ("DB001", *OANH[1:])), places)
    assert [(p.id, p.list_code) for p in after] == [("DB001", "DB002"), ("DB002", "DB001")]


def test_a_name_written_beside_our_own_id_goes_to_that_very_place_of_the_unit():
    _, places = store(entries(*[("", "Phóng viên", "Báo A")] * 2, header=CODED[1:4]))
    named = entries(("DB002", "Lê An", "Phóng viên", "Báo A"), header=CODED[:4])
    _, after = store(named, places)
    assert {p.id: p.coming and p.coming.name for p in after} == {"DB001": None, "DB002": "Lê An"}


def test_an_unnamed_place_that_the_list_names_keeps_its_code(stored):
    named = ("DB018", "Bế Văn Hoà", "Phó Giám đốc", "Sở C", "")
    for rows in (entries(QUY, OANH, named), uncoded(QUY, OANH, named)):
        merged, places = store(rows, stored)
        assert [p.id for p in merged.changed] == ["DB003"]
        assert places[2].holder == Guest("Bế Văn Hoà", None, "Phó Giám đốc")
        assert (merged.new, merged.missing) == ((), ())


def test_a_name_given_at_the_desk_outlives_a_list_without_it(stored):
    named = replace(stored[2], holder=Guest("Bế Văn Hoà", "Ông", "Phó Giám đốc"))
    merged, places = store(uncoded(QUY, OANH, SOMEBODY), [*stored[:2], named])
    assert merged.to_store == ()
    assert places[2] == named


def test_a_list_without_groups_finds_unnamed_places_in_theirs(stored):
    placed = replace(stored[2], group="SBN")
    merged, places = store(uncoded(QUY, OANH, SOMEBODY), [*stored[:2], placed])
    assert (merged.to_store, places[2].group) == ((), "SBN")


def test_unnamed_places_of_one_unit_are_told_apart_by_their_order():
    two = [("", "Phóng viên", "Báo A"), ("", "Kỹ thuật viên", "Báo A")]
    _, places = store(entries(*two, header=CODED[1:4]))
    named = entries(("Lê An", "Phóng viên", "Báo A"), two[1], header=CODED[1:4])
    merged, after = store(named, places)
    assert [p.id for p in merged.changed] == ["DB001"]
    assert [(p.id, p.coming and p.coming.name) for p in after] == [
        ("DB001", "Lê An"), ("DB002", None),
    ]  # fmt: skip


def test_more_names_than_unnamed_places_are_asked_about(stored):
    two = [("", f"Bế Văn {name}", "CV", "Sở C", "") for name in ("Hoà", "Bình")]
    merged, _ = store(uncoded(QUY, OANH, *two), stored)
    assert codes(merged.problems, "error") == ["which_place", "which_place"]
    assert merged.new == ()


def test_another_spelling_in_the_unit_is_asked_about_and_known_by_its_phone(stored):
    spelt = ("", "Lý Văn Quí", "Giám đốc", "Sở A")
    merged, _ = store(uncoded((*spelt, ""), OANH, SOMEBODY), stored)
    assert codes(merged.problems, "error") == ["who_is_this"]
    assert "Lý Văn Quý (Giám đốc, Sở A)" in merged.problems[0].message
    merged, places = store(uncoded((*spelt, QUY[4]), OANH, SOMEBODY), stored)
    assert codes(merged.problems) == ["known_by_phone"]
    assert (places[0].id, places[0].holder.name) == ("DB001", "Lý Văn Quí")


def test_the_same_name_in_another_unit_is_asked_about(stored):
    merged, _ = store(uncoded(("", "Lý Văn Quý", "Giám đốc", "Sở Z", ""), OANH, SOMEBODY), stored)
    assert codes(merged.problems, "error") == ["who_is_this"]


def test_a_namesake_beside_a_guest_who_is_still_listed_is_new(stored):
    merged, _ = store(uncoded(QUY, OANH, SOMEBODY, ("", "Lý Văn Quý", "CV", "Sở Z", "")), stored)
    assert [p.organisation for p in merged.new] == ["Sở Z"]
    assert codes(merged.problems, "error") == []


def test_namesakes_in_one_unit_are_told_by_phone_else_asked_about():
    two = [("", "Nguyễn Văn Hùng", "CV", "Sở A", f"091234567{n}") for n in (1, 2)]
    _, places = store(uncoded(*two))
    merged, after = store(uncoded(*reversed(two)), places)
    assert {p.id: p.phone for p in after} == {"DB001": "0912345671", "DB002": "0912345672"}
    merged, _ = store(uncoded(*((*row[:4], "") for row in two)), places)
    assert codes(merged.problems, "error") == ["namesakes", "namesakes"]


def test_whoever_is_left_out_stays_and_is_named(stored):
    merged, places = store(uncoded(QUY), stored, present={"DB002"})
    assert [p.id for p in merged.missing] == ["DB002", "DB003"]
    assert len(places) == 3
    [present] = told(merged.problems, "missing_present")
    assert "Hoàng Thị Kim Oanh" in present.message
    assert len(told(merged.problems, "missing")) == 1
    assert update_summary(merged, 1) == (
        "Giữ nguyên 1 lượt đã ghi nhận; bổ sung 0; thay đổi 0; không còn trong danh sách 2."
    )


def test_whoever_is_present_keeps_the_name_under_which_they_came(stored):
    other = ("DB016", "Bế Văn Hoà", "Phó Giám đốc", "Sở A", "0912345678")
    merged, places = store(entries(other, OANH, SOMEBODY), stored, present={"DB001"})
    assert (places[0].holder.name, places[0].phone) == ("Lý Văn Quý", "0912345678")
    assert codes(merged.problems, "warning") == ["present_kept"]
    merged, places = store(entries(other, OANH, SOMEBODY), stored)
    assert places[0].holder == Guest("Bế Văn Hoà", None, "Phó Giám đốc")
    assert codes(merged.problems, "warning") == ["holder_changed"]


def test_what_a_list_has_no_column_for_is_kept(stored):
    full = replace(
        stored[0], seat="B06", award=Award(True, "Bằng khen", 1), rsvp=Rsvp.COMING, rank=3,
        support="Xe lăn", note="Trưởng đoàn", group="SBN",
        holder=Guest("Lý Văn Quý", "Ông", "Giám đốc"), substitute=Guest("Bế Văn Hoà", "Ông"),
    )  # fmt: skip
    merged, places = store(uncoded(QUY, OANH, SOMEBODY), [full, *stored[1:]])
    assert merged.to_store == ()
    assert places[0] == full


def test_a_blank_cell_erases_nothing_but_seat_and_award(stored):
    header = ("Họ và tên", "Đơn vị", "Số điện thoại", "Ghế", "Khen thưởng", "Ghi chú")
    full = replace(stored[0], seat="B06", award=Award(), note="Trưởng đoàn")
    rows = (("Lý Văn Quý", "Sở A", "", "", "", ""), ("Lê An", "Sở Z", "", "A01", "Cá nhân", "x"))
    _, [quy, *_] = store(entries(*rows, header=header), [full])
    assert (quy.phone, quy.note, quy.seat, quy.award) == ("0530000016", "Trưởng đoàn", None, None)


def test_an_empty_column_says_nothing(stored):
    header = ("Họ và tên", "Đơn vị", "Ghế", "Khen thưởng")
    full = replace(stored[0], seat="B06", award=Award())
    merged, _ = store(entries(("Lý Văn Quý", "Sở A", "", ""), header=header), [full])
    assert merged.to_store == ()


def test_an_award_keeps_form_and_order_where_the_new_list_has_neither(stored):
    header = ("Họ và tên", "Đơn vị", "Khen thưởng")
    full = replace(stored[0], award=Award(False, "Giấy khen", 4))
    merged, _ = store(entries(("Lý Văn Quý", "Sở A", "Cá nhân"), header=header), [full])
    assert merged.to_store == ()


def test_an_answer_is_never_taken_back_by_none_and_a_reason_goes_with_its_answer(stored):
    header = ("Họ và tên", "Đơn vị", "Phản hồi", "Lý do")
    absent = replace(stored[0], rsvp=Rsvp.NOT_COMING, rsvp_reason="ốm")

    def answered(said, why=""):
        _, [place] = store(entries(("Lý Văn Quý", "Sở A", said, why), header=header), [absent])
        return place.rsvp, place.rsvp_reason

    assert answered("Chưa phản hồi") == (Rsvp.NOT_COMING, "ốm")
    assert answered("Báo vắng") == (Rsvp.NOT_COMING, "ốm")
    assert answered("Báo vắng", "đi học") == (Rsvp.NOT_COMING, "đi học")
    assert answered("Đã xác nhận") == (Rsvp.COMING, None)


def test_a_stand_in_is_recorded_over_the_invited_person(stored):
    header = (*CODED, "Dự thay cho")
    row = ("DB016", "Bế Văn Hoà", "PGĐ", "Sở A", "", "Ông Lý Văn Quý - Giám đốc Sở A")
    for code in ("DB016", ""):
        merged, places = store(entries((code, *row[1:]), header=header), stored[:1])
        assert (merged.new, [p.id for p in merged.changed]) == ((), ["DB001"])
        assert places[0].holder == Guest("Lý Văn Quý", "Ông", "Giám đốc")
        assert places[0].substitute == Guest("Bế Văn Hoà", None, "Phó Giám đốc")


def test_a_list_that_names_only_who_comes_leaves_the_invited_person_on_record(stored):
    replaced = replace(stored[0], substitute=Guest("Bế Văn Hoà", "Ông"))
    only = ("", "Bế Văn Hoà", "Phó Giám đốc", "Sở A", "")
    _, places = store(uncoded(only, OANH, SOMEBODY), [replaced, *stored[1:]])
    assert places[0].holder.name == "Lý Văn Quý"
    assert places[0].substitute == Guest("Bế Văn Hoà", "Ông", "Phó Giám đốc")


def test_a_guest_who_turns_out_to_stand_in_for_somebody_keeps_the_place(stored):
    row = ("", "Lý Văn Quý", "Giám đốc", "Sở A", "", "Ông Trần Văn Tám - Giám đốc")
    header = (*CODED, "Dự thay cho")
    merged, places = store(entries(row, header=header), stored[:1])
    assert [p.id for p in merged.changed] == ["DB001"]
    assert (places[0].holder.name, places[0].substitute.name) == ("Trần Văn Tám", "Lý Văn Quý")


def test_a_name_that_the_list_takes_back_is_kept_and_asked_about(stored):
    merged, places = store(entries(("DB016", "", "Đại diện lãnh đạo", "Sở A", "")), stored[:1])
    assert places[0].holder.name == "Lý Văn Quý"
    assert codes(merged.problems) == ["name_kept"]


def test_a_row_put_in_between_moves_the_others_and_changes_none(stored):
    new = ("DB099", "Lê An", "CV", "Sở Z", "")
    merged, places = store(entries(QUY, new, OANH, SOMEBODY), stored)
    assert [p.list_code for p in places] == ["DB016", "DB099", "DB017", "DB018"]
    assert (len(merged.new), len(merged.changed), len(merged.moved)) == (1, 0, 2)


def test_a_list_of_a_few_says_nothing_about_the_order_of_all(stored):
    merged, places = store(entries((*OANH[:4], "0912345678")), stored)
    assert [(p.list_code, p.position) for p in places] == [
        ("DB016", 1), ("DB017", 2), ("DB018", 3),
    ]  # fmt: skip
    assert merged.moved == ()
    merged, places = store(entries(("DB099", "Lê An", "CV", "Sở Z", "")), stored)
    assert [(p.list_code, p.position) for p in places[3:]] == [("DB099", 4)]


def test_a_seat_that_somebody_else_has_is_refused(stored):
    header = ("Họ và tên", "Đơn vị", "Ghế")
    kept = replace(stored[1], seat="B07")
    merged, _ = store(entries(("Lý Văn Quý", "Sở A", "B07"), header=header), [stored[0], kept])
    [refused] = told(merged.problems, "seat_taken")
    assert refused.level == "error"
    assert "Hoàng Thị Kim Oanh" in refused.message


def test_walk_ins_and_cancelled_places_are_not_missed(stored):
    walk_in = replace(stored[1], kind=Kind.WALK_IN)
    cancelled = replace(stored[2], cancelled="chuyển công tác")
    merged, _ = store(entries(QUY), [stored[0], walk_in, cancelled])
    assert merged.missing == ()
    merged, places = store(entries(QUY, SOMEBODY), [stored[0], cancelled])
    assert places[1].cancelled == "chuyển công tác"
    assert codes(merged.problems) == ["cancelled"]
