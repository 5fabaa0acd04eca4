"""Another program that is told of the event: a real HTTP server that checks every signature."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook


@dataclass
class Receiver:
    """Keeps what it takes in. `answer` is its status; at `hold` it takes in and says nothing.

    What is about one of the places `refused` it answers with 400.

    `secret` checks the signatures once it is known. Port 0 takes a free one; `stop` frees it
    and `start` takes the same again.
    """

    answer: int = 200
    headers: dict = field(default_factory=dict)
    refused: set = field(default_factory=set)
    hold: bool = False
    drip: bool = False
    secret: str | None = None
    port: int = 0
    heard: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/tin?khoa=kin"

    @property
    def ids(self):
        """The ids of what was heard, in order, each attempt."""
        return [headers["webhook-id"] for headers, _ in self.heard]

    @property
    def types(self):
        """What was taken in, in order."""
        return [told["type"] for told in self.kept]

    def start(self):
        receiver = self

        class Room(BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.take(self)

            def log_message(self, *_):
                pass

        class House(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # whoever is kept waiting hangs up

        self._server = House(("127.0.0.1", self.port), Room)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self):
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def take(self, request):
        body = request.rfile.read(int(request.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.heard.append((headers, body))
        if self.hold:
            self.released.wait()
            return
        if self.drip:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.released.wait(0.02):
                request.wfile.write(b"x")
        answer = 400 if json.loads(body)["data"]["invitation"] in self.refused else self.answer
        if answer == 200:
            self._keep(headers, body)
        request.send_response(answer)
        for name, value in self.headers.items():
            request.send_header(name, value)
        request.end_headers()

    def _keep(self, headers, body):
        try:
            self.kept.append(Webhook(self.secret).verify(body, headers))
        except Exception as error:  # noqa: BLE001  # told to the test, which sees to it
            self.faults.append(repr(error))
