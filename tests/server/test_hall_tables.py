"""Round tables and classroom desks: where their guests sit, how they are called and reached."""

from dataclasses import replace
from itertools import pairwise
from math import dist

import pytest

from kiosk.hall_map import map_to_seat
from server.config import SHIPPED, load_config
from server.hall import seat_words
from server.hall.toml_form import read_hall_toml
from server.hall.way import way_words
from server.papers.chart import chart_of, entrance_chart
from server.papers.seating import slip_of
from server.papers.signs import signs_of
from server.reporting import Standing
from server.reseating import moves_up
from server.seating import assign
from server.toml import ConfigError
from tests.server.cast import MORNING
from tests.server.halls import DESKS, ROUNDS, ROUNDS_TEXT
from tests.server.sample_guests import sample_invitations

HALLS = pytest.mark.parametrize("hall", [ROUNDS, DESKS], ids=["rounds", "desks"])
EVENT = load_config(SHIPPED, environ={}).event


def seated(hall):
    """The sample's guests in that hall, seated by the rule, and what was said of it."""
    places = [replace(place, seat=None) for place in sample_invitations()]
    made = assign(hall, places, EVENT.groups, host=EVENT.organisers.host)
    return [replace(place, seat=made.seats.get(place.id)) for place in places], made


def test_tables_are_numbered_from_the_left_and_filled_by_protocol_from_the_middle():
    assert [row.id for row in ROUNDS.rows[:5]] == ["B2", "B3", "B1", "B4", "B6"]
    assert len(ROUNDS.seats) == 96
    first = sorted((s for s in ROUNDS.seats if s.row == "B2"), key=lambda s: s.order)
    assert [s.id for s in first] == [f"B2.{n}" for n in (1, 2, 8, 3, 7, 4, 6, 5)]
    assert first[0].y > first[-1].y  # the first of them looks at the stage across the table


def test_a_desk_fills_from_the_middle_of_the_hall_and_lacks_what_is_left_out():
    desk = sorted((s for s in DESKS.seats if s.row == "B2"), key=lambda s: s.order)
    assert [s.number for s in desk] == [3, 2, 1]
    assert {s.y for s in desk} == {4.6}
    assert [s.id for s in DESKS.seats if s.row == "B32"] == ["B32.1", "B32.2"]


def test_a_seat_at_a_table_is_said_with_the_table_s_number():
    words = seat_words(ROUNDS, "B5.3")
    assert words.labels == ("Bàn 5, ghế 3", "Table 5, seat 3")
    assert words.shorts == words.labels
    assert (words.row, words.number, words.table, words.head) == ("5", "3", True, False)


def test_neighbours_at_a_round_table_close_the_circle_and_at_a_desk_do_not():
    def beside(hall, seat):
        return [other.id for other in hall.beside(hall.seat(seat))]

    assert beside(ROUNDS, "B1.8") == ["B1.1", "B1.7"]
    assert beside(DESKS, "B1.3") == ["B1.2"]


@HALLS
def test_no_two_chairs_stand_in_one_place(hall):
    for at, seat in enumerate(hall.seats):
        for other in hall.seats[at + 1 :]:
            assert dist((seat.x, seat.y), (other.x, other.y)) > 0.6


@HALLS
def test_no_way_leads_over_another_guest_or_across_a_table(hall):
    for seat in hall.seats:
        drawn = map_to_seat(hall, seat.id)
        assert drawn["way"][-1] == [seat.x, seat.y]
        assert drawn["goal"] == {
            "row": None,
            "table": hall.row(seat).table.number,
            "seats": [[seat.x, seat.y]],
        }
        for (x0, y0), (x, y) in pairwise(drawn["way"]):
            assert (x == x0) != (y == y0)
            crossed = [
                other.id
                for other in hall.seats
                if other != seat
                and min(x0, x) - 0.2 <= other.x <= max(x0, x) + 0.2
                and min(y0, y) - 0.2 <= other.y <= max(y0, y) + 0.2
            ]
            assert crossed == []


@pytest.mark.parametrize(
    ("seat", "vi", "en"),
    [
        (
            "B5.3",
            "Từ Cửa chính theo lối đi thứ 1 từ trái đến bàn 5, ở bên phải lối đi",
            "From the main door take aisle 1 from the left to table 5, on its right",
        ),
        (
            "B6.7",
            "Từ Cửa chính theo lối đi thứ 3 từ trái đến bàn 6, ở bên trái lối đi",
            "From the main door take aisle 3 from the left to table 6, on its left",
        ),
    ],
)
def test_the_way_to_a_table_is_said_in_words(seat, vi, en):
    assert way_words(ROUNDS, seat) == (vi, en)


def test_the_rule_seats_zones_first_and_everybody_else_by_protocol_without_a_doubt():
    places, made = seated(ROUNDS)
    by_id = {place.id: place for place in places}
    assert made.doubts == ()
    assert {p.seat.partition(".")[0] for p in places if p.group in ("LDT", "LDVP")} == {"B2"}
    assert by_id["DB016"].seat == "B3.1"  # the first of the departments' leaders
    assert by_id["DB079"].seat == "B12.1"  # who comes in a wheelchair
    assert "B12.2" in made.kept_free  # the companion's, beside it around the table


def test_a_zone_names_tables_from_one_number_to_another():
    text = ROUNDS_TEXT.replace('["B2"]', '["B2-B4", "B9.1-B9.3"]')
    hall = read_hall_toml("rounds.toml", text)
    assert {s.row for s in hall.seats if s.zone} == {"B2", "B3", "B4", "B9"}
    assert sum(s.zone == "A" for s in hall.seats) == 27


def test_a_hall_too_small_says_so_of_those_who_rank_last():
    small = read_hall_toml("rounds.toml", ROUNDS_TEXT.replace("count = 12", "count = 4").replace(
        'wheelchair = ["B12.1"]', ""
    ))  # fmt: skip
    _, made = seated(small)
    assert {doubt.message.split(": ")[1] for doubt in made.doubts} >= {"hội trường đã hết ghế."}


def test_who_sits_at_a_table_behind_is_offered_an_empty_seat_at_one_in_front():
    places, _ = seated(ROUNDS)
    behind = next(p for p in places if (p.seat or "").startswith("B10.") and not p.award)
    offers = moves_up(ROUNDS, places, EVENT.groups, {behind.id})
    [offer] = offers
    assert (offer.before, offer.seat.partition(".")[0]) == (behind.seat, "B2")


def test_papers_name_tables_instead_of_rows():
    places, _ = seated(ROUNDS)
    standing = Standing.of(EVENT, places, {}, MORNING)
    chart, entrance = chart_of(standing, ROUNDS), entrance_chart(standing, ROUNDS)
    assert {table.label for table in chart.tables} == {f"Bàn {n}" for n in range(1, 13)}
    assert (chart.rows, chart.zones) == ([], [])
    assert [line.count for line in entrance.legend] == ["Bàn 2"]
    assert "tìm bàn và số ghế" in entrance.note

    sign = signs_of(standing, ROUNDS)[0]
    assert (sign.label, sign.sides[0].direction, sign.sides[0].seats) == ("Bàn 2", "here", "1 - 8")
    slip = slip_of(next(p for p in places if p.seat == "B2.3"), ROUNDS, EVENT)
    assert (slip.row, slip.number, slip.table) == ("2", "3", True)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('shape = "round"', 'shape = "rounds"', "có phải là «round»"),
        ("seats = 8", "seats = 0", "một số nguyên từ 1 đến 30"),
        ('["B12.1"]', '["B13.1"]', "không có ghế «B13.1»"),
        ('["B2"]', '["B2-B30"]', "không có hàng hay ghế «B2-B30»"),
    ],
)
def test_a_mistake_about_tables_is_told_with_line_key_and_remedy(old, new, words):
    with pytest.raises(ConfigError) as caught:
        read_hall_toml("rounds.toml", ROUNDS_TEXT.replace(old, new, 1))
    assert str(caught.value).startswith("rounds.toml, dòng ")
    assert words in str(caught.value)
