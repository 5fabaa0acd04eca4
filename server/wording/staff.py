"""What the clerk and the organisers are told, in one short sentence each."""

from datetime import datetime
from typing import Final

from server.admission import Reason
from server.guests import Guest
from server.invitations import Reading
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
