"""Lists for the tests: typed as rows or as text, read with the groups of the shipped event."""

import itertools
from pathlib import Path

import server
from server.config import SHIPPED, load_config
from server.guestlist import Sheet, Workbook, merge, read_list
from server.workbook.child import read
from server.workbook.kinds import refuse_by_kind

SAMPLE = Path(server.__file__).parent / "sample"
EVENT = load_config(SHIPPED, environ={}).event
HEADER = ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Số điện thoại", "Ghi chú")


def read_sheets(*sheets, active=0, **options):
    """Read the list of a workbook that is made of these sheets."""
    options = {"default_group": "CCVC", **options}
    return read_list(Workbook(sheets, active), EVENT.groups, EVENT.organisations, **options)


def read_rows(*rows, header=HEADER, **options):
    """Read rows under a header, as one sheet."""
    return read_sheets(Sheet("DS", (tuple(header), *(tuple(row) for row in rows))), **options)


def read_text(text, **options):
    """Read delimited text, or bytes, through the reader that the child runs."""
    content = text if isinstance(text, bytes) else text.encode()
    refuse_by_kind(content)
    options = {"default_group": "CCVC", **options}
    return read_list(read(content), EVENT.groups, EVENT.organisations, **options)


def read_sample(name, **options):
    """Read one of the two sample files."""
    return read_text((SAMPLE / name).read_bytes(), **options)


def store(entries, existing=(), present=()):
    """Lay entries over what is stored; give the merge and what is stored then, by id."""
    numbers = itertools.count(len(existing) + 1)
    merged = merge(existing, present, entries, lambda: f"DB{next(numbers):03d}")
    stored = {place.id: place for place in existing}
    stored.update({place.id: place for place in merged.to_store})
    return merged, sorted(stored.values(), key=lambda place: place.position)


def told(problems, code):
    """The problems with this code."""
    return [problem for problem in problems if problem.code == code]


def codes(problems, *levels):
    """The codes of problems, of these levels only if any are given, in order."""
    return [p.code for p in problems if not levels or p.level in levels]
