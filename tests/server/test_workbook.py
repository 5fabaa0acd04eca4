"""Files to values in the child: what Excel writes is read, what an enemy sends is refused."""

import contextlib
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl.styles import Alignment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

import server.workbook
from server.errors import InvalidError, NotFoundError
from server.guestlist import Sheet, Span
from server.workbook import UnreadableError, read_file, read_workbook
from server.workbook.child import read
from tests.server import hostile
from tests.server.hostile import book, guests, packed, replaced, with_sheet
from tests.server.lists import SAMPLE, codes, read_text

SECONDS = 5.0


def only_sheet(content):
    [sheet] = read(content).sheets
    return sheet


def test_the_sample_is_read_in_the_child_as_in_this_process():
    for name in ("guests.xlsx", "guests.csv"):
        content = (SAMPLE / name).read_bytes()
        assert read_workbook(content) == read(content)
        assert read_file(SAMPLE / name) == read(content)


def test_reading_the_sample_costs_little():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    read_file(SAMPLE / "guests.xlsx")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    assert spent < 1.5


def test_sheets_merged_ranges_and_what_is_hidden_are_told():
    def change(workbook, sheet):
        sheet.merge_cells("C2:C3")
        sheet.row_dimensions[3].hidden = True
        old = workbook.create_sheet("Cũ")
        old.sheet_state = "hidden"
        workbook.create_sheet("Khác")
        workbook.active = 2

    workbook = read(book(*guests(2), change=change))
    assert [(s.name, s.hidden) for s in workbook.sheets] == [
        ("DS mời", False), ("Cũ", True), ("Khác", False),
    ]  # fmt: skip
    assert workbook.active == 2
    assert workbook.sheets[0] == Sheet(
        "DS mời",
        (("Họ và tên", "Chức vụ", "Đơn vị"), ("Lý Văn 0", "GĐ", "Sở 0"), ("Lý Văn 1", "GĐ")),
        (Span(2, 3, 3, 3),),
        hidden_rows=frozenset({3}),
    )


def test_values_are_what_a_person_sees():
    def change(_, sheet):
        sheet["A1"].quotePrefix = True
        sheet["B1"].alignment = Alignment(wrap_text=True)
        sheet.add_data_validation(DataValidation("list", '"a,b"'))

    day = datetime(2023, 11, 17, 7, 30)  # noqa: DTZ001  # Excel knows no zones
    row = ("0912345678", "Mã\nTiến", 530000003, 1.5, True, "#N/A", day, "1E5", "TRUE", None, "x")
    assert only_sheet(book(row, change=change)).rows == (row,)
    assert only_sheet(book(("=1+1", "x"))).rows == (("=1+1", "x"),)


def test_a_formula_shows_its_last_value_and_an_uncomputed_one_itself():
    cells = (
        '<row r="1"><c r="A1" t="str"><f>B1</f><v>Lý Văn Quý</v></c>'
        '<c r="B1"><f>C1&amp;D1</f></c><c r="C1" t="str"><f>""</f><v></v></c></row>'
    )
    assert only_sheet(with_sheet(cells)).rows == (("Lý Văn Quý", "=C1&D1"),)


def test_rich_text_is_one_text_and_cells_without_addresses_follow_each_other():
    cells = (
        '<row><c t="inlineStr"><is><r><t>Lý </t></r><r><t>Quý</t></r><rPh><t>x</t></rPh></is></c>'
        "<c><v>7</v></c></row>"
    )
    assert only_sheet(with_sheet(cells)).rows == (("Lý Quý", 7),)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_dates_are_right_in_both_date_systems(epoch):
    day = datetime(1975, 4, 30)  # noqa: DTZ001  # Excel knows no zones

    def change(workbook, _):
        if epoch:
            workbook.epoch = epoch

    assert only_sheet(book([day, 27514], change=change)).rows == ((day, 27514),)


@pytest.mark.parametrize("rows", [20_000, 20_001])
def test_so_many_rows_and_no_more(rows):
    content = ("Họ và tên\n" + "A\n" * (rows - 1)).encode()
    if rows == 20_000:
        assert len(only_sheet(content).rows) == rows
        return
    with pytest.raises(InvalidError, match=r"hơn 20\.000 dòng"):
        read(content)


HOSTILE = {
    "a million rows": (lambda: b"A\n" * 1_000_000, "20.000 dòng"),
    "one value far away": (hostile.far_cell, "dòng 1048576, cột 16384"),
    "a shared string of 500 MB": (hostile.shared_string_bomb, "quá lớn"),
    "a shared string of 20 MB": (lambda: hostile.shared_string_bomb(20), "quá lớn"),
    "a zip in a zip": (hostile.nested_zip, "tệp nén"),
    "100,000 entries": (hostile.many_entries, "quá nhiều thành phần"),
    "very many merged cells": (hostile.many_spans, "ô gộp"),
    "an entity bomb": (hostile.entity_bomb, "DTD"),
    "an entity far down": (hostile.late_entity, "DTD"),
    "an entity in passing": (hostile.entity_in_passing, "DTD"),
    "an entity in UTF-16": (hostile.wide_entity, "DTD"),
    "an entity of the disk": (lambda: hostile.external_entity("file:///etc/passwd"), "DTD"),
    "XML without end": (hostile.deep_nesting, "hỏng"),
    "a row of 300 columns": (lambda: b"a," * 300, "256 cột"),
    "a path out of the package": (lambda: replaced(book(*guests()), "../../x", b""), "đường dẫn"),
    "a broken zip": (lambda: book(*guests())[:-100], "hỏng"),
    "half a download": (lambda: book(*guests(500))[:4000], "hỏng"),
    "an old .xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xls"),
    "a PDF": (lambda: b"%PDF-1.7\n", "PDF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "hình ảnh"),
    "a web page": (lambda: b"<html><table><tr><td>x</td></tr></table></html>", "HTML"),
    "a Numbers file": (lambda: packed({"Index/Document.iwa": b"x"}), "Numbers"),
    "a Word file": (lambda: packed({"word/document.xml": b"<x/>"}), "Word"),
    "an .xlsb": (lambda: packed({"xl/workbook.bin": b"x"}), ".xlsb"),
    "nothing": (lambda: b"", "rỗng"),
    "blanks": (lambda: b"\xef\xbb\xbf \r\n\t", "rỗng"),
    "a quote without end": (lambda: b'Ho va ten\n"A\nB\n', "dấu nháy kép"),
    "a quote that swallows rows": (
        lambda: b'Ho va ten,Chuc vu,Don vi\n"A,b,c\nB,b,c\n"C",b,c\n',
        "Dòng 2: dấu nháy kép",
    ),
    "a zero byte in passing": (
        "STT,Họ và tên\n1,Lê An\n2,Ng\0uyễn\n".encode,
        "Dòng 3: có ký tự rỗng (NUL)",
    ),
    "a hole far down": (lambda: b"Ho va ten\n" + b"Le An\n" * 900 + b"\0" * 900, "Dòng 902: "),
    "bytes without sense": (lambda: b"\x00\x01\x02\x03" * 500, "không phải danh sách"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence_and_in_time(kind):
    make, sentence = HOSTILE[kind]
    content = make()
    began = time.monotonic()
    with pytest.raises(InvalidError) as refusal:
        read_workbook(content)
    assert time.monotonic() - began < SECONDS
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "Traceback" not in str(refusal.value)


def test_no_connection_is_made_for_an_entity_of_another_machine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        with pytest.raises(InvalidError, match="DTD"):
            read_workbook(hostile.external_entity(address))
        with pytest.raises(TimeoutError):
            listener.accept()


def test_rows_that_say_nothing_are_forgotten():
    assert only_sheet(hostile.many_empty_rows()).rows == ()


def test_the_child_has_little_memory_and_little_time():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from server.workbook.lead import take_lead\n"
        "take_lead(256 * 1024 * 1024, 1)\n"
        "try:\n    bytearray(512 * 1024 * 1024)\n"
        "except MemoryError:\n    print('bound', flush=True)\n"
        "while True: pass\n"
    )
    root = str(Path(server.__file__).parents[1])
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", program, root],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.stdout == "bound\n"
    assert ended.returncode < 0, "killed by the limit of its time"
    assert time.monotonic() - began < 30


def test_a_child_that_does_not_answer_is_given_up(monkeypatch):
    monkeypatch.setattr(server.workbook, "SECONDS_TO_READ", 0.3)
    asleep = "import sys, time; sys.stdout.write('\\n'); sys.stdout.flush(); time.sleep(60)"
    monkeypatch.setattr(server.workbook, "_command", lambda: [sys.executable, "-c", asleep])
    began = time.monotonic()
    with pytest.raises(UnreadableError):
        read_workbook(b"Ho va ten\nA\n")
    assert time.monotonic() - began < 20


def test_a_child_that_dies_is_a_file_that_cannot_be_read(monkeypatch):
    monkeypatch.setattr(server.workbook, "_command", lambda: [sys.executable, "-c", "exit(3)"])
    with pytest.raises(UnreadableError):
        read_workbook(b"Ho va ten\nA\n" * 100_000)


def test_it_works_from_any_folder_whatever_lies_there(tmp_path, monkeypatch):
    (tmp_path / "server.py").write_text("raise SystemExit(9)")
    (tmp_path / "csv.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert len(read_file(SAMPLE / "guests.csv").sheets[0].rows) == 93


def test_two_files_may_be_read_at_once():
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(read_file(SAMPLE / "guests.xlsx")))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == found[1]


def test_a_macro_is_never_read_and_said_so():
    workbook = read(replaced(book(*guests()), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"))
    assert codes(workbook.problems) == ["macros_ignored"]
    assert len(workbook.sheets[0].rows) == 4


def test_a_file_is_what_it_holds_and_not_what_it_is_called(tmp_path):
    renamed = tmp_path / "danh sach.csv"
    renamed.write_bytes(book(*guests()))
    assert read_file(renamed).sheets[0].name == "DS mời"


def test_a_missing_or_enormous_file_is_told_by_its_name(tmp_path):
    with pytest.raises(NotFoundError, match=r"thieu\.xlsx"):
        read_file(tmp_path / "thieu.xlsx")
    large = tmp_path / "lon.xlsx"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(InvalidError, match=r"lon\.xlsx: Tệp lớn hơn 20 MB"):
        read_file(large)


@pytest.mark.parametrize(
    ("charset", "separator", "end"),
    [
        ("utf-8", ",", "\n"),
        ("utf-8-sig", ";", "\r\n"),
        ("utf-16", "\t", "\r\n"),
        ("utf-16-le", ",", "\n"),
        ("utf-16-be", ";", "\r"),
        ("utf-8", "|", "\n"),
    ],
)
def test_text_is_read_in_any_encoding_and_with_any_separator(charset, separator, end):
    rows = [["Họ và tên", "Chức vụ", "Đơn vị"], ["Nguyễn Văn Đức", "Giám đốc, kiêm; và", "Sở A"]]
    text = end.join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    assert only_sheet(text.encode(charset)).rows == tuple(map(tuple, rows))


def test_windows_1258_is_read_and_asked_about():
    text = "Họ và tên,Đơn vị\nNguyễn Văn Đức,Sở A\n"
    decomposed = "".join(_as_1258(letter) for letter in text)
    workbook = read(decomposed.encode("cp1258"))
    assert workbook.sheets[0].rows[1] == ("Nguyễn Văn Đức", "Sở A")
    [asked] = workbook.problems
    assert (asked.level, asked.code) == ("warning", "encoding_guessed")
    assert "Windows-1258" in asked.message


def test_a_utf_8_file_with_one_broken_letter_is_still_utf_8():
    content = "Họ và tên\nNguyễn Văn Đức\nTrần Thị Ví Dụ\n".encode().replace("Đ".encode(), b"\xc4")
    _, problems = read_text(content)
    assert [(p.row, p.code) for p in problems if p.row == 2 and p.code != "group_missing"] == [
        (2, "letters_lost")
    ]


def test_the_separator_line_of_excel_is_no_row():
    assert only_sheet("sep=;\r\nHọ và tên;Đơn vị\r\nA;B\r\n".encode()).rows == (
        ("Họ và tên", "Đơn vị"), ("A", "B"),
    )  # fmt: skip


def test_quotes_inside_a_cell_are_forgiven():
    text = 'Họ và tên,Đơn vị\nNguyễn "Tý" Văn A,"Phòng" A\n'
    assert only_sheet(text.encode()).rows[1] == ('Nguyễn "Tý" Văn A', "Phòng A")


def test_empty_lines_are_counted_as_excel_counts_them():
    assert only_sheet(b"a,b\n\n\nc,d\n\n\n").rows == (("a", "b"), (), (), ("c", "d"))


def test_nothing_is_left_running(monkeypatch):
    read_file(SAMPLE / "guests.csv")
    with contextlib.suppress(ChildProcessError):
        assert os.waitpid(-1, os.WNOHANG) == (0, 0)


def _as_1258(letter):
    """Windows-1258 has no letter with two marks: the tone follows as a mark of its own."""
    import unicodedata

    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
        rest = "".join(c for c in parts if c not in tones)
        return unicodedata.normalize("NFC", rest) + "".join(tones)
    return letter
