"""A kiosk put together: its parts, and the two threads that keep them up.

One thread looks after everything that a guest need not wait for: it fetches what changed,
which shows at the same time whether the server is there, and then delivers what waits. The
other finishes each scan once its answer is shown.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Self

from kiosk import selftest
from kiosk.clerk import Clerk
from kiosk.clock import DoorClock
from kiosk.courier import Courier
from kiosk.door import Door
from kiosk.folder import KioskFolder
from kiosk.journal import Journal
from kiosk.link import Address, Link, Rejected, Unreachable
from kiosk.own_desk import App, OwnDesk
from kiosk.pin import PinLock
from kiosk.printer import hand_over
from kiosk.pulse import LONGEST_TROUBLE, Pulse
from kiosk.roster import Roster
from kiosk.scanner import Scanners
from kiosk.spares import Spares
from server.errors import CheckinError, NotFoundError, UnavailableError
from server.event import EventConfig
from server.facts import KEY as FACTS_KEY
from server.facts import read_given, with_facts
from server.hall import Hall
from server.invitations import Invitation, hash_code
from server.readiness import Finding
from server.sentences import mark, say
from server.settings import Config
from server.show import show_facts
from server.storage.sqlite import SqliteStore
from server.wording import Manner

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0

KEY_REFUSED = mark(
    "Máy chủ không nhận khóa kết nối của máy này (đã thu hồi hoặc nhập sai). Các lượt vẫn được ghi và "
    "giữ tại máy; báo người phụ trách tạo khóa mới bằng «dontiep station add» rồi chạy lại máy này "
    "với «--key»."
)


class Kiosk:
    """A kiosk at work, from `with` to the end of its block.

    `door` takes scans from then on. `looked` is set once the server was asked for the list
    for the first time, whether or not it answered, and `met` once it answered; `refused`
    says why it will not have us. `camera`: None where there is none, else whether it sees, as
    the page tells. `on_answer` is given each answer to a serial scanner's scan. `page_left_s`
    (`face`: of the second screen's window) says for how long no page has listened, `page_asks`
    how often pages have asked.
    """

    def __init__(
        self,
        folder: KioskFolder,
        address: Address,
        config: Config,
        manner: Manner,
        now: Callable[[], datetime] | None,
        make_app: Callable[[SqliteStore, Callable[[], datetime]], App],
        make_slip: Callable[
            [Invitation, EventConfig, Hall | None, tuple[str, str | None] | None], bytes | None
        ],
        *,
        rehearsing: bool = False,
    ) -> None:
        """`make_app` makes the server's application over a store, with this clock.

        `make_slip` draws the slip of a place as a PDF, of the event as the server has it, in a
        hall that was changed meanwhile or (None) in the configured one; gives None where it has
        no seat. With a new code and its desk code it draws the slip that carries these, seat or
        no seat.
        """
        self._make_slip = make_slip
        self._rehearsing = rehearsing
        self._make_app = make_app
        self._folder = folder
        self._address = address
        self._config = config
        self._manner = manner
        self._clock = DoorClock(now)
        self._open = ExitStack()
        self._ended = threading.Event()
        self.looked = threading.Event()
        self.met = threading.Event()
        self.refused: str | None = None
        self.camera: bool | None = None
        self.on_answer: Callable[[dict[str, Any]], None] = lambda _: None
        self.page_left_s: Callable[..., float] = lambda **_: 0.0
        self.page_asks: Callable[..., int] = lambda **_: 0

    def __enter__(self) -> Self:
        """Hold the folder, open its files and start. Raises as these do."""
        with ExitStack() as opening:
            opening.enter_context(self._folder.held())
            self.journal = Journal(self._folder.path)
            opening.callback(self.journal.close)
            self.roster = Roster(
                self._folder.path, self.journal, self._show, rehearsing=self._rehearsing
            )
            opening.callback(self.roster.close)
            self._clock.resume(self.roster.last_seen())
            self.link = Link(self._address, self._config.kiosk.deadline_ms, self._clock)
            self._pulse = Pulse(self.link, self._health, self.journal)
            self._courier = Courier(
                self.journal,
                self.link,
                self.roster.start_over,
                self._config.event.timezone,
            )
            self.desk = OwnDesk(
                self.roster, lambda store: self._make_app(store, self._now), self._now
            )
            opening.callback(self.desk.close)
            self.lock = PinLock(self._config.kiosk.pin, self._folder.path)
            self._spares = Spares(self.roster, self.journal.acts, wanted=self.lock.is_set)
            self.clerk = Clerk(self.journal, self.link, self.desk, self._spares, self._now)
            self._keep_acts()
            self.door = Door(
                self.journal,
                self.roster,
                self.link,
                self._clock,
                self._manner,
                self._config.server.public_host,
            )
            self.scanners = Scanners(self._config.kiosk.serial_ports, self._take)
            for work in (self._look_after_things, self._settle_scans):
                thread = threading.Thread(target=work, name=work.__name__, daemon=True)
                thread.start()
                opening.callback(thread.join)
            opening.callback(self._end)
            opening.callback(self.scanners.close)
            self._open = opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def ready(self) -> bool:
        """Whether this kiosk has a list of its own."""
        return self.roster.outline is not None

    @property
    def waiting(self) -> int:
        """How many scans and acts of the clerk the server has yet to hear of."""
        try:
            return self.journal.count_waiting()
        except UnavailableError:
            return 0

    @property
    def _parked(self) -> int:
        try:
            return self.journal.acts.count_parked()
        except UnavailableError:
            return 0

    def state(self) -> dict[str, Any]:
        """Give the state document: what the screen shows besides the answers."""
        outline, event = self.roster.outline, self._config.event
        texts = outline.event if outline else {}
        return {
            "event": {
                "name": texts.get("name", event.name),
                "short": texts.get("short", event.short),
                "name_en": texts.get("name_en", event.name_en),
                "place": texts.get("place", event.place),
                "date": texts.get("date", event.date_text),
            },
            "station": self.roster.station or self._config.kiosk.station,
            "online": self.link.in_sight,
            "waiting": self.waiting,
            "paused": outline is None,
            "staff": self.lock.is_set,
            "parked": self._parked,
            "disk_ok": self.journal.disk_ok and self.journal.acts.disk_ok,
            "rehearsal": bool(texts.get("rehearsal")),
            "clock_skew_s": self._clock.skew_s(),
            "lang": self._config.kiosk.lang,
            "scanners": self.scanners.state().document(),
            "trouble": self.refused or self._pulse.trouble,
        }

    def note_camera(self, condition: str) -> None:
        """Note how the page says its camera is; "none": it never had one."""
        self.camera = None if condition == "none" else condition == "on"

    def _health(self) -> dict[str, Any]:
        """What the organisers' board shows of this machine, besides its battery."""
        scanners, ahead = self.scanners.state(), self._clock.ahead_s()
        return {
            "waiting": self.waiting,
            "scanners": scanners.count,
            "scanner_trouble": scanners.trouble and scanners.trouble[:LONGEST_TROUBLE],
            "camera": self.camera,
            "disk_ok": self.journal.disk_ok and self.journal.acts.disk_ok,
            "clock_ahead_ms": None if ahead is None else round(ahead * 1000),
        }

    def _take(self, text: str) -> None:
        """Take what a serial scanner read. Without a list every page says to go to the desk."""
        if self.ready:
            self.on_answer(self.door.scan(text, "serial"))

    def _now(self) -> datetime:
        """What time it is, as well as this machine can know; aware."""
        wall = self._clock.now()
        return wall + timedelta(milliseconds=self._clock.offset_ms(wall))

    def _keep_acts(self) -> None:
        """Have a new copy hold what the clerk did. Where nothing waits, no page is made ready."""
        if self.journal.acts.any_older():
            self.clerk.replay()

    def _show(self, place: Invitation, changed: Hall | None) -> dict[str, Any] | None:
        hall = changed or self._manner.hall
        return show_facts(place, self._event().groups, hall) if hall else None

    def _event(self) -> EventConfig:
        """The event with what was given late, under the names that the server has for it."""
        given = read_given(self.roster.look_up(lambda copy: copy.meta(FACTS_KEY)))
        event, outline = with_facts(self._config.event, given), self.roster.outline
        texts = outline.event if outline else {}
        return replace(
            event, name=texts.get("name", event.name), short=texts.get("short", event.short)
        )

    def print_slip(self, invitation: str, code: str | None = None) -> None:
        """Print where a guest sits, on this machine's printer; with the `code` given anew, if any.

        Raises NotFoundError, and as `hand_over` does.
        """
        copy = self.roster.store.read
        place = copy.invitation(invitation) if self.roster.is_full else None
        new = None
        if code is not None:
            codes = {one.code_hash: one for one in copy.codes(invitation) if not one.replaced}
            found = codes.get(hash_code(code))
            if found is None:
                raise NotFoundError(say("Mã này không còn hiệu lực nên không in được."))
            new = code, found.desk_code
        slip = self._make_slip(place, self._event(), self.roster.hall, new) if place else None
        if slip is None:
            raise NotFoundError(say("Đại biểu này chưa có chỗ ngồi để in phiếu."))
        hand_over(slip, f"phieu-{invitation}")

    def look_over(self) -> list[Finding]:
        """Look whether this machine is fit for the doors. Takes a moment: for staff only."""
        config, outline = self._config, self.roster.outline
        now = self._clock.now().astimezone(config.event.timezone)
        places = len(self.roster.store.read.invitations()) if outline else None
        return [
            selftest.look_at_server(self._address.url)[0],
            selftest.look_at_copy(places, self.roster.station),
            selftest.tell_outbox(self.waiting),
            selftest.look_at_disk(self._folder.path),
            selftest.look_at_clock(now, self._clock.ahead_s()),
            selftest.look_at_power(selftest.read_battery()),
            selftest.look_at_printer(selftest.printers()),
        ]

    def _look_after_things(self) -> None:
        while not self._ended.is_set():
            self._look_once()
            self.looked.set()
            self._ended.wait(self.link.pause() or LOOK_EVERY_S)

    def _look_once(self) -> None:
        try:
            if self.roster.refresh(self.link):
                log.warning("the server was restored: everything is sent again")
            self._keep_acts()
            self.met.set()
            if self._owes_deletion:
                self.journal.acts.forget_people()
            self._courier.deliver()
            self._spares.refill(self.link, shared=self._pulse.pair_again)
            if self._owes_deletion:
                self._follow_deletion()
            self.refused = None
            self._pulse.beat()
        except Unreachable as error:
            log.debug("server: %s", error)
        except (Rejected, CheckinError) as error:
            unknown = isinstance(error, Rejected) and error.code == "unauthorized"
            if self.refused != (refusal := str(KEY_REFUSED if unknown else error)):
                log.warning("%s", refusal)
            self.refused = refusal
        except Exception:
            log.exception("looking after things")

    @property
    def _owes_deletion(self) -> bool:
        """Whether the names were deleted at the server and not yet here."""
        outline = self.roster.outline
        if outline is None or not (outline.erased and outline.doors.closed):
            return False
        return outline.erased != self.journal.erased

    def _follow_deletion(self) -> None:
        """Delete the names here too, once the server has all that was done here."""
        outline = self.roster.outline
        if outline and self.journal.count_waiting() == 0:
            self.roster.forget_people(self._now())
            self.journal.forget_people(outline.erased)

    def _settle_scans(self) -> None:
        while not self._ended.is_set():
            self.door.answered.wait()
            self.door.answered.clear()
            self.door.settle()

    def _end(self) -> None:
        self._ended.set()
        self.door.answered.set()
        self.link.close()
