"""The certificate that personal data was deleted after the event, in the official layout."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from badges.official import Field, OfficialReport, Table
from server.admission import Record
from server.event import EventConfig
from server.papers.reports import foot_of, head_of
from server.wording.figures import count_words, day_words, hour_words
from server.wording.official import place_and_day, symbol

BY_COMMAND = "người quản lý máy chủ (dòng lệnh)"
DELETED = (
    "Họ tên, danh xưng, chức vụ của đại biểu và người dự thay",
    "Số điện thoại, thư điện tử, ghi chú, hỗ trợ cần có, lý do vắng",
    "Lý do kèm các thao tác của bàn đón tiếp và Ban Tổ chức; liên kết riêng của đơn vị; thư đã gửi",
)
KEPT = (
    ("invited", "Đại biểu được mời"),
    ("present", "Đại biểu có mặt"),
    ("substitutes", "trong đó dự thay"),
    ("excused", "Vắng có lý do"),
    ("unexplained", "Vắng chưa rõ lý do"),
    ("walk_ins", "Ngoài danh sách"),
)


def erasure_certificate(record: Record, event: EventConfig) -> OfficialReport:
    """Word the record of a deletion: what, how much, what was kept, when and by whom."""
    at = record.at.astimezone(event.timezone)
    return OfficialReport(
        head=head_of(event, symbol(event, "BB"), place_and_day(event, at.date())),
        title="BIÊN BẢN XÓA DỮ LIỆU CÁ NHÂN SAU SỰ KIỆN",
        subject=event.name,
        sentences=tuple(_sentences(record, at)),
        tables=(_deleted(record.detail, event), _kept(record.detail, event)),
        seal=_seal(record),
        foot=foot_of(event, ("Lưu: VT",)),
    )


def _sentences(record: Record, at: datetime) -> Iterable[str]:
    who = record.person or BY_COMMAND
    yield (
        f"Lúc {hour_words(at)}, ngày {day_words(at.date())}, {who} đã xóa dữ liệu cá nhân của "
        "đại biểu khỏi hệ thống đón tiếp. Dữ liệu đã xóa không khôi phục được."
    )
    yield (
        "Được giữ lại: số liệu, đơn vị và thành phần của từng suất mời, nhật ký đón tiếp (giờ, "
        "cửa, kết quả, tài khoản đã thao tác) và số liệu đã chốt; trong đó không có họ tên, số "
        "điện thoại của đại biểu."
    )


def _deleted(told: dict[str, Any], event: EventConfig) -> Table:
    places = f"{count_words(told['places'], event.style)} suất mời"
    rehearsal = "Đã xóa" if told["rehearsal"] else "Không có"
    rows = [(what, places) for what in DELETED]
    rows.append(("Bản sao lưu có họ tên", f"{count_words(told['backups'], event.style)} bản"))
    rows.append(("Buổi diễn tập", rehearsal))
    return Table("Đã xóa", "Đã xóa", (Field("Dữ liệu", 4.6), Field("Số lượng", 1.4)), rows)


def _kept(told: dict[str, Any], event: EventConfig) -> Table:
    numbers = told["headcount"]
    rows = [(label, count_words(numbers[key], event.style)) for key, label in KEPT]
    fields = (Field("Số liệu", 4.6), Field("Số lượng", 1.4, "number"))
    return Table("Số liệu được giữ lại", "Giữ lại", fields, rows)


def _seal(record: Record) -> str:
    """Say by which line the certificate itself stands on record, the hash in groups of eight."""
    head = record.detail["head"]
    groups = " ".join(head["hash"][start : start + 8] for start in range(0, 64, 8))
    return (
        f"Niêm nhật ký sau khi xóa: dòng số {head['seq']}, mã kiểm tra SHA-256 {groups}. Biên bản "
        f"này là dòng số {record.seq} của nhật ký. Đối chiếu bằng lệnh «dontiep verify»."
    )
