"""Whether this machine is fit to stand at a door: disk, clock, power, server, printer, outbox.

Everything here only looks; the one thing written is a small file, since nothing less proves
that the disk takes a scan.
"""

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from kiosk.clock import WARN_PAST_S
from server.errors import CheckinError
from server.readiness import Finding, Level
from server.sentences import bilingual, plural, say
from server.storage.journal import JournalFile
from server.wording.figures import day_words, hour_figures, hour_words

LOW_DISK_BYTES = 1_000_000_000
NO_DISK_BYTES = 100_000_000
SLOW_WRITE_S = 0.2
WRITES = 5
LOW_BATTERY_PERCENT = 50
ASK_SECONDS = 3.0


def look_at_disk(folder: Path) -> Finding:
    """Whether `folder` takes a write for certain, how fast, and how much more it holds."""
    remedy = say("Dọn bớt đĩa hoặc chọn thư mục khác bằng --data.")
    try:
        slowest, free = _slowest_write(folder), shutil.disk_usage(folder).free
    except OSError as error:
        message = say(
            "Không ghi được vào %(folder)s (%(strerror)s).", folder=folder, strerror=error.strerror
        )
        return Finding("disk", say("Đĩa"), Level.FAIL, message, remedy)
    gigabytes = f"{free / 1e9:.1f}"
    message = say(
        "Còn trống %(free)s GB; ghi chắc chắn mất %(ms)s ms.",
        free=bilingual(gigabytes.replace(".", ","), gigabytes),
        ms=round(slowest * 1000),
    )
    if free < NO_DISK_BYTES:
        return Finding("disk", say("Đĩa"), Level.FAIL, message, remedy)
    tight = free < LOW_DISK_BYTES or slowest > SLOW_WRITE_S
    return Finding(
        "disk", say("Đĩa"), Level.WARNING if tight else Level.OK, message, remedy if tight else None
    )


def look_at_clock(now: datetime, ahead_s: float | None) -> Finding:
    """What the clock says. `now` in the event's zone; `ahead_s` of the server's, None: unknown."""
    said = say(
        "Đang là %(now)s ngày %(date)s.",
        now=bilingual(hour_words(now), hour_figures(now)),
        date=day_words(now.date()),
    )
    remedy = say("Chỉnh lại giờ máy (Cài đặt ngày giờ), rồi kiểm tra lại.")
    if ahead_s is not None and abs(ahead_s) > WARN_PAST_S:
        message = say(
            "%(said)s Giờ máy lệch %(seconds)s giây so với máy chủ.",
            said=said,
            seconds=round(abs(ahead_s)),
        )
        return Finding("clock", say("Giờ máy"), Level.WARNING, message, remedy)
    if ahead_s is not None or _is_synchronised():
        return Finding("clock", say("Giờ máy"), Level.OK, said)
    return Finding(
        "clock", say("Giờ máy"), Level.WARNING, say("%(said)s Chưa được đối chiếu qua mạng.", said=said),
        say("Xin so với điện thoại; lệch quá một phút thì chỉnh lại."),
    )  # fmt: skip


def look_at_power(battery: tuple[float, bool] | None) -> Finding:
    """Whether the machine stays on. `battery`: percent left and whether it is plugged in."""
    if battery is None:
        return Finding("power", say("Nguồn điện"), Level.OK, say("Máy không dùng pin."))
    percent, plugged = battery
    message = say("Pin còn %(percent)s%%", percent=round(percent))
    if plugged:
        return Finding(
            "power",
            say("Nguồn điện"),
            Level.OK,
            say("%(battery)s, đang cắm điện.", battery=message),
        )
    level = Level.FAIL if percent < LOW_BATTERY_PERCENT else Level.WARNING
    return Finding(
        "power",
        say("Nguồn điện"),
        level,
        say("%(battery)s, chưa cắm điện.", battery=message),
        say("Cắm sạc cho máy."),
    )


def look_at_server(url: str) -> tuple[Finding, float | None]:
    """Whether the server at `url` answers and would keep a scan; and how far we are ahead of it."""
    try:
        status, date = _ask_health(url)
    except (OSError, http.client.HTTPException):
        return _no_server(url), None
    if status != http.HTTPStatus.OK:
        message = say(
            "Máy chủ %(url)s có trả lời nhưng chưa sẵn sàng (%(status)s).", url=url, status=status
        )
        remedy = say("Xem đĩa của máy chủ còn ghi được không; đợi một phút rồi kiểm tra lại.")
        return Finding("server", say("Máy chủ"), Level.FAIL, message, remedy), None
    ahead = None
    with contextlib.suppress(TypeError, ValueError):
        ahead = (datetime.now(UTC) - parsedate_to_datetime(date or "")).total_seconds()
    return Finding(
        "server", say("Máy chủ"), Level.OK, say("%(url)s trả lời và lưu được.", url=url)
    ), ahead


def look_at_printer(names: list[str]) -> Finding:
    """Whether a printer is set up; check-in never waits for one."""
    if names:
        message = plural("Có %(n)s máy in: %(names)s.", len(names), names=", ".join(names[:3]))
        return Finding("printer", say("Máy in"), Level.OK, message)
    return Finding(
        "printer", say("Máy in"), Level.WARNING, say("Không thấy máy in nào."),
        say("Chỉ cần khi in phiếu chỗ ngồi tại chỗ; danh sách dự phòng phải in trước."),
    )  # fmt: skip


def look_at_outbox(folder: Path) -> Finding:
    """Whether the kiosk of `folder` still holds scans that the server has not acknowledged."""
    file = folder / "journal.db"
    if not file.exists():
        return Finding("outbox", say("Hộp gửi của quầy"), Level.OK, say("Trống."))
    try:
        journal = JournalFile(file)
        try:
            waiting = journal.count_waiting(None)
        finally:
            journal.close()
    except CheckinError:
        message = say("Không đọc được sổ quét trong %(folder)s.", folder=folder)
        remedy = say("Giữ nguyên thư mục đó và báo người phụ trách kỹ thuật; đừng xóa.")
        return Finding("outbox", say("Hộp gửi của quầy"), Level.FAIL, message, remedy)
    return tell_outbox(waiting)


def tell_outbox(waiting: int) -> Finding:
    """Whether so many scans that the server has yet to hear of deserve a word."""
    if not waiting:
        return Finding(
            "outbox", say("Hộp gửi của quầy"), Level.OK, say("Trống: máy chủ đã nhận đủ.")
        )
    return Finding(
        "outbox", say("Hộp gửi của quầy"), Level.WARNING, say("Còn %(waiting)s lượt chờ gửi.", waiting=waiting),
        say("Chạy máy chủ và quầy cùng lúc; quầy tự gửi nốt."),
    )  # fmt: skip


def look_at_copy(places: int | None, station: str) -> Finding:
    """Whether the door has its own copy of the list. `places`: how many stand on it."""
    if places:
        message = say(
            "%(places)s suất mời; quầy “%(station)s” đón tiếp được cả khi mất mạng.",
            places=places,
            station=station,
        )
        return Finding("copy", say("Bản danh sách của quầy"), Level.OK, message)
    return Finding(
        "copy", say("Bản danh sách của quầy"), Level.FAIL, say("Quầy chưa có danh sách."),
        say("Chạy máy chủ có danh sách, trong cùng mạng với quầy; quầy tự tải về."),
    )  # fmt: skip


def look_at_pin(pin: str | None) -> Finding:
    """Whether staff can open the desk on this screen, and nobody else."""
    if pin:
        return Finding("pin", say("Mã PIN nhân viên"), Level.OK, say("Đã đặt."))
    return Finding(
        "pin", say("Mã PIN nhân viên"), Level.WARNING, say("Chưa đặt nên màn hình quầy không mở được bàn đón tiếp."),
        say("Đặt [kiosk] pin trong config.toml, 4 đến 12 chữ số."),
    )  # fmt: skip


def read_battery() -> tuple[float, bool] | None:
    """Percent left and whether the charger is plugged in; None: there is no battery."""
    battery = psutil.sensors_battery()
    return (battery.percent, bool(battery.power_plugged)) if battery else None


def printers() -> list[str]:
    """The names of the printers that this system knows; [] where it cannot be asked."""
    if sys.platform == "win32":
        ask = "Get-CimInstance Win32_Printer | ForEach-Object Name"
        command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", ask]
    else:
        command = ["lpstat", "-e"]
    return [line.strip() for line in _say(command).splitlines() if line.strip()]


def _slowest_write(folder: Path) -> float:
    folder.mkdir(parents=True, exist_ok=True)
    slowest = 0.0
    with tempfile.NamedTemporaryFile(dir=folder, prefix="thu-ghi-") as file:
        for _ in range(WRITES):
            began = time.perf_counter()
            file.write(os.urandom(4096))
            file.flush()
            os.fsync(file.fileno())
            slowest = max(slowest, time.perf_counter() - began)
    return slowest


def _ask_health(url: str) -> tuple[int, str | None]:
    connection = _connect(url)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Date")
    finally:
        connection.close()


def _connect(url: str) -> http.client.HTTPConnection:
    there = urlsplit(url)
    host, port = there.hostname or "", there.port
    if there.scheme != "https":
        return http.client.HTTPConnection(host, port, timeout=ASK_SECONDS)
    # Only whether it answers is asked here: the kiosk itself checks whom it talks to.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return http.client.HTTPSConnection(host, port, timeout=ASK_SECONDS, context=context)


def _no_server(url: str) -> Finding:
    """Nobody answers; where the port is another program's, the server could not even start."""
    there = urlsplit(url)
    taken = False
    with contextlib.suppress(OSError), socket.socket() as probe:
        probe.settimeout(ASK_SECONDS)
        taken = probe.connect_ex((there.hostname or "", there.port or 80)) == 0
    if taken:
        return Finding(
            "server", say("Máy chủ"), Level.FAIL, say("Cổng của %(url)s đang do chương trình khác giữ.", url=url),
            say("Tắt chương trình đó, hoặc chọn cổng khác bằng --port."),
        )  # fmt: skip
    return Finding(
        "server", say("Máy chủ"), Level.WARNING, say("Chưa có máy chủ trả lời tại %(url)s.", url=url),
        say("Khởi động bằng «dontiep up»; máy chủ ở máy khác thì xem lại dây mạng."),
    )  # fmt: skip


def _is_synchronised() -> bool:
    """Whether the system itself keeps the clock right over the network."""
    if sys.platform == "win32":
        status = _say(["w32tm", "/query", "/source"])
        return bool(status.strip()) and "Local CMOS Clock" not in status
    return _say(["timedatectl", "show", "-p", "NTPSynchronized", "--value"]).strip() == "yes"


def _say(command: list[str]) -> str:
    """Ask a program of the system; "" where there is none, or it has nothing to say."""
    try:
        done = subprocess.run(  # noqa: S603  # the system's own programs, with fixed words
            command, capture_output=True, check=False, timeout=10, text=True, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
