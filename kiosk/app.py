"""The kiosk as a program: its options, its page on loopback, its window, its end.

Where no window can be opened (no screen, no WebView2) the page is served all the same, and
the command is told that shows it full screen in Edge or Chromium.
"""

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import server
from kiosk.awake import kept_awake
from kiosk.bridge import MOST_STREAMS, Bridge, register_types
from kiosk.folder import KioskFolder
from kiosk.headless import run_headless
from kiosk.link import Address
from kiosk.machine import Kiosk
from kiosk.own_desk import App
from kiosk.revival import Revival
from kiosk.staff_face import StaffFace
from kiosk.window import HEAR_AT_ONCE, can_open_window, show_windows
from server.config import Config, ConfigError
from server.errors import InvalidError
from server.event import EventConfig
from server.hall import Hall
from server.hall_file import load_hall
from server.invitations import Invitation
from server.sentences import say
from server.storage.sqlite import SqliteStore
from server.wording import Manner

if TYPE_CHECKING:
    from badges.seating import SlipPaper

log = logging.getLogger(__name__)

STATIC = Path(server.__file__).parents[1] / "static"
# Requests beside the streams: a scan, a look at the state, a few files, what the clerk asks.
THREADS = MOST_STREAMS + 8


@dataclass(frozen=True, slots=True)
class Options:
    """How to run one kiosk.

    `data` is its own folder, never the server's. What is None of `server_url` and `key` is
    taken from the configuration, the environment or an earlier start. `certificate` is the
    SHA-256 (hex) of the server's certificate; `linger` is in seconds; `now` stands in for
    the machine's clock and is believed.
    A kiosk in `rehearsal` keeps its files apart and works with a rehearsing server only.
    """

    config: Config
    data: Path
    server_url: str | None = None
    key: str | None = None
    headless: bool = False
    linger: float = 10.0
    certificate: str | None = None
    now: Callable[[], datetime] | None = None
    rehearsal: bool = False


def run_kiosk(options: Options) -> int:
    """Run a kiosk until it is told to end; the exit code.

    Raises ConfigError where there is no key or no proper address, ConflictError where the
    folder is in use, UnavailableError where the disk refuses, UnauthorizedError where the
    server will not have us and there is no saved list.
    """
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    with _told_to_end() as ended, open_kiosk(options) as kiosk:
        if options.headless:
            # Unbuffered: a thread that still reads a buffer would abort Python at its end.
            with open(0, "rb", buffering=0, closefd=False) as lines:
                return run_headless(kiosk, options.linger, ended, lines, sys.stdout)
        folder = KioskFolder(options.data)
        with kept_awake(), serve_page(kiosk, ended, folder) as url:
            # Whoever comes upon a page that was loaded anew must not find the desk open.
            page = Revival(
                url,
                lambda: kiosk.page_left_s(face=False),
                lambda: kiosk.page_asks(face=False),
                kiosk.lock.close,
            )
            face = None
            if options.config.kiosk.second_screen:
                face = Revival(
                    f"{url}face",
                    lambda: kiosk.page_left_s(face=True),
                    lambda: kiosk.page_asks(face=True),
                )
            if not (can_open_window() and show_windows(page, face, options.data, ended)):
                _point_to_browser(url)
                ended.wait()
        return 0


def open_kiosk(options: Options) -> Kiosk:
    """Put a kiosk together, to be entered with `with`."""
    folder = KioskFolder(options.data)
    kiosk = options.config.kiosk
    times = {
        "repeat": timedelta(seconds=kiosk.repeat_seconds),
        "far": timedelta(minutes=kiosk.far_minutes),
    }
    hall = load_hall(options.config.event.hall)
    manner = Manner.of(options.config.event, hall, **times)

    def make_app(store: SqliteStore, clock: Callable[[], datetime]) -> App:
        # Flask takes half of the start; a kiosk whose clerk never comes does without.
        from server.web import create_app

        return create_app(options.config, store, clock=clock, hall=hall)

    def make_slip(
        place: Invitation,
        event: EventConfig,
        changed: Hall | None,
        new: tuple[str, str | None] | None,
    ) -> bytes | None:
        # So does the typesetter, which most kiosks never ask.
        from badges.seating import print_slips
        from server.papers.seating import new_invitation_of, slip_of

        where = changed or hall
        slip = new_invitation_of(place, where, event, *new) if new else slip_of(place, where, event)
        paper = cast("SlipPaper", kiosk.slip_paper)
        return print_slips([slip], event.short, paper) if slip else None

    address = _address(folder, options)
    if options.rehearsal:
        folder = KioskFolder(options.data / "rehearsal")
    return Kiosk(
        folder,
        address,
        options.config,
        manner,
        options.now,
        make_app,
        make_slip,
        rehearsing=options.rehearsal,
    )


@contextmanager
def serve_page(
    kiosk: Kiosk, ended: threading.Event, folder: KioskFolder | None = None
) -> Iterator[str]:
    """Serve the pages on a free port of loopback; gives the address of the guest's.

    `ended` is set when the clerk ends the reception. The port is that of the last time, which
    `folder` remembers, where it is free: a browser keeps by it which camera was chosen and
    that it was allowed.
    """
    from waitress import wasyncore

    register_types()
    logging.getLogger("waitress").setLevel(logging.ERROR)
    staff = StaffFace(
        kiosk.lock,
        kiosk.clerk,
        kiosk.desk,
        STATIC,
        kiosk.state,
        kiosk.look_over,
        kiosk.print_slip,
        _draw_code,
        ended.set,
    )
    bridge = Bridge(kiosk.door, kiosk.state, STATIC, staff)
    kiosk.on_answer = bridge.publish
    kiosk.page_left_s, kiosk.page_asks = bridge.left_s, bridge.asks
    bridge.on_camera = kiosk.note_camera
    sockets: dict[int, Any] = {}
    page = _listen(bridge, sockets, _free_port(folder.remember("port", None)) if folder else 0)
    if folder:
        folder.remember("port", str(page.effective_port))
    thread = threading.Thread(target=page.run, name="page", daemon=True)
    thread.start()
    try:
        yield bridge.settle_in(int(page.effective_port))
    finally:
        bridge.close()
        # By its own thread: a socket that is closed under a running poll ends that in an error.
        # It may do so for a pull of somebody else's, before ours is written.
        with suppress(OSError):
            page.trigger.pull_trigger(lambda: wasyncore.close_all(sockets, ignore_all=True))
        thread.join()
        page.task_dispatcher.shutdown()


def _draw_code(code: str) -> str:
    # A clerk's rare wish: what draws it takes a while to come.
    from badges.qr import qr_svg

    return qr_svg(code)


def _listen(bridge: Bridge, sockets: dict[int, Any], port: int) -> Any:
    from waitress.server import create_server

    return create_server(
        bridge,
        map=sockets,
        host="127.0.0.1",
        port=port,
        threads=THREADS,
        channel_request_lookahead=1,
        # Another program of this machine that opens connections and says nothing: it takes many
        # to keep the page out, and they do not last. (On Windows 512 is all that can be watched.)
        connection_limit=400,
        channel_timeout=20,
        cleanup_interval=5,
        ident=None,
    )


def _free_port(last: str | None) -> int:
    """The port of the last time, or 0, which stands for any, where somebody else has it now."""
    if last is None or not last.isdecimal():
        return 0
    with socket.socket() as trial:
        if sys.platform != "win32":  # where this would let two programs have one port
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", int(last)))
        except (OSError, OverflowError):
            return 0
    return int(last)


def _address(folder: KioskFolder, options: Options) -> Address:
    config = options.config
    key = folder.remember("key", options.key or os.environ.get("DONTIEP_KEY") or None)
    if key is None:
        raise ConfigError(
            say(
                "Quầy chưa có khóa kết nối; trên máy chủ chạy «dontiep station add TÊN --role "
                "kiosk», rồi ghi khóa nhận được sau --key hoặc trong biến DONTIEP_KEY."
            )
        )
    given = options.server_url or config.kiosk.server_url
    url = folder.remember("server", given) or f"http://127.0.0.1:{config.server.port}"
    pin = folder.remember("certificate", options.certificate)
    try:
        address = Address(url.rstrip("/"), key, pin)
    except InvalidError as error:
        raise ConfigError(error.sentence) from error
    if urlsplit(url).scheme == "http" and urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
        log.warning("%s: đường truyền không mã hóa; chỉ dùng trong mạng riêng của hội trường", url)
    return address


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """An event that Ctrl+C and SIGTERM set.

    The window's toolkit has handlers of its own and runs ours late or never; a wake-up
    descriptor is written to whoever handles the signal.
    """
    ended = threading.Event()
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    kept = {number: signal.signal(number, lambda *_: None) for number in _ENDINGS}
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)

    def listen() -> None:
        while told := ours.recv(1):
            if told[0] in _ENDINGS:
                ended.set()

    listener = threading.Thread(target=listen, name="signals", daemon=True)
    listener.start()
    try:
        yield ended
    finally:
        signal.set_wakeup_fd(before)
        for number, handler in kept.items():
            signal.signal(number, handler)
        theirs.close()
        listener.join()
        ours.close()


_ENDINGS = (signal.SIGINT, signal.SIGTERM)


def _point_to_browser(url: str) -> None:
    sys.stderr.write(
        "Không mở được cửa sổ trên máy này. Hãy mở trang của quầy bằng trình duyệt:\n"
        f"  {url}\n"
        f"  Windows: msedge --kiosk {url} --edge-kiosk-type=fullscreen --no-first-run {HEAR_AT_ONCE}\n"
        f"  Linux:   chromium --kiosk --no-first-run {HEAR_AT_ONCE} {url}\n"
    )
