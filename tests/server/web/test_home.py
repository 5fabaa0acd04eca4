"""The start page leads by role; the menu shows what there is and what one may open."""

import re

import pytest

from tests.server.web.house import ORGANISER, sign_in


def ways(page):
    return re.findall(r'class="way" href="([^"]+)"', page.text)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("viewer", ["/board"]),
        ("reception", ["/board", "/desk"]),
    ],
)
def test_everybody_is_led_to_what_they_may_open(client, codes, role, expected):
    sign_in(client, name=role)
    page = client.get("/")
    assert ways(page) == expected
    assert "Việc chuẩn bị" not in page.text


def test_a_stranger_is_led_to_the_sign_in(client, codes):
    assert ways(client.get("/")) == ["/sign-in"]


def test_an_organiser_sees_what_is_still_to_do(client, codes):
    sign_in(client)
    page = client.get("/")
    assert {"/board", "/guests", "/invitations", "/desk", "/awards", "/reports"} <= set(ways(page))
    assert "3 suất mời, 1 thành phần" in page.text
    assert "02 / 3 suất mời đã có tên" in page.text


def test_an_empty_event_begins_with_the_import(client, app):
    sign_in(client)
    assert 'href="/guests/import"' in client.get("/").text


def test_the_menu_marks_the_page_one_is_on(client, codes):
    page = client.get("/guests/import", headers=ORGANISER).text
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/guests"]


def test_a_viewer_finds_no_way_into_the_organisers_pages(client, codes):
    sign_in(client, name="viewer")
    board = client.get("/board").text
    assert "/guests" not in board
    assert client.get("/guests").status_code == 403
