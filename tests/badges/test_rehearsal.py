import unicodedata
from dataclasses import replace
from itertools import combinations

import pytest

from badges.rehearsal import Trial, print_trials
from server.invitations import make_code
from tests.badges.paper import codes_in, pages, rendered

MM = 72 / 25.4
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


LONG = "Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn "
EXTREMES = {
    "usual": (TRIALS, EVENT),
    "long": ([replace(TRIALS[9], label=LONG * 4, expected=LONG * 6)] * 9, LONG * 4),
    "without end": ([Trial("A" * 200, "W" * 150, "M" * 200)] * 9, "W" * 200),
}


@pytest.mark.parametrize("kind", EXTREMES)
def test_nothing_on_a_sheet_overlaps_leaves_its_cell_or_covers_a_code(kind):
    trials, event = EXTREMES[kind]
    pdf = print_trials(trials, event)
    for page in pages(pdf):
        rim = 11 * MM
        assert [i for i in page.inks if i.left < rim or i.right > page.width - rim] == []
        assert [i for i in page.inks if i.top < rim or i.bottom > page.height - rim] == []
        assert [(a, b) for a, b in combinations(page.inks, 2) if a.overlaps(b, 1.0)] == []
    read = [set(codes_in(sheet)) for sheet in rendered(pdf, 150)]
    assert set().union(*read) == {trial.text for trial in trials}


def test_nfd_text_gives_the_same_sheet_as_nfc():
    nfd = [replace(trial, label=unicodedata.normalize("NFD", trial.label)) for trial in TRIALS]
    as_nfd, as_nfc = (print_trials(trials, EVENT) for trials in (nfd, TRIALS))
    assert [page.inks for page in pages(as_nfd)] == [page.inks for page in pages(as_nfc)]
