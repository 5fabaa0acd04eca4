"""The real window while its pages turn: typed at by scanners and by clerks as fast as machines."""

import json
import shutil
import sqlite3
from dataclasses import dataclass, replace
from urllib.request import urlopen

import pytest
from playwright.sync_api import Error, Page, expect

from server.invitations import hash_code
from tests.rig.event import Event
from tests.rig.programs import CONFIG, Server, command_line
from tests.rig.screen import Screen
from tests.rig.waiting import until
from tests.rig.window import a_window

# Digits twice in a row: between machine-typed twins X sees no release.
PIN = "2244"


@dataclass
class Kiosk:
    """A kiosk's window at the desk, what it has written down, and the guests still outside."""

    page: Page
    screen: Screen
    event: Event
    outside: list[dict]
    journal: str

    def strike(self, *typed, ms_per_key=5):
        """Texts and the names of keys in one burst, as no two calls of xdotool can be."""
        command = ["xdotool"]
        for what in typed:
            if what.startswith("<"):
                command += ["key", "--delay", "0", what.strip("<>")]
            else:
                command += ["type", "--delay", str(2 * ms_per_key), "--args", "1", what]
        self.screen.run(*command)

    def scans(self):
        with sqlite3.connect(self.journal) as db:
            return [row[0] for row in db.execute("SELECT code_hash FROM entries ORDER BY position")]

    def is_at(self, face):
        shown = {"guests": "#idle-title", "pin": "#entry", "desk": "#connection[data-kind=live]"}
        expect(self.page.locator(shown[face])).to_be_visible()

    def go_to(self, face):
        """From the guests' face, by hand."""
        self.is_at("guests")
        if face != "guests":
            self.strike("<F12>")
            self.is_at("pin")
        if face == "desk":
            self.screen.type(PIN, 100)
            self.is_at("desk")


@pytest.fixture(scope="module")
def kiosk(prepared_event, playwright, screen, tmp_path_factory):
    folder = tmp_path_factory.mktemp("turning")
    shutil.copytree(prepared_event.data, folder / "server")
    event = replace(prepared_event, data=folder / "server")
    config = folder / "config.toml"
    config.write_text(CONFIG.read_text("utf-8").replace('# pin = "…"', f'pin = "{PIN}"'), "utf-8")
    server = Server(event.data).start()
    arguments = ("kiosk", "--server", server.url, "--key", event.desk)
    command = command_line(*arguments, data=folder / "door", config=config)
    try:
        with a_window(playwright, command, folder / "window.log", screen) as window:
            seated = [guest for guest in event.named if guest["group"] == "CCVC"]
            journal = str(folder / "door" / "journal.db")
            yield Kiosk(window.page, screen, event, seated, journal)
    finally:
        server.stop()


@pytest.mark.parametrize("ms_per_key", [1, 20])
@pytest.mark.parametrize(("face", "key"), [("guests", "F12"), ("pin", "Escape"), ("desk", "F12")])
def test_a_key_that_turns_the_page_in_the_middle_of_a_burst_costs_no_letter(
    kiosk, face, key, ms_per_key
):
    code = kiosk.outside.pop()["code"]
    kiosk.go_to(face)
    before = len(kiosk.scans())

    with kiosk.page.expect_event("framenavigated"):
        kiosk.strike(code[:14], f"<{key}>", code[14:], "<Return>", ms_per_key=ms_per_key)

    until("the scan", lambda: len(kiosk.scans()) > before)
    # The page of the PIN makes way for a guest whose answer comes while it opens.
    at_guests = kiosk.page.locator("#idle-title")
    until("the guests' face", lambda: at_guests.is_visible() or kiosk.strike("<Escape>"), every=0.5)
    assert kiosk.scans()[before:] == [hash_code(code)]


def test_a_pin_that_a_machine_types_opens_the_desk(kiosk):
    for ms_per_key in (1, 1, 5, 20):
        kiosk.go_to("pin")
        kiosk.screen.type(PIN, ms_per_key)
        kiosk.is_at("desk")
        kiosk.strike("<F12>")


def test_of_a_code_that_goes_on_from_page_to_page_no_file_holds_a_part(kiosk, tmp_path):
    code = kiosk.outside.pop()["code"]
    kiosk.is_at("guests")
    kiosk.strike(code[:20])
    kiosk.page.reload()  # nobody held it back
    until("the burst given up", lambda: len(kiosk.scans()) > 0 and kiosk.scans()[-1] is None)
    told = [code[:20].encode(coding) for coding in ("utf-8", "utf-16-le")]
    strokes = [b'"typed"', '"typed"'.encode("utf-16-le")]
    folder = kiosk.event.data.with_name("door")
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any("Session Storage" in str(file) for file in files)
    for file in files:
        held = file.read_bytes()
        assert not any(part in held for part in (*told, *strokes)), file


def test_a_page_that_dies_comes_back_and_the_desk_behind_it_is_locked(kiosk):
    """The last one: Playwright gives up a page that has died once."""
    code = kiosk.outside.pop()["code"]
    kiosk.go_to("desk")
    before, base = len(kiosk.scans()), kiosk.page.url.removesuffix("desk")
    renderer = kiosk.page.context.new_cdp_session(kiosk.page)
    with pytest.raises(Error, match="Target crashed"):
        renderer.send("Page.crash")

    # Whoever stands there goes on scanning.
    until("the scan", lambda: kiosk.strike(code) or len(kiosk.scans()) > before, 60, every=2)
    assert kiosk.scans()[before] == hash_code(code)
    with urlopen(f"{base}staff/state") as told:
        assert not json.load(told)["open"]
