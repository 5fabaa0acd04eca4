"""A kiosk's real window with a desk, typed at by scanners and by clerks as fast as machines."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from playwright.sync_api import Page, expect

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

    def scan_until_heard(self, code, seconds):
        """Scan every two seconds, as whoever stands there goes on doing.

        What falls on the moment in which a page comes may be torn, of which no code is written
        down; the guest is asked to scan again.
        """
        before, heard = len(self.scans()), hash_code(code)

        def found():
            self.strike(code)
            return heard in self.scans()[before:]

        until("the scan", found, seconds, every=2)
        assert {heard} <= set(self.scans()[before:]) <= {heard, None}

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


@contextmanager
def a_kiosk(prepared_event, playwright, screen, folder) -> Iterator[Kiosk]:
    """Open the window; its files and the server's lie in `folder`."""
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
