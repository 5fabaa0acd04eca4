"""What is printed and sent: `cards` fills a folder, `report` and `letter` write one document.

`cards --out DIR` writes, each kind alone with `--what`:

    cards    phieu-moi/, phieu-moi-don-gian/, qr/, in/, index.csv   see badges.cards
             theo-don-vi/<n> - <unit>.zip, .txt     pictures and the text for one organisation
             tin-nhan.csv, tin-nhan.txt             Zalo and short message of every guest
    slips    phieu-cho-ngoi/a6.pdf, 80mm.pdf        where somebody sits, in protocol order
    plates   bien-ten/theo-ten.pdf                  name plates of those who are named
             bien-ten/theo-don-vi.pdf               and of organisations, for those who are not
    lists    danh-sach/du-phong-theo-ten.pdf, du-phong-theo-don-vi.pdf, du-phong-theo-ghe.pdf
             danh-sach/ky-nhan-tai-lieu.pdf, gioi-thieu-dai-bieu.pdf, khen-thuong.pdf, bao-chi.pdf

With `--only` the cards, slips and plates are those of some places (slips and plates go to
files that end in -bo-sung), and the packs those of their organisations; texts and lists
are always whole.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from badges.cards import write_cards
from badges.drawing import Look
from badges.excel import excel_report
from badges.lettering import file_stem
from badges.lists import print_roll
from badges.official import OfficialReport
from badges.reports import print_report
from badges.seating import print_plates, print_slips
from badges.typesetting import TypesettingError
from badges.word import word_letter, word_report
from server.cli.ground import Ground, command, now
from server.errors import InvalidError, NotFoundError, UnavailableError
from server.papers.cards import card_of, occasion_of
from server.papers.letters import invitation_letter, send_by_words
from server.papers.lists import papers_of
from server.papers.packs import (
    Pack,
    as_text,
    messages_csv,
    messages_of,
    messages_text,
    packs_of,
    zip_pack,
)
from server.papers.reports import official_report
from server.papers.seating import plates_of, slip_of
from server.reporting import Report, Standing, report
from server.storage import SqliteStore
from server.storage.invitations import Code
from server.storage.sqlite import Reader
from server.wording.official import send_by

_KINDS = ("cards", "slips", "plates", "lists")
_PICTURES = "phieu-moi"
_PACKS = "theo-don-vi"
_JOURNAL_PAGE = 500

_WRITERS: dict[str, Callable[[OfficialReport], bytes]] = {
    ".pdf": print_report,
    ".docx": word_report,
    ".xlsx": excel_report,
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
    type=click.Choice(_KINDS),
    help="Chỉ loại này (lặp lại được): cards phiếu mời và tin nhắn, slips phiếu chỗ ngồi, "
    "plates biển tên, lists danh sách. Mặc định: tất cả.",
)
def cards(ground: Ground, out: Path, only: tuple[str, ...], what: tuple[str, ...]) -> None:
    """Làm phiếu mời, tin nhắn, phiếu chỗ ngồi, biển tên và danh sách."""
    kinds = what or _KINDS
    made: dict[str, int] = {}
    with ground.store() as store:
        desk = _Desk.of(ground, store, only)
        if "cards" in kinds:
            made["cards"] = write_all_cards(ground, store, out, only)
            made["packs"] = _write_messages(desk, out)
        if "slips" in kinds:
            made["slips"] = _write_slips(desk, out)
        if "plates" in kinds:
            made["plates"] = _write_plates(desk, out)
        if "lists" in kinds:
            made["lists"] = _write_lists(desk, out)
    ground.answer({"out": str(out), **made}, _words(made, out))


@command(click.Group(), "report")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Tệp .pdf, .docx hoặc .xlsx để ghi.",
)
def report_command(ground: Ground, out: Path) -> None:
    """Báo cáo số lượng đại biểu theo thể thức văn bản hành chính."""
    write = _WRITERS.get(out.suffix.lower())
    if write is None:
        raise InvalidError(f"{out.name}: báo cáo chỉ ghi được ra tệp .pdf, .docx hoặc .xlsx.")
    with ground.store() as store:
        gathered = gather_report(ground, store.read)
    with _told(out):
        _write(out, write(official_report(gathered)))
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
    if out.suffix.lower() != ".docx":
        raise InvalidError(f"{out.name}: giấy mời chỉ ghi được ra tệp .docx.")
    event = ground.config.event
    with _told(out):
        _write(out, word_letter(invitation_letter(event, to)))
    day = send_by(event)
    ground.answer(
        {"file": str(out), "send_by": day.isoformat() if day else None},
        f"Đã ghi giấy mời vào {out}. {send_by_words(event)}",
    )


def write_all_cards(
    ground: Ground,
    store: SqliteStore,
    out: Path,
    only: tuple[str, ...] = (),
    looks: tuple[Look, ...] = ("plain", "styled"),
) -> int:
    """Write the cards of every place that has a code, or of those named; gives how many."""
    desk = _Desk.of(ground, store, only)
    event = ground.config.event
    drawn = [
        card_of(place, code.code or "", code.desk_code or "", event)
        for place in desk.chosen.places
        if (code := desk.codes.get(place.id))
    ]
    with _told(out):
        write_cards(
            drawn,
            occasion_of(event, ground.config.badges),
            out,
            looks=looks,
            whole_list=not only,
            progress=ground.progress("Đang làm phiếu mời"),
        )
    return len(drawn)


def gather_report(ground: Ground, reader: Reader) -> Report:
    """Gather the report of this moment, with the headcounts that were put on record."""
    standing = Standing.of(ground.config.event, reader.invitations(), reader.admissions(), now())
    return report(standing, reader.head(), _frozen(reader))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the papers are made of. `chosen` holds the places that were asked for alone."""

    ground: Ground
    standing: Standing
    chosen: Standing
    codes: dict[str, Code]

    @classmethod
    def of(cls, ground: Ground, store: SqliteStore, only: tuple[str, ...]) -> "_Desk":
        reader = store.read
        standing = Standing.of(
            ground.config.event, reader.invitations(), reader.admissions(), now()
        )
        if unknown := set(only) - {place.id for place in standing.places}:
            raise NotFoundError(f"Không có suất mời còn hiệu lực: {', '.join(sorted(unknown))}.")
        chosen = tuple(p for p in standing.places if not only or p.id in only)
        # A guest received without an invitation has a place and no code.
        codes = {c.invitation: c for c in reader.codes() if not c.replaced and c.code}
        return cls(ground, standing, replace(standing, places=chosen), codes)

    @property
    def desk_codes(self) -> dict[str, str]:
        return {id_: code.desk_code for id_, code in self.codes.items() if code.desk_code}

    @property
    def tail(self) -> str:
        """What parts the papers of some places from those of the whole list."""
        return "" if self.chosen.places == self.standing.places else "-bo-sung"


def _write_messages(desk: _Desk, out: Path) -> int:
    """Write every guest's texts, and the packs of the organisations that were asked for."""
    event = desk.ground.config.event
    places = [place for place in desk.standing.places if place.id in desk.codes]
    chosen = {place.organisation for place in desk.chosen.places}
    packs = [pack for pack in packs_of(places, event) if pack.organisation in chosen]
    messages = messages_of(places, desk.desk_codes, event)
    with _told(out):
        _write(out / "tin-nhan.csv", messages_csv(messages))
        _write(out / "tin-nhan.txt", messages_text(messages, event))
        written = set()
        for pack in packs:
            written |= _write_pack(pack, out)
        if not desk.tail:
            _remove_old_packs(out / _PACKS, written)
    return len(packs)


def _write_pack(pack: Pack, out: Path) -> set[Path]:
    paths = [
        out / _PICTURES / f"{file_stem(p.id, p.coming.name if p.coming else p.organisation)}.png"
        for p in pack.places
    ]
    # With --only in a new folder the others of the unit have no picture yet.
    pictures = {path.name: path.read_bytes() for path in paths if path.exists()}
    text, zipped = (out / _PACKS / f"{pack.stem}{suffix}" for suffix in (".txt", ".zip"))
    _write(text, as_text(pack.text))
    _write(zipped, zip_pack(pack, pictures))
    return {text, zipped}


def _remove_old_packs(folder: Path, written: set[Path]) -> None:
    """An old pack left in the folder would be sent again. What is not ours stays."""
    for path in folder.glob("[0-9][0-9]* - *"):
        if path.suffix in (".zip", ".txt") and path not in written:
            path.unlink()


def _write_slips(desk: _Desk, out: Path) -> int:
    event, hall = desk.ground.config.event, desk.ground.hall
    slips = [slip for p in desk.chosen.places if (slip := slip_of(p, hall, event))]
    if not slips:
        return 0
    say = desk.ground.progress("Đang làm phiếu chỗ ngồi")
    with _told(out):
        for number, paper in enumerate(("a6", "80mm"), 1):
            pdf = print_slips(slips, event.short, "a6" if paper == "a6" else "80mm")
            _write(out / "phieu-cho-ngoi" / f"{paper}{desk.tail}.pdf", pdf)
            say(number, 2)
    return len(slips)


def _write_plates(desk: _Desk, out: Path) -> int:
    named, unnamed = plates_of(desk.chosen)
    say = desk.ground.progress("Đang làm biển tên")
    with _told(out):
        for number, (name, plates) in enumerate((("theo-ten", named), ("theo-don-vi", unnamed)), 1):
            if plates:
                _write(out / "bien-ten" / f"{name}{desk.tail}.pdf", print_plates(plates))
            say(number, 2)
    return len(named) + len(unnamed)


def _write_lists(desk: _Desk, out: Path) -> int:
    organisers = desk.ground.config.event.organisers
    papers = papers_of(desk.standing, desk.ground.hall, desk.desk_codes)
    say = desk.ground.progress("Đang làm danh sách")
    with _told(out):
        for number, paper in enumerate(papers, 1):
            pdf = print_roll(paper.roll, organisers.host, organisers.parent, across=paper.across)
            _write(out / "danh-sach" / f"{paper.file}.pdf", pdf)
            say(number, len(papers))
    return len(papers)


def _frozen(reader: Reader) -> list[str]:
    """List the sentences that «headcount --freeze» has put on record, the first one first."""
    said, after = [], 0
    while records := reader.scans(after, _JOURNAL_PAGE):
        after = records[-1].seq
        said += [r.detail["headcount"]["sentence"] for r in records if _is_freeze(r.detail)]
    return said


def _is_freeze(detail: dict[str, object]) -> bool:
    return detail.get("what") == "freeze"


def _write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.part")
    half.write_bytes(content)
    half.replace(path)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Tell in one sentence what kept a paper from being drawn or written."""
    try:
        yield
    except OSError as error:
        where = error.filename or out
        raise UnavailableError(
            f"Không đọc hoặc ghi được {where} ({error.strerror or error}); hãy đóng tệp đang mở "
            "hoặc chọn thư mục khác."
        ) from error
    except TypesettingError as error:
        first = str(error).partition("\n")[0]
        raise UnavailableError(
            f"Không dựng được trang in ({first}); hãy kiểm tra tệp biểu trưng ở khóa emblem của "
            "[badges] trong config.toml."
        ) from error
    except ValueError as error:
        raise InvalidError(
            f"Danh sách có dữ liệu không in được ({error}); hãy sửa rồi nhập lại danh sách."
        ) from error


_SAID = {
    "cards": "{} phiếu mời (index.csv cho biết tệp nào của ai; tin-nhan.txt là lời mời để gửi)",
    "packs": "{} gói theo đơn vị",
    "slips": "{} phiếu chỗ ngồi",
    "plates": "{} biển tên",
    "lists": "{} danh sách",
}


def _words(made: dict[str, int], out: Path) -> str:
    return f"Đã làm trong {out}: {', '.join(_SAID[k].format(n) for k, n in made.items())}."
