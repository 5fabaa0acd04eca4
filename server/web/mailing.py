"""E-mail from the organisers' page: whom it reaches, how far it has come, what is doubtful."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from server.bounces import Laid
from server.errors import ConflictError, InvalidError
from server.mails import Fate, Mail, MailState
from server.names import clean
from server.papers.people import coming_name
from server.posting import Post, Run
from server.sendings import Channel, Sent, What, sent_to, whereabouts
from server.sentences import Sentence, mark, say
from server.show import utc
from server.web.acting import acting
from server.web.body import Fields, read_json
from server.web.drawing import file
from server.web.house import House, g
from server.web.language import _
from server.web.roles import Role
from server.web.sendings import LONGEST_ID, MOST_IDS, read_what
from server.wording.bounces import outcome_words, returned_again
from server.wording.staff import coming_words

routes = Blueprint("mailing", __name__)

ELSEWHERE = mark("Máy này không gửi thư; xin làm việc này ở máy chủ của sự kiện.")
OPEN_YET = mark("Thời gian, địa điểm chưa chốt nên chưa có thông báo để gửi.")
# What a place may be, beside how far its mail has come: not written to yet, told in another
# way, without an address.
DUE, TOLD, NO_ADDRESS = "due", "told", "no_address"
LONGEST_FILE_NAME = 120
STATES = (DUE, *MailState, TOLD, NO_ADDRESS)


@routes.get("/invitations/mail")
def page() -> str:
    """Whom e-mail reaches, and the buttons that send."""
    config = g.house.config
    return render_template(
        "mailing.html",
        event=config.event,
        caller=g.caller,
        what=_asked().value,
        configured=g.house.post is not None and g.house.post.account() is not None,
        owner=g.caller is not None and g.caller.role is Role.OWNER,
        public_url=config.server.public_url,
    )


@routes.get("/invitations/mail/look")
def look() -> str:
    """One mail as it would go out; nothing is sent."""
    house, what = g.house, _asked()
    found = _look(house, what)
    return render_template(
        "look.html", event=house.config.event, caller=g.caller, look=found, what=what.value
    )


@routes.get("/invitations/mail/look.eml")
def look_file() -> Response:
    """The same as a file that a mail program opens."""
    found = _look(g.house, _asked())
    if found is None:
        raise ConflictError(say("Không còn suất mời nào cần gửi thư này."))
    return file(found.content, "message/rfc822", f"thu-{found.ids[0]}.eml")


@routes.get("/api/mails")
def document() -> Response:
    """Tell of each place how far its mail has come, and of the run that goes on."""
    return jsonify(_document(g.house, _asked()))


@routes.post("/api/mails")
def create() -> Response:
    """Send what is due, to all or to the places that are named; it goes on in the background."""
    house, fields = g.house, Fields(read_json())
    what = read_what(fields)
    only = fields.texts("ids", MOST_IDS, LONGEST_ID) if "ids" in fields else []
    post_of(house).start(what, only, acting(fields).get("person"))
    return jsonify(_document(house, what))


@routes.delete("/api/mails")
def delete() -> Response:
    """Stop the run once the mail under way has its answer; what waits goes on waiting."""
    house, fields = g.house, Fields(read_json())
    what, _ = read_what(fields), acting(fields)
    post_of(house).stop()
    return jsonify(_document(house, what))


@routes.put("/api/mails/decision")
def decide() -> Response:
    """Say of a mail that it arrived, is to be sent again, or came back."""
    house, fields = g.house, Fields(read_json())
    what, invitation = read_what(fields), fields.text("invitation", LONGEST_ID)
    fate = fields.text("fate", 20)
    if fate not in set(Fate):
        fields.refuse("fate", say("phải là một trong: %(words)s", words=", ".join(Fate)))
    post_of(house).decide(invitation, what, Fate(fate), acting(fields).get("person"))
    return jsonify(_document(house, what))


@routes.post("/invitations/mail/bounced")
def create_bounces() -> ResponseReturnValue:
    """Read saved messages of mails that came back, and note them at their places."""
    house = g.house
    files = [(clean(one.filename or ""), one.read()) for one in request.files.getlist("files")]
    files = [(name[-LONGEST_FILE_NAME:], content) for name, content in files if content]
    person = g.caller.person if g.caller else None
    read = post_of(house).take_back(files, person) if files else []
    names = {place.id: coming_words(place) for place in house.store.read.invitations()}
    return render_template(
        "bounced.html",
        event=house.config.event,
        caller=g.caller,
        what=_asked().value,
        rows=[_bounced_row(name, laid, names) for name, laid in read],
    )


def _bounced_row(name: str, laid: Laid, names: dict[str, Sentence]) -> dict[str, Any]:
    ids = [mail.invitation for mail in laid.mails]
    return {
        "file": name,
        "outcome": laid.outcome.value,
        "who": [(id_, names.get(id_, "")) for id_ in ids],
        "addresses": laid.bounce.addresses,
        "said": outcome_words(laid),
    }


def post_of(house: House) -> Post:
    """Give what sends mails here. Raises ConflictError where nothing does."""
    if house.post is None:
        raise ConflictError(ELSEWHERE)
    return house.post


def _asked() -> What:
    named = request.args.get("what", What.INVITATION.value)
    if named not in {what.value for what in What}:
        raise InvalidError(say("Không có loại thư “%(named)s”.", named=named[:20]))
    return What(named)


def _look(house: House, what: What) -> Any:
    if what is What.VENUE and whereabouts(house.config.event) is None:
        raise ConflictError(OPEN_YET)
    return post_of(house).look(what, request.args.get("id"))


def _document(house: House, what: What) -> dict[str, Any]:
    reader, event, post = house.store.read, house.config.event, house.post
    where = whereabouts(event)
    # First the run: once it is told to have ended, every mail below has its end.
    run = post.run() if post else None
    account = post.account() if post else None
    mails = {mail.invitation: mail for mail in reader.mails() if mail.what is what}
    rows = [
        _row(one, what, where, mails.get(one.place.id))
        for one in sent_to(reader.invitations(), reader.sendings())
    ]
    obstacle = post.obstacle() if post else ELSEWHERE
    if what is What.VENUE and where is None:
        obstacle = OPEN_YET
    return {
        "what": what.value,
        "sender": account.sender if account else None,
        "obstacle": _(obstacle) if obstacle else None,
        "run": _run(run) if run else None,
        "counts": {state: sum(row["state"] == state for row in rows) for state in map(str, STATES)},
        "places": rows,
    }


def _row(one: Sent, what: What, where: str | None, mail: Mail | None) -> dict[str, Any]:
    place = one.place
    state = _state(one, what, where, mail)
    return {
        "id": place.id,
        "who": coming_name(place) if place.coming else place.expects or _("Đại diện"),
        "organisation": place.organisation,
        "address": place.email,
        "state": state,
        "at": utc(mail.at) if mail and state == mail.state else None,
        "answer": _answer(mail) if mail and mail.answer and state == mail.state else None,
    }


def _answer(mail: Mail) -> str:
    """Say what the mail server said, or why the mail came back."""
    kept = mail.answer or ""
    return _(returned_again(kept) or kept)


def _state(one: Sent, what: What, where: str | None, mail: Mail | None) -> str:
    """Say how far the mail of a place has come, or why it has none."""
    if not one.lacks(what, where) and not (what is What.VENUE and where is None):
        told = one.invited if what is What.INVITATION else one.venue or one.invited
        mailed = told is not None and told.channel is Channel.EMAIL
        return MailState.SENT if mailed else TOLD
    if mail and mail.state is not MailState.SENT and not _mended(one, mail):
        return mail.state
    return DUE if one.place.email else NO_ADDRESS


def _mended(one: Sent, mail: Mail) -> bool:
    """Whether an address that failed is another now."""
    return mail.state.failed and mail.address != one.place.email


def _run(run: Run) -> dict[str, Any]:
    return asdict(run) | {
        "what": run.what.value,
        "began": utc(run.began),
        "ended": utc(run.ended) if run.ended else None,
        "fault": _(run.fault) if run.fault else None,
    }
