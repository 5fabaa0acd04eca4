"""What was sent to whom, for the organisers: who lacks what, and marks put and taken back."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify

from server.desk.sendings import Letter, Marked, mark_sent, take_sent_back
from server.errors import InvalidError, NotFoundError
from server.guests import Rsvp
from server.mails import Mail
from server.sendings import Channel, Delivery, Sending, Sent, What, sent_to, whereabouts
from server.sentences import say
from server.show import list_row, utc
from server.web.acting import LONGEST_NAME, acting
from server.web.body import Fields, read_json
from server.web.house import House, g
from server.wording.messages import venue_notice

routes = Blueprint("sendings", __name__)
W = TypeVar("W", bound=StrEnum)

MOST_IDS = 500
LONGEST_ID = 64


@routes.get("/api/sendings")
def document() -> Response:
    """Tell of each place what it was sent, and of each group and unit how many lack what."""
    house = g.house
    reader, event = house.store.read, house.config.event
    where = whereabouts(event)
    sent = sent_to(reader.invitations(), reader.sendings())
    inside = reader.admissions()
    mails = {mail.invitation: mail for mail in reader.mails()}
    by_group = _parted(sent, lambda one: one.place.group)
    by_unit = _parted(sent, lambda one: one.place.organisation)
    return jsonify(
        venue_known=where is not None,
        notice=venue_notice(event),
        totals=_counts(sent, where),
        groups=[
            {"code": group.code, "number": group.number, "name": group.name, "colour": group.colour}
            | _counts(by_group.get(group.code, []), where)
            for group in event.groups
        ],
        organisations=[{"name": name} | _counts(some, where) for name, some in by_unit.items()],
        places=[
            {
                "place": list_row(one.place, inside.get(one.place.id)),
                "invitation": _shown(one.invited),
                "venue": _shown(one.venue),
                "knows_venue": one.knows(where),
                "failed": [_shown(s) for s in one.sendings if s.delivery is not Delivery.SENT],
                "mail": _mail(mails.get(one.place.id)),
            }
            for one in sent
        ],
    )


@routes.post("/api/sendings")
def create() -> Response:
    """Mark something as sent to the places named by ids, unit, group, or to all."""
    house, fields = g.house, Fields(read_json())
    what, chosen = read_what(fields), _read_whom(fields, house)
    where, now = whereabouts(house.config.event), house.clock()
    at = fields.moment("at", house.config.event.timezone) if "at" in fields else now
    channel = _word(fields, "channel", Channel)
    delivery = _word(fields, "delivery", Delivery) if "delivery" in fields else Delivery.SENT
    if fields.flag("lacking", False):
        chosen = _lacking(chosen, what, where)
    letter = Letter(what, channel, at, where, delivery)
    return jsonify(_answer(mark_sent(house.store, chosen, letter, now, **acting(fields))))


@routes.delete("/api/sendings")
def delete() -> Response:
    """Take back what was marked as sent by mistake."""
    house, fields = g.house, Fields(read_json())
    what, chosen = read_what(fields), _read_whom(fields, house)
    marked = take_sent_back(house.store, chosen, what, house.clock(), **acting(fields))
    return jsonify(_answer(marked))


def read_what(fields: Fields) -> What:
    """Read what is meant, an invitation or the notice of the venue."""
    return _word(fields, "what", What)


def _word(fields: Fields, key: str, words: type[W]) -> W:
    word = fields.text(key, 20)
    if word not in {one.value for one in words}:
        fields.refuse(key, say("phải là một trong: %(words)s", words=", ".join(words)))
    return words(word)


def _read_whom(fields: Fields, house: House) -> Callable[[Sent], bool]:
    """Read exactly one of `ids`, `organisation`, `group`, `all`. Raises NotFoundError."""
    given = [key for key in ("ids", "organisation", "group") if key in fields]
    everybody = fields.flag("all", False)
    if len(given) + everybody != 1:
        raise InvalidError(
            say("Cần đúng một trong các trường «ids», «organisation», «group», «all».")
        )
    if everybody:
        return lambda _: True
    if given == ["ids"]:
        return _read_ids(fields, house)
    key = given[0]
    named = fields.text(key, LONGEST_NAME)

    def meant(one: Sent) -> bool:
        return named == (one.place.group if key == "group" else one.place.organisation)

    if not any(map(meant, sent_to(house.store.read.invitations(), ()))):
        raise NotFoundError(say("Danh sách không có suất mời nào của “%(named)s”.", named=named))
    return meant


def _read_ids(fields: Fields, house: House) -> Callable[[Sent], bool]:
    ids = set(fields.texts("ids", MOST_IDS, LONGEST_ID))
    known = {place.id for place in house.store.read.invitations()}
    if unknown := sorted(ids - known):
        raise NotFoundError(
            say("Không có suất mời “%(unknown)s” trong danh sách.", unknown=unknown[0])
        )
    return lambda one: one.place.id in ids


def _lacking(
    chosen: Callable[[Sent], bool], what: What, where: str | None
) -> Callable[[Sent], bool]:
    return lambda one: chosen(one) and one.lacks(what, where)


def _parted(sent: Iterable[Sent], key: Callable[[Sent], str]) -> dict[str, list[Sent]]:
    parts: dict[str, list[Sent]] = {}
    for one in sent:
        parts.setdefault(key(one), []).append(one)
    return parts


def _counts(sent: list[Sent], where: str | None) -> dict[str, int]:
    return {
        "places": len(sent),
        "invited": sum(one.invited is not None for one in sent),
        "told_venue": sum(one.knows(where) for one in sent),
        "unnamed": sum(one.place.coming is None for one in sent),
        **{rsvp.value: sum(one.place.rsvp is rsvp for one in sent) for rsvp in Rsvp},
    }


def _shown(sending: Sending | None) -> dict[str, Any] | None:
    if sending is None:
        return None
    return {
        "what": sending.what.value,
        "channel": sending.channel.value,
        "delivery": sending.delivery.value,
        "at": utc(sending.at),
        "who": sending.who,
    }


def _mail(mail: Mail | None) -> dict[str, Any] | None:
    if mail is None:
        return None
    return {
        "what": mail.what.value,
        "address": mail.address,
        "state": mail.state.value,
        "at": utc(mail.at),
        "answer": mail.answer,
    }


def _answer(marked: Marked) -> dict[str, Any]:
    return {"ids": list(marked.places), "count": len(marked.places), "replayed": marked.replayed}
