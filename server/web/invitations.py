"""One invited place as the desk sees it: all about it, who holds it, its code and documents."""

from typing import Any

from flask import Blueprint, Response, jsonify

from server import desk
from server.admission import Record
from server.errors import ConflictError
from server.guests import Kind, Rsvp
from server.hall import seat_words
from server.invitations import ALPHABET, CODE_LENGTH, Invitation, format_desk_code
from server.names import near_same_name, same_name
from server.sentences import say
from server.show import list_row, utc
from server.spares import Spare
from server.web.acting import LONGEST_REASON, acting, changed, find_place, read_guest
from server.web.body import Fields, read_json
from server.web.events import kind_of
from server.web.house import House, g

routes = Blueprint("invitations", __name__)

MOST_NAMESAKES = 20
HEX_64 = "[0-9a-f]{64}"


@routes.get("/api/invitations/<invitation>")
def document(invitation: str) -> Response:
    """Tell all about a place: what stands, what happened, and who bears the same name."""
    house = g.house
    place, reader = find_place(house, invitation), house.store.read
    history = reader.history(place.id)
    codes = [code.desk_code for code in reader.codes(place.id) if not code.replaced]
    words = seat_words(house.hall, place.seat) if place.seat else None
    return jsonify(
        place=list_row(place, reader.inside(place.id)),
        desk_code=format_desk_code(codes[0]) if codes and codes[0] else None,
        seat=words and words.labels[0],
        seat_before=_seat_before(place, history),
        documents=_handing(desk.documents_given(history)),
        namesakes=_namesakes(house, place),
        history=_history(house, place, history),
    )


@routes.put("/api/invitations/<invitation>/holder")
def put_holder(invitation: str) -> Response:
    """Say who the representative of a unit is."""
    house, fields = g.house, Fields(read_json())
    holder, by = read_guest(fields), acting(fields)
    _must_be_open(find_place(house, invitation))
    place = desk.name_holder(house.store, invitation, holder, house.clock(), **by)
    return jsonify(changed(house, place))


@routes.delete("/api/invitations/<invitation>/holder")
def delete_holder(invitation: str) -> Response:
    """Take the name of a representative back."""
    house, by = g.house, acting(Fields(read_json()))
    _must_be_open(find_place(house, invitation))
    place = desk.name_holder(house.store, invitation, None, house.clock(), **by)
    return jsonify(changed(house, place))


@routes.put("/api/invitations/<invitation>/rsvp")
def put_rsvp(invitation: str) -> Response:
    """Write down an answer on a guest's behalf; `reason` is why they are not coming."""
    house, fields = g.house, Fields(read_json())
    rsvp = fields.text("rsvp", 20)
    if rsvp not in set(Rsvp):
        fields.refuse("rsvp", say("phải là none, coming hoặc not_coming"))
    why = fields.optional_text("reason", LONGEST_REASON)
    by = acting(fields) | {"reason": None}
    place = desk.set_rsvp(house.store, invitation, Rsvp(rsvp), why, house.clock(), **by)
    return jsonify(changed(house, place))


@routes.put("/api/invitations/<invitation>/documents")
def put_documents(invitation: str) -> Response:
    """Note that the documents were handed over."""
    return _documents(invitation, given=True)


@routes.delete("/api/invitations/<invitation>/documents")
def delete_documents(invitation: str) -> Response:
    """Note that the documents were not handed over after all."""
    return _documents(invitation, given=False)


@routes.post("/api/invitations/<invitation>/code")
def create_code(invitation: str) -> Response:
    """Give a new code and desk code; from now on the old ones answer `replaced`."""
    house, fields = g.house, Fields(read_json())
    by, now = acting(fields), house.clock()
    spare = _read_spare(fields.object("spare")) if "spare" in fields else None
    replaces = fields.optional_text("replaces", 64, HEX_64)
    code, desk_code = desk.reissue(
        house.store, invitation, now, spare=spare, replaces=replaces, **by
    )
    return jsonify(invitation=invitation, code=code, desk_code=format_desk_code(desk_code))


def _read_spare(fields: Fields) -> Spare:
    code = fields.text("code", CODE_LENGTH, f"[{ALPHABET}]{{{CODE_LENGTH}}}")
    return Spare(code, fields.text("desk_code", 8, "[0-9]{8}"), fields.text("mark", 64, HEX_64))


def _must_be_open(place: Invitation) -> None:
    """A place for one person keeps that person on record; who comes instead stands in."""
    if place.kind is Kind.NAMED and place.holder:
        raise ConflictError(say("Suất mời này đích danh. Xin ghi nhận người đến thay là dự thay."))


def _documents(invitation: str, *, given: bool) -> Response:
    house, by = g.house, acting(Fields(read_json()))
    standing = desk.give_documents(house.store, invitation, house.clock(), given=given, **by)
    return jsonify(documents=_handing(standing))


def _handing(record: Record | None) -> dict[str, Any] | None:
    return {"at": utc(record.at), "who": record.person or record.station} if record else None


def _seat_before(place: Invitation, history: list[Record]) -> str | None:
    """Where the place sat before its stand-in was recorded."""
    stood_in = [record for record in history if record.detail.get("what") == "substitute"]
    return stood_in[-1].detail.get("seat_before") if place.substitute and stood_in else None


def _namesakes(house: House, place: Invitation) -> list[dict[str, Any]]:
    """Others on the list who are called the same, or sound so."""
    name = place.coming.name if place.coming else ""
    inside = house.store.read.admissions() if name else {}
    return [
        list_row(other, inside.get(other.id))
        for other in house.feed.search(name, MOST_NAMESAKES)
        if other.id != place.id
        and other.coming
        and (same_name(name, other.coming.name) or near_same_name(name, other.coming.name))
    ]


def _history(house: House, place: Invitation, history: list[Record]) -> list[dict[str, Any]]:
    """What happened to a place, the newest first; the import that made it is no news."""
    reader = house.store.read
    remarks = reader.remarks(place.id)

    def why(record: Record) -> str | None:
        undone = (
            reader.admission(record.refers) if record.kind == "undo" and record.refers else None
        )
        return undone.undone_reason if undone else remarks.get(record.seq)

    return [
        {
            "seq": record.seq,
            "at": utc(record.at),
            "kind": kind_of(record),
            "what": record.detail.get("what"),
            "entered": record.detail.get("entered"),
            "who": record.person or record.station,
            "reason": record.decision.reason if record.decision else None,
            "remark": why(record),
        }
        for record in reversed(history)
        if record.detail.get("what") != "import"
    ]
