"""What stands in a mail: its subject and its lines, the same as text and as HTML."""

from dataclasses import dataclass
from typing import Final

from server.event import EventConfig
from server.invitations import Invitation, format_desk_code
from server.sendings import What
from server.wording.figures import when_words
from server.wording.messages import contact_words, invitation_lines, venue_notice

_PICTURE: Final = (
    "Mã QR vào hội trường trong ảnh kèm theo, đề nghị lưu ảnh về máy; khi đến cửa xin tăng độ "
    "sáng màn hình."
)


@dataclass(frozen=True, slots=True)
class Lines:
    """One mail in words. `facts` are (name, value); `link` is the guest's own page or None."""

    subject: str
    greeting: str
    before: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    after: tuple[str, ...]
    link: str | None
    closing: str = "Trân trọng!"


def mail_lines(
    what: What, place: Invitation, desk_code: str | None, event: EventConfig, link: str | None
) -> Lines:
    """Word the mail to one place. Raises ValueError: the venue it would tell is still open."""
    greeting, invites, asks = invitation_lines(place, event)
    subject, before = f"Phiếu mời dự {event.short}", invites
    if what is What.VENUE:
        notice = venue_notice(event)
        if notice is None:
            raise ValueError("the venue is still open")
        subject = f"Thông báo thời gian, địa điểm: {event.short}"
        before = notice.removesuffix(" Trân trọng!")
    return Lines(
        subject,
        greeting,
        (before,),
        _facts(desk_code, event),
        (_PICTURE, asks, *_calendar(event)),
        link,
    )


def _facts(desk_code: str | None, event: EventConfig) -> tuple[tuple[str, str], ...]:
    facts = [("Thời gian", when_words(event)), ("Địa điểm", event.place)]
    if event.map_url:
        facts.append(("Bản đồ", event.map_url))
    if desk_code:
        facts.append(("Mã số", format_desk_code(desk_code)))
    return (*facts, ("Liên hệ", contact_words(event)))


def _calendar(event: EventConfig) -> tuple[str, ...]:
    return ("Tệp lịch kèm theo để ghi vào lịch làm việc.",) if event.day else ()
