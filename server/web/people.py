"""People sign in and out. Passwords are checked two at a time, since each takes 32 MB.

A few more may wait for that; the rest are told at once to come again, so that whoever sends
passwords from everywhere holds no other page.
"""

import secrets
import threading
import unicodedata
from functools import cache

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.security import check_password_hash, generate_password_hash

from server.sentences import mark
from server.web.auth import COOKIE, LEFT_ALONE, hash_secret
from server.web.errors import SlowDown
from server.web.house import House, g
from server.web.language import _

routes = Blueprint("people", __name__)

LONGEST = 200
WRONG = mark("Tên đăng nhập hoặc mật khẩu chưa đúng.")
SLOWLY = mark("Đã thử sai nhiều lần. Xin thử lại sau %(seconds)s giây.")
CROWDED = mark("Đang có nhiều người đăng nhập cùng lúc. Xin thử lại sau %(seconds)s giây.")

_checking = threading.BoundedSemaphore(2)
# Those being checked and those who wait for it; fewer than the threads that make pages.
_line = threading.BoundedSemaphore(4)


@cache
def _nobody() -> str:
    """What is checked where there is no such account: time does not tell which names exist."""
    return generate_password_hash(secrets.token_hex(16))


@routes.get("/sign-in")
def sign_in_page() -> str:
    """Ask for name and password; of whoever left a page alone, only for the password."""
    target, caller = request.args.get("next", "/"), g.caller
    if caller and caller.rests:
        return _page(target, caller.name, _(LEFT_ALONE))
    return _page(target)


@routes.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Begin a session under a new id, and end the one before it."""
    house = g.house
    name = unicodedata.normalize("NFC", request.form.get("name", "")[:LONGEST]).strip()
    password = request.form.get("password", "")[:LONGEST]
    target, address = request.form.get("next", "/"), request.remote_addr or ""
    if wait := house.attempts.wait(name, address):
        return _come_again(target, name, SLOWLY, wait)
    if not _line.acquire(blocking=False):
        return _come_again(target, name, CROWDED, 1)
    try:
        # Counted beforehand: many at once would otherwise all be free.
        house.attempts.failed(name, address)
        knows = _knows(house, name, password)
    finally:
        _line.release()
    if not knows:
        return _page(target, name, _(WRONG)), 401
    house.attempts.succeeded(name, address)
    return _begin(house, name, _within(target))


@routes.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session, here and on the server."""
    _end(g.house)
    answer = redirect("/sign-in", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="Strict", secure=request.is_secure)
    return answer


def _come_again(target: str, name: str, sentence: str, seconds: float) -> ResponseReturnValue:
    slow = SlowDown(seconds)
    told = _(sentence, seconds=slow.retry_after)
    return _page(target, name, told), 429, {"Retry-After": str(slow.retry_after)}


def _page(target: str, name: str = "", problem: str | None = None) -> str:
    event = g.house.config.event
    return render_template(
        "sign_in.html", event=event, next=_within(target), name=name, problem=problem
    )


def _knows(house: House, name: str, password: str) -> bool:
    person = house.store.read.person(name)
    working = person is not None and person.ended_at is None and person.password is not None
    with _checking:
        right = check_password_hash((person and person.password) or _nobody(), password)
    return working and right


def _begin(house: House, name: str, target: str) -> ResponseReturnValue:
    _end(house)
    session, now = secrets.token_urlsafe(32), house.clock()
    house.store.write(lambda tx: tx.add_session(hash_secret(session), name, now))
    answer = redirect(target, 303)
    answer.set_cookie(
        COOKIE, session, httponly=True, samesite="Strict", secure=request.is_secure, path="/"
    )
    return answer


def _end(house: House) -> None:
    if cookie := request.cookies.get(COOKIE):
        house.store.write(lambda tx: tx.end_session(hash_secret(cookie)))


def _within(target: str) -> str:
    """A path of ours to go on to; anything that could lead elsewhere leads home."""
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if ours else "/"
