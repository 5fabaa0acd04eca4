"""What became of a message to another program, in words for the organisers."""

from typing import Final

from server.sentences import Sentence, mark, say
from server.webhooks import Delivery, State, What

_WHAT: Final = {
    What.ADMITTED: mark("Ghi nhận có mặt"),
    What.UNDONE: mark("Hủy ghi nhận"),
    What.ANSWERED: mark("Phản hồi"),
    What.LEADER: mark("Lãnh đạo đã đến"),
    What.TEST: mark("Gửi thử"),
}
_SILENCES: Final = {
    "late": mark("không trả lời kịp"),
    "tls": mark("chứng thư không hợp lệ"),
    "unreachable": mark("không kết nối được"),
}


def what_words(what: What) -> Sentence:
    """Name the kind of a message."""
    return _WHAT[what]


def answer_words(told: Delivery) -> Sentence:
    """Say how a message fared."""
    if told.state is State.DELIVERED:
        return say("đã nhận (%(answer)s)", answer=told.answer)
    if told.tried_at is None:
        return say("chờ gửi")
    answer = told.answer or ""
    silence = _SILENCES.get(answer)
    why = silence or say("bị từ chối (%(answer)s)", answer=answer)
    if answer.startswith("3"):
        why = say("chuyển hướng, không đi theo (%(answer)s)", answer=answer)
    if told.state is State.GIVEN_UP:
        return say("%(why)s; đã thôi gửi sau một ngày", why=why)
    return say("%(why)s; sẽ gửi lại, đã thử %(n)s lần", why=why, n=told.tries)
