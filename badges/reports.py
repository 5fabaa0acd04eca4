"""Draws an official report as a PDF: A4 upright, Tinos, black."""

from collections.abc import Sequence

from badges.lettering import keep_words_whole, printable
from badges.official import MOTTO, NATION, OfficialReport, Table, recipient_lines
from badges.typesetting import Job, set_pdf


def print_report(report: OfficialReport) -> bytes:
    """Draw the report. Raises TypesettingError, ValueError where a row does not fit its table."""
    head, foot = report.head, report.foot
    values = {
        "nation": NATION,
        "motto": MOTTO,
        "parent": printable(head.parent),
        "host": printable(head.host),
        "symbol": head.symbol,
        "place_and_day": head.place_and_day,
        "title": printable(report.title),
        "subject": printable(report.subject),
        "sentences": [printable(sentence, longest=2000) for sentence in report.sentences],
        "tables": [_table(table) for table in report.tables],
        "seal": report.seal,
        "recipients": [printable(line) for line in recipient_lines(foot.recipients)],
        "signer_title": printable(foot.signer_title),
        "signer_name": printable(foot.signer_name),
    }
    return set_pdf(Job("reports", values))


def _table(table: Table) -> dict[str, object]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    if wrong := next((row for row in rows if len(row) != len(table.fields)), None):
        raise ValueError(f"{len(wrong)} texts for {len(table.fields)} fields: {wrong!r}")
    return {
        "title": printable(table.title),
        "note": printable(table.note, longest=600),
        "empty": table.empty,
        "fields": [
            {"heading": printable(f.heading), "share": f.share, "number": f.kind == "number"}
            for f in table.fields
        ],
        "rows": [_cells(row) for row in table.rows],
        "total": _cells(table.total) if table.total else None,
    }


def _cells(row: Sequence[str]) -> list[str]:
    return [keep_words_whole(printable(cell)) for cell in row]
