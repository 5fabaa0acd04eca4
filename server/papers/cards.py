"""Invitation cards: what of a place stands on its card, and what all cards share."""

from badges.drawing import Card, Occasion
from server.event import EventConfig
from server.invitations import Invitation
from server.papers.people import group_colour
from server.papers.reports import roman
from server.settings import BadgesConfig
from server.wording.figures import when_words


def card_of(place: Invitation, code: str, desk_code: str, event: EventConfig) -> Card:
    """Put on a card what the guest may show around: no phone, no seat, no note."""
    group = event.group(place.group)
    guest = place.coming
    return Card(
        id=place.id,
        code=code,
        desk_code=desk_code,
        organisation=place.organisation,
        group_code=place.group,
        group_number=roman(group.number) if group else "",
        group_name=group.name if group else "",
        group_colour=group_colour(place.group, event),
        name=guest.name if guest else None,
        honorific=guest.honorific if guest else None,
        title=guest.title if guest else place.expects,
    )


def occasion_of(event: EventConfig, badges: BadgesConfig) -> Occasion:
    """Say what all cards share; what is still open is said to be announced."""
    return Occasion(
        host=event.organisers.host,
        event=event.name,
        kind=event.kind,
        parent=event.organisers.parent,
        time=when_words(event),
        place=event.place,
        contact=event.contact.name,
        phone=event.contact.phone,
        emblem=badges.emblem,
    )
