"""An .xlsx as a zip: checked by its directory alone before anything of it is unpacked."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from server.errors import InvalidError
from server.sentences import mark, say
from server.workbook.kinds import SAVE_AS_XLSX

MOST_ENTRIES: Final = 2_000
LARGEST_DIRECTORY: Final = 1024 * 1024
LARGEST_PART: Final = 32 * 1024 * 1024
LARGEST_WHOLE: Final = 128 * 1024 * 1024
STEEPEST_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 1024 * 1024

_END_OF_DIRECTORY: Final = b"PK\x05\x06"
_FARTHEST_END: Final = 65_557
_ENCRYPTED: Final = 0x1

# What damage shows itself as, from the zip's directory down to a single character.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)

BROKEN: Final = say("Tệp Excel bị hỏng hoặc chưa tải về đủ. %(remedy)s", remedy=SAVE_AS_XLSX)
_TOO_HEAVY: Final = mark(
    "Tệp bung ra quá lớn, có thể không an toàn nên không đọc. Chép riêng danh sách "
    "sang tệp mới rồi nhập lại."
)


class Package:
    """The parts of an .xlsx. Raises InvalidError for anything else, and for too much."""

    def __init__(self, content: bytes) -> None:
        _check_directory(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGE as error:
            raise InvalidError(BROKEN) from error
        self._parts = {info.filename: info for info in self._zip.infolist()}
        self._check_kind()
        self._check_entries()
        self._check_declarations()

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    @property
    def has_macros(self) -> bool:
        """Whether there is a macro project, of which nothing is ever read."""
        return any(name.casefold().endswith("vbaproject.bin") for name in self._parts)

    def elements(self, part: str, *tags: str) -> Iterator[Element]:
        """Give each finished element with one of these local names, in order, then forget it."""
        if part not in self._parts:
            raise InvalidError(BROKEN)
        try:
            with self._zip.open(self._parts[part]) as stream:
                events = defusedxml.ElementTree.iterparse(
                    stream, events=("start", "end"), forbid_dtd=True
                )
                yield from _finished(events, set(tags))
        except DefusedXmlException as error:
            raise InvalidError(_DECLARED) from error
        except _DAMAGE as error:
            raise InvalidError(BROKEN) from error

    def _check_kind(self) -> None:
        if "xl/workbook.xml" in self._parts and "[Content_Types].xml" in self._parts:
            return
        raise InvalidError(_KINDS.get(self._kind(), _OTHER_ZIP))

    def _kind(self) -> str:
        starts = {name.split("/")[0] for name in self._parts}
        if "xl/workbook.bin" in self._parts:
            return "xlsb"
        if any(name.endswith(".iwa") for name in self._parts) or "Index.zip" in self._parts:
            return "numbers"
        return next((kind for kind in ("word", "ppt", "content.xml") if kind in starts), "")

    def _check_entries(self) -> None:
        infos = self._parts.values()
        if len(self._zip.infolist()) > MOST_ENTRIES:
            raise InvalidError(_TOO_MANY)
        if any(_is_stray(info.filename) for info in infos):
            raise InvalidError(say("Tệp chứa đường dẫn lạ, có thể không an toàn nên không đọc."))
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise InvalidError(
                say(
                    "Tệp có mật khẩu nên không đọc được. %(remedy)s",
                    remedy=SAVE_AS_XLSX,
                )
            )
        if sum(info.file_size for info in infos) > LARGEST_WHOLE or any(map(_is_heavy, infos)):
            raise InvalidError(_TOO_HEAVY)

    def _check_declarations(self) -> None:
        """Refuse a document type in any part: no spreadsheet program writes one."""
        for name, info in self._parts.items():
            if name.casefold().endswith((".xml", ".rels", ".vml")):
                try:
                    with self._zip.open(info) as stream:
                        head = stream.read(4096).replace(b"\x00", b"")
                except _DAMAGE as error:
                    raise InvalidError(BROKEN) from error
                if re.search(rb"<!(doctype|entity)", head, re.IGNORECASE):
                    raise InvalidError(_DECLARED)


def local_name(element: Element) -> str:
    """Give an element's name without its namespace: transitional and strict files differ there."""
    return element.tag.rpartition("}")[2]


def _finished(events: Iterator[tuple[str, Element]], tags: set[str]) -> Iterator[Element]:
    """Give wanted elements as they end, and drop everything behind us."""
    path: list[Element] = []
    for event, element in events:
        if event == "start":
            path.append(element)
            continue
        path.pop()
        if local_name(element) in tags:
            yield element
        elif any(local_name(above) in tags for above in path):
            continue
        element.clear()
        if path and not any(local_name(above) in tags for above in path):
            path[-1].clear()


def _check_directory(content: bytes) -> None:
    """Read how many entries the zip says it has, before a library lists them."""
    at = content.rfind(_END_OF_DIRECTORY, max(0, len(content) - _FARTHEST_END))
    if at < 0 or len(content) < at + 22:
        raise InvalidError(BROKEN)
    entries, size = struct.unpack_from("<HI", content, at + 10)
    if entries > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise InvalidError(_TOO_MANY)


def _is_stray(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _is_heavy(info: zipfile.ZipInfo) -> bool:
    unpacked, packed = info.file_size, max(info.compress_size, 1)
    if unpacked > LARGEST_PART and not info.filename.startswith("xl/media/"):
        return True
    return unpacked > RATIO_COUNTS_FROM and unpacked / packed > STEEPEST_RATIO


_DECLARED: Final = mark("Tệp có khai báo XML lạ (DTD), có thể không an toàn nên không đọc.")
_TOO_MANY: Final = mark("Tệp chứa quá nhiều thành phần, có thể không an toàn nên không đọc.")
_OTHER_ZIP: Final = mark(
    "Đây là tệp nén, không phải tệp Excel. Giải nén rồi nhập tệp .xlsx bên trong."
)
_KINDS: Final = {
    "xlsb": say("Tệp .xlsb không đọc được. %(remedy)s", remedy=SAVE_AS_XLSX),
    "numbers": mark("Đây là tệp Numbers của Apple. Chọn Xuất sang Excel (.xlsx) rồi nhập lại."),
    "word": mark("Đây là tệp Word. Chép bảng sang Excel, lưu dạng .xlsx rồi nhập lại."),
    "ppt": mark("Đây là tệp PowerPoint. Đề nghị dùng tệp .xlsx hoặc .csv."),
    "content.xml": say("Tệp OpenDocument (.ods) không đọc được. %(remedy)s", remedy=SAVE_AS_XLSX),
}
