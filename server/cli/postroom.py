"""The mails sent from a running server: one run at a time, in a thread of its own."""

import contextlib
import logging
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from email.message import EmailMessage

from server.cli.ground import now
from server.cli.mailing import (
    Mailroom,
    Round,
    decide_in,
    needs_server,
    refuse_strangers,
    send_mails,
    trial_mails,
)
from server.config import ConfigError
from server.desk.mails import Errand, settle_broken_off
from server.errors import CheckinError, ConflictError
from server.mails import Fate
from server.papers.mime import as_bytes
from server.posting import Look, Post, Run
from server.sendings import What
from server.sentences import Sentence, mark

log = logging.getLogger(__name__)

REHEARSING = mark("Đây là bản diễn tập nên không gửi thư; vẫn xem thử được.")
BROKEN = mark("Lượt gửi dừng vì lỗi ngoài dự kiến; thư chưa gửi vẫn chờ. Hãy xem nhật ký máy chủ.")


@contextlib.contextmanager
def posting(rooms: Callable[[], Mailroom]) -> Iterator[Post]:
    """Let the pages send mails until the block ends; a run that goes on then stops in order.

    `rooms` gives the mailroom with the configuration that holds at the moment.
    """
    room = rooms()
    # What an earlier server left in the middle of a mail is shown as what it is: unknown.
    with contextlib.suppress(CheckinError), room.folder.mailing():
        settle_broken_off(room.store, now())
    postroom = _Postroom(rooms)
    mail = room.config.server.mail
    post = Post(
        sender=f"{mail.sender_name or ''} <{mail.sender}>".strip() if mail else None,
        obstacle=postroom.obstacle,
        run=postroom.run,
        start=postroom.start,
        stop=postroom.stop,
        look=postroom.look,
        decide=postroom.decide,
    )
    try:
        yield post
    finally:
        postroom.close()


class _Postroom:
    """The run that goes on, or the last one. Safe to share between threads."""

    def __init__(self, rooms: Callable[[], Mailroom]) -> None:
        self._rooms = rooms
        self._turn = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._run: Run | None = None
        self._round = Round()

    def obstacle(self) -> Sentence | None:
        room = self._rooms()
        if room.store.read.meta("rehearsal"):
            return REHEARSING
        try:
            needs_server(room.config)
            room.password()
            assert room.sender
        except ConfigError as error:
            return error.sentence
        return None

    def run(self) -> Run | None:
        if self._run is None or self._run.ended:
            return self._run
        return self._counted(self._run)

    def start(self, what: What, only: Collection[str], by: str | None) -> None:
        if obstacle := self.obstacle():
            raise ConflictError(obstacle)
        room = self._rooms()
        errand = room.errand(what, sorted(only), by)
        refuse_strangers(room.store, only)
        with self._turn, contextlib.ExitStack() as held:
            held.enter_context(room.folder.mailing())
            self._stopped, self._round = threading.Event(), Round()
            self._run = Run(what, by, now())
            arguments = (room, errand, held.pop_all())
            self._thread = threading.Thread(target=self._send, args=arguments, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        with self._turn:
            self._stopped.set()
            if self._run and self._run.ended is None:
                self._run = replace(self._run, stopping=True)

    def look(self, what: What, invitation: str | None) -> Look | None:
        room = self._rooms()
        errand = room.errand(what, [invitation] if invitation else [])
        found = next(trial_mails(room, errand), None)
        return _look(*found) if found else None

    def decide(self, invitation: str, what: What, fate: Fate, by: str | None) -> None:
        decide_in(self._rooms(), invitation, what, fate, by)

    def close(self) -> None:
        """Stop a run that goes on, once the mail under way has its answer."""
        self.stop()
        if self._thread:
            self._thread.join()

    def _send(self, room: Mailroom, errand: Errand, held: contextlib.ExitStack) -> None:
        fault: Sentence | None = None
        with held:
            try:
                send_mails(room, errand, self._progress, self._round, self._stopped)
            except CheckinError as error:
                fault = error.sentence
            except Exception:
                log.exception("a run of the mails broke off")
                fault = BROKEN
        with self._turn:
            assert self._run
            self._run = replace(self._counted(self._run), ended=now(), fault=fault)

    def _progress(self, done: int, total: int) -> None:
        with self._turn:
            if self._run:
                self._run = replace(self._run, done=done, total=total)

    def _counted(self, run: Run) -> Run:
        told = self._round
        return replace(
            run,
            sent=told.sent,
            mails=told.mails,
            refused=told.refused,
            unknown=told.unknown + told.found_broken,
            put_off=len(told.put_off),
        )


def _look(ids: list[str], mail: EmailMessage) -> Look:
    words = mail.get_body(("plain",))
    files = [part.get_filename() for part in mail.walk() if part.get_filename()]
    return Look(
        tuple(ids),
        str(mail["From"]),
        str(mail["To"]),
        str(mail["Subject"]),
        words.get_content() if isinstance(words, EmailMessage) else "",
        tuple(name for name in files if name),
        as_bytes(mail),
    )
