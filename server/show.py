"""What a screen needs to know about a guest, and a place of the list as others read it.

Plain documents out of our values: the same facts are sealed for a kiosk, answered to a
scan, listed by a command and found by a clerk.
"""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from server.admission import Admission
from server.guestlist import award_text
from server.guests import Award, Group, Guest, Kind, Rsvp
from server.hall import Hall, SeatWords, seat_words
from server.invitations import Invitation

# By name and not by `asdict`, which copies deeply: the door does this for every guest.
SEAT_WORDS = tuple(field.name for field in fields(SeatWords))


def show_facts(invitation: Invitation, groups: Iterable[Group], hall: Hall) -> dict[str, Any]:
    """Give what a door's screen may say of a guest: no phone, no note, no list row.

    `guest` is None while nobody is named; `seat` while none is given or the hall has no
    such seat.
    """
    group = next((group for group in groups if group.code == invitation.group), None)
    words = seat_words(hall, invitation.seat) if invitation.seat else None
    return {
        "guest": guest_facts(invitation),
        "organisation": invitation.organisation,
        "kind": invitation.kind.value,
        "group": invitation.group,
        "press": invitation.kind is Kind.PRESS or bool(group and group.press),
        "vip": bool(group and group.vip),
        "award": invitation.award is not None,
        "takes_seat": words is not None,
        "seat": _seat(words) if words else None,
    }


def guest_facts(invitation: Invitation) -> dict[str, Any] | None:
    """Give who is expected to come: the stand-in once one is recorded."""
    guest = invitation.coming
    return _person(guest) | {"organisation": invitation.organisation} if guest else None


def list_row(invitation: Invitation, admission: Admission | None) -> dict[str, Any]:
    """Give a place as the list shows it, with the admission that stands."""
    holder = invitation.holder
    return {
        "id": invitation.id,
        "group": invitation.group,
        "honorific": holder and holder.honorific,
        "name": holder and holder.name,
        "title": holder and holder.title,
        "organisation": invitation.organisation,
        "expects": invitation.expects,
        "phone": invitation.phone,
        "email": invitation.email,
        "kind": invitation.kind.value,
        "rsvp": invitation.rsvp.value,
        "rsvp_reason": invitation.rsvp_reason,
        "substitute": invitation.substitute and _person(invitation.substitute),
        # A value that programs compare, not a sentence: the same in every language.
        "award": invitation.award and str(award_text(invitation.award, invitation.organisation)),
        "award_form": invitation.award and invitation.award.form,
        "award_order": invitation.award and invitation.award.order,
        "support": invitation.support,
        "seat": invitation.seat,
        "note": invitation.note,
        "cancelled": invitation.cancelled,
        "admission": admission and _presence(invitation, admission),
    }


def place_row(invitation: Invitation) -> dict[str, Any]:
    """Give all that a desk may know of a place, so that `read_place_row` makes it again.

    An address to write to has no business at a door.
    """
    return asdict(invitation) | {"email": None}


def read_place_row(row: dict[str, Any]) -> Invitation:
    """Make the place again that `place_row` took apart."""
    return Invitation(
        **row
        | {
            "holder": row["holder"] and Guest(**row["holder"]),
            "substitute": row["substitute"] and Guest(**row["substitute"]),
            "award": row["award"] and Award(**row["award"]),
            "kind": Kind(row["kind"]),
            "rsvp": Rsvp(row["rsvp"]),
        }
    )


def _seat(words: SeatWords) -> dict[str, Any]:
    """Give a seat's words in full, and the usual ones by their own names."""
    label, label_en = words.labels
    facts = {name: getattr(words, name) for name in SEAT_WORDS}
    return facts | {"label": label, "label_en": label_en, "side": words.sides[0]}


def _person(guest: Guest) -> dict[str, Any]:
    return {"honorific": guest.honorific, "name": guest.name, "title": guest.title}


def _presence(invitation: Invitation, admission: Admission) -> dict[str, Any]:
    coming = invitation.coming
    return {
        "at": utc(admission.at),
        "station": admission.station,
        "who": coming and coming.name,
    }


def utc(moment: datetime) -> str:
    """Write a moment as every document gives it: `2023-11-17T00:46:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
