"""What guests and staff read: the wording of the house, to the letter."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import server
from server.admission import ADMITTED, Decision, Outcome, Reason
from server.config import parse_config
from server.event import Address, Style
from server.guests import Award, Guest, Kind
from server.hall import seat_words
from server.hall_file import load_hall
from server.invitations import Reading
from server.wording import Bearer, Manner, fixed, screen_for
from server.wording.figures import count_words, percent_words, when_words
from server.wording.phrases import FIXED, WELCOME
from server.wording.staff import clash, leader_arrived, refusal
from tests.server.cast import OANH, QUY, SOMEBODY

STATIC = Path(server.__file__).parents[1] / "static"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
EVENT = parse_config("").event
HALL = load_hall()
MANNER = Manner.of(EVENT, HALL)
AT = datetime(2023, 11, 17, 0, 46, 12, tzinfo=UTC)  # 07:46 in Lạng Sơn
DOOR = "Cửa chính"
DESK = "Kính mời Quý đại biểu đến bàn đón tiếp để được hỗ trợ"


def refused(reason):
    return Decision(Outcome.REFUSED, reason)


def bearer(invitation):
    seat = seat_words(HALL, invitation.seat) if invitation.seat else None
    return Bearer.of(invitation, EVENT.group(invitation.group), seat)


def welcome(invitation, manner=MANNER):
    return screen_for(ADMITTED, manner, AT, bearer=bearer(invitation)).document()


def again(minutes, *, station=DOOR, invitation=QUY):
    return screen_for(
        refused(Reason.ALREADY_ADMITTED),
        MANNER,
        AT + timedelta(minutes=minutes),
        bearer=bearer(invitation),
        station=station,
        admitted_at=AT,
        admitted_by=DOOR,
    )


def test_a_guest_is_greeted_by_name_with_the_hour_and_the_seat():
    screen = screen_for(ADMITTED, MANNER, AT, bearer=bearer(replace(QUY, seat="B07")))
    assert screen.key == "ok"
    assert screen.document() == {
        "greeting": "Trân trọng kính chào Ông Lý Văn Quý",
        "status": "Đã ghi nhận có mặt lúc 07 giờ 46 phút",
        "seat": "Vị trí của Ông: Hàng B, ghế 07 (dãy phải)",
        "side": "dãy phải",
        "en": {
            "greeting": "Welcome, Mr Lý Văn Quý",
            "status": "You are registered as present at 07:46",
            "seat": "Your seat: Row B, seat 07 (right block)",
            "side": "right block",
        },
    }


@pytest.mark.parametrize(
    ("style", "group", "honorific", "x"),
    [
        (Address.ONG_BA, "SBN", "Bà", "Bà"),
        (Address.ONG_BA, "SBN", None, "Quý đại biểu"),
        (Address.DONG_CHI, "SBN", "Bà", "Đồng chí"),
        (Address.DONG_CHI, "SBN", None, "Đồng chí"),
        (Address.DONG_CHI, "DVPH", "Bà", "Bà"),
        (Address.DONG_CHI, "DVPH", None, "Quý đại biểu"),
        (Address.QUY_DAI_BIEU, "SBN", "Bà", "Quý đại biểu"),
    ],
)
def test_the_form_of_address_follows_the_style_of_the_event(style, group, honorific, x):
    manner = replace(MANNER, style=replace(EVENT.style, address=style))
    guest = replace(OANH, group=group, holder=Guest("Hoàng Thị Kim Oanh", honorific), seat="B05")
    said = welcome(guest, manner)
    assert said["greeting"] == f"Trân trọng kính chào {x} Hoàng Thị Kim Oanh"
    assert said["seat"] == f"Vị trí của {x}: Hàng B, ghế 05 (dãy trái)"


def test_english_does_not_guess_mr_or_ms():
    assert (
        welcome(replace(QUY, holder=Guest("Lý Văn Quý")))["en"]["greeting"] == "Welcome, Lý Văn Quý"
    )


def test_a_place_without_a_name_is_greeted_by_unit_and_asked_for_the_name():
    screen = screen_for(ADMITTED, MANNER, AT, bearer=bearer(SOMEBODY))
    assert screen.key == "unnamed"
    assert screen.vi.greeting == (
        "Trân trọng kính chào đại biểu Sở C. "
        "Kính mời Quý đại biểu cho biết họ tên, chức vụ tại bàn đón tiếp"
    )
    assert screen.en.greeting == (
        "Welcome, delegate of Sở C. Please give your name and title at the desk"
    )
    assert screen.vi.seat == "Vị trí của Quý đại biểu: Hàng B, ghế 01 (dãy trái)"


def test_who_is_let_in_is_welcome_even_where_nothing_is_known_of_them():
    screen = screen_for(ADMITTED, MANNER, AT)
    assert screen.key == "unnamed"
    assert screen.vi.greeting == (
        "Trân trọng kính chào Quý đại biểu. "
        "Kính mời Quý đại biểu cho biết họ tên, chức vụ tại bàn đón tiếp"
    )
    assert screen.vi.next == (
        "Kính mời Quý đại biểu vào hội trường; lễ tân sẽ hướng dẫn vị trí ngồi",
    )


def test_a_stand_in_is_greeted_as_who_they_are_and_nothing_tells_for_whom():
    stand_in = replace(QUY, substitute=Guest("Lộc Thị Hạnh", "Bà", "Phó Giám đốc"))
    said = welcome(stand_in)
    assert said["greeting"] == "Trân trọng kính chào Bà Lộc Thị Hạnh"
    assert "Quý" not in str(said)
    assert "thay" not in str(said)


def test_a_leader_is_led_to_the_guest_room_and_keeps_the_seat():
    said = welcome(replace(QUY, group="LDT", seat="CT3"))
    assert said["seat"] == "Vị trí của Ông: Bàn chủ trì, ghế 03"
    assert said["next"] == ["Kính mời Ông nghỉ tại phòng khách; lễ tân sẽ hướng dẫn"]
    assert said["en"]["next"] == ["Please follow our staff to the guest room"]


def test_without_a_guest_room_the_chairmans_table_is_shown_at_once():
    manner = replace(MANNER, guest_room=False)
    said = welcome(replace(QUY, group="LDT", seat="CT3"), manner)
    assert said["next"] == ["Kính mời Ông lên vị trí bàn chủ trì; lễ tân sẽ hướng dẫn"]
    assert said["en"]["seat"] == "Your seat: Chairman's table, seat 03"


def test_a_guest_without_a_seat_is_shown_in():
    said = welcome(replace(QUY, seat=None))
    assert "seat" not in said
    assert said["next"] == ["Kính mời Ông vào hội trường; lễ tân sẽ hướng dẫn vị trí ngồi"]


def test_an_award_and_documents_follow_in_that_order():
    manner = replace(MANNER, documents_at_desk=True)
    assert welcome(replace(QUY, award=Award()), manner)["next"] == [
        "Kính mời Ông gặp lễ tân để được hướng dẫn phần nhận khen thưởng",
        "Kính mời Ông nhận tài liệu tại bàn đón tiếp",
    ]


def test_the_press_is_shown_its_working_area():
    journalist = replace(QUY, group="BC", organisation="Báo Lạng Sơn", seat="H07")
    screen = screen_for(ADMITTED, MANNER, AT, bearer=bearer(journalist))
    assert screen.key == "press"
    assert screen.vi.greeting == (
        "Kính chào phóng viên Báo Lạng Sơn. Khu vực tác nghiệp: Hàng H, phía sau"
    )
    assert screen.en.greeting == "Welcome, Báo Lạng Sơn. Press area: row H, rear"
    assert screen.vi.seat is None
    assert screen.vi.next == ()


def test_a_press_place_without_a_name_asks_for_the_name_too():
    crew = replace(SOMEBODY, group="BC", kind=Kind.PRESS, organisation="Báo Lạng Sơn", seat=None)
    assert welcome(crew)["greeting"].endswith(
        "Kính mời Quý đại biểu cho biết họ tên, chức vụ tại bàn đón tiếp"
    )


def test_the_press_in_a_hall_without_a_press_area_is_shown_a_seat():
    manner = Manner.of(EVENT)
    said = welcome(replace(QUY, group="BC", seat="H07"), manner)
    assert said["greeting"] == "Kính chào phóng viên Sở A"
    assert said["seat"] == "Vị trí của Ông: Hàng H, ghế 07 (dãy phải)"


@pytest.mark.parametrize(
    ("minutes", "station", "key"),
    [
        (0.2, DOOR, "ok"),
        (1, DOOR, "ok"),
        (1.1, DOOR, "already"),
        (10, DOOR, "already"),
        (10.1, DOOR, "already_far"),
        (0.2, "Quầy 2", "already_far"),
    ],
)
def test_a_second_scan_is_a_welcome_then_a_reminder_then_a_matter_for_the_desk(
    minutes, station, key
):
    assert again(minutes, station=station).key == key


def test_the_welcome_shown_again_tells_the_hour_of_the_first():
    assert again(0.9).document() == welcome(QUY)


def test_a_reminder_says_hour_and_seat_and_invites_in():
    said = again(5, invitation=replace(QUY, seat="B07"))
    assert said.vi.greeting == (
        "Quý đại biểu đã được ghi nhận có mặt lúc 07 giờ 46 phút. "
        "Vị trí: Hàng B, ghế 07. Kính mời vào hội trường"
    )
    assert said.en.greeting == "You were already registered at 07:46. Seat: B07. Please go in"


def test_a_reminder_without_a_seat_leaves_it_out():
    said = again(5, invitation=replace(QUY, seat=None))
    assert said.vi.greeting == (
        "Quý đại biểu đã được ghi nhận có mặt lúc 07 giờ 46 phút. Kính mời vào hội trường"
    )


def test_far_away_nothing_is_told_of_the_guest():
    said = again(30)
    assert said.document() == {
        "greeting": f"Mã này đã được sử dụng trước đó. {DESK}",
        "en": {"greeting": "This code has been used. Please come to the desk"},
    }


@pytest.mark.parametrize(
    ("reason", "reading", "key", "sentence"),
    [
        (Reason.REPLACED, Reading.INVITATION, "revoked", "đã được thay bằng phiếu mới"),
        (Reason.CANCELLED, Reading.INVITATION, "cancelled", "không còn hiệu lực"),
        (Reason.WRONG_EVENT, Reading.OTHER_EVENT, "wrong_event", "chương trình khác"),
        (Reason.CLOSED, Reading.INVITATION, "closed", "Đã kết thúc đón tiếp"),
        (Reason.UNKNOWN_CODE, Reading.INVITATION, "unknown", "chưa nhận ra mã này"),
        (Reason.UNKNOWN_CODE, Reading.MISREAD, "unknown", "thử lại"),
        (Reason.NOT_OURS, Reading.IDENTITY_CARD, "idcard", "không lưu thông tin này"),
        (Reason.NOT_OURS, Reading.PAYMENT, "other_qr", "không phải mã trên phiếu mời"),
        (Reason.NOT_OURS, Reading.CONTACT, "other_qr", "không phải mã trên phiếu mời"),
        (Reason.NOT_OURS, Reading.LINK, "other_qr", "không phải mã trên phiếu mời"),
        (Reason.NOT_OURS, Reading.FOREIGN, "other_qr", "không phải mã trên phiếu mời"),
        (Reason.IME_SUSPECT, Reading.BENT, "ime", "Ctrl + Shift"),
    ],
)
def test_each_refusal_has_its_screen_and_tells_nothing_of_the_guest(reason, reading, key, sentence):
    screen = screen_for(refused(reason), MANNER, AT, bearer=bearer(QUY), reading=reading)
    assert screen.key == key
    assert sentence in screen.vi.greeting
    assert "Quý" not in str(screen).replace("Quý đại biểu", "")


def test_every_reason_has_a_screen_even_when_nothing_else_is_known():
    for reason in Reason:
        assert screen_for(refused(reason), MANNER, AT).key in FIXED


def test_too_early_tells_from_when_guests_are_received():
    opens = datetime(2023, 11, 17, 7, 0, tzinfo=HANOI)
    early = screen_for(refused(Reason.TOO_EARLY), MANNER, opens - timedelta(hours=1), opens=opens)
    assert early.vi.greeting == (
        "Chưa đến giờ đón tiếp (từ 07 giờ 00). Kính mời Quý đại biểu nghỉ tại khu vực chờ"
    )
    assert early.en.greeting == "Reception opens at 07:00. Please take a seat in the waiting area"


def test_too_early_by_a_day_tells_the_day_too():
    opens = datetime(2023, 11, 17, 7, 0, tzinfo=HANOI)
    early = screen_for(refused(Reason.TOO_EARLY), MANNER, opens - timedelta(days=1), opens=opens)
    assert "(từ 07 giờ 00 ngày 17/11/2023)" in early.vi.greeting
    assert "07:00 on 17 November 2023" in early.en.greeting


def test_a_scan_that_was_not_saved_never_says_it_was():
    assert fixed("not_saved").vi.greeting == f"Máy không lưu được lượt quét này. {DESK}"


def test_no_sentence_speaks_of_checking_in_or_of_a_ceremony():
    said = " ".join(vi for vi, _ in [*FIXED.values(), *WELCOME.values()]).casefold()
    assert not [word for word in ("check-in", "điểm danh", "lễ kỷ niệm") if word in said]


def test_what_the_page_says_of_itself_are_the_same_words():
    for language, file in enumerate(("vi.json", "en.json")):
        texts = json.loads((STATIC / "locales" / file).read_text("utf-8"))["kiosk"]
        shared = FIXED.keys() & texts.keys()
        assert shared >= {"busy", "paused", "not_saved", "unreadable"}
        assert {key: texts[key] for key in shared} == {key: FIXED[key][language] for key in shared}


def test_staff_is_told_where_and_when_a_code_came_first():
    told = refusal(
        Reason.ALREADY_ADMITTED,
        admitted_at=AT.astimezone(HANOI) - timedelta(minutes=2),
        admitted_by="Quầy 2",
    )
    assert told == "Đại biểu đã được ghi nhận tại Quầy 2 lúc 07:44"


def test_staff_is_told_the_kind_of_a_foreign_code_and_never_its_text():
    assert refusal(Reason.NOT_OURS, Reading.IDENTITY_CARD) == "Mã của thẻ căn cước, không lưu"
    assert refusal(Reason.NOT_OURS, Reading.FOREIGN) == "Không phải mã trên phiếu mời"
    assert refusal(Reason.UNKNOWN_CODE, Reading.MISREAD) == "Mã đọc chưa đủ, đề nghị quét lại"


def test_every_reason_has_a_sentence_for_staff():
    assert len({refusal(reason) for reason in Reason}) == len(Reason)


def test_staff_hears_of_clashes_in_the_wording_of_the_house():
    at = AT.astimezone(HANOI) - timedelta(minutes=2)
    assert clash("Quầy 2", at) == (
        "Đại biểu đã được ghi nhận tại Quầy 2 lúc 07:44. Giữ lượt sớm nhất"
    )


def test_the_hosts_are_told_that_a_leader_is_at_the_door():
    guest = Guest("Nguyễn Văn Mẫu", "Ông", "Phó Chủ tịch UBND tỉnh")
    assert leader_arrived(guest, DOOR, datetime(2023, 11, 17, 7, 52, tzinfo=HANOI)) == (
        "Đồng chí Nguyễn Văn Mẫu, Phó Chủ tịch UBND tỉnh đã đến Cửa chính lúc 07 giờ 52 phút. "
        "Kính đề nghị lãnh đạo Trung tâm ra đón."
    )


def test_counts_and_rates_are_written_as_the_style_asks():
    plain = Style(pad_below_10=False, decimal_comma=False)
    assert [count_words(n, Style()) for n in (0, 3, 10, 85)] == ["00", "03", "10", "85"]
    assert count_words(3, plain) == "3"
    assert [percent_words(r, Style()) for r in (84.7, 50.0, 100.0)] == ["84,7%", "50,0%", "100%"]
    assert percent_words(84.7, plain) == "84.7%"


def test_the_time_of_the_event_is_said_once_it_is_known():
    assert when_words(EVENT) == "Dự kiến trong tháng 11/2023 (thời gian cụ thể sẽ thông báo sau)"
    day = parse_config("[event]\ndate = 2023-11-17").event
    assert when_words(day) == "ngày 17/11/2023"
    hour = parse_config('[event]\ndate = 2023-11-17\nstarts = "08:00"').event
    assert when_words(hour) == "08 giờ 00 phút, ngày 17/11/2023"
