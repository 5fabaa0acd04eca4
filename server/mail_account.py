"""The mail account that the office's owner gives in the settings, with its password.

It is kept in a file of its own beside the event's database, readable by the owner of the folder
alone: so it is in no copy, export or rehearsal, and no kiosk has it. Where none is given, the one
of config.toml holds, whose password stands in the environment.
"""

import json
import re
from dataclasses import asdict, dataclass, field

from server.errors import InvalidError
from server.sentences import say
from server.settings import HOST, MAIL_ADDRESS, MailConfig, is_local

SECURITY = ("starttls", "tls", "none")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Through which server mails go out, and the password. `given`: in the settings."""

    config: MailConfig
    password: str | None = field(default=None, repr=False)
    given: bool = False

    @property
    def sender(self) -> str:
        """In whose name mails go out, as a person reads it."""
        return f"{self.config.sender_name or ''} <{self.config.sender}>".strip()


def read_mail_account(text: str | None) -> MailAccount | None:
    """Read what `write_mail_account` wrote; None also for what is no account."""
    try:
        told = json.loads(text or "")
        return MailAccount(MailConfig(**told["config"]), told["password"], given=True)
    except (ValueError, TypeError, KeyError):
        return None


def write_mail_account(account: MailAccount) -> str:
    """Write an account down to be kept."""
    return json.dumps({"config": asdict(account.config), "password": account.password})


def make_mail_account(
    config: MailConfig, password: str | None, before: MailAccount | None
) -> MailAccount:
    """Make an account of what the form says. Without a `password` the one there is goes on.

    It goes on for the same user of the same server alone: who may fill in the form must not
    have it sent to another. Raises InvalidError for what cannot be.
    """
    _check(config)
    if config.user and not password:
        if before is None or not before.password or _line(before.config) != _line(config):
            raise InvalidError(
                say("Hãy gõ mật khẩu: máy chủ thư, cổng, cách mã hóa hoặc tên đăng nhập là mới.")
            )
        password = before.password
    return MailAccount(config, password if config.user else None, given=True)


def _line(config: MailConfig) -> tuple[str | int | None, ...]:
    return config.host.casefold(), config.port, config.tls, config.user


def _check(config: MailConfig) -> None:
    if not re.fullmatch(HOST, config.host):
        raise InvalidError(say("Máy chủ thư chỉ ghi tên máy hoặc địa chỉ, như smtp.coquan.gov.vn."))
    if not (re.fullmatch(MAIL_ADDRESS, config.sender) and config.sender.isascii()):
        raise InvalidError(say("Địa chỉ gửi phải là một địa chỉ thư, như moi@coquan.gov.vn."))
    if config.tls == "none" and not is_local(config.host):
        raise InvalidError(
            say("Máy chủ thư ở ngoài mạng nội bộ phải mã hóa: hãy chọn STARTTLS hoặc TLS.")
        )
