"""The programme as points of which one is at work; the film is the one that closes the doors."""

from dataclasses import dataclass
from typing import Any

from server.event import EventConfig


@dataclass(frozen=True, slots=True)
class Point:
    """One point; `film`: lights are off, late-comers are led in by the side door."""

    text: str
    film: bool = False


def points(event: EventConfig) -> tuple[Point, ...]:
    """Give the points in their order, the film last; remarks in brackets are none."""
    lines = tuple(Point(line) for line in event.points)
    film = event.film
    return (*lines, Point(f"{film.kind or 'Phóng sự'}: {film.title}", film=True)) if film else lines


def moved_points(before: EventConfig, after: EventConfig) -> list[int | None]:
    """Tell of each point which it is once the programme was changed; None: there is no such.

    A point is known by its words; where as many as before stand, one that was reworded by its place.
    """
    old, new = points(before), points(after)
    words = {point.text: place for place, point in enumerate(new)}
    film = next((place for place, point in enumerate(new) if point.film), None)
    same = [point.film for point in old] == [point.film for point in new]
    return [
        film if point.film else words.get(point.text, place if same else None)
        for place, point in enumerate(old)
    ]


def programme_document(event: EventConfig, at: int | None) -> dict[str, Any]:
    """Give points and the one at work as JSON; one that is no longer there is none."""
    known = points(event)
    now = at if at is not None and 0 <= at < len(known) else None
    return {
        "points": [{"text": point.text, "film": point.film} for point in known],
        "now": now,
        "film": now is not None and known[now].film,
    }
