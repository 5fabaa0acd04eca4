"""The machine stays awake, or somebody is told that it may not."""

import os
import sys
from pathlib import Path

import pytest

from kiosk.awake import NOT_KEPT, kept_awake

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")


@pytest.fixture
def system(tmp_path, monkeypatch):
    """`system(script)`: a machine whose systemd-inhibit does this."""

    def install(script):
        program = tmp_path / "systemd-inhibit"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return install


def test_the_wish_is_held_as_long_as_the_block_and_no_longer(system, tmp_path):
    held = tmp_path / "held"
    system(f'echo $$ > {held}.pid; echo "$@" > {held}; shift 3; exec "$@"')
    with kept_awake() as agreed:
        assert agreed
        assert "idle:sleep" in held.read_text()
        pid = int(Path(f"{held}.pid").read_text())
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_system_that_refuses_is_told_to_whoever_starts_the_program(system, caplog):
    system("sleep 1.5; exit 1")  # a busy one thinks it over
    with kept_awake() as agreed:
        assert not agreed
    assert NOT_KEPT in caplog.text


def test_so_is_one_that_cannot(monkeypatch, caplog):
    monkeypatch.setenv("PATH", "")
    with kept_awake() as agreed:
        assert not agreed
    assert NOT_KEPT in caplog.text
