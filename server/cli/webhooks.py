"""`webhook`: addresses of other programs that are told of arrivals, undos, answers, leaders."""

from typing import Any

import click

from server.cli.ground import Ground, command, now
from server.desk import By, webhooks
from server.show import utc
from server.storage import SqliteStore
from server.webhooks import Delivery, State, Webhook, shown_address
from server.wording.webhooks import answer_words, what_words

LAST = 5


def register(root: click.Group) -> None:
    """Hang the group onto the root."""
    root.add_command(webhook)


@click.group()
def webhook() -> None:
    """Webhook: báo cho chương trình khác khi có lượt đến, hủy, phản hồi, lãnh đạo đến."""


@command(webhook, "add")
@click.argument("url")
@click.option("--names", is_flag=True, help="Gửi cả họ tên, chức vụ đại biểu.")
@click.option("--rehearsals", is_flag=True, help="Gửi cả trong buổi diễn tập.")
def add(ground: Ground, url: str, names: bool, rehearsals: bool) -> None:
    """Thêm một địa chỉ; khóa ký chỉ hiện một lần."""
    with ground.store() as store:
        made = webhooks.add_webhook(store, url, now(), By(), names=names, rehearsals=rehearsals)
    ground.answer(
        {"number": made.number, "url": shown_address(made.url), "secret": made.secret},
        f"Đã thêm địa chỉ số {made.number}. Khóa ký, chỉ hiện một lần:\n{made.secret}",
    )


@command(webhook, "list")
def list_webhooks(ground: Ground) -> None:
    """Liệt kê địa chỉ và các lần gửi gần nhất."""
    with ground.store() as store:
        rows = [_row(store, one) for one in store.read.webhooks()]
    none = "Chưa có địa chỉ nào. Thêm bằng «dontiep webhook add ĐỊA_CHỈ»."
    ground.answer([row for row, _ in rows], "\n".join(text for _, text in rows) or none)


@command(webhook, "test")
@click.argument("number", type=int)
def test(ground: Ground, number: int) -> None:
    """Gửi thử một tin; máy chủ đang chạy sẽ gửi ngay."""
    with ground.store() as store:
        record = webhooks.try_webhook(store, number, now(), By())
    said = "Đã xếp tin thử; xem kết quả bằng «dontiep webhook list»."
    ground.answer({"number": number, "seq": record.seq}, said)


@command(webhook, "remove")
@click.argument("number", type=int)
def remove(ground: Ground, number: int) -> None:
    """Bỏ một địa chỉ, có hiệu lực ngay, kể cả các tin đang chờ."""
    with ground.store() as store:
        webhooks.remove_webhook(store, number, now(), By())
    ground.answer({"number": number, "removed": True}, f"Đã bỏ địa chỉ số {number}.")


def _row(store: SqliteStore, one: Webhook) -> tuple[dict[str, Any], str]:
    reader = store.read
    waiting = reader.count_deliveries(one.number, State.WAITING)
    last = reader.last_deliveries(one.number, LAST)
    row = {
        "number": one.number,
        "url": shown_address(one.url),
        "names": one.names,
        "rehearsals": one.rehearsals,
        "waiting": waiting,
        "deliveries": [_delivery(told) for told in last],
    }
    head = f"{one.number}. {row['url']}{' (có họ tên)' * one.names} · chờ gửi {waiting:02d}"
    lines = [f"   {what_words(told.what)}: {answer_words(told)}" for told in last]
    return row, "\n".join([head, *lines])


def _delivery(told: Delivery) -> dict[str, Any]:
    return {
        "id": told.message_id,
        "seq": told.seq,
        "type": told.what.value,
        "state": told.state.value,
        "tries": told.tries,
        "tried_at": told.tried_at and utc(told.tried_at),
        "answer": told.answer,
    }
