"""What an import says in one sentence, and a few plain questions about a place."""

from collections.abc import Sequence

from server.guestlist.entries import Entry
from server.guestlist.merge import Merge
from server.guestlist.sheets import Problem
from server.invitations import Invitation
from server.names import fold

_NO_SEAT = ("khong bo tri ghe", "khong xep ghe", "khong can ghe", "khong bo tri cho ngoi")


def read_summary(entries: Sequence[Entry], problems: Sequence[Problem]) -> str:
    """Say what was read: guests, groups, unnamed places, namesakes, phones to look at."""
    unnamed = sum(entry.coming is None for entry in entries)
    groups = len({entry.group for entry in entries if entry.group})
    namesakes = sum(p.code in {"same_name", "row_twice"} for p in problems)
    phones = sum(p.code.startswith("phone_") and p.level != "notice" for p in problems)
    parts = [f"Đã đọc {len(entries)} đại biểu, {groups} nhóm."]
    parts += [f"{unnamed} suất chưa có tên."] if unnamed else []
    parts += [f"{namesakes} cặp trùng họ tên."] if namesakes else []
    parts += [f"{phones} số điện thoại cần kiểm tra."] if phones else []
    return " ".join(parts)


def update_summary(merge: Merge, admitted: int) -> str:
    """Say what a second list does; `admitted` is the number of people present."""
    return (
        f"Giữ nguyên {admitted} lượt đã ghi nhận; bổ sung {len(merge.new)}; "
        f"thay đổi {len(merge.changed)}; không còn trong danh sách {len(merge.missing)}."
    )


def takes_no_seat(place: Invitation | Entry) -> bool:
    """Whether the list says that this place gets no seat ("Kỹ thuật - không bố trí ghế")."""
    note = fold(place.note or "")
    return any(words in note for words in _NO_SEAT)
