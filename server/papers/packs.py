"""What is sent to whom: the texts for each guest, and a pack for each organisation.

A pack is a ZIP with the pictures of one organisation's places and one text to copy, so
that its focal person is written to once and not each guest by a stranger.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, cast

from badges.lettering import file_stem
from server.event import EventConfig
from server.exports import BYTE_ORDER_MARK, escape
from server.invitations import Invitation
from server.papers.people import coming_name
from server.wording.messages import sms, venue_notice, zalo_named, zalo_organisation

_HEADER = ("Mã", "Đại biểu", "Đơn vị", "Số điện thoại", "Tin Zalo", "Tin SMS", "Số ký tự SMS")
TEXT_NAME = "loi-moi.txt"


@dataclass(frozen=True, slots=True)
class Message:
    """The texts for one place. `sms` is "" where the place has no desk code."""

    place: Invitation
    zalo: str
    sms: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One organisation: the name of its files, its places, the text that goes with them."""

    stem: str
    organisation: str
    places: tuple[Invitation, ...]
    text: str


def messages_of(
    places: Sequence[Invitation], desk_codes: Mapping[str, str], event: EventConfig
) -> list[Message]:
    """Word the texts for each place; one without a name is written to as its organisation."""
    return [
        Message(place, _zalo(place, event), _sms(place, desk_codes.get(place.id), event))
        for place in places
    ]


def packs_of(
    places: Sequence[Invitation], event: EventConfig, links: Mapping[str, str] | None = None
) -> list[Pack]:
    """Part the places by organisation, each pack under a number and its name.

    `links` are the private pages of the units, by their names. The number keeps apart what file names cannot: "Sở D" and "Sở Đ".
    """
    by_unit: dict[str, list[Invitation]] = {}
    for place in places:
        if place.organisation:
            by_unit.setdefault(place.organisation, []).append(place)
    return [
        Pack(
            file_stem(f"{number:02d}", organisation, longest=70),
            organisation,
            tuple(members),
            zalo_organisation(organisation, members, event, (links or {}).get(organisation)),
        )
        for number, (organisation, members) in enumerate(by_unit.items(), 1)
    ]


def zip_pieces(pack: Pack, batches: Iterable[Mapping[str, bytes]]) -> Iterator[bytes]:
    """Put a pack into one ZIP, piece by piece as its pictures are there.

    The pictures are by file name; they are compressed already.
    """
    window = _Window()
    with zipfile.ZipFile(cast("IO[bytes]", window), "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(TEXT_NAME, as_text(pack.text))
        for pictures in batches:
            for name, picture in pictures.items():
                packed.writestr(name, picture)
            yield window.take()
    yield window.take()


def messages_csv(messages: Sequence[Message]) -> bytes:
    """Give all texts as CSV: UTF-8 with its mark, what looks like a formula escaped."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for message in messages:
        place = message.place
        row = (place.id, coming_name(place), place.organisation, place.phone or "", message.zalo)
        length = str(len(message.sms)) if message.sms else ""
        writer.writerow([*map(escape, row), escape(message.sms), length])
    return (BYTE_ORDER_MARK + table.getvalue()).encode()


def messages_text(messages: Sequence[Message], event: EventConfig) -> bytes:
    """Give all texts to copy one after the other, the notice of the venue first."""
    notice = venue_notice(event)
    parts = [f"THÔNG BÁO THỜI GIAN, ĐỊA ĐIỂM\n{notice}"] if notice else []
    for message in messages:
        place = message.place
        head = " · ".join(filter(None, (place.id, coming_name(place), place.organisation)))
        short = [f"SMS ({len(message.sms)} ký tự): {message.sms}"] if message.sms else []
        parts.append("\n".join([f"== {head}", f"Zalo: {message.zalo}", *short]))
    return as_text("\n\n".join(parts))


def as_text(text: str) -> bytes:
    """Give a text file that Notepad reads: UTF-8 with its mark, Windows' line ends."""
    return (BYTE_ORDER_MARK + text.replace("\n", "\r\n") + "\r\n").encode()


def _zalo(place: Invitation, event: EventConfig) -> str:
    if place.coming:
        return zalo_named(place, event)
    return zalo_organisation(place.organisation or "Quý cơ quan", [place], event)


def _sms(place: Invitation, desk_code: str | None, event: EventConfig) -> str:
    return sms(place, desk_code, event) if desk_code else ""


class _Window:
    """The end of a file that is handed on as it is written.

    Each entry is finished before it is taken, so that its head holds its size: programs that
    read a ZIP from its beginning need that.
    """

    def __init__(self) -> None:
        self._taken = 0
        self._kept = io.BytesIO()

    def write(self, content: bytes) -> int:
        return self._kept.write(content)

    def tell(self) -> int:
        return self._taken + self._kept.tell()

    def seek(self, at: int, whence: int = io.SEEK_SET) -> int:
        self._kept.seek(at - self._taken if whence == io.SEEK_SET else at, whence)
        return self.tell()

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """Give what was written since it was last asked for."""
        content = self._kept.getvalue()
        self._taken += len(content)
        self._kept = io.BytesIO()
        return content
