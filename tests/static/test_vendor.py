"""What others wrote and we ship is what they wrote, and says where it is from."""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "static" / "vendor"
LISTED = re.compile(r"^([0-9a-f]{64})  (\S+)$", re.MULTILINE)


@pytest.mark.parametrize("folder", sorted(VENDOR.iterdir()), ids=lambda folder: folder.name)
def test_every_vendored_file_is_the_one_that_was_taken(folder):
    origin = (folder / "ORIGIN.txt").read_text("utf-8")
    listed = {name: checksum for checksum, name in LISTED.findall(origin)}
    there = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "ORIGIN.txt" and not file.name.endswith(".d.ts")
    }
    assert there == listed
    assert re.search(r"licen[cs]e", origin, re.IGNORECASE)
