"""What is printed and sent: invitation cards."""

from pathlib import Path

import click

from badges.cards import Card, Occasion, write_cards
from badges.drawing import Look
from server.cli.ground import Ground, command
from server.errors import NotFoundError, UnavailableError
from server.event import EventConfig
from server.invitations import Invitation
from server.seating import protocol_order
from server.storage import SqliteStore
from server.storage.invitations import Code
from server.wording.figures import when_words

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def register(root: click.Group) -> None:
    """Hang the command onto the root."""
    root.add_command(cards)


@command(click.Group(), "cards")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Thư mục để ghi.")
@click.option("--only", multiple=True, help="Chỉ các suất này (lặp lại được), ví dụ --only DB016.")
def cards(ground: Ground, out: Path, only: tuple[str, ...]) -> None:
    """Làm phiếu mời: ảnh để gửi, mã QR và tệp PDF để in."""
    with ground.store() as store:
        count = write_all_cards(ground, store, out, only)
    ground.answer(
        {"out": str(out), "cards": count},
        f"Đã làm {count} phiếu mời trong {out} (xem index.csv để biết tệp nào của ai).",
    )


def write_all_cards(
    ground: Ground,
    store: SqliteStore,
    out: Path,
    only: tuple[str, ...] = (),
    looks: tuple[Look, ...] = ("plain", "styled"),
) -> int:
    """Write the cards of every place that is valid, or of those named; gives how many."""
    places = [p for p in store.read.invitations() if p.cancelled is None]
    if unknown := set(only) - {p.id for p in places}:
        raise NotFoundError(f"Không có suất mời còn hiệu lực: {', '.join(sorted(unknown))}.")
    event = ground.config.event
    codes = {code.invitation: code for code in store.read.codes() if not code.replaced}
    drawn = [
        card_of(place, codes[place.id], event)
        for place in protocol_order(places, event.groups)
        if not only or place.id in only
    ]
    try:
        write_cards(drawn, occasion_of(ground), out, progress=ground.progress("Đang làm phiếu mời"))
    except OSError as error:
        raise UnavailableError(
            f"Không ghi được vào {out} ({error.strerror}); hãy chọn thư mục khác."
        ) from error
    return len(drawn)


def card_of(place: Invitation, code: Code, event: EventConfig) -> Card:
    """Put on a card what the guest may show around: no phone, no seat, no note."""
    group = event.group(place.group)
    guest = place.coming
    return Card(
        id=place.id,
        code=code.code or "",
        desk_code=code.desk_code or "",
        organisation=place.organisation,
        group_code=place.group,
        group_number=_ROMAN[group.number - 1] if group and group.number <= len(_ROMAN) else "",
        group_name=group.name if group else "",
        group_colour=group.colour if group else "#5B5B5B",
        name=guest.name if guest else None,
        honorific=guest.honorific if guest else None,
        title=guest.title if guest else place.expects,
    )


def occasion_of(ground: Ground) -> Occasion:
    """Say what all cards share; what is still open stays open."""
    event, badges = ground.config.event, ground.config.badges
    return Occasion(
        host=event.organisers.host,
        event=event.name,
        kind=event.kind,
        parent=event.organisers.parent,
        time=when_words(event) if event.day else None,
        place=event.venue,
        contact=event.contact.name,
        phone=event.contact.phone,
        emblem=badges.emblem,
    )
