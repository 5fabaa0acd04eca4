"""The hall: its file, its seats in words, and the way to each of them."""

import json
from dataclasses import replace

import pytest

from server.config import load_config
from server.hall import fill_order, seat_words
from server.hall.json_form import read_hall_json
from server.hall.toml_form import read_hall_toml
from server.hall.way import way, way_words
from server.hall_file import SAMPLE_HALL, load_hall
from server.toml import ConfigError
from tests.server.halls import spelt_out

HALL = load_hall()
TEXT = SAMPLE_HALL.read_text("utf-8")


def complaint(old, new):
    """What is said when this stands in the sample's file in place of that."""
    assert old in TEXT
    with pytest.raises(ConfigError) as caught:
        read_hall_toml("hall.toml", TEXT.replace(old, new, 1))
    return str(caught.value)


def test_the_samples_hall_is_eight_rows_of_twelve_and_a_table_of_five():
    assert [row.id for row in HALL.rows] == ["CT", *"ABCDEFGH"]
    assert len(HALL.seats) == 101
    assert [s.id for s in HALL.seats if s.row == "B"] == [f"B{n:02d}" for n in range(1, 13)]
    assert [s.id for s in HALL.seats if s.row == "CT"] == ["CT1", "CT2", "CT3", "CT4", "CT5"]
    assert [s.id for s in HALL.seats if s.wheelchair] == ["D12", "H01"]


def test_every_group_of_the_shipped_event_has_a_zone_in_the_samples_hall():
    codes = {group.code for group in load_config().event.groups}
    assert {code for zone in HALL.zones for code in zone.groups} == codes


def test_protocol_fills_a_row_from_the_middle_the_left_first():
    row = sorted((s for s in HALL.seats if s.row == "A"), key=lambda s: s.order)
    assert [s.number for s in row] == [6, 7, 5, 8, 4, 9, 3, 10, 2, 11, 1, 12]
    table = sorted((s for s in HALL.seats if s.row == "CT"), key=lambda s: s.order)
    assert [s.number for s in table] == [3, 2, 4, 1, 5]


@pytest.mark.parametrize(
    ("fill", "numbers"),
    [
        ("centre-out-left-first", [2, 3, 1, 4]),
        ("centre-out-right-first", [3, 2, 4, 1]),
        ("left-to-right", [1, 2, 3, 4]),
        ("right-to-left", [4, 3, 2, 1]),
    ],
)
def test_a_row_fills_as_its_setting_says(fill, numbers):
    assert fill_order(fill, [(1, 0.9), (2, 1.7), (3, 3.3), (4, 4.1)], 2.5) == numbers


def test_a_row_may_list_its_order_by_hand_and_leave_seats_out():
    text = TEXT.replace(
        'id = "A"\ny = 4.6', 'id = "A"\ny = 4.6\nwithout = [1, 12]\nfill = "right-to-left"', 1
    ).replace('id = "B"\ny = 5.6', f'id = "B"\ny = 5.6\norder = {list(range(12, 0, -1))}', 1)
    hall = read_hall_toml("hall.toml", text)
    order = {s.id: s.order for s in hall.seats}
    assert "A01" not in order
    assert (order["A11"], order["A02"]) == (1, 10)
    assert (order["B12"], order["B01"]) == (1, 12)


def test_a_seat_is_said_in_both_languages():
    words = seat_words(HALL, "B07")
    assert words is not None
    assert words.labels == ("Hàng B, ghế 07 (dãy phải)", "Row B, seat 07 (right block)")
    assert words.shorts == ("Hàng B, ghế 07", "B07")
    assert words.document() == {
        "id": "B07",
        "label": "Hàng B, ghế 07 (dãy phải)",
        "row": "B",
        "number": "07",
        "side": "dãy phải",
        "zone": "Lãnh đạo sở, ban, ngành",
        "table": False,
    }


def test_a_place_at_the_chairmans_table_is_in_no_row():
    words = seat_words(HALL, "CT1")
    assert words is not None
    assert words.labels == ("Bàn chủ trì, ghế 01", "Chairman's table, seat 01")
    assert (words.document()["row"], words.document()["number"]) == (None, None)


def test_a_seat_that_is_not_there_has_no_words_and_no_way():
    assert seat_words(HALL, "Z01") is None
    assert way(HALL, "Z01") == ()
    assert way_words(HALL, "Z01") is None


def test_the_way_leads_from_the_door_behind_the_rows_up_the_aisle_and_along_the_row():
    assert way(HALL, "B07") == ((6.35, 14.6), (6.35, 12.6), (6.35, 5.6), (7.25, 5.6))
    assert way(HALL, "A01") == (
        (6.35, 14.6), (6.35, 12.6), (0.7, 12.6), (0.7, 4.6), (1.45, 4.6),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("seat", "vi", "en"),
    [
        (
            "B07",
            "Từ Cửa chính theo lối đi giữa lên hàng B, ghế ở bên phải lối đi",
            "From the main door take the middle aisle to row B; your seat is on its right",
        ),
        (
            "A01",
            "Từ Cửa chính theo lối đi bên trái lên hàng A, ghế ở bên phải lối đi",
            "From the main door take the left aisle to row A; your seat is on its right",
        ),
        (
            "D12",
            "Từ Cửa phụ theo lối đi bên phải lên hàng D, ghế ở bên trái lối đi",
            "From the side door take the right aisle to row D; your seat is on its left",
        ),
        (
            "CT3",
            "Từ Cửa chính theo lối đi giữa lên bàn chủ trì",
            "From the main door take the middle aisle to the chairman's table",
        ),
    ],
)
def test_the_way_is_said_in_words(seat, vi, en):
    assert way_words(HALL, seat) == (vi, en)


def test_a_wheelchair_on_the_far_side_comes_in_by_the_main_door():
    assert way(HALL, "D12")[0] == (12.5, 8.0)
    assert way(HALL, "H01")[0] == (6.35, 14.6)


def test_a_hall_without_a_door_draws_no_way():
    assert way(replace(HALL, spots=()), "B07") == ()


def test_neighbours_do_not_reach_across_the_aisle():
    for seat_id, beside in (("D12", ["D11"]), ("A06", ["A05"]), ("A03", ["A02", "A04"])):
        seat = HALL.seat(seat_id)
        assert seat is not None
        assert [other.id for other in HALL.beside(seat)] == beside


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('fill = "centre-out-left-first"', 'fill = "centre-out"', "«centre-out-left-first»"),
        ("seats = [1, 6]", "seats = [6, 1]", "số ghế đầu và số ghế cuối"),
        ("seats = [1, 6]", "seats = [1, 7]", "ghế số 7 có ở hai dãy"),
        ("7.6\nwheelchair = [12]", "7.6\nwheelchair = [13]", "không có ghế số 13"),
        ('id = "B"\ny = 5.6', 'id = "A"\ny = 5.6', "«A» bị ghi hai lần"),
        ('seats = ["B"]', 'seats = ["K"]', "không có hàng hay ghế «K»"),
        ('seats = ["B"]', 'seats = ["B", "A12"]', "ghế A12 đã thuộc khu A"),
        ('seats = ["H07-H12"]', 'seats = ["H12-H07"]', "không có hàng hay ghế «H12-H07»"),
        ("pitch = 0.8", "pich = 0.8", "có phải «pich» bị gõ nhầm"),
        ("y = 5.6", "y = 5.6\norder = [1, 2, 3]", "không kể đủ các ghế"),
        ("width = 12.7\ndepth = 15.0", "width = -1\ndepth = 15.0", "hãy ghi một số từ"),
        ("width = 12.7\ndepth = 15.0", "width = nan\ndepth = 15.0", "hãy ghi một số từ"),
        ('groups = ["SBN"]', 'groups = "SBN"', "phải là một danh sách"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_line_key_and_remedy(old, new, words):
    said = complaint(old, new)
    assert said.startswith("hall.toml, dòng ")
    assert words in said


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(ConfigError, match="Không tìm thấy tệp"):
        load_hall("không-có.toml")


def test_the_json_form_makes_the_same_hall(tmp_path):
    file = tmp_path / "hall.json"
    file.write_text(json.dumps(spelt_out(HALL), ensure_ascii=False), "utf-8")
    read = load_hall(file)
    assert read.aisles == pytest.approx((0.725, 6.35, 11.975))
    zones = tuple(replace(zone, press=False) for zone in HALL.zones)
    assert replace(read, aisles=HALL.aisles) == replace(HALL, zones=zones, press_area=None)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda hall: hall.pop("seats"), "thiếu khóa 'seats'"),
        (lambda hall: hall["seats"][0].update(x="một"), "không phải tệp hội trường"),
        (lambda hall: hall.update(size_m=3), "không phải tệp hội trường"),
    ],
)
def test_a_json_that_is_no_hall_is_refused_in_one_sentence(spoil, words):
    hall = spelt_out(HALL)
    spoil(hall)
    with pytest.raises(ConfigError) as caught:
        read_hall_json("hall.json", json.dumps(hall))
    assert words in str(caught.value)


def test_what_is_not_json_is_told_with_its_line():
    with pytest.raises(ConfigError, match=r"hall\.json, dòng 2: "):
        read_hall_json("hall.json", '{\n "id": }')
