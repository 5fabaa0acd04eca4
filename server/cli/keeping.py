"""Keeping the folder: copies of the event, and the end of what is personal in it."""

import threading
from collections.abc import Callable
from datetime import datetime

from server import desk
from server.admission import Record
from server.cli.ground import Ground, now
from server.counting import count_event
from server.errors import ConflictError
from server.headcount import headcount_document
from server.sentences import say
from server.storage import SqliteStore
from server.storage.mail_account import MailAccountFile
from server.upkeep import Backup, Upkeep


def upkeep(ground: Ground, store: SqliteStore, *, clock: Callable[[], datetime] = now) -> Upkeep:
    """What may be done with this folder while its event is open in `store`.

    One thing at a time: a copy that was begun before the names were deleted must not come
    to lie there after it.
    """
    one_at_a_time = threading.Lock()

    def back_up() -> Backup:
        with one_at_a_time:
            ground.folder.back_up(store, clock())
            return ground.folder.listed_backups()[0]

    def erase(person: str | None) -> Record:
        with one_at_a_time:
            return _erase(ground, store, clock(), person)

    return Upkeep(ground.folder.listed_backups, back_up, erase)


def _erase(ground: Ground, store: SqliteStore, moment: datetime, person: str | None) -> Record:
    """Delete the names here, in every copy and in the rehearsal; then put that on record."""
    if not store.read.meta("closed_at"):
        raise ConflictError(say("Hãy kết thúc đón tiếp («dontiep close») trước khi xóa dữ liệu."))
    counted = headcount_document(
        count_event(store.read, ground.config), moment, ground.config.event
    )
    # The rehearsal first: while its server runs it refuses, and then nothing is deleted.
    rehearsal = ground.folder.erase_rehearsal()
    places = desk.purge(store, moment, person=person)
    copies = ground.folder.forget_backups()
    MailAccountFile(ground.folder.path).forget()
    told = {"places": places, "backups": copies, "rehearsal": rehearsal, "headcount": counted}
    return desk.note_erased(store, told, moment, person=person)
