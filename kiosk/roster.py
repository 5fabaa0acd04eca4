"""The door's own copy of what it needs to decide alone, kept fresh.

It is a store like the server's and is decided over by the same `desk.admit`. A
self-service kiosk's copy holds ids, hashes of codes and texts that only a guest's own code
opens: no name, no phone, no code. It can be fetched again at any time, so a damaged one is
thrown away.
"""

import json
import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from kiosk.journal import Entry, Journal
from kiosk.link import Link
from kiosk.outline import Outline, RosterPage, read_outline, read_page
from kiosk.places import admit_copied, forget_place, hold_place, is_touched, put_row
from kiosk.roster_file import RosterFile
from server.admission import Doors, Scan, decide
from server.desk import Answer, admit, purge
from server.errors import CheckinError, UnavailableError
from server.facts import KEY as FACTS_KEY
from server.hall import Hall
from server.hall.kept import FILE as HALL_FILE
from server.hall.kept import KEY, KeptHall, read_hall, sign_of
from server.invitations import Invitation, ReadCode
from server.sealing import seal, unseal
from server.sentences import mark, say
from server.storage.invitations import Code
from server.storage.sqlite import Reader, SqliteStore, Writer

log = logging.getLogger(__name__)
T = TypeVar("T")

FILE = "roster.db"
# The role of a station that is watched by its clerk, and may know names.
DESK = "reception"
# Rows taken in at a time: a guest who scans meanwhile waits for no more than these.
ROWS_AT_ONCE = 50
# How long the server may take: for what changed, so that one that comes back is noticed
# soon; for page after page of the whole list; and where the door has nothing else.
CHANGES_S = 2.0
WHOLE_LIST_S = 5.0
FIRST_LIST_S = 15.0
# A reply of so many rows is slow for their sake.
MANY_ROWS = 10
# How often the copy notes what time it is, for a machine that wakes up in 1970.
NOTE_TIME_EVERY_S = 60.0


THEY_REHEARSE = mark(
    "Quầy này đón tiếp thật mà máy chủ đang diễn tập. Hãy chạy máy chủ thật, hoặc "
    "khởi động quầy bằng «dontiep kiosk --rehearsal»."
)
THEY_ARE_REAL = mark(
    "Quầy này chỉ diễn tập mà máy chủ đang đón tiếp thật. Hãy khởi động quầy không có --rehearsal."
)


class AnotherEventError(CheckinError):
    """Máy chủ này phục vụ một sự kiện khác. Hãy dùng một thư mục dữ liệu khác cho quầy."""


class WrongStageError(CheckinError):
    """Máy chủ và quầy không cùng diễn tập."""

    def __init__(self, *, rehearsing: bool) -> None:
        super().__init__(THEY_ARE_REAL if rehearsing else THEY_REHEARSE)


class Roster:
    """The copy in `folder`. One thread refreshes it, another decides over it.

    `outline` is what the server said of itself; None until a whole copy stands.
    """

    def __init__(
        self,
        folder: Path,
        journal: Journal,
        show: Callable[[Invitation, Hall | None], dict[str, Any] | None] | None = None,
        *,
        rehearsing: bool = False,
    ) -> None:
        """Open the copy, or begin a new one where it is missing or damaged.

        `show` tells what a screen may say of a place, in a hall that was changed meanwhile or
        (None) in the configured one; a kiosk that gives out no codes does without.

        One that is `rehearsing` works with a server that rehearses, and with no other.
        Raises UnavailableError when the disk refuses.
        """
        self._file = RosterFile(folder / FILE)
        self._journal = journal
        self._show = show
        self._rehearsing = rehearsing
        self._after = 0
        self._noted_at = -NOTE_TIME_EVERY_S
        # Kept beside the copy: while that is replaced, guests are still shown the way.
        self._hall_text = self._file.read.meta(KEY)
        self._kept: KeptHall[Hall | None] = KeptHall(lambda: self._hall_text, None)
        self.outline = self._saved_outline()
        if self.outline:
            self._replay()

    @property
    def is_full(self) -> bool:
        """Whether the copy holds all about each guest, as a desk's may."""
        return self.outline is not None and self.outline.role == DESK

    @property
    def store(self) -> SqliteStore:
        """The copy itself; another one once it was thrown away."""
        return self._file.store

    @property
    def station(self) -> str:
        """The door's name, as the server has it."""
        return self.outline.station if self.outline else ""

    @property
    def hall(self) -> Hall | None:
        """The hall in force at the server; None: it did not tell any."""
        return self._kept.hall

    @property
    def address(self) -> str | None:
        """How guests are addressed by now, as the server has it; None: it does not say."""
        return self.outline.event.get("address") if self.outline else None

    @property
    def link_host(self) -> str | None:
        """The host whose invitation links carry our codes, as the server has it."""
        return self.outline.event.get("link_host") if self.outline else None

    @property
    def ong_ba(self) -> list[str] | None:
        """Which groups are Ông or Bà whatever the others are; None: the server does not say."""
        return self.outline.event.get("ong_ba") if self.outline else None

    @property
    def doors(self) -> Doors:
        """When guests are received."""
        return self.outline.doors if self.outline else Doors()

    def last_seen(self) -> datetime | None:
        """What time it was on the server when it was last heard, in this run or before."""
        text = self._file.read.meta("last_seen")
        return datetime.fromisoformat(text) if text else None

    def refresh(self, link: Link) -> bool:
        """Fetch what changed. True if the server was restored: all scans wait again.

        Raises Unreachable, Rejected, UnavailableError, AnotherEventError, WrongStageError.
        """
        if self._file.is_damaged():
            self._throw_away()
        asked = self._after
        page = self._ask(link, asked, CHANGES_S if asked else WHOLE_LIST_S)
        restored = self._journal.heed(page.outline.incarnation)
        if asked and (restored or self._after == 0):
            self._after = 0
            page = self._ask(link, 0, WHOLE_LIST_S)
        self._take_round(link, page)
        link.content(page.reply, long=len(page.rows) >= MANY_ROWS)
        return restored

    def look_up(self, question: Callable[[Reader], T]) -> T:
        """Ask the copy something. Raises UnavailableError."""
        return self._file.guarded(lambda: question(self._file.read))

    def start_over(self) -> None:
        """Have the whole list fetched anew: the copy holds what the server does not."""
        self._after = 0

    def decide(self, entry: Entry) -> Answer:
        """Decide by the rulebook, over the copy. Raises UnavailableError without a copy."""
        if self.outline is None:
            raise UnavailableError(say("Quầy chưa có bản danh sách nào."))
        scan = self._scan(entry)
        return self._file.guarded(lambda: admit(self.store, scan, self.doors, entry.at))

    def open_facts(self, read: ReadCode) -> dict[str, Any] | None:
        """What the guest's own code opens; None if nothing does.

        Nothing is sealed yet under a code that this desk has given out, and the server has not
        told of since: there its own list tells whose it is.
        """
        code, code_hash = read.code, read.code_hash
        if code is None or code_hash is None:
            return None
        row, place = self._file.write(lambda tx: _bearer_of(tx, code_hash))
        if row and place and row.code and self._show:
            return self._show(place, self.hall)
        return unseal(code, row.sealed) if row and row.sealed else None

    def remember(
        self, invitation: str, read: ReadCode, facts: dict[str, Any] | None, entry: Entry
    ) -> None:
        """Note that the server has just let in the bearer of a code, before its rows say so."""
        code, code_hash = read.code, read.code_hash
        if code is None or code_hash is None:
            return
        sealed = seal(code, facts) if facts else None

        def action(tx: Writer) -> None:
            hold_place(tx, invitation, code_hash, sealed)
            if tx.inside(invitation) is None:
                admit_copied(tx, invitation, entry.scan_id, self.station, entry.at)

        self._file.write(action)

    def forget_people(self, now: datetime) -> None:
        """Delete from the copy what the server has deleted: names, words, and their traces.

        Raises UnavailableError, and ConflictError while the event is open.
        """
        if self.is_full:
            self._file.guarded(lambda: purge(self.store, now))
        self._file.guarded(self.store.compact)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _saved_outline(self) -> Outline | None:
        text = self._file.read.meta("outline")
        return read_outline(json.loads(text)) if text else None

    def _save_outline(self, outline: Outline) -> None:
        changed = outline != self.outline
        due = time.monotonic() - self._noted_at > NOTE_TIME_EVERY_S
        if changed or due:
            self._file.write(lambda tx: _note(tx, outline))
            self._noted_at = time.monotonic()
        self.outline = outline

    def _ask(self, link: Link, after: int, seconds: float) -> RosterPage:
        limit = seconds if self.outline else FIRST_LIST_S
        page = read_page(link.roster(after, limit, sign_of(self._file.read.meta(KEY))))
        ours, theirs = self.outline, page.outline
        self._check_stage(link, theirs)
        if ours and ours.event_id != theirs.event_id:
            # Our scans are not for another event's ears, nor its guests for our door.
            link.breaker.trip()
            if not self._journal.is_empty():
                raise AnotherEventError
            self._throw_away()
        elif ours and ours.role != theirs.role:
            # What a desk may know, a kiosk that can be carried away may not.
            self._throw_away()
        return page

    def _check_stage(self, link: Link, theirs: Outline) -> None:
        """See that nothing rehearsed reaches the record, and nothing real a rehearsal."""
        if self._rehearsing != (theirs.rehearsal is not None):
            link.breaker.trip()
            raise WrongStageError(rehearsing=self._rehearsing)
        if self.outline and self.outline.rehearsal != theirs.rehearsal:
            # Another rehearsal: what was played in the one before is over.
            self._journal.forget()
            self._throw_away()

    def _take_round(self, link: Link, page: RosterPage) -> None:
        """Take in this page and all that follow it."""
        whole, after = self._after == 0, self._after
        self._take_hall(page.reply.body)
        self._take_facts(page.reply.body.get("facts"))
        seen: set[str] = set()
        set_back: list[int] = []
        while True:
            seen |= {str(row["invitation"]) for row in page.rows}
            set_back += self._take_in(page.rows)
            after = max([after, *(int(row["seq"]) for row in page.rows)])
            if not page.more or not page.rows:
                break
            page = self._ask(link, after, WHOLE_LIST_S)
        if whole:
            self._forget_others(seen)
        self._save_outline(page.outline)
        unsure = whole and self._replay()
        self._after = 0 if unsure else min([after, *(seq - 1 for seq in set_back)])

    def _take_hall(self, body: dict[str, Any]) -> None:
        """Keep the hall that the server tells; one that this program cannot read is left."""
        told = body.get("hall")
        if told is None and "hall" in body and self._hall_text is not None:
            self._file.write(lambda tx: tx.set_meta(KEY, None))
            self._hall_text = None
        if told is None or told.get("text") is None:
            return
        text = str(told["text"])
        try:
            read_hall(HALL_FILE, text)
        except CheckinError as error:
            log.warning("hall: %s", error)
            return
        self._file.write(lambda tx: tx.set_meta(KEY, text))
        self._hall_text = text

    def _take_facts(self, text: str | None) -> None:
        """Keep what was announced late for the desk over this copy; only a desk is told."""
        if text != self._file.read.meta(FACTS_KEY):
            self._file.write(lambda tx: tx.set_meta(FACTS_KEY, text))

    def _take_in(self, rows: list[dict[str, Any]]) -> list[int]:
        """Put rows into the copy; the seqs of those that our own waiting scans overrule."""
        set_back: list[int] = []
        for first in range(0, len(rows), ROWS_AT_ONCE):
            action = partial(self._put_rows, rows=rows[first : first + ROWS_AT_ONCE])
            set_back += self._file.write(action)
        return set_back

    def _put_rows(self, tx: Writer, rows: list[dict[str, Any]]) -> list[int]:
        waiting, touched = self._journal.is_waiting, self._touched_by_acts(tx)
        return [int(row["seq"]) for row in rows if not put_row(tx, row, waiting, touched)]

    def _touched_by_acts(self, tx: Writer) -> Callable[[str], bool]:
        """Which places the clerk's acts that wait have changed here; most often none."""
        acts = self._journal.acts
        if not acts.any_older():
            return lambda _: False
        return lambda place: is_touched(tx, place, acts.is_waiting)

    def _forget_others(self, listed: set[str]) -> None:
        """A restored server may have lost places: their codes must not open the door."""

        def action(tx: Writer) -> None:
            touched = self._touched_by_acts(tx)
            for place in tx.invitations():
                gone = place.id not in listed and place.cancelled is None
                if gone and not touched(place.id):
                    forget_place(tx, place)

        self._file.write(action)

    def _replay(self) -> bool:
        entries = self._journal.told_or_in_hand()

        def action(tx: Writer) -> int:
            return sum(self._let_in_again(tx, entry) for entry in entries)

        return bool(entries) and self._file.write(action) > 0

    def _let_in_again(self, tx: Writer, entry: Entry) -> bool:
        """Have a guest inside whom this door let in, or was about to when it died."""
        scan = self._scan(entry)
        dossier = tx.dossier(entry.code_hash, self.doors)
        let_in = entry.door.admitted if entry.door else decide(scan, dossier).admitted
        if not let_in or dossier.invitation is None or dossier.admission:
            return False
        admit_copied(tx, dossier.invitation, entry.scan_id, self.station, entry.at)
        return True

    def _scan(self, entry: Entry) -> Scan:
        return Scan(
            entry.scan_id,
            self.station,
            entry.reading,
            entry.code_hash,
            scanned_at=entry.clock_said,
            at=entry.at,
            mark=entry.mark,
            boot_id=entry.boot_id,
            station_seq=entry.station_seq,
        )

    def _throw_away(self) -> None:
        # In this order: nobody decides over an empty copy as if it were the whole list.
        self.outline, self._after = None, 0
        self._file.throw_away()


def _bearer_of(tx: Writer, code_hash: str) -> tuple[Code | None, Invitation | None]:
    row = tx.code(code_hash)
    return row, tx.invitation(row.invitation) if row else None


def _note(tx: Writer, outline: Outline) -> None:
    # Read by the server's own pages where they are shown over this copy.
    tx.set_meta("event_id", outline.event_id)
    tx.set_meta("closed_at", outline.said_at if outline.doors.closed else None)
    tx.set_meta("rehearsal", outline.rehearsal)
    tx.set_meta("outline", json.dumps(outline.document(), ensure_ascii=False))
    tx.set_meta("last_seen", outline.said_at)
