from concurrent.futures import ThreadPoolExecutor

from PIL import Image

from badges.painting import Inlay, paint
from badges.typesetting import Job, set_pdf
from tests.badges.paper import picture

# A white page with a red left half, then two pages with a black square each, on nothing.
PAGES = set_pdf(
    Job(
        "page",
        {},
        {
            "page.typ": b"""
#set page(width: 40pt, height: 20pt, margin: 0pt, fill: none)
#rect(width: 20pt, height: 20pt, fill: rgb("#9b1c1f"))
#pagebreak()
#place(dx: 0pt, dy: 0pt, square(size: 10pt, fill: black))
#pagebreak()
#place(dx: 30pt, dy: 10pt, square(size: 10pt, fill: black))
"""
        },
    )
)
RED, WHITE, BLACK, BLUE = (155, 28, 31), (255, 255, 255), (0, 0, 0), (0, 0, 255)
INLAY = Inlay(Image.new("RGB", (4, 3), BLUE), 8, 5)


def test_every_picture_has_its_own_page_over_its_inlay_over_what_all_share():
    first, second = map(picture, paint(PAGES, [INLAY, INLAY]))

    assert first.size == (40, 20)
    spots = {(2, 2): BLACK, (12, 15): RED, (30, 5): WHITE, (9, 6): BLACK, (11, 7): BLUE}
    assert {at: first.getpixel(at) for at in spots} == spots
    spots = {(2, 2): RED, (8, 5): BLUE, (11, 7): BLUE, (12, 8): RED, (35, 15): BLACK}
    assert {at: second.getpixel(at) for at in spots} == spots


def test_pictures_painted_at_the_same_time_are_the_same():
    with ThreadPoolExecutor(4) as pool:
        painted = list(pool.map(lambda _: paint(PAGES, [INLAY, INLAY]), range(40)))
    assert all(pictures == painted[0] for pictures in painted)
