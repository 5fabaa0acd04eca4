"""Documents as the kiosk and the server send them, with the sample's longest names."""

LONGEST_UNIT = (
    "Ban Quản lý P (tên dài để thử giao diện: Ban Quản lý Khu kinh tế cửa khẩu "
    "và các khu công nghiệp mẫu)"
)
EVENT = {
    "name": "Tọa đàm kỷ niệm 05 năm Ngày thành lập Trung tâm Phục vụ hành chính công "
    "tỉnh Lạng Sơn (20/11/2018 - 20/11/2023)",
    "short": "Tọa đàm kỷ niệm 05 năm thành lập Trung tâm",
    "name_en": "Seminar marking the 5th anniversary of the Lang Son Provincial Public Administration "
    "Service Centre (20 November 2018 - 20 November 2023)",
    "place": None,
    "date": None,
}
STATE = {
    "event": EVENT,
    "station": "Cửa chính",
    "online": True,
    "waiting": 0,
    "paused": False,
    "disk_ok": True,
    "rehearsal": False,
    "clock_skew_s": None,
    "lang": "vi",
}

STATUS = "Đã ghi nhận có mặt lúc 07 giờ 46 phút"
STATUS_EN = "You are registered as present at 07:46"


def seat(row, number, side="dãy phải"):
    return {
        "id": f"{row}{number:02}",
        "label": f"Hàng {row}, ghế {number:02} ({side})",
        "row": row,
        "number": f"{number:02}",
        "side": side,
        "zone": None,
    }


def person(honorific, name, title, organisation):
    return {
        "honorific": honorific,
        "name": name,
        "title": title,
        "organisation": organisation,
    }


def answer(screen, *, guest=None, place=None, **lines):
    admitted = screen in {"ok", "unnamed", "press"}
    return {
        "verdict": "admitted" if admitted else "refused",
        "reason": None if admitted else "unknown_code",
        "screen": screen,
        "guest": guest,
        "lines": lines,
        "seat": place,
        "admitted_at": "2023-11-17T07:46:00+07:00" if admitted else None,
        "station": "Cửa chính",
        "decided_by": "server",
        "durable": True,
        "ms": 12,
    }


def welcome(guest, place=None, *, screen="ok", next_=None, next_en=None):
    called = {"Ông": "Mr", "Bà": "Ms"}[guest["honorific"]]
    return answer(
        screen,
        guest=guest,
        place=place,
        greeting=f"Trân trọng kính chào {guest['honorific']} {guest['name']}",
        status=STATUS,
        seat=f"Vị trí của {guest['honorific']}: {place['label']}" if place else None,
        next=next_,
        en={
            "greeting": f"Welcome, {called} {guest['name']}",
            "status": STATUS_EN,
            "seat": "Your seat: Row B, seat 07 (right block)",
            "next": next_en,
            "side": "right block" if place else None,
        },
    )


CHAU = person("Bà", "Nguyễn Hoàng Bảo Minh Châu", "Phó Giám đốc", "Sở H")
DAT = person("Ông", "Hà Văn Đạt", "Phó Trưởng ban", LONGEST_UNIT)
HUY = person("Ông", "Trần Quang Huy", "Trưởng phòng", "Phòng Nghiệp vụ - Kiểm soát TTHC")
MAU = person("Ông", "Nguyễn Văn Mẫu", "Phó Chủ tịch UBND tỉnh", "UBND tỉnh")
TECHNICIAN = person(
    "Ông", "Vi Văn Út", "Phó Trưởng phòng phụ trách", "Phòng Quản trị - Tài vụ, Văn phòng UBND tỉnh"
)
DESK = "Kính mời Quý đại biểu đến bàn đón tiếp để được hỗ trợ"

SCREENS = {
    "ok": welcome(CHAU, seat("B", 4, "dãy trái")),
    "ok_long": welcome(DAT, seat("B", 3, "dãy trái")),
    "ok_award": welcome(
        HUY,
        seat("D", 6, "dãy trái"),
        next_=[
            "Kính mời Ông gặp lễ tân để được hướng dẫn phần nhận khen thưởng",
            "Kính mời Ông nhận tài liệu tại bàn đón tiếp",
        ],
        next_en=["Please see our staff about the award presentation"],
    ),
    "ok_ct": welcome(MAU, next_="Kính mời Ông lên vị trí bàn chủ trì; lễ tân sẽ hướng dẫn"),
    "ok_noseat": welcome(
        TECHNICIAN, next_="Kính mời Ông vào hội trường; lễ tân sẽ hướng dẫn vị trí ngồi"
    ),
    "unnamed": answer(
        "unnamed",
        guest=person(None, None, "Đại diện lãnh đạo", LONGEST_UNIT),
        place=seat("B", 1, "dãy trái"),
        greeting=f"Trân trọng kính chào đại biểu {LONGEST_UNIT}. Kính mời Quý đại biểu "
        "cho biết họ tên, chức vụ tại bàn đón tiếp",
        status=STATUS,
    ),
    "press": answer(
        "press",
        guest=person(None, None, "Phóng viên ảnh", "Đài Phát thanh và Truyền hình tỉnh"),
        place=None,
        greeting="Kính chào phóng viên Đài Phát thanh và Truyền hình tỉnh. "
        "Khu vực tác nghiệp: Hàng H, phía sau. Kính mời Quý đại biểu cho biết họ tên, chức vụ "
        "tại bàn đón tiếp",
        status=STATUS,
    ),
    "already": answer(
        "already",
        guest=CHAU,
        place=seat("B", 4, "dãy trái"),
        message="Quý đại biểu đã được ghi nhận có mặt lúc 07 giờ 46 phút. "
        "Vị trí: Hàng B, ghế 04. Kính mời vào hội trường",
    ),
    "too_early": answer(
        "too_early",
        message="Chưa đến giờ đón tiếp (từ 07 giờ 00). Kính mời Quý đại biểu nghỉ tại khu vực chờ",
    ),
    **{
        screen: answer(screen)
        for screen in (
            "already_far",
            "unknown",
            "revoked",
            "cancelled",
            "wrong_event",
            "closed",
            "idcard",
            "other_qr",
            "ime",
            "unreadable",
            "not_saved",
        )
    },
}
for name, document in SCREENS.items():
    document["scan_id"] = f"scan-{name}"
