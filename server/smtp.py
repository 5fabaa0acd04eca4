"""One line to the mail server: opened when needed, and an honest word about each mail.

What was refused before its content began was surely not delivered. Once the content is
under way only the server's answer tells; without it the outcome is unknown.
"""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from server.errors import UnavailableError
from server.mails import MailState
from server.sentences import Sentence, say
from server.settings import MailConfig

TIMEOUT_SECONDS = 60
LONGEST_ANSWER = 300


class UnreachableError(UnavailableError):
    """Không kết nối được máy chủ thư."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a mail: sent, refused, unknown, or queued still; in the server's words."""

    state: MailState
    words: str


class Postbox:
    """The mail server as the configuration names it. Use it in a `with` block."""

    def __init__(
        self, config: MailConfig, password: str | None, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        """The server may take `timeout_seconds` for each of its answers."""
        self._config = config
        self._timeout = timeout_seconds
        self._password = password
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._line:
            try:
                self._line.quit()
            except (OSError, smtplib.SMTPException):
                self._line.close()
            self._line = None

    def be_ready(self) -> None:
        """See that the server listens, before a mail is taken.

        Raises UnavailableError; UnreachableError where nobody answers, which may pass.
        """
        if self._line:
            try:
                if self._line.noop()[0] == 250:
                    return
            except (OSError, smtplib.SMTPException):
                pass
            self._hang_up()
        self._line = self._open()

    def send(self, mail: bytes, address: str) -> Reply:
        """Hand over one mail, whose lines end in CRLF.

        Raises UnavailableError: the server does not take our sender.
        """
        assert self._line
        try:
            refused = self._announce(self._line, address)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Reply(MailState.QUEUED, str(error)[:LONGEST_ANSWER])
        if refused:
            return refused
        try:
            self._line.send(_as_content(mail))
            code, words = self._line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Reply(MailState.UNKNOWN, str(error)[:LONGEST_ANSWER])
        return self._judge(code, words)

    def _announce(self, line: smtplib.SMTP, address: str) -> Reply | None:
        """Name sender and receiver and ask to begin; None: the content may come."""
        code, words = line.mail(self._config.sender)
        if code >= 500:
            self._hang_up()
            raise UnavailableError(
                say(
                    "Máy chủ thư không nhận gửi từ %(sender)s (%(answer)s); hãy xem lại địa chỉ gửi "
                    "và tên đăng nhập của tài khoản thư.",
                    sender=self._config.sender,
                    answer=_plain(code, words),
                )
            )
        if code < 400:
            code, words = line.rcpt(address)
        if code < 400:
            code, words = line.docmd("DATA")
        if code < 400:
            return None
        reply = self._judge(code, words)
        if self._line:
            self._line.rset()
        return reply

    def _judge(self, code: int, words: bytes) -> Reply:
        if code == 421:
            self._hang_up()
        if code < 400:
            return Reply(MailState.SENT, _plain(code, words))
        state = MailState.REFUSED if code >= 500 else MailState.QUEUED
        return Reply(state, _plain(code, words))

    def _open(self) -> smtplib.SMTP:
        config = self._config
        try:
            if config.tls == "tls":
                safe = ssl.create_default_context()
                line: smtplib.SMTP = smtplib.SMTP_SSL(
                    config.host, config.port, timeout=self._timeout, context=safe
                )
            else:
                line = smtplib.SMTP(config.host, config.port, timeout=self._timeout)
            line.ehlo_or_helo_if_needed()
            if config.tls == "starttls":
                line.starttls(context=ssl.create_default_context())
            if config.user:
                line.login(config.user, self._password or "")
        except (OSError, smtplib.SMTPException) as error:
            raise _cannot_open(config, error, self._timeout) from error
        return line

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()
            self._line = None


def _cannot_open(config: MailConfig, error: Exception, timeout: float) -> UnavailableError:
    """Say what stands against it and where to look, in a sentence for who has the account."""
    where = f"{config.host}:{config.port}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return UnavailableError(_not_let_in(config, where))
    if isinstance(error, ssl.SSLCertVerificationError):
        return UnavailableError(
            say(
                "Không mã hóa được kết nối tới %(where)s: chứng thư của máy chủ không được tin "
                "(%(error)s); hãy xem lại tên máy chủ, hoặc hỏi người quản trị thư.",
                where=where,
                error=error.verify_message,
            )
        )
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return UnavailableError(
            say(
                "Không mã hóa được kết nối tới %(where)s; hãy xem lại cách mã hóa và cổng: STARTTLS "
                "thường đi với cổng 587, TLS với cổng 465.",
                where=where,
            )
        )
    if isinstance(error, socket.gaierror):
        return UnreachableError(
            say(
                "Không tìm thấy máy chủ thư «%(host)s»; hãy xem lại tên máy chủ và mạng.",
                host=config.host,
            )
        )
    if isinstance(error, TimeoutError):
        return UnreachableError(
            say(
                "Máy chủ thư %(where)s không trả lời sau %(seconds)s giây; hãy xem lại cổng, cách mã "
                "hóa và mạng.",
                where=where,
                seconds=round(timeout),
            )
        )
    return UnreachableError(
        say(
            "Không kết nối được máy chủ thư %(where)s (%(error)s); hãy xem lại tên máy chủ, cổng, "
            "cách mã hóa và mạng.",
            where=where,
            error=getattr(error, "strerror", None) or error,
        )
    )


def _not_let_in(config: MailConfig, where: str) -> Sentence:
    if config.password_env is None:
        return say(
            "Máy chủ thư %(where)s không nhận tên đăng nhập %(user)s hoặc mật khẩu; hãy xem lại hai "
            "mục ấy. Hộp thư có xác thực hai bước cần mật khẩu ứng dụng.",
            where=where,
            user=config.user,
        )
    return say(
        "Máy chủ thư %(where)s không nhận tài khoản %(user)s; hãy xem lại user và mật khẩu trong "
        "biến môi trường %(variable)s.",
        where=where,
        user=config.user,
        variable=config.password_env,
    )


def _as_content(mail: bytes) -> bytes:
    """Give the bytes of DATA: a line that begins with a dot has it doubled."""
    content = re.sub(rb"^\.", b"..", mail, flags=re.MULTILINE)
    return content + (b"" if content.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _plain(code: int, words: bytes) -> str:
    """Give the server's answer on one line."""
    text = words.decode("utf-8", "replace")
    return " ".join(f"{code} {text}".split())[:LONGEST_ANSWER]
