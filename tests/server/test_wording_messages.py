"""The texts to copy, word for word, and the short message that always fits."""

from dataclasses import replace
from datetime import date, time

import pytest

from server.guests import Guest
from server.invitations import Invitation
from server.wording.messages import (
    SMS_LENGTH,
    occasion,
    sms,
    venue_notice,
    zalo_named,
    zalo_organisation,
)
from server.wording.official import (
    issuer_names,
    long_day,
    place_and_day,
    send_by,
    symbol,
    working_day_before,
)
from tests.server.cast import QUY, SOMEBODY
from tests.server.lists import EVENT

KNOWN = replace(
    EVENT,
    day=date(2023, 11, 17),
    starts=time(8),
    venue="Hội trường tầng 3, Trung tâm Hội nghị tỉnh, số 2 đường Hùng Vương",
    contact=replace(EVENT.contact, phone="0205 3810 123"),
)
CODE = "48217730"


def test_a_named_guest_is_invited_in_these_words():
    assert zalo_named(QUY, KNOWN) == (
        "Kính gửi Ông Lý Văn Quý, Giám đốc - Sở A. Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn "
        "trân trọng kính mời Ông tới dự Tọa đàm kỷ niệm 05 năm Ngày thành lập Trung tâm. "
        "Thời gian: 08 giờ 00 phút, ngày 17/11/2023. "
        "Địa điểm: Hội trường tầng 3, Trung tâm Hội nghị tỉnh, số 2 đường Hùng Vương. "
        "Mã QR vào hội trường trong ảnh kèm theo, đề nghị lưu ảnh về máy. "
        "Trường hợp cử người dự thay, kính đề nghị thông báo trước qua Phòng Hành chính - Tổng "
        "hợp, điện thoại 0205 3810 123. Trân trọng!"
    )


def test_what_is_not_decided_is_said_to_be_announced():
    text = zalo_named(QUY, EVENT)
    assert "(thời gian cụ thể sẽ thông báo sau)." in text
    assert "(cụ thể sẽ thông báo sau)." in text
    assert "điện thoại" not in text


def test_an_organisation_is_asked_who_comes():
    assert zalo_organisation("Sở C", [SOMEBODY], KNOWN) == (
        "Kính gửi Sở C. Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn trân trọng kính mời Đại "
        "diện lãnh đạo Sở C tới dự Tọa đàm kỷ niệm 05 năm Ngày thành lập Trung tâm. "
        "Thời gian: 08 giờ 00 phút, ngày 17/11/2023. "
        "Địa điểm: Hội trường tầng 3, Trung tâm Hội nghị tỉnh, số 2 đường Hùng Vương. "
        "Kính đề nghị Quý cơ quan cử đại biểu dự đúng thành phần và gửi họ tên, chức vụ về "
        "Phòng Hành chính - Tổng hợp, điện thoại 0205 3810 123 trước 17 giờ 00 phút, ngày "
        "16/11/2023. Mã QR vào hội trường trong ảnh kèm theo, đề nghị lưu ảnh về máy. Trân trọng!"
    )


def test_a_unit_with_several_places_is_told_which_picture_is_whose():
    text = zalo_organisation("Sở A", [QUY, replace(SOMEBODY, organisation="Sở A")], EVENT)
    assert "trong 02 ảnh kèm theo, mỗi đại biểu một ảnh" in text
    assert text.splitlines()[1:] == [
        "01. Ông Lý Văn Quý, Giám đốc",
        "02. Đại diện lãnh đạo Sở A (chưa có tên)",
    ]


def test_nobody_is_invited_by_name_whose_name_is_not_known():
    with pytest.raises(ValueError, match="DB018"):
        zalo_named(SOMEBODY, EVENT)


def test_a_guest_of_unknown_sex_is_a_guest_and_a_unit_is_not_said_twice():
    place = replace(QUY, organisation="UBND tỉnh", holder=Guest("Mẫu", None, "Chủ tịch UBND tỉnh"))
    assert zalo_named(place, EVENT).startswith("Kính gửi Quý đại biểu Mẫu, Chủ tịch UBND tỉnh. ")


def test_the_venue_is_announced_once_both_are_known():
    assert venue_notice(replace(KNOWN, venue="Tại UBND tỉnh")) == (
        "Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn trân trọng thông báo: Tọa đàm kỷ niệm 05 "
        "năm Ngày thành lập Trung tâm được tổ chức lúc 08 giờ 00 phút ngày 17/11/2023 tại UBND "
        "tỉnh. Mã QR đã gửi trước đây vẫn có giá trị. Trân trọng!"
    )
    assert venue_notice(EVENT) is None
    assert venue_notice(replace(KNOWN, venue=None)) is None


def test_a_short_message_is_plain_and_gives_the_code():
    assert sms(QUY, CODE, replace(KNOWN, venue="UBND tỉnh")) == (
        "TTPVHCC tinh Lang Son kinh moi Ong Ly Van Quy du Toa dam ky niem 05 nam thanh lap, "
        "08h00 ngay 17/11/2023 tai UBND tinh. Ma vao cua 4821 7730. LH 02053810123"
    )


@pytest.mark.parametrize("venue", [None, "UBND tỉnh", KNOWN.venue, "Hội trường " + "rất xa " * 40])
@pytest.mark.parametrize("short", [EVENT.short, "Hội nghị tổng kết " + "công tác " * 30])
@pytest.mark.parametrize("name", [None, "Mẫu", "Nguyễn Hoàng Bảo Minh Châu Phương Thảo 👍 #&"])
@pytest.mark.parametrize("day", [None, KNOWN.day])
def test_a_short_message_always_fits_and_keeps_its_code(venue, short, name, day):
    place = Invitation("DB1", "SBN", "Sở A", Guest(name, "Bà") if name else None, 1)
    text = sms(place, CODE, replace(KNOWN, venue=venue, short=short, day=day))
    assert len(text) <= SMS_LENGTH
    assert "Ma vao cua 4821 7730" in text
    assert text.isascii()
    assert not set(text) & set("#&")
    assert day is None or "17/11/2023" in text


def test_a_short_message_leaves_whole_words_out_and_no_day():
    event = replace(
        KNOWN,
        short="Hội nghị tổng kết công tác cải cách hành chính, kiểm soát thủ tục hành chính năm 2023",
        contact=replace(KNOWN.contact, phone="0205 3810 123 - 0912 345 678"),
    )
    assert sms(QUY, CODE, event) == (
        "TTPVHCC tinh Lang Son kinh moi Ong du Hoi nghi tong ket cong tac cai cach hanh chinh, "
        "08h00 ngay 17/11/2023. Ma vao cua 4821 7730. LH 02053810123"
    )


def test_who_is_of_unknown_sex_is_addressed_in_short_before_the_venue_is_left_out():
    place = replace(QUY, holder=Guest("Mẫu", None, "Giám đốc"))
    assert sms(place, CODE, replace(KNOWN, venue="Hội trường tầng 2, Trung tâm")) == (
        "TTPVHCC tinh Lang Son kinh moi Ong/Ba du Toa dam ky niem 05 nam thanh lap, 08h00 ngay "
        "17/11/2023 tai Hoi truong tang 2. Ma vao cua 4821 7730. LH 02053810123"
    )


def test_an_event_that_does_not_name_its_host_keeps_its_name():
    assert occasion(replace(EVENT, name="Hội nghị tổng kết (2023)")) == "Hội nghị tổng kết"


@pytest.mark.parametrize(
    ("day", "count", "before"),
    [
        (date(2023, 11, 17), 3, date(2023, 11, 14)),  # Friday
        (date(2023, 11, 20), 3, date(2023, 11, 15)),  # Monday: the weekend does not count
        (date(2024, 9, 5), 3, date(2024, 8, 30)),  # nor does 2 September
        (date(2024, 5, 3), 3, date(2024, 4, 26)),  # nor do 30 April and 1 May
    ],
)
def test_working_days_leave_out_weekends_and_fixed_holidays(day, count, before):
    assert working_day_before(day, count) == before


def test_a_document_names_its_issuer_as_the_decree_wants():
    assert issuer_names(EVENT) == (
        "VĂN PHÒNG UBND TỈNH LẠNG SƠN",
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    )
    assert symbol(EVENT, "GM") == "Số: ……/GM-TTPVHCC"
    alone = replace(EVENT.organisers, host="Sở A", parent=None)
    assert issuer_names(replace(EVENT, organisers=alone)) == ("", "SỞ A")


def test_days_are_written_with_their_zeros():
    assert long_day(date(2023, 7, 5)) == "ngày 05 tháng 7 năm 2023"
    assert place_and_day(EVENT, date(2023, 2, 1)) == "Lạng Sơn, ngày 01 tháng 02 năm 2023"
    assert place_and_day(EVENT, None) == "Lạng Sơn, ngày …… tháng …… năm ……"


def test_the_letter_is_due_three_working_days_before_once_the_day_is_known():
    assert send_by(KNOWN) == date(2023, 11, 14)
    assert send_by(EVENT) is None


def test_a_unit_is_told_its_own_page_on_the_last_line():
    text = zalo_organisation("Sở C", [SOMEBODY], EVENT, "https://moi.example/o/abc")
    assert text.splitlines()[-1].endswith("phản hồi: https://moi.example/o/abc")
