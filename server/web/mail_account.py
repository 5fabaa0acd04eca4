"""The mail account of the office, in the settings: given, tried, taken away; never shown again."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify

from server import desk
from server.errors import ConflictError, InvalidError
from server.mail_account import LONGEST, SECURITY, MailAccount, make_mail_account
from server.names import clean
from server.posting import Post
from server.sentences import say
from server.settings import PACE, MailConfig
from server.web.acting import acting
from server.web.body import Fields, read_json
from server.web.house import House, g
from server.web.mailing import post_of

routes = Blueprint("mail_account", __name__)

PORTS, PER_MINUTE = (1, 65535), (1, 600)


@routes.get("/api/mail-account")
def document() -> Response:
    """Tell through which server mails go out, and in whose name; never the password."""
    return jsonify(account_document(g.house))


@routes.put("/api/mail-account")
def put() -> Response:
    """Have mails go out by this account. Without a password the one there is goes on."""
    house, fields = g.house, Fields(read_json())
    post = post_of(house)
    post.keep_account(_read_account(fields, post))
    desk.note_mail_account(house.store, house.clock(), given=True, **acting(fields))
    return jsonify(account_document(house))


@routes.delete("/api/mail-account")
def delete() -> Response:
    """Forget the account that was given; that of config.toml, if there is one, holds again."""
    house, fields = g.house, Fields(read_json())
    by = acting(fields)
    post_of(house).keep_account(None)
    desk.note_mail_account(house.store, house.clock(), given=False, **by)
    return jsonify(account_document(house))


@routes.post("/api/mail-account/test")
def create_test() -> Response:
    """Send a test by this account, kept or not; 409 says what stands against it."""
    fields = Fields(read_json())
    post, address = post_of(g.house), clean(fields.text("to", LONGEST))
    post.try_account(_read_account(fields, post), address)
    return jsonify(to=address)


def account_document(house: House) -> dict[str, Any]:
    """The account without its password; `given`: in the settings and not in config.toml."""
    account = house.post.account() if house.post else None
    if account is None:
        return {"account": None, "given": False}
    told = {key: asdict(account.config)[key] for key in _KEYS}
    return {"account": told | {"password": bool(account.password)}, "given": account.given}


_KEYS = ("host", "port", "tls", "user", "sender", "sender_name", "per_minute")


def _read_account(fields: Fields, post: Post) -> MailAccount:
    """Read the form. Raises ConflictError for what cannot be."""
    tls = fields.text("tls", LONGEST)
    if tls not in SECURITY:
        fields.refuse("tls", say("phải là một trong: %(words)s", words=", ".join(SECURITY)))
    config = MailConfig(
        host=clean(fields.text("host", LONGEST)),
        port=fields.whole("port", *PORTS),
        tls=tls,
        user=clean(fields.optional_text("user", LONGEST) or "") or None,
        password_env=None,
        sender=clean(fields.text("sender", LONGEST)),
        sender_name=clean(fields.optional_text("sender_name", LONGEST) or "") or None,
        per_minute=fields.optional_whole("per_minute", *PER_MINUTE) or PACE,
    )
    try:
        password = fields.optional_text("password", LONGEST)
        return make_mail_account(config, password, post.account())
    except InvalidError as error:
        raise ConflictError(error.sentence) from error
