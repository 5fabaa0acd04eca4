"""What stands around every page of the organisers: the menu, and who is signed in.

A menu entry appears when its page exists and this person may open it, so that a page that
is added needs its row in the table of roles and nothing else here.
"""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from server.sentences import mark
from server.web.house import g
from server.web.language import _
from server.web.roles import Role, may

ROLE_WORDS = {
    Role.VIEWER: mark("Người theo dõi"),
    Role.DESK: mark("Bàn đón tiếp"),
    Role.RECEPTION: mark("Đón tiếp"),
    Role.ORGANISER: mark("Ban Tổ chức"),
    Role.OWNER: mark("Quản trị"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu: where it is, what it is called, what one does there."""

    endpoint: str
    href: str
    label: str
    note: str
    current: bool


# Endpoint, name, note; in the order of the work.
_PAGES = (
    ("board.page", mark("Tổng quan"), mark("Số đại biểu có mặt, theo thành phần, vừa đến")),
    (
        "lists.page",
        mark("Danh sách đại biểu"),
        mark("Nhập từ Excel, tìm, sửa, bổ sung, hủy suất mời"),
    ),
    (
        "issuing.page",
        mark("Phát hành phiếu mời"),
        mark("Ảnh phiếu mời, gói theo đơn vị, lời mời để gửi"),
    ),
    ("hall.page", mark("Sơ đồ chỗ ngồi"), mark("Hội trường, xếp chỗ theo lễ tân, đổi chỗ")),
    ("desk.page", mark("Đón tiếp"), mark("Tìm đại biểu, ghi nhận có mặt, dự thay, vị trí ngồi")),
    ("awards.page", mark("Khen thưởng"), mark("Thứ tự trao, người nhận, ai chưa có mặt")),
    ("reports.page", mark("Báo cáo"), mark("Chốt số liệu, câu báo cáo, danh sách để in")),
    ("settings.page", mark("Cài đặt"), mark("Thông tin sự kiện, người dùng, quầy, sao lưu")),
)
_PARTS = {"imports": "lists", "mailing": "issuing", "papers": "issuing"}


def menu() -> dict[str, Any]:
    """Give the templates the menu of this caller, and the word for their role."""
    caller = g.get("caller")
    role = caller.role if caller else None
    entries = [
        Entry(
            endpoint,
            url_for(endpoint),
            _(label),
            _(note),
            current=_room(endpoint) == _room(request.endpoint),
        )
        for endpoint, label, note in _PAGES
        if caller and endpoint in current_app.view_functions and may(endpoint, role)
    ]
    return {"menu": entries, "role_word": _(ROLE_WORDS[role]) if role in ROLE_WORDS else ""}


def _room(endpoint: str | None) -> str:
    """Give the entry a page belongs to: the import is a part of the list, and so on."""
    room = (endpoint or "").partition(".")[0]
    return _PARTS.get(room, room)
