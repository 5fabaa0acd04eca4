"""The server's own desk over this kiosk's copy: the same pages, the same rules, no network.

The application is the server's, handed in as a WSGI callable; it is asked here without a
socket. It stands only where the copy holds all about the guests, which a kiosk's does not.
"""

import io
import json
import secrets
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import unquote

from kiosk.line import ENGLISH_COOKIE, english_chosen
from kiosk.roster import DESK, Roster
from server.english import in_english
from server.errors import UnavailableError
from server.sentences import say
from server.storage.sqlite import SqliteStore, Writer

JSON = "application/json"


class App(Protocol):
    """The server's application, as far as it is used here."""

    def __call__(self, environ: Any, start_response: Any, /) -> Iterable[bytes]:
        """Answer a request, as WSGI has it."""

    def close(self) -> None:
        """End its threads."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: HTTP status, media type, body."""

    status: int
    kind: str
    body: bytes

    @classmethod
    def of(cls, status: int, document: dict[str, Any]) -> "Answer":
        """An answer that is a JSON document; its sentences are in the language chosen."""
        said = in_english(document) if english_chosen.get() else document
        return cls(status, JSON, json.dumps(said, ensure_ascii=False).encode())

    @property
    def document(self) -> dict[str, Any]:
        """The JSON object in the body."""
        return dict(json.loads(self.body))


class OwnDesk:
    """The desk of this kiosk. Safe to share between threads."""

    def __init__(
        self,
        roster: Roster,
        make_app: Callable[[SqliteStore], App],
        clock: Callable[[], datetime],
    ) -> None:
        """`make_app` makes the server's application over a store."""
        self._roster = roster
        self._make_app = make_app
        self._clock = clock
        self._turn = threading.Lock()
        self._app: App | None = None
        self._store: SqliteStore | None = None
        self._key = secrets.token_urlsafe(24)

    @property
    def ready(self) -> bool:
        """Whether there is a full copy to work with."""
        return self._roster.is_full

    @property
    def role(self) -> str | None:
        """What our key is for, "kiosk" or "reception"; None before the server has said."""
        return self._roster.outline.role if self._roster.outline else None

    @property
    def is_known_to_copy(self) -> bool:
        """Whether the copy that stands now is the one that was last asked."""
        return self._store is self._roster.store

    def ask(
        self,
        method: str,
        target: str,
        body: dict[str, Any] | None = None,
        mounted_at: str = "",
    ) -> Answer:
        """Ask the application for `target`, a path with its query as it stands in a request.

        `mounted_at` is the path under which its pages find themselves. Raises
        UnavailableError where there is no full copy.
        """
        app = self._current_app()
        payload = b"" if body is None else json.dumps(body).encode()
        path, _, query = target.partition("?")
        told: list[tuple[int, str]] = []

        def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            kinds = [value for name, value in headers if name.lower() == "content-type"]
            told.append((int(status[:3]), kinds[0] if kinds else JSON))

        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": mounted_at,
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_ACCEPT": f"{JSON}, text/html",
            "HTTP_AUTHORIZATION": f"Bearer {self._key}",
            "HTTP_COOKIE": ENGLISH_COOKIE if english_chosen.get() else "",
            "CONTENT_TYPE": JSON,
            "CONTENT_LENGTH": str(len(payload)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(payload),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        answered = app(environ, start)
        try:
            content = b"".join(answered)
        finally:
            getattr(answered, "close", lambda: None)()
        return Answer(*told[-1], content)

    def close(self) -> None:
        """End the application's threads."""
        with self._turn:
            self._leave()

    def _current_app(self) -> App:
        """The application over the copy that stands now: a damaged one is replaced at work."""
        with self._turn:
            if not self._roster.is_full:
                raise UnavailableError(say("Quầy chưa có danh sách đại biểu trên máy này."))
            store = self._roster.store
            if self._app is None or self._store is not store:
                self._leave()
                self._introduce(store)
                self._app, self._store = self._make_app(store), store
            return self._app

    def _introduce(self, store: SqliteStore) -> None:
        """Be known to the copy as the station that we are, by a key of this run."""
        name, now = self._roster.station, self._clock()
        hashed = sha256(self._key.encode()).hexdigest()

        def action(tx: Writer) -> None:
            tx.revoke_station(name, now)
            tx.add_station(name, DESK, hashed, now)

        store.write(action)

    def _leave(self) -> None:
        app, self._app, self._store = self._app, None, None
        if app is not None:
            app.close()
