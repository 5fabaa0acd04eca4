"""All that is printed and sent: listed by purpose, looked at, drawn in the background, fetched."""

import logging
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import NotFound

from server.errors import ConflictError
from server.names import clean
from server.papers.letters import invitation_letter
from server.sentences import mark, say
from server.web.acting import acting
from server.web.body import Fields, read_json
from server.web.catalogue import papers_by_file, sheets_by_file, shelves_of
from server.web.drawing import file, told
from server.web.house import g
from server.web.press import Job, file_of
from server.web.query import read_page
from server.web.sheets import KINDS, PDF, Paper

if TYPE_CHECKING:
    from badges.official import Letter

log = logging.getLogger(__name__)
routes = Blueprint("papers", __name__)

ACROSS = 1200
LONGEST_NAME = 80
LONGEST_ADDRESSEES = 2000
TOO_LONG = mark("Bản in này dài nên được làm thành nhiều tập; xin tải ở trang Bản in và tài liệu.")


@routes.get("/papers")
def page() -> str:
    """Every paper with a look at its pages and the way to have it."""
    house = g.house
    return render_template(
        "papers.html", event=house.config.event, caller=g.caller, shelves=shelves_of(house)
    )


@routes.get("/papers/<name>/look.png")
def look(name: str) -> Response:
    """One page as a picture, the first or another."""
    paper = _find_seen(name)
    with told():
        picture = _picture(paper, read_page())
    if picture is None:
        raise NotFound
    return file(picture, "image/png", f"{paper.name}.png", shown=True)


@routes.get("/papers/<name>/pages")
def pages(name: str) -> str:
    """One page to look at, with links to all."""
    paper, house = _find_seen(name), g.house
    sheet, _ = sheets_by_file(house)[name]
    with told():
        count = _count(paper)
    number = read_page()
    if number > count:
        raise NotFound
    return render_template(
        "pages.html",
        event=house.config.event,
        caller=g.caller,
        sheet=sheet,
        paper=paper,
        number=number,
        count=count,
    )


@routes.get("/papers/<name>/pages.json")
def count(name: str) -> Response:
    """Tell how many pages there are to look at."""
    with told():
        return jsonify(pages=_count(_find_seen(name)))


@routes.get("/papers/letter")
def letter() -> str:
    """The words of the official invitation, laid out as its Word file is."""
    event, to = g.house.config.event, _addressees()
    drafted: Letter = invitation_letter(event, to)
    return render_template("letter.html", event=event, caller=g.caller, letter=drafted, to=to)


@routes.get("/papers/letter.docx")
def letter_file() -> Response:
    """The official invitation as a Word file, to the groups of the plan or to whom is named."""
    from badges.word import word_letter

    with told():
        drawn = word_letter(invitation_letter(g.house.config.event, _addressees()))
    return file(drawn, KINDS["docx"], "giay-moi.docx")


def _addressees() -> list[str]:
    """Whom the letter is to invite, a line each; none: the groups of the plan."""
    text = request.args.get("to", "")[:LONGEST_ADDRESSEES]
    return [who for line in text.splitlines() if (who := clean(line))]


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


def _find_seen(name: str) -> Paper:
    """Find a paper that is looked at page by page."""
    paper = _find(name)
    if paper.read:
        raise NotFound
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


def _count(paper: Paper) -> int:
    """Give how many pages there are to look at."""
    if paper.parted:
        return -(-len(paper.items) // paper.first)
    if paper.pictures:
        return 1
    from badges.painting import count_pages

    return count_pages((paper.look or paper.draw)(paper.items))


def _picture(paper: Paper, number: int) -> bytes | None:
    """Paint the page of this number, from 1, of its own items alone where it is parted."""
    start = (number - 1) * paper.first if paper.parted else 0
    some = paper.items[start : start + paper.first]
    if not some:
        return None
    if paper.pictures:
        [picture] = paper.pictures(some).values()
        return picture
    from badges.painting import page_picture

    drawn = (paper.look or paper.draw)(some)
    return page_picture(drawn, 0 if paper.parted else number - 1, ACROSS)
