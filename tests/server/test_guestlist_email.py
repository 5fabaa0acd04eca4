"""An address to write to: read under any of its headings, kept by later lists, exported."""

import csv
import io

import pytest

from server.exports import as_csv
from server.guestlist import merge, read_list
from server.workbook import read_file
from tests.server.lists import EVENT


def _entries(tmp_path, heading, address):
    file = tmp_path / "list.csv"
    file.write_text(f"STT,Họ và tên,Mã nhóm,{heading}\n1,Lý Văn Quý,SBN,{address}\n", "utf-8")
    return read_list(read_file(file), EVENT.groups, EVENT.organisations)


@pytest.mark.parametrize("heading", ["Email", "E-mail", "Thư điện tử", "Địa chỉ email"])
def test_an_address_is_read_kept_and_exported(tmp_path, heading):
    entries, _ = _entries(tmp_path, heading, "quy@so-a.example")
    [place] = merge([], (), entries, lambda: "DB001").new
    silent, _ = _entries(tmp_path, "Ghi chú", "")
    again = merge([place], (), silent, lambda: "DB002")
    rows = list(csv.DictReader(io.StringIO(as_csv([place], EVENT.groups).decode("utf-8-sig"))))

    assert place.email == "quy@so-a.example"
    assert [one.email for one in again.unchanged] == ["quy@so-a.example"]
    assert rows[0]["Thư điện tử"] == "quy@so-a.example"


@pytest.mark.parametrize("written", ["0912 345 678", "quý@so-a.example", "quy@so-a"])
def test_what_is_no_address_is_said_and_left_out(tmp_path, written):
    [entry], problems = _entries(tmp_path, "Email", written)

    assert entry.email is None
    assert "email_odd" in {problem.code for problem in problems}
