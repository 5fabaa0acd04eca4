"""The hour that stands on the printed list, as a clerk types it."""

import pytest

READ = """async ([texts, now]) => {
  const { readHour } = await import(new URL("static/js/desk/hour.js", document.baseURI));
  return texts.map((text) => readHour(text, Date.parse(now)));
}"""


@pytest.mark.parametrize(
    ("now", "read"),
    [
        (
            "2023-11-17T12:00:00+07:00",
            {
                "7:46": "2023-11-17T07:46",
                "0746": "2023-11-17T07:46",
                "16/11 07h46": "2023-11-16T07:46",
                "31/12 07:46": "2023-12-31T07:46",
                "17/11/2022 07:46": "2022-11-17T07:46",
                "31/11 07:46": None,
                "25:99": None,
            },
        ),
        (
            "2027-01-01T00:10:00+07:00",
            {
                "31/12 23:40": "2026-12-31T23:40",
                "31/12/2027 23:40": "2027-12-31T23:40",
                "1/1 00:05": "2027-01-01T00:05",
                "00:05": "2027-01-01T00:05",
            },
        ),
    ],
    ids=["a day in November", "New Year's night"],
)
def test_an_hour_is_of_today_unless_a_day_stands_before_it(page, house, now, read):
    page.goto(house.url)
    page.wait_for_selector("#guest[data-screen=idle]")

    assert page.evaluate(READ, [list(read), now]) == list(read.values())
