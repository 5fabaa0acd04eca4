"""The demonstration: the sample event in a throw-away folder, and its morning played."""

import contextlib
import csv
import json
import secrets
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import click

import server
from server.cli.access import open_account, pair_station
from server.cli.documents import write_all_cards
from server.cli.ground import Ground, command, now
from server.cli.guests import import_file
from server.cli.running import OWNER, Running, kiosk_window, serving, wait_for_the_end
from server.counting import count_event
from server.headcount import headcount_document
from server.storage import SqliteStore
from server.storage.folder import EventFolder

SAMPLE = Path(server.__file__).parent / "sample"
CHECKPOINTS = ("07:30", "07:45", "08:00")
DOOR = "Cửa phụ"
AT_ONCE = float("inf")
PIN_DIGITS = 4
_POST_TIMEOUT_SECONDS = 10


class Clock:
    """The hour of the demonstration: real, faster than real, or moved on by hand."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._start, self._speed = start, speed
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        """The present moment of the demonstration, aware."""
        if self._speed == AT_ONCE:
            return self._start
        elapsed = (time.monotonic() - self._began) * self._speed
        return self._start + timedelta(seconds=elapsed)

    def reach(self, moment: datetime, ended: threading.Event) -> bool:
        """Wait for `moment`, or move there at once; False if the demonstration has ended."""
        if self._speed == AT_ONCE:
            self._start = max(self._start, moment)
            return not ended.is_set()
        seconds = (moment - self()).total_seconds() / self._speed
        return not ended.wait(max(0.0, seconds))


@dataclass(frozen=True, slots=True)
class Arrival:
    """One guest of the sample who comes through the door at a moment, with a code."""

    at: datetime
    code: str


class Speed(click.ParamType):  # type: ignore[type-arg]  # its argument exists in new versions only
    """How fast the morning goes: a number of times real time, or `max`."""

    name = "SPEED"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read `60` or `max`."""
        if str(value) == "max":
            return AT_ONCE
        try:
            speed = float(str(value))
        except ValueError:
            speed = 0
        if not 0 < speed <= 100_000:
            self.fail("--arrivals nhận một số lần nhanh hơn thật (ví dụ 60) hoặc max.", param, ctx)
        return speed


def register(root: click.Group) -> None:
    """Hang the command onto the root."""
    root.add_command(demo)


@command(click.Group(), "demo")
@click.option("--port", type=click.IntRange(0, 65535), help="Cổng; 0: cổng trống bất kỳ.")
@click.option("--no-kiosk", is_flag=True, help="Không mở cửa sổ máy quét.")
@click.option(
    "--arrivals", type=Speed(), help="Diễn lại buổi sáng mẫu nhanh gấp SPEED lần, hoặc max."
)
def demo(ground: Ground, port: int | None, no_kiosk: bool, arrivals: float | None) -> None:
    """Chạy thử toàn bộ trên sự kiện mẫu, trong một thư mục tạm."""
    with tempfile.TemporaryDirectory(prefix="dontiep-demo-", ignore_cleanup_errors=True) as name:
        ground = _with_pin(replace(ground, folder=EventFolder(Path(name) / "data")))
        cards = Path(name) / "cards"
        with ground.store() as store:
            import_file(ground, store, SAMPLE / "guests.csv")
            password = open_account(store, OWNER, "owner")
            key = pair_station(store, DOOR, "kiosk")
            # The plain look only: it scans as well and takes a third of the time.
            write_all_cards(ground, store, cards, looks=("plain",))
        clock = _clock(ground, arrivals)
        with serving(ground, port=port, clock=clock) as running:
            morning = Morning(ground, running, key, clock)
            rows = list(morning.play(threading.Event())) if arrivals == AT_ONCE else []
            _introduce(ground, running.url, password, cards, rows)
            with (
                kiosk_window(ground, running, no_kiosk=no_kiosk),
                _played(ground, morning, arrivals),
            ):
                wait_for_the_end(threading.Event())


def _with_pin(ground: Ground) -> Ground:
    """Give the kiosk a PIN where the configuration has none, so that the clerk's face opens."""
    kiosk = ground.configured.kiosk
    pin = kiosk.pin or f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    return replace(ground, configured=replace(ground.configured, kiosk=replace(kiosk, pin=pin)))


class Morning:
    """The sample's arrivals, sent through the door as a station sends them."""

    def __init__(
        self, ground: Ground, running: Running, key: str, clock: "Clock | Callable[[], datetime]"
    ) -> None:
        self._ground, self._running, self._key, self._clock = ground, running, key, clock

    def play(self, ended: threading.Event) -> Iterator[dict[str, object]]:
        """Let everybody arrive; gives the headcount at each checkpoint and at the end."""
        clock = self._clock
        if not isinstance(clock, Clock):
            return
        arrivals = _sample_arrivals(self._running.store, clock())
        marks = [_on_day(clock(), hour) for hour in CHECKPOINTS]
        for arrival in arrivals:
            while marks and arrival.at > marks[0]:
                if not clock.reach(marks[0], ended):
                    return
                yield self._headcount(marks.pop(0))
            if not clock.reach(arrival.at, ended):
                return
            self._scan(arrival)
        yield self._headcount(clock())

    def _scan(self, arrival: Arrival) -> None:
        scan = {
            "scan_id": str(uuid.uuid4()),
            "code": arrival.code,
            "scanned_at": arrival.at.isoformat(),
        }
        request = Request(  # noqa: S310  # our own server
            f"{self._running.url}/api/scans",
            data=json.dumps(scan).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self._key}",
            },
        )
        with urlopen(request, timeout=_POST_TIMEOUT_SECONDS):  # noqa: S310  # our own server
            pass

    def _headcount(self, at: datetime) -> dict[str, object]:
        counted = count_event(self._running.store.read, self._ground.config)
        return headcount_document(counted, at, self._ground.config.event)


@contextlib.contextmanager
def _played(ground: Ground, morning: Morning, arrivals: float | None) -> Iterator[None]:
    """Let guests arrive in the background, telling the headcount as it is reached."""
    if arrivals is None or arrivals == AT_ONCE:
        yield
        return
    ended = threading.Event()

    def play() -> None:
        for row in morning.play(ended):
            ground.say(str(row["sentence"]))

    player = threading.Thread(target=play)
    player.start()
    try:
        yield
    finally:
        ended.set()
        player.join()


def _clock(ground: Ground, arrivals: float | None) -> Callable[[], datetime]:
    if arrivals is None:
        return now
    return Clock(_on_day(now().astimezone(ground.config.event.timezone), "06:59"), arrivals)


def _on_day(day: datetime, hour: str) -> datetime:
    hours, minutes = hour.split(":")
    return day.replace(hour=int(hours), minute=int(minutes), second=0, microsecond=0)


def _sample_arrivals(store: SqliteStore, day: datetime) -> list[Arrival]:
    """Who comes when, from the sample's column of simulated times; in order."""
    codes = {code.invitation: code.code for code in store.read.codes() if not code.replaced}
    by_list_code = {p.list_code: codes[p.id] for p in store.read.invitations()}
    with (SAMPLE / "guests.csv").open(encoding="utf-8", newline="") as file:
        coming = [row for row in csv.DictReader(file) if row["Mô phỏng giờ đến"]]
    arrivals = [
        Arrival(_on_day(day, row["Mô phỏng giờ đến"]), by_list_code[row["Mã đại biểu"]] or "")
        for row in coming
    ]
    return sorted(arrivals, key=lambda arrival: arrival.at)


def _introduce(
    ground: Ground, url: str, password: str, cards: Path, rows: list[dict[str, object]]
) -> None:
    pin = ground.config.kiosk.pin
    lines = [
        f"Chương trình chạy thử: {url} (Ctrl+C để dừng, dữ liệu thử sẽ được xóa).",
        f"Bảng số liệu: {url}/board – đăng nhập: {OWNER} / {password}",
        f"Bàn đón tiếp: nhấn F12 ở cửa sổ máy quét, mã nhân viên {pin}; hoặc mở {url}/desk.",
        f"Phiếu mời để quét thử: {cards}",
        *(str(row["sentence"]) for row in rows),
    ]
    ground.answer(
        {
            "url": url,
            "board": f"{url}/board",
            "name": OWNER,
            "password": password,
            "pin": pin,
            "cards": str(cards),
            "headcounts": rows,
        },
        "\n".join(lines),
    )
