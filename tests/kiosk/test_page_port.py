"""The page's address stays, as far as a browser remembers anything by it."""

import socket
import threading
from urllib.parse import urlsplit

import pytest

from kiosk.app import serve_page
from kiosk.folder import KioskFolder


@pytest.fixture
def page_port(kiosk, tmp_path):
    """`page_port()`: at which port the page is served when the kiosk is started now."""
    machine, folder = kiosk(), KioskFolder(tmp_path / "page")

    def start() -> int:
        with serve_page(machine, threading.Event(), folder) as url:
            return urlsplit(url).port

    return start


def test_the_page_comes_back_at_the_port_it_had(page_port):
    first = page_port()
    assert [page_port(), page_port()] == [first, first]


def test_a_port_that_somebody_else_has_by_now_is_left_to_them(page_port):
    first = page_port()
    with socket.create_server(("127.0.0.1", first)):
        second = page_port()
    assert second != first
    assert page_port() == second


@pytest.mark.parametrize("spoilt", ["", "abc", "99999", "-1"])
def test_a_spoilt_note_of_it_is_no_obstacle(page_port, tmp_path, spoilt):
    (tmp_path / "page" / "port").write_text(spoilt)
    assert page_port() > 0
