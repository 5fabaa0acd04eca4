"""What the server says of itself in every copy of the roster, as a value."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.link import Reply, Unreachable
from server.admission import Doors


@dataclass(frozen=True, slots=True)
class Outline:
    """Who the server is, how the event is called on a screen, and when the doors open.

    `role` is what our key is for, "kiosk" or "reception". `erased` is the number of the record
    that says that the names were deleted over there; 0: they were not. `said_at` (the server's clock,
    ISO 8601) does not count when two are compared.
    """

    incarnation: str
    event_id: str
    station: str
    event: dict[str, Any]
    doors: Doors
    role: str = "kiosk"
    erased: int = 0
    said_at: str | None = field(default=None, compare=False)

    @property
    def rehearsal(self) -> str | None:
        """The id of the rehearsal that this server plays; None: it serves the event itself."""
        return self.event.get("rehearsal")

    def document(self) -> dict[str, Any]:
        """The form in which it is kept; `read_outline` reads it."""
        doors = self.doors
        return {
            "incarnation": self.incarnation,
            "event_id": self.event_id,
            "station": self.station,
            "role": self.role,
            "erased": self.erased,
            "event": self.event,
            "doors": {
                "opens": doors.opens and doors.opens.isoformat(),
                "closes": doors.closes and doors.closes.isoformat(),
                "closed": doors.closed,
            },
            "server_time": self.said_at,
        }


def read_outline(body: dict[str, Any]) -> Outline:
    """Read the head of `GET /api/roster`. Raises KeyError, TypeError or ValueError."""
    doors = body.get("doors") or {}
    opens, closes = doors.get("opens"), doors.get("closes")
    return Outline(
        incarnation=str(body["incarnation"]),
        event_id=str(body["event_id"]),
        station=str(body.get("station") or ""),
        event=dict(body.get("event") or {}),
        doors=Doors(
            datetime.fromisoformat(opens) if opens else None,
            datetime.fromisoformat(closes) if closes else None,
            closed=bool(doors.get("closed")),
        ),
        role=str(body.get("role") or "kiosk"),
        erased=int(body.get("erased") or 0),
        said_at=body.get("server_time"),
    )


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One reply: who answers, some rows of the list, and whether there are more."""

    reply: Reply
    outline: Outline
    rows: list[dict[str, Any]]
    more: bool


def read_page(reply: Reply) -> RosterPage:
    """Read one reply. Raises Unreachable."""
    body = reply.body
    try:
        return RosterPage(
            reply, read_outline(body), list(body["rows"]), bool(body.get("more", False))
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unreachable("bản danh sách không đúng dạng") from error
