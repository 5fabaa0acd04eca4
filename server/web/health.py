"""Whether a scan would be kept, and figures for whoever watches the machine."""

import hmac
import threading
import time
from ipaddress import ip_address
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import Forbidden

from server.web.house import g

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore

routes = Blueprint("health", __name__)

TRUST_A_WRITE_FOR_SECONDS = 1.0
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Heartbeat:
    """Writes to the disk now and then, since nothing less proves that a write succeeds."""

    def __init__(self, store: "SqliteStore") -> None:
        self._store = store
        self._turn = threading.Lock()
        self._written_at = -TRUST_A_WRITE_FOR_SECONDS

    def beat(self) -> None:
        """Return if a write succeeded within the last second. Raises UnavailableError."""
        with self._turn:
            now = time.monotonic()
            if now - self._written_at >= TRUST_A_WRITE_FOR_SECONDS:
                self._store.write(lambda tx: tx.set_meta("heartbeat", str(round(now))))
                self._written_at = now


@routes.get("/healthz")
def healthz() -> Response:
    """Answer 200 only if a scan would be kept."""
    g.house.heartbeat.beat()
    return jsonify(ok=True)


@routes.get("/metrics")
def metrics() -> Response:
    """Give the figures to this machine, or to whoever has the token."""
    if not (_has_token() or _is_this_machine()):
        raise Forbidden
    return Response(g.house.tallies.text(g.house), content_type=PROMETHEUS)


def _has_token() -> bool:
    token = g.house.config.server.metrics_token
    given = request.headers.get("Authorization", "").partition(" ")[2].strip()
    return token is not None and hmac.compare_digest(given.encode(), token.encode())


def _is_this_machine() -> bool:
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
