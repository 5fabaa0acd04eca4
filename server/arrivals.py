"""How the guests come in over the morning, and how many will be here at the opening.

The forecast is the simplest that can be said aloud: as they come now, so they go on coming,
and nobody comes who said they would not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from server.admission import Record
from server.invitations import Invitation

# What is told later than this (a kiosk that was cut off, paper) calls nobody to the door.
NEWS_FOR = timedelta(minutes=15)
STEPS_MINUTES = (5, 10, 15)
MOST_STEPS = 48
# Who came before the last so many hours (a trial, the day before) stands in the first step.
LONGEST = timedelta(hours=11)
PACE_OVER = timedelta(minutes=15)
SHORTEST_PACE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Curve:
    """How many had come by the end of each step: `totals[0]` counts the first `minutes`."""

    since: datetime
    minutes: int
    totals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many will be `here` at `at`, coming at so many a minute as over the last minutes."""

    at: datetime
    here: int
    per_minute: float


def calls_hosts(record: Record, place: Invitation, vip: frozenset[str]) -> bool:
    """Whether this record is a leader at the door, whom somebody must receive now."""
    in_time = record.received_at - record.at <= NEWS_FOR
    return record.effect == "admit" and place.group in vip and in_time


def curve(times: Sequence[datetime], now: datetime) -> Curve | None:
    """Draw the arrivals; None before the first. All moments are aware and of one zone.

    The curve ends a step after the last arrival, however much later it is looked at.
    """
    if not times:
        return None
    last = max(times)
    first = max(min(times), last - LONGEST)
    minutes = _step(last - first)
    step = timedelta(minutes=minutes)
    since = first.replace(minute=first.minute // minutes * minutes, second=0, microsecond=0)
    end = max(last, min(now, last + step))
    counts = [0] * ((end - since) // step + 1)
    for time in times:
        counts[max((time - since) // step, 0)] += 1
    return Curve(since, minutes, tuple(accumulate(counts)))


def forecast(
    times: Sequence[datetime], now: datetime, starts: datetime | None, awaited: int
) -> Forecast | None:
    """Say how many will be here when it starts; None: unknown hour, already begun, nobody yet.

    `awaited`: how many are invited, not here, and have not said that they stay away.
    """
    if starts is None or now >= starts or not times:
        return None
    span = max(min(now - min(times), PACE_OVER), SHORTEST_PACE)
    pace = sum(now - span < time <= now for time in times) / (span / MINUTE)
    coming = min(round(pace * ((starts - now) / MINUTE)), max(awaited, 0))
    return Forecast(starts, len(times) + coming, round(pace, 1))


def arrivals_document(
    times: Sequence[datetime], now: datetime, starts: datetime | None, awaited: int
) -> dict[str, Any]:
    """Give curve, opening and forecast as JSON."""
    drawn, told = curve(times, now), forecast(times, now, starts, awaited)
    return {
        "curve": drawn
        and {
            "since": drawn.since.isoformat(timespec="seconds"),
            "minutes": drawn.minutes,
            "totals": list(drawn.totals),
        },
        "starts": starts and starts.isoformat(timespec="seconds"),
        "forecast": told and {"here": told.here, "per_minute": told.per_minute},
    }


def _step(span: timedelta) -> int:
    """Find the finest step with which so long a time still fits."""
    fitting = (m for m in STEPS_MINUTES if span <= (MOST_STEPS - 2) * timedelta(minutes=m))
    return next(fitting, STEPS_MINUTES[-1])
