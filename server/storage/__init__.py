"""The only SQL. `open_store(url)` is the seam: a second engine is a second class."""

from pathlib import Path

from server.errors import InvalidError
from server.sentences import say
from server.storage.sqlite import SqliteStore

__all__ = ["SqliteStore", "open_store"]


def open_store(url: str, *, synchronous: str = "FULL") -> SqliteStore:
    """Open, and create or migrate where needed, the database at `sqlite:///PATH`.

    Raises InvalidError for another kind of URL, UnavailableError for a file that cannot be
    opened or is damaged, NewerSchemaError for one from a newer version of the program.
    """
    scheme, _, path = url.partition(":///")
    if scheme != "sqlite" or not path:
        raise InvalidError(
            say(
                "Chưa hỗ trợ kho dữ liệu “%(scheme)s”; hãy dùng sqlite:///đường-dẫn.", scheme=scheme
            )
        )
    return SqliteStore(Path(path), synchronous=synchronous)
