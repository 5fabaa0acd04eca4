"""The sample event's places as cards, with codes of this run, and what tests call long."""

import csv
from pathlib import Path

import server
from badges.drawing import Card, Occasion
from server.invitations import make_code, make_desk_code

SAMPLE = Path(server.__file__).with_name("sample") / "guests.csv"
EVENT_ID = "langson-toa-dam-05-nam"

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_COLOURS = {
    "LDT": "#B71C1C", "LDVP": "#D84315", "PBVP": "#EF8F00", "SBN": "#1565C0", "DVPH": "#00838F",
    "CTS": "#558B2F", "TT": "#6A1B9A", "CCVC": "#283593", "NVDV": "#4E342E", "BC": "#455A64",
}  # fmt: skip

OCCASION = Occasion(
    parent="Văn phòng UBND tỉnh Lạng Sơn",
    host="Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn",
    kind="Tọa đàm",
    event=(
        "Tọa đàm kỷ niệm 05 năm Ngày thành lập Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn"
        " (20/11/2018 - 20/11/2023)"
    ),
    time="Dự kiến trong tháng 11/2023 (thời gian cụ thể sẽ thông báo sau)",
    place="Tại thành phố Lạng Sơn (cụ thể sẽ thông báo sau)",
    contact="Phòng Hành chính - Tổng hợp",
    phone="0205 300 0000",
)

WORDY_OCCASION = Occasion(
    parent="Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn và các cơ quan đồng tổ chức khác",
    host="Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn và Văn phòng Đoàn đại biểu Quốc hội",
    kind="Tọa đàm",
    event=f"{OCCASION.event} và sơ kết công tác kiểm soát thủ tục hành chính chín tháng đầu năm",
    time="Vào hồi 08 giờ 00 phút, thứ Sáu, ngày 17/11/2023 (đón tiếp từ 07 giờ 00 phút)",
    place=(
        "Hội trường tầng 3, Trung tâm Hội nghị tỉnh Lạng Sơn, số 2 đường Hùng Vương,"
        " phường Chi Lăng, thành phố Lạng Sơn, tỉnh Lạng Sơn, Việt Nam"
    ),
    contact="Phòng Hành chính - Tổng hợp, Trung tâm Phục vụ hành chính công tỉnh Lạng Sơn",
    phone="0205 3000 000 - 0912 345 678",
)


def sample_cards() -> list[Card]:
    """Read the 92 places of the sample list."""
    with SAMPLE.open(encoding="utf-8-sig", newline="") as rows:
        return [_card(row) for row in csv.DictReader(rows)]


def _card(row: dict[str, str]) -> Card:
    group = row["Mã nhóm"]
    return Card(
        id=row["Mã đại biểu"],
        code=make_code(EVENT_ID),
        desk_code=make_desk_code(),
        organisation=row["Đơn vị công tác"],
        group_code=group,
        group_number=_ROMAN[list(_COLOURS).index(group)],
        group_name=row["Nhóm"],
        group_colour=_COLOURS[group],
        name=row["Họ và tên"] or None,
        honorific=row["Danh xưng"] or None,
        title=row["Chức vụ"] or None,
    )
