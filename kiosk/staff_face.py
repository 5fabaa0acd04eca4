"""The clerk's face on the kiosk's loopback: behind the PIN, and everything it may call."""

import math
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kiosk.clerk import Clerk
from kiosk.own_desk import Answer, OwnDesk
from kiosk.pin import IDLE_S, PinLock
from server.errors import CheckinError, UnavailableError
from server.readiness import Finding, findings_document
from server.sentences import say

HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml"
PIN_PAGE = "kiosk/staff.html"
CHECK_PAGE = "kiosk/check.html"
# The page hears that it is over before there is nobody left to say so.
GOODBYE_S = 0.5
_STATUS = {"not_found": 404, "conflict": 409, "unavailable": 503}
_LOCKS_OWN = frozenset({"state", "open", "close", "presence", "end"})
_PAGES = re.compile(r"desk(/slip/[^/]+)?")
_OURS = re.compile(
    r"check|(desk|api)(/.*)?|staff(/(state|open|close|presence|end|check|print|qr/[A-Z]+))?"
)


class StaffFace:
    """What a clerk finds in the kiosk's window. `path` is without the bridge's token."""

    def __init__(
        self,
        lock: PinLock,
        clerk: Clerk,
        desk: OwnDesk,
        static: Path,
        state: Callable[[], dict[str, Any]],
        look_over: Callable[[], list[Finding]],
        print_slip: Callable[[str, str | None], None],
        draw_code: Callable[[str], str],
        end: Callable[[], None],
    ) -> None:
        """`state` gives the state document, `look_over` the self-test.

        `print_slip` prints the slip of an invited place, with a code given anew if any; `draw_code` draws a code as SVG; `end`
        ends the program.
        """
        self._draw_code = draw_code
        self._print_slip = print_slip
        self._look_over = look_over
        self._lock = lock
        self._clerk = clerk
        self._desk = desk
        self._static = static
        self._state = state
        self._end = end

    def has(self, path: str) -> bool:
        """Whether this is a path of the clerk's."""
        return _OURS.fullmatch(path) is not None

    def answer(
        self, method: str, path: str, query: str, body: dict[str, Any] | None, mounted_at: str
    ) -> Answer:
        """Answer one request; `mounted_at` is the bridge's secret path.

        `path` comes as WSGI has it, its bytes as letters.
        """
        path = path.encode("latin-1").decode("utf-8", "replace")
        if method == "GET" and (path in ("staff", "check") or _PAGES.fullmatch(path)):
            return self._page(path, mounted_at)
        if path.startswith("staff/"):
            return self._staff(method, path.removeprefix("staff/"), body or {})
        if not self._lock.is_open:
            return _sorry(403, "unauthorized", say("Nhập mã nhân viên để tiếp tục."))
        if method != "GET":
            self._lock.stay()
        target = "/" + quote(path) + (f"?{query}" if query else "")
        return self._clerk.ask(method, target, body) or _sorry(
            404, "not_found", say("Không có trang này.")
        )

    def _page(self, path: str, mounted_at: str) -> Answer:
        """The desk itself where it is open and there is something to work with."""
        if path == "check" and self._lock.is_open:
            return Answer(200, HTML, (self._static / CHECK_PAGE).read_bytes())
        if path != "staff" and self._lock.is_open:
            try:
                return self._desk.ask("GET", "/" + quote(path), mounted_at=mounted_at)
            except UnavailableError:
                self._lock.close()
        return Answer(200, HTML, (self._static / PIN_PAGE).read_bytes())

    def _staff(self, method: str, what: str, body: dict[str, Any]) -> Answer:
        if (method == "GET") != (what in ("state", "check") or what.startswith("qr/")):
            return _sorry(405, "invalid", say("Không nhận yêu cầu này."))
        if what not in _LOCKS_OWN:
            return self._work(what, body)
        if what == "presence":
            self._lock.stay()
        elif what == "close":
            self._lock.close()
        elif what in ("open", "end") and not self._lock.try_pin(str(body.get("pin", ""))):
            return Answer.of(200, self._document() | {"refused": True})
        elif what == "open":
            self._lock.open()
        elif what == "end":
            threading.Timer(GOODBYE_S, self._end).start()
        return Answer.of(200, self._document())

    def _work(self, what: str, body: dict[str, Any]) -> Answer:
        """Do what the clerk alone may ask of this machine."""
        if not self._lock.is_open:
            return _sorry(403, "unauthorized", say("Nhập mã nhân viên để tiếp tục."))
        if what == "check":
            return Answer.of(200, findings_document(self._look_over()))
        if what == "print":
            return self._print(str(body.get("invitation", "")), body.get("code"))
        return Answer(200, SVG, self._draw_code(what.removeprefix("qr/")).encode())

    def _print(self, invitation: str, code: Any) -> Answer:
        try:
            self._print_slip(invitation, None if code is None else str(code))
        except CheckinError as error:
            return _sorry(_STATUS.get(error.code, 400), error.code, error.sentence)
        return Answer.of(200, {"printed": True})

    def _document(self) -> dict[str, Any]:
        """How it stands with the clerk's face, and with what waits for the server."""
        state = self._state()
        return {
            "refused": False,
            "pin_set": self._lock.is_set,
            "open": self._lock.is_open,
            "wait_s": math.ceil(self._lock.wait_s * 10) / 10,
            "idle_s": IDLE_S,
            "desk": self._desk.ready,
            "role": self._desk.role,
            "station": state["station"],
            "online": state["online"],
            "waiting": state["waiting"],
            "parked": state["parked"],
            "disk_ok": state["disk_ok"],
            "trouble": state["trouble"],
            "scanner_trouble": state["scanners"]["trouble"],
        }


def _sorry(status: int, code: str, message: str) -> Answer:
    return Answer.of(status, {"error": code, "message": message})
