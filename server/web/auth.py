"""How a caller shows who it is, and whether it may do what it asks: see `roles`.

Stations and programs send a bearer key; people sign in and carry a cookie whose session
lives here. An organiser's session that has been left alone for half an hour may still look
at the board and nothing else: a screen on a wall goes on counting, an unattended laptop
opens no door.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from server.web.roles import (
    FORMS,
    LARGER_BODIES,
    LARGEST_BODY,
    STATIONS,
    UNATTENDED,
    UPLOADS,
    Role,
    may,
)

if TYPE_CHECKING:
    from server.storage.access import Session

COOKIE = "dontiep_session"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
LEFT_ALONE = mark("Hơn 30 phút không dùng nên xin đăng nhập lại.")

FORM = "application/x-www-form-urlencoded"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = READS | {"POST", "PUT", "DELETE"}


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
