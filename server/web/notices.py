"""What is wrong with the house, in sentences that stay on the board until it is mended."""

from collections import Counter, deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from server.admission import Reason, Record
from server.event import Style
from server.sentences import Count, Sentence, plural, say

if TYPE_CHECKING:
    from server.storage.sqlite import Reader

UNKNOWN_CODES_A_MINUTE = 5
MINUTE = timedelta(minutes=1)
MOST_REMEMBERED = 1_000


class Notices:
    """Keeps an eye on unknown codes, on numbers that are missing, on scans set aside."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._unknown: deque[tuple[datetime, str]] = deque(maxlen=MOST_REMEMBERED)

    def follow(self, record: Record) -> None:
        """Take a new record of the journal into account."""
        if record.decision and record.decision.reason is Reason.UNKNOWN_CODE and record.station:
            self._unknown.append((record.received_at, record.station))

    def sentences(self, reader: "Reader", now: datetime) -> tuple[str, ...]:
        """Say what holds at this moment."""
        return (
            *reader.notices(),
            *self._guessing(now),
            *_missing(reader),
            *self._parked(reader),
            *_closed(reader),
        )

    def _guessing(self, now: datetime) -> Iterator[Sentence]:
        while self._unknown and self._unknown[0][0] < now - MINUTE:
            self._unknown.popleft()
        for station, count in Counter(station for _, station in self._unknown).items():
            if count >= UNKNOWN_CODES_A_MINUTE:
                yield say(
                    "%(station)s: %(n)s mã lạ trong một phút. Đề nghị cử người đến xem.",
                    station=station,
                    n=count,
                )

    def _parked(self, reader: "Reader") -> Iterator[Sentence]:
        if count := reader.parked():
            words = Count(count) if self._style.pad_below_10 else count
            yield plural("Có %(n)s lượt quét chưa nhận được, cần Ban Tổ chức xem lại.", words)


def _missing(reader: "Reader") -> Iterator[Sentence]:
    for station, first, last in reader.gaps():
        numbers = f"{first}–{last}" if last > first else f"{first}"
        yield say("%(station)s: lượt %(numbers)s còn thiếu.", station=station, numbers=numbers)


def _closed(reader: "Reader") -> Iterator[Sentence]:
    if reader.meta("closed_at"):
        yield say("Đã kết thúc đón tiếp.")
