"""The facts of the event given or changed at work, on record."""

from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.desk.records import By, done_before, note
from server.errors import ConflictError
from server.event import EventConfig
from server.facts import KEY, Given, read_given, with_facts, write_given
from server.sentences import say

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer

# Whom to ask may be a person; the journal tells that this changed, not to what.
_UNSPOKEN = frozenset({"contact_name", "contact_phone", "contact_email"})


def change_facts(
    store: "SqliteStore",
    configured: EventConfig,
    given: Given,
    now: datetime,
    *,
    seen: Given | None = None,
    **by: Unpack[By],
) -> dict[str, str]:
    """Keep the facts that are given, as they are written, in place of those before; gives them.

    One that is not given holds as `configured`. `seen`: those that stood when somebody began
    to change them. Raises InvalidError for what cannot be, ConflictError where others stand
    by now.
    """
    text = write_given(given)
    with_facts(configured, given)

    def action(tx: "Writer") -> None:
        if done_before(tx, by, "facts"):
            return
        before, after = read_given(tx.meta(KEY)), read_given(text)
        if seen is not None and before != seen:
            raise ConflictError(
                say(
                    "Trong lúc đó người khác đã sửa thông tin sự kiện. Chưa ghi gì; xin mở lại trang."
                )
            )
        changed = {
            fact: None if fact in _UNSPOKEN else after.get(fact)
            for fact in {**before, **after}
            if before.get(fact) != after.get(fact)
        }
        if changed:
            note(tx, None, now, "facts", by, facts=changed)
            tx.set_meta(KEY, text)

    store.write(action)
    return read_given(store.read.meta(KEY))
