"""Writes the mails and hands them over one by one, at the pace that was set."""

import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from functools import cached_property
from itertools import islice
from pathlib import Path

from badges.drawing import Drawing, each_picture
from server.cli.ground import now
from server.cli.mail_ledger import Ledger
from server.cli.paperdesk import told, write_file
from server.config import Config, ConfigError
from server.desk.mails import (
    Errand,
    Taken,
    decide_mail,
    due_places,
    join_names,
    mail_name,
    queue_mails,
    settle_broken_off,
    settle_mails,
    take_mail,
    together,
    waiting_mails,
)
from server.errors import ConflictError, InvalidError, NotFoundError, UnavailableError
from server.event import EventConfig
from server.invitations import Invitation
from server.mail_account import MailAccount
from server.mails import Fate, MailState
from server.papers.cards import card_of, occasion_of
from server.papers.mails import Contents, Enclosed, write_mail
from server.papers.mime import as_bytes
from server.sendings import What, is_written_to, whereabouts
from server.sentences import Count, mark, say
from server.settings import MailConfig
from server.smtp import Postbox, Reply
from server.storage import SqliteStore
from server.storage.folder import EventFolder
from server.storage.invitations import Code
from server.storage.mail_account import MailAccountFile

NOBODY = Address(addr_spec="khong-gui@dontiep.invalid")
BEGUN_BEFORE = "Thư này đã bắt đầu gửi trước khi phục hồi bản sao lưu."
# So many refusals one after the other are no matter of single addresses.
MOST_REFUSALS = 5
NO_SERVER = mark(
    "Chưa có tài khoản thư; người có vai trò Quản trị ghi ở trang Cài đặt (hoặc bảng [server.mail] "
    "trong config.toml)."
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Mailroom:
    """Where mails are written: the event, whose name they bear, and what is drawn once."""

    config: Config
    folder: EventFolder
    store: SqliteStore

    @property
    def event(self) -> EventConfig:
        """The event of these mails."""
        return self.config.event

    @cached_property
    def account(self) -> MailAccount | None:
        """The mail account that was given in the settings, else that of config.toml."""
        if given := MailAccountFile(self.folder.path).read():
            return given
        mail = self.config.server.mail
        return MailAccount(mail, os.environ.get(mail.password_env or "")) if mail else None

    @cached_property
    def sender(self) -> Address:
        """In whose name they go out. Raises ConfigError for one that no mail can bear."""
        if self.account is None:
            return NOBODY
        mail = self.account.config
        if not mail.sender.isascii():
            raise ConfigError(
                say(
                    "sender trong [server.mail]: «%(sender)s» có chữ có dấu; hãy sửa lại.",
                    sender=mail.sender,
                )
            )
        return Address(display_name=mail.sender_name or "", addr_spec=mail.sender)

    @cached_property
    def drawing(self) -> Drawing:
        """What all pictures share."""
        return Drawing.of(occasion_of(self.event, self.config.badges))

    def errand(self, what: What, only: Sequence[str] = (), by: str | None = None) -> Errand:
        """Say what is to be sent. Raises ConflictError for a venue that is still open."""
        where = whereabouts(self.event)
        if what is What.VENUE and where is None:
            raise ConflictError(say("Thời gian, địa điểm chưa chốt nên chưa có thông báo để gửi."))
        return Errand(what, where, self.sender.domain, frozenset(only), by)

    def write(
        self,
        parts: Sequence[tuple[Invitation, Code]],
        errand: Errand,
        message_id: str,
        at: datetime,
        pictures: Sequence[bytes] | None = None,
    ) -> EmailMessage:
        """Write the mail to one place, or to one unit for several. `pictures` None: draw them.

        Raises ValueError for an address no mail can bear.
        """
        contents = Contents(
            message_id=message_id,
            what=errand.what,
            address=parts[0][0].email or "",
            enclosed=tuple(
                Enclosed(place, code.desk_code, picture)
                for (place, code), picture in zip(
                    parts, pictures or self.pictures(parts), strict=True
                )
            ),
            link=self._link(parts),
        )
        return write_mail(contents, self.event, self.sender, self.store.read.event_id, at)

    def pictures(self, parts: Sequence[tuple[Invitation, Code]]) -> Iterator[bytes]:
        """Draw the pictures of many places, on all cores."""
        cards = [card_of(p, c.code or "", c.desk_code or "", self.event) for p, c in parts]
        with told(Path()):
            yield from each_picture(cards, self.drawing)

    def must_have_account(self) -> MailAccount:
        """Give the account. Raises ConfigError, with what to do, where it or its password lacks."""
        account = self.account
        if account is None:
            raise ConfigError(NO_SERVER)
        if account.config.user and not account.password:
            raise ConfigError(
                say(
                    "Chưa có mật khẩu thư; hãy đặt biến môi trường %(variable)s rồi chạy lại.",
                    variable=account.config.password_env,
                )
            )
        return account

    def _link(self, parts: Sequence[tuple[Invitation, Code]]) -> str | None:
        """The guest's own page, or the unit's where the mail is to it for several places."""
        base = self.config.server.public_url
        [(place, code), *others] = parts
        if base is None or not others:
            return f"{base}/i/{code.code}" if base else None
        link = self.store.read.links().get(place.organisation)
        return f"{base}/o/{link.token}" if link else None


@dataclass
class Round:
    """What one run has done, in places. `put_off` are those that the server asked to send later.

    `mails` counts what went out: one to a unit counts once.
    """

    found_broken: int = 0
    queued: int = 0
    sent: int = 0
    mails: int = 0
    refused: int = 0
    unknown: int = 0
    put_off: set[int] = field(default_factory=set)
    refusals_in_a_row: int = 0

    def count(self, parts: Sequence[Taken], state: MailState) -> None:
        """Take one mail's end into account. Raises UnavailableError after many refusals."""
        places = len(parts)
        self.sent += places * (state is MailState.SENT)
        self.mails += bool(parts) and state is MailState.SENT
        self.unknown += places * (state is MailState.UNKNOWN)
        self.refused += places * (state is MailState.REFUSED)
        if state is MailState.QUEUED:
            self.put_off.update(part.mail.number for part in parts)
        self.refusals_in_a_row = self.refusals_in_a_row + 1 if state is MailState.REFUSED else 0
        if self.refusals_in_a_row == MOST_REFUSALS:
            raise UnavailableError(
                say(
                    "%(n)s thư liên tiếp bị từ chối nên đã dừng; hãy xem lý do "
                    "(«dontiep mail list --state refused» hoặc trang Gửi thư điện tử) rồi gửi lại.",
                    n=Count(MOST_REFUSALS),
                )
            )


def refuse_strangers(store: SqliteStore, only: Collection[str]) -> None:
    """Raise NotFoundError, InvalidError for places that are not there, or have no address."""
    places = {place.id: place for place in store.read.invitations() if is_written_to(place)}
    if unknown := sorted(set(only) - set(places)):
        raise NotFoundError(say("Không có suất mời còn hiệu lực: %(ids)s.", ids=", ".join(unknown)))
    if silent := sorted(id_ for id_ in only if places[id_].email is None):
        raise InvalidError(
            say("Chưa có địa chỉ thư: %(ids)s; hãy bổ sung trước.", ids=", ".join(silent))
        )


def decide_in(
    room: Mailroom, invitation: str, what: What, fate: Fate, by: str | None = None
) -> None:
    """Say what a person knows of a mail. Raises NotFoundError, ConflictError."""
    decided = decide_mail(room.store, invitation, what, now(), fate, by)
    if decided.message_id and fate is not Fate.ARRIVED:
        Ledger(room.folder.path).strike(decided.message_id)


def send_mails(room: Mailroom, errand: Errand, progress: Progress) -> Round:
    """Queue what is due and send what waits. Raises as `send_waiting` does."""
    room.must_have_account()
    run = queue_run(room, errand)
    send_waiting(room, errand, progress, run, threading.Event())
    return run


def queue_run(room: Mailroom, errand: Errand, *, kept: bool = False) -> Round:
    """Begin a run: what an earlier one left in the middle is doubtful, who is due is queued."""
    broken = settle_broken_off(room.store, now())
    return Round(broken, queue_mails(room.store, errand, now(), kept=kept))


def send_waiting(
    room: Mailroom, errand: Errand, progress: Progress, run: Round, stopped: threading.Event
) -> None:
    """Send what waits, until `stopped` is set; counts into `run` as it goes.

    Raises ConfigError; UnavailableError, ConflictError: the rest then waits on.
    """
    account = room.must_have_account()
    config = account.config
    total = len(waiting_mails(room.store.read, errand, run.put_off))
    ledger, done = Ledger(room.folder.path), 0
    with Postbox(config, account.password) as box:
        for taken in _paced(room.store, errand, run, box, config, stopped):
            done += len(taken)
            _send(room, taken, errand, box, ledger, run)
            progress(done, total)


def trial_mails(
    room: Mailroom, errand: Errand, *, ahead: bool = False
) -> Iterator[tuple[list[str], EmailMessage]]:
    """Write what a run would send, with the ids of whom each concerns. Nothing else changes.

    `ahead`: all of them will be wanted, so the pictures are drawn on all cores meanwhile.
    """
    reader = room.store.read
    codes = {code.invitation: code for code in reader.codes() if code.code and not code.replaced}
    due = together([p for p in due_places(reader, errand) if p.id in codes])
    mails = [[(place, codes[place.id]) for place in places] for places in due]
    drawn = room.pictures([part for parts in mails for part in parts]) if ahead else None
    for parts in mails:
        ids = [place.id for place, _ in parts]
        names = [mail_name(reader, place, code.code_hash, errand) for place, code in parts]
        pictures = list(islice(drawn, len(parts))) if drawn else None
        try:
            mail = room.write(parts, errand, join_names(errand.domain, names), now(), pictures)
        except ValueError as error:
            address = parts[0][0].email
            raise InvalidError(
                say(
                    "%(invitation)s: không gửi được tới «%(address)s».",
                    invitation=ids[0],
                    address=address,
                )
            ) from error
        yield ids, mail


def write_trial(room: Mailroom, errand: Errand, out: Path) -> list[str]:
    """Write as .eml files what a run would send; gives the ids."""
    written = []
    for ids, mail in trial_mails(room, errand, ahead=True):
        with told(out):
            write_file(out / f"{ids[0]}.eml", as_bytes(mail))
        written += ids
    return written


def _paced(
    store: SqliteStore,
    errand: Errand,
    run: Round,
    box: Postbox,
    config: MailConfig,
    stopped: threading.Event,
) -> Iterator[tuple[Taken, ...]]:
    """Take one mail after the other, each when its turn in the minute has come."""
    turn = time.monotonic()
    while waiting_mails(store.read, errand, run.put_off):
        if stopped.wait(max(0.0, turn - time.monotonic())):
            return
        turn = time.monotonic() + 60 / config.per_minute
        box.be_ready()
        if taken := take_mail(store, errand, run.put_off, now()):
            yield taken


def _send(
    room: Mailroom,
    taken: Sequence[Taken],
    errand: Errand,
    box: Postbox,
    ledger: Ledger,
    run: Round,
) -> None:
    """Write and send one mail that is taken, and settle it whatever happens."""
    begun = [part for part in taken if part.name in ledger]
    if begun:
        reply = Reply(MailState.UNKNOWN, BEGUN_BEFORE)
        _settle(room, begun, reply, errand)
        run.count(begun, reply.state)
    if parts := [part for part in taken if part.name not in ledger]:
        reply = _hand_over(room, parts, errand, box, ledger)
        run.count(parts, reply.state)


def _hand_over(
    room: Mailroom, parts: Sequence[Taken], errand: Errand, box: Postbox, ledger: Ledger
) -> Reply:
    names = [part.name for part in parts]
    reply = Reply(MailState.QUEUED, "")
    try:
        written = room.write(
            [(part.place, part.code) for part in parts],
            errand,
            join_names(errand.domain, names),
            parts[0].mail.at,
        )
        with told(room.folder.path):
            ledger.add(*names)
        reply = Reply(MailState.UNKNOWN, "")
        reply = box.send(as_bytes(written), parts[0].mail.address)
        if reply.state in (MailState.QUEUED, MailState.REFUSED):
            ledger.strike(*names)
    except ValueError:
        reply = Reply(MailState.REFUSED, "Địa chỉ có chữ mà máy chủ thư không nhận.")
    except UnavailableError as error:
        ledger.strike(*names)
        reply = Reply(MailState.QUEUED, str(error))
        raise
    finally:
        _settle(room, parts, reply, errand)
    return reply


def _settle(room: Mailroom, parts: Sequence[Taken], reply: Reply, errand: Errand) -> None:
    settle_mails(
        room.store,
        [part.mail for part in parts],
        reply.state,
        reply.words or None,
        now(),
        by=errand.by,
        message_id=join_names(errand.domain, [part.name for part in parts]),
    )
