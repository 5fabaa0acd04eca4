"""What a clerk did here, on this machine's own disk until the server is known to hold it.

An act is the very request that the server would have been sent: it is written down before
anybody is asked, and sent later under the same id, so that it is done once however often it
arrives.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from server.desk import PURGED
from server.errors import UnavailableError
from server.storage.acts import ActRows
from server.storage.journal import JournalFile

# Requests that say when they happened; every other change counts from when it is known.
_TIMED = re.compile(r"/api/(invitations/[^/]+/admission|walk-ins|admissions)")
_CARDS = "/api/desk/cards/"
# How the path of a reissue ends.
CODE = "/code"
_PLACE = re.compile(r"/api/invitations/([^/]+)/")
# What may name somebody in a body, and what stands for it.
_NOBODY = {"name": PURGED, "text": PURGED, "reason": PURGED, "title": None, "honorific": None}


@dataclass(frozen=True, slots=True)
class Act:
    """One change: `body` carries its id as `scan_id`; `at` is ISO 8601, by the door's clock.

    `after_entry` is the last scan of this door that was written down before it.
    """

    act_id: str
    method: str
    path: str
    body: dict[str, Any]
    at: str
    state: str = "pending"
    after_entry: int = 0

    @property
    def late_body(self) -> dict[str, Any]:
        """What is sent when the act does not arrive as it happens."""
        timed = _TIMED.fullmatch(self.path) and "at" not in self.body
        return self.body | ({"at": self.at, "entered": "late"} if timed else {})

    @property
    def is_card(self) -> bool:
        """Whether it puts a card away, which is done where there is no such card."""
        return self.path.startswith(_CARDS)

    @property
    def is_reissue(self) -> bool:
        """Whether it gives a place a new code; the `spare` in its body is that code."""
        return self.path.endswith(CODE)

    @property
    def place(self) -> str | None:
        """The id of the invited place that it is about; None: of none that is on the list."""
        found = _PLACE.match(self.path)
        return unquote(found[1]) if found else None


class Acts:
    """The acts of one desk. Safe to share between threads.

    `in_hand` is the act that is being asked about this moment; the courier leaves it.
    `disk_ok` is False from a write that the disk refused to one that it took.
    """

    def __init__(self, file: JournalFile) -> None:
        self._rows = ActRows(file)
        self._turn = threading.Lock()
        self._known: frozenset[str] | None = None
        self.in_hand: str | None = None
        self.disk_ok = True

    def append(self, act: Act) -> Act:
        """Put an act on disk, once; gives the one that stands. Raises UnavailableError."""
        row = {
            "act_id": act.act_id,
            "method": act.method,
            "path": act.path,
            "body": json.dumps(act.body, ensure_ascii=False),
            "at": act.at,
        }
        self.in_hand = act.act_id
        try:
            with self._changing():
                stands = _act(self._rows.append(row))
        except UnavailableError:
            self.disk_ok = False
            raise
        self.disk_ok = True
        return stands

    def let_go(self) -> None:
        """The clerk has her answer: the courier may take the act."""
        self.in_hand = None

    def waiting(self) -> list[Act]:
        """What the server has yet to acknowledge, oldest first."""
        return [_act(row) for row in self._rows.waiting()]

    def settle(self, incarnation: str | None, act: Act, parked: str | None = None) -> None:
        """Take an act off the list; `parked`: why the server will never do it."""
        state = "delivered" if parked is None else "parked"
        with self._changing():
            self._rows.settle(incarnation, act.act_id, state, parked)

    def amend(self, act: Act, body: dict[str, Any]) -> None:
        """Have an act say all that was decided here, before it is sent."""
        self._rows.amend(act.act_id, json.dumps(body, ensure_ascii=False))

    def forget_people(self) -> None:
        """Have what still waits name nobody: the server has deleted the names by now."""
        for act in self.waiting():
            self.amend(act, act.body | {k: v for k, v in _NOBODY.items() if act.body.get(k)})

    def refuse(self, act: Act, message: str) -> None:
        """Forget an act to which whoever was asked at once said no."""
        with self._changing():
            self._rows.refuse(act.act_id, message)

    def read_anew(self) -> None:
        """The file was changed behind our back: ask it again what waits."""
        with self._turn:
            self._known = None

    def is_waiting(self, act_id: str) -> bool:
        """Whether the server has yet to hear of this act."""
        return act_id in self._ids()

    def any_older(self, act: Act | None = None) -> bool:
        """Whether an act waits, besides this one: nothing may be asked past it."""
        return bool(self._ids() - ({act.act_id} if act else set()))

    def spares_used(self) -> set[str]:
        """The desk codes of the spare codes that this desk has given out, or was about to."""
        bodies = [json.loads(body) for body in self._rows.bodies(CODE)]
        return {body["spare"]["desk_code"] for body in bodies if "spare" in body}

    def count_parked(self) -> int:
        """How many acts the server would not do; each is a card there."""
        return self._rows.count("parked")

    def _ids(self) -> frozenset[str]:
        """The ids that wait. Read once and kept, since every scan and every row asks."""
        with self._turn:
            if self._known is None:
                self._known = frozenset(act.act_id for act in self.waiting())
            return self._known

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Have the ids read anew after a change, even one of which nobody knows the outcome."""
        with self._turn:
            self._known = None
            yield


def _act(row: dict[str, Any]) -> Act:
    return Act(
        act_id=row["act_id"],
        method=row["method"],
        path=row["path"],
        body=json.loads(row["body"]),
        at=row["at"],
        state=row["state"],
        after_entry=row["after_entry"],
    )
