"""The kiosk's own folder: held by one process, and what pairs the kiosk with its server."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from server.errors import ConflictError, InvalidError, UnavailableError
from server.sentences import say
from server.storage.files import lock

# What a server keeps in its folder; a kiosk must not move in there.
SERVERS_OWN = ("event.db", "server.lock")


class KioskFolder:
    """Where one kiosk keeps its journal, its copy of the list and its key."""

    def __init__(self, path: Path) -> None:
        """Make the folder. Raises InvalidError for a server's, UnavailableError."""
        if any((path / name).exists() for name in SERVERS_OWN):
            raise InvalidError(
                say(
                    "Thư mục %(path)s là của máy chủ; hãy chọn thư mục riêng cho quầy bằng --data.",
                    path=path,
                )
            )
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise UnavailableError(
                say(
                    "Không tạo được thư mục %(path)s (%(strerror)s); hãy chọn thư mục khác bằng "
                    "--data.",
                    path=path,
                    strerror=error.strerror,
                )
            ) from error
        self.path = path

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder. Raises ConflictError while another kiosk has it.

        Two on one folder would number their scans alike; the system gives the lock back
        however this process ends.
        """
        with (self.path / "kiosk.lock").open("a+b") as file:
            if not lock(file):
                raise ConflictError(
                    say(
                        "Đã có một chương trình quầy đang dùng thư mục %(path)s; hãy tắt chương trình "
                        "đó hoặc chọn thư mục khác bằng --data.",
                        path=self.path,
                    )
                )
            yield

    def remember(self, name: str, value: str | None) -> str | None:
        """Keep a value for the next start, or give back what was kept; None: neither.

        Only this account may read it: it may be a key.
        """
        file = self.path / name
        if value is None:
            return file.read_text("utf-8").strip() or None if file.exists() else None
        with contextlib.suppress(OSError):  # a full disk is told by the journal, not here
            new = file.with_name(f"{name}.new")
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as kept:
                kept.write(value)
                kept.flush()
                os.fsync(descriptor)  # a power cut right after pairing must not leave half a key
            new.replace(file)
        return value
