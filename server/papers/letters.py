"""The official invitation (giấy mời): one for all, to be completed, signed and sealed."""

from collections.abc import Sequence

from badges.official import Letter
from server.event import EventConfig
from server.papers.reports import foot_of, head_of
from server.wording.figures import day_words, hour_words, when_words
from server.wording.messages import contact_words, names_wanted_by, occasion
from server.wording.official import BLANK, deadline_words, long_day, place_and_day, symbol

_TITLE = "GIẤY MỜI"
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def invitation_letter(event: EventConfig, guests: Sequence[str] = ()) -> Letter:
    """Word the letter. `guests`: whom it invites, none: the groups of the plan by rank."""
    ranked = [group.name for group in sorted(event.groups, key=lambda group: group.rank)]
    invited = list(guests) or ranked
    # Whom alone it invites stands behind the colon, as in the model of the decree.
    alone, listed = ([], _list(invited)) if len(invited) > 1 else (_list(invited), [])
    return Letter(
        head=head_of(event, symbol(event, "GM"), place_and_day(event, None)),
        title=_TITLE,
        subject=f"Dự {event.name}",
        opening=" ".join((f"{event.organisers.host} trân trọng kính mời:", *alone)),
        guests=listed,
        purpose=f"Tới dự {occasion(event)}.",
        facts=_facts(event),
        closing=_closing(event),
        foot=foot_of(event, _recipients(event)),
        for_clerk=_for_clerk(event),
    )


def _list(items: Sequence[str]) -> list[str]:
    """End each item as a list in a document does: "…;", "…;", "…."."""
    return [_ended(item, last=n == len(items)) for n, item in enumerate(items, 1)]


def _ended(who: str, *, last: bool) -> str:
    return f"{who.rstrip(' .;')}{'.' if last else ';'}"


def _facts(event: EventConfig) -> list[tuple[str, Sequence[str]]]:
    basis = [event.basis] if event.basis and event.basis_checked else []
    return [
        *([("Căn cứ", [f"{basis[0]}."])] if basis else []),
        ("Chủ trì", [f"{BLANK}{BLANK}{BLANK}"]),
        *([("Nội dung", _list(event.points))] if event.points else []),
        ("Thời gian", [_when(event)]),
        ("Địa điểm", [_ended(event.place, last=True)]),
        ("Đầu mối liên hệ", [f"{_contact(event)}."]),
    ]


def _when(event: EventConfig) -> str:
    """Say hour, day and weekday in full, as a letter does; or that it will be announced."""
    if event.day is None:
        return _ended(when_words(event), last=True)
    hour = f"{hour_words(event.starts_at)}, " if event.starts_at else ""
    return f"{hour}{long_day(event.day)} ({_WEEKDAYS[event.day.weekday()]})."


def _contact(event: EventConfig) -> str:
    mail = f", thư điện tử {event.contact.email}" if event.contact.email else ""
    return f"{contact_words(event)}{mail}"


def _closing(event: EventConfig) -> str:
    names = "trong thời gian sớm nhất"
    if event.day:
        names = f"trước 17 giờ 00 phút, ngày {day_words(names_wanted_by(event.day))}"
    return (
        "Kính đề nghị Quý cơ quan cử đại biểu dự đúng thành phần, gửi họ tên, chức vụ và thông báo "
        f"người dự thay (nếu có) về đầu mối nêu trên {names}. "
        "Phiếu mời có mã QR vào hội trường được gửi riêng cho từng đại biểu./."
    )


def _recipients(event: EventConfig) -> list[str]:
    """The letter goes to whom it invites, and one copy to the file."""
    kept = [who for who in event.report_recipients if who.startswith("Lưu")]
    return ["Như thành phần mời", *(kept[-1:] or ["Lưu: VT"])]


def _for_clerk(event: EventConfig) -> str:
    to_fill = ["số, ngày ký", "người chủ trì"]
    to_fill += ["thời gian"] if event.day is None else []
    to_fill += ["địa điểm"] if event.venue is None else []
    return (
        f"Cần điền hoặc chốt: {'; '.join(to_fill)}. {deadline_words(event)} "
        "Xóa ghi chú này trước khi trình ký."
    )
