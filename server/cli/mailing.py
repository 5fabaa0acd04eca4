"""Writes the mails and hands them over one by one, at the pace that was set."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

from badges.drawing import Drawing, card_pictures
from server.cli.ground import Ground, now
from server.cli.mail_ledger import Ledger
from server.cli.paperdesk import told, write_file
from server.desk.mails import (
    Errand,
    Taken,
    due_places,
    mail_name,
    queue_mails,
    settle_broken_off,
    settle_mail,
    take_mail,
    waiting_mails,
)
from server.errors import InvalidError, UnavailableError
from server.event import EventConfig
from server.invitations import Invitation
from server.mails import MailState
from server.papers.cards import card_of, occasion_of
from server.papers.mails import Contents, write_mail
from server.settings import MailConfig
from server.smtp import Postbox, Reply
from server.storage import SqliteStore
from server.storage.invitations import Code

NOBODY = Address(addr_spec="khong-gui@dontiep.invalid")
BEGUN_BEFORE = "Thư này đã bắt đầu gửi trước khi phục hồi bản sao lưu."
# So many refusals one after the other are no matter of single addresses.
MOST_REFUSALS = 5


@dataclass(frozen=True)
class Mailroom:
    """Where mails are written: the event, whose name they bear, and what is drawn once."""

    ground: Ground
    store: SqliteStore
    sender: Address

    @property
    def event(self) -> EventConfig:
        """The event of these mails."""
        return self.ground.config.event

    @cached_property
    def drawing(self) -> Drawing:
        """What all pictures share."""
        return Drawing.of(occasion_of(self.event, self.ground.config.badges))

    def write(
        self, place: Invitation, code: Code, errand: Errand, message_id: str, at: datetime
    ) -> EmailMessage:
        """Write the mail to one place. Raises ValueError for an address no mail can bear."""
        with told(Path()):
            card = card_of(place, code.code or "", code.desk_code or "", self.event)
            [picture] = card_pictures([card], self.drawing)
        base = self.ground.config.server.public_url
        contents = Contents(
            message_id=message_id,
            what=errand.what,
            place=place,
            address=place.email or "",
            desk_code=code.desk_code,
            picture=picture,
            link=f"{base}/i/{code.code}" if base else None,
        )
        return write_mail(contents, self.event, self.sender, self.store.read.event_id, at)


@dataclass
class Round:
    """What one run has done. `put_off` are those that the server asked to send later."""

    found_broken: int = 0
    queued: int = 0
    sent: int = 0
    refused: int = 0
    unknown: int = 0
    put_off: set[int] = field(default_factory=set)
    refusals_in_a_row: int = 0

    def count(self, number: int, state: MailState) -> None:
        """Take one mail's end into account. Raises UnavailableError after many refusals."""
        self.sent += state is MailState.SENT
        self.unknown += state is MailState.UNKNOWN
        self.refused += state is MailState.REFUSED
        if state is MailState.QUEUED:
            self.put_off.add(number)
        self.refusals_in_a_row = self.refusals_in_a_row + 1 if state is MailState.REFUSED else 0
        if self.refusals_in_a_row == MOST_REFUSALS:
            raise UnavailableError(
                f"{MOST_REFUSALS:02d} thư liên tiếp bị từ chối nên đã dừng; hãy xem lý do bằng "
                "«dontiep mail list --state refused» rồi chạy lại."
            )


def send_mails(room: Mailroom, errand: Errand, config: MailConfig, password: str | None) -> Round:
    """Queue what is due and send what waits. Raises UnavailableError; the rest then waits on."""
    run = Round(found_broken=settle_broken_off(room.store, now()))
    run.queued = queue_mails(room.store, errand, now())
    total = len(waiting_mails(room.store.read, errand))
    progress = room.ground.progress("Đang gửi thư")
    ledger = Ledger(room.ground.folder.path)
    with Postbox(config, password) as box:
        for done, taken in enumerate(_paced(room.store, errand, run, box, config), 1):
            reply = _send(room, taken, errand, box, ledger)
            run.count(taken.mail.number, reply.state)
            progress(done, total)
    return run


def write_trial(room: Mailroom, errand: Errand, out: Path) -> list[str]:
    """Write as .eml files what a run would send; gives the ids. Nothing else changes."""
    reader = room.store.read
    codes = {code.invitation: code for code in reader.codes() if code.code and not code.replaced}
    places = [place for place in due_places(reader, errand) if place.id in codes]
    for place in places:
        code = codes[place.id]
        name = mail_name(reader, place, code.code_hash, errand)
        try:
            mail = room.write(place, code, errand, name, now())
        except ValueError as error:
            raise InvalidError(f"{place.id}: không gửi được tới «{place.email}».") from error
        with told(out):
            write_file(out / f"{place.id}.eml", mail.as_bytes())
    return [place.id for place in places]


def _paced(
    store: SqliteStore, errand: Errand, run: Round, box: Postbox, config: MailConfig
) -> Iterator[Taken]:
    """Take one mail after the other, each when its turn in the minute has come."""
    turn = time.monotonic()
    while waiting_mails(store.read, errand, run.put_off):
        time.sleep(max(0.0, turn - time.monotonic()))
        turn = time.monotonic() + 60 / config.per_minute
        box.be_ready()
        if taken := take_mail(store, errand, run.put_off, now()):
            yield taken


def _send(room: Mailroom, taken: Taken, errand: Errand, box: Postbox, ledger: Ledger) -> Reply:
    """Write and send one mail that is taken, and settle it whatever happens."""
    mail, name = taken.mail, taken.mail.message_id or ""
    reply = Reply(MailState.QUEUED, "")
    try:
        if name in ledger:
            reply = Reply(MailState.UNKNOWN, BEGUN_BEFORE)
            return reply
        written = room.write(taken.place, taken.code, errand, name, mail.at)
        with told(room.ground.folder.path):
            ledger.add(name)
        reply = Reply(MailState.UNKNOWN, "")
        reply = box.send(written, mail.address)
        if reply.state in (MailState.QUEUED, MailState.REFUSED):
            ledger.strike(name)
    except ValueError:
        reply = Reply(MailState.REFUSED, "Địa chỉ có chữ mà máy chủ thư không nhận.")
    except UnavailableError as error:
        ledger.strike(name)
        reply = Reply(MailState.QUEUED, str(error))
        raise
    finally:
        settle_mail(room.store, mail, reply.state, reply.words or None, now())
    return reply
