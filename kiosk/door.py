"""What happens when a code is shown: written down, asked or decided, told.

A scan is on this machine's disk before anybody is asked; the server is asked once, for a
moment; where it says nothing, the same rulebook decides over the door's own copy, and that
too is on disk before a guest reads it. Guest's facts come from the server's answer to this
very scan or from the text that this very code opens, and from nowhere else.
"""

import logging
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from kiosk.clock import DoorClock
from kiosk.journal import Entry, Journal
from kiosk.link import Link, Rejected, Unreachable
from kiosk.roster import Roster
from kiosk.telling import Verdict, tell
from server.admission import Decision, Outcome, Reason, Scan
from server.errors import CheckinError
from server.invitations import ReadCode, Reading, read_code
from server.wording import Manner

log = logging.getLogger(__name__)

# How many of the guests that this door let in it knows by the monotonic clock.
MOST_REMEMBERED = 5_000

NOT_SAVED = Decision(Outcome.REFUSED)
# What the rulebook says of any code where the list is empty.
KNOWS_NOBODY = Decision(Outcome.REFUSED, Reason.UNKNOWN_CODE)


class Door:
    """One door. Safe to call from any thread; scans are taken one at a time."""

    def __init__(
        self,
        journal: Journal,
        roster: Roster,
        link: Link,
        clock: DoorClock,
        manner: Manner,
        host: str | None = None,
    ) -> None:
        """`host`: the one whose invitation links carry our codes, where the server names none."""
        self._journal = journal
        self._roster = roster
        self._link = link
        self._clock = clock
        self._manner = manner
        self._host = host
        self._turn = threading.Lock()
        self._unsettled: tuple[Entry, ReadCode, Verdict, str | None] | None = None
        self._let_in: OrderedDict[str, float] = OrderedDict()
        self.answered = threading.Event()

    def scan(self, text: str, source: str = "keyboard") -> dict[str, Any]:
        """Take one scanned text and give the answer document. Never raises.

        `source` is "keyboard", "camera" or "serial"; the text itself goes nowhere.
        """
        began = time.monotonic()
        with self._turn:
            self._settle()
            scan_id = str(uuid4())
            try:
                document = self._take(text, scan_id)
            except Exception:
                log.exception("scan %s failed", scan_id)
                document = self._fail(scan_id)
            if self._unsettled is None:
                self._journal.let_go()
        self.answered.set()
        document["ms"] = round((time.monotonic() - began) * 1000)
        log.info("scan %s %s %d ms", scan_id, source, document["ms"])
        return document

    def settle(self) -> None:
        """Finish what the last scan left to do once its answer was shown."""
        with self._turn:
            self._settle()

    def _take(self, text: str, scan_id: str) -> dict[str, Any]:
        outline, host = self._roster.outline, self._roster.link_host or self._host
        read = read_code(text, outline.event_id if outline else "", host)
        entry = self._describe(text, read, scan_id)
        try:
            entry = self._journal.append(entry)
        except CheckinError:
            log.error("scan %s is not on disk", scan_id)  # noqa: TRY400  # one line is enough
        verdict = self._ask(entry, read) or self._decide(entry, read)
        return self._tell(entry, read, verdict)

    def _describe(self, text: str, read: ReadCode, scan_id: str) -> Entry:
        wall, seen = self._clock.now(), self._clock.last_seen
        scan = Scan.of_text(text, read, scan_id, "", scanned_at=wall, at=wall)
        return Entry(
            scan_id=scan_id,
            boot_id=self._journal.boot_id,
            code_hash=scan.code_hash,
            reading=scan.reading,
            mark=scan.mark,
            scanned_at=wall.isoformat(timespec="milliseconds"),
            monotonic_ms=int(time.monotonic() * 1000),
            offset_ms=self._clock.offset_ms(wall),
            last_seen_server_time=seen.isoformat() if seen else None,
        )

    def _ask(self, entry: Entry, read: ReadCode) -> Verdict | None:
        """Ask the server; None where it does not answer, or not with a verdict, or knows less."""
        outline = self._roster.outline
        if self._journal.acts.any_older():
            return None  # the server does not know yet what the clerk did here
        try:
            reply = self._link.send(entry.document(read.code))
            verdict = self._read(reply.body, entry, read)
        except (Unreachable, Rejected, KeyError, ValueError, TypeError) as error:
            log.info("scan %s decided here: %s", entry.scan_id, error)
            return None
        self._unsettled = (entry, read, verdict, outline.incarnation if outline else None)
        if entry.station_seq is not None:
            with suppress(CheckinError):  # the server holds it, and it is tried again once shown
                self._journal.note_asked(entry, verdict.decision)
        return verdict

    def _read(self, body: dict[str, Any], entry: Entry, read: ReadCode) -> Verdict:
        """Read what the server said. Raises KeyError, TypeError or ValueError."""
        if body["scan_id"] != entry.scan_id:
            raise ValueError("câu trả lời cho một lượt quét khác")
        reason, at, place = body["reason"], body["admitted_at"], body["invitation"]
        verdict = Verdict(
            Decision(Outcome(body["verdict"]), Reason(reason) if reason else None),
            "server",
            invitation=str(place) if place else None,
            facts=body.get("show"),
            admitted_at=datetime.fromisoformat(at) if at else None,
            station=body["station"],
        )
        if verdict.facts is None and verdict.decision.admitted:
            return replace(verdict, facts=self._roster.open_facts(read))
        return verdict

    def _decide(self, entry: Entry, read: ReadCode) -> Verdict:
        """Decide alone. What cannot be put on disk is not said."""
        if entry.station_seq is None:
            return Verdict(NOT_SAVED, "kiosk", screen="not_saved")
        try:
            if self._roster.outline is None:
                self._journal.note_door(entry, KNOWS_NOBODY)
                return Verdict(NOT_SAVED, "kiosk", screen="paused")
            verdict = self._consult(entry, read)
            self._journal.note_door(entry, verdict.decision)
        except CheckinError:
            log.exception("scan %s cannot be decided here", entry.scan_id)
            return Verdict(NOT_SAVED, "kiosk", screen="not_saved")
        return verdict

    def _consult(self, entry: Entry, read: ReadCode) -> Verdict:
        """Ask the rulebook over the door's own copy."""
        answer = self._roster.decide(entry)
        first = answer.first
        return Verdict(
            answer.decision,
            "kiosk",
            invitation=answer.record.invitation,
            facts=self._roster.open_facts(read) if first else None,
            admitted_at=first.at if first else None,
            station=first.station if first else None,
        )

    def _tell(self, entry: Entry, read: ReadCode, verdict: Verdict) -> dict[str, Any]:
        decision, doors = verdict.decision, self._roster.doors
        if decision.admitted and read.code_hash:
            self._let_in[read.code_hash] = time.monotonic()
            while len(self._let_in) > MOST_REMEMBERED:
                self._let_in.popitem(last=False)
        at = self._moment_of(entry, read, verdict)
        roster = self._roster
        manner = self._manner.within(roster.hall).addressing(roster.address, roster.ong_ba)
        return tell(entry, verdict, manner, at, roster.station, doors)

    def _moment_of(self, entry: Entry, read: ReadCode, verdict: Verdict) -> datetime:
        """When this scan happened, on the clock on which its guest came in.

        Whoever was let in here a moment ago is still holding the phone, also where this
        machine's clock has jumped in between.
        """
        let_in = self._let_in.get(read.code_hash or "")
        if verdict.admitted_at is None or let_in is None or verdict.decision.admitted:
            return entry.at
        return verdict.admitted_at + timedelta(seconds=time.monotonic() - let_in)

    def _fail(self, scan_id: str) -> dict[str, Any]:
        """A fault of ours is told as what it is to the guest: nothing was saved."""
        entry = self._describe("", ReadCode(Reading.FOREIGN), scan_id)
        verdict = Verdict(NOT_SAVED, "kiosk", screen="not_saved")
        return tell(entry, verdict, self._manner, entry.at, "", self._roster.doors)

    def _settle(self) -> None:
        unsettled, self._unsettled = self._unsettled, None
        if unsettled is None:
            return
        entry, read, verdict, incarnation = unsettled
        try:
            if verdict.decision.admitted and verdict.invitation:
                self._roster.remember(verdict.invitation, read, verdict.facts, entry)
            self._journal.settle_asked(incarnation, entry, verdict.decision)
        except CheckinError as error:
            log.warning("scan %s will be sent again: %s", entry.scan_id, error)
        finally:
            self._journal.let_go()
