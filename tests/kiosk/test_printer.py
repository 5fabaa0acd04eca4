import os
import sys
from pathlib import Path

import pytest

from kiosk.printer import hand_over
from server.errors import ConflictError, UnavailableError

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


def test_a_printer_that_refuses_is_told_and_one_that_is_missing_too(lp, monkeypatch):
    lp("exit 1")
    with pytest.raises(UnavailableError, match="Máy in chưa nhận"):
        hand_over(b"%PDF", "x")
    monkeypatch.setenv("PATH", str(Path("/nowhere")))
    with pytest.raises(ConflictError, match="chưa có máy in"):
        hand_over(b"%PDF", "x")
