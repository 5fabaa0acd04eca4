"""What an import says in one sentence, and a few plain questions about a place."""

from collections.abc import Sequence

from server.guestlist.entries import Entry
from server.guestlist.merge import Merge
from server.guestlist.sheets import Problem
from server.invitations import Invitation
from server.names import fold
from server.sentences import Sentence, joined, mark, say

_NO_SEAT = ("khong bo tri ghe", "khong xep ghe", "khong can ghe", "khong bo tri cho ngoi")


def read_summary(entries: Sequence[Entry], problems: Sequence[Problem]) -> Sentence:
    """Say what was read: guests, groups, unnamed places, namesakes, phones to look at."""
    unnamed = sum(entry.coming is None for entry in entries)
    groups = len({entry.group for entry in entries if entry.group})
    namesakes = sum(p.code in {"same_name", "row_twice"} for p in problems)
    phones = sum(p.code.startswith("phone_") and p.level != "notice" for p in problems)
    read = mark("Đã đọc %(guests)s đại biểu, %(groups)s nhóm.")
    counted = (
        (mark("%(n)s suất chưa có tên."), unnamed),
        (mark("%(n)s cặp trùng họ tên."), namesakes),
        (mark("%(n)s số điện thoại cần kiểm tra."), phones),
    )
    parts = [say(words, n=n) for words, n in counted if n]
    return joined([say(read, guests=len(entries), groups=groups), *parts], " ")


def update_summary(merge: Merge, admitted: int) -> Sentence:
    """Say what a second list does; `admitted` is the number of people present."""
    words = mark(
        "Giữ nguyên %(admitted)s lượt đã ghi nhận; bổ sung %(new)s; "
        "thay đổi %(changed)s; không còn trong danh sách %(missing)s."
    )
    counted = {"new": merge.new, "changed": merge.changed, "missing": merge.missing}
    return say(words, admitted=admitted, **{name: len(of) for name, of in counted.items()})


def takes_no_seat(place: Invitation | Entry) -> bool:
    """Whether the list says that this place gets no seat ("Kỹ thuật - không bố trí ghế")."""
    note = fold(place.note or "")
    return any(words in note for words in _NO_SEAT)
