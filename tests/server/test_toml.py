"""A complaint about a TOML file leads a person to the line and tells what to write."""

from datetime import time

import pytest

from server.toml import ConfigError, Table, read_table


def complaint(text, read):
    def read_all():
        table = read_table("a.toml", text)
        table.finish(read(table))

    with pytest.raises(ConfigError) as caught:
        read_all()
    return str(caught.value)


def test_each_key_is_read_as_the_type_it_is_asked_for():
    table = read_table("a.toml", 'name = "Hàng A"\nplaces = 12\nopens = 07:30:00\non = true')
    assert table.finish(
        (
            table.text("name"),
            table.whole("places", 1, 99),
            table.hour("opens"),
            table.flag("on", False),
        )
    ) == ("Hàng A", 12, time(7, 30), True)


def test_what_a_file_leaves_out_stands_as_in_the_defaults():
    defaults = read_table("b.toml", '[a]\nx = 1\ny = 2\nlist = ["p", "q"]')
    merged = read_table("a.toml", '[a]\ny = 3\nlist = ["r"]', defaults)
    assert merged.values == {"a": {"x": 1, "y": 3, "list": ["r"]}}


def test_decomposed_letters_come_back_composed():
    table = read_table("a.toml", 'name = "Ho\u0300a"')
    assert table.text("name") == "H\u00f2a"


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault():
    assert read_table("a.toml", "\ufeffx = 1\r\ny = 2\r\n").values == {"x": 1, "y": 2}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# a note\n\n[t]\nx = 1\n", 4),
        ('[t]\nlong = """\nx = 1\n"""\nx = 2\n', 5),
        ("t = { y = 1, x = 2 }\n", 1),
        ("y = [\n 1,\n]\n\nt.x = 2\n", 5),
        ('[t]\n"x" = 1\n', 2),
        ("[t]\ny = 'x = 1'\n# x = 1\nx = [\n 1,\n]\n", 4),
    ],
)
def test_the_line_of_a_key_is_found_however_it_is_written(text, line):
    said = complaint(text, lambda t: t.table("t", lambda inner: inner.fail("x", "no", "mend")))
    assert said == f"a.toml, dòng {line}, khóa [t] x: no; mend."


def test_the_line_of_a_key_in_a_list_of_tables_is_that_of_its_own_table():
    text = '[[row]]\nid = "A"\nplaces = 1\n[[row]]\nid = "B"\nplaces = "x"\n'
    said = complaint(text, lambda t: t.tables("row", read_row))
    assert said == (
        "a.toml, dòng 6, khóa [row] places (mục 2): phải là một số nguyên; "
        "hãy ghi số trần, không có ngoặc kép."
    )


def read_row(row: Table):
    return row.text("id"), row.whole("places", 1, 9)


def test_a_missing_key_is_told_at_its_table_with_the_key_that_looks_like_it():
    said = complaint('[[row]]\nid = "A"\nplase = 3\n', lambda t: t.tables("row", read_row))
    assert said == (
        "a.toml, dòng 1, khóa [row] places (mục 1): thiếu hoặc để trống khóa này; "
        "có phải «plase» bị gõ nhầm?"
    )


def test_an_unknown_key_with_no_likeness_names_the_keys_there_are():
    said = complaint("x = 1\nqwerty = 2\n", lambda t: t.whole("x", 0, 9))
    assert said == "a.toml, dòng 2, khóa qwerty: không có khóa này; hãy xóa hoặc dùng một trong: x."


@pytest.mark.parametrize("value", ["1.5", '"1"', "true", "[1]", "2023-11-17"])
def test_a_whole_number_is_nothing_else(value):
    assert "phải là một số nguyên" in complaint(f"x = {value}", lambda t: t.whole("x", 0, 9))


@pytest.mark.parametrize("value", ["2023-11-17T08:00:00", '"17/11/2023"', "17"])
def test_a_date_is_nothing_else(value):
    assert "ví dụ 2023-11-17" in complaint(f"x = {value}", lambda t: t.day("x"))


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a = 1\nb = \nc = 3\n", 2, "cú pháp"),
        ("a = 1\n\nb = [1,\n 2\n", 3, "ngoặc vuông"),
        ('a = "C:\\Người dùng"\n', 1, "đổi thành /"),
        ('a = "C:\\users"\n', 1, "đổi thành /"),
        ("a = 1\na = 2", 2, "đã có ở trên"),
        ("[t]\nx = 1\n[t]\ny = 2\n", 3, "đã có ở trên"),
        ('a = 1\nb = "x\n', 2, "ngoặc kép"),
        ("a = 07:00\n", 1, "giờ như"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line_and_a_remedy(text, line, word):
    said = complaint(text, lambda t: t)
    assert said.startswith(f"a.toml, dòng {line}: ")
    assert word in said
