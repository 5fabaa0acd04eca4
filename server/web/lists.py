"""The guest list: its page, and its places read, edited, added and merged by organisers."""

import logging
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from server.desk import editing
from server.errors import ConflictError, NotFoundError
from server.exports import as_csv, as_xlsx
from server.guestlist.emails import LONGEST_EMAIL, is_email
from server.guestlist.phones import read_phone
from server.guests import Award, Guest, Kind, Rsvp
from server.invitations import Invitation
from server.names import clean
from server.seating import protocol_order
from server.sentences import say
from server.show import list_row, utc
from server.web.acting import LONGEST_NAME, LONGEST_REASON, SOMETHING, acting, find_place, read_seat
from server.web.body import LARGEST_NUMBER, Fields, read_json
from server.web.house import House, g
from server.web.imports import done_words
from server.web.query import read_after

log = logging.getLogger(__name__)
routes = Blueprint("lists", __name__)

LONGEST_NOTE = 1_000
LONGEST_PHONE = 60
MOST_AT_ONCE = 2_000
MOST_IN_ORDER = 9_999
Said = dict[str, str | None]
TEXTS = {
    "honorific": 40,
    "name": LONGEST_NAME,
    "title": LONGEST_NAME,
    "organisation": LONGEST_NAME,
    "phone": LONGEST_PHONE,
    "email": LONGEST_EMAIL,
    "note": LONGEST_NOTE,
    "support": LONGEST_NAME,
    "rsvp_reason": LONGEST_REASON,
    "award_form": LONGEST_NAME,
    "cancelled": LONGEST_REASON,
}
AWARDS = ("none", "single", "collective")
EXPORTS = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv"),
}
KINDS = (Kind.NAMED, Kind.REPRESENTATIVE, Kind.PRESS)


@routes.get("/guests")
def page() -> str:
    """The list as a table in which one works."""
    event = g.house.config.event
    done = done_words(g.house, request.args.get("done", ""))
    return render_template(
        "list.html", event=event, caller=g.caller, groups=event.groups, done=done
    )


@routes.get("/guests/export.<ending>")
def export(ending: str) -> Response:
    """Give the list as a workbook or as CSV; with `id`, repeated, only these places."""
    house, chosen = g.house, set(request.args.getlist("id"))
    writer = EXPORTS.get(ending)
    if writer is None:
        raise NotFound
    groups = house.config.event.groups
    places = [p for p in house.store.read.invitations() if not chosen or p.id in chosen]
    log.info("list exported by %s: %d places", g.caller and g.caller.name, len(places))
    write, kind = writer
    answer = Response(write(places, groups), mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="danh-sach-dai-bieu.{ending}"'
    return answer


@routes.get("/api/places")
def document() -> Response:
    """List the places that were touched after `after`, and the protocol order of all."""
    after, house = read_after(-1), g.house
    touched = house.store.read.touched(after, LARGEST_NUMBER)
    order = _order(house) if touched else []
    return jsonify(
        seq=max((seq for seq, _ in touched), default=max(after, 0)),
        places=[_row(house, place, seq) for seq, place in touched],
        order=order,
    )


@routes.post("/api/places")
def create() -> Response:
    """Add an invited place."""
    house, fields = g.house, Fields(read_json())
    blank = Invitation("", "", "", None, 0, kind=_read_kind(fields))
    fields.text("organisation", LONGEST_NAME, SOMETHING)
    fields.text("group", 40)
    place = _read_changes(fields, blank, house)
    by = acting(fields) | {"reason": None}
    return jsonify(place=row_of(house, editing.add_place(house.store, place, house.clock(), **by)))


@routes.put("/api/places/<invitation>")
def put(invitation: str) -> ResponseReturnValue:
    """Edit one place as it was seen; 409 where somebody else has edited it since."""
    house, fields = g.house, Fields(read_json())
    version, by = fields.whole("version", 0, LARGEST_NUMBER), acting(fields)
    place = _read_changes(fields, find_place(house, invitation), house)
    return _edited(house, [editing.Edit(invitation, version, place)], by)


@routes.put("/api/places")
def put_many() -> ResponseReturnValue:
    """Give many places the same values, all or none."""
    house, fields = g.house, Fields(read_json())
    values, by = fields.object("set"), acting(fields)
    edits = [
        editing.Edit(
            invitation, version, _read_changes(values, find_place(house, invitation), house)
        )
        for invitation, version in _read_seen(fields)
    ]
    return _edited(house, edits, by)


@routes.post("/api/places/<invitation>/merge")
def merge(invitation: str) -> ResponseReturnValue:
    """Take over what another row of the same guest knows, and withdraw that row."""
    house, fields = g.house, Fields(read_json())
    other, by = fields.text("other", 64), acting(fields) | {"reason": None}
    seen = {
        invitation: fields.whole("version", 0, LARGEST_NUMBER),
        other: fields.whole("other_version", 0, LARGEST_NUMBER),
    }
    try:
        editing.merge_places(house.store, invitation, other, seen, house.clock(), **by)
    except editing.StaleError as error:
        return _stale(house, error, seen)
    return jsonify(places=[row_of(house, find_place(house, one)) for one in (invitation, other)])


def row_of(house: House, place: Invitation) -> dict[str, Any]:
    """Give a place as the table shows it, with its version."""
    reader = house.store.read
    version = editing.last_edit(reader, place.id)
    return list_row(place, reader.inside(place.id)) | {"version": version}


def _row(house: House, place: Invitation, touched: int) -> dict[str, Any]:
    reader = house.store.read
    version = editing.version_of(reader, place.id, touched)
    return list_row(place, reader.inside(place.id)) | {"version": version}


def _order(house: House) -> list[str]:
    places = protocol_order(house.store.read.invitations(), house.config.event.groups)
    return [place.id for place in places]


def _edited(house: House, edits: list[editing.Edit], by: Any) -> ResponseReturnValue:
    try:
        places = editing.edit_places(house.store, edits, house.clock(), **by | {"reason": None})
    except editing.StaleError as error:
        return _stale(house, error, {edit.invitation: edit.version for edit in edits})
    return jsonify(places=[row_of(house, place) for place in places])


def _stale(house: House, error: editing.StaleError, seen: dict[str, int]) -> ResponseReturnValue:
    """Tell what somebody else has made of the places meanwhile, and who."""
    stale = [
        {
            "place": row_of(house, place),
            "changes": [
                {
                    "at": utc(record.at),
                    "who": record.person or record.station,
                    "what": record.detail.get("what"),
                    "remark": house.store.read.remark(record.seq),
                }
                for record in editing.edits_since(house.store.read, place.id, seen[place.id])
            ],
        }
        for place in error.stale
    ]
    return jsonify(error="conflict", message=error.sentence, stale=stale), 409


def _read_seen(fields: Fields) -> list[tuple[str, int]]:
    places = fields.objects("places", MOST_AT_ONCE)
    if not places:
        fields.refuse("places", say("phải có ít nhất một suất mời"))
    return [(one.text("id", 64), one.whole("version", 0, LARGEST_NUMBER)) for one in places]


def _read_kind(fields: Fields) -> Kind:
    kind = fields.optional_text("kind", 20) or Kind.NAMED
    if kind not in KINDS:
        fields.refuse("kind", say("phải là named, representative hoặc press"))
    return Kind(kind)


def _read_changes(fields: Fields, place: Invitation, house: House) -> Invitation:
    """Give the place with what the request says of it; what it does not say stays."""
    said = {
        key: clean(fields.optional_text(key, longest) or "") or None
        for key, longest in TEXTS.items()
        if fields.given(key)
    }
    if "organisation" in said and said["organisation"] is None:
        fields.refuse("organisation", say("không được để trống"))
    place = _with_texts(_with_holder(place, said), said)
    if "phone" in said:
        place = _with_phone(place, said["phone"])
    if "email" in said:
        place = _with_email(place, said["email"])
    place = _with_answer(fields, place)
    place = _with_award(fields, place, said)
    if fields.given("group"):
        place = replace(place, group=_read_group(fields, house))
    if fields.given("seat"):
        place = replace(place, seat=read_seat(fields, "seat", house))
    return replace(place, seat=None) if place.cancelled is not None else place


def _with_texts(place: Invitation, said: Said) -> Invitation:
    return replace(
        place,
        organisation=said.get("organisation") or place.organisation,
        note=said.get("note", place.note),
        support=said.get("support", place.support),
        cancelled=said.get("cancelled", place.cancelled),
    )


def _with_holder(place: Invitation, said: Said) -> Invitation:
    """Correct who holds the place. Without a name the title is what the place asks for."""
    before = place.holder
    name = said.get("name", before.name if before else None)
    if not name:
        return replace(place, holder=None, expects=said.get("title", place.expects))
    honorific = said.get("honorific", before.honorific if before else None)
    title = said.get("title", before.title if before else None)
    return replace(place, holder=Guest(name, honorific, title))


def _with_phone(place: Invitation, written: str | None) -> Invitation:
    phone = read_phone(written)
    if written and phone.number is None:
        raise ConflictError(
            say("“%(written)s” không giống số điện thoại. Xin xem lại.", written=written)
        )
    return replace(place, phone=phone.number, phone_written=written)


def _with_email(place: Invitation, written: str | None) -> Invitation:
    if written and not is_email(written):
        raise ConflictError(
            say("“%(written)s” không giống địa chỉ thư điện tử. Xin xem lại.", written=written)
        )
    return replace(place, email=written)


def _with_answer(fields: Fields, place: Invitation) -> Invitation:
    """Write down an answer; only who is not coming has a reason."""
    rsvp = fields.text("rsvp", 20) if fields.given("rsvp") else place.rsvp.value
    if rsvp not in set(Rsvp):
        fields.refuse("rsvp", say("phải là none, coming hoặc not_coming"))
    why = place.rsvp_reason
    if fields.given("rsvp_reason"):
        why = clean(fields.optional_text("rsvp_reason", LONGEST_REASON) or "") or None
    return replace(place, rsvp=Rsvp(rsvp), rsvp_reason=why if rsvp == Rsvp.NOT_COMING else None)


def _with_award(fields: Fields, place: Invitation, said: Said) -> Invitation:
    """Give or take an award (`award`: none, single, collective), its form and its turn."""
    award = place.award
    if fields.given("award"):
        kind = fields.text("award", 10)
        if kind not in AWARDS:
            fields.refuse("award", say("phải là none, single hoặc collective"))
        award = replace(award or Award(), collective=kind == "collective")
        award = award if kind != "none" else None
    if award and fields.given("award_order"):
        award = replace(award, order=fields.optional_whole("award_order", 1, MOST_IN_ORDER))
    if award and "award_form" in said:
        award = replace(award, form=said["award_form"])
    return replace(place, award=award)


def _read_group(fields: Fields, house: House) -> str:
    code = fields.text("group", 40)
    if house.config.event.group(code) is None:
        raise NotFoundError(say("Kế hoạch không có thành phần “%(code)s”.", code=code))
    return code
