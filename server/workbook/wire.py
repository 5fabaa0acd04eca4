"""How a workbook crosses from the child: as JSON, which can carry values and nothing else."""

import json
from datetime import date, datetime
from typing import Any

from server.errors import InvalidError
from server.guestlist.sheets import Cell, Level, Problem, Sheet, Span, Workbook
from server.sentences import Sentence, from_document


def pack(workbook: Workbook) -> bytes:
    """Write a workbook as the child's answer."""
    sheets = [
        {
            "name": sheet.name,
            "rows": [[_pack_cell(cell) for cell in row] for row in sheet.rows],
            "spans": [
                [span.first_row, span.first_column, span.last_row, span.last_column]
                for span in sheet.spans
            ],
            "hidden": sheet.hidden,
            "hidden_rows": sorted(sheet.hidden_rows),
        }
        for sheet in workbook.sheets
    ]
    problems = [
        [p.sheet, p.row, p.column, p.level, p.code, p.message.document()] for p in workbook.problems
    ]
    answer = {"sheets": sheets, "active": workbook.active, "problems": problems}
    return json.dumps(answer, ensure_ascii=False).encode()


def pack_refusal(sentence: Sentence) -> bytes:
    """Write a refusal as the child's answer."""
    return json.dumps({"refused": sentence.document()}, ensure_ascii=False).encode()


def unpack(answer: bytes) -> Workbook:
    """Read the child's answer. Raises InvalidError with the sentence of a refusal."""
    said = json.loads(answer)
    if "refused" in said:
        raise InvalidError(from_document(said["refused"]))
    return Workbook(
        tuple(
            Sheet(
                sheet["name"],
                tuple(tuple(_unpack_cell(cell) for cell in row) for row in sheet["rows"]),
                tuple(Span(*span) for span in sheet["spans"]),
                sheet["hidden"],
                frozenset(sheet["hidden_rows"]),
            )
            for sheet in said["sheets"]
        ),
        said["active"],
        tuple(_unpack_problem(*problem) for problem in said["problems"]),
    )


def _pack_cell(cell: Cell) -> Any:
    return {"at": cell.isoformat()} if isinstance(cell, date) else cell


def _unpack_problem(
    sheet: str, row: int | None, column: str | None, level: Level, code: str, message: Any
) -> Problem:
    return Problem(sheet, row, column, level, code, from_document(message))


def _unpack_cell(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return datetime.fromisoformat(cell["at"])
    value: Cell = cell
    return value
