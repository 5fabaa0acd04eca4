"""The spare codes of a desk: its stock in the copy, and which of them its journal has used up.

The stock is the server's to fill; that a spare is used is known by the clerk's acts, which are
on disk before anybody is asked, and outlive the copy.
"""

import logging

from kiosk.acts import Acts
from kiosk.link import Link, Rejected, Reply, Unreachable
from kiosk.outline import Outline
from kiosk.roster import Roster
from server.spares import STOCK, Spare
from server.storage.sqlite import Reader, Writer

log = logging.getLogger(__name__)

# In the copy's `meta`: by which server, and for whom, the stock was made.
MADE_BY = "spares_made_by"


class Spares:
    """The stock. One thread fills it, others take from it."""

    def __init__(self, roster: Roster, acts: Acts, *, wanted: bool) -> None:
        """`wanted`: whether there is a clerk's face, the only one to give codes out."""
        self._roster = roster
        self._acts = acts
        self._wanted = wanted

    def next(self) -> Spare | None:
        """The one that the next guest gets; None: the stock is used up.

        Raises UnavailableError.
        """
        return next(iter(self._unused()), None)

    def standing_code(self, invitation: str) -> str | None:
        """The hash of the code that a place has, as far as this desk knows."""
        codes = self._roster.look_up(lambda copy: copy.codes(invitation))
        return next((code.code_hash for code in codes if not code.replaced), None)

    def refill(self, link: Link, *, shared: bool = False) -> None:
        """Have the server make the stock whole where it is not.

        A desk without a clerk's face, and any desk once the reception is closed, holds none; nor
        does one that shares its key, whose stock is the other machine's.
        Raises Unreachable, UnavailableError.
        """
        outline = self._roster.outline
        if outline is None or not self._roster.is_full:
            return
        if outline.doors.closed or shared or not self._wanted:
            self._clear()
            return
        held, made_by = self._unused(), f"{outline.incarnation}/{outline.station}"
        if len(held) < STOCK or self._roster.look_up(_made_by) != made_by:
            self._ask(link, outline, held, made_by)

    def _ask(self, link: Link, outline: Outline, held: list[Spare], made_by: str) -> None:
        try:
            digits = [spare.desk_code for spare in held]
            kept, made = _read(link.bring("POST", "/api/spares", {"held": digits or None}))
        except Rejected as rejected:
            log.warning("spare codes: %s", rejected)
            return

        def action(tx: Writer) -> None:
            stock = [spare for spare in held if spare.desk_code in kept]
            tx.put_spares(outline.station, stock + made)
            tx.set_meta(MADE_BY, made_by)

        self._roster.store.write(action)

    def _clear(self) -> None:
        if self._roster.look_up(_stock):
            self._roster.store.write(lambda tx: tx.forget_spares())

    def _unused(self) -> list[Spare]:
        used = self._acts.spares_used()
        return [one for one in self._roster.look_up(_stock) if one.desk_code not in used]


def _stock(copy: Reader) -> list[Spare]:
    return copy.spares()


def _made_by(copy: Reader) -> str | None:
    return copy.meta(MADE_BY)


def _read(reply: Reply) -> tuple[set[str], list[Spare]]:
    """What may be kept, by desk code, and what is new. Raises Unreachable."""
    try:
        return set(reply.body["kept"]), [Spare(**one) for one in reply.body["spares"]]
    except (KeyError, TypeError) as error:
        raise Unreachable("mã dự phòng không đúng dạng") from error
