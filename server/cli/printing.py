"""Draws and writes what `server.cli.documents` was asked for, and tells what went wrong."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from badges.cards import write_cards
from badges.drawing import Look
from badges.lettering import file_stem
from badges.official import OfficialReport
from badges.reports import print_report
from server.cli import hallpapers
from server.cli.ground import Ground
from server.cli.paperdesk import Desk, standing_now, told, write_file, write_pieces
from server.errors import InvalidError
from server.event import EventConfig
from server.papers.cards import card_of, occasion_of
from server.papers.letters import invitation_letter
from server.papers.packs import (
    Pack,
    as_text,
    messages_csv,
    messages_of,
    messages_text,
    packs_of,
    zip_pieces,
)
from server.papers.reports import official_report
from server.reporting import Report, report
from server.sentences import say
from server.storage.sqlite import Reader

_PICTURES = "phieu-moi"
_PACKS = "theo-don-vi"
_JOURNAL_PAGE = 500
_STOPPED = (
    "\nĐã dừng, các tệp đã làm đều nguyên vẹn. Chạy lại đúng lệnh này để làm tiếp phần còn lại."
)
_FOR_THE_HALL: dict[str, Callable[[Desk, Path], int]] = {
    "slips": hallpapers.write_slips,
    "plates": hallpapers.write_plates,
    "chart": hallpapers.write_charts,
    "signs": hallpapers.write_signs,
    "badges": hallpapers.write_badges,
    "lists": hallpapers.write_lists,
    "trials": hallpapers.write_trials,
}


def write_papers(desk: Desk, out: Path, kinds: Collection[str]) -> dict[str, int]:
    """Write the kinds of paper that were asked for; gives how many of each.

    Raises InvalidError for badges where the event has none, before anything is written.
    """
    if "badges" in kinds:
        hallpapers.refuse_badges(desk)
    made = {}
    if "cards" in kinds:
        made["cards"] = write_all_cards(desk, out)
        made["packs"] = write_messages(desk, out)
    for kind, write in _FOR_THE_HALL.items():
        if kind in kinds:
            made[kind] = write(desk, out)
    return made


def write_all_cards(desk: Desk, out: Path, looks: Sequence[Look] = ("plain", "styled")) -> int:
    """Write the cards of the chosen places that have a code; gives how many.

    Whoever stops it is told that it can be continued.
    """
    drawn = [
        card_of(place, code.code or "", code.desk_code or "", desk.event)
        for place in desk.chosen.places
        if (code := desk.codes.get(place.id))
    ]
    many, say = len(drawn), desk.ground.progress("Đang làm phiếu mời")
    try:
        with told(out):
            write_cards(
                drawn,
                occasion_of(desk.event, desk.ground.config.badges),
                out,
                looks=looks,
                whole_list=desk.is_whole,
                # A card is several files; whoever waits counts cards.
                progress=lambda done, total: say(done * many // total, many),
            )
    except KeyboardInterrupt:
        desk.ground.say(_STOPPED)
        raise
    return many


def write_report(gathered: Report, out: Path) -> None:
    """Write the report as the file's ending says. Raises InvalidError for another ending."""
    write = _report_writer(out)
    with told(out):
        write_file(out, write(official_report(gathered)))


def write_letter(event: EventConfig, guests: Sequence[str], out: Path) -> None:
    """Write the official invitation. Raises InvalidError for another ending than .docx."""
    from badges.word import word_letter

    if out.suffix.lower() != ".docx":
        raise InvalidError(say("%(name)s: giấy mời chỉ ghi được ra tệp .docx.", name=out.name))
    with told(out):
        write_file(out, word_letter(invitation_letter(event, guests)))


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
    raise InvalidError(
        say("%(name)s: báo cáo chỉ ghi được ra tệp .pdf, .docx hoặc .xlsx.", name=out.name)
    )


def write_messages(desk: Desk, out: Path) -> int:
    """Write every guest's texts, and the packs of the organisations that were asked for."""
    places = [place for place in desk.standing.places if place.id in desk.codes]
    chosen = {place.organisation for place in desk.chosen.places}
    packs = packs_of(places, desk.event, desk.links)
    packs = [pack for pack in packs if pack.organisation in chosen]
    messages = messages_of(places, desk.desk_codes, desk.event)
    with told(out):
        write_file(out / "tin-nhan.csv", messages_csv(messages))
        write_file(out / "tin-nhan.txt", messages_text(messages, desk.event))
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
    pictures = ({path.name: path.read_bytes()} for path in paths if path.exists())
    text, zipped = (out / _PACKS / f"{pack.stem}{suffix}" for suffix in (".txt", ".zip"))
    write_file(text, as_text(pack.text))
    write_pieces(zipped, zip_pieces(pack, pictures))
    return {text, zipped}


def _remove_old_packs(folder: Path, written: set[Path]) -> None:
    """An old pack left in the folder would be sent again. What is not ours stays."""
    for path in folder.glob("[0-9][0-9]* - *"):
        if path.suffix in (".zip", ".txt") and path not in written:
            path.unlink()


def _frozen(reader: Reader) -> list[str]:
    """List the sentences that «headcount --freeze» has put on record, the first one first."""
    said, after = [], 0
    while records := reader.scans(after, _JOURNAL_PAGE):
        after = records[-1].seq
        said += [r.detail["headcount"]["sentence"] for r in records if _is_freeze(r.detail)]
    return said


def _is_freeze(detail: dict[str, object]) -> bool:
    return detail.get("what") == "freeze"
