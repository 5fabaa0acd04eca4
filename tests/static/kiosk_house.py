"""A small real server that keeps the kiosk's side of the contract with ready documents."""

import contextlib
import json
import mimetypes
import queue
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kiosk.bridge import CONTENT_SECURITY_POLICY, begin_page
from tests.static import documents

STATIC = Path(__file__).parents[2] / "static"
TOKEN = "4f2a9c"


class KioskHouse:
    """Answers scans from `answers` (by text, else unknown) and keeps what it was asked."""

    def __init__(self):
        self.scans = []
        self.answers = {}
        self.state = dict(documents.STATE)
        self.answering = threading.Event()
        self.answering.set()
        self.hanging = threading.Event()
        self.away = False
        self.listeners = []
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Here", (Answering,), {"house": self})
        )
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/{TOKEN}/"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def texts(self):
        return [scan["text"] for scan in self.scans]

    def scan(self, asked):
        self.scans.append(asked)
        self.answering.wait()
        return self.answers.get(asked["text"], documents.SCREENS["unknown"])

    def publish(self, kind, document):
        for listener in list(self.listeners):
            listener.put((kind, document))

    def change(self, **news):
        self.state = self.state | news
        self.publish("state", self.state)

    def close(self):
        self.publish("end", None)
        self._server.shutdown()
        self._server.server_close()


class Answering(BaseHTTPRequestHandler):
    house: KioskHouse
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if not self._is_here():
            return
        path = self.path.removeprefix(f"/{TOKEN}/").split("?")[0]
        if path == "state":
            self._reply(json.dumps(self.house.state).encode(), "application/json")
        elif path == "events":
            self._stream()
        else:
            self._file(path)

    def do_POST(self):
        if self._is_here():
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._reply(json.dumps(self.house.scan(asked)).encode(), "application/json")

    def _is_here(self):
        while self.house.hanging.is_set():
            time.sleep(0.05)
        if self.house.away:
            self.close_connection = True
        return not self.house.away

    def _file(self, path):
        file = STATIC / (path.removeprefix("static/") if path else "kiosk/index.html")
        if not file.is_file():
            self.send_error(404)
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        page = file.read_bytes()
        self._reply(begin_page(page) if kind == "text/html" else page, kind)

    def _stream(self):
        news = queue.Queue()
        news.put(("state", self.house.state))
        self.house.listeners.append(news)
        self._head("text/event-stream")
        try:
            while (item := news.get())[0] != "end":
                data = json.dumps(item[1])
                self.wfile.write(f"event: {item[0]}\ndata: {data}\n\n".encode())
                self.wfile.flush()
        except OSError:
            pass
        self.house.listeners.remove(news)
        self.close_connection = True

    def _reply(self, body, kind):
        # A page that has waited long enough hangs up, which is its right.
        with contextlib.suppress(OSError):
            self._head(kind, len(body))
            self.wfile.write(body)

    def _head(self, kind, length=None):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_):
        pass
