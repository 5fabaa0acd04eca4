"""The real kiosk window while Debian's UniKey is switched on, in Telex and in VNI.

On Linux an input method works in text fields, and the guest's face has none; so the real
engine is first seen at work in a field that is put into this very window, as the clerk's face
has them. On Windows UniKey
hooks every key and types its correction into whatever has the focus: what the engine made of
a code in that field is given to the window's page that way, key by key. (Not by xdotool: it
changes the keyboard's map for each letter that is not on it, and Qt reads half of them as NUL.)
"""

import shutil
import time
import unicodedata
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import expect

from tests.rig.api import Api
from tests.rig.event import Event
from tests.rig.input_method import UniKey, unikey
from tests.rig.programs import Server, command_line
from tests.rig.waiting import until
from tests.rig.window import Window, a_window

# A code as others make them, which both Telex and VNI change.
HEX = "8af3bee7cdd2af4ce1bd9fa6"
PACE_MS = [1, 5, 20]
IME = "Nhấn Ctrl + Shift chuyển sang chế độ E rồi quét lại"


@dataclass
class Door:
    """The window at the main door, UniKey on its screen, and the guests still outside."""

    window: Window
    server: Server
    engine: UniKey
    event: Event
    outside: list[dict]
    bent: str = ""

    def type(self, text, ms_per_key=5, end="Return"):
        self.window.screen.type(text, ms_per_key, end)

    def correct(self, bent, ms_per_key=5):
        """Type as UniKey does on Windows: a letter, its removal, and the one that it should be."""
        keys = [key for letter in bent for key in _keys_for(letter)]
        page = self.window.page
        cdp = page.context.new_cdp_session(page)
        began = time.time()
        for n, key in enumerate([*keys, {"key": "Enter", "code": "Enter"}]):
            # When each key was struck is said, since the telling takes its time.
            at = began + n * ms_per_key / 1000
            cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "timestamp": at, **key})
        cdp.detach()

    def shows(self, screen, text):
        expect(self.window.page.locator(f"#guest[data-screen={screen}]")).to_contain_text(text)

    def bend(self, text):
        """What UniKey makes of a text that is scanned into a field of this window."""
        page = self.window.page
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('input'), {id: 'field'}))"
        )
        page.focus("#field")
        self.type(f"{text} ", 20, end=None)
        until("the text", lambda: page.input_value("#field").endswith(" "))
        bent = page.input_value("#field").strip()
        # As the clerk leaves her face and its fields: the guest's is loaded anew.
        page.reload()
        expect(page.locator("#guest")).to_have_attribute("data-screen", "idle")
        return bent


@pytest.fixture(scope="module")
def open_door(prepared_event, playwright, screen, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unikey")
    shutil.copytree(prepared_event.data, folder / "server")
    event = replace(prepared_event, data=folder / "server")
    server = Server(event.data).start()
    command = command_line(
        "kiosk", "--server", server.url, "--key", event.door, data=folder / "door"
    )
    try:
        with (
            unikey(screen, folder / "session") as engine,
            a_window(playwright, command, folder / "window.log", screen, engine.env) as window,
        ):
            expect(window.page.locator("#guest")).to_have_attribute("data-screen", "idle")
            seated = [g for g in event.named if g["group"] == "CCVC"]
            yield Door(window, server, engine, event, seated)
    finally:
        server.stop()


@pytest.fixture(scope="module", params=["telex", "vni"])
def door(request, open_door):
    open_door.engine.choose(request.param)
    word, meant = {"telex": ("vieejt", "việt"), "vni": ("vie65t", "việt")}[request.param]
    assert open_door.bend(word) == meant, "UniKey is not at work"
    open_door.bent = open_door.bend(HEX)
    assert open_door.bent != HEX
    return open_door


def test_unikey_leaves_our_codes_as_they_are_even_in_a_field(door):
    code = door.outside[-1]["code"]
    assert door.bend(code) == code


@pytest.mark.parametrize("ms_per_key", PACE_MS)
def test_a_code_passes_unharmed(door, ms_per_key):
    guest = door.outside.pop()
    door.type(guest["code"], ms_per_key)
    door.shows("ok", guest["name"])


def test_a_code_without_enter_passes_too(door):
    guest = door.outside.pop()
    door.type(guest["code"], end=None)
    door.shows("ok", guest["name"])


@pytest.mark.parametrize("ms_per_key", PACE_MS)
def test_a_bent_code_lets_nobody_in_and_staff_read_which_keys_to_press(door, ms_per_key):
    door.correct(door.bent, ms_per_key)
    door.shows("ime", IME)
    guest = door.outside.pop()
    door.type(guest["code"])
    door.shows("ok", guest["name"])


def test_of_a_bent_code_nothing_is_kept_but_the_attempt(door):
    door.correct(door.bent)
    door.shows("ime", IME)

    until("the attempt", lambda: "ime_suspect" in _reasons(door))
    for file in (*door.server.data.rglob("*"), *door.server.data.with_name("door").glob("*")):
        if file.is_file():
            held = file.read_bytes()
            assert door.bent.encode() not in held, file
            assert HEX.encode() not in held, file


def _keys_for(letter):
    if letter.isascii():
        return [{"key": letter}]
    plain = unicodedata.normalize("NFD", letter.replace("đ", "d"))[0]
    return [{"key": plain}, {"key": "Backspace", "code": "Backspace"}, {"key": letter}]


def _reasons(door):
    board = Api(door.server.url, door.event.viewer).board()
    return [event.get("reason") for event in board["events"]]
