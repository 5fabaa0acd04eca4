"""What an edit changed, in words for the history of a place: "Chức vụ: Giám đốc → Phó Giám đốc"."""

from collections.abc import Callable
from typing import Final

from server.guestlist import award_text
from server.guests import Guest, Rsvp
from server.invitations import Invitation
from server.sentences import Sentence, joined, mark

RSVP_WORDS: Final = {
    Rsvp.COMING: mark("Đã xác nhận"),
    Rsvp.NOT_COMING: mark("Báo vắng"),
    Rsvp.NONE: mark("Chưa phản hồi"),
}
_NOTHING: Final = mark("(trống)")


def changes(before: Invitation, after: Invitation) -> list[tuple[str, str, str]]:
    """Give each field that differs: its name, what stood there, what stands there now."""
    told = ((label, read(before) or "", read(after) or "") for label, read in _FIELDS)
    return [(label, old, new) for label, old, new in told if old != new]


def changes_words(before: Invitation, after: Invitation) -> Sentence:
    """Say the same, a line for each field."""
    lines = (
        joined((label, joined((old or _NOTHING, new or _NOTHING), " → ")), ": ")
        for label, old, new in changes(before, after)
    )
    return joined(lines, "\n")


def _of_holder(field: str) -> Callable[[Invitation], str | None]:
    def read(place: Invitation) -> str | None:
        return getattr(place.holder, field) if place.holder else None

    return read


def _person(guest: Guest | None) -> str | None:
    if guest is None:
        return None
    name = " ".join(filter(None, (guest.honorific, guest.name)))
    return ", ".join(filter(None, (name, guest.title)))


def _award(place: Invitation) -> str | None:
    if place.award is None:
        return None
    order = place.award.order
    parts = [str(order)] if order is not None else []
    parts += [award_text(place.award, place.organisation), place.award.form or ""]
    return joined(filter(None, parts), " · ")


_FIELDS: Final[tuple[tuple[str, Callable[[Invitation], str | None]], ...]] = (
    (mark("Danh xưng"), _of_holder("honorific")),
    (mark("Họ và tên"), _of_holder("name")),
    (mark("Chức vụ"), _of_holder("title")),
    (mark("Mời"), lambda place: place.expects),
    (mark("Đơn vị"), lambda place: place.organisation),
    (mark("Nhóm"), lambda place: place.group),
    (mark("Số điện thoại"), lambda place: place.phone),
    (mark("Thư điện tử"), lambda place: place.email),
    (mark("Dự thay"), lambda place: _person(place.substitute)),
    (mark("Phản hồi"), lambda place: RSVP_WORDS[place.rsvp]),
    (mark("Lý do vắng"), lambda place: place.rsvp_reason),
    (mark("Khen thưởng"), _award),
    (mark("Hỗ trợ"), lambda place: place.support),
    (mark("Ghế"), lambda place: place.seat),
    (mark("Ghi chú"), lambda place: place.note),
    (mark("Hủy"), lambda place: place.cancelled),
)
