"""The facts of the event given or changed at work, on record."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.desk.records import By, done_before, note, put_changed, tell_anew
from server.errors import ConflictError
from server.event import EventConfig
from server.facts import KEY, Given, read_given, with_facts, write_given
from server.guests import Group, Kind
from server.invitations import Invitation
from server.programme import moved_points, points
from server.sentences import say

if TYPE_CHECKING:
    from server.storage.sqlite import SqliteStore, Writer

# Whom to ask and who signs are persons; the journal tells that this changed, not to what.
_UNSPOKEN = frozenset({"contact_name", "contact_phone", "contact_email", "signer_name"})


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
            old, new = with_facts(configured, before), with_facts(configured, after)
            moved = {"points": moved_points(old, new)} if points(old) != points(new) else {}
            note(tx, None, now, "facts", by, facts=changed, **moved)
            tx.set_meta(KEY, text)
            for was, group in zip(old.groups, new.groups, strict=True):
                if (was.press, was.vip) != (group.press, group.vip):
                    _change_role(tx, group, now, by)

    store.write(action)
    return read_given(store.read.meta(KEY))


def _change_role(tx: "Writer", group: Group, now: datetime, by: By) -> None:
    """Invite the places of a group as its kind is invited, and have the doors know the guests so."""
    places = [place for place in tx.invitations() if place.group == group.code]
    who: By = {"person": by.get("person"), "station": by.get("station")}
    for place in places:
        kind = _kind(place, group)
        if kind is not place.kind:
            put_changed(tx, replace(place, kind=kind), now, "kind", who, kind=kind.value)
    tell_anew(tx, (place.id for place in places), now, "role", group=group.code)


def _kind(place: Invitation, group: Group) -> Kind:
    if place.kind is Kind.WALK_IN:
        return place.kind
    if group.press:
        return Kind.PRESS
    if place.kind is not Kind.PRESS:
        return place.kind
    return Kind.NAMED if place.holder else Kind.REPRESENTATIVE
