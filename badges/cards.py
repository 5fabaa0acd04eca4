"""Invitation cards (phiếu mời): whom they are for, and the folder that a clerk sends from.

`write_cards` fills a folder:

    phieu-moi/<id> - <name>.png             the picture to send, 1080 × 1350, styled code
    phieu-moi-don-gian/<id> - <name>.png    the same with the plain code
    qr/<id>.svg, qr/<id>.png                the code alone, for other documents
    in/phieu-moi-a5.pdf                     for the printer, one card a page
    in/phieu-moi-4-tren-a4.pdf              four cards on each sheet, with cutting marks
    index.csv                               which file is whose (UTF-8 with BOM, for Excel)

A long list is printed in volumes of `VOLUME` cards: phieu-moi-a5-tap-01.pdf and so on. A
second run removes what the first has written and the list no longer has. A run for some
places of the list leaves the others' files and the index's other rows alone, and prints to
in/phieu-moi-a5-bo-sung.pdf. A run that was stopped is continued by the next one (see
`badges.unfinished`).
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from badges import qr
from badges.drawing import (
    BATCH,
    Card,
    Drawing,
    Look,
    Occasion,
    card_pictures,
    cores,
    print_cards,
)
from badges.lettering import file_stem, tidy
from badges.typesetting import forget
from badges.unfinished import Unfinished

__all__ = ["VOLUME", "Card", "Occasion", "Progress", "write_cards"]

Progress = Callable[[int, int], None]

VOLUME = 200
_HEADER = ("Mã", "Đại biểu", "Đơn vị", "Mã số", "Ảnh phiếu mời", "Mã QR")
_FOLDERS: dict[Look, str] = {"styled": "phieu-moi", "plain": "phieu-moi-don-gian"}
# Each print with whether four cards stand on a sheet.
_PRINTS = {"phieu-moi-a5": False, "phieu-moi-4-tren-a4": True}
_OURS = (
    "phieu-moi/*.png",
    "phieu-moi-don-gian/*.png",
    "qr/*.svg",
    "qr/*.png",
    "in/phieu-moi-*.pdf",
)


@dataclass(frozen=True, slots=True)
class _Step:
    """One piece of work: it writes files and says which. `weight` is its cards.

    What has the same `key` writes the same files.
    """

    key: str
    weight: int
    run: Callable[[], list[Path]]


def write_cards(
    cards: Sequence[Card],
    occasion: Occasion,
    out_dir: Path,
    *,
    looks: Sequence[Look] = ("plain", "styled"),
    whole_list: bool = True,
    progress: Progress | None = None,
) -> None:
    """Fill `out_dir` with the cards' pictures, codes, prints and index.

    `whole_list` False: these are some places of a list whose other cards stay.
    `progress(done, total)` is called in this thread while the work goes on; what it raises
    stops the work and is raised here, and every file on disk is then whole; the next run
    draws what is missing. Raises ValueError where two ids make one file name, OSError,
    TypesettingError.
    """
    names = _file_names(cards)
    before, now = _read_index(out_dir), _index_rows(cards, names, looks)
    folder = _Folder(out_dir, cards, names, Drawing.of(occasion))
    unfinished = Unfinished(out_dir)
    steps = list(folder.steps(looks, "" if whole_list else "-bo-sung"))
    written = _run(steps, unfinished, progress)
    _write(out_dir / "index.csv", _index(now if whole_list else before | now))
    if before or unfinished.was_stopped:
        stale = _left_over(out_dir) if whole_list else _renamed(out_dir, before, now)
        # An old card left in the folder would be sent again.
        for path in stale - written:
            path.unlink(missing_ok=True)
    unfinished.end()


@dataclass(frozen=True, slots=True)
class _Folder:
    """What is to be written where."""

    out_dir: Path
    cards: Sequence[Card]
    names: Sequence[str]
    drawing: Drawing

    def steps(self, looks: Sequence[Look], mark: str) -> Iterator[_Step]:
        """Give the work volume by volume, so that a code is drawn while it is remembered."""
        common = hashlib.sha256(repr(self.drawing).encode())
        volumes = list(_spans(range(len(self.cards)), VOLUME))

        def step(weight: int, span: range, what: str, run: Callable[[], list[Path]]) -> _Step:
            key = common.copy()
            key.update(repr((what, [(self.names[i], self.cards[i]) for i in span])).encode())
            return _Step(key.hexdigest(), weight * len(span), run)

        for number, volume in enumerate(volumes, 1):
            tail = f"{mark}-tap-{number:02}.pdf" if len(volumes) > 1 else f"{mark}.pdf"
            prints = [
                step(1, volume, name + tail, partial(self._print, volume, name + tail, four=four))
                for name, four in _PRINTS.items()
            ]
            batches = list(_spans(volume, BATCH))
            # A print holds some 2 MB a card while it is set: no two of them side by side.
            apart = -(-len(batches) // len(prints))
            for place, batch in enumerate(batches):
                if place % apart == 0:
                    yield prints.pop(0)
                yield step(1, batch, "codes", partial(self._codes, batch))
                for look in looks:
                    yield step(1, batch, look, partial(self._pictures, batch, look))
            yield from prints

    def _print(self, volume: range, name: str, *, four: bool) -> list[Path]:
        pdf = print_cards([self.cards[i] for i in volume], self.drawing, four_a_sheet=four)
        forget()
        return [_write(self.out_dir / "in" / name, pdf)]

    def _pictures(self, batch: range, look: Look) -> list[Path]:
        pictures = card_pictures([self.cards[i] for i in batch], self.drawing, look)
        folder = self.out_dir / _FOLDERS[look]
        forget()
        named = zip((self.names[i] for i in batch), pictures, strict=True)
        return [_write(folder / f"{name}.png", picture) for name, picture in named]

    def _codes(self, batch: range) -> list[Path]:
        written = []
        for card in (self.cards[i] for i in batch):
            path = self.out_dir / "qr" / file_stem(card.id)
            written.append(_write(path.with_suffix(".svg"), qr.qr_svg(card.code).encode()))
            written.append(_write(path.with_suffix(".png"), qr.qr_png(card.code)))
        return written


def _run(steps: Sequence[_Step], unfinished: Unfinished, progress: Progress | None) -> set[Path]:
    """Do the steps on a thread a core: Typst, PDFium and zlib let go of the interpreter's lock."""
    say = progress or (lambda _done, _total: None)
    done, total = 0, sum(step.weight for step in steps)
    written: set[Path] = set()
    running: dict[Future[list[Path]], _Step] = {}
    with ThreadPoolExecutor(cores()) as pool:
        try:
            for step in steps:
                if (files := unfinished.files_of(step.key)) is None:
                    running[pool.submit(step.run)] = step
                else:
                    written.update(files)
                    done += step.weight
            for future in as_completed(running):
                step, files = running.pop(future), future.result()
                unfinished.note(step.key, files)
                written.update(files)
                done += step.weight
                say(done, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            for future, step in running.items():
                if not future.cancelled() and not future.exception():
                    unfinished.note(step.key, future.result())
            raise
    return written


def _file_names(cards: Sequence[Card]) -> list[str]:
    ids = [file_stem(card.id).casefold() for card in cards]
    if len(set(ids)) < len(ids):
        twice = next(card.id for card in cards if ids.count(file_stem(card.id).casefold()) > 1)
        raise ValueError(f"Two cards would share one file name: {twice!r}")
    return [file_stem(card.id, card.addressee) for card in cards]


def _index_rows(
    cards: Sequence[Card], names: Sequence[str], looks: Sequence[Look]
) -> dict[str, list[str]]:
    folder = _FOLDERS["styled" if "styled" in looks else "plain"]
    rows = {}
    for card, name in zip(cards, names, strict=True):
        texts = (card.id, card.addressee, tidy(card.organisation), card.desk_code_spaced)
        files = (f"{folder}/{name}.png" if looks else "", f"qr/{file_stem(card.id)}.svg")
        rows[card.id] = [*map(_no_formula, texts), *files]
    return rows


def _index(rows: dict[str, list[str]]) -> bytes:
    table = io.StringIO()
    csv.writer(table).writerows([_HEADER, *rows.values()])
    return table.getvalue().encode("utf-8-sig")


def _read_index(out_dir: Path) -> dict[str, list[str]]:
    """Give the rows of an earlier run by id; none where the file is not ours."""
    try:
        text = (out_dir / "index.csv").read_text(encoding="utf-8-sig")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    header, *rows = list(csv.reader(io.StringIO(text))) or [[]]
    if tuple(header) != _HEADER:
        return {}
    return {row[0]: row for row in rows if len(row) == len(_HEADER)}


def _no_formula(text: str) -> str:
    """Keep a spreadsheet from calculating with what a list of guests holds."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _spans(whole: range, size: int) -> Iterator[range]:
    return (whole[start : start + size] for start in range(0, len(whole), size))


def _write(path: Path, content: bytes) -> Path:
    """Write the file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    try:
        half.write_bytes(content)
        return half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _left_over(out_dir: Path) -> set[Path]:
    return {path for pattern in _OURS for path in out_dir.glob(pattern)}


def _renamed(out_dir: Path, before: dict[str, list[str]], now: dict[str, list[str]]) -> set[Path]:
    """Give the pictures that the same places had under another name."""
    names = {Path(before[id_][4]).name for id_ in before.keys() & now.keys()} - {""}
    return {out_dir / folder / name for folder in _FOLDERS.values() for name in names}
