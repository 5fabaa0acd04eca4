"""The report: the numbers of now, those put on record, and every paper that says them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from server import desk
from server.errors import ConflictError
from server.headcount import headcount_document
from server.papers.letters import invitation_letter
from server.papers.lists import papers_of
from server.papers.reports import official_report
from server.papers.seating import plates_of, slip_of
from server.reporting import Report, Standing, report
from server.web.drawing import codes_of, file, told
from server.web.house import House, g

if TYPE_CHECKING:
    from badges.seating import SlipPaper

routes = Blueprint("reports", __name__)

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JOURNAL_PAGE = 500
SLIPS: dict[str, "SlipPaper"] = {"phieu-cho-ngoi-a6": "a6", "phieu-cho-ngoi-80mm": "80mm"}
PLATES = ("bien-ten", "bien-don-vi")
# File name, what the list is.
LISTS = (
    ("gioi-thieu-dai-bieu", "Danh sách giới thiệu đại biểu (cho người dẫn chương trình)"),
    ("khen-thuong", "Danh sách gọi nhận khen thưởng"),
    ("ky-nhan-tai-lieu", "Danh sách ký nhận tài liệu"),
    ("bao-chi", "Danh sách phóng viên báo chí"),
    ("du-phong-theo-ten", "Danh sách dự phòng theo tên, khi mọi máy đều hỏng"),
    ("du-phong-theo-don-vi", "Danh sách dự phòng theo đơn vị"),
    ("du-phong-theo-ghe", "Danh sách dự phòng theo ghế"),
)


@dataclass(frozen=True, slots=True)
class Frozen:
    """Numbers put on record: the sentence, when, and by whom."""

    sentence: str
    at: datetime
    person: str | None


@routes.get("/reports")
def page() -> str:
    """The numbers of now and the papers."""
    house = g.house
    frozen = list(_frozen(house))
    return render_template(
        "reports.html",
        event=house.config.event,
        caller=g.caller,
        report=_report(house, frozen),
        frozen=frozen[::-1],
        zone=house.config.event.timezone,
        lists=LISTS,
    )


@routes.post("/reports")
def create() -> ResponseReturnValue:
    """Put the headcount of this moment on record."""
    house, now = g.house, g.house.clock()
    counted = _standing(house).counted()
    document = headcount_document(counted, now, house.config.event)
    desk.freeze(house.store, document, now, person=g.caller.person if g.caller else None)
    return redirect("/reports#frozen", 303)


@routes.get("/reports/bao-cao.<ending>")
def report_file(ending: str) -> Response:
    """The report in the official layout."""
    house = g.house
    drawn = official_report(_report(house, list(_frozen(house))))
    with told():
        if ending == "pdf":
            from badges.reports import print_report

            return file(print_report(drawn), PDF, "bao-cao.pdf", shown=True)
        if ending == "docx":
            from badges.word import word_report

            return file(word_report(drawn), WORD, "bao-cao.docx")
        if ending == "xlsx":
            from badges.excel import excel_report

            return file(excel_report(drawn), EXCEL, "bao-cao.xlsx")
    raise NotFound


@routes.get("/reports/lists/<name>.pdf")
def list_file(name: str) -> Response:
    """One of the lists on paper."""
    from badges.lists import print_roll

    house, organisers = g.house, g.house.config.event.organisers
    desk_codes = {id_: desk_code for id_, (_, desk_code) in codes_of(house).items()}
    papers = papers_of(_standing(house), house.hall, desk_codes)
    paper = next((paper for paper in papers if paper.file == name), None)
    if paper is None:
        raise NotFound
    with told():
        pdf = print_roll(paper.roll, organisers.host, organisers.parent, across=paper.across)
    return file(pdf, PDF, f"{paper.file}.pdf", shown=True)


@routes.get("/reports/seating/<name>.pdf")
def seating_file(name: str) -> Response:
    """Seat slips on one of their papers, or the plates of people or of organisations."""
    from badges.seating import print_plates, print_slips

    house, event, standing = g.house, g.house.config.event, _standing(g.house)
    with told():
        if name in SLIPS:
            slips = [s for p in standing.places if (s := slip_of(p, house.hall, event))]
            pdf = print_slips(slips, event.short, SLIPS[name]) if slips else None
        elif name in PLATES:
            plates = plates_of(standing)[PLATES.index(name)]
            pdf = print_plates(plates) if plates else None
        else:
            raise NotFound
    if pdf is None:
        raise ConflictError("Chưa có gì để in: chưa xếp chỗ, hoặc không có đại biểu nào như vậy.")
    return file(pdf, PDF, f"{name}.pdf", shown=True)


@routes.get("/reports/giay-moi.docx")
def letter_file() -> Response:
    """A draft of the official invitation, to be completed, signed and sealed."""
    from badges.word import word_letter

    with told():
        return file(word_letter(invitation_letter(g.house.config.event)), WORD, "giay-moi.docx")


def _standing(house: House) -> Standing:
    reader = house.store.read
    return Standing.of(house.config.event, reader.invitations(), reader.admissions(), house.clock())


def _report(house: House, frozen: list[Frozen]) -> Report:
    head = house.store.read.head()
    return report(_standing(house), head, [one.sentence for one in frozen])


def _frozen(house: House) -> Iterator[Frozen]:
    """Give the numbers that were put on record, the first of them first."""
    reader, after = house.store.read, 0
    while records := reader.scans(after, JOURNAL_PAGE):
        after = records[-1].seq
        for record in records:
            if record.detail.get("what") == "freeze":
                sentence = record.detail["headcount"]["sentence"]
                yield Frozen(sentence, record.at, record.person)
