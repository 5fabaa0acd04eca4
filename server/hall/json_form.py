"""The JSON form `hall/1` of a hall, in which every seat is spelt out: text → Hall."""

import json
from collections.abc import Mapping
from typing import Any

from server.hall import Area, Block, Hall, Row, Seat, Spot, Zone, ways_between
from server.sentences import say
from server.toml import ConfigError


def read_hall_json(name: str, text: str) -> Hall:
    """Read a hall from the text of the JSON file called `name`. Raises ConfigError."""
    try:
        return _hall(json.loads(text))
    except json.JSONDecodeError as error:
        message = say(
            "%(name)s, dòng %(lineno)s: không đúng cú pháp JSON; hãy sửa dòng này.",
            name=name,
            lineno=error.lineno,
        )
    except KeyError as error:
        message = say(
            "%(name)s: thiếu khóa %(error)s; hãy bổ sung như trong tệp hội trường mẫu.",
            name=name,
            error=error,
        )
    except (TypeError, ValueError, AttributeError):
        message = say(
            "%(name)s: không phải tệp hội trường dạng hall/1; hãy dùng tệp TOML như tệp mẫu.",
            name=name,
        )
    raise ConfigError(message)


def _hall(hall: Mapping[str, Any]) -> Hall:
    seats = tuple(_seat(seat) for seat in hall["seats"])
    size = hall["size_m"]
    blocks = tuple(_block(block) for block in hall["blocks"])
    return Hall(
        id=str(hall["id"]),
        name=str(hall["name_vi"]),
        name_en=str(hall["name_en"]),
        width=float(size["width"]),
        depth=float(size["depth"]),
        rows=_rows(seats, {row["id"] for row in hall["rows"]}, hall.get("chair_table", {})),
        blocks=blocks,
        zones=tuple(_zone(zone) for zone in hall["zones"]),
        seats=seats,
        spots=tuple(_spot(spot) for spot in hall.get("points", ())),
        stage=_stage(hall["stage"]) if "stage" in hall else None,
        aisles=_aisles(seats, blocks, float(size["width"])),
    )


def _seat(seat: Mapping[str, Any]) -> Seat:
    return Seat(
        id=str(seat["id"]),
        row=str(seat["row"]),
        number=int(seat["number"]),
        block=None if seat["block"] == seat["row"] else str(seat["block"]),
        zone=str(seat["zone"]),
        x=float(seat["x"]),
        y=float(seat["y"]),
        order=int(seat["order_in_row"]),
        wheelchair=bool(seat.get("accessible", False)),
    )


def _rows(
    seats: tuple[Seat, ...], plain: set[str], chair_table: Mapping[str, Any]
) -> tuple[Row, ...]:
    """Give the rows front to back; seats of no listed row stand at the chairman's table."""
    rows: dict[str, Row] = {}
    for seat in sorted(seats, key=lambda seat: seat.y):
        head = seat.row not in plain
        label = str(chair_table.get("label_vi", "Bàn chủ trì")).capitalize()
        words = (label, "Chairman's table") if head else (f"Hàng {seat.row}", f"Row {seat.row}")
        rows.setdefault(seat.row, Row(seat.row, *words, seat.y, head))
    return tuple(rows.values())


def _block(block: Mapping[str, Any]) -> Block:
    return Block(str(block["id"]), str(block["name_vi"]).lower(), str(block["name_en"]).lower())


def _zone(zone: Mapping[str, Any]) -> Zone:
    groups = tuple(str(group) for group in zone["groups"])
    name, name_en = str(zone["name_vi"]), str(zone["name_en"])
    return Zone(str(zone["id"]), name, name_en, groups, bool(zone.get("award", False)))


def _spot(spot: Mapping[str, Any]) -> Spot:
    label = str(spot["label_vi"])
    x, y = float(spot["x"]), float(spot["y"])
    return Spot(str(spot["id"]), label, str(spot.get("label_en", label)), x, y)


def _stage(stage: Mapping[str, Any]) -> Area:
    corner = float(stage["x"]), float(stage["y"])
    return Area(
        str(stage["label_vi"]),
        str(stage["label_en"]),
        *corner,
        float(stage["w"]),
        float(stage["h"]),
    )


def _aisles(seats: tuple[Seat, ...], blocks: tuple[Block, ...], width: float) -> tuple[float, ...]:
    """Give the x of the ways beside and between the blocks, which this form does not tell."""
    spans = [
        (min(xs), max(xs))
        for block in blocks
        if (xs := [seat.x for seat in seats if seat.block == block.id])
    ]
    return ways_between(spans, width)
