"""What whoever runs the server lets its pages do with the event's folder, as plain functions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from server.admission import Record


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the event in its folder: file name, when it was written, its size in bytes."""

    name: str
    at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The folder as its pages see it.

    `backups` gives the copies, the newest first; `back_up` makes one, now. `erase` deletes
    what is personal, in the name of a person, and gives the record of it. They raise
    UnavailableError where the disk does not serve, ConflictError while the event is open.
    """

    backups: Callable[[], list[Backup]]
    back_up: Callable[[], Backup]
    erase: Callable[[str | None], Record]
