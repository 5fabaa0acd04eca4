"""What an office's own programs make of our files: opened by LibreOffice, turned into PDF."""

import shutil
import subprocess
from pathlib import Path

import pytest

from badges.excel import excel_report
from badges.word import word_letter, word_report
from tests.badges.paper import Page, pages
from tests.badges.test_reports import LETTER, REPORT

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
MM = 72 / 25.4
A4 = {210, 297}


def opened(path: Path, content: bytes) -> list[Page]:
    path.write_bytes(content)
    home = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    turn = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path]
    subprocess.run(turn, check=True, capture_output=True, timeout=180)
    return pages(path.with_suffix(".pdf").read_bytes())


# Words of Latin-1 letters: LibreOffice parts the others in its PDF, glyph by glyph.
WORDS = ("HÀNH CHÍNH CÔNG", "CT, Phó CT UBND")


@pytest.mark.parametrize(
    ("name", "make", "title"),
    [
        ("bao-cao.docx", lambda: word_report(REPORT), "BÁO CÁO"),
        ("bao-cao.xlsx", lambda: excel_report(REPORT), "BÁO CÁO"),
        ("giay-moi.docx", lambda: word_letter(LETTER), "GI"),
    ],
    ids=["report.docx", "report.xlsx", "letter.docx"],
)
def test_libreoffice_opens_it_on_a4_with_every_part(tmp_path, name, make, title):
    sheets = opened(tmp_path / name, make())
    text = " ".join(sheet.text for sheet in sheets)
    for word in (title, *WORDS):
        assert word in text
    for sheet in sheets:
        assert {round(sheet.width / MM), round(sheet.height / MM)} == A4
        outside = [i for i in sheet.inks if i.left < 12 * MM or i.right > sheet.width - 5 * MM]
        assert outside == []
