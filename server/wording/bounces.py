"""Why a mail came back, in one sentence, from its status as in RFC 3463."""

import re
from typing import Final

from server.bounces import Laid, Outcome
from server.sentences import Sentence, mark, say

_WHY: Final = {
    "1.0": mark("không có hộp thư này"),
    "1.1": mark("không có hộp thư này"),
    "1.2": mark("không có tên miền này"),
    "1.3": mark("địa chỉ viết sai"),
    "1.6": mark("hộp thư đã chuyển đi nơi khác"),
    "1.10": mark("không có hộp thư này"),
    "2.1": mark("hộp thư đã khóa"),
    "2.2": mark("hộp thư đầy"),
    "2.3": mark("thư lớn hơn mức hộp thư này nhận"),
    "3.4": mark("thư lớn hơn mức máy chủ bên nhận cho phép"),
    "4.4": mark("không có tên miền này"),
    "4.7": mark("thử nhiều lần không được nên máy chủ thư đã thôi"),
}
_WHY_BY_SUBJECT: Final = {
    "1": mark("địa chỉ không nhận được thư"),
    "2": mark("hộp thư không nhận thêm thư"),
    "3": mark("máy chủ bên nhận có trục trặc"),
    "4": mark("không đến được máy chủ bên nhận"),
    "5": mark("hai máy chủ thư không hiểu nhau"),
    "6": mark("máy chủ bên nhận không đọc được thư"),
    "7": mark("máy chủ bên nhận từ chối vì quy định an toàn hoặc coi là thư rác"),
}
_UNTOLD: Final = mark("máy chủ thư không nói rõ lý do")
_OUTCOMES: Final = {
    Outcome.KNOWN: mark("Đã ghi từ trước."),
    Outcome.DELAYED: mark("Thư đến chậm, chưa bị trả lại; máy chủ thư còn đang thử."),
    Outcome.UNMATCHED: mark("Không rõ là thư nào đã gửi; xin xem rồi tự ghi ở đại biểu."),
    Outcome.NO_BOUNCE: mark("Không phải thư báo trả lại; không ghi gì."),
    Outcome.UNREADABLE: mark("Không đọc được: cần tệp thư .eml hoặc mbox còn nguyên."),
}


def why_returned(status: str | None) -> Sentence:
    """Say why: "không có hộp thư này (5.1.1)"."""
    if status is None:
        return _UNTOLD
    _level, subject, detail = status.split(".")
    why = _WHY.get(f"{subject}.{detail}") or _WHY_BY_SUBJECT.get(subject) or _UNTOLD
    return say("%(why)s (%(status)s)", why=why, status=status)


def returned_words(status: str | None) -> Sentence:
    """Say it as it is kept at the place: "Thư bị trả lại: không có hộp thư này (5.1.1)."."""
    return say("Thư bị trả lại: %(why)s.", why=why_returned(status))


def outcome_words(laid: Laid) -> Sentence:
    """Say what became of a message that was read."""
    if laid.outcome is Outcome.NOTED:
        return returned_words(laid.bounce.status)
    return _OUTCOMES[laid.outcome]


def returned_again(kept: str) -> Sentence | None:
    """Say once more what `returned_words` said and was kept; None for any other text."""
    found = re.search(r"\((\d\.\d{1,3}\.\d{1,3})\)\.$", kept)
    said = returned_words(found[1] if found else None)
    return said if kept == said else None
