"""What is printed and sent: `cards` fills a folder, `report` and `letter` write one document.

`cards --out DIR` writes, each kind alone with `--what`:

    cards    phieu-moi/, phieu-moi-don-gian/, qr/, in/, index.csv   see badges.cards
             theo-don-vi/<n> - <unit>.zip, .txt     pictures and the text for one organisation
             tin-nhan.csv, tin-nhan.txt             Zalo and short message of every guest
    slips    phieu-cho-ngoi/a6.pdf, 80mm.pdf, 58mm.pdf     where somebody sits, in protocol order
    plates   bien-ten/theo-ten.pdf                  name plates of those who are named
             bien-ten/theo-don-vi.pdf               and of organisations, for those who are not
    chart    so-do/so-do-a3.pdf, so-do-a4.pdf       who sits where, for the hall
             so-do/so-do-khong-ten-a3.pdf, …-a4.pdf numbers and zones alone, for the entrance
    signs    bien-chi-dan/a4.pdf, a5.pdf            every row at every aisle, every desk
    badges   the-deo/the-dai-bieu.pdf               only with chest_badges in [badges]
    lists    danh-sach/du-phong-theo-ten.pdf, du-phong-theo-don-vi.pdf, du-phong-theo-ghe.pdf
             danh-sach/ky-nhan-tai-lieu.pdf, gioi-thieu-dai-bieu.pdf, khen-thuong.pdf, bao-chi.pdf
    trials   ma-quet-thu.pdf                        one code of every kind, to try the kiosk with

With `--only` the cards, slips, plates and badges are those of some places (the latter three go
to files that end in -bo-sung), and the packs those of their organisations; texts, chart,
signs and lists are always whole. Slips, plates and badges of a long list come in volumes
(-tap-01).
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.cli.ground import Ground, command
from server.storage import SqliteStore
from server.wording.official import deadline_words, send_by

if TYPE_CHECKING:
    from badges.drawing import Look

# What draws (server.cli.printing) is imported by the command that needs it: a door starts
# with the same program and must not wait for it.
KINDS = ("cards", "slips", "plates", "chart", "signs", "badges", "lists", "trials")

_SAID = {
    "cards": "{} phiếu mời (index.csv cho biết tệp nào của ai, tin-nhan.txt là lời mời để gửi)",
    "packs": "{} gói theo đơn vị",
    "slips": "{} phiếu chỗ ngồi",
    "plates": "{} biển tên",
    "chart": "{} sơ đồ chỗ ngồi",
    "signs": "{} biển chỉ dẫn",
    "badges": "{} thẻ đeo",
    "lists": "{} danh sách",
    "trials": "{} mã quét thử",
}


def register(root: click.Group) -> None:
    """Hang these commands onto the root."""
    for single in (cards, report_command, letter):
        root.add_command(single)


@command(click.Group(), "cards")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Thư mục để ghi.")
@click.option("--only", multiple=True, help="Chỉ các suất này (lặp lại được), ví dụ --only DB016.")
@click.option(
    "--what",
    multiple=True,
    type=click.Choice(KINDS),
    help="Chỉ loại này (lặp lại được): cards phiếu mời và tin nhắn, slips phiếu chỗ ngồi, "
    "plates biển tên, chart sơ đồ chỗ ngồi, signs biển chỉ dẫn, badges thẻ đeo (mặc định tắt), "
    "lists danh sách, trials tờ mã quét thử. Mặc định: tất cả, thẻ đeo chỉ khi đã bật.",
)
def cards(ground: Ground, out: Path, only: tuple[str, ...], what: tuple[str, ...]) -> None:
    """Làm phiếu mời, tin nhắn, phiếu chỗ ngồi, biển tên, sơ đồ, biển chỉ dẫn và danh sách."""
    from server.cli import printing
    from server.cli.paperdesk import Desk

    with ground.store() as store:
        desk = Desk.of(ground, store.read, only)
        made = printing.write_papers(desk, out, what or _usual(ground))
    said = ", ".join(_SAID[kind].format(count) for kind, count in made.items())
    ground.answer({"out": str(out), **made}, f"Đã làm trong {out}: {said}.")


@command(click.Group(), "report")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Tệp .pdf, .docx hoặc .xlsx để ghi.",
)
def report_command(ground: Ground, out: Path) -> None:
    """Báo cáo số lượng đại biểu theo thể thức văn bản hành chính."""
    from server.cli import printing

    with ground.store() as store:
        gathered = printing.gather_report(ground, store.read)
    printing.write_report(gathered, out)
    seq, digest = gathered.head
    ground.answer(
        {"file": str(out), "sentence": gathered.sentence, "seq": seq, "head": digest},
        f"{gathered.sentence}\nĐã ghi báo cáo vào {out}.",
    )


@command(click.Group(), "letter")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Tệp .docx để ghi.")
@click.option(
    "--to", multiple=True, help="Mời ai (lặp lại được); mặc định: các thành phần trong cấu hình."
)
def letter(ground: Ground, out: Path, to: tuple[str, ...]) -> None:
    """Dự thảo giấy mời (Mẫu 1.7) để văn thư hoàn thiện, trình ký; không có mã QR riêng."""
    from server.cli import printing

    event = ground.config.event
    printing.write_letter(event, to, out)
    day = send_by(event)
    ground.answer(
        {"file": str(out), "send_by": day.isoformat() if day else None},
        f"Đã ghi giấy mời vào {out}. {deadline_words(event)}",
    )


def write_all_cards(
    ground: Ground,
    store: SqliteStore,
    out: Path,
    only: tuple[str, ...] = (),
    looks: "tuple[Look, ...]" = ("plain", "styled"),
) -> int:
    """Write the cards of every place that has a code, or of those named; gives how many."""
    from server.cli import printing
    from server.cli.paperdesk import Desk

    return printing.write_all_cards(Desk.of(ground, store.read, only), out, looks)


def _usual(ground: Ground) -> tuple[str, ...]:
    """Give what is written where no kind is named: badges only where the event has them."""
    on = ground.config.badges.chest_badges
    return tuple(kind for kind in KINDS if on or kind != "badges")
