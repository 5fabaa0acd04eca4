"""Delivers the journal, oldest first: scans in batches, what a clerk did one by one.

What the server takes is off the list; what it will never take is parked, where staff see
it, and stands in nobody's way.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Any
from uuid import UUID, uuid5

from kiosk.acts import Act
from kiosk.journal import Entry, Journal, Mark
from kiosk.link import Link, OddReply, Rejected, Unreachable
from kiosk.parking import objection_in, parked_words

log = logging.getLogger(__name__)

BATCH = 100
# A fault over there that one act brings about each time must not hold up those behind it.
MOST_ODD_REPLIES = 5
ODD_REPLY = "Máy chủ gặp lỗi khi nhận việc này"


class Courier:
    """Brings what waits in the journal to the server.

    `on_parked` is called after an act was parked: the copy holds what the server does not.
    `zone` is the event's, for the hours in a card.
    """

    def __init__(
        self,
        journal: Journal,
        link: Link,
        on_parked: Callable[[], None] = lambda: None,
        zone: tzinfo = UTC,
    ) -> None:
        self._journal = journal
        self._link = link
        self._on_parked = on_parked
        self._zone = zone
        self._odd: Counter[str] = Counter()

    def deliver(self) -> int:
        """Deliver everything that waits, in the order in which it happened; how much was taken.

        Raises Unreachable when the server goes away, Rejected when it will not have
        anything of ours, and UnavailableError when the disk will not note what it took.
        """
        taken, acts = 0, self._journal.acts
        while True:
            act = next(iter(acts.waiting()), None)
            taken += self._deliver_scans(act.after_entry if act else None)
            if act is None or act.act_id == acts.in_hand or self._journal.has_in_hand:
                return taken
            self._deliver_act(act)
            taken += 1

    def _deliver_scans(self, until: int | None) -> int:
        """Deliver the scans up to a place in the journal; None: all."""
        taken = 0
        while entries := self._journal.waiting(BATCH, until):
            incarnation = self._journal.incarnation
            marks = self._bring(entries)
            self._journal.settle(incarnation, marks)
            taken += len(marks)
            if len(marks) < len(entries):
                raise Unreachable("máy chủ chưa nhận hết")
        return taken

    def _deliver_act(self, act: Act) -> None:
        incarnation = self._journal.incarnation
        objection = self._bring_act(act)
        if objection is not None:
            log.error("act %s parked", act.act_id)
            self._report(act, objection)
            self._on_parked()
        self._journal.acts.settle(incarnation, act, objection)

    def _bring_act(self, act: Act) -> str | None:
        """Hand over an act; why the server would not do it, None: it is done."""
        try:
            reply = self._link.bring(act.method, act.path, act.late_body)
        except OddReply:
            self._odd[act.act_id] += 1
            if self._odd[act.act_id] < MOST_ODD_REPLIES:
                raise
            return ODD_REPLY
        except Rejected as rejected:
            if rejected.code == "unauthorized":
                raise
            if rejected.code == "not_found" and act.is_card:
                return None
            return rejected.message or rejected.code
        return objection_in(reply.body, self._zone)

    def _report(self, act: Act, objection: str) -> None:
        """Put a card before clerk and organiser, once however often the act is parked."""
        notice = {
            "scan_id": str(uuid5(UUID(act.act_id), "parked")),
            "text": parked_words(act, objection, self._zone),
        }
        for about in ({"invitation": act.place}, {}):
            try:
                self._link.bring("POST", "/api/notices", notice | about)
            except Rejected as rejected:  # the guest may be the very one whom nobody knows
                log.warning("act %s: no card: %s", act.act_id, rejected.code)
            else:
                return

    def _bring(self, entries: list[Entry]) -> list[Mark]:
        """Hand over a batch; what became of each that will not be sent again."""
        try:
            reply = self._link.deliver([entry.document() for entry in entries])
        except Rejected as rejected:
            return self._bring_singly(entries, rejected)
        results = reply.body.get("results")
        if not isinstance(results, list) or len(results) != len(entries):
            raise Unreachable("câu trả lời không khớp với lượt giao")
        pairs = zip(entries, results, strict=True)
        return [mark for entry, result in pairs if (mark := _mark(entry, result))]

    def _bring_singly(self, entries: list[Entry], rejected: Rejected) -> list[Mark]:
        """Find the one that spoils the batch. A key that is refused is no entry's fault."""
        if rejected.code == "unauthorized":
            raise rejected
        if len(entries) > 1:
            return [mark for entry in entries for mark in self._bring([entry])]
        log.error("scan %s parked: %s", entries[0].scan_id, rejected.code)
        return [Mark(entries[0], rejected.message or rejected.code)]


def _mark(entry: Entry, result: dict[str, Any]) -> Mark | None:
    """Read one result; None if the server's disk refused this one and it must come again."""
    if result.get("scan_id") != entry.scan_id:
        raise Unreachable("câu trả lời không khớp với lượt giao")
    if "error" not in result:
        return Mark(entry)
    if result["error"] == "unavailable":
        return None
    log.error("scan %s parked: %s", entry.scan_id, result["error"])
    return Mark(entry, str(result.get("message") or result["error"]))
