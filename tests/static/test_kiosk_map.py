"""The way to the seat on the wall of the welcome: drawn for every seat, whole, in both tongues."""

import pytest
from playwright.sync_api import expect

from kiosk.hall_map import map_to_press, map_to_seat
from server.hall.design import new_design, write_design
from server.hall_file import load_hall
from tests.static import documents

HALL = load_hall(None)
# What of the drawing lies outside the wall or under its words.
OUTSIDE = """() => {
  const wall = document.querySelector(".wall").getBoundingClientRect();
  const words = document.getElementById("status").getBoundingClientRect();
  return [...document.querySelectorAll("#hall *")].filter((part) => {
    const box = part.getBoundingClientRect();
    return box.left < wall.left || box.right > wall.right || box.bottom > wall.bottom
      || box.top < words.bottom;
  }).map((part) => part.outerHTML);
}"""
# Whether the lit seat is drawn where the way ends, in the drawing's own metres.
END_OF_WAY = """() => {
  const [x, y] = document.querySelector(".hall-way").getAttribute("points").split(" ").at(-1)
    .split(",").map(Number);
  const goal = document.querySelector(".hall-goal").getBBox();
  return [x - goal.x - goal.width / 2, y - goal.y - goal.height / 2];
}"""

# How many seats lie under a word of the drawing.
UNDER_WORDS = """() => {
  const boxes = (of) => [...document.querySelectorAll(of)].map((e) => e.getBoundingClientRect());
  const words = boxes("#hall text");
  return boxes(".hall-seat, .hall-goal").filter((box) => words.some((word) =>
    word.left < box.right && box.left < word.right && word.top < box.bottom
      && box.top < word.bottom)).length;
}"""


def show(page, house, drawn, screen="ok", scan="one"):
    document = documents.SCREENS[screen] | {"map": drawn, "scan_id": scan}
    house.publish("answer", document)
    page.wait_for_selector(f"#guest[data-scan-id={scan}]")


def test_every_seat_is_lit_at_the_end_of_its_way(door, house):
    for seat in (HALL.seats[0], *HALL.seats[4::13]):
        show(door, house, map_to_seat(HALL, seat.id), scan=seat.id)
        assert door.locator(".hall-seat").count() == len(HALL.seats)
        assert door.locator(".hall-goal").count() == 1
        assert door.evaluate(END_OF_WAY) == pytest.approx([0, 0], abs=0.01)
        door.clock.run_for(1300)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("screen", ["ok_long", "already", "press"])
def test_the_map_stands_whole_on_the_wall(door, house, screen, size):
    door.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    for drawn in (map_to_seat(HALL, "A12"), map_to_seat(HALL, "D12"), map_to_press(HALL)):
        show(door, house, drawn, screen, scan=f"way-{len(drawn['way'])}-{drawn['way'][-1][0]:.0f}")
        door.clock.run_for(2500)
        assert door.evaluate(OUTSIDE) == []
        assert door.evaluate(UNDER_WORDS) == 0


def test_the_row_the_door_and_the_way_are_named_in_both_languages(door, house):
    show(door, house, map_to_seat(HALL, "B03"))
    drawn = door.get_by_role(
        "img", name="Từ Cửa chính theo lối đi bên trái lên hàng B, ghế ở bên phải lối đi"
    )
    expect(drawn).to_be_visible()
    assert drawn.locator("text").all_text_contents() == ["SÂN KHẤU", "Cửa chính", "B"]

    door.click("#language")
    assert door.locator("#hall text").all_text_contents() == ["STAGE", "Main door", "B"]
    expect(door.get_by_role("img", name="From the main door take the left aisle")).to_be_visible()


def test_without_a_way_the_wall_is_as_it_was(door, house):
    show(door, house, map_to_seat(HALL, "B03"))
    expect(door.locator("#event")).to_be_hidden()
    door.clock.run_for(1300)

    show(door, house, None, scan="two")
    expect(door.locator("#hall")).to_be_hidden()
    expect(door.locator("#event")).to_be_visible()


# How tall the letters of the drawing's words are on the screen, in px.
LETTERS = """() => [...document.querySelectorAll("#hall text")]
  .filter((word) => !/[0-9]/.test(word.textContent))
  .map((word) => Math.round(word.getAttribute("font-size") * word.getScreenCTM().a))"""


@pytest.mark.parametrize("form", [("rows", 20, 4, 13), ("round", 12, 3, 8)])
def test_a_large_hall_is_drawn_smaller_but_not_its_words_and_the_way(door, house, tmp_path, form):
    file = tmp_path / "hall.toml"
    file.write_text(write_design(new_design(*form, head=True)), "utf-8")
    hall = load_hall(file)
    for seat in (hall.seats[5], hall.seats[len(hall.seats) // 2], hall.seats[-1]):
        show(door, house, map_to_seat(hall, seat.id), scan=seat.id.replace(".", "-"))
        door.clock.run_for(2500)
        assert min(door.evaluate(LETTERS)) >= 18
        assert door.evaluate(OUTSIDE) == []
        name = door.locator("#hall text", has_text="Cửa chính").bounding_box()
        assert not overlap(name, door.locator(".hall-goal").bounding_box())
        door.clock.run_for(1300)


def overlap(one, other):
    return all(
        one[at] < other[at] + other[size] and other[at] < one[at] + one[size]
        for at, size in (("x", "width"), ("y", "height"))
    )
