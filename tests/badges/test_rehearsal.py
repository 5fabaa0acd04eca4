from itertools import combinations

from badges.rehearsal import Trial, print_trials
from server.invitations import make_code
from tests.badges.paper import codes_in, pages, rendered

EVENT = "Tọa đàm kỷ niệm 05 năm thành lập Trung tâm"
TRIALS = [
    *(Trial(make_code("thu"), f"Suất mời thử số {n}", "Lời chào và vị trí ngồi") for n in range(8)),
    Trial("https://example.com/abc", "Liên kết", "Đây không phải mã trên phiếu mời"),
    Trial(
        "001099000001|012345678|Nguyễn Văn Mẫu|01011999|Nam|Thôn 1, xã A|01012021",
        "Thẻ căn cước của một người không có thật, in ra để thử máy quét trước ngày tổ chức",
        "Đây là mã QR của thẻ căn cước. Hệ thống không lưu thông tin này. Kính mời Quý đại biểu"
        " dùng mã trên phiếu mời",
    ),
]


def test_every_trial_is_read_from_the_printed_sheets():
    sheets = list(rendered(print_trials(TRIALS, EVENT), 150))
    read = [set(codes_in(sheet)) for sheet in sheets]
    assert read == [{trial.text for trial in TRIALS[:9]}, {TRIALS[9].text}]


def test_each_says_what_the_kiosk_must_answer_and_that_it_invites_nobody():
    for page in pages(print_trials(TRIALS, EVENT)):
        assert page.text.startswith("MÃ QUÉT THỬ")
        assert "Không dùng để mời đại biểu" in page.text
        assert "Máy phải báo" in page.text
        assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.0)] == []
