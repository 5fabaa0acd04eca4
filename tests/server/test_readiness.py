from dataclasses import replace
from datetime import time, timedelta

from server.config import parse_config
from server.readiness import (
    Finding,
    Level,
    findings_document,
    look_at_arrears,
    look_at_backup,
    look_at_facts,
    look_at_list,
    look_at_people,
    look_at_record,
    look_at_seats,
)
from tests.server.cast import OANH, QUY, SOMEBODY, at


def levels(*findings):
    return [finding.level for finding in findings]


def test_without_anybody_on_the_list_the_doors_stay_shut():
    nobody = look_at_list([replace(QUY, cancelled="nghỉ ốm")])
    invited = look_at_list([QUY, SOMEBODY])

    assert levels(nobody, invited) == [Level.FAIL, Level.OK]
    assert "2 suất mời, trong đó 1 suất chưa có tên" in invited.message


def test_who_has_no_seat_is_told_but_for_those_who_need_none():
    standing = look_at_seats([replace(QUY, seat=None), OANH])
    technician = replace(QUY, seat=None, note="Kỹ thuật - không bố trí ghế")

    assert standing.level is Level.WARNING
    assert QUY.id in standing.message
    assert levels(look_at_seats([technician, OANH])) == [Level.OK]


def test_what_is_still_open_of_day_hour_and_place_is_named():
    event = parse_config("").event
    set_down = replace(event, day=at(0).date(), starts=time(8), venue="Hội trường A")

    assert "ngày, giờ khai mạc, địa điểm" in look_at_facts(event, ()).message
    assert look_at_facts(set_down, ()).level is Level.OK
    assert look_at_facts(set_down, ("Ngày đã qua.",)).message == "Ngày đã qua."


def test_a_damaged_record_keeps_the_doors_shut():
    assert levels(look_at_record("Dòng 7 đã bị sửa.", 0), look_at_record(None, 9)) == [
        Level.FAIL,
        Level.OK,
    ]


def test_a_backup_of_yesterday_is_too_old_and_none_is_told():
    made = at(0)
    fresh = look_at_backup(made, made + timedelta(minutes=12))
    old = look_at_backup(made, made + timedelta(days=2))

    assert levels(fresh, old, look_at_backup(None, made)) == [
        Level.OK,
        Level.WARNING,
        Level.WARNING,
    ]
    assert "12 phút" in fresh.message


def test_people_stations_and_what_the_doors_still_owe_are_told():
    assert levels(look_at_people(1, 1), look_at_people(0, 1), look_at_people(1, 0)) == [
        Level.OK,
        Level.WARNING,
        Level.WARNING,
    ]
    owed = look_at_arrears([("Quầy 2", 41, 44)], 1)
    assert "Quầy 2: 41–44 còn thiếu" in owed.message
    assert levels(owed, look_at_arrears([], 0)) == [Level.WARNING, Level.OK]


def test_one_failure_is_enough_and_a_warning_is_none():
    fine, doubt, bad = (Finding("x", "X", level, "…") for level in Level)

    assert findings_document([fine, doubt])["ready"] is True
    assert findings_document([fine, doubt, bad])["ready"] is False
