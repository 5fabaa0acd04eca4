"""What the clerk and the organisers are told, in one short sentence each."""

from datetime import datetime
from typing import Final

from server.admission import Reason
from server.guests import Guest
from server.invitations import Invitation, Reading
from server.sentences import Sentence, joined, say
from server.wording.figures import hour_figures, hour_words
from server.wording.phrases import FIXED

_REASONS: Final = {
    Reason.REPLACED: "Phiếu mời đã được cấp lại, mã cũ hết hiệu lực",
    Reason.CANCELLED: "Phiếu mời đã hủy",
    Reason.WRONG_EVENT: "Mã của chương trình khác",
    Reason.TOO_EARLY: "Chưa đến giờ đón tiếp",
    Reason.CLOSED: "Đã kết thúc đón tiếp",
    Reason.UNKNOWN_CODE: "Không có mã này trong danh sách",
    Reason.NOT_OURS: "Không phải mã trên phiếu mời",
    Reason.IME_SUSPECT: FIXED["ime"][0],
    Reason.ALREADY_ADMITTED: "Đại biểu đã được ghi nhận trước đó",
}

_READINGS: Final = {
    Reading.IDENTITY_CARD: "Mã của thẻ căn cước, không lưu",
    Reading.PAYMENT: "Mã chuyển tiền, không lưu",
    Reading.CONTACT: "Mã danh thiếp, không lưu",
    Reading.LINK: "Đường liên kết lạ, không lưu",
    Reading.MISREAD: "Mã đọc chưa đủ, đề nghị quét lại",
}

EXTRA_QUESTION: Final = "Đại biểu chưa có trong danh sách. Xin ý kiến trước khi bố trí chỗ ngồi"


def refusal(
    reason: Reason,
    reading: Reading = Reading.INVITATION,
    *,
    admitted_at: datetime | None = None,
    admitted_by: str | None = None,
) -> str:
    """Say why a code was refused; for `already_admitted` where and when it came first.

    Moments are in the event's own zone.
    """
    if reason is Reason.ALREADY_ADMITTED and admitted_at and admitted_by:
        return f"Đại biểu đã được ghi nhận tại {admitted_by} lúc {hour_figures(admitted_at)}"
    return _READINGS.get(reading, _REASONS[reason])


def clash(station: str, at: datetime) -> str:
    """Say that two doors let in one code, and which entry stands."""
    where = f"tại {station} lúc {hour_figures(at)}"
    return f"Đại biểu đã được ghi nhận {where}. Giữ lượt sớm nhất"


def cut_off(waiting: int) -> str:
    """Say that the server is away and nothing is lost. `waiting`: scans not delivered."""
    return f"Mất kết nối máy chủ - vẫn ghi nhận bình thường. Chờ đồng bộ: {waiting} lượt"


def back_again(delivered: int) -> str:
    """Say that the server is back. `delivered`: scans brought to it since."""
    return f"Đã kết nối lại, đã đồng bộ {delivered} lượt"


def leader_arrived(guest: Guest, station: str, at: datetime) -> str:
    """Alert the hosts that a leader is at the door."""
    who = f"{guest.name}, {guest.title}" if guest.title else guest.name
    return (
        f"Đồng chí {who} đã đến {station} lúc {hour_words(at)}. "
        "Kính đề nghị lãnh đạo Trung tâm ra đón."
    )


def who_words(guest: Guest | None, organisation: str, expects: str | None = None) -> Sentence:
    """Say who somebody is: name with form of address, title, unit."""
    if guest is None:
        return joined((expects or say("Đại biểu chưa có tên"), organisation))
    name = f"{guest.honorific} {guest.name}" if guest.honorific else guest.name
    # "Phó Chủ tịch UBND tỉnh" of "UBND tỉnh" would be said twice.
    unit = "" if (guest.title or "").endswith(organisation) else organisation
    return joined(filter(None, (name, guest.title, unit)))


def invited_words(place: Invitation) -> Sentence:
    """Say for whom a place was meant, whoever comes."""
    return who_words(place.holder, place.organisation, place.expects)


def coming_words(place: Invitation) -> Sentence:
    """Say who comes on a place: the stand-in once there is one."""
    return who_words(place.coming, place.organisation, place.expects)


def seat_taken(seat: str, sitting: Invitation) -> Sentence:
    """Refuse a seat that is another guest's."""
    return say(
        "Ghế %(seat)s đã bố trí cho %(who)s. Chọn ghế khác hoặc đổi chỗ",
        seat=seat,
        who=coming_words(sitting),
    )


def unannounced(place: Invitation) -> str:
    """Tell the organisers of a stand-in of whom nobody had told them."""
    return f"Dự thay chưa báo trước: {coming_words(place)}, thay {invited_words(place)}."


def seat_open(place: Invitation, seat: str) -> str:
    """Ask the organisers where an announced stand-in sits; the seat was the invited person's."""
    return (
        f"Dự thay đã báo trước: {coming_words(place)}, thay {invited_words(place)}. "
        f"Chưa bố trí vị trí ngồi (trước đây: ghế {seat}); đề nghị quyết định giữ hay chuyển."
    )


def notice(sender: str, text: str, place: Invitation | None) -> str:
    """Tell the organisers what a desk has to say, perhaps about one guest."""
    about = f" ({coming_words(place)})" if place else ""
    return f"{sender}: {text.rstrip('.')}{about}."


def clash_words(first: tuple[str, datetime] | None, second: tuple[str, datetime]) -> str:
    """Say where one code let somebody in twice. Moments are in the event's own zone."""
    again = f"quét lại {_door(second)}"
    return f"Đã vào {_door(first)}, {again}" if first else f"Có lượt {again}"


def overruled(door: tuple[str, datetime], *, admitted: bool) -> str:
    """Say that a door that was cut off decided otherwise than the server would have."""
    said = "đã mời đại biểu vào" if admitted else "chưa mời đại biểu vào"
    return f"{_door(door)} {said} khi mất kết nối; máy chủ có kết quả khác"


def shown_again(first: tuple[str, datetime], second: tuple[str, datetime]) -> str:
    """Say that a code came again after the guest had gone in."""
    return f"Đã vào {_door(first)}, mã được đưa ra lại tại {_door(second)}"


def refused_at(door: tuple[str, datetime], reason: Reason) -> str:
    """Say why a guest was sent to the desk, and from where."""
    return f"{_REASONS[reason]} ({_door(door)})"


def guessing(door: tuple[str, datetime]) -> str:
    """Say that somebody may be trying codes."""
    return f"{_door(door)}: nhiều mã lạ trong một phút. Đề nghị cử người đến xem"


def unnamed_at(door: tuple[str, datetime]) -> str:
    """Say that somebody came in on a place for which nobody is named."""
    return f"Đã vào {_door(door)}. Đề nghị xin họ tên, chức vụ"


def parked_at(door: tuple[str, datetime]) -> str:
    """Say that something a door delivered could not be taken in."""
    return f"{_door(door)}: có lượt quét chưa nhận được, cần Ban Tổ chức xem lại"


def at_the_desk(person: str) -> str:
    """Say where somebody was received who came through no door of ours."""
    return f"bàn đón tiếp ({person})" if person else "bàn đón tiếp"


def _door(place: tuple[str, datetime]) -> str:
    name, at = place
    return f"{name} {hour_figures(at)}"
