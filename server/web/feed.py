"""The journal as the board tells it: events in order, and numbers that follow them.

The event is loaded once; after that each record of the journal changes what it concerns,
so that nothing is counted anew. Whoever asks catches up first: an answer is never older
than the last commit, whichever program made it.
"""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from server.admission import Record
from server.english import in_english
from server.event import EventConfig
from server.headcount import Place, Tally, headcount_document
from server.invitations import Invitation
from server.names.search import Findable, findable, search
from server.web.events import event_document, kind_of
from server.web.morning import Morning
from server.web.notices import Notices
from server.web.streams import Standing

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore

PAGE = 500
NEWEST = 50
NOTICE_EVERY_SECONDS = 2.0


class Feed:
    """The state behind the board. Safe to share between threads."""

    def __init__(
        self, store: "SqliteStore", event: Callable[[], EventConfig], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._event_now = event
        self._clock = clock
        self._turn = threading.RLock()
        self._notices_version = 0
        self._begin(event())

    def _begin(self, event: EventConfig) -> None:
        """Know nothing of this event yet."""
        self._event = event
        self._groups = {group.code: group for group in event.groups}
        self._loaded = False
        self._seq = 0
        self._places: dict[str, Invitation] = {}
        self._findable: dict[str, Findable] = {}
        self._inside: dict[str, datetime] = {}
        self._counted: dict[str, Place] = {}
        self._tally = Tally(count_press=event.style.count_press_in_headcount)
        self._newest: deque[Record] = deque(maxlen=NEWEST)
        self._conflicts: list[Record] = []
        self._watch = Notices(event.style)
        self._morning = Morning(event)
        self._notices: tuple[str, ...] = ()
        self._noticed_at = -NOTICE_EVERY_SECONDS
        self._morning_of: tuple[int, datetime] | None = None
        self._morning_told: dict[str, Any] = {}

    def newest(self) -> Standing:
        """Catch up with the journal; gives where it stands now."""
        with self._turn:
            reader = self._store.read
            event = self._event_now()
            if event is not self._event:
                self._begin(event)
                self._notices_version += 1
            if not self._loaded:
                self._load(reader)
            while records := reader.scans(self._seq, PAGE):
                for record in records:
                    self._follow(record, reader)
            self._notice(reader)
            return self._seq, self._notices_version

    def document(self, after: int | None) -> dict[str, Any]:
        """Numbers and events after `after`, at most PAGE; None: the whole board."""
        with self._turn:
            seq, _ = self.newest()
            reader = self._store.read
            whole = after is None or after > seq
            records = list(self._newest) if whole else reader.scans(after or 0, PAGE)
            now = self._clock()
            document = {
                "seq": records[-1].seq if len(records) == PAGE else seq,
                "headcount": headcount_document(self._tally.headcount(), now, self._event),
                "events": [self._event_of(r, reader) for r in records if r.seq <= seq],
                "notices": list(self._notices),
                "morning": self._morning_at(now),
            }
            return document | self._whole(reader) if whole else document

    def message(self, after: Standing | None, *, english: bool) -> tuple[Standing, bytes]:
        """The same as a message of an event stream, and where it leads to."""
        with self._turn:
            document = self.document(after[0] if after else None)
            said = in_english(document) if english else document
            text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
            standing = (document["seq"], self._notices_version)
            return standing, b"id: %d\ndata: %s\n\n" % (document["seq"], text.encode())

    def programme(self) -> dict[str, Any]:
        """The points of the programme and the one at work."""
        with self._turn:
            self.newest()
            return self._morning.programme()

    def search(self, query: str, limit: int) -> list[Invitation]:
        """Places that fit what a clerk typed, best first."""
        with self._turn:
            self.newest()
            self._prepare_search()
            places, known = list(self._places.values()), dict(self._findable)
        return search(query, ((place, known[place.id]) for place in places), limit)

    def _whole(self, reader: "Reader") -> dict[str, Any]:
        """What a board needs once. The head of the chain is shown so that people hold it too."""
        event, (seq, head) = self._event, reader.head()
        return {
            "incarnation": reader.incarnation,
            "event": {"name": event.name, "short": event.short, "name_en": event.name_en},
            "groups": [
                {
                    "code": group.code,
                    "number": group.number,
                    "rank": group.rank,
                    "name": group.name,
                    "name_en": group.name_en,
                    "colour": group.colour,
                    "press": group.press,
                    "vip": group.vip,
                }
                for group in event.groups
            ],
            "conflicts": [self._event_of(record, reader) for record in self._conflicts],
            "chain": {"seq": seq, "hash": head},
        }

    def _load(self, reader: "Reader") -> None:
        """Begin from what is there. Records that come meanwhile are followed twice, and may be."""
        self._seq = reader.head()[0]
        self._places = {place.id: place for place in reader.invitations()}
        self._inside = {place: one.at for place, one in reader.admissions().items()}
        for place in self._places:
            self._recount(place)
        for record in _journal(reader, self._seq):
            self._remember(record)
        self._loaded = True

    def _follow(self, record: Record, reader: "Reader") -> None:
        self._seq = record.seq
        place = record.invitation
        if place and record.kind == "change":
            self._refresh(place, reader)
        if place and record.effect:
            self._inside.pop(place, None)
            if record.effect == "admit":
                self._inside[place] = record.at
            self._recount(place)
        self._remember(record)

    def _refresh(self, place: str, reader: "Reader") -> None:
        """Read a place anew; a change does not say what it changed."""
        self._findable.pop(place, None)
        found = reader.invitation(place)
        if found:
            self._places[place] = found
        else:
            self._places.pop(place, None)
        self._recount(place)

    def _recount(self, place: str) -> None:
        if before := self._counted.pop(place, None):
            self._tally.remove(before)
        if invitation := self._places.get(place):
            group = self._groups.get(invitation.group)
            now = Place.of(invitation, group, present=place in self._inside)
            self._counted[place] = now
            self._tally.add(now)

    def _remember(self, record: Record) -> None:
        self._watch.follow(record)
        self._morning.follow(record, self._places.get(record.invitation or ""))
        if _is_news(record):
            self._newest.append(record)
        if record.conflict:
            self._conflicts.append(record)

    def _event_of(self, record: Record, reader: "Reader") -> dict[str, Any]:
        return event_document(record, self._places.get(record.invitation or ""), reader)

    def _morning_at(self, now: datetime) -> dict[str, Any]:
        """What stands beside the numbers; counted once a minute where nothing happens."""
        moment = (self._seq, now.replace(second=0, microsecond=0))
        if self._morning_of != moment:
            press = self._event.style.count_press_in_headcount
            times = [
                at
                for id_, at in self._inside.items()
                if (place := self._counted.get(id_)) and place.counts(count_press=press)
            ]
            told = self._morning.document(self._places, times, self._tally.headcount(), now)
            self._morning_of, self._morning_told = moment, told
        return self._morning_told

    def _notice(self, reader: "Reader") -> None:
        now = time.monotonic()
        if now - self._noticed_at < NOTICE_EVERY_SECONDS:
            return
        self._noticed_at = now
        notices, told = self._watch.sentences(reader, self._clock()), self._morning_told
        # The forecast sinks while nobody comes, so it is told anew without any record.
        moved = bool(told) and self._morning_at(self._clock()) != told
        if notices != self._notices or moved:
            self._notices, self._notices_version = notices, self._notices_version + 1

    def _prepare_search(self) -> None:
        missing = [place for place in self._places.values() if place.id not in self._findable]
        if not missing:
            return
        aliases = {one.name: one.aliases for one in self._event.organisations}
        only = missing[0].id if len(missing) == 1 else None
        codes = self._store.read.codes(only)
        desk_codes = {code.invitation: code.desk_code for code in codes if not code.replaced}
        for place in missing:
            spellings = aliases.get(place.organisation, ())
            self._findable[place.id] = findable(place, spellings, desk_codes.get(place.id))


def _journal(reader: "Reader", until: int) -> Iterator[Record]:
    """Every record up to `until`."""
    seq = 0
    while seq < until and (records := reader.scans(seq, PAGE)):
        yield from (record for record in records if record.seq <= until)
        seq = records[-1].seq


def _is_news(record: Record) -> bool:
    """What belongs among the last arrivals. Changes come by the hundred and would bury them."""
    return kind_of(record) != "changed"
