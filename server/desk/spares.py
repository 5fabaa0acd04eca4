"""Spare codes: handed to a desk ahead of time, and given to a place by one that was cut off."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.desk.records import MOST_TRIES_FOR_A_CODE, By, give_code, note
from server.errors import ConflictError
from server.invitations import hash_code
from server.sentences import mark, say
from server.spares import KEY, STOCK, Spare, is_made_for, make_spare

if TYPE_CHECKING:
    from datetime import datetime

    from server.storage.invitations import Code
    from server.storage.sqlite import SqliteStore, Writer


class GivenTwiceError(ConflictError):
    """Mã này đã được phát cho một đại biểu khác."""

    def __init__(self, code: "Code") -> None:
        super().__init__(
            say(
                "Mã mới này cũng đã được phát cho suất mời %(other)s, như khi hai máy dùng chung một "
                "khóa: mã đã bị hủy, ai đưa mã ấy được mời đến bàn đón tiếp. Xin cấp lại cho cả hai.",
                other=code.invitation,
            )
        )
        self.given = code


USED_UP = mark("Mã dự phòng này không còn dùng được; xin cấp lại lần nữa.")


@dataclass(frozen=True, slots=True)
class Stock:
    """What a desk may hold from now on: of what it `held`, these desk codes; and new spares."""

    kept: list[str]
    made: list[Spare]


def refill_spares(store: "SqliteStore", station: str, held: Collection[str]) -> Stock:
    """Make a desk's stock whole again. What it no longer holds, by its desk code, is let go.

    The answer may get lost: asked again, what it never heard of is let go in its turn. Once the
    reception is closed there are none.
    """

    def action(tx: "Writer") -> Stock:
        reserved = tx.reserved(station)
        kept = set() if tx.meta("closed_at") else reserved & set(held)
        tx.release(station, reserved - kept)
        lacking = 0 if tx.meta("closed_at") else STOCK - len(kept)
        return Stock(sorted(kept), [_draw(tx, station) for _ in range(lacking)])

    return store.write(action)


def bind_spare(
    tx: "Writer", invitation_id: str, spare: Spare, station: str, replaces: str | None
) -> None:
    """Have a spare be the code of a place, in place of the one that its desk knew of.

    `replaces` is the hash of that one, None where it knew of none. Raises ConflictError: the
    place has been given another meanwhile, or the spare is not this station's to give;
    GivenTwiceError: it is, and another place has it, as where a desk's folder was copied.
    """
    known = tx.code(hash_code(spare.code))
    if known and known.invitation == invitation_id and not known.replaced:
        return  # a desk's copy may have heard of it from the server first
    standing = {code.code_hash for code in tx.codes(invitation_id) if not code.replaced}
    # A server that was restored may not know the one that was replaced: nobody was quicker.
    lost = replaces is not None and tx.code(replaces) is None
    if standing and replaces not in standing and not lost:
        raise ConflictError(
            say("Phiếu mời này vừa được cấp lại ở nơi khác; mã cấp ở đó có hiệu lực.")
        )
    is_ours = _may_give(tx, station, spare)
    if is_ours and known and known.invitation != invitation_id:
        raise GivenTwiceError(known)
    if known or not is_ours:
        raise ConflictError(say(USED_UP))
    tx.replace_codes(invitation_id)
    tx.release(station, [spare.desk_code])
    if not tx.add_code(invitation_id, spare.code, spare.desk_code):
        raise ConflictError(say(USED_UP))


def withdraw(store: "SqliteStore", code: "Code", now: "datetime", station: str | None) -> None:
    """Have a code that two guests carry let in neither: its place gets another, once."""

    def action(tx: "Writer") -> None:
        standing = tx.code(code.code_hash)
        if standing and not standing.replaced:
            tx.replace_codes(code.invitation)
            give_code(tx, code.invitation)
            note(tx, code.invitation, now, "reissue", By(station=station))

    store.write(action)


def _may_give(tx: "Writer", station: str, spare: Spare) -> bool:
    """Whether a spare is this station's: it lies in this desk's own stock, or bears our mark."""
    return spare in tx.spares() or is_made_for(station, spare, tx.meta(KEY) or "")


def _draw(tx: "Writer", station: str) -> Spare:
    for _ in range(MOST_TRIES_FOR_A_CODE):
        spare = make_spare(tx.event_id, station, tx.meta(KEY) or "")
        if tx.reserve(station, spare.desk_code):
            return spare
    raise ConflictError(say("Không tạo được mã số còn trống; danh sách quá lớn."))
