"""What the clerk and the organisers are told, in one short sentence each."""

from datetime import datetime
from typing import Final

from server.admission import Reason
from server.guests import Guest
from server.invitations import Invitation, Reading
from server.sentences import Sentence, bilingual, joined, mark, say
from server.wording.figures import hour_figures, hour_words
from server.wording.phrases import FIXED

_REASONS: Final = {
    Reason.REPLACED: mark("Phiếu mời đã được cấp lại, mã cũ hết hiệu lực"),
    Reason.CANCELLED: mark("Phiếu mời đã hủy"),
    Reason.WRONG_EVENT: mark("Mã của chương trình khác"),
    Reason.TOO_EARLY: mark("Chưa đến giờ đón tiếp"),
    Reason.CLOSED: mark("Đã kết thúc đón tiếp"),
    Reason.UNKNOWN_CODE: mark("Không có mã này trong danh sách"),
    Reason.NOT_OURS: mark("Không phải mã trên phiếu mời"),
    Reason.IME_SUSPECT: bilingual(*FIXED["ime"]),
    Reason.ALREADY_ADMITTED: mark("Đại biểu đã được ghi nhận trước đó"),
}

_READINGS: Final = {
    Reading.IDENTITY_CARD: mark("Mã của thẻ căn cước, không lưu"),
    Reading.PAYMENT: mark("Mã chuyển tiền, không lưu"),
    Reading.CONTACT: mark("Mã danh thiếp, không lưu"),
    Reading.LINK: mark("Đường liên kết lạ, không lưu"),
    Reading.MISREAD: mark("Mã đọc chưa đủ, đề nghị quét lại"),
}

EXTRA_QUESTION: Final = mark(
    "Đại biểu chưa có trong danh sách. Xin ý kiến trước khi bố trí chỗ ngồi"
)


def refusal(
    reason: Reason,
    reading: Reading = Reading.INVITATION,
    *,
    admitted_at: datetime | None = None,
    admitted_by: str | None = None,
) -> Sentence:
    """Say why a code was refused; for `already_admitted` where and when it came first.

    Moments are in the event's own zone.
    """
    if reason is Reason.ALREADY_ADMITTED and admitted_at and admitted_by:
        return say(
            "Đại biểu đã được ghi nhận tại %(station)s lúc %(at)s",
            station=admitted_by,
            at=hour_figures(admitted_at),
        )
    return _READINGS.get(reading, _REASONS[reason])


def clash(station: str, at: datetime) -> Sentence:
    """Say that two doors let in one code, and which entry stands."""
    return say(
        "Đại biểu đã được ghi nhận tại %(station)s lúc %(at)s. Giữ lượt sớm nhất",
        station=station,
        at=hour_figures(at),
    )


def leader_arrived(guest: Guest, station: str, at: datetime) -> Sentence:
    """Alert the hosts that a leader is at the door."""
    who = joined(filter(None, (guest.name, guest.title)))
    return say(
        "Đồng chí %(who)s đã đến %(station)s lúc %(at)s. Kính đề nghị lãnh đạo Trung tâm ra đón.",
        who=who,
        station=station,
        at=bilingual(hour_words(at), hour_figures(at)),
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


def unannounced(place: Invitation) -> Sentence:
    """Tell the organisers of a stand-in of whom nobody had told them."""
    return say(
        "Dự thay chưa báo trước: %(who)s, thay %(whom)s.",
        who=coming_words(place),
        whom=invited_words(place),
    )


def seat_open(place: Invitation, seat: str) -> Sentence:
    """Ask the organisers where an announced stand-in sits; the seat was the invited person's."""
    return say(
        "Dự thay đã báo trước: %(who)s, thay %(whom)s. Chưa bố trí vị trí ngồi "
        "(trước đây: ghế %(seat)s); đề nghị quyết định giữ hay chuyển.",
        who=coming_words(place),
        whom=invited_words(place),
        seat=seat,
    )


def notice(sender: str, text: str, place: Invitation | None) -> Sentence:
    """Tell the organisers what a desk has to say, perhaps about one guest."""
    what = text if isinstance(text, Sentence) else text.rstrip(".")
    if place is None:
        return say("%(who)s: %(what)s.", who=sender, what=what)
    about = coming_words(place)
    return say("%(who)s: %(what)s (%(about)s).", who=sender, what=what, about=about)


def clash_words(first: tuple[str, datetime] | None, second: tuple[str, datetime]) -> Sentence:
    """Say where one code let somebody in twice. Moments are in the event's own zone."""
    twice = mark("Đã vào %(first)s, quét lại %(second)s")
    once = mark("Có lượt quét lại %(second)s")
    return say(twice if first else once, first=first and _door(first), second=_door(second))


def overruled(door: tuple[str, datetime], *, admitted: bool) -> Sentence:
    """Say that a door that was cut off decided otherwise than the server would have."""
    let_in = mark("%(door)s đã mời đại biểu vào khi mất kết nối; máy chủ có kết quả khác")
    sent_off = mark("%(door)s chưa mời đại biểu vào khi mất kết nối; máy chủ có kết quả khác")
    return say(let_in if admitted else sent_off, door=_door(door))


def shown_again(first: tuple[str, datetime], second: tuple[str, datetime]) -> Sentence:
    """Say that a code came again after the guest had gone in."""
    return say(
        "Đã vào %(first)s, mã được đưa ra lại tại %(second)s",
        first=_door(first),
        second=_door(second),
    )


def refused_at(door: tuple[str, datetime], reason: Reason) -> Sentence:
    """Say why a guest was sent to the desk, and from where."""
    return joined((_REASONS[reason], say("(%(door)s)", door=_door(door))), " ")


def guessing(door: tuple[str, datetime]) -> Sentence:
    """Say that somebody may be trying codes."""
    return say("%(door)s: nhiều mã lạ trong một phút. Đề nghị cử người đến xem", door=_door(door))


def unnamed_at(door: tuple[str, datetime]) -> Sentence:
    """Say that somebody came in on a place for which nobody is named."""
    return say("Đã vào %(door)s. Đề nghị xin họ tên, chức vụ", door=_door(door))


def parked_at(door: tuple[str, datetime]) -> Sentence:
    """Say that something a door delivered could not be taken in."""
    return say("%(door)s: có lượt quét chưa nhận được, cần Ban Tổ chức xem lại", door=_door(door))


def at_the_desk(person: str) -> Sentence:
    """Say where somebody was received who came through no door of ours."""
    return say("bàn đón tiếp (%(person)s)", person=person) if person else say("bàn đón tiếp")


def _door(place: tuple[str, datetime]) -> Sentence:
    name, at = place
    return joined((name, hour_figures(at)), " ")
