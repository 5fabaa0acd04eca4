"""The headcount of an event as it stands in its database."""

from typing import TYPE_CHECKING

from server.headcount import Headcount, Place, count
from server.settings import Config

if TYPE_CHECKING:
    from server.storage.sqlite import Reader


def count_event(reader: "Reader", config: Config) -> Headcount:
    """Count all places anew; the live board keeps its own tally instead."""
    event = config.event
    groups = {group.code: group for group in event.groups}
    inside = reader.admissions()
    return count(
        (
            Place.of(place, groups.get(place.group), present=place.id in inside)
            for place in reader.invitations()
        ),
        count_press=event.style.count_press_in_headcount,
    )
