"""A client of the server's HTTP, as a kiosk or a script would write it from the contract."""

import http.client
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """One answer: its status and its JSON (None where the body is not JSON)."""

    status: int
    json: Any
    text: str = ""


@dataclass
class Api:
    """One caller with its bearer key, on one connection that stays open. Not for two threads."""

    url: str
    key: str | None = None
    timeout: float = 30
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Reply:
        return self.ask("GET", path)

    def post(self, path: str, body: Any) -> Reply:
        return self.ask("POST", path, body)

    def delete(self, path: str, body: Any) -> Reply:
        return self.ask("DELETE", path, body)

    def ask(self, method: str, path: str, body: Any = None) -> Reply:
        """Send one request; a connection the server has closed meanwhile is opened again."""
        headers = {"Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        payload = None
        if body is not None:
            payload = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        try:
            return self._send(method, path, payload, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.close()
            return self._send(method, path, payload, headers)

    def _send(
        self, method: str, path: str, payload: bytes | None, headers: dict[str, str]
    ) -> Reply:
        if self._connection is None:
            netloc = urlsplit(self.url).netloc
            self._connection = http.client.HTTPConnection(netloc, timeout=self.timeout)
        self._connection.request(method, path, payload, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8")
        is_json = (answer.headers.get("Content-Type") or "").startswith("application/json")
        return Reply(answer.status, json.loads(text) if is_json else None, text)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def scan(self, code: str, **more: Any) -> Reply:
        """Show one code, under a fresh id unless `scan_id` is given."""
        return self.post("/api/scans", a_scan(code, **more))

    def board(self, after: int = 0) -> dict[str, Any]:
        """The board with every event of the doors past `after`, page by page.

        Each place that an import touched is an event too; those are left out.
        """
        board = self._page(after)
        page = board
        while page["events"]:
            page = self._page(page["events"][-1]["seq"])
            board["events"] += page["events"]
        board["events"] = [event for event in board["events"] if event["kind"] != "changed"]
        return board

    def _page(self, after: int) -> dict[str, Any]:
        reply = self.get(f"/api/board?after={after}")
        assert reply.status == 200, reply.text
        return dict(reply.json)


def a_scan(code: str, **more: Any) -> dict[str, Any]:
    """One scan as a request body."""
    return {
        "scan_id": str(uuid.uuid4()),
        "code": code,
        "scanned_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
    } | more


def kinds(events: Iterable[dict[str, Any]]) -> list[str]:
    """What happened, in order."""
    return [event["kind"] for event in events]
