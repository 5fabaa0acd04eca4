"""Addresses of other programs, for the settings: who is told, with what success."""

from typing import Any

from flask import Blueprint, Response, jsonify

from server.desk import webhooks
from server.show import utc
from server.web.acting import acting
from server.web.body import LARGEST_NUMBER, Fields, read_json
from server.web.house import House, g
from server.webhooks import LONGEST_ADDRESS, Delivery, State, Webhook, shown_address

routes = Blueprint("webhooks", __name__)

LAST = 10


@routes.get("/api/webhooks")
def document() -> Response:
    """List the addresses and how their last messages fared."""
    return jsonify(webhooks=webhook_rows(g.house))


@routes.post("/api/webhooks")
def create() -> Response:
    """Add an address; the secret that signs is in this answer and nowhere else."""
    house, fields = g.house, Fields(read_json())
    made = webhooks.add_webhook(
        house.store,
        fields.text("url", LONGEST_ADDRESS),
        house.clock(),
        acting(fields),
        names=fields.flag("names", default=False),
        rehearsals=fields.flag("rehearsals", default=False),
    )
    return jsonify(number=made.number, url=shown_address(made.url), secret=made.secret)


@routes.delete("/api/webhooks")
def delete() -> Response:
    """Take an address away, with what waits for it."""
    house, fields = g.house, Fields(read_json())
    number = _number(fields)
    webhooks.remove_webhook(house.store, number, house.clock(), acting(fields))
    return jsonify(number=number)


@routes.post("/api/webhooks/test")
def create_test() -> Response:
    """Have a test sent; the list tells what became of it, under the `seq` of the answer."""
    house, fields = g.house, Fields(read_json())
    number = _number(fields)
    record = webhooks.try_webhook(house.store, number, house.clock(), acting(fields))
    return jsonify(number=number, seq=record.seq)


def webhook_rows(house: House) -> list[dict[str, Any]]:
    """The addresses as JSON, each with its last messages, the newest first."""
    return [_row(house, one) for one in house.store.read.webhooks()]


def _row(house: House, one: Webhook) -> dict[str, Any]:
    reader = house.store.read
    return {
        "number": one.number,
        "url": shown_address(one.url),
        "names": one.names,
        "rehearsals": one.rehearsals,
        "made_at": utc(one.made_at),
        "waiting": reader.count_deliveries(one.number, State.WAITING),
        "deliveries": [_delivery(told) for told in reader.last_deliveries(one.number, LAST)],
    }


def _delivery(told: Delivery) -> dict[str, Any]:
    tried = told.tried_at
    return {
        "id": told.message_id,
        "seq": told.seq,
        "type": told.what.value,
        "state": told.state.value,
        "tries": told.tries,
        "tried_at": tried and utc(tried),
        "next_at": utc(told.due_at) if told.state is State.WAITING and tried else None,
        "answer": told.answer,
    }


def _number(fields: Fields) -> int:
    return fields.whole("number", 1, LARGEST_NUMBER)
