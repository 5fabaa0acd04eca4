"""The hall's file as a design: the keys of the TOML form as plain values, read, written, begun.

A page changes the design and not the text; what it writes is again the file that people edit,
each part under a line that says what it is.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from server.errors import InvalidError
from server.sentences import Sentence, joined, mark, say
from server.toml import ConfigError, read_table

Design = Mapping[str, Any]
Kind = Literal["rows", "round", "desk"]

_HEAD = """\
# Hội trường, viết ra từ trang "Sửa hội trường". Sửa tay được; mọi số đo bằng mét, nhìn từ phía
# đại biểu lên sân khấu: x từ trái sang phải, y từ mép sân khấu về cuối hội trường.
"""
# Each part in the order of the file, with the line that stands above it.
_PARTS = {
    "stage": "Sân khấu.",
    "head_table": "Bàn chủ trì, ghế 1 ở x; pitch là khoảng cách giữa hai ghế.",
    "blocks": "Dãy ghế: từ số … đến số …, ghế đầu ở x. Mọi hàng có cùng các dãy.",
    "rows": "Các hàng, hàng đầu sát sân khấu. wheelchair: chỗ xe lăn; without: số không có ghế.",
    "tables": 'Bàn: shape = "round" bàn tròn, "desk" bàn học. x, y: giữa bàn đầu tiên.',
    "zones": 'Khu vực dành riêng: seats là "A", "A-C", "H01-H06" hoặc "H07".',
    "press_area": "Khu vực tác nghiệp, nói với phóng viên khi đến.",
    "spots": '"door" cửa chính, "exit" cửa phụ (lối xe lăn), "reception", "camera".',
}
_KEY = r"[a-z_]{1,20}"
_STAGE_DEPTH = 1.8
_SEAT, _ROW, _AISLE, _WALL = 0.8, 1.0, 1.2, 1.0
_TABLE = {"round": (3.2, 3.2), "desk": (1.0, 1.5)}  # between tables, between lines
_ELBOWS = 0.65

# How parts begin that a page adds. Names are of the record, and so in Vietnamese.
BEGUN: Design = {
    "stage": {"label": "SÂN KHẤU", "label_en": "STAGE", "x": 0.0, "y": 0.0, "depth": _STAGE_DEPTH},
    "head_table": {
        "id": "CT", "label": "Bàn chủ trì", "label_en": "Chairman's table",
        "seats": 5, "y": _STAGE_DEPTH + 0.5, "pitch": 0.9,
    },
    "blocks": {"name": "dãy", "name_en": "block"},
    "tables": {
        "id": "B", "label": "Bàn", "label_en": "Table", "shape": "round", "seats": 8,
        "count": 4, "across": 4, "x": 2.1, "pitch": 3.2, "line_pitch": 3.2,
    },
    "zones": {"name": "Khu", "name_en": "Zone"},
    "spots": [
        {"id": "door", "label": "Cửa chính", "label_en": "Main door"},
        {"id": "exit", "label": "Cửa phụ", "label_en": "Side door"},
        {"id": "reception", "label": "Bàn đón tiếp đại biểu", "label_en": "Reception desk"},
        {"id": "camera", "label": "Vị trí máy quay", "label_en": "Camera"},
        {"id": "point", "label": "Điểm", "label_en": "Point"},
    ],
    "press_area": {"label": "Phía sau hội trường", "label_en": "rear of the hall"},
}  # fmt: skip


def read_design(name: str, text: str) -> dict[str, Any]:
    """Give the design of the text of the TOML file called `name`. Raises ConfigError."""
    read_table(name, text)  # which says in words what is no TOML
    return tomllib.loads(text.removeprefix("\ufeff"))


def write_design(design: Design) -> str:
    """Write the file of a design. Raises InvalidError for what no file can hold."""
    plain = {key: value for key, value in design.items() if key not in _PARTS}
    parts = {key: design[key] for key in _PARTS if design.get(key) not in (None, [], {})}
    sections = [_HEAD + "\n" + "\n".join(_lines(plain))]
    for key, value in parts.items():
        tables = value if isinstance(value, list) else [value]
        title = f"[[{key}]]" if isinstance(value, list) else f"[{key}]"
        bodies = ["\n".join([title, *_lines(_object(key, table))]) for table in tables]
        sections.append(f"# {_PARTS[key]}\n" + "\n\n".join(bodies))
    return "\n\n".join(sections) + "\n"


def new_design(kind: Kind, lines: int, across: int, seats: int, *, head: bool) -> dict[str, Any]:
    """Begin a hall: so many rows of `across` blocks of `seats`, or lines of tables.

    Raises ConfigError in the end like any design, where this is more than a hall can hold.
    """
    top = _STAGE_DEPTH + (2.8 if head else 1.4)
    if kind == "rows":
        width, depth, parts = _rows(lines, across, seats, top)
    else:
        width, depth, parts = _tables(kind, lines, across, seats, top)
    middle = round(width / 2, 2)
    design: dict[str, Any] = {
        "id": "hoi-truong",
        "name": "Hội trường",
        "name_en": "Hall",
        "width": width,
        "depth": depth,
        "fill": "centre-out-left-first",
        "stage": BEGUN["stage"] | {"width": width},
    }
    if head:
        design["head_table"] = BEGUN["head_table"] | {"x": round(middle - 1.8, 2)}
    door, side = BEGUN["spots"][:2]
    spots = [
        door | {"x": middle, "y": round(depth - 0.4, 2)},
        side | {"x": round(width - 0.2, 2), "y": round(top + 1.0, 2)},
    ]
    return design | parts | {"spots": spots}


def _rows(lines: int, across: int, seats: int, top: float) -> tuple[float, float, dict[str, Any]]:
    block = (seats - 1) * _SEAT
    lefts = [_WALL + 0.4 + n * (block + _AISLE) for n in range(across)]
    names = {1: [("dãy giữa", "middle block")], 2: _TWO, 3: [_TWO[0], _MIDDLE, _TWO[1]]}
    called = names.get(across) or [(f"dãy {n}", f"block {n}") for n in range(1, across + 1)]
    blocks = [
        {
            "id": f"D{n + 1}", "name": called[n][0], "name_en": called[n][1],
            "seats": [n * seats + 1, (n + 1) * seats], "x": round(left, 2), "pitch": _SEAT,
        }
        for n, left in enumerate(lefts)
    ]  # fmt: skip
    rows = [{"id": row_name(n), "y": round(top + n * _ROW, 2)} for n in range(lines)]
    width = round(lefts[-1] + block + _WALL + 0.4, 2)
    return width, round(top + lines * _ROW + 2.4, 2), {"blocks": blocks, "rows": rows}


_TWO = [("dãy trái", "left block"), ("dãy phải", "right block")]
_MIDDLE = ("dãy giữa", "middle block")


def _tables(
    kind: Literal["round", "desk"], lines: int, across: int, seats: int, top: float
) -> tuple[float, float, dict[str, Any]]:
    apart, line_pitch = _TABLE[kind]
    wide = seats * _ELBOWS if kind == "desk" else max(0.0, (seats - 8) * 0.22)
    pitch = round(apart + wide, 2)
    deep = line_pitch + (max(0.0, (seats - 8) * 0.22) if kind == "round" else 0.0)
    first = round(pitch / 2 + _WALL / 2, 2)
    tables = BEGUN["tables"] | {
        "shape": kind, "seats": seats,
        "count": lines * across, "across": across, "x": first,
        "y": round(top + (line_pitch / 2 if kind == "round" else 0), 2),
        "pitch": pitch, "line_pitch": round(deep, 2),
    }  # fmt: skip
    width = round(across * pitch + _WALL, 2)
    return width, round(top + lines * deep + 2.4, 2), {"tables": [tables]}


def row_name(n: int) -> str:
    """Name the row `n` (0 is the first): A to Z, then AA, AB and so on."""
    return chr(65 + n) if n < 26 else row_name(n // 26 - 1) + row_name(n % 26)


def _object(key: str, table: object) -> Design:
    if not isinstance(table, dict):
        raise InvalidError(say("Mục «%(key)s» của hội trường không đúng dạng.", key=key))
    return table


def _lines(table: Design) -> Iterator[str]:
    for key, value in table.items():
        if not re.fullmatch(_KEY, key):
            raise InvalidError(say("Hội trường không có khóa «%(key)s».", key=key[:40]))
        if value is not None:
            yield f"{key} = {_value(key, value)}"


def _value(key: str, value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_single(key, one) for one in value)}]"
    return _single(key, value)


def _single(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | float):
        return repr(value)
    raise InvalidError(say("Giá trị của «%(key)s» trong hội trường không đúng dạng.", key=key))


PART_WORDS = {
    "stage": mark("Sân khấu"),
    "head_table": mark("Bàn chủ trì"),
    "blocks": mark("Dãy"),
    "rows": mark("Hàng"),
    "tables": mark("Cụm bàn"),
    "zones": mark("Khu"),
    "press_area": mark("Khu tác nghiệp"),
    "spots": mark("Điểm"),
}


def fault_of(error: InvalidError, design: Design) -> tuple[Sequence[str | int], Sentence]:
    """Give where in the design a fault is, and the sentence that says so without the file."""
    if not isinstance(error, ConfigError):
        return (), error.sentence
    path, said = error.path, error.said or error.sentence
    part = PART_WORDS.get(str(path[0])) if path else None
    if part is None:
        return path, said
    if len(path) > 1 and isinstance(path[1], int):
        listed = design.get(str(path[0]))
        one = listed[path[1]] if isinstance(listed, list) and path[1] < len(listed) else {}
        name = one.get("label") or one.get("name") or one.get("id") or path[1] + 1
        part = joined((part, str(name)), " ")
    return path, joined((part, said), ": ")
