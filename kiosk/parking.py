"""What a late act met at the server, in the words of the card that it becomes."""

from datetime import datetime, tzinfo
from typing import Any

from kiosk.acts import Act
from server.admission import Reason
from server.wording import staff
from server.wording.figures import hour_figures

LONGEST = 300

_WHAT = {
    ("POST", "admission"): "ghi nhận có mặt",
    ("DELETE", "admission"): "hủy ghi nhận có mặt",
    ("PUT", "holder"): "bổ sung họ tên người đại diện",
    ("DELETE", "holder"): "bỏ họ tên người đại diện",
    ("PUT", "substitute"): "ghi nhận người dự thay",
    ("DELETE", "substitute"): "hủy dự thay",
    ("PUT", "seat"): "đổi vị trí ngồi",
    ("PUT", "rsvp"): "ghi nhận phản hồi",
    ("PUT", "documents"): "phát tài liệu",
    ("DELETE", "documents"): "hủy phát tài liệu",
    ("POST", "walk-ins"): "ghi nhận đại biểu ngoài danh sách",
    ("POST", "admissions"): "ghi nhận có mặt cả đơn vị",
    ("POST", "code"): "cấp lại phiếu mời",
    ("POST", "notices"): "báo Ban Tổ chức",
}


def objection_in(reply: dict[str, Any], zone: tzinfo) -> str | None:
    """Say why an act that was received changed nothing; None: it did what it should."""
    if reply.get("verdict") != "refused":
        return None
    reason, at, station = reply.get("reason"), reply.get("admitted_at"), reply.get("station")
    if reason == Reason.ALREADY_ADMITTED and at and station:
        return staff.clash(station, datetime.fromisoformat(at).astimezone(zone))
    return staff.refusal(Reason(reason)) if reason else "Máy chủ không nhận"


def parked_words(act: Act, objection: str, zone: tzinfo) -> str:
    """Say what was done here while the server was away, and what stands against it."""
    what = _WHAT.get((act.method, act.path.rpartition("/")[2]), "việc tại quầy")
    name = "" if act.place else str(act.body.get("name") or act.body.get("organisation") or "")
    at = hour_figures(datetime.fromisoformat(act.at).astimezone(zone))
    done = " ".join(filter(None, (what, name)))
    return f"Ghi lúc {at} khi mất kết nối: {done}. {objection.rstrip('.')}."[:LONGEST]
