"""What guests and units read when they answer by themselves."""

import re
from datetime import datetime
from typing import Final

from server.event import EventConfig
from server.sentences import Sentence, joined, mark, say
from server.wording.figures import day_words, hour_words
from server.wording.messages import contact_words, first_number

CLOSED: Final = mark("Đã hết thời hạn phản hồi trực tuyến")
PRESENT: Final = mark("Đại biểu đã được ghi nhận có mặt nên không thay đổi tại đây được nữa.")
NOT_THEIRS: Final = mark("Suất mời này không có trong danh sách của Quý cơ quan.")
NAMED_ALREADY: Final = mark(
    "Suất mời này đích danh hoặc đã có người dự thay. Xin ghi người đến thay ở mục “Cử người dự thay”."
)
NOBODY_TO_STAND_FOR: Final = mark("Suất mời này chưa có họ tên. Xin ghi họ tên người đại diện.")
CHOICE_MISSING: Final = mark("Xin chọn sẽ dự hoặc không dự được.")
NAME_MISSING: Final = mark("Xin ghi họ và tên.")
TOO_LONG: Final = mark("Nội dung quá dài. Xin ghi gọn lại.")
TOO_OFTEN: Final = mark("Đã gửi nhiều lần liên tiếp. Xin chờ ít phút rồi gửi lại.")

DONE: Final = {
    "coming": mark("Đã ghi nhận Quý đại biểu sẽ dự. Trân trọng cảm ơn!"),
    "all_coming": mark("Đã ghi nhận các đại biểu của Quý cơ quan sẽ dự. Trân trọng cảm ơn!"),
    "not_coming": mark("Đã ghi nhận Quý đại biểu không dự được. Trân trọng cảm ơn!"),
    "name": mark("Đã ghi nhận họ tên người đại diện. Trân trọng cảm ơn!"),
    "stand_in": mark("Đã ghi nhận người dự thay. Trân trọng cảm ơn!"),
    "stand_in_back": mark("Đã bỏ ghi nhận người dự thay."),
}


def contact_line(event: EventConfig) -> Sentence:
    """Say whom to ask on a narrow page: the telephone's figures stay on one line."""
    phone = event.contact.phone
    return contact_words(event, phone and phone.replace(" ", "\N{NO-BREAK SPACE}"))


def dialled(phone: str) -> str:
    """Give the first of the numbers as a telephone dials it: "02053816688"."""
    return re.sub(r"[^\d+]", "", first_number(phone))


def closed_words(event: EventConfig) -> Sentence:
    """Say that answers are no longer taken, and whom to tell instead."""
    whom = say("Kính mời Quý đại biểu liên hệ %(contact)s.", contact=contact_line(event))
    return joined((CLOSED, whom), ". ")


def until_words(until: datetime | None) -> str | None:
    """Say until when answers are taken: "trước 17 giờ 00 phút, ngày 16/11/2023"."""
    return f"trước {hour_words(until)}, ngày {day_words(until.date())}" if until else None
