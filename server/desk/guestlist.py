"""The list as a whole: laid over the event, compared with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from server.desk.records import By, give_code, new_ids, put_changed
from server.guestlist import Entry, Merge, merge
from server.invitations import Invitation

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore, Writer


def put_list(store: "SqliteStore", changed: Sequence[Invitation], now: datetime) -> None:
    """Store new and changed places together; new ones get their codes."""
    store.write(lambda tx: _put_list(tx, changed, now))


def import_list(store: "SqliteStore", entries: Sequence[Entry], now: datetime) -> Merge:
    """Lay a list that was read over the event: all of it, or nothing where it must ask.

    An `error` among the problems of the answer means that nothing was written.
    """

    def action(tx: "Writer") -> Merge:
        plan = compare_list(tx, entries)
        if not any(problem.level == "error" for problem in plan.problems):
            _put_list(tx, plan.to_store, now)
        return plan

    return store.write(action)


def compare_list(reader: "Reader", entries: Sequence[Entry]) -> Merge:
    """Say what a list would change, without changing it."""
    existing = reader.invitations()
    return merge(existing, reader.admissions(), entries, new_ids(existing).__next__)


def _put_list(tx: "Writer", changed: Sequence[Invitation], now: datetime) -> None:
    tx.free_seats(place.id for place in changed)
    for place in changed:
        is_new = tx.invitation(place.id) is None
        put_changed(tx, place, now, "import", By())
        if is_new:
            give_code(tx, place.id)
