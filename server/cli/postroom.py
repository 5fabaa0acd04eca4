"""The mails sent from a running server: one run at a time, in a thread of its own."""

import contextlib
import logging
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage
from functools import partial

from server.bounces import Laid
from server.cli.ground import now
from server.cli.mail_account import keep_account, try_account
from server.cli.mailing import (
    Mailroom,
    Round,
    decide_in,
    queue_run,
    refuse_strangers,
    send_waiting,
    trial_mails,
)
from server.cli.returned import take_back
from server.config import ConfigError
from server.desk.mail_runs import IN_VAIN, KeptRun, drop_run, refuse_to_send, take_up_run
from server.desk.mails import Errand, settle_broken_off
from server.errors import CheckinError, ConflictError
from server.mails import Fate
from server.papers.mime import as_bytes
from server.posting import Look, Post, Run
from server.sendings import What
from server.sentences import Sentence, mark
from server.smtp import UnreachableError

log = logging.getLogger(__name__)

BROKEN = mark("Lượt gửi dừng vì lỗi ngoài dự kiến; thư chưa gửi vẫn chờ. Hãy xem nhật ký máy chủ.")
RETRY_SECONDS = 30.0


@contextlib.contextmanager
def posting(rooms: Callable[[], Mailroom], retry_seconds: float = RETRY_SECONDS) -> Iterator[Post]:
    """Let the pages send mails until the block ends; a run that goes on then pauses in order.

    A run that was under way when the last server ended goes on at once. `rooms` gives the
    mailroom with the configuration that holds at the moment.
    """
    postroom = _Postroom(rooms, retry_seconds)
    postroom.resume()
    post = Post(
        account=lambda: rooms().account,
        keep_account=partial(keep_account, rooms),
        try_account=partial(try_account, rooms),
        obstacle=postroom.obstacle,
        run=postroom.run,
        start=postroom.start,
        stop=postroom.stop,
        look=postroom.look,
        decide=postroom.decide,
        take_back=postroom.take_back,
    )
    try:
        yield post
    finally:
        postroom.close()


class _Postroom:
    """The run that goes on, or the last one. Safe to share between threads."""

    def __init__(self, rooms: Callable[[], Mailroom], retry_seconds: float) -> None:
        self._rooms = rooms
        self._retry_seconds = retry_seconds
        self._turn = threading.Lock()
        self._stopped = threading.Event()
        self._closing = False
        self._thread: threading.Thread | None = None
        self._run: Run | None = None
        self._round = Round()

    def obstacle(self) -> Sentence | None:
        room = self._rooms()
        try:
            refuse_to_send(room.store.read)
            room.must_have_account()
            assert room.sender
        except (ConflictError, ConfigError) as error:
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
            self._round = queue_run(room, errand, kept=True)
            self._run = Run(what, by, now())
            self._set_out(room, errand, held)

    def resume(self) -> None:
        """Go on with the run that the last server left, if it left one."""
        room = self._rooms()
        with (
            contextlib.suppress(CheckinError),
            self._turn,
            contextlib.ExitStack() as held,
        ):
            held.enter_context(room.folder.mailing())
            # What was left in the middle of a mail is shown as what it is: unknown.
            self._round = Round(settle_broken_off(room.store, now()))
            if kept := take_up_run(room.store):
                self._take_up(room, kept, held)

    def stop(self) -> None:
        """End the run for good, once the mail under way has its answer."""
        with self._turn:
            self._rooms().store.write(drop_run)
            self._pause()

    def look(self, what: What, invitation: str | None) -> Look | None:
        room = self._rooms()
        errand = room.errand(what, [invitation] if invitation else [])
        found = next(trial_mails(room, errand), None)
        return _look(*found) if found else None

    def decide(self, invitation: str, what: What, fate: Fate, by: str | None) -> None:
        decide_in(self._rooms(), invitation, what, fate, by)

    def take_back(
        self, files: Sequence[tuple[str, bytes]], by: str | None
    ) -> list[tuple[str, Laid]]:
        room = self._rooms()
        return take_back(room.store, room.folder, files, by)

    def close(self) -> None:
        """Pause a run that goes on, once the mail under way has its answer."""
        with self._turn:
            self._closing = True
            self._pause()
        if self._thread:
            self._thread.join()

    def _take_up(self, room: Mailroom, kept: KeptRun, held: contextlib.ExitStack) -> None:
        self._run = Run(kept.what, kept.by, now(), resumed=True)
        fault = IN_VAIN if kept.in_vain else self.obstacle()
        if fault is None:
            try:
                errand = room.errand(kept.what, sorted(kept.only), kept.by)
            except ConflictError as error:
                fault = error.sentence
            else:
                self._set_out(room, errand, held)
                return
        self._run = replace(self._run, ended=now(), fault=fault)

    def _set_out(self, room: Mailroom, errand: Errand, held: contextlib.ExitStack) -> None:
        self._stopped = threading.Event()
        arguments = (room, errand, held.pop_all())
        self._thread = threading.Thread(target=self._send, args=arguments, daemon=True)
        self._thread.start()

    def _pause(self) -> None:
        self._stopped.set()
        if self._run and self._run.ended is None:
            self._run = replace(self._run, stopping=True)

    def _send(self, room: Mailroom, errand: Errand, held: contextlib.ExitStack) -> None:
        fault: Sentence | None = None
        with held:
            try:
                self._send_patiently(room, errand)
            except CheckinError as error:
                fault = error.sentence
            except Exception:
                log.exception("a run of the mails broke off")
                fault = BROKEN
            # A disk that is full keeps it too: then the next server finds it, and sends on.
            with contextlib.suppress(CheckinError):
                if not self._closing:
                    room.store.write(drop_run)
        with self._turn:
            assert self._run
            self._run = replace(self._counted(self._run), ended=now(), fault=fault)

    def _send_patiently(self, room: Mailroom, errand: Errand) -> None:
        """Send what waits. A machine that has just started may have no network yet.

        Nobody sits before a run that was taken up again, so it tries on.
        """
        while True:
            try:
                send_waiting(room, errand, self._progress, self._round, self._stopped)
            except UnreachableError as error:
                if not self._waits_for_the_network(error.sentence):
                    raise
            else:
                return
            if self._stopped.wait(self._retry_seconds):
                return

    def _waits_for_the_network(self, why: Sentence) -> bool:
        with self._turn:
            run = self._run
            if run is None or not run.resumed or self._stopped.is_set():
                return False
            self._run = replace(run, fault=why)
            return True

    def _progress(self, done: int, total: int) -> None:
        with self._turn:
            if self._run:
                self._run = replace(self._run, done=done, total=total, fault=None)

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
