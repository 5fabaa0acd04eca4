"""The sample's guests as invitations, straight from its clean list."""

import csv
from pathlib import Path

import server
from server.guests import Award, Guest, Kind, Rsvp
from server.invitations import Invitation

SAMPLE = Path(server.__file__).parent / "sample" / "guests.csv"


def sample_rows():
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample_invitations():
    return [_invitation(row) for row in sample_rows()]


def _invitation(row):
    named = row["Loại"] != "đại diện (chưa có tên)"
    person = Guest(row["Họ và tên"], row["Danh xưng"] or None, row["Chức vụ"]) if named else None
    stands_in = row["Loại"] == "dự thay"
    return Invitation(
        id=row["Mã đại biểu"],
        group=row["Mã nhóm"],
        organisation=row["Đơn vị công tác"],
        holder=Guest(row["Dự thay cho"]) if stands_in else person,
        position=int(row["STT"]),
        expects=None if named else row["Chức vụ"],
        kind=Kind.NAMED if named else Kind.REPRESENTATIVE,
        rsvp=Rsvp.NOT_COMING if row["Trạng thái phản hồi"] == "Báo vắng" else Rsvp.NONE,
        substitute=person if stands_in else None,
        award=Award("Tập thể" in row["Khen thưởng"]) if row["Khen thưởng"] else None,
        support=row["Hỗ trợ"] or None,
        seat=row["Ghế"] or None,
        note=row["Ghi chú"] or None,
    )
