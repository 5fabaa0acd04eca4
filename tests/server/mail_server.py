"""A real mail server for the tests, on whatever port is free."""

from aiosmtpd.controller import Controller


class AnyPort(Controller):
    """Takes a free port, which the class it comes from looks for before it is known."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
