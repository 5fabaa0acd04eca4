def set_seats(store: "SqliteStore", seats: dict[str, str | None], now: datetime) -> None:
    """Give each invitation its seat (None: no seat), all at once.

    Raises ConflictError when a seat is held by somebody who is not being moved.
    """

    def action(tx: "Writer") -> None:
        tx.free_seats(seats)
        for invitation_id, seat in seats.items():
            place = must_exist(tx, invitation_id)
            _change(tx, replace(place, seat=seat), now, "seat")

    store.write(action)


def name_holder(
    store: "SqliteStore",
    invitation_id: str,
    holder: Guest,
    now: datetime,
    person: str | None = None,
) -> Invitation:
    """Say who the representative is. The code stays as it is."""
    return _edit(store, invitation_id, "name", now, person, lambda p: replace(p, holder=holder))


def substitute(
    store: "SqliteStore",
    invitation_id: str,
    guest: Guest | None,
    now: datetime,
    *,
    seat: str | None,
    person: str | None = None,
) -> Invitation:
    """Record who comes instead (None takes it back). The seat is said, never inherited."""
    return _edit(
        store,
        invitation_id,
        "substitute",
        now,
        person,
        lambda p: replace(p, substitute=guest, seat=seat),
    )


def cancel(
    store: "SqliteStore", invitation_id: str, reason: str, now: datetime, person: str | None = None
) -> Invitation:
    """Withdraw an invitation; its codes answer `cancelled` from now on."""
    if not reason.strip():
        raise InvalidError("Cần ghi lý do hủy phiếu mời.")
    return _edit(
        store,
        invitation_id,
        "cancel",
        now,
        person,
        lambda p: replace(p, cancelled=reason, seat=None),
    )


def reissue(
    store: "SqliteStore", invitation_id: str, now: datetime, person: str | None = None
) -> tuple[str, str]:
    """Make a new code and desk code; the old ones answer `replaced` from now on."""

    def action(tx: "Writer") -> tuple[str, str]:
        place = must_exist(tx, invitation_id)
        if place.cancelled is not None:
            raise ConflictError("Phiếu mời này đã hủy nên không cấp lại được.")
        tx.replace_codes(invitation_id)
        made = give_code(tx, invitation_id)
        _note(tx, invitation_id, now, "reissue", person)
        return made

    return store.write(action)
