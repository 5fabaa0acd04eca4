"""Delivers the journal, oldest first, in batches, one at a time.

What the server takes is off the list; what it will never take is parked, where staff see
it, and stands in nobody's way.
"""

import logging
from typing import Any

from kiosk.journal import Entry, Journal, Mark
from kiosk.link import Link, Rejected, Unreachable

log = logging.getLogger(__name__)

BATCH = 100


class Courier:
    """Brings what waits in the journal to the server."""

    def __init__(self, journal: Journal, link: Link) -> None:
        self._journal = journal
        self._link = link

    def deliver(self) -> int:
        """Deliver everything that waits; how many scans were taken.

        Raises Unreachable when the server goes away, Rejected when it will not have
        anything of ours, and UnavailableError when the disk will not note what it took.
        """
        taken = 0
        while entries := self._journal.waiting(BATCH):
            incarnation = self._journal.incarnation
            marks = self._bring(entries)
            self._journal.settle(incarnation, marks)
            taken += len(marks)
            if len(marks) < len(entries):
                raise Unreachable("máy chủ chưa nhận hết")
        return taken

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
