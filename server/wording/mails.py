"""What stands in a mail: its subject and its lines, the same as text and as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.event import EventConfig
from server.invitations import Invitation, format_desk_code
from server.sendings import What
from server.wording.figures import when_words
from server.wording.messages import (
    contact_words,
    invitation_lines,
    unit_invitation_lines,
    venue_notice,
)

_PICTURE: Final = (
    "Mã QR vào hội trường trong ảnh kèm theo, đề nghị lưu ảnh về máy; khi đến cửa xin tăng độ "
    "sáng màn hình."
)
_PICTURES: Final = (
    "Mã QR vào hội trường trong các ảnh kèm theo, mỗi đại biểu một ảnh; đề nghị chuyển đúng người "
    "và lưu ảnh về máy."
)
_OWN_PAGE: Final = "Trang riêng của Quý đại biểu (chương trình, phản hồi, cử người dự thay)"
_UNIT_PAGE: Final = "Trang riêng để đầu mối của đơn vị ghi họ tên, phản hồi"


@dataclass(frozen=True, slots=True)
class Lines:
    """One mail in words. `facts` are (name, value), `enclosed` whom its pictures are for.

    `link` is the guest's own page, or the unit's, or None.
    """

    subject: str
    greeting: str
    before: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    after: tuple[str, ...]
    link: str | None
    link_words: str = _OWN_PAGE
    enclosed: tuple[str, ...] = ()
    closing: str = "Trân trọng!"


def mail_lines(
    what: What, place: Invitation, desk_code: str | None, event: EventConfig, link: str | None
) -> Lines:
    """Word the mail to one place. Raises ValueError: the venue it would tell is still open."""
    greeting, invites, asks = invitation_lines(place, event)
    subject, before = _opening(what, invites, event)
    return Lines(
        subject,
        greeting,
        (before,),
        _facts(desk_code, event),
        (_PICTURE, asks, *_calendar(event)),
        link,
    )


def unit_mail_lines(
    what: What,
    listed: Sequence[tuple[Invitation, str | None]],
    event: EventConfig,
    link: str | None,
) -> Lines:
    """Word the mail to a unit for several of its places, each with its desk code.

    Raises ValueError: the venue it would tell is still open.
    """
    greeting, invites, asks, names = unit_invitation_lines([place for place, _ in listed], event)
    subject, before = _opening(what, invites, event)
    enclosed = [
        f"{name} (mã số {format_desk_code(desk_code)})" if desk_code else name
        for name, (_, desk_code) in zip(names, listed, strict=True)
    ]
    return Lines(
        subject,
        greeting,
        (before,),
        _facts(None, event),
        (_PICTURES, *asks, *_calendar(event)),
        link,
        _UNIT_PAGE,
        tuple(enclosed),
    )


def _opening(what: What, invites: str, event: EventConfig) -> tuple[str, str]:
    """Give the subject, and the sentence that says what the mail is about."""
    if what is What.INVITATION:
        return f"Phiếu mời dự {event.short}", invites
    notice = venue_notice(event)
    if notice is None:
        raise ValueError("the venue is still open")
    subject = f"Thông báo thời gian, địa điểm: {event.short}"
    return subject, notice.removesuffix(" Trân trọng!")


def _facts(desk_code: str | None, event: EventConfig) -> tuple[tuple[str, str], ...]:
    facts = [("Thời gian", when_words(event)), ("Địa điểm", event.place)]
    if event.map_url:
        facts.append(("Bản đồ", event.map_url))
    if desk_code:
        facts.append(("Mã số", format_desk_code(desk_code)))
    return (*facts, ("Liên hệ", contact_words(event)))


def _calendar(event: EventConfig) -> tuple[str, ...]:
    return ("Tệp lịch kèm theo để ghi vào lịch làm việc.",) if event.day else ()
