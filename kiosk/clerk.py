"""The clerk's requests at a kiosk: asked of the server, or of this kiosk's own copy.

What is changed is on this machine's disk before anybody is asked. While the server answers,
its word counts and the copy follows; when it does not, or while earlier acts still wait for
it, the same desk over the kiosk's own copy answers at once, and the act is delivered later.
"""

import logging
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kiosk.acts import Act
from kiosk.journal import Journal
from kiosk.link import Link, Rejected, Reply, Unreachable
from kiosk.own_desk import Answer, OwnDesk
from kiosk.spares import Spares
from server.errors import CheckinError, UnavailableError
from server.sentences import mark, say

log = logging.getLogger(__name__)

_READS = re.compile(
    r"GET /api/(board|guests|seats|admissions|desk/cards|invitations/[^/]+(/seats)?)"
    r"|POST /api/desk/readings"
)
_ACTS = re.compile(
    r"(POST|DELETE) /api/invitations/[^/]+/admission"
    r"|POST /api/invitations/[^/]+/code"
    r"|(PUT|DELETE) /api/invitations/[^/]+/(holder|substitute|documents)"
    r"|PUT /api/invitations/[^/]+/(rsvp|seat)"
    r"|POST /api/(walk-ins|admissions|notices)"
    r"|DELETE /api/desk/cards/.+"
)
# What the copy knows of these is what this door has seen.
_PARTIAL = re.compile(r"GET /api/(desk/cards|invitations/[^/]+)")

NOT_SAVED = mark(
    "Máy này chưa lưu được. Đề nghị báo người phụ trách kỹ thuật và ghi lại trên giấy."
)
NO_COPY = mark("Máy này chưa có danh sách đại biểu, và chưa kết nối được máy chủ.")
NO_SPARE = mark(
    "Quầy đã dùng hết mã dự phòng, có kết nối máy chủ mới cấp lại được; mã cũ vẫn "
    "có hiệu lực, và vẫn ghi nhận có mặt được theo họ tên."
)
_STATUS = {"invalid": 400, "unauthorized": 403, "not_found": 404, "conflict": 409}


class Clerk:
    """What the clerk may ask. Safe to call from any thread; changes are taken one at a time."""

    def __init__(
        self,
        journal: Journal,
        link: Link,
        desk: OwnDesk,
        spares: Spares,
        now: Callable[[], datetime],
    ) -> None:
        """`now`: the door's clock, put right; aware."""
        self._journal = journal
        self._acts = journal.acts
        self._link = link
        self._desk = desk
        self._spares = spares
        self._now = now
        self._turn = threading.Lock()
        self._board_of = ""

    def ask(self, method: str, target: str, body: dict[str, Any] | None) -> Answer | None:
        """Answer one request of the desk's page; None where the desk has no such request.

        `target` is a path with its query, as it stands in a request.
        """
        path = target.partition("?")[0]
        request = f"{method} {path}"
        if request == "GET /api/board":
            return self._board(target)
        if _READS.fullmatch(request):
            source, answer = self._from_anybody(method, target, body)
            partial = source == "kiosk" and answer.status == 200 and _PARTIAL.fullmatch(request)
            return Answer.of(200, answer.document | {"alone": True}) if partial else answer
        if _ACTS.fullmatch(request):
            with self._turn:
                return self._act(method, path, body or {})
        return None

    def replay(self) -> None:
        """Have the copy hold what was done here and is not delivered: it may be a new copy."""
        if not self._desk.is_known_to_copy and self._desk.ready:
            for act in self._acts.waiting():
                self._follow(act, act.late_body)

    def _board(self, target: str) -> Answer:
        """Each list counts its own events: after a change of lists the whole board is told."""
        source, answer = self._from_anybody("GET", target, None)
        before, self._board_of = self._board_of, source
        if source != before and before:
            return self._from_anybody("GET", "/api/board", None)[1]
        return answer

    def _from_anybody(
        self, method: str, target: str, body: dict[str, Any] | None
    ) -> tuple[str, Answer]:
        """Ask the server, unless it knows less than we do; else the copy."""
        answer = None if self._acts.any_older() else self._from_server(method, target, body)
        return ("server", answer) if answer else ("kiosk", self._from_copy(method, target, body))

    def _from_server(self, method: str, target: str, body: dict[str, Any] | None) -> Answer | None:
        return self._answer_of(lambda: self._link.ask(method, target, body))

    def _answer_of(self, ask: Callable[[], Reply]) -> Answer | None:
        try:
            return Answer.of(200, ask().body)
        except Rejected as rejected:
            return _sorry(_STATUS.get(rejected.code, 400), rejected.message, rejected.code)
        except Unreachable as error:
            log.debug("desk: %s", error)
            return None

    def _from_copy(self, method: str, target: str, body: dict[str, Any] | None) -> Answer:
        try:
            return self._desk.ask(method, target, body)
        except UnavailableError:
            return _sorry(503, NO_COPY)

    def _act(self, method: str, path: str, body: dict[str, Any]) -> Answer:
        try:
            act_id = str(UUID(str(body.get("scan_id"))))
        except ValueError:
            return _sorry(400, say("Trường «scan_id» phải là một UUID."))
        act = Act(act_id, method, path, body, self._now().isoformat(timespec="milliseconds"))
        try:
            stands = self._acts.append(self._with_spare(act) if act.is_reissue else act)
            if (stands.method, stands.path) != (method, path):
                return _sorry(409, say("Mã thao tác này đã dùng cho một việc khác."))
            if stands.is_reissue and "spare" not in stands.body:
                self._acts.refuse(stands, NO_SPARE)
                return _sorry(409, NO_SPARE)
            return self._carry_out(stands)
        except UnavailableError:
            log.exception("act %s is not on disk", act_id)
            return self._from_server(method, path, body) or _sorry(503, NOT_SAVED)
        finally:
            self._acts.let_go()

    def _with_spare(self, act: Act) -> Act:
        """Have a reissue bring its own new code: it is the same one by whichever way it goes.

        Without one where the stock is used up.
        """
        spare = self._spares.next()
        if spare is None:
            return act
        replaces = self._spares.standing_code(act.place or "")
        return replace(act, body=act.body | {"spare": spare.document(), "replaces": replaces})

    def _carry_out(self, act: Act) -> Answer:
        incarnation = self._journal.incarnation
        knows_all = not self._acts.any_older(act)
        answer = self._from_server(act.method, act.path, act.body) if knows_all else None
        if answer is None:
            return self._carry_out_here(act)
        if answer.status == 200:
            self._acts.settle(incarnation, act)
            self._follow(act, act.body)
        else:
            self._acts.refuse(act, answer.document["message"])
        return answer

    def _carry_out_here(self, act: Act) -> Answer:
        """Do it on the copy. What the copy refuses was not done, and is not sent.

        A card that the copy does not know stood on the server's list, and is put away there.
        """
        answer = self._from_copy(act.method, act.path, act.body)
        if answer.status == 404 and act.is_card:
            return Answer.of(200, {"number": None, "at": act.at, "who": None})
        document = answer.document
        if answer.status != 200 or document.get("verdict") == "refused":
            self._acts.refuse(act, str(document.get("message") or document.get("reason")))
        elif act.body.get("seat") == "move" and "to" not in act.body:
            # The guest was told this seat; the server shall not find another.
            self._acts.amend(act, act.body | {"to": document["place"]["seat"]})
        return answer

    def _follow(self, act: Act, body: dict[str, Any]) -> None:
        """Do on the copy what is done elsewhere, before its rows say so."""
        try:
            if self._desk.ready:
                self._desk.ask(act.method, act.path, body)
        except CheckinError as error:
            log.warning("act %s: the copy does not follow: %s", act.act_id, error)


def _sorry(status: int, message: str, code: str = "") -> Answer:
    codes = {number: name for name, number in _STATUS.items()}
    return Answer.of(
        status, {"error": code or codes.get(status, "unavailable"), "message": message}
    )
