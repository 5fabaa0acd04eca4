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
OF_EACH_PLACE = (
    "Họ tên, danh xưng, chức vụ của đại biểu và người dự thay",
    "Số điện thoại, thư điện tử, ghi chú, hỗ trợ cần có, lý do vắng",
)
WHOLLY = (
    "Lý do kèm các thao tác của bàn đón tiếp và Ban Tổ chức",
    "Liên kết riêng của đơn vị, hàng đợi thư mời",
)


def erasure_certificate(record: Record, event: EventConfig) -> OfficialReport:
    """Word the record of a deletion: what, how much, what was kept, when and by whom."""
    at = record.at.astimezone(event.timezone)
    return OfficialReport(
        head=head_of(event, symbol(event, "BB"), place_and_day(event, at.date())),
        title="BIÊN BẢN XÓA DỮ LIỆU CÁ NHÂN SAU SỰ KIỆN",
        subject=event.name,
        sentences=tuple(_sentences(record, at)),
        tables=(_deleted(record.detail, event),),
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
    yield f"Số liệu được giữ lại: {record.detail['headcount']['sentence']}"


def _deleted(told: dict[str, Any], event: EventConfig) -> Table:
    places = f"{count_words(told['places'], event.style)} suất mời"
    rehearsal = "Đã xóa" if told["rehearsal"] else "Không có"
    rows = [(what, places) for what in OF_EACH_PLACE]
    rows += [(what, "Toàn bộ") for what in WHOLLY]
    rows.append(("Bản sao lưu có họ tên", f"{count_words(told['backups'], event.style)} bản"))
    rows.append(("Buổi diễn tập", rehearsal))
    return Table("Đã xóa", "Đã xóa", (Field("Dữ liệu", 4.6), Field("Số lượng", 1.4)), rows)


def _seal(record: Record) -> str:
    """Say by which line the certificate itself stands on record, the hash in groups of eight."""
    head = record.detail["head"]
    groups = " ".join(head["hash"][start : start + 8] for start in range(0, 64, 8))
    return (
        f"Niêm nhật ký sau khi xóa: dòng số {head['seq']}, mã kiểm tra SHA-256 {groups}. Biên bản "
        f"này là dòng số {record.seq} của nhật ký. Đối chiếu bằng lệnh “dontiep verify --seal”."
    )
