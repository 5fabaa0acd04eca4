"""Writes official documents as .docx, for a clerk to complete, sign and seal.

A4 upright, margins 20/20/30/15 mm, Times New Roman throughout: the layout of Decree
30/2020. Nothing personal, no QR: a signed document is the same for everybody.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from badges.lettering import bound, keep_words_whole, tidy
from badges.official import (
    MOTTO,
    NATION,
    Foot,
    Head,
    Letter,
    OfficialReport,
    Table,
    recipient_lines,
)

_FONT = "Times New Roman"
_LANGUAGE = "vi-VN"
# The least that the decree allows between paragraphs, in points.
_APART = 6
_WIDTH = 165.0
_HOLD = "\N{NO-BREAK SPACE}"
_LEFT = WD_ALIGN_PARAGRAPH.LEFT
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY


def word_report(report: OfficialReport) -> bytes:
    """Write the report as a Word document."""
    paper = _blank(tidy(report.title), tidy(report.subject))
    _number_pages(paper)
    _head(paper, report.head)
    _title(paper, report.title, report.subject)
    for sentence in report.sentences:
        _body(paper, sentence)
    for number, table in enumerate(report.tables, 1):
        _section(paper, number, table)
    _say(paper.add_paragraph(), report.seal, size=10.5, italic=True, before=8)
    _foot(paper, report.foot)
    return _saved(paper)


def word_letter(letter: Letter) -> bytes:
    """Write the invitation letter as a Word document, with a comment for the clerk."""
    paper = _blank(tidy(letter.title), tidy(letter.subject))
    _number_pages(paper)
    _head(paper, letter.head)
    title = _title(paper, letter.title, letter.subject)
    if letter.for_clerk:
        paper.add_comment(title.runs, text=letter.for_clerk, author="dontiep", initials="dt")
    _body(paper, letter.opening)
    for guest in letter.guests:
        _body(paper, f"- {guest}")
    _body(paper, letter.purpose)
    for label, lines in letter.facts:
        _fact(paper, label, lines)
    _body(paper, letter.closing)
    _foot(paper, letter.foot)
    return _saved(paper)


def _blank(title: str, subject: str) -> Paper:
    paper = Document()
    page = paper.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.header_distance = page.footer_distance = Mm(10)
    style: Any = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)
    # A word processor that takes it for English underlines every word.
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    told = paper.core_properties
    told.title, told.subject, told.language = title[:255], subject[:255], _LANGUAGE
    told.author = told.comments = ""
    told.created = told.modified = datetime.now(UTC)
    return paper


def _number_pages(paper: Paper) -> None:
    """Number pages in the middle of the upper margin, the first one excepted."""
    page = paper.sections[0]
    page.different_first_page_header_footer = True
    paragraph = page.header.paragraphs[0]
    paragraph.alignment = _CENTRE
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001  # python-docx has no fields of its own


def _head(paper: Paper, head: Head) -> None:
    """Set issuer and symbol on the left, nation, motto, place and day on the right."""
    # Before a table that comes first LibreOffice puts an empty line, where there are comments;
    # not where a flat paragraph stands already.
    first = paper.add_paragraph()
    _say(first, "", size=1)
    first.paragraph_format.line_spacing = Pt(1)
    left, right = _two_columns(paper, 72, 93)
    _say(left.paragraphs[0], head.parent, size=12, align=_CENTRE, narrower=0.3)
    host = keep_words_whole(tidy(head.host))
    _say(left.add_paragraph(), host, size=12, bold=True, align=_CENTRE)
    _rule(left, 72, 26)
    _say(left.add_paragraph(), head.symbol, align=_CENTRE, before=4)
    _say(right.paragraphs[0], NATION, size=12, bold=True, align=_CENTRE)
    _say(right.add_paragraph(), MOTTO, bold=True, align=_CENTRE)
    _rule(right, 93, 56)
    _say(right.add_paragraph(), head.place_and_day, italic=True, align=_CENTRE, before=4)


def _title(paper: Paper, title: str, subject: str) -> Paragraph:
    heading = paper.add_paragraph()
    _say(heading, title, size=14, bold=True, align=_CENTRE, before=10)
    _say(paper.add_paragraph(), bound(subject), bold=True, align=_CENTRE)
    _rule(paper, _WIDTH, 40)
    _say(paper.add_paragraph(), "", size=6)
    return heading


def _body(paper: Paper, text: str) -> Paragraph:
    paragraph = paper.add_paragraph()
    _say(paragraph, bound(text), align=_JUSTIFY, after=_APART)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def _fact(paper: Paper, label: str, lines: Sequence[str]) -> None:
    """Set a fact after its label, or below it where it takes several lines."""
    first = f" {lines[0]}" if len(lines) == 1 else ""
    paragraph = _body(paper, f"{label}:")
    paragraph.runs[0].bold = True
    _say(paragraph, bound(first), align=_JUSTIFY, after=_APART)
    for line in lines if len(lines) > 1 else ():
        _body(paper, f"- {line}")


def _section(paper: Paper, number: int, table: Table) -> None:
    heading = paper.add_paragraph()
    _say(heading, f"{number}. {table.title}", bold=True, before=9, after=3)
    heading.paragraph_format.keep_with_next = True
    if table.note:
        note = paper.add_paragraph()
        _say(note, table.note, italic=True, after=3)
        note.paragraph_format.keep_with_next = True
    if not table.rows:
        _body(paper, table.empty)
        return
    drawn = paper.add_table(rows=0, cols=len(table.fields))
    drawn.style = "Table Grid"
    _lay_out(drawn, [field.share for field in table.fields])
    _row(drawn, table, [field.heading for field in table.fields], bold=True, heading=True)
    for row in table.rows:
        _row(drawn, table, row)
    # The title of a table stands with its head and first lines, never at the foot of a page.
    for row in drawn.rows[:-1][:3]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    if table.total:
        _row(drawn, table, table.total, bold=True)


def _lay_out(drawn: WordTable, shares: Sequence[float]) -> None:
    """Fix the widths: what is left to Word it recomputes differently on each machine."""
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    drawn.autofit = False
    rims = _rims("w:tblCellMar", 57)  # a millimetre
    drawn._tbl.tblPr.append(rims)  # noqa: SLF001  # no name for it
    for column, share in zip(drawn.columns, shares, strict=True):
        column.width = Mm(_WIDTH * share / sum(shares))


def _row(
    drawn: WordTable,
    table: Table,
    texts: Sequence[str],
    *,
    bold: bool = False,
    heading: bool = False,
) -> None:
    row = drawn.add_row()  # type: ignore[no-untyped-call]
    marks = ("w:cantSplit", "w:tblHeader") if heading else ("w:cantSplit",)
    for mark in marks:
        row._tr.get_or_add_trPr().append(OxmlElement(mark))  # noqa: SLF001  # no name for it
    for cell, field, text in zip(row.cells, table.fields, texts, strict=True):
        centred = heading or field.kind == "number"
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _say(
            cell.paragraphs[0],
            bound(text),
            size=12,
            bold=bold,
            align=_CENTRE if centred else _LEFT,
            before=1.5,
            after=1.5,
        )
        column = list(table.fields).index(field)
        cell.width = drawn.columns[column].width or Mm(10)


def _foot(paper: Paper, foot: Foot) -> None:
    """Set the recipients on the left, room for signature and seal on the right."""
    # A signature never stands alone on a page.
    above = paper.paragraphs[-1]
    for paragraph in (above, paper.add_paragraph()):
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.keep_together = True
    _say(paper.paragraphs[-1], "", size=6)
    left, right = _two_columns(paper, 85, 80)
    _say(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for line in recipient_lines(foot.recipients):
        _say(left.add_paragraph(), line, size=11)
    _say(right.paragraphs[0], foot.signer_title, bold=True, align=_CENTRE)
    for _ in range(4):
        _say(right.add_paragraph(), "", align=_CENTRE)
    _say(right.add_paragraph(), foot.signer_name, bold=True, align=_CENTRE)


def _two_columns(paper: Paper, left: float, right: float) -> tuple[_Cell, _Cell]:
    grid = paper.add_table(rows=1, cols=2)
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    row = grid.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # no name for it
    for cell, column, width in zip(row.cells, grid.columns, (left, right), strict=True):
        cell.width = column.width = Mm(width)
        # The nation's name fills its column, so the cell gives no room away.
        cell._tc.get_or_add_tcPr().append(_rims("w:tcMar", 0))  # noqa: SLF001  # no name for it
    return row.cells[0], row.cells[1]


def _rims(name: str, twips: int) -> Any:
    """Give the element that says how far text keeps off the sides of a cell."""
    margins = OxmlElement(name)
    for side in ("w:left", "w:right"):
        edge = OxmlElement(side)
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    return margins


def _rule(where: Paper | _Cell, width: float, length: float) -> None:
    """Draw a line of `length` mm in the middle of `width` mm, as the border of a flat paragraph."""
    paragraph = where.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((width - length) / 2)
    form.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001  # no name for it


def _say(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = 13,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
    before: float = 0,
    after: float = 0,
    narrower: float = 0,
) -> None:
    """Write into a paragraph; a leading space parts it from what stands there already."""
    words = _HOLD.join(tidy(part) for part in text.split(_HOLD))
    run = paragraph.add_run(f" {words}" if text.startswith(" ") and words else words)
    run.font.name, run.font.size, run.bold, run.italic = _FONT, Pt(size), bold, italic
    if narrower:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(-20 * narrower)))
        run._r.get_or_add_rPr().append(spacing)  # noqa: SLF001  # no name for it
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)


def _saved(paper: Paper) -> bytes:
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()
