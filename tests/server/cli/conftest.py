import json
from pathlib import Path

import pytest

import server
from server.cli import main

SAMPLE = Path(server.__file__).parent / "sample"


@pytest.fixture
def dontiep(tmp_path, monkeypatch, capsys):
    """Run a command in an empty folder; gives its exit code, output and error sentence."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run


@pytest.fixture
def ask(dontiep):
    """Run a command with --json that must succeed; gives its document."""

    def run(*arguments):
        code, out, err = dontiep(*arguments, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return run
