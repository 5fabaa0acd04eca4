"""What was sent to whom, the units' private links, and the end of the answers."""

from typing import Any

import click

from server.cli.ground import Ground, command, now
from server.desk.answers import close_answers
from server.desk.organisations import make_links, renew_link
from server.desk.sendings import Letter, mark_sent
from server.errors import InvalidError
from server.sendings import Channel, Sent, What, sent_to, whereabouts
from server.sentences import say
from server.wording.staff import coming_words


def register(root: click.Group) -> None:
    """Hang the groups `sent`, `organisations` and `answers` onto the root."""
    for group in (sent, organisations, answers):
        root.add_command(group)


@click.group()
def sent() -> None:
    """Đã gửi gì, cho ai, bằng cách nào."""


@click.group()
def organisations() -> None:
    """Trang riêng của từng đơn vị."""


@click.group()
def answers() -> None:
    """Phản hồi của đại biểu và đơn vị trên trang riêng."""


_WHAT = click.Choice([what.value for what in What])
_CHANNEL = click.Choice([channel.value for channel in Channel])


@command(sent, "mark")
@click.argument("what", type=_WHAT)
@click.option("--by", "channel", type=_CHANNEL, required=True, help="Gửi bằng cách nào.")
@click.option("--only", multiple=True, help="Chỉ các suất này (lặp lại được).")
@click.option("--organisation", help="Cả một đơn vị.")
@click.option("--group", help="Cả một thành phần, theo mã.")
@click.option("--all", "everybody", is_flag=True, help="Mọi suất mời chưa được gửi.")
def sent_mark(
    ground: Ground,
    what: str,
    channel: str,
    only: tuple[str, ...],
    organisation: str | None,
    group: str | None,
    everybody: bool,
) -> None:
    """Ghi là đã gửi phiếu mời (invitation) hoặc thông báo địa điểm (venue)."""
    if sum(map(bool, (only, organisation, group, everybody))) != 1:
        raise InvalidError(say("Cần đúng một trong: --only, --organisation, --group, --all."))
    where = whereabouts(ground.config.event)

    def chosen(one: Sent) -> bool:
        place = one.place
        if everybody:
            return one.lacks(What(what), where)
        return place.id in only or organisation == place.organisation or group == place.group

    with ground.store() as store:
        letter = Letter(What(what), Channel(channel), now(), where)
        marked = mark_sent(store, chosen, letter, letter.at)
    if not marked.places and not everybody:
        raise InvalidError(say("Không có suất mời nào như vậy; xem «dontiep guests list»."))
    count = len(marked.places)
    ground.answer({"ids": list(marked.places), "count": count}, f"Đã ghi {count} suất mời.")


@command(sent, "list")
@click.option("--missing", type=_WHAT, help="Chỉ những suất chưa được gửi thứ này.")
def sent_list(ground: Ground, missing: str | None) -> None:
    """Liệt kê từng suất đã được gửi gì; --missing: chưa gửi, theo thành phần."""
    event = ground.config.event
    where = whereabouts(event)
    with ground.store() as store:
        found = sent_to(store.read.invitations(), store.read.sendings())
    listed = [one for one in found if missing is None or one.lacks(What(missing), where)]
    order = {group.code: group.number for group in event.groups}
    listed.sort(key=lambda one: (order.get(one.place.group, 99), one.place.position))
    rows = [_row(one, where) for one in listed]
    ground.answer(rows, "\n".join(map(_line, rows)) or "Không còn suất nào.")


@command(organisations, "links")
@click.option("--renew", help="Đổi liên kết của đơn vị này; liên kết cũ hết hiệu lực.")
def organisations_links(ground: Ground, renew: str | None) -> None:
    """Liên kết riêng để đầu mối từng đơn vị ghi tên, phản hồi."""
    with ground.store() as store:
        if renew:
            renew_link(store, renew, now(), None)
        make_links(store, now())
        links = store.read.links()
    base = ground.config.server.public_url or ""
    rows = [{"organisation": n, "link": f"{base}/o/{link.token}"} for n, link in links.items()]
    if not base:
        ground.say("Chưa có public_url trong [server]: ghép địa chỉ máy chủ vào trước /o/….")
    ground.answer(rows, "\n".join(f"{row['organisation']}: {row['link']}" for row in rows))


@command(answers, "close")
def answers_close(ground: Ground) -> None:
    """Không nhận phản hồi trên trang riêng nữa."""
    _set_answers(ground, closed=True)


@command(answers, "open")
def answers_open(ground: Ground) -> None:
    """Nhận lại phản hồi trên trang riêng."""
    _set_answers(ground, closed=False)


def _set_answers(ground: Ground, *, closed: bool) -> None:
    with ground.store() as store:
        close_answers(store, now(), closed=closed, by=None)
    said = "Đã đóng phản hồi trên trang riêng." if closed else "Đã mở lại phản hồi."
    ground.answer({"closed": closed}, said)


def _row(one: Sent, where: str | None) -> dict[str, Any]:
    return {
        "id": one.place.id,
        "group": one.place.group,
        "who": coming_words(one.place),
        "organisation": one.place.organisation,
        "invited": one.invited and {"at": one.invited.at.isoformat(), "by": one.invited.channel},
        "knows_venue": one.knows(where),
    }


def _line(row: dict[str, Any]) -> str:
    invited = f"đã gửi ({row['invited']['by']})" if row["invited"] else "chưa gửi"
    venue = "đã báo địa điểm" if row["knows_venue"] else "chưa báo địa điểm"
    return " · ".join((row["group"], row["id"], row["who"], invited, venue))
