"""What guests are told, key → (Vietnamese, English), with {places} for what varies.

A full stop parts what happened from what to do. {x} is the form of address, {who} the same
with the name.
"""

from typing import Final, Literal

Language = Literal[0, 1]
VI: Final = 0
EN: Final = 1
LANGUAGES: Final[tuple[Language, Language]] = (VI, EN)

_TO_THE_DESK = "Kính mời Quý đại biểu đến bàn đón tiếp để được hỗ trợ"

WELCOME: Final = {
    "greet": ("Trân trọng kính chào {who}", "Welcome, {who}"),
    "anybody": ("Trân trọng kính chào Quý đại biểu", "Welcome"),
    "press": ("Kính chào phóng viên {organisation}", "Welcome, {organisation}"),
    "unnamed": (
        "Trân trọng kính chào đại biểu {organisation}",
        "Welcome, delegate of {organisation}",
    ),
    "name": (
        "Kính mời Quý đại biểu cho biết họ tên, chức vụ tại bàn đón tiếp",
        "Please give your name and title at the desk",
    ),
    "status": ("Đã ghi nhận có mặt lúc {hour}", "You are registered as present at {hour}"),
    "seat": ("Vị trí của {x}: {seat}", "Your seat: {seat}"),
    "press_area": ("Khu vực tác nghiệp: {area}", "Press area: {area}"),
    "vip": (
        "Kính mời {x} nghỉ tại phòng khách; lễ tân sẽ hướng dẫn",
        "Please follow our staff to the guest room",
    ),
    "ct": (
        "Kính mời {x} lên vị trí bàn chủ trì; lễ tân sẽ hướng dẫn",
        "Please proceed to the chairman's table; our staff will guide you",
    ),
    "noseat": (
        "Kính mời {x} vào hội trường; lễ tân sẽ hướng dẫn vị trí ngồi",
        "Please enter; our staff will show you to a seat",
    ),
    "award": (
        "Kính mời {x} gặp lễ tân để được hướng dẫn phần nhận khen thưởng",
        "Please see our staff about the award presentation",
    ),
    "docs": (
        "Kính mời {x} nhận tài liệu tại bàn đón tiếp",
        "Please collect your documents at the desk",
    ),
}

ALREADY: Final = {
    "hour": (
        "Quý đại biểu đã được ghi nhận có mặt lúc {hour}",
        "You were already registered at {hour}",
    ),
    "seat": ("Vị trí: {seat}", "Seat: {seat}"),
    "next": ("Kính mời vào hội trường", "Please go in"),
}

TOO_EARLY: Final = (
    "Chưa đến giờ đón tiếp (từ {hour}). Kính mời Quý đại biểu nghỉ tại khu vực chờ",
    "Reception opens at {hour}. Please take a seat in the waiting area",
)

FIXED: Final = {
    "busy": ("Xin Quý đại biểu chờ trong giây lát…", "One moment, please…"),
    "already_far": (
        f"Mã này đã được sử dụng trước đó. {_TO_THE_DESK}",
        "This code has been used. Please come to the desk",
    ),
    "unknown": (
        "Hệ thống chưa nhận ra mã này. Kính mời Quý đại biểu thử lại hoặc đến bàn đón tiếp để được hỗ trợ",
        "We could not recognise this code. Please try again or come to the desk",
    ),
    "revoked": (
        f"Phiếu mời này đã được thay bằng phiếu mới. {_TO_THE_DESK}",
        "This invitation has been replaced. Please come to the desk",
    ),
    "cancelled": (
        f"Phiếu mời này không còn hiệu lực. {_TO_THE_DESK}",
        "This invitation is no longer valid. Please come to the desk",
    ),
    "wrong_event": (
        f"Mã QR này thuộc chương trình khác. {_TO_THE_DESK}",
        "This code is for another event. Please come to the desk",
    ),
    "too_early": (
        "Chưa đến giờ đón tiếp. Kính mời Quý đại biểu nghỉ tại khu vực chờ",
        "Reception has not opened yet. Please take a seat in the waiting area",
    ),
    "closed": (
        f"Đã kết thúc đón tiếp. {_TO_THE_DESK}",
        "Reception has closed. Please come to the desk",
    ),
    "idcard": (
        "Đây là mã QR của thẻ căn cước. Hệ thống không lưu thông tin này. Kính mời Quý đại biểu dùng mã trên phiếu mời",
        "This is an ID-card code; nothing was stored. Please use the code on your invitation",
    ),
    "other_qr": (
        "Đây không phải mã trên phiếu mời. Kính mời Quý đại biểu kiểm tra lại",
        "This is not an invitation code. Please check",
    ),
    "unreadable": (
        "Chưa đọc được mã. Xin Quý đại biểu tăng độ sáng màn hình và giữ yên mã cách máy khoảng 15 - 20 cm",
        "Could not read it. Please raise the brightness and hold it still, 15-20 cm away",
    ),
    "ime": (
        "Mã quét bị sai ký tự do bộ gõ tiếng Việt (UniKey/EVKey). Nhấn Ctrl + Shift chuyển sang chế độ E rồi quét lại",
        "Scan was altered by the Vietnamese input tool; switch to E and rescan",
    ),
    "paused": (
        "Máy đang tạm dừng. Kính mời Quý đại biểu đến bàn đón tiếp",
        "This kiosk is paused. Please come to the desk",
    ),
    "not_saved": (
        f"Máy không lưu được lượt quét này. {_TO_THE_DESK}",
        "This scan could not be saved. Please come to the desk",
    ),
}
