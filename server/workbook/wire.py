"""How a workbook crosses from the child: as JSON, which can carry values and nothing else."""

import json
from datetime import date, datetime
from typing import Any

from server.errors import InvalidError
from server.guestlist.sheets import Cell, Problem, Sheet, Span, Workbook


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
    problems = [[p.sheet, p.row, p.column, p.level, p.code, p.message] for p in workbook.problems]
    answer = {"sheets": sheets, "active": workbook.active, "problems": problems}
    return json.dumps(answer, ensure_ascii=False).encode()


def pack_refusal(sentence: str) -> bytes:
    """Write a refusal as the child's answer."""
    return json.dumps({"refused": sentence}, ensure_ascii=False).encode()


def unpack(answer: bytes) -> Workbook:
    """Read the child's answer. Raises InvalidError with the sentence of a refusal."""
    said = json.loads(answer)
    if "refused" in said:
        raise InvalidError(said["refused"])
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
        tuple(Problem(*problem) for problem in said["problems"]),
    )


def _pack_cell(cell: Cell) -> Any:
    return {"at": cell.isoformat()} if isinstance(cell, date) else cell


def _unpack_cell(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return datetime.fromisoformat(cell["at"])
    value: Cell = cell
    return value
