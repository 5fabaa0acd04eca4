"""All that is printed and sent: listed by purpose, looked at, drawn in the background, fetched."""

import logging
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import NotFound

from server.errors import ConflictError
from server.papers.letters import invitation_letter
from server.sentences import mark, say
from server.web.acting import acting
from server.web.body import Fields, read_json
from server.web.catalogue import KINDS, PDF, Paper, papers_by_file, shelves_of
from server.web.drawing import file, told
from server.web.house import g
from server.web.press import Job, file_of

if TYPE_CHECKING:
    from badges.official import Letter

log = logging.getLogger(__name__)
routes = Blueprint("papers", __name__)

ACROSS = 1200
LONGEST_NAME = 80
TOO_LONG = mark("Bản in này dài nên được làm thành nhiều tập; xin tải ở trang Bản in và tài liệu.")


@routes.get("/papers")
def page() -> str:
    """Every paper with a look at its first page and the way to have it."""
    house = g.house
    return render_template(
        "papers.html", event=house.config.event, caller=g.caller, shelves=shelves_of(house)
    )


@routes.get("/papers/<name>/look.png")
def look(name: str) -> Response:
    """The first page as a picture."""
    paper = _find(name)
    if paper.read:
        raise NotFound
    with told():
        return file(_first_page(paper), "image/png", f"{paper.name}.png", shown=True)


@routes.get("/papers/letter")
def letter() -> str:
    """The words of the official invitation, laid out as its Word file is."""
    event = g.house.config.event
    drafted: Letter = invitation_letter(event)
    return render_template("letter.html", event=event, caller=g.caller, letter=drafted)


@routes.get("/papers/<name>")
def show(name: str) -> Response:
    """A short paper at once, to look at and to print."""
    paper = _find(name)
    if file_of(paper) != paper.file or paper.pictures:
        raise ConflictError(TOO_LONG)
    log.info("%s taken by %s", paper.file, g.caller.name if g.caller else "")
    with told():
        drawn = paper.draw(paper.items)
    return file(drawn, KINDS[paper.ending], paper.file, shown=paper.ending == "pdf")


@routes.post("/api/papers")
def create() -> Response:
    """Have a paper drawn in the background."""
    fields = Fields(read_json())
    paper, by = _find(fields.text("paper", LONGEST_NAME)), acting(fields)
    log.info("%s taken by %s", paper.file, by.get("person"))
    return jsonify(_row(g.house.press.start(paper, by.get("person"))))


@routes.get("/api/papers/<job>")
def document(job: str) -> Response:
    """Tell how far it is."""
    return jsonify(_row(_job(job)))


@routes.delete("/api/papers/<job>")
def delete(job: str) -> Response:
    """Stop it."""
    acting(Fields(read_json()))
    found = _job(job)
    g.house.press.stop(found)
    return jsonify(_row(found))


@routes.get("/papers/drawn/<job>")
def drawn(job: str) -> Response:
    """Give what was drawn, to be kept or, with `shown`, to be looked at."""
    found = _job(job)
    if found.state != "done":
        raise ConflictError(say("Bản in này chưa xong."))
    kind = KINDS[found.file.rpartition(".")[2]]
    answer = file(b"", kind, found.file, shown="shown" in request.args and kind == PDF)
    answer.response = found.chunks()
    answer.headers["Content-Length"] = str(found.size)
    return answer


def _find(name: str) -> Paper:
    paper = papers_by_file(g.house).get(name)
    if paper is None or not paper.ending:
        raise NotFound
    if paper.lacks:
        raise ConflictError(paper.lacks)
    return paper


def _job(id_: str) -> Job:
    return g.house.press.find(id_, g.caller.person if g.caller else None)


def _row(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "file": job.file,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "size": job.size,
        "fault": job.fault,
    }


def _first_page(paper: Paper) -> bytes:
    if paper.pictures:
        [picture] = paper.pictures(paper.items[:1]).values()
        return picture
    from badges.painting import first_page

    return first_page((paper.look or paper.draw)(paper.items[: paper.first]), ACROSS)
