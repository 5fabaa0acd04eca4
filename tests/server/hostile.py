"""Workbooks as an enemy or an accident makes them, for the tests of the reader."""

import io
import zipfile

from openpyxl import Workbook

CELL = '<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def book(*rows, **change):
    """A well-formed .xlsx with these rows; `change(workbook, sheet)` may alter it."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "DS mời"
    for row in rows:
        sheet.append(row)
    change.get("change", lambda *_: None)(workbook, sheet)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def guests(count=3):
    """A header and so many guests."""
    return [
        ("Họ và tên", "Chức vụ", "Đơn vị"),
        *((f"Lý Văn {n}", "GĐ", f"Sở {n}") for n in range(count)),
    ]


def replaced(content, part, text):
    """The same package with one part's bytes changed, or added."""
    return packed({**_parts(content), part: text.encode() if isinstance(text, str) else text})


def packed(parts):
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def sheet_xml(cells, tail="", head=""):
    """A worksheet part with these rows of XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{head}<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>{tail}</worksheet>'


def with_sheet(cells, tail="", head=""):
    """A package whose only worksheet holds this XML."""
    return replaced(book(*guests()), "xl/worksheets/sheet1.xml", sheet_xml(cells, tail, head))


def far_cell():
    """One value in XFD1048576."""
    return with_sheet(f'<row r="1048576">{CELL.format(at="XFD1048576", text="x")}</row>')


def shared_string_bomb(megabytes=500):
    """A shared string of 500 MB that packs into half a megabyte."""
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    out = io.BytesIO()
    parts = _parts(book(*guests()))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if name != "xl/sharedStrings.xml":
                package.writestr(name, content)
        with package.open("xl/sharedStrings.xml", "w", force_zip64=True) as stream:
            stream.write(head)
            for _ in range(megabytes):
                stream.write(b"A" * 1024 * 1024)
            stream.write(b"</t></si></sst>")
    return out.getvalue()


def many_entries(count=100_000):
    """A package with 100,000 empty files in it."""
    return packed({**_parts(book(*guests())), **{f"x/{n}": b"" for n in range(count)}})


def many_spans(count=100_000):
    """A sheet with very many merged ranges."""
    spans = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1, count * 2, 2))
    return with_sheet("", f"<mergeCells>{spans}</mergeCells>")


def many_empty_rows(count=30_000):
    """A sheet that says nothing, at length."""
    return with_sheet("<row/>" * count)


def deep_nesting(depth=200_000):
    """XML that goes down and never comes up."""
    return with_sheet("<a>" * depth)


def entity_bomb():
    """A billion laughs."""
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{rows}]>'
    return with_sheet(f"<row>{CELL.format(at='A1', text='&l9;')}</row>", head=head)


def external_entity(address):
    """A part that asks for something of another machine or of this one's disk."""
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{address}">]>'
    return with_sheet(f"<row>{CELL.format(at='A1', text='&e;')}</row>", head=head)


def late_entity():
    """A document type behind a long comment, where a look at the beginning misses it."""
    head = f'<?xml version="1.0"?><!--{"x" * 9000}--><!DOCTYPE x [<!ENTITY e "ha">]>'
    return with_sheet(f"<row>{CELL.format(at='A1', text='&e;')}</row>", head=head)


def entity_in_passing():
    """A document type in a part that nobody reads."""
    xml = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x"><x/>'
    return replaced(book(*guests()), "docProps/core.xml", xml)


def wide_entity():
    """The same in UTF-16, where a search for bytes finds nothing."""
    head = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "ha">]>'
    xml = sheet_xml(f"<row>{CELL.format(at='A1', text='&e;')}</row>", head=head)
    return replaced(book(*guests()), "xl/worksheets/sheet1.xml", xml.encode("utf-16"))


def nested_zip():
    """A zip in a zip, ten times."""
    content = packed({"a.txt": b"0" * 100_000})
    for _ in range(10):
        content = packed({"inner.zip": content})
    return content


def _parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
