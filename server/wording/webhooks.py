"""What became of a message to another program, in words for the organisers."""

from typing import Final

from server.webhooks import Delivery, State, What

_WHAT: Final = {
    What.ADMITTED: "Ghi nhận có mặt",
    What.UNDONE: "Hủy ghi nhận",
    What.ANSWERED: "Phản hồi",
    What.LEADER: "Lãnh đạo đã đến",
    What.TEST: "Gửi thử",
}
_SILENCES: Final = {
    "late": "không trả lời kịp",
    "tls": "chứng thư không hợp lệ",
    "unreachable": "không kết nối được",
}


def what_words(what: What) -> str:
    """Name the kind of a message."""
    return _WHAT[what]


def answer_words(told: Delivery) -> str:
    """Say how a message fared."""
    if told.state is State.DELIVERED:
        return f"đã nhận ({told.answer})"
    if told.tried_at is None:
        return "chờ gửi"
    answer = told.answer or ""
    why = _SILENCES.get(answer, f"bị từ chối ({answer})")
    if answer.startswith("3"):
        why = f"chuyển hướng, không đi theo ({answer})"
    if told.state is State.GIVEN_UP:
        return f"{why}; đã thôi gửi sau một ngày"
    return f"{why}; sẽ gửi lại, đã thử {told.tries} lần"
