"""The mail account given in the settings: kept beside the event, and tried with a test."""

from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage

from server.cli.ground import now
from server.cli.mailing import Mailroom
from server.desk.mail_runs import REHEARSING
from server.errors import ConflictError, UnavailableError
from server.mail_account import MailAccount
from server.mails import MailState
from server.papers.mime import as_bytes
from server.sentences import say
from server.smtp import Postbox
from server.storage.mail_account import MailAccountFile

# Somebody sits before the page and waits.
TEST_SECONDS = 10


def keep_account(rooms: Callable[[], Mailroom], account: MailAccount | None) -> None:
    """Have mails go out by this account; None: by that of config.toml. Raises ConflictError."""
    room = rooms()
    _refuse_rehearsal(room)
    file = MailAccountFile(room.folder.path)
    if account:
        file.keep(account)
    else:
        file.forget()


def try_account(rooms: Callable[[], Mailroom], account: MailAccount, address: str) -> None:
    """Send a test to an address. Raises ConflictError with what stands against it."""
    room = rooms()
    _refuse_rehearsal(room)
    try:
        with Postbox(account.config, account.password, TEST_SECONDS) as box:
            box.be_ready()
            reply = box.send(as_bytes(_test_mail(room, account, address)), address)
    except UnavailableError as error:
        raise ConflictError(error.sentence) from error
    if reply.state is not MailState.SENT:
        raise ConflictError(
            say("Máy chủ thư không nhận thư thử: %(answer)s", answer=reply.words or "–")
        )


def _refuse_rehearsal(room: Mailroom) -> None:
    if room.store.read.meta("rehearsal"):
        raise ConflictError(REHEARSING)


def _test_mail(room: Mailroom, account: MailAccount, address: str) -> EmailMessage:
    """Write the test. Raises ConflictError for an address that no mail can bear."""
    config, mail = account.config, EmailMessage()
    mail["From"] = Address(display_name=config.sender_name or "", addr_spec=config.sender)
    try:
        mail["To"] = Address(addr_spec=address)
    except ValueError as error:
        raise ConflictError(say("Địa chỉ nhận thư thử không đúng dạng.")) from error
    mail["Subject"] = f"Thư thử: {room.event.short}"
    mail["Date"] = now()
    mail.set_content(
        f"Đây là thư thử của chương trình đón tiếp đại biểu, sự kiện “{room.event.short}”. "
        "Nhận được thư này là tài khoản thư đã dùng được.\n"
    )
    return mail
