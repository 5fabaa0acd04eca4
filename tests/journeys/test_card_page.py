"""The pages of guests and units on a telephone, with names that no list should hold."""

import csv

import pytest

from tests.rig.event import an_event, write_guests

LONGEST = "Nghiêng" * 6


@pytest.fixture
def event(tmp_path):
    """One guest whose name, title and unit are single words of forty-two letters."""
    guests = write_guests(tmp_path / "guests.csv", 1)
    with guests.open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    row |= {"Họ và tên": LONGEST, "Chức vụ": LONGEST, "Đơn vị công tác": LONGEST}
    with guests.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(row))
        table.writeheader()
        table.writerow(row)
    return an_event(tmp_path / "data", guests)


def test_a_word_without_end_pushes_no_page_aside(page, server, event):
    page.set_viewport_size({"width": 360, "height": 740})
    [link] = event.run("organisations", "links")
    for path in (f"/i/{event.guests[0]['code']}", link["link"]):
        page.goto(f"{server.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
