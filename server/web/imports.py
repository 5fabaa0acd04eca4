"""A list from Excel or CSV: uploaded, previewed row by row, decided, and only then stored.

The upload is the one route that takes a file. Its bytes are read by a child process on a
short lead (server.workbook), whatever the file calls itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from server import desk
from server.errors import ConflictError, InvalidError
from server.guestlist import merge, read_summary, update_summary
from server.guestlist.matching import who
from server.guests import Rsvp
from server.invitations import Invitation
from server.names import clean
from server.sentences import joined, mark
from server.web.house import House, g
from server.web.language import _
from server.web.previews import Preview, Previews
from server.wording.editing import changes
from server.workbook import read_workbook

routes = Blueprint("imports", __name__)

LONGEST_FILE_NAME = 120
GONE = mark(
    "Bản xem trước không còn (đã quá một giờ hoặc máy chủ khởi động lại). Xin chọn lại tệp."
)
CHANGED = mark("Bảng dưới đây đã được tính lại; xin xem lại rồi xác nhận.")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the preview: where it stands, whose it is, what becomes of it."""

    row: int | None
    kind: str
    who: str
    group: str
    seat: str | None
    changes: list[tuple[str, str, str]]


@routes.get("/guests/import")
def page() -> str:
    """Ask for the file."""
    return _ask()


@routes.post("/guests/import")
def create() -> ResponseReturnValue:
    """Read a file and keep what it says, storing nothing."""
    house, file = g.house, request.files.get("file")
    content = file.read() if file else b""
    if file is None or not content:
        return _ask(_("Xin chọn một tệp .xlsx hoặc .csv.")), 400
    name = clean(file.filename or "")[-LONGEST_FILE_NAME:]
    try:
        workbook = read_workbook(content)
    except InvalidError as error:
        return _ask(error.sentence), 400
    person = g.caller.person if g.caller else None
    preview = Preview(name, person, house.clock(), workbook, house.config.event)
    preview.read(None, None)
    return redirect(f"/guests/import/{_previews().keep(preview)}", 303)


@routes.get("/guests/import/<token>")
def preview_page(token: str) -> ResponseReturnValue:
    """Show what the list would do, row by row."""
    house = g.house
    preview = _find(house, token)
    if preview is None:
        return _ask(_(GONE)), 404
    _compare(house, preview, house.store.read.invitations())
    return _show(house, preview)


@routes.post("/guests/import/<token>")
def decide(token: str) -> ResponseReturnValue:
    """Take decisions about rows; with `confirm` store the list, all of it or nothing."""
    house = g.house
    preview = _find(house, token)
    if preview is None:
        return _ask(_(GONE)), 404
    _read_decisions(preview)
    if "confirm" not in request.form:
        return redirect(request.path, 303)
    # Against the list as it stood when the page was made: that is what its reader has seen.
    _compare(house, preview, preview.existing)
    if not preview.ready:
        return _show(house, preview, _("Còn việc cần quyết định trước khi nhập.")), 409
    try:
        _store(house, preview)
    except ConflictError as error:
        _compare(house, preview, house.store.read.invitations())
        return _show(house, preview, joined((error.sentence, CHANGED), " ")), 409
    return redirect(f"/guests?done={token}", 303)


def done_words(house: House, token: str) -> str | None:
    """Say what an import did that has just been confirmed."""
    preview = _find(house, token)
    return preview.done if preview else None


def _store(house: House, preview: Preview) -> None:
    person = g.caller.person if g.caller else None
    plan = desk.import_list(
        house.store,
        preview.chosen(),
        house.clock(),
        decided=preview.decided(),
        shown=preview.plan,
        person=person,
    )
    preview.done = _summary(house, preview)
    preview.plan = plan


def _compare(house: House, preview: Preview, existing: Sequence[Invitation]) -> None:
    if preview.done is None:
        present, new_id = house.store.read.admissions(), desk.new_ids(existing).__next__
        plan = merge(existing, present, preview.chosen(), new_id, preview.decided())
        preview.take(plan, existing)


def _read_decisions(preview: Preview) -> None:
    """Read what was chosen for each question; what is no answer to it is none."""
    form, event = request.form, preview.event
    sheets = {sheet.name for sheet in preview.workbook.sheets}
    sheet, group = form.get("sheet") or None, form.get("group") or None
    sheet = sheet if sheet in sheets else None
    group = group if group and event.group(group) else None
    for at, doubt in preview.doubts.items():
        said = form.get(f"row-{at}", "")
        if said in dict(doubt.options):
            preview.decisions[at] = said
    preview.award({at: form.get(f"award-{n}", "") for n, at in enumerate(preview.award_doubts, 1)})
    if (sheet, group) != (preview.sheet, preview.group):
        preview.read(sheet, group)


def _ask(problem: str | None = None) -> str:
    house = g.house
    return render_template(
        "import.html",
        event=house.config.event,
        caller=g.caller,
        problem=problem,
        listed=len(house.store.read.invitations()),
    )


def _show(house: House, preview: Preview, problem: str | None = None) -> str:
    plan = preview.plan
    levels = {
        level: [
            p
            for p in (*preview.problems, *(plan.problems if plan else ()))
            if p.level == level
            and p.code not in ("missing", "missing_present")
            and (p.sheet, p.row) not in preview.award_doubts
        ]
        for level in ("warning", "notice")
    }
    return render_template(
        "preview.html",
        event=house.config.event,
        caller=g.caller,
        preview=preview,
        problem=problem,
        summary=_summary(house, preview),
        lines=_lines(house, preview),
        levels=levels,
        sheets=[sheet.name for sheet in preview.workbook.sheets if not sheet.hidden],
    )


def _summary(house: House, preview: Preview) -> str:
    said = read_summary(preview.entries, preview.problems)
    plan, admitted = preview.plan, len(house.store.read.admissions())
    is_update = plan and (plan.changed or plan.unchanged or plan.missing)
    return joined((said, update_summary(plan, admitted)), " ") if plan and is_update else said


def _lines(house: House, preview: Preview) -> list[Line]:
    """Give every row of the list in its order, then the places that it no longer has."""
    plan = preview.plan
    if plan is None:
        return []
    before = {place.id: place for place in house.store.read.invitations()}
    lines = [_line(place, "new", plan.rows, changes(_bare(place), place)) for place in plan.new]
    lines += [
        _line(place, "changed", plan.rows, changes(before[place.id], place))
        for place in plan.changed
        if place.id in before
    ]
    lines += [_line(place, "unchanged", plan.rows, []) for place in plan.unchanged]
    told = {line.row for line in lines}
    lines += [
        Line(entry.row, "left", who(entry), entry.group, entry.seat, [])
        for entry in preview.entries
        if entry.row not in told
    ]
    lines.sort(key=lambda line: line.row or 0)
    return lines + [_line(place, "missing", plan.rows, []) for place in plan.missing]


def _line(place: Invitation, kind: str, rows: Any, differences: list[tuple[str, str, str]]) -> Line:
    return Line(rows.get(place.id), kind, who(place), place.group, place.seat, differences)


def _bare(place: Invitation) -> Invitation:
    """Leave what the preview has a column for; the rest of a new row is told as read."""
    holder = place.holder and replace(place.holder, honorific=None)
    return replace(
        place,
        holder=holder,
        phone=None,
        email=None,
        substitute=None,
        rsvp=Rsvp.NONE,
        rsvp_reason=None,
        award=None,
        support=None,
        note=None,
    )


def _find(house: House, token: str) -> Preview | None:
    return _previews().find(token, house.clock())


def _previews() -> Previews:
    kept: Previews = current_app.extensions.setdefault("dontiep.previews", Previews())
    return kept
