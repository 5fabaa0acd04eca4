"""Who may do what: one table of roles and routes, and how a caller shows who it is.

A route that is not in the table is closed. Stations and programs send a bearer key;
people sign in and carry a cookie whose session lives here. An organiser's session that
has been left alone for half an hour may still look at the board and nothing else: a
screen on a wall goes on counting, an unattended laptop opens no door.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from flask import redirect, request
from werkzeug.exceptions import BadRequest, Forbidden, MethodNotAllowed, UnsupportedMediaType
from werkzeug.wrappers import Response

from server.errors import UnauthorizedError, UnavailableError
from server.sentences import mark, say
from server.settings import ServerConfig
from server.web.errors import SENTENCE, is_api
from server.web.house import House, g

if TYPE_CHECKING:
    from server.storage.access import Session

COOKIE = "dontiep_session"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
LARGEST_BODY = 64 * 1024
LEFT_ALONE = mark("Hơn 30 phút không dùng nên xin đăng nhập lại.")

READS = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = READS | {"POST", "PUT", "DELETE"}


class Role(StrEnum):
    """What a caller is. A reception station is a machine, a receptionist a person."""

    KIOSK = "kiosk"
    DESK = "desk"
    VIEWER = "viewer"
    RECEPTION = "reception"
    ORGANISER = "organiser"
    OWNER = "owner"


ANYONE = None
NOBODY: frozenset[Role] = frozenset()
STATIONS = frozenset({Role.KIOSK, Role.DESK})
DESKS = frozenset({Role.DESK})
STAFF = frozenset({Role.DESK, Role.RECEPTION, Role.ORGANISER, Role.OWNER})
WATCHERS = STAFF | {Role.VIEWER}
ORGANISERS = frozenset({Role.ORGANISER, Role.OWNER})
OWNERS = frozenset({Role.OWNER})

ROUTES: dict[str, frozenset[Role] | None] = {
    "static": ANYONE,
    "home.page": ANYONE,
    "people.sign_in_page": ANYONE,
    "people.sign_in": ANYONE,
    "people.sign_out": ANYONE,
    "cards.page": ANYONE,
    "cards.picture": ANYONE,
    "cards.calendar": ANYONE,
    "cards.image": ANYONE,
    "cards.create": ANYONE,
    "organisations.page": ANYONE,
    "organisations.create": ANYONE,
    "organisations.document": ORGANISERS,
    "organisations.create_links": ORGANISERS,
    "organisations.put_answers": ORGANISERS,
    "health.healthz": ANYONE,
    "health.metrics": ANYONE,  # this machine or a token of its own: see there
    "openapi.document": ANYONE,
    "docs.page": ANYONE,
    "scans.create": STATIONS,
    "scans.create_batch": STATIONS,
    "roster.document": STATIONS,
    "spares.create": DESKS,
    "stations.create_health": STATIONS,
    "stations.health": WATCHERS,
    "alerts.delete": ORGANISERS,
    "calls.document": ORGANISERS,
    "calls.create": ORGANISERS,
    "awaited.document": ORGANISERS,
    "programme.page": ANYONE,
    "programme.document": ANYONE,
    "programme.put": ORGANISERS,
    "guests.search": STAFF,
    "admission.create": STAFF,
    "admission.delete": STAFF,
    "admissions.document": STAFF,
    "admissions.create": STAFF,
    "walk_ins.create": STAFF,
    "invitations.document": STAFF,
    "invitations.put_holder": STAFF,
    "invitations.delete_holder": STAFF,
    "invitations.put_rsvp": STAFF,
    "invitations.put_documents": STAFF,
    "invitations.delete_documents": STAFF,
    "invitations.create_code": STAFF,
    "substitutes.put": STAFF,
    "substitutes.delete": STAFF,
    "seating.document": STAFF,
    "seating.fitting": STAFF,
    "seating.put": STAFF,
    "rehearsal.page": ORGANISERS,
    "rehearsal.delete": ORGANISERS,
    "sendings.document": ORGANISERS,
    "sendings.create": ORGANISERS,
    "sendings.delete": ORGANISERS,
    "desk.page": STAFF,
    "desk.slip": STAFF,
    "desk.cards": STAFF,
    "desk.put_away": STAFF,
    "desk.create_notice": STAFF,
    "desk.create_reading": STAFF,
    "lists.page": ORGANISERS,
    "lists.document": ORGANISERS,
    "lists.create": ORGANISERS,
    "lists.put": ORGANISERS,
    "lists.put_many": ORGANISERS,
    "lists.merge": ORGANISERS,
    "lists.export": ORGANISERS,
    "imports.page": ORGANISERS,
    "imports.create": ORGANISERS,
    "imports.preview_page": ORGANISERS,
    "imports.decide": ORGANISERS,
    "issuing.page": ORGANISERS,
    "issuing.unit": ORGANISERS,
    "issuing.pack_file": ORGANISERS,
    "issuing.picture": ORGANISERS,
    "papers.page": ORGANISERS,
    "papers.look": ORGANISERS,
    "papers.pages": ORGANISERS,
    "papers.count": ORGANISERS,
    "papers.letter": ORGANISERS,
    "papers.show": ORGANISERS,
    "papers.create": ORGANISERS,
    "papers.document": ORGANISERS,
    "papers.delete": ORGANISERS,
    "papers.drawn": ORGANISERS,
    "mailing.page": ORGANISERS,
    "mailing.look": ORGANISERS,
    "mailing.look_file": ORGANISERS,
    "mailing.document": ORGANISERS,
    "mailing.create": ORGANISERS,
    "mailing.delete": ORGANISERS,
    "mailing.decide": ORGANISERS,
    "mailing.create_bounces": ORGANISERS,
    "organisations.put_link": ORGANISERS,
    "reports.page": ORGANISERS,
    "reports.create": ORGANISERS,
    "awards.page": ORGANISERS,
    "settings.page": ORGANISERS,
    "accounts.people": ORGANISERS,
    "accounts.create_person": OWNERS,
    "accounts.delete_person": OWNERS,
    "accounts.create_password": OWNERS,
    "accounts.stations": ORGANISERS,
    "accounts.create_station": OWNERS,
    "accounts.delete_station": OWNERS,
    "webhooks.document": ORGANISERS,
    "webhooks.create": OWNERS,
    "webhooks.delete": OWNERS,
    "webhooks.create_test": OWNERS,
    "backups.document": ORGANISERS,
    "backups.create": ORGANISERS,
    "backups.check": ORGANISERS,
    "facts.document": ORGANISERS,
    "facts.put": ORGANISERS,
    "ending.put": ORGANISERS,
    "ending.delete": OWNERS,
    "ending.certificate": ORGANISERS,
    "hall.page": ORGANISERS,
    "hall.document": ORGANISERS,
    "hall.reasons_document": ORGANISERS,
    "hall.plan": ORGANISERS,
    "hall.moves_up_document": ORGANISERS,
    "hall.put_seats": ORGANISERS,
    "hall.put_locks": ORGANISERS,
    "hall_design.page": ORGANISERS,
    "hall_design.file": ORGANISERS,
    "hall_design.document": ORGANISERS,
    "hall_design.create_draft": ORGANISERS,
    "hall_design.put": ORGANISERS,
    "board.page": WATCHERS,
    "board.document": WATCHERS,
    "board.stream": WATCHERS,
}
# What a page asks for by itself, so that it says nothing about a person being there.
UNATTENDED = frozenset(
    {
        "board.document",
        "board.stream",
        "stations.health",
        "calls.document",
        "awaited.document",
        "desk.cards",
        "hall.document",
        "hall.reasons_document",
        "lists.document",
        "mailing.document",
        "papers.document",
        "static",
    }
)
# The only routes that take a form and not JSON: pages that must work without script. A form
# of another site reaches none of them, since every one is held to the origin (_check_origin).
FORMS = frozenset(
    {
        "people.sign_in",
        "people.sign_out",
        "cards.create",
        "organisations.create",
        "imports.decide",
        "reports.create",
    }
)
FORM = "application/x-www-form-urlencoded"
# The one route that takes a file; what is in it is read by a child on a short lead.
UPLOADS = frozenset({"imports.create", "mailing.create_bounces"})
LARGER_BODIES = {
    "scans.create_batch": 1024 * 1024,
    "imports.create": 4 * 1024 * 1024 + 4096,
    "mailing.create_bounces": 16 * 1024 * 1024,  # with the mails that came back, pictures and all
    "hall.put_seats": 512 * 1024,  # a whole hall, seated anew
    "hall_design.create_draft": 256 * 1024,
    "hall_design.put": 512 * 1024,  # with the ids of those who lose their seats
}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `session` is the hash of a browser's session, `key` that of a bearer key.

    `rests`: what this person may do again after signing in; for so long nobody has been there
    that `role` is less. None: nothing more than now.
    """

    name: str
    role: Role
    key: str | None = None
    session: str | None = None
    rests: Role | None = None

    @property
    def is_station(self) -> bool:
        """Whether this is a machine at a door or desk."""
        return self.role in STATIONS

    @property
    def station(self) -> str | None:
        """The station's name, for the record of what it does."""
        return self.name if self.is_station else None

    @property
    def person(self) -> str | None:
        """The person's name, for the record of what is done."""
        return None if self.is_station else self.name


def admit_request() -> Response | None:
    """Let a request in, or say why not. Runs before every handler."""
    _check_host()
    if request.method not in METHODS:
        raise MethodNotAllowed(sorted(METHODS))
    if request.routing_exception:
        raise request.routing_exception
    g.caller = identify(g.house)
    if answer := _check_role(request.endpoint or "", g.caller):
        return answer
    if request.method not in READS:
        _check_origin(g.caller)
        _check_body(request.endpoint or "")
    return None


def may(endpoint: str, role: Role | None) -> bool:
    """Whether this role (None: a stranger) may use a route."""
    allowed = ROUTES.get(endpoint, NOBODY)
    return allowed is None or role in allowed


def identify(house: House) -> Caller | None:
    """Find out who asks, by bearer key or by cookie."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and key:
        return by_key(house, hash_secret(key.strip()))
    cookie = request.cookies.get(COOKIE)
    return _by_cookie(house, hash_secret(cookie)) if cookie else None


def by_key(house: House, key: str) -> Caller | None:
    """The station or program with this key, by its hash."""
    station = house.store.read.station_by_key(key)
    if station:
        return Caller(station.name, Role.KIOSK if station.role == "kiosk" else Role.DESK, key=key)
    person = house.store.read.person_by_token(key)
    return Caller(person.name, Role(person.role), key=key) if person else None


def by_session(house: House, session: str) -> Caller | None:
    """The person in whose name this session runs, with the role that it still has."""
    found = house.store.read.session(session)
    role = _role(found, house.clock()) if found else None
    if found is None or role is None:
        return None
    own = Role(found.person.role)
    rests = own if own is not role else None
    return Caller(found.person.name, role, session=session, rests=rests)


def still_allowed(house: House, caller: Caller, endpoint: str) -> bool:
    """Whether a caller that was let in once would be let in now."""
    now = by_key(house, caller.key) if caller.key else by_session(house, caller.session or "")
    return now is not None and may(endpoint, now.role)


def hash_secret(secret: str) -> str:
    """Keys and session ids are long and random, so a plain SHA-256 is enough to keep."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _by_cookie(house: House, session: str) -> Caller | None:
    caller = by_session(house, session)
    if caller and request.endpoint not in UNATTENDED:
        _note_presence(house, session)
    return caller


def _note_presence(house: House, session: str) -> None:
    """Remember that somebody is there; not more often than needed, and not at any price."""
    now = house.clock()
    found = house.store.read.session(session)
    if found and SEEN_EVERY < now - found.seen_at < IDLE:
        with suppress(UnavailableError):
            house.store.write(lambda tx: tx.see_session(session, now))


def _role(session: "Session", now: datetime) -> Role | None:
    alone = now - session.seen_at
    if alone > LONGEST:
        return None
    role = Role(session.person.role)
    return Role.VIEWER if alone > IDLE and role in (Role.ORGANISER, Role.OWNER) else role


def _check_host() -> None:
    """Refuse names that are not ours: a page elsewhere may point its own name at us."""
    try:
        told = urlsplit(f"//{request.environ.get('HTTP_HOST', '')}")
        host = told.hostname if told.port is None or told.port else None
    except ValueError:
        host = None
    if host not in g.house.hosts:
        raise BadRequest(say("Tên máy chủ trong yêu cầu không nằm trong trusted_hosts."))


def our_hosts(server: ServerConfig) -> frozenset[str]:
    """Every name under which this server answers."""
    ours = {"localhost", "127.0.0.1", "::1", server.host.strip("[]").lower()}
    if server.public_url:
        ours.add(urlsplit(server.public_url).hostname or "")
    return frozenset(ours | {host.strip("[]").lower() for host in server.trusted_hosts})


def _check_role(endpoint: str, caller: Caller | None) -> Response | None:
    if may(endpoint, caller.role if caller else None):
        return None
    again = caller is None or (caller.rests is not None and may(endpoint, caller.rests))
    if again and not is_api() and request.method in READS:
        return redirect(f"/sign-in?next={quote(request.path)}", 303)
    if caller and again:
        raise UnauthorizedError(LEFT_ALONE)
    raise UnauthorizedError(SENTENCE[403 if caller else 401])


def _check_origin(caller: Caller | None) -> None:
    """Refuse what another site's page sends. A bearer key is no browser's doing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    elif origin is not None:
        ours = origin in (f"{request.scheme}://{request.host}", g.house.config.server.public_url)
    else:
        ours = caller is not None and caller.key is not None
    if not ours:
        raise Forbidden(say("Yêu cầu này đến từ một trang khác nên không được nhận."))


def _check_body(endpoint: str) -> None:
    request.max_content_length = LARGER_BODIES.get(endpoint, LARGEST_BODY)
    if endpoint in UPLOADS:
        if request.mimetype != "multipart/form-data":
            raise UnsupportedMediaType(say("Trang này chỉ nhận tệp."))
    elif endpoint in FORMS:
        if request.mimetype not in (FORM, ""):
            raise UnsupportedMediaType(say("Trang này chỉ nhận biểu mẫu của chính trang."))
    elif request.mimetype != "application/json":
        raise UnsupportedMediaType(SENTENCE[415])
