"""The organiser's board in a real browser: it moves within a second of the scan."""

import time

import pytest
from playwright.sync_api import expect


@pytest.fixture
def board(event, server, page):
    """The board, watched by a viewer who has signed in."""
    password = event.run("person", "add", "Hoa", "--role", "viewer")["password"]
    page.goto(f"{server.url}/board")
    page.fill("[name=name]", "Hoa")
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    page.wait_for_url("**/board")
    wait_for_present(page, 0)
    return page


def wait_for_present(page, number, seconds=5.0):
    # `expect` and not a function given to the page, which its own policy forbids to evaluate.
    expect(page.locator("[data-figure=present]")).to_have_text(str(number), timeout=seconds * 1000)


def test_the_board_moves_within_a_second_of_the_scan(event, api, board):
    guest = event.guest("Lý Văn Quý")
    door = api(event.door)
    door.get("/healthz")

    began = time.monotonic()
    door.scan(guest["code"])
    wait_for_present(board, 1)
    assert time.monotonic() - began < 1
    assert "Lý Văn Quý" in board.inner_text("#arrival-list")
    assert "Có mặt: 01 đại biểu" in board.inner_text("#sentence")


def test_the_board_takes_back_what_was_undone(event, api, board):
    guest = event.named[0]
    api(event.door).scan(guest["code"])
    wait_for_present(board, 1)

    undo = {"scan_id": "0d9a4d3e-54a6-4b6b-9c1b-7a7f3a1c2b10", "reason": "quét nhầm"}
    assert api(event.desk).delete(f"/api/invitations/{guest['id']}/admission", undo).status == 200
    wait_for_present(board, 0)


def test_the_board_comes_back_after_its_server_was_killed(event, server, api, board, page_errors):
    api(event.door).scan(event.named[0]["code"])
    wait_for_present(board, 1)
    server.kill()
    board.wait_for_timeout(500)
    server.start()
    api(event.door).scan(event.named[1]["code"])

    wait_for_present(board, 2, seconds=15)
    # What the browser itself says of the refused connections is expected here.
    page_errors.clear()


def test_a_stranger_sees_no_board(server, page):
    page.goto(f"{server.url}/board")

    assert page.url.startswith(f"{server.url}/sign-in")
    assert page.locator("[data-figure]").count() == 0
