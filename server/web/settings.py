"""The settings: who may act, copies, the facts of the event as configured, and its end."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template

from server.desk.access import PERSON_ROLES, STATION_ROLES
from server.desk.answers import CLOSED
from server.event import EventConfig
from server.facts import name_remark
from server.sentences import mark
from server.web.accounts import people_rows, station_rows
from server.web.answering import window
from server.web.backups import backup_rows
from server.web.ending import last_erased
from server.web.facts import facts_document
from server.web.frame import ROLE_WORDS
from server.web.house import House, g
from server.web.language import _, named, say_moment
from server.web.mail_account import account_document
from server.web.roles import Role
from server.web.webhooks import LAST, webhook_rows
from server.wording.facts import ADDRESSES, fact_tables
from server.wording.webhooks import answer_words, what_words

routes = Blueprint("settings", __name__)

STATION_WORDS = {"kiosk": mark("Máy quét tại cửa"), "reception": mark("Bàn đón tiếp")}


@routes.get("/settings")
def page() -> str:
    """All settings on one page; who is no owner reads what only an owner may change."""
    house, event = g.house, g.house.config.event
    answers, late = window(house), facts_document(house)
    account = house.post.account() if house.post else None
    return render_template(
        "settings.html",
        event=event,
        caller=g.caller,
        owner=g.caller is not None and g.caller.role is Role.OWNER,
        people=people_rows(house),
        person_roles=[(role, _(ROLE_WORDS[Role(role)])) for role in PERSON_ROLES],
        stations=station_rows(house),
        station_roles=[(role, _(STATION_WORDS[role])) for role in STATION_ROLES],
        role_words={str(role): _(words) for role, words in (ROLE_WORDS | STATION_WORDS).items()},
        mail=account_document(house),
        mail_sender=account.sender if account else None,
        posts=house.post is not None,
        keeps=house.upkeep is not None,
        backups=backup_rows(house),
        webhooks=_webhooks(house),
        facts=fact_tables(event, late["given"]),
        late=late,
        name_remark=name_remark(event),
        addresses=ADDRESSES,
        groups=_groups(house, event),
        gone_groups=[
            one for one in house.facts.configured.event.groups if not event.group(one.code)
        ],
        group_facts={key: _of_groups(late[key]) for key in ("configured", "stands")},
        answers=answers,
        answers_by_hand=house.store.read.meta(CLOSED) is not None,
        answers_open=answers.is_open(house.clock()),
        closed=house.store.read.meta("closed_at"),
        erased=last_erased(house),
        moment=_moments(event),
    )


def _groups(house: House, event: EventConfig) -> list[dict[str, Any]]:
    """The groups in protocol order, each with what is special of it and how many places it has."""
    places = Counter(place.group for place in house.store.read.invitations())
    return [
        {
            "code": group.code,
            "name": named(group),
            "colour": group.colour,
            "places": places[group.code],
            "marks": [
                _(words)
                for words, holds in (
                    (mark("báo ngay khi đến"), group.vip),
                    (mark("đếm riêng"), group.press),
                    (mark("luôn xưng Ông/Bà"), group.code in event.style.always_ong_ba),
                )
                if holds
            ],
        }
        for group in sorted(event.groups, key=lambda group: group.rank)
    ]


def _of_groups(facts: dict[str, str | None]) -> dict[str, str | None]:
    return {fact: told for fact, told in facts.items() if ":" in fact}


def _webhooks(house: House) -> list[dict[str, Any]]:
    """The addresses as the page shows them, with what became of their messages in words."""
    return [
        row
        | {
            "deliveries": [
                {
                    "kind": _(what_words(told.what)),
                    "words": answer_words(told),
                    "tried_at": told.tried_at,
                }
                for told in house.store.read.last_deliveries(row["number"], LAST)
            ]
        }
        for row in webhook_rows(house)
    ]


def _moments(event: EventConfig) -> Callable[[str | datetime], str]:
    """Give what writes a moment in the event's own time."""

    def moment(at: str | datetime) -> str:
        when = datetime.fromisoformat(at) if isinstance(at, str) else at
        return say_moment(when, event.timezone)

    return moment
