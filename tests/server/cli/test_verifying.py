"""The record held against paper, on another computer, and by somebody who does not trust us."""

import re
import sqlite3
import subprocess
import sys

import pytest

from tests.rig.insider import rewrite
from tests.rig.programs import ROOT
from tests.server.cli.conftest import SAMPLE


@pytest.fixture
def database(ask, tmp_path):
    ask("guests", "import", SAMPLE / "guests.csv")
    ask("headcount", "--freeze")
    return tmp_path / "data" / "event.db"


def test_what_stands_on_paper_is_found_in_the_record_also_when_more_has_happened(ask, database):
    printed = ask("verify")
    groups = " ".join(re.findall(".{8}", printed["head"]))
    ask("invitations", "reissue", "DB016")

    told = ask("verify", "--seal", f"{printed['records']} {groups}")
    assert (told["ok"], told["seal"]) == (True, printed["records"])
    assert told["records"] > printed["records"]
    assert ask("verify", "--seal", f"{printed['records']}: {printed['head'][:16].upper()}")["ok"]


def test_history_that_was_rewritten_whole_is_betrayed_by_the_paper(dontiep, ask, database):
    printed = ask("verify")
    seal = f"{printed['records']} {printed['head']}"
    rewrite(database, "UPDATE scans SET received_at = '2023-11-17T00:00:00.000Z' WHERE seq = 3")
    assert ask("verify")["ok"]

    code, out, err = dontiep("verify", "--seal", seal)
    assert (code, out) == (1, "")
    assert f"Dòng {printed['records']} của nhật ký không khớp niêm" in err


def test_rows_that_are_on_paper_and_no_longer_in_the_record_are_missed(dontiep, ask, database):
    head = ask("verify")["head"]

    code, _, err = dontiep("verify", "--seal", f"99999 {head}")
    assert (code, err.count("\n")) == (1, 1)
    assert "không có dòng 99999" in err


@pytest.mark.parametrize("seal", ["", "78", "78 1f0c", "1f0c9a3e5b7d2c44", "78 " + "a" * 65, "x y"])
def test_what_is_no_seal_is_told_how_one_looks(dontiep, database, seal):
    code, out, err = dontiep("verify", "--seal", seal)

    assert (code, out) == (2, "")
    assert '--seal "78 1f0c9a3e 5b7d2c44"' in err


def test_a_copy_is_verified_where_it_lies_and_stays_as_it_is(dontiep, ask, database, tmp_path):
    copy = tmp_path / "elsewhere" / "ban-sao.db"
    copy.parent.mkdir()
    ask("backup", "--to", copy)
    before = copy.read_bytes()

    assert ask("verify", copy, "--data", tmp_path / "nothing-here") == ask("verify")
    assert copy.read_bytes() == before
    assert list(copy.parent.iterdir()) == [copy]
    assert not (tmp_path / "nothing-here").exists()

    with sqlite3.connect(copy) as db:
        db.execute("UPDATE scans SET at = '2023-01-01T00:00:00.000Z' WHERE seq = 7")
    code, _, err = dontiep("verify", copy)
    assert code == 1
    assert "dòng 7" in err


@pytest.mark.parametrize(
    "content", [b"", b"no database at all", b"SQLite format 3\0" + b"\xff" * 4000]
)
def test_what_is_no_copy_is_refused_in_one_sentence(dontiep, tmp_path, content):
    file = tmp_path / "sao.db"
    file.write_bytes(content)

    code, out, err = dontiep("verify", file)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "sao.db" in err


def check_by_the_book(tmp_path, copy):
    """Run the program that SECURITY.md prints, with nothing of ours within its reach."""
    [program] = re.findall(
        r"^```python\n(.*?)^```$",
        (ROOT / "SECURITY.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    script = tmp_path / "check.py"
    script.write_text(program, "utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-S", script, copy],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_whoever_trusts_only_the_page_comes_to_the_same_head(ask, database, tmp_path):
    ask("backup", "--to", tmp_path / "copy.db")
    told = ask("verify")

    done = check_by_the_book(tmp_path, tmp_path / "copy.db")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{told['records']} {told['head']}\n"


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE scans SET detail = replace(detail, '{', '{ ') WHERE seq = 9", 9),
        ("UPDATE scans SET station = '' WHERE seq = 5", 5),
        ("UPDATE scans SET conflict = 1 WHERE seq = 4", 4),
        ("DELETE FROM scans WHERE seq = 6", 6),
    ],
)
def test_and_to_the_same_wrong_row(ask, database, tmp_path, statement, row):
    ask("backup", "--to", tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as db:
        assert db.execute(statement).rowcount == 1

    done = check_by_the_book(tmp_path, tmp_path / "copy.db")
    assert (done.returncode, done.stderr) == (1, f"row {row} is not what was written\n")
