"""Who may act, for the settings: accounts of people and programs, stations with their keys."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify
from werkzeug.security import generate_password_hash

from server.desk import access
from server.sentences import say
from server.settings import is_loopback
from server.show import utc
from server.web.acting import acting
from server.web.answering import base_url
from server.web.body import Fields, read_json
from server.web.house import House, g

routes = Blueprint("accounts", __name__)

# Latin letters with whatever marks, figures and signs that a person can see and type.
_SEEN = r"!-~¡-¬®-\u024f\u0300-\u033f\u1e00-\u1eff\u2010-\u2027"
NEW_NAME = rf"^ *[{_SEEN}][ {_SEEN}]*$"


@routes.get("/api/people")
def people() -> Response:
    """List everybody who may act, ended accounts too."""
    return jsonify(people=people_rows(g.house))


@routes.post("/api/people")
def create_person() -> Response:
    """Open an account; its password or token is in this answer and nowhere else."""
    house, fields = g.house, Fields(read_json())
    name, by = fields.text("name", access.LONGEST_NAME, NEW_NAME).strip(), acting(fields)
    role = _one_of(fields, "role", access.PERSON_ROLES)
    if fields.flag("token", default=False):
        token = access.open_program(house.store, name, role, house.clock(), by)
        return jsonify(name=name, role=role, password=None, token=token)
    password = access.open_account(
        house.store, name, role, house.clock(), by, generate_password_hash
    )
    return jsonify(name=name, role=role, password=password, token=None)


@routes.delete("/api/people")
def delete_person() -> Response:
    """End an account and all its sessions, at once."""
    house, fields = g.house, Fields(read_json())
    name = _name(fields)
    access.end_account(house.store, name, house.clock(), acting(fields))
    return jsonify(name=name)


@routes.post("/api/people/password")
def create_password() -> Response:
    """Give a person a new password; whoever is signed in under the old one is out."""
    house, fields = g.house, Fields(read_json())
    name = _name(fields)
    password = access.renew_password(
        house.store, name, house.clock(), acting(fields), generate_password_hash
    )
    return jsonify(name=name, password=password)


@routes.get("/api/stations")
def stations() -> Response:
    """List the stations, revoked ones too."""
    return jsonify(stations=station_rows(g.house))


@routes.post("/api/stations")
def create_station() -> Response:
    """Pair a station; the answer has its key, once, and the command for the other machine."""
    house, fields = g.house, Fields(read_json())
    name, by = fields.text("name", access.LONGEST_NAME, NEW_NAME).strip(), acting(fields)
    role = _one_of(fields, "role", access.STATION_ROLES)
    key = access.pair_station(house.store, name, role, house.clock(), by)
    url = base_url(house)
    command = f"dontiep kiosk --server {url} --key {key}"
    return jsonify(name=name, role=role, key=key, command=command, reachable=_is_reachable(url))


@routes.delete("/api/stations")
def delete_station() -> Response:
    """End a station's key, at once."""
    house, fields = g.house, Fields(read_json())
    name = _name(fields)
    access.revoke_station(house.store, name, house.clock(), acting(fields))
    return jsonify(name=name)


def people_rows(house: House) -> list[dict[str, Any]]:
    """Everybody as JSON, those first who may still act."""
    rows = [
        {
            "name": person.name,
            "role": person.role,
            "signs_in": person.password is not None,
            "created_at": utc(person.created_at),
            "ended_at": utc(person.ended_at) if person.ended_at else None,
        }
        for person in house.store.read.people()
    ]
    return sorted(rows, key=lambda row: row["ended_at"] is not None)


def station_rows(house: House) -> list[dict[str, Any]]:
    """The stations as JSON, those first that may still act."""
    rows = [
        {
            "name": station.name,
            "role": station.role,
            "created_at": utc(station.created_at),
            "seen_at": utc(station.seen_at) if station.seen_at else None,
            "revoked_at": utc(station.revoked_at) if station.revoked_at else None,
        }
        for station in house.store.read.stations()
    ]
    return sorted(rows, key=lambda row: row["revoked_at"] is not None)


def _name(fields: Fields) -> str:
    return fields.text("name", access.LONGEST_NAME)


def _one_of(fields: Fields, key: str, words: tuple[str, ...]) -> str:
    word = fields.text(key, 20)
    if word not in words:
        fields.refuse(key, say("phải là một trong: %(words)s", words=", ".join(words)))
    return word


def _is_reachable(url: str) -> bool:
    """Whether another machine can reach this address at all."""
    return not is_loopback(urlsplit(url).hostname or "")
