"""Halls of other kinds than the sample's: round tables, and desks as in a classroom."""

from server.hall_toml import read_hall_toml

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
