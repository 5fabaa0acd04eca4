"""The cable between a kiosk and its server: a TCP proxy that can be pulled, cut and stretched."""

import contextlib
import select
import socket
import threading
import time


class Cable:
    """Carries connections to `port`. Set the flags at any moment; they hold at once.

    `pulled`: nothing passes either way and nobody is told. `deaf`: what the server says is
    held back while what is said to it passes. `cut_replies`: a reply ends the connection
    before its first byte. `refused`: new connections are turned away, open ones end.
    `delay`: seconds by which each packet from the server is late. `drip`: seconds between
    the single bytes of a reply.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self.pulled = self.deaf = self.cut_replies = self.refused = False
        self.delay = self.drip = 0.0
        self.requests = 0
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        self._open = True
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def lead_to(self, port: int) -> None:
        """Put the far end somewhere else; connections that are open end."""
        self._to, self.refused = port, True
        time.sleep(0.05)
        self.refused = False

    def close(self) -> None:
        self._open = False
        self._listening.close()

    def mend(self) -> None:
        self.pulled = self.deaf = self.cut_replies = self.refused = False
        self.delay = self.drip = 0.0

    def _accept(self) -> None:
        while self._open:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self.refused:
                near.close()
                continue
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError):
            while self.pulled and self._open:
                time.sleep(0.01)
            with socket.create_connection(("127.0.0.1", self._to), timeout=5) as far:
                for sock in (near, far):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while self._open and not self.refused and self._pass_on(near, far):
                    pass

    def _pass_on(self, near: socket.socket, far: socket.socket) -> bool:
        ready, _, _ = select.select([near, far], [], [], 0.01)
        for sock in ready:
            while self.pulled and self._open and not self.refused:
                time.sleep(0.005)
            if sock is near:
                data = near.recv(65536)
                self.requests += 1
                far.sendall(data)
            else:
                data = far.recv(65536)
                if not self._reply(near, data):
                    return False
            if not data:
                return False
        return True

    def _reply(self, near: socket.socket, data: bytes) -> bool:
        while self.deaf and self._open and not self.refused:
            time.sleep(0.005)
        if self.cut_replies:
            return False
        if self.delay:
            time.sleep(self.delay)
        if self.drip:
            for byte in data:
                near.sendall(bytes([byte]))
                time.sleep(self.drip)
        else:
            near.sendall(data)
        return True
