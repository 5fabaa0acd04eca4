from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from server.admission import Admission
from server.config import SHIPPED, load_config
from server.hall_file import load_hall
from server.papers.lists import papers_of
from server.reporting import Standing
from tests.server.sample_guests import sample_invitations

EVENT = load_config(SHIPPED, environ={}).event
HALL = load_hall(EVENT.hall)
AT = datetime(2023, 11, 17, 0, 30, tzinfo=UTC)


def rolls(*here):
    inside = {id_: Admission(n, id_, f"scan-{n}", "Cửa A", AT) for n, id_ in enumerate(here)}
    standing = Standing.of(EVENT, sample_invitations(), inside, AT)
    return {paper.file: paper.roll for paper in papers_of(standing, HALL, {})}


def rows(roll):
    return [row for section in roll.sections for row in section.rows]


def test_the_chair_is_given_words_to_say_for_a_place_without_a_name():
    """DB018 is an unnamed head of Sở C, DB087 a photographer."""
    told = rows(rolls("DB018", "DB016", "DB087")["gioi-thieu-dai-bieu"])
    assert [row[1:] for row in told] == [
        ("Ông Lý Văn Quý", "Giám đốc", "Sở A"),
        ("Đại diện lãnh đạo", "", "Sở C"),
    ]


def test_only_the_first_two_of_who_is_here_are_addressed_by_name():
    roll = rolls("DB001", "DB002", "DB003", "DB016")["gioi-thieu-dai-bieu"]
    assert roll.sections[0].heading == "Kính thưa (nêu tên và chức vụ)"
    assert [row[1] for row in roll.sections[0].rows] == ["Ông Nguyễn Văn Mẫu", "Bà Trần Thị Ví Dụ"]
    assert [row[0] for row in rows(roll)] == ["01", "02", "03", "04"]


def test_the_list_to_sign_is_answered_for_and_leaves_room_to_sign():
    roll = rolls()["ky-nhan-tai-lieu"]
    assert roll.signers == ("Người lập danh sách", "Xác nhận của đơn vị")
    assert roll.columns[-1].kind == "sign"
    assert len(rows(roll)) == 92
    assert roll.blank_rows > 0


def test_the_list_to_sign_says_when_and_where_once_that_is_known():
    def note(event):
        standing = Standing.of(event, sample_invitations(), {}, AT)
        return papers_of(standing, HALL, {})[3].roll.note

    assert note(EVENT) == EVENT.name
    known = replace(EVENT, day=date(2023, 11, 17), starts=time(8), venue="Hội trường tầng 3")
    assert note(known) == (
        f"{EVENT.name}. Thời gian: 08 giờ 00 phút, ngày 17/11/2023. Địa điểm: Hội trường tầng 3"
    )


def test_the_award_sheet_marks_who_is_missing_in_capitals():
    states = {row[1]: row[-1] for row in rows(rolls("DB016")["khen-thuong"])}
    assert states.pop("Ông Lý Văn Quý") == "Có mặt 07:30"
    assert set(states.values()) <= {"CHƯA CÓ MẶT", "BÁO VẮNG"}


@pytest.mark.parametrize("file", list(rolls()))
def test_every_list_says_of_which_event_and_moment_it_is(file):
    assert rolls()[file].made == f"{EVENT.short}. Lập lúc 07 giờ 30 phút ngày 17/11/2023"


@pytest.mark.parametrize("order", ["ten", "don-vi", "ghe"])
def test_a_fallback_list_has_everybody_a_box_to_tick_and_empty_lines(order):
    roll = rolls()[f"du-phong-theo-{order}"]
    seated = {place.seat for place in sample_invitations() if place.seat}
    expected = 92 + (len(HALL.seats) - len(seated) if order == "ghe" else 0)
    assert len(rows(roll)) == expected
    assert [column.kind for column in roll.columns].count("tick") == 1
    assert roll.blank_rows >= 10


def test_by_name_people_are_numbered_through_and_by_unit_the_unit_is_said_once():
    by_name, by_unit = rolls()["du-phong-theo-ten"], rolls()["du-phong-theo-don-vi"]
    assert [row[0] for row in rows(by_name)] == [f"{n:02}" for n in range(1, 93)]
    assert "Đơn vị" not in [column.heading for column in by_unit.columns]
    [section] = [one for one in by_unit.sections if one.heading == "Sở A"]
    assert section.rows[0][:3] == ("01", "Ông Lý Văn Quý", "Giám đốc")
    assert all(len(row) == 6 for row in rows(by_unit))


def test_a_withdrawn_invitation_is_on_no_list():
    invitations = [replace(p, cancelled="báo bận") for p in sample_invitations()]
    standing = Standing.of(EVENT, invitations, {}, AT)
    for paper in papers_of(standing, HALL, {}):
        assert all("Quý" not in " ".join(row) for row in rows(paper.roll))
