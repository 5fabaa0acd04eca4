import os
import sys
from pathlib import Path

import pytest

from kiosk.printer import hand_over
from server import desk
from server.errors import ConflictError, UnavailableError
from tests.badges.paper import pages, plain
from tests.rig.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="CUPS is not Windows's")


@pytest.fixture
def lp(tmp_path, monkeypatch):
    """`lp(script)`: what the system's `lp` does, as a shell script of the test's own."""

    def install(script):
        program = tmp_path / "lp"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return install


def test_a_slip_is_handed_to_the_system_s_printer_whole(lp, tmp_path):
    lp(f'cat > "{tmp_path}/printed"; echo "$2" > "{tmp_path}/title"')
    hand_over(b"%PDF-1.7 slip", "phieu-DB016")

    assert (tmp_path / "printed").read_bytes() == b"%PDF-1.7 slip"
    assert (tmp_path / "title").read_text().strip() == "phieu-DB016"


def test_the_slip_of_a_desk_has_the_name_that_the_event_was_given_at_work(
    lp, tmp_path, house, kiosk
):
    lp(f'cat > "{tmp_path}/printed"')
    machine = kiosk(role="reception")
    given = {"short": "Hội nghị tổng kết"}
    desk.change_facts(house.store, house.config.event, given, house.clock())
    until("the desk to know", lambda: machine.state()["event"]["short"] == given["short"])
    until("the whole list", lambda: machine.desk.ready)

    machine.print_slip("DB003")

    [page] = pages((tmp_path / "printed").read_bytes())
    assert "Hội nghị tổng kết" in plain(page.text)
    assert house.config.event.short not in plain(page.text)


def test_a_printer_that_refuses_is_told_and_one_that_is_missing_too(lp, monkeypatch):
    lp("exit 1")
    with pytest.raises(UnavailableError, match="Máy in chưa nhận"):
        hand_over(b"%PDF", "x")
    monkeypatch.setenv("PATH", str(Path("/nowhere")))
    with pytest.raises(ConflictError, match="chưa có máy in"):
        hand_over(b"%PDF", "x")
