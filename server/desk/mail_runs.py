"""The run of mails that is to be brought to its end, kept so that it outlives its server.

It is on disk with the queue that it works off, in one transaction. A server that finds it at its
start goes on from that queue; it queues nobody new, since nobody has asked for them. A person who
stops the run, a newer run, and the end of the reception take it away.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from server.errors import ConflictError
from server.mails import MailState
from server.sendings import What
from server.sentences import mark

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore, Writer

# In `meta`.
KEY = "mail_run"
# A server that dies of a mail would go through the whole list by itself, one start a mail.
MOST_VAIN_STARTS = 3

CLOSED = mark("Đã kết thúc đón tiếp nên không gửi thư nữa; thư chưa gửi vẫn chờ.")
REHEARSING = mark("Đây là bản diễn tập nên không gửi thư; vẫn xem thử được.")
IN_VAIN = mark(
    "Máy chủ đã mấy lần tắt giữa chừng mà chưa gửi được thư nào nên không tự gửi tiếp; xin xem "
    "nhật ký máy chủ rồi bấm gửi."
)


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What was to be sent, to whom alone (empty: all who wait), and by whose wish.

    `incarnation` is the database's when it began. `sent` counts the mails that were out at the
    last start of a server, `vain` the starts in a row after which none more was.
    """

    what: What
    only: frozenset[str]
    by: str | None
    incarnation: str
    sent: int = 0
    vain: int = 0

    @property
    def in_vain(self) -> bool:
        """Whether server after server has ended and sent nothing."""
        return self.vain >= MOST_VAIN_STARTS


def keep_run(tx: "Writer", what: What, only: Iterable[str], by: str | None) -> None:
    """Keep a run that begins, in the place of any other."""
    _put(tx, KeptRun(what, frozenset(only), by, tx.incarnation, _sent(tx)))


def drop_run(tx: "Writer") -> None:
    """Forget the run: it is at its end, or nobody wants it any more."""
    tx.set_meta(KEY, None)


def take_up_run(store: "SqliteStore") -> KeptRun | None:
    """Give the run that the last server left, None where there is nothing to go on with."""

    def action(tx: "Writer") -> KeptRun | None:
        run = _kept(tx)
        if run is None:
            return None
        if not _may_go_on(tx, run):
            drop_run(tx)
            return None
        sent = _sent(tx)
        run = replace(run, sent=sent, vain=run.vain + 1 if sent == run.sent else 0)
        _put(tx, None if run.in_vain else run)
        return run

    return store.write(action)


def refuse_to_send(reader: "Reader") -> None:
    """Keep mails from going out of a rehearsal, whose guests are real, and after the end.

    Raises ConflictError.
    """
    if reader.meta("rehearsal"):
        raise ConflictError(REHEARSING)
    if reader.meta("closed_at"):
        raise ConflictError(CLOSED)


def _may_go_on(tx: "Writer", run: KeptRun) -> bool:
    """Whether the run is of this very database, and somebody still waits for it."""
    over = tx.meta("closed_at") or tx.meta("rehearsal") or run.incarnation != tx.incarnation
    waiting = (m.invitation for m in tx.mails(MailState.QUEUED) if m.what is run.what)
    return not over and any(not run.only or one in run.only for one in waiting)


def _sent(reader: "Reader") -> int:
    return len(reader.mails(MailState.SENT))


def _kept(reader: "Reader") -> KeptRun | None:
    written = reader.meta(KEY)
    if written is None:
        return None
    told = json.loads(written)
    return KeptRun(**told | {"what": What(told["what"]), "only": frozenset(told["only"])})


def _put(tx: "Writer", run: KeptRun | None) -> None:
    tx.set_meta(KEY, json.dumps(asdict(run) | {"only": sorted(run.only)}) if run else None)
