"""How a guest stands in a list: name, title and unit, who for whom, and when."""

from server.event import EventConfig
from server.guestlist import award_text
from server.guests import Guest
from server.invitations import Invitation
from server.reporting import Standing
from server.wording.figures import hour_figures

UNNAMED = "(chưa có tên)"
_NO_GROUP = "#5B5B5B"


def full_name(guest: Guest | None) -> str:
    """Give "Ông Lý Văn Quý", or that nobody is named."""
    return " ".join(filter(None, (guest.honorific, guest.name))) if guest else UNNAMED


def coming_name(place: Invitation) -> str:
    """Name who comes on a place."""
    return full_name(place.coming)


def coming_title(place: Invitation) -> str:
    """Give the title of who comes, or what the list asks for where nobody is named."""
    return (place.coming.title if place.coming else place.expects) or ""


def group_colour(code: str, event: EventConfig) -> str:
    """Give the colour of a group, grey for one that the plan does not have."""
    group = event.group(code)
    return group.colour if group else _NO_GROUP


def for_whom(place: Invitation) -> str:
    """Give "dự thay Ông Vũ Trọng Nghĩa" where somebody stands in, else ""."""
    if place.substitute is None:
        return ""
    return f"dự thay {full_name(place.holder)}" if place.holder else "dự thay"


def title_and_stand_in(place: Invitation) -> str:
    """Give the title with the note that somebody stands in, for the staff's lists."""
    return "; ".join(filter(None, (coming_title(place), for_whom(place))))


def arrival_words(place: Invitation, standing: Standing) -> str:
    """Give "07:46", "" where nobody has come."""
    arrival = standing.arrival(place)
    return hour_figures(arrival) if arrival else ""


def award_words(place: Invitation) -> str:
    """Give "Bằng khen – Cá nhân", as far as the award list says."""
    award = place.award
    if award is None:
        return ""
    return " – ".join(filter(None, (award.form, award_text(award, place.organisation))))
