"""Whether an event is ready for the doors: what was looked at, what it means, and the way out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from server.event import EventConfig
from server.guestlist import takes_no_seat
from server.invitations import Invitation

STALE_BACKUP = timedelta(hours=24)


class Level(StrEnum):
    """`fail`: do not open the doors like this; `warning`: a person should look once."""

    OK = "ok"
    WARNING = "warning"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `key` names it; `remedy` says what to do, if anything."""

    key: str
    title: str
    level: Level
    message: str
    remedy: str | None = None

    def document(self) -> dict[str, Any]:
        """The finding as JSON."""
        return {
            "key": self.key,
            "title": self.title,
            "level": self.level.value,
            "message": self.message,
            "remedy": self.remedy,
        }


def findings_document(findings: Iterable[Finding]) -> dict[str, Any]:
    """All findings as JSON; `ready` unless one of them fails."""
    told = list(findings)
    return {
        "ready": all(finding.level is not Level.FAIL for finding in told),
        "checks": [finding.document() for finding in told],
    }


def look_at_list(places: Sequence[Invitation]) -> Finding:
    """Whether anybody is invited."""
    valid = [place for place in places if place.cancelled is None]
    if not valid:
        return Finding(
            "list", "Danh sách đại biểu", Level.FAIL, "Chưa có đại biểu nào trong danh sách.",
            "Nhập danh sách bằng «dontiep guests import TỆP».",
        )  # fmt: skip
    unnamed = sum(place.coming is None for place in valid)
    message = f"{len(valid)} suất mời, trong đó {unnamed} suất chưa có tên."
    return Finding("list", "Danh sách đại biểu", Level.OK, message)


def look_at_seats(places: Iterable[Invitation]) -> Finding:
    """Whether everybody who shall sit has a seat."""
    standing = [
        place
        for place in places
        if place.cancelled is None and place.seat is None and not takes_no_seat(place)
    ]
    if not standing:
        return Finding("seats", "Chỗ ngồi", Level.OK, "Mọi suất mời cần chỗ đều đã có chỗ.")
    named = ", ".join(place.id for place in standing[:5]) + ("…" if len(standing) > 5 else "")
    return Finding(
        "seats", "Chỗ ngồi", Level.WARNING, f"{len(standing)} suất mời chưa có chỗ: {named}.",
        "Xếp chỗ bằng «dontiep seats assign»; ai không cần chỗ thì bỏ qua.",
    )  # fmt: skip


def look_at_facts(event: EventConfig, remarks: Sequence[str]) -> Finding:
    """Whether day, hour and place are told, and whether the configuration deserves a word."""
    missing = [
        word
        for word, value in (
            ("ngày", event.day), ("giờ khai mạc", event.starts), ("địa điểm", event.venue),
        )
        if value is None
    ]  # fmt: skip
    said = list(remarks)
    if missing:
        said.append(f"Chưa điền {', '.join(missing)}; mã QR đã phát hành vẫn có giá trị.")
    if not said:
        message = "Đã có ngày, giờ và địa điểm."
        return Finding("facts", "Thời gian, địa điểm", Level.OK, message)
    remedy = "Ghi ở trang Cài đặt, hoặc bằng «dontiep facts set»; có hiệu lực ngay."
    return Finding("facts", "Thời gian, địa điểm", Level.WARNING, " ".join(said), remedy)


def look_at_record(fault: str | None, rows: int) -> Finding:
    """Whether every row of the record is as it was written. `fault` says the way out too."""
    if fault:
        return Finding("record", "Dữ liệu", Level.FAIL, fault)
    return Finding("record", "Dữ liệu", Level.OK, f"Nguyên vẹn, {rows} dòng nhật ký.")


def look_at_backup(made: datetime | None, now: datetime) -> Finding:
    """Whether there is a good copy that is not too old. `made`: when it was written."""
    remedy = "Sao lưu bằng «dontiep backup»; máy chủ đang chạy tự sao lưu 10 phút một lần."
    if made is None:
        message = "Chưa có bản sao lưu nào còn tốt."
        return Finding("backup", "Bản sao lưu", Level.WARNING, message, remedy)
    age = now - made
    if age > STALE_BACKUP:
        message = f"Bản sao lưu mới nhất đã cũ {age.days} ngày."
        return Finding("backup", "Bản sao lưu", Level.WARNING, message, remedy)
    minutes = int(age.total_seconds() // 60)
    message = f"Bản sao lưu mới nhất cách đây {minutes} phút, đọc lại được."
    return Finding("backup", "Bản sao lưu", Level.OK, message)


def look_at_people(people: int, stations: int) -> Finding:
    """Whether somebody can sign in and a door is paired."""
    if people and stations:
        message = f"{people} người đăng nhập được, {stations} quầy đã ghép."
        return Finding("people", "Người và quầy", Level.OK, message)
    message = "Chưa có quầy nào được ghép." if people else "Chưa có ai đăng nhập được."
    return Finding(
        "people", "Người và quầy", Level.WARNING, message,
        "«dontiep up» tự tạo tài khoản và quầy của máy này ở lần chạy đầu.",
    )  # fmt: skip


def look_at_arrears(gaps: Sequence[tuple[str, int, int]], parked: int) -> Finding:
    """Whether the doors have delivered everything, and everything was taken in."""
    missing = [f"{station}: {first}–{last} còn thiếu" for station, first, last in gaps]
    if parked:
        missing.append(f"{parked} lượt gửi đến không nhận được, cần người xem")
    if not missing:
        return Finding("arrears", "Lượt quét các quầy", Level.OK, "Không thiếu lượt nào.")
    return Finding(
        "arrears", "Lượt quét các quầy", Level.WARNING, "; ".join(missing) + ".",
        "Bật các quầy đó trong cùng mạng để gửi nốt; xem việc chờ ở bàn đón tiếp.",
    )  # fmt: skip
