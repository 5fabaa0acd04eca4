"""A real mail server for the tests, on whatever port is free."""

import asyncio
import email
import threading
from dataclasses import dataclass, field
from email.policy import default

from aiosmtpd.controller import Controller


class AnyPort(Controller):
    """Takes a free port, which the class it comes from looks for before it is known."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@dataclass
class MailServer:
    """Keeps what it accepts, and does with each address what the test has written down.

    `senders`, `rcpt` and `data` are answers by address; at `hold` it accepts the content and does
    not answer before `release`, at `lose` it neither keeps it nor answers.
    """

    kept: list = field(default_factory=list)
    senders: dict = field(default_factory=dict)
    rcpt: dict = field(default_factory=dict)
    data: dict = field(default_factory=dict)
    hold: set = field(default_factory=set)
    lose: set = field(default_factory=set)
    hang_up: set = field(default_factory=set)
    reached: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        if said := self.senders.get(address):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        if said := self.rcpt.get(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        [address] = envelope.rcpt_tos
        if said := self.data.get(address):
            return said
        if address not in self.lose:
            self.kept.append((address, email.message_from_bytes(envelope.content, policy=default)))
        if address in self.hang_up:
            server.transport.abort()
        if address in self.hold | self.lose:
            self.reached.set()
            await asyncio.to_thread(self.release.wait)
        return "250 kept"

    @property
    def receivers(self):
        return [address for address, _ in self.kept]
