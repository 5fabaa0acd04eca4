"""The house of these tests: two stations, one person of each role, a clock moved by hand."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from werkzeug.security import generate_password_hash

from server.facts import KeptFacts
from server.web.auth import hash_secret
from tests.server.cast import MORNING

# Name → (role, key). The keys are as long as real ones need not be.
STATIONS = {
    "Cửa A": ("kiosk", "key-a"),
    "Cửa B": ("kiosk", "key-b"),
    "Bàn 1": ("reception", "key-desk"),
}
PEOPLE = ("viewer", "reception", "organiser", "owner")
PASSWORD = "lang-son-2023"
# Few rounds: the tests sign in dozens of times.
HASHED = generate_password_hash(PASSWORD, "scrypt:1024:8:1")
ORIGIN = {"Origin": "http://localhost"}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def people_the_house(store):
    """Pair the stations and open an account per role, each with password and token."""

    def action(tx):
        for name, (role, key) in STATIONS.items():
            tx.add_station(name, role, hash_secret(key), MORNING)
        for role in PEOPLE:
            tx.add_person(role, role, HASHED, hash_secret(f"token-{role}"), MORNING)

    store.write(action)


def configured(house, config):
    """The same house with another configuration."""
    return replace(house, facts=KeptFacts(lambda: None, config))


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


DOOR, OTHER_DOOR, DESK = bearer("key-a"), bearer("key-b"), bearer("key-desk")
VIEWER, CLERK = bearer("token-viewer"), bearer("token-reception")
ORGANISER, OWNER = bearer("token-organiser"), bearer("token-owner")


def a_scan(code, **rest):
    """What a kiosk posts about one code, at 07:40."""
    return {"scan_id": str(uuid4()), "code": code, "scanned_at": "2023-11-17T07:40:00+07:00"} | rest


def sign_in(client, name="organiser", password=PASSWORD, **form):
    return client.post("/sign-in", data={"name": name, "password": password} | form, headers=ORIGIN)
