"""Halls of other kinds than the sample's: round tables, desks as in a classroom, and the JSON form."""

from server.hall.toml_form import read_hall_toml

_ROOM = """
id = "{id}"
name = "Hội trường {id}"
name_en = "Hall {id}"
width = 16.0
depth = 18.0
fill = "centre-out-left-first"

[stage]
label = "SÂN KHẤU"
label_en = "STAGE"
x = 0
y = 0
width = 16.0
depth = 1.8

[[spots]]
id = "door"
label = "Cửa chính"
label_en = "Main door"
x = 8.0
y = 17.6

[[spots]]
id = "exit"
label = "Cửa phụ"
label_en = "Side door"
x = 15.8
y = 8.0

[[tables]]
id = "B"
label = "Bàn"
label_en = "Table"
"""

ROUNDS_TEXT = (
    _ROOM.format(id="ban-tron")
    + """
shape = "round"
seats = 8
count = 12
across = 4
x = 2.6
y = 5.6
pitch = 3.6
line_pitch = 3.6
wheelchair = ["B12.1"]

[[zones]]
id = "A"
name = "Khách danh dự"
name_en = "Guests of honour"
seats = ["B2"]
groups = ["LDT", "LDVP"]
"""
)

DESKS_TEXT = (
    _ROOM.format(id="lop-hoc")
    + """
shape = "desk"
seats = 3
count = 32
across = 4
x = 3.5
y = 4.0
pitch = 3.0
line_pitch = 1.5
without = ["B32.3"]
"""
)

ROUNDS = read_hall_toml("rounds.toml", ROUNDS_TEXT)
DESKS = read_hall_toml("desks.toml", DESKS_TEXT)


def spelt_out(hall):
    """The same hall in the JSON form in which every seat stands by itself."""
    return {
        "schema": "hall/1",
        "id": hall.id,
        "name_vi": hall.name,
        "name_en": hall.name_en,
        "size_m": {"width": hall.width, "depth": hall.depth},
        "stage": {"label_vi": "SÂN KHẤU", "label_en": "STAGE", "x": 0, "y": 0, "w": 12.7, "h": 1.8},
        "chair_table": {"label_vi": "BÀN CHỦ TRÌ"},
        "blocks": [
            {"id": b.id, "name_vi": b.name.capitalize(), "name_en": b.name_en.capitalize()}
            for b in hall.blocks
        ],
        "rows": [{"id": row.id} for row in hall.rows if not row.head],
        "zones": [
            {"id": z.id, "name_vi": z.name, "name_en": z.name_en, "groups": z.groups} | (
                {"award": True} if z.award else {}
            )
            for z in hall.zones
        ],
        "points": [
            {"id": s.id, "label_vi": s.label, "label_en": s.label_en, "x": s.x, "y": s.y}
            for s in hall.spots
        ],
        "seats": [
            {
                "id": s.id, "row": s.row, "number": s.number, "block": s.block or s.row,
                "zone": s.zone, "x": s.x, "y": s.y, "accessible": s.wheelchair,
                "order_in_row": s.order,
            }
            for s in hall.seats
        ],
    }  # fmt: skip
