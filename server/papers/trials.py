"""The sheet of test codes: one of every kind that a kiosk meets, and what it must say to each."""

from badges.rehearsal import Trial
from server.invitations import make_code, make_foreign_code
from server.wording.phrases import FIXED, VI

# Every input method bends this; the page “Kiểm tra máy” knows what it should say.
BAIT = "DES1 TEA6 B2O"
# No such card, account or person exists.
_CARD = "999090000001|000000001|Nguyễn Văn Mẫu|01011990|Nam|Thôn Mẫu, Xã Mẫu, Tỉnh Mẫu|01012022"
_PAYMENT = (
    "00020101021138540010A00000072701240006999999011000000000000208QRIBFTTA53037045802VN6304ABCD"
)
_CONTACT = "BEGIN:VCARD\nVERSION:3.0\nFN:Nguyễn Văn Mẫu\nTEL:0530000001\nEND:VCARD"


def trials_of(event_id: str) -> list[Trial]:
    """Give the trials for the event with this id. None of them is on the list of guests."""
    return [
        Trial(
            make_code(event_id), "Mã của sự kiện này, không có trong danh sách", _says("unknown")
        ),
        Trial(make_foreign_code(event_id), "Mã của chương trình khác", _says("wrong_event")),
        Trial(_CARD, "Thẻ căn cước (không có thật)", _says("idcard")),
        Trial(_PAYMENT, "Mã chuyển khoản", _says("other_qr")),
        Trial(_CONTACT, "Danh thiếp", _says("other_qr")),
        Trial("https://example.com/abc", "Liên kết lạ", _says("other_qr")),
        Trial(
            BAIT,
            "Bẫy bộ gõ: quét trên trang “Kiểm tra máy”",
            "Trang đó nói bộ gõ tiếng Việt có chen vào hay không",
        ),
    ]


def _says(key: str) -> str:
    """What the screen says first; where to go then need not stand on the sheet."""
    return FIXED[key][VI].partition(". Kính mời")[0]
