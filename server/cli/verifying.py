"""Whether the record is what was written: of the event, or of a copy that somebody brings."""

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server.cli.ground import Ground, command
from server.errors import CheckinError
from server.sentences import joined, say
from server.storage.folder import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.storage.sqlite import Reader

# Fewer figures of a hash than a board shows prove little.
LEAST_FIGURES = 16


class BrokenChainError(CheckinError):
    """Dữ liệu không còn nguyên vẹn."""


def register(root: click.Group) -> None:
    """Hang the command onto the root."""
    root.add_command(verify)


def read_seal(
    _context: click.Context, _param: click.Parameter, text: str | None
) -> tuple[int, str] | None:
    """Read a seal as papers and boards show it: the row's number, then its hash, in groups."""
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,9})[\s:,]+([0-9a-f\s]+)", text.strip().lower())
    figures = "".join(found[2].split()) if found else ""
    if not found or not LEAST_FIGURES <= len(figures) <= 64:
        raise click.BadParameter(
            f"hãy ghi số dòng rồi ít nhất {LEAST_FIGURES} chữ số của mã kiểm tra, trong ngoặc kép, "
            'như trên báo cáo: --seal "78 1f0c9a3e 5b7d2c44"'
        )
    return int(found[1]), figures


@command(click.Group(), "verify")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--seal",
    callback=read_seal,
    help="Niêm nhật ký in trên báo cáo hoặc hiện trên bảng số liệu: số dòng và mã kiểm tra.",
)
def verify(ground: Ground, file: Path | None, seal: tuple[int, str] | None) -> None:
    """Kiểm tra chuỗi nhật ký, danh sách, mã và lượt ghi nhận; FILE: của một bản sao lưu."""
    with _copy(file) if file else _event(ground) as reader:
        if fault := reader.first_fault():
            raise BrokenChainError(fault if file else joined((fault, ground.folder.remedy()), " "))
        records, head = reader.head()
        gaps = [{"station": s, "first": a, "last": b} for s, a, b in reader.gaps()]
        if seal:
            _compare(reader, *seal)
    told: dict[str, Any] = {"ok": True, "records": records, "head": head, "gaps": gaps}
    text = f"Nguyên vẹn: {records} dòng nhật ký, đầu chuỗi {head[:16]}…"
    if seal:
        told["seal"] = seal[0]
        text += f"\nKhớp với niêm đã ghi ở dòng {seal[0]}."
    for gap in gaps:
        text += f"\n{gap['station']}: {gap['first']}–{gap['last']} còn thiếu."
    ground.answer(told, text)


@contextmanager
def _event(ground: Ground) -> "Iterator[Reader]":
    folder = ground.folder
    if not folder.database.exists():
        raise BrokenChainError(
            say("Không có dữ liệu trong %(path)s để kiểm tra.", path=folder.path)
        )
    if folder.lacks_the_last:
        raise BrokenChainError(
            say(
                "Máy chủ đã dừng đột ngột và tệp event.db-wal của nó không còn, nên có thể thiếu "
                "những lượt cuối; hãy chạy lại máy chủ để các cửa gửi lại."
            )
        )
    with ground.store() as store:
        yield store.read


@contextmanager
def _copy(file: Path) -> "Iterator[Reader]":
    with reading(file) as reader:
        yield reader


def _compare(reader: "Reader", seq: int, figures: str) -> None:
    """Whoever edits history can recompute the chain, but not what stands on paper."""
    kept = reader.hash_of(seq)
    if kept is None:
        raise BrokenChainError(
            say(
                "Nhật ký không có dòng %(seq)s ghi trên niêm: các dòng cuối đã bị xóa, hoặc dữ liệu "
                "được khôi phục từ bản sao lưu cũ hơn.",
                seq=seq,
            )
        )
    if not kept.startswith(figures):
        raise BrokenChainError(
            say(
                "Dòng %(seq)s của nhật ký không khớp niêm: nhật ký đã bị viết lại từ dòng ấy hoặc "
                "trước đó, hoặc niêm là của dữ liệu khác.",
                seq=seq,
            )
        )
