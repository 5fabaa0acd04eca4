"""The live morning beside the numbers: how guests arrive, and whom the hosts must receive."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from server.admission import Record
from server.arrivals import arrivals_document, calls_hosts
from server.event import EventConfig
from server.expected import expect
from server.guests import Guest
from server.headcount import Headcount, Place
from server.invitations import Invitation
from server.programme import programme_document
from server.sentences import say
from server.show import utc
from server.wording import staff


class Morning:
    """Follows the journal for what the board tells beside the numbers."""

    def __init__(self, event: EventConfig) -> None:
        self._event = event
        self._groups = {group.code: group for group in event.groups}
        self._point: int | None = None
        self._vip = frozenset(group.code for group in event.groups if group.vip)
        self._admitted: dict[int, Record] = {}

    def follow(self, record: Record, place: Invitation | None) -> None:
        """Take a record into account; `place` is the one that it concerns."""
        if place and calls_hosts(record, place, self._vip):
            self._admitted[record.seq] = record
        elif record.effect == "undo" and record.refers:
            self._admitted.pop(record.refers, None)
        elif record.detail.get("what") == "welcomed":
            self._admitted.pop(record.detail["alert"], None)
        elif record.detail.get("what") == "programme":
            self._point = record.detail["point"]
        elif self._point is not None and (moved := record.detail.get("points")):
            self._point = moved[self._point] if self._point < len(moved) else None

    def document(
        self,
        places: Mapping[str, Invitation],
        times: Sequence[datetime],
        counted: Headcount,
        now: datetime,
    ) -> dict[str, Any]:
        """Give it as JSON. `times`: when those came who are counted as present."""
        zone, starts = self._event.timezone, self._event.starts_at
        local = [time.astimezone(zone) for time in times]
        awaited = counted.absent - counted.excused
        return {
            "arrivals": arrivals_document(local, now.astimezone(zone), starts, awaited),
            "alerts": [
                self._alert(record, places[record.invitation or ""])
                for record in self._admitted.values()
                if record.invitation in places
            ],
            "expected": None if times else self._expected(places.values()),
            "programme": self.programme(),
        }

    def programme(self) -> dict[str, Any]:
        """Give the points of the programme and the one at work."""
        return programme_document(self._event, self._point)

    def _expected(self, places: Iterable[Invitation]) -> dict[str, int]:
        counted = (
            (one, Place.of(one, self._groups.get(one.group), present=False)) for one in places
        )
        return expect(
            (one.rsvp, place.press)
            for one, place in counted
            if not place.cancelled and not place.walk_in
        ).document()

    def _alert(self, record: Record, place: Invitation) -> dict[str, Any]:
        guest = place.coming or Guest(
            place.expects or say("đại biểu chưa có tên"), title=place.organisation
        )
        where = record.station or staff.at_the_desk("")
        at = record.at.astimezone(self._event.timezone)
        return {
            "number": record.seq,
            "at": utc(record.at),
            "invitation": place.id,
            "text": staff.leader_arrived(guest, where, at),
        }
