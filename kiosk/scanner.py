"""Serial scanners (USB-COM): found, opened, heard, and opened again once they are back.

A scanner that types is the page's to hear; one with a port of its own is heard here. Any
number at once; each is a thread, since a port may hang in its driver.
"""

import contextlib
import logging
import re
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

import serial
from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

from server.invitations import CODE_LENGTH, LONGEST_SCAN, read_code

log = logging.getLogger(__name__)

AUTO = "auto"
BAUD = 9600
LOOK_EVERY_S = 1.0
SLOWEST_RETRY_S = 5.0
# Silence that ends a whole code, and silence that ends any other text, as in the page.
SILENCE_S = 0.1
PATIENCE_LOOKS = 10

# Makers of scanners and of nothing that talks without being asked: Symbol/Zebra, Metrologic and
# Honeywell, Hand Held Products, PSC/Datalogic, Datalogic, Newland, Opticon, Code Corporation.
MAKERS = frozenset({0x05E0, 0x0C2E, 0x0536, 0x05F9, 0x080C, 0x1EAB, 0x065A, 0x11FA})
SAYS_SCANNER = re.compile(r"bar[ -]?code|scanner|\bQR\b|2D[ -]?imager", re.IGNORECASE)
# Words of ports that would be disturbed, or would talk all day, if we opened them.
SAYS_OTHERWISE = re.compile(r"modem|bluetooth|\bgps|gnss|gsm|\blte\b|debug|console", re.IGNORECASE)

_ENDS = re.compile(rb"[\r\n\x02\x03]+")
_CODES = re.compile(rf"([A-Z]{{{CODE_LENGTH}}})+", re.IGNORECASE)


def is_scanner(port: ListPortInfo) -> bool:
    """Whether a port that nobody named may be opened: only if it says itself what it is.

    A known maker of scanners, or the word in what the device tells of itself. A bare adapter
    (CH340, CP210x, FTDI, STM32) may carry anything; whoever has one names its port.
    """
    told = " ".join(filter(None, (port.description, port.manufacturer, port.product)))
    if port.vid is None or SAYS_OTHERWISE.search(told):
        return False
    return port.vid in MAKERS or SAYS_SCANNER.search(told) is not None


def find_scanners() -> list[str]:
    """The ports of this machine that say they are scanners, e.g. `["COM3"]`."""
    return sorted(port.device for port in list_ports.comports() if is_scanner(port))


class TextReader:
    """Bytes as they come → scanned texts.

    A scanner may end its texts by CR, LF or CRLF, frame them by STX and ETX, or fall silent.
    """

    def __init__(self) -> None:
        self._kept = b""
        self._silent = 0

    def feed(self, data: bytes) -> list[str]:
        """Take some bytes; the texts that they bring to an end."""
        self._silent = 0
        *ended, rest = _ENDS.split(self._kept + data)
        # What is longer than any text of ours is told too long, not kept.
        self._kept = rest[: LONGEST_SCAN + 1]
        return [text for line in ended for text in _texts(line)]

    def hear_silence(self) -> list[str]:
        """Hear nothing for SILENCE_S; the texts that this brings to an end."""
        self._silent += 1
        if not _CODES.fullmatch(_decode(self._kept)) and self._silent < PATIENCE_LOOKS:
            return []
        kept, self._kept, self._silent = self._kept, b"", 0
        return _texts(kept)


class SerialScanner:
    """One port, held from here to `close`: opened, read, and tried again when it fails."""

    def __init__(self, device: str, on_text: Callable[[str], None]) -> None:
        """`on_text` is called in a thread of this scanner's own, once for each text."""
        self.device = device
        self.open = threading.Event()
        self.trouble: str | None = None
        self._on_text = on_text
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"serial {device}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let go of the port."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        pause = LOOK_EVERY_S / 2
        while not self._ended.is_set():
            try:
                with _open(self.device) as port:
                    pause = LOOK_EVERY_S / 2
                    self._hear(port)
            except (serial.SerialException, OSError, ValueError) as error:
                self._fail(error)
            self.open.clear()
            self._ended.wait(pause)
            pause = min(2 * pause, SLOWEST_RETRY_S)

    def _hear(self, port: serial.Serial) -> None:
        port.reset_input_buffer()  # what was scanned before anybody listened is nobody's scan
        self.trouble = None
        self.open.set()
        log.info("scanner at %s", self.device)
        reader = TextReader()
        while not self._ended.is_set():
            data = port.read(port.in_waiting or 1)
            for text in reader.feed(data) if data else reader.hear_silence():
                self._on_text(text)

    def _fail(self, error: Exception) -> None:
        trouble = _trouble(self.device, error, was_open=self.open.is_set())
        if self.trouble is None or self.open.is_set():
            log.warning("%s (%s)", trouble, error)
            self.trouble = trouble


@dataclass(frozen=True, slots=True)
class ScannerState:
    """How many serial scanners are heard, and what is wrong with the first that is not."""

    count: int
    trouble: str | None

    def document(self) -> dict[str, int | str | None]:
        """Give it as a part of the state document."""
        return {"count": self.count, "trouble": self.trouble}


class Scanners:
    """All serial scanners of this machine, from here to `close`.

    `ports` as in config.toml: names, or "auto" for those that say themselves what they are,
    which are looked for again all the time.
    """

    def __init__(
        self,
        ports: tuple[str, ...],
        on_text: Callable[[str], None],
        find: Callable[[], list[str]] = find_scanners,
    ) -> None:
        self._on_text = on_text
        self._find = find
        self._named = frozenset(ports) - {AUTO}
        self._found: frozenset[str] = frozenset()
        self._heard: dict[str, SerialScanner] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="scanners", daemon=True)
        for device in sorted(self._named):
            self._hear(device)
        if AUTO in ports:
            self._thread.start()

    def state(self) -> ScannerState:
        """Tell how they are."""
        scanners = sorted(self._heard.values(), key=lambda scanner: scanner.device)
        troubles = (scanner.trouble for scanner in scanners if scanner.trouble)
        return ScannerState(
            sum(scanner.open.is_set() for scanner in scanners), next(troubles, None)
        )

    def close(self) -> None:
        """Let go of every port."""
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()
        for scanner in self._heard.values():
            scanner.close()

    def _watch(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(OSError):
                self._look(frozenset(self._find()) - self._named)
            self._ended.wait(LOOK_EVERY_S)

    def _look(self, found: frozenset[str]) -> None:
        """Hear what is new. What came back under another name is no longer missed."""
        for device in sorted(found - self._found):
            if device not in self._heard:
                self._drop_one_missing(found)
                self._hear(device)
        self._found = found

    def _drop_one_missing(self, found: frozenset[str]) -> None:
        missing = sorted(self._heard.keys() - self._named - found)
        if missing:
            scanners = dict(self._heard)
            gone = scanners.pop(missing[0])
            self._heard = scanners
            gone.close()

    def _hear(self, device: str) -> None:
        # A new table each time: `state` may be walking through the old one.
        self._heard = {**self._heard, device: SerialScanner(device, self._on_text)}


def _open(device: str) -> serial.Serial:
    # Windows lets nobody else in by itself; elsewhere two readers would share the bytes.
    exclusive = None if sys.platform == "win32" else True
    return serial.Serial(device, BAUD, timeout=SILENCE_S, exclusive=exclusive)


def _texts(data: bytes) -> list[str]:
    """What one burst hands on: joined codes apart where every part is a whole code."""
    text = _decode(data)
    if not text.strip():
        return []
    if len(text) > CODE_LENGTH and _CODES.fullmatch(text):
        parts = [text[at : at + CODE_LENGTH] for at in range(0, len(text), CODE_LENGTH)]
        if all(read_code(part, "").code for part in parts):
            return list(dict.fromkeys(parts))
    return [text]


def _decode(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def _trouble(device: str, error: Exception, *, was_open: bool) -> str:
    if was_open:
        return f"Đầu đọc mã ở cổng {device} mất kết nối. Kiểm tra dây cắm"
    if isinstance(error, PermissionError) or "PermissionError" in str(error) or _is_held(error):
        return f"Cổng {device} đang do chương trình khác giữ hoặc chưa được cấp quyền"
    return f"Chưa thấy đầu đọc mã ở cổng {device}. Kiểm tra dây cắm"


def _is_held(error: Exception) -> bool:
    return "exclusively lock" in str(error) or getattr(error, "errno", None) in (13, 16)
