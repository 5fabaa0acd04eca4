"""The list as a whole: laid over the event, compared with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from server.desk.organisations import give_links
from server.desk.records import By, give_code, new_ids, put_changed
from server.errors import ConflictError
from server.guestlist import Entry, Merge, merge
from server.guests import Rsvp
from server.invitations import Invitation
from server.sentences import say
from server.wording.editing import changes_words

if TYPE_CHECKING:
    from server.storage.sqlite import Reader, SqliteStore, Writer


def put_list(store: "SqliteStore", changed: Sequence[Invitation], now: datetime) -> None:
    """Store new and changed places together; new ones get their codes."""
    store.write(lambda tx: _put_list(tx, changed, now))


def import_list(
    store: "SqliteStore",
    entries: Sequence[Entry],
    now: datetime,
    *,
    decided: Mapping[int, str | None] | None = None,
    shown: Merge | None = None,
    person: str | None = None,
) -> Merge:
    """Lay a list that was read over the event: all of it, or nothing where it must ask.

    An `error` among the problems of the answer means that nothing was written. `decided` is
    what a person has said about single rows, `shown` what they were shown: raises
    ConflictError where the list would now do something else.
    """

    def action(tx: "Writer") -> Merge:
        plan = compare_list(tx, entries, decided)
        if shown and _effect(plan) != _effect(shown):
            raise ConflictError(say("Trong lúc xem trước, người khác đã thay đổi danh sách."))
        if not any(problem.level == "error" for problem in plan.problems):
            _put_list(tx, plan.to_store, now, person)
        return plan

    return store.write(action)


def compare_list(
    reader: "Reader",
    entries: Sequence[Entry],
    decided: Mapping[int, str | None] | None = None,
) -> Merge:
    """Say what a list would change, without changing it."""
    existing = reader.invitations()
    return merge(existing, reader.admissions(), entries, new_ids(existing).__next__, decided)


def _effect(plan: Merge) -> tuple[object, ...]:
    """What a person who confirms a plan has seen that it does."""
    moved = tuple((place.id, place.position) for place in plan.moved)
    return plan.new, plan.changed, moved, tuple(place.id for place in plan.missing)


def _put_list(
    tx: "Writer", changed: Sequence[Invitation], now: datetime, person: str | None = None
) -> None:
    before = {place.id: place for place in tx.invitations()}
    tx.free_seats(place.id for place in changed)
    for place in changed:
        old = before.get(place.id)
        said = changes_words(old, place) if old else None
        known = old.rsvp if old else Rsvp.NONE
        answer = {"rsvp": place.rsvp.value} if place.rsvp is not known else {}
        put_changed(tx, place, now, "import", By(person=person, reason=said), **answer)
        if old is None:
            give_code(tx, place.id)
    give_links(tx, now)
