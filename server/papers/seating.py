"""Seat slips, name plates and badges: who sits where and who is who."""

from collections.abc import Iterable
from dataclasses import replace

from badges.chest import ChestBadge
from badges.seating import NamePlate, SeatSlip
from server.event import EventConfig
from server.guestlist import takes_no_seat
from server.hall import Hall, seat_words
from server.invitations import Invitation, format_desk_code
from server.papers.people import group_colour
from server.reporting import Standing
from server.wording import Bearer, Manner
from server.wording.phrases import VI, WELCOME


def slip_of(place: Invitation, hall: Hall, event: EventConfig) -> SeatSlip | None:
    """Give the slip of a place; None: it has no seat, or one that the hall does not have."""
    words = seat_words(hall, place.seat) if place.seat else None
    if words is None:
        return None
    guest, in_a_row = place.coming, not words.head
    return SeatSlip(
        organisation=place.organisation,
        name=guest.name if guest else None,
        honorific=guest.honorific if guest else None,
        title=guest.title if guest else place.expects,
        row=words.row if in_a_row else None,
        number=words.number if in_a_row else None,
        side=words.sides[VI] if in_a_row else None,
        seat=words.labels[VI],
        notes=_notes(place, event),
        table=words.table,
    )


def new_invitation_of(
    place: Invitation, hall: Hall, event: EventConfig, code: str, desk_code: str | None
) -> SeatSlip:
    """Give the slip with the code that a place was given anew, and with its seat if it has one."""
    guest = place.coming
    nowhere = SeatSlip(
        organisation=place.organisation,
        name=guest.name if guest else None,
        honorific=guest.honorific if guest else None,
        title=guest.title if guest else place.expects,
    )
    digits = format_desk_code(desk_code) if desk_code else None
    return replace(slip_of(place, hall, event) or nowhere, code=code, desk_code=digits)


def plates_of(standing: Standing) -> tuple[list[NamePlate], list[NamePlate]]:
    """Give the plates of named guests, and those of organisations whose guest is not named.

    The press has no tables, nor have guests who take no seat on purpose.
    """
    places = [p for p in standing.places if not standing.is_press(p) and not takes_no_seat(p)]
    return list(_named(places)), list(_unnamed(places))


def badge_of(place: Invitation, event: EventConfig, *, press: bool) -> ChestBadge:
    """Give the badge of a place, for a host whose event has badges."""
    guest = place.coming
    return ChestBadge(
        organisation=place.organisation,
        name=guest.name if guest else None,
        honorific=guest.honorific if guest else None,
        title=guest.title if guest else place.expects,
        role="Báo chí" if press else "Đại biểu",
        mark=place.group,
        colour=group_colour(place.group, event),
    )


def _notes(place: Invitation, event: EventConfig) -> tuple[str, ...]:
    if place.award is None:
        return ()
    bearer = Bearer(place.coming, place.organisation, place.group)
    return (WELCOME["award"][VI].format(x=Manner.of(event).address(bearer)),)


def _named(places: Iterable[Invitation]) -> Iterable[NamePlate]:
    for place in places:
        if guest := place.coming:
            yield NamePlate(place.organisation, guest.name, guest.title)


def _unnamed(places: Iterable[Invitation]) -> Iterable[NamePlate]:
    for place in places:
        if place.coming is None:
            yield NamePlate(place.organisation, title=place.expects)
