"""What can go wrong, in five codes: every failure of ours is one of these."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from server.sentences import Sentence, say


class CheckinError(Exception):
    """Có lỗi khi xử lý yêu cầu."""

    code: ClassVar[str] = "invalid"

    def __init__(self, sentence: Sentence | None = None) -> None:
        self.sentence = sentence or Sentence(self.__doc__ or "")
        super().__init__(self.sentence)


class InvalidError(CheckinError):
    """Dữ liệu gửi đến không hợp lệ."""

    code = "invalid"


class UnauthorizedError(CheckinError):
    """Cần đăng nhập hoặc không đủ quyền thực hiện việc này."""

    code = "unauthorized"


class NotFoundError(CheckinError):
    """Không tìm thấy nội dung được yêu cầu."""

    code = "not_found"


class ConflictError(CheckinError):
    """Dữ liệu đã được người khác thay đổi trước đó."""

    code = "conflict"


class UnavailableError(CheckinError):
    """Không lưu được vào đĩa. Chưa có gì được ghi nhận; xin thử lại."""

    code = "unavailable"


@contextmanager
def printing() -> Iterator[None]:
    """Say in a sentence that an answer cannot be printed, as on a full disk.

    Raises UnavailableError; a reader that has left (EPIPE) is the caller's affair.
    """
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise UnavailableError(
            say(
                "Không in được kết quả ra nơi đã chọn (%(why)s); hãy kiểm tra đĩa.",
                why=error.strerror,
            )
        ) from error
