"""Failures as answers: the one table from our codes to HTTP, JSON for programs, a page for people."""

import logging
import secrets
import traceback
from http import HTTPStatus
from pathlib import Path

from flask import Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from server.errors import CheckinError
from server.sentences import mark
from server.web.house import WebApp, g
from server.web.language import _
from server.wording.answers import dialled

log = logging.getLogger(__name__)

STATUS = {
    "invalid": HTTPStatus.BAD_REQUEST,
    "unauthorized": HTTPStatus.UNAUTHORIZED,
    "not_found": HTTPStatus.NOT_FOUND,
    "conflict": HTTPStatus.CONFLICT,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}
# What HTTP itself refuses, in our codes and words.
CODE = {401: "unauthorized", 403: "unauthorized", 404: "not_found", 429: "unavailable"}
SENTENCE = {
    400: mark("Yêu cầu không hợp lệ."),
    401: mark("Cần đăng nhập hoặc gửi kèm khóa kết nối."),
    403: mark("Không có quyền thực hiện việc này."),
    404: mark("Không tìm thấy nội dung được yêu cầu."),
    405: mark("Địa chỉ này không nhận kiểu yêu cầu như vậy."),
    413: mark("Nội dung gửi đến quá lớn."),
    415: mark("Nội dung phải là JSON (Content-Type: application/json)."),
    429: mark("Yêu cầu đến quá nhanh; xin thử lại sau ít giây."),
    503: mark("Máy chủ chưa phục vụ được; xin thử lại sau ít giây."),
}
RETRY_AFTER_SECONDS = 2


class SlowDown(TooManyRequests):
    """Too many at once. `seconds`: when to come back."""

    def __init__(self, seconds: float, description: str = SENTENCE[429]) -> None:
        super().__init__(description, retry_after=max(1, round(seconds + 0.499)))


def register(app: WebApp) -> None:
    """Have every failure answered here."""
    app.register_error_handler(CheckinError, _ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unexpected)


def _ours(error: CheckinError) -> Response:
    status = STATUS[error.code]
    if status is HTTPStatus.UNAUTHORIZED and g.get("caller"):
        status = HTTPStatus.FORBIDDEN
    return _answer(status, error.code, error.sentence)


def _of_http(error: HTTPException) -> Response:
    """Keep the status and headers; our sentence, unless one of ours was given."""
    status = error.code or 500
    sentence = error.description if type(error).description != error.description else None
    answer = _answer(
        status,
        CODE.get(status, "invalid" if status < 500 else "unavailable"),
        sentence or SENTENCE.get(status, SENTENCE[400 if status < 500 else 503]),
    )
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    """Our mistake: the log says where and of what kind, never with which values."""
    number = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    log.error("failure %s: %s at %s", number, type(error).__name__, where)
    sentence = _("Có lỗi ngoài dự kiến. Khi báo lỗi, xin kèm mã %(number)s.", number=number)
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, "unavailable", sentence, number)


def _answer(status: int, code: str, sentence: str, number: str | None = None) -> Response:
    if is_api():
        answer = jsonify(error=code, message=sentence)
    else:
        page = render_template(
            "error.html",
            event=g.house.config.event,
            status=int(status),
            message=sentence,
            number=number,
            for_guests=request.path.startswith(("/i/", "/o/")),
            dial=dialled,
        )
        answer = current_app.make_response(page)
    answer.status_code = int(status)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def is_api() -> bool:
    """Whether a program asks; people's pages stand outside these paths."""
    path = request.path
    return path.startswith("/api/") or path in ("/healthz", "/metrics")
