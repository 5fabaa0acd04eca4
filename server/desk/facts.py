"""The facts of the event given or changed at work, on record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from server.desk.records import By, done_before, note, put_changed, tell_anew
from server.errors import ConflictError, InvalidError
from server.event import EventConfig
from server.facts import KEY, Given, read_given, with_facts, write_given
from server.groups import no_group, not_empty, strange_groups
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
    by now, or a group would be gone whose places are there.
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
            _refuse_strangers(configured.groups, before, after)
            old, new = with_facts(configured, before), with_facts(configured, after)
            _refuse_to_forsake(tx, old, new)
            moved = {"points": moved_points(old, new)} if points(old) != points(new) else {}
            note(tx, None, now, "facts", by, facts=changed, **moved)
            tx.set_meta(KEY, text)
            for group in new.groups:
                was = old.group(group.code)
                if was and (was.press, was.vip) != (group.press, group.vip):
                    _change_role(tx, group, now, by)

    store.write(action)
    return read_given(store.read.meta(KEY))


def _refuse_strangers(groups: Iterable[Group], before: Given, after: Given) -> None:
    """Raise InvalidError for a group that is not there; one that config.toml had once may stay."""
    known = list(groups)
    for code in strange_groups(known, after):
        if code not in strange_groups(known, before):
            raise InvalidError(no_group(code))


def _refuse_to_forsake(tx: "Writer", old: EventConfig, new: EventConfig) -> None:
    """Raise ConflictError where places would be left in a group that is gone."""
    gone = {group.code for group in old.groups} - {group.code for group in new.groups}
    left = Counter(place.group for place in tx.invitations() if place.group in gone)
    for code, places in left.items():
        raise ConflictError(not_empty(code, places))


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
