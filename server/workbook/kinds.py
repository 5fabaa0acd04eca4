"""What a file is by its first bytes: what is no list is refused before anything is read."""

import re
from typing import Final

from server.errors import InvalidError
from server.sentences import mark, say

SAVE_AS_XLSX: Final = mark("Mở bằng Excel, chọn Lưu thành dạng .xlsx rồi nhập lại.")

_SIGNATURES: Final = (
    (
        b"\xd0\xcf\x11\xe0",
        say(
            "Tệp Excel đời cũ (.xls) hoặc có mật khẩu nên không đọc được. Bỏ mật khẩu. %(remedy)s",
            remedy=SAVE_AS_XLSX,
        ),
    ),
    (
        b"%PDF",
        mark("Đây là tệp PDF, không phải danh sách Excel. Đề nghị dùng tệp .xlsx hoặc .csv."),
    ),
    (b"{\\rtf", mark("Đây là tệp văn bản RTF. Chép bảng sang Excel, lưu dạng .xlsx rồi nhập lại.")),
    (b"\x89PNG", mark("Đây là tệp hình ảnh. Đề nghị dùng tệp .xlsx hoặc .csv.")),
    (b"\xff\xd8\xff", mark("Đây là tệp hình ảnh. Đề nghị dùng tệp .xlsx hoặc .csv.")),
    (b"GIF8", mark("Đây là tệp hình ảnh. Đề nghị dùng tệp .xlsx hoặc .csv.")),
    (b"\x1f\x8b", mark("Đây là tệp nén. Giải nén rồi nhập tệp .xlsx hoặc .csv bên trong.")),
    (b"Rar!", mark("Đây là tệp nén. Giải nén rồi nhập tệp .xlsx hoặc .csv bên trong.")),
    (b"7z\xbc\xaf", mark("Đây là tệp nén. Giải nén rồi nhập tệp .xlsx hoặc .csv bên trong.")),
    (b"SQLite format 3", mark("Đây là tệp cơ sở dữ liệu. Đề nghị dùng tệp .xlsx hoặc .csv.")),
    (b"MZ", mark("Đây là tệp chương trình. Đề nghị dùng tệp .xlsx hoặc .csv.")),
    (b"\x7fELF", mark("Đây là tệp chương trình. Đề nghị dùng tệp .xlsx hoặc .csv.")),
)
_MARKUP = re.compile(
    rb"\s*(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|table|meta|head|body)\b", re.IGNORECASE
)


def refuse_by_kind(content: bytes) -> None:
    """Raise InvalidError, with the remedy, unless this may be an .xlsx or delimited text."""
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise InvalidError(say("Tệp rỗng, không có danh sách nào. Kiểm tra lại tệp rồi nhập lại."))
    for signature, sentence in _SIGNATURES:
        if content.startswith(signature):
            raise InvalidError(sentence)
    if _MARKUP.match(content[:512]):
        message = say(
            "Đây là trang web (HTML/XML), không phải bảng tính. %(remedy)s",
            remedy=SAVE_AS_XLSX,
        )
        raise InvalidError(message)


def is_zip(content: bytes) -> bool:
    """Whether this is a zip, as every .xlsx is, also under another name."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))
