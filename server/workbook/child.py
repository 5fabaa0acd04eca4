"""The child that reads a stranger's file: bytes in, JSON out, on a short lead."""

import sys
from typing import Final

from server.errors import InvalidError
from server.guestlist.sheets import Workbook
from server.workbook import wire
from server.workbook.delimited import read_delimited
from server.workbook.kinds import is_zip
from server.workbook.lead import take_lead
from server.workbook.xlsx import read_xlsx

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 4


def main() -> None:
    """Say that we are ready, read standard input to its end, answer, and be gone."""
    take_lead(MEMORY, CPU_SECONDS)
    out = sys.stdout.buffer
    out.write(b"\n")
    out.flush()
    try:
        answer = wire.pack(read(sys.stdin.buffer.read()))
    except InvalidError as error:
        answer = wire.pack_refusal(error.sentence)
    except MemoryError:
        sys.exit(1)
    out.write(answer)
    out.flush()


def read(content: bytes) -> Workbook:
    """Read what the bytes are, whatever the file was called. Raises InvalidError."""
    return read_xlsx(content) if is_zip(content) else read_delimited(content)
