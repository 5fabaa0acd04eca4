"""The sample's morning as the report gathers it: the numbers, and who is behind each."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from server.admission import Admission
from server.guests import Award, Guest, Kind
from server.invitations import Invitation
from server.papers.reports import official_report
from server.reporting import Standing, Vacancy, report
from tests.server.lists import EVENT
from tests.server.sample_guests import sample_invitations, sample_rows

HEAD = (78, "0f" * 32)


def at(hour):
    hours, minutes = hour.split(":")
    return datetime(2023, 11, 17, int(hours), int(minutes), tzinfo=EVENT.timezone)


def came_by(hour):
    arrivals = {row["Mã đại biểu"]: row["Mô phỏng giờ đến"] for row in sample_rows()}
    return {
        id_: Admission(1, id_, f"scan-{id_}", "Cửa chính", at(time))
        for id_, time in arrivals.items()
        if time and time <= hour
    }


def standing(hour="08:00", event=EVENT, more=(), inside=()):
    places = [*sample_invitations(), *more]
    return Standing.of(event, places, came_by(hour) | dict(inside), at(hour))


@pytest.fixture(scope="module")
def gathered():
    return report(standing(), HEAD)


def ids(places):
    return [place.id for place in places]


def test_the_lists_hold_exactly_whom_the_sentence_counts(gathered):
    assert gathered.sentence == (
        "Tổng số đại biểu được mời: 85. Có mặt: 72 đại biểu, đạt 84,7% (trong đó 03 đại biểu dự "
        "thay). Vắng: 13 đại biểu, trong đó có lý do: 04, chưa rõ lý do: 09. Phóng viên báo chí: "
        "06 đồng chí. Số liệu chốt lúc 08 giờ 00 phút ngày 17/11/2023."
    )
    assert len(gathered.present) == 72
    assert ids(gathered.excused) == ["DB006", "DB032", "DB060", "DB067"]
    assert len(gathered.unexplained) == 9
    assert ids(gathered.substitutes) == ["DB019", "DB030", "DB034"]
    assert len(gathered.press) == 7


def test_groups_and_guests_stand_in_protocol_order(gathered):
    assert [(line.group.code, *line.turnout) for line in gathered.groups] == [
        ("LDT", 2, 1), ("LDVP", 4, 3), ("SBN", 17, 14), ("DVPH", 4, 4), ("PBVP", 9, 8),
        ("CTS", 4, 4), ("TT", 14, 14), ("CCVC", 25, 19), ("NVDV", 6, 5), ("BC", 7, 6),
    ]  # fmt: skip
    assert ids(gathered.present)[:3] == ["DB001", "DB003", "DB004"]


def test_organisations_whose_delegates_have_not_come_are_named(gathered):
    assert [vacancy.organisation for vacancy in gathered.vacancies] == ["Sở K", "Sở N", "Cơ quan T"]
    assert Vacancy("Sở N", 1) not in report(standing("08:11"), HEAD).vacancies


def test_an_award_recipient_who_is_missing_is_told():
    table = _table(report(standing(), HEAD), "Khen thưởng")
    missing = [row[1] for row in table.rows if row[-1] == "Chưa có mặt"]
    assert missing == ["Bà Nông Thuỳ Dương"]


def test_awards_are_called_by_their_order_then_from_the_highest_form():
    event = replace(EVENT, awards=replace(EVENT.awards, forms=("Bằng khen", "Giấy khen")))
    awards = {
        "DB001": Award(form="giấy khen"),
        "DB002": Award(form="Bằng khen"),
        "DB003": Award(order=2),
        "DB004": Award(order=1),
        "DB005": None,
    }
    places = [replace(p, award=awards[p.id]) for p in sample_invitations() if p.id in awards]
    assert ids(Standing.of(event, places, {}, at("08:00")).award_order()) == [
        "DB004", "DB003", "DB002", "DB001",
    ]  # fmt: skip


def test_walk_ins_and_cancelled_places_stand_beside_the_numbers():
    extra = Invitation("DB093", "SBN", "Sở X", Guest("Trần Văn Thêm", "Ông"), 93, kind=Kind.WALK_IN)
    gone = Invitation("DB094", "SBN", "Sở Y", Guest("Vũ Văn Hủy", "Ông"), 94, cancelled="trùng")
    inside = {"DB093": Admission(2, "DB093", "s", "Quầy", at("07:59"))}
    made = report(standing(more=(extra, gone), inside=inside), HEAD)
    assert (made.counted.invited, made.counted.walk_ins, len(made.present)) == (85, 1, 72)
    assert ids(made.walk_ins) == ["DB093"]
    assert "Hủy" not in str(official_report(made))


def test_the_press_is_among_the_delegates_where_the_style_counts_it():
    event = replace(EVENT, style=replace(EVENT.style, count_press_in_headcount=True))
    made = report(standing(event=event), HEAD)
    assert (made.counted.invited, len(made.present)) == (92, 78)
    assert _table(made, "Theo thành phần").rows[-1][0] == "X"


def test_times_are_those_of_the_event_whatever_the_zone_of_the_record():
    utc = {"DB001": Admission(1, "DB001", "s", "Cửa", at("07:52").astimezone(UTC))}
    table = _table(report(standing("06:00", inside=utc), HEAD), "Có mặt")
    assert table.rows == [
        ("01", "Ông Nguyễn Văn Mẫu", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh", "07:52", "CT1")
    ]


def test_the_report_shows_totals_stand_ins_frozen_numbers_and_the_seal():
    made = report(standing(), HEAD, ["Tổng số đại biểu được mời: 85. Có mặt: 70 đại biểu."])
    official = official_report(made)
    assert official.tables[0].total == ("", "Tổng số đại biểu", "85", "72", "13", "84,7%")
    assert _table(made, "Dự thay").rows[0][1:4] == (
        "Bà Lộc Thị Hạnh",
        "Phó Giám đốc",
        "Ông Vũ Trọng Nghĩa - Giám đốc Sở D",
    )
    assert any("Có mặt: 70 đại biểu" in sentence for sentence in official.sentences)
    assert "dòng cuối số 78" in official.seal
    assert official.seal.replace(" ", "").count("0f" * 32) == 1
    assert official.foot.recipients == EVENT.report_recipients


def test_an_empty_list_makes_a_report_too():
    official = official_report(report(Standing.of(EVENT, [], {}, at("08:00")), (0, "0" * 64)))
    assert official.tables[0].total == ("", "Tổng số đại biểu", "00", "00", "00", "0,0%")
    assert [table.rows for table in official.tables] == [[]] * 9


def _table(made, name):
    return next(table for table in official_report(made).tables if table.name == name)
