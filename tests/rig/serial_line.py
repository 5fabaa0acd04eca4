"""A serial scanner made of a pseudo-terminal: plugged in, scanned with, pulled out, back again."""

import os
from pathlib import Path


class SerialLine:
    """The far end of a port whose name stays the same each time it is plugged in."""

    def __init__(self, name: Path) -> None:
        self.name = name
        self._far: int | None = None
        self.plug_in()

    def plug_in(self) -> None:
        self._far, near = os.openpty()
        self.name.symlink_to(os.ttyname(near))
        os.close(near)

    def say(self, data: bytes) -> None:
        assert self._far is not None
        os.write(self._far, data)

    def pull_out(self) -> None:
        if self._far is not None:
            os.close(self._far)
            self.name.unlink()
        self._far = None
