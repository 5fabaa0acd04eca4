"""Draws and writes what `server.cli.documents` was asked for, and tells what went wrong."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from badges.cards import write_cards
from badges.drawing import Look
from badges.lettering import file_stem
from badges.lists import print_roll
from badges.official import OfficialReport
from badges.reports import print_report
from badges.seating import SlipPaper, print_plates, print_slips
from badges.typesetting import TypesettingError
from server.cli.ground import Ground, now
from server.errors import InvalidError, NotFoundError, UnavailableError
from server.event import EventConfig
from server.papers.cards import card_of, occasion_of
from server.papers.letters import invitation_letter
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
from server.storage.invitations import Code
from server.storage.sqlite import Reader

_PICTURES = "phieu-moi"
_PACKS = "theo-don-vi"
_SLIP_PAPERS: tuple[SlipPaper, ...] = ("a6", "80mm")
_JOURNAL_PAGE = 500


@dataclass(frozen=True, slots=True)
class Desk:
    """What the papers are made of. `chosen` holds the places that were asked for alone."""

    ground: Ground
    standing: Standing
    chosen: Standing
    codes: dict[str, Code]

    @classmethod
    def of(cls, ground: Ground, reader: Reader, only: tuple[str, ...]) -> "Desk":
        """Read the list; `only` are ids, none: everybody. Raises NotFoundError."""
        standing = standing_now(ground, reader)
        if unknown := set(only) - {place.id for place in standing.places}:
            raise NotFoundError(f"Không có suất mời còn hiệu lực: {', '.join(sorted(unknown))}.")
        chosen = tuple(p for p in standing.places if not only or p.id in only)
        # A guest received without an invitation has a place and no code.
        codes = {c.invitation: c for c in reader.codes() if not c.replaced and c.code}
        return cls(ground, standing, replace(standing, places=chosen), codes)

    @property
    def event(self) -> EventConfig:
        """The event of these papers."""
        return self.standing.event

    @property
    def desk_codes(self) -> dict[str, str]:
        """The desk codes by invitation id."""
        return {id_: code.desk_code for id_, code in self.codes.items() if code.desk_code}

    @property
    def is_whole(self) -> bool:
        """Whether the whole list was asked for."""
        return self.chosen.places == self.standing.places

    @property
    def tail(self) -> str:
        """What parts the papers of some places from those of the whole list."""
        return "" if self.is_whole else "-bo-sung"


def write_papers(desk: Desk, out: Path, kinds: Iterable[str]) -> dict[str, int]:
    """Write the kinds of paper that were asked for; gives how many of each."""
    made = {}
    if "cards" in kinds:
        made["cards"] = write_all_cards(desk, out)
        made["packs"] = _write_messages(desk, out)
    if "slips" in kinds:
        made["slips"] = _write_slips(desk, out)
    if "plates" in kinds:
        made["plates"] = _write_plates(desk, out)
    if "lists" in kinds:
        made["lists"] = _write_lists(desk, out)
    return made


def write_all_cards(desk: Desk, out: Path, looks: Sequence[Look] = ("plain", "styled")) -> int:
    """Write the cards of the chosen places that have a code; gives how many."""
    drawn = [
        card_of(place, code.code or "", code.desk_code or "", desk.event)
        for place in desk.chosen.places
        if (code := desk.codes.get(place.id))
    ]
    with _told(out):
        write_cards(
            drawn,
            occasion_of(desk.event, desk.ground.config.badges),
            out,
            looks=looks,
            whole_list=desk.is_whole,
            progress=desk.ground.progress("Đang làm phiếu mời"),
        )
    return len(drawn)


def write_report(gathered: Report, out: Path) -> None:
    """Write the report as the file's ending says. Raises InvalidError for another ending."""
    write = _report_writer(out)
    with _told(out):
        _write(out, write(official_report(gathered)))


def write_letter(event: EventConfig, guests: Sequence[str], out: Path) -> None:
    """Write the official invitation. Raises InvalidError for another ending than .docx."""
    from badges.word import word_letter

    if out.suffix.lower() != ".docx":
        raise InvalidError(f"{out.name}: giấy mời chỉ ghi được ra tệp .docx.")
    with _told(out):
        _write(out, word_letter(invitation_letter(event, guests)))


def standing_now(ground: Ground, reader: Reader) -> Standing:
    """Take the list as it stands, with who is inside."""
    return Standing.of(ground.config.event, reader.invitations(), reader.admissions(), now())


def gather_report(ground: Ground, reader: Reader) -> Report:
    """Gather the report of this moment, with the headcounts that were put on record."""
    return report(standing_now(ground, reader), reader.head(), _frozen(reader))


def _report_writer(out: Path) -> Callable[[OfficialReport], bytes]:
    ending = out.suffix.lower()
    if ending == ".pdf":
        return print_report
    if ending == ".docx":
        from badges.word import word_report

        return word_report
    if ending == ".xlsx":
        from badges.excel import excel_report

        return excel_report
    raise InvalidError(f"{out.name}: báo cáo chỉ ghi được ra tệp .pdf, .docx hoặc .xlsx.")


def _write_messages(desk: Desk, out: Path) -> int:
    """Write every guest's texts, and the packs of the organisations that were asked for."""
    places = [place for place in desk.standing.places if place.id in desk.codes]
    chosen = {place.organisation for place in desk.chosen.places}
    packs = [pack for pack in packs_of(places, desk.event) if pack.organisation in chosen]
    messages = messages_of(places, desk.desk_codes, desk.event)
    with _told(out):
        _write(out / "tin-nhan.csv", messages_csv(messages))
        _write(out / "tin-nhan.txt", messages_text(messages, desk.event))
        written = set()
        for pack in packs:
            written |= _write_pack(pack, out)
        if desk.is_whole:
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


def _write_slips(desk: Desk, out: Path) -> int:
    hall = desk.ground.hall
    slips = [slip for p in desk.chosen.places if (slip := slip_of(p, hall, desk.event))]
    if not slips:
        return 0
    say = desk.ground.progress("Đang làm phiếu chỗ ngồi")
    with _told(out):
        for number, paper in enumerate(_SLIP_PAPERS, 1):
            pdf = print_slips(slips, desk.event.short, paper)
            _write(out / "phieu-cho-ngoi" / f"{paper}{desk.tail}.pdf", pdf)
            say(number, len(_SLIP_PAPERS))
    return len(slips)


def _write_plates(desk: Desk, out: Path) -> int:
    named, unnamed = plates_of(desk.chosen)
    say = desk.ground.progress("Đang làm biển tên")
    with _told(out):
        for number, (name, plates) in enumerate((("theo-ten", named), ("theo-don-vi", unnamed)), 1):
            if plates:
                _write(out / "bien-ten" / f"{name}{desk.tail}.pdf", print_plates(plates))
            say(number, 2)
    return len(named) + len(unnamed)


def _write_lists(desk: Desk, out: Path) -> int:
    organisers = desk.event.organisers
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
