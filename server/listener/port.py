"""The port that we listen on, and how many connections the system grants us."""

import contextlib
import errno
import socket
import sys
from typing import Any

from server.errors import ConflictError, InvalidError
from server.sentences import say

MOST_CONNECTIONS = 4_000
FILES_OF_OUR_OWN = 100
# select() on Windows takes 512 sockets; elsewhere poll() takes any number.
MOST_ON_WINDOWS = 400


def bind(host: str, port: int) -> socket.socket:
    """Listen at an address of this machine. Raises ConflictError or InvalidError."""
    family, address = _resolve(host, port)
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # On Windows SO_REUSEADDR would let two servers share one port.
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except OSError as error:
        listening.close()
        raise _explained(error, host, port) from error
    return listening


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, Any]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InvalidError(
            say("Không có địa chỉ «%(host)s»; hãy sửa host trong [server].", host=host)
        ) from error
    # «localhost» may be both; the address that people type comes first.
    family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    return family, address


def _explained(error: OSError, host: str, port: int) -> ConflictError | InvalidError:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
        return ConflictError(
            say(
                "Cổng %(port)s đang có chương trình khác dùng; hãy tắt chương trình đó hoặc "
                "chọn cổng khác bằng --port.",
                port=port,
            )
        )
    if error.errno in (errno.EACCES, getattr(errno, "WSAEACCES", None)):
        return ConflictError(
            say("Không được phép mở cổng %(port)s; hãy chọn cổng từ 1024 trở lên.", port=port)
        )
    return InvalidError(
        say(
            "Máy này không có địa chỉ «%(host)s»; hãy sửa host trong [server] hoặc dùng 127.0.0.1.",
            host=host,
        )
    )


def connection_limit() -> int:
    """As many as the system lets us open; a soft limit is raised first."""
    if sys.platform == "win32":
        return MOST_ON_WINDOWS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + FILES_OF_OUR_OWN
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return (
        MOST_CONNECTIONS
        if soft == resource.RLIM_INFINITY
        else min(MOST_CONNECTIONS, soft - FILES_OF_OUR_OWN)
    )
