"""Running things: the server, a kiosk, and both together on one laptop."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import click

from server import desk
from server.cli.access import open_account, pair_station
from server.cli.ground import Ground, command, now
from server.cli.guests import import_file, import_words, refuse_errors
from server.cli.keeping import upkeep
from server.cli.logbook import logbook
from server.config import override, remarks
from server.desk.hall import heed_hall_file
from server.facts import KEY as FACTS_KEY
from server.facts import KeptFacts
from server.settings import KioskConfig
from server.storage import SqliteStore

BACKUP_EVERY_SECONDS = 600
FOLD_EVERY_SECONDS = 5
REHEARSING = (
    "DIỄN TẬP trên một bản sao của sự kiện: không lượt nào vào hồ sơ thật. "
    "Xong thì xóa bằng nút ở trang /rehearsal hoặc «dontiep rehearsal erase»."
)
LACKING = (
    "Lần trước máy chủ dừng đột ngột và tệp event.db-wal của nó không còn: có thể thiếu những lượt "
    "cuối. Các cửa đang gửi lại mọi lượt quét; xin xem lại những việc vừa làm trên các trang."
)
RESTART_KIOSK_AFTER_SECONDS = 2.0
OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    store: SqliteStore
    url: str


def register(root: click.Group) -> None:
    """Hang these commands onto the root."""
    for single in (serve, kiosk, up):
        root.add_command(single)
    root.add_command(rehearsal)


_rehearsing = click.option(
    "--rehearsal",
    "rehearsing",
    is_flag=True,
    help="Diễn tập trên một bản sao, không động vào hồ sơ.",
)


@command(click.Group(), "serve")
@click.option("--host", help="Địa chỉ lắng nghe (mặc định theo cấu hình).")
@click.option("--port", type=click.IntRange(0, 65535), help="Cổng; 0: cổng trống bất kỳ.")
@_rehearsing
def serve(ground: Ground, host: str | None, port: int | None, rehearsing: bool) -> None:
    """Chạy máy chủ của sự kiện."""
    ended = threading.Event()
    with (
        _rehearsal_of(ground, ended, rehearsing=rehearsing) as stage,
        serving(stage, host=host, port=port, ended=ended) as running,
    ):
        if not running.store.read.people():
            ground.say("Chưa có người dùng nào; thêm bằng «dontiep person add TÊN --role owner».")
        ground.answer(
            {"url": running.url}, f"Máy chủ đang chạy tại {running.url} (Ctrl+C để dừng)."
        )
        wait_for_the_end(ended)


@command(click.Group(), "kiosk")
@click.option("--server", "server_url", help="Địa chỉ máy chủ.")
@click.option("--key", envvar="DONTIEP_KEY", help="Khóa kết nối của quầy (hoặc biến DONTIEP_KEY).")
@click.option(
    "--certificate", help="Dấu SHA-256 của chứng thư máy chủ (xem «dontiep proxy»); máy nhớ."
)
@click.option("--headless", is_flag=True, help="Không mở cửa sổ: đọc mã từ đầu vào chuẩn.")
@click.option("--linger", type=float, default=10.0, help="Số giây gửi nốt khi hết đầu vào.")
@_rehearsing
def kiosk(
    ground: Ground,
    server_url: str | None,
    key: str | None,
    certificate: str | None,
    headless: bool,
    linger: float,
    rehearsing: bool,
) -> int:
    """Chạy máy quét tại cửa."""
    from kiosk.app import Options, run_kiosk

    data = ground.data or ground.config.kiosk.data
    return run_kiosk(
        Options(
            ground.config,
            data,
            server_url,
            key,
            headless,
            linger,
            certificate,
            rehearsal=rehearsing,
        )
    )


@command(click.Group(), "up")
@click.option(
    "--guests", type=click.Path(path_type=Path), help="Danh sách Excel hoặc CSV cần nhập."
)
@click.option("--port", type=click.IntRange(0, 65535))
@click.option("--no-kiosk", is_flag=True, help="Không mở cửa sổ máy quét.")
@_rehearsing
def up(
    ground: Ground, guests: Path | None, port: int | None, no_kiosk: bool, rehearsing: bool
) -> None:
    """Chạy cả sự kiện trên một máy: máy chủ và máy quét."""
    ended = threading.Event()
    with (
        _rehearsal_of(ground, ended, rehearsing=rehearsing) as stage,
        serving(stage, port=port, ended=ended) as running,
    ):
        document = _take_guests(stage, running.store, guests) if guests else {}
        secrets = first_start(running.store)
        document |= {"url": running.url} | secrets
        ground.answer(document, "\n".join(_greeting(running.url, secrets)))
        with kiosk_window(stage, running, no_kiosk=no_kiosk):
            wait_for_the_end(ended)


@click.group()
def rehearsal() -> None:
    """Diễn tập: chạy bằng «up --rehearsal», xóa bằng «rehearsal erase»."""


@command(rehearsal, "erase")
def erase(ground: Ground) -> None:
    """Xóa buổi diễn tập; sự kiện thật giữ nguyên."""
    erased = ground.folder.erase_rehearsal()
    text = "Đã xóa buổi diễn tập." if erased else "Không có buổi diễn tập nào để xóa."
    ground.answer({"erased": erased}, text)


@contextlib.contextmanager
def serving(
    ground: Ground,
    *,
    host: str | None = None,
    port: int | None = None,
    clock: Callable[[], datetime] = now,
    ended: threading.Event | None = None,
) -> Iterator[Running]:
    """Serve the event from its folder, with backups, until the block ends.

    `ended` is set when a page of a rehearsal tells it to end.
    """
    # Flask and waitress take half of the program's start; a kiosk and most commands need neither.
    from server.cli.mailing import Mailroom
    from server.cli.postroom import posting
    from server.listener import Listener
    from server.messenger import Messenger
    from server.web import create_app

    config = override(ground.configured, host=host, port=port or None)
    for remark in remarks(ground.config, clock().astimezone(config.event.timezone).date()):
        ground.say(remark)
    with ground.folder.locked(), contextlib.ExitStack() as held:
        lacking = ground.folder.lacks_the_last
        store = ground.folder.open_checked()
        held.callback(partial(ground.folder.mark.unlink, missing_ok=True))
        held.callback(store.close)
        held.enter_context(logbook(ground.folder.path))
        ground.folder.mark.touch()
        if lacking:
            ground.folder.begin_anew(store)
            desk.notify(store, LACKING, clock(), person="Máy chủ")
            ground.say(LACKING)
        facts = KeptFacts(store.remembered(FACTS_KEY), config)
        post = held.enter_context(posting(lambda: Mailroom(facts.config, ground.folder, store)))
        keep = upkeep(ground, store, clock=clock)
        hall, hall_text = ground.hall_of_file, ground.hall_text
        heed_hall_file(store, hall_text, hall, clock())
        app = create_app(
            config,
            store,
            clock=clock,
            hall=hall,
            hall_text=hall_text,
            end_rehearsal=ended.set if ended else None,
            upkeep=keep,
            post=post,
        )
        try:
            with (
                Listener(
                    app, config.server.host, config.server.port if port != 0 else 0
                ) as listener,
                _regularly(BACKUP_EVERY_SECONDS, keep.back_up),
                _regularly(FOLD_EVERY_SECONDS, store.fold),
                Messenger(store, lambda: facts.config.event),
            ):
                yield Running(store, listener.url)
        finally:
            app.close()


def first_start(store: SqliteStore) -> dict[str, str]:
    """Open the owner's account if nobody can sign in; gives what must be written down."""
    if any(p.role == "owner" and p.ended_at is None for p in store.read.people()):
        return {}
    return {"name": OWNER, "password": open_account(store, OWNER, "owner")}


@contextlib.contextmanager
def kiosk_window(ground: Ground, running: Running, *, no_kiosk: bool) -> Iterator[None]:
    """Keep a kiosk window open on this machine's screen, if it has one."""
    if no_kiosk or not _has_display():
        if not no_kiosk:
            ground.say("Không có màn hình nên không mở cửa sổ máy quét; máy chủ vẫn chạy.")
        yield
        return
    data = ground.folder.path / "kiosk"
    key = local_key(running.store, ground.config.kiosk, data)
    ended = threading.Event()
    command_line = ["--server", running.url, "--data", str(data)]
    if running.store.read.meta("rehearsal"):
        command_line += ["--rehearsal"]
    if ground.config_file:
        command_line += ["--config", str(ground.config_file)]
    secrets = {"DONTIEP_KEY": key, "DONTIEP_PIN": ground.config.kiosk.pin or ""}
    keeper = threading.Thread(target=_keep_kiosk, args=(command_line, secrets, ended), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(timeout=10)


def wait_for_the_end(ended: threading.Event) -> None:
    """Return on Ctrl+C or SIGTERM, or when somebody else sets `ended`."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    # A wait without a limit cannot be interrupted on Windows.
    while not told.wait(0.5) and not ended.is_set():
        pass


def _take_guests(ground: Ground, store: SqliteStore, file: Path) -> dict[str, object]:
    """Import the list and tell every doubt. Raises InvalidError: without it no door opens."""
    report = import_file(ground, store, file)
    if not ground.json:
        ground.say(import_words(report))
    refuse_errors(file, report)
    return {"import": report}


def _greeting(url: str, secrets: dict[str, str]) -> Iterator[str]:
    yield f"Sẵn sàng tại {url} (Ctrl+C để dừng)."
    yield f"Bảng số liệu: {url}/board"
    if secrets:
        yield f"Đăng nhập lần đầu (ghi lại, chỉ hiện một lần): {secrets['name']} / {secrets['password']}"


@contextlib.contextmanager
def _rehearsal_of(ground: Ground, ended: threading.Event, *, rehearsing: bool) -> Iterator[Ground]:
    """The ground to stand on: the event's own, or a rehearsal's, erased if its page ended it."""
    if not rehearsing:
        yield ground
        return
    ground.say(REHEARSING)
    yield replace(ground, folder=ground.folder.rehearsal(now()))
    if ended.is_set():
        ground.folder.erase_rehearsal()
        ground.say("Đã xóa buổi diễn tập.")


@contextlib.contextmanager
def _regularly(seconds: float, work: Callable[[], object]) -> Iterator[None]:
    ended = threading.Event()

    def keep_on() -> None:
        while not ended.wait(seconds):
            with contextlib.suppress(Exception):  # the next may succeed; /healthz tells of disks
                work()

    thread = threading.Thread(target=keep_on, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def local_key(store: SqliteStore, kiosk: KioskConfig, data: Path) -> str:
    """The key of this machine's own kiosk: paired at the first start, kept in its folder.

    Behind a PIN the same window is the reception desk as well, and so is its key; without
    one it only scans, and keeps no names.
    """
    file, role = data / "key", "reception" if kiosk.pin else "kiosk"
    key = file.read_text(encoding="utf-8").strip() if file.exists() else None
    known = store.read.station_by_key(sha256(key.encode()).hexdigest()) if key else None
    if key and (known is None or known.role == role):
        return key
    if known:
        store.write(lambda tx: tx.revoke_station(known.name, now()))
    data.mkdir(parents=True, exist_ok=True)
    key = pair_station(store, known.name if known else _free_name(store, kiosk.station), role)
    file.touch(mode=0o600)
    file.write_text(key, encoding="utf-8")
    return key


def _free_name(store: SqliteStore, station: str) -> str:
    names = {s.name for s in store.read.stations() if s.revoked_at is None}
    return next(n for n in (station, *(f"{station} {i}" for i in range(2, 99))) if n not in names)


def _keep_kiosk(command_line: list[str], secrets: dict[str, str], ended: threading.Event) -> None:
    """Run the window as a process of its own, so that neither can take the other down."""
    arguments = [sys.executable, "-m", "server", "kiosk", *command_line]
    while not ended.is_set():
        process = subprocess.Popen(  # noqa: S603  # our own program
            arguments, env=os.environ | secrets
        )
        while process.poll() is None and not ended.wait(0.2):
            pass
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
        if process.returncode == 0:
            return
        ended.wait(RESTART_KIOSK_AFTER_SECONDS)
