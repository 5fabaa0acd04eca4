"""The rig itself, tried on a bare window and a bare page: if this fails, no other test tells."""

import sys
import time
from pathlib import Path

import pytest

from tests.rig.waiting import crowd, until

BARE_WINDOW = [sys.executable, str(Path(__file__).with_name("bare_window.py"))]
LETTERS = "BCFGHJKLMNPRSTVXBCFGHJKLMNPRSTVXBCFG4821 7730bcf"


@pytest.fixture
def bare(window, screen):
    bare = window(BARE_WINDOW, screen=screen)
    bare.page.wait_for_function("innerWidth === 1280 && document.hasFocus()")
    return bare


@pytest.mark.parametrize("ms_per_key", [1, 5, 20])
def test_a_window_hears_every_key_in_order_however_fast(bare, ms_per_key):
    bare.screen.type(LETTERS, ms_per_key)

    bare.page.wait_for_selector("#heard[data-done]")
    assert bare.page.text_content("#heard") == LETTERS


def test_the_typist_keeps_the_pace_of_a_scanner(bare):
    bare.screen.type(LETTERS, 20)

    bare.page.wait_for_selector("#heard[data-done]")
    ms = float(bare.page.get_attribute("#heard", "data-done"))
    assert 15 < ms / len(LETTERS) < 50


def test_the_screen_shows_what_the_window_shows(bare, tmp_path):
    picture = bare.screen.picture(tmp_path / "screen.png")

    assert picture.size == (1280, 800)
    assert picture.getpixel((640, 700)) == (0x7A, 0x14, 0x20)


def test_a_window_can_be_looked_into_without_a_screen(window):
    bare = window(BARE_WINDOW)
    bare.page.wait_for_selector("#heard", state="attached")

    bare.page.keyboard.type("QUET")
    bare.page.wait_for_function("document.getElementById('heard').textContent === 'QUET'")


def test_a_page_opens_in_chromium(page):
    page.goto("data:text/html;charset=utf-8,<h1>Tọa đàm</h1>")

    assert page.inner_text("h1") == "Tọa đàm"


def test_an_error_in_a_page_is_noticed(page, page_errors):
    page.goto("about:blank")
    page.evaluate("setTimeout(() => { console.error('hỏng'); throw new Error('vỡ') })")
    until("both errors", lambda: page.wait_for_timeout(20) or len(page_errors) == 2)

    assert page_errors == ["hỏng", "vỡ"]
    page_errors.clear()


def test_what_never_comes_is_told():
    began = time.monotonic()
    with pytest.raises(TimeoutError, match="a guest"):
        until("a guest", lambda: None, seconds=0.1)
    assert time.monotonic() - began < 1 * crowd()
