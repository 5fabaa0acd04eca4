"""What only the whole list shows: names that occur twice, counts that do not agree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from server.guestlist.entries import Entry, RowReader
from server.guestlist.headers import Field, Header
from server.guestlist.phones import Phone
from server.guestlist.sheets import Doubts
from server.names import exact_key, near_same_name, same_name, sound_key
from server.sentences import Sentence, joined, mark, plural, say

# Up to so many lone phones without their zero are asked about one by one; more of them is
# Excel's doing and is told once, so that the real doubts are still read.
FEW = 3
_PRIVATE = {Field.IDENTITY: mark("số giấy tờ tùy thân"), Field.BIRTH: mark("ngày sinh")}


def check_columns(header: Header, doubts: Doubts) -> None:
    """Say which columns are not read, and why personal ones must not be."""
    private = [field for field in _PRIVATE if field in header.columns]
    if private:
        what = joined(_PRIVATE[field] for field in private)
        message = say(
            "Không nhập %(what)s: tọa đàm không cần và pháp luật yêu cầu không thu thập "
            "thừa. Nên xóa cột này khỏi danh sách.",
            what=what,
        )
        tell = doubts.warning if Field.IDENTITY in private else doubts.notice
        tell(header.row, header.column(private[0]), "private_column", message)
    if header.unknown:
        names = ", ".join(f"«{text}»" for _, text in header.unknown)
        message = say("Không nhập các cột chưa nhận ra: %(names)s.", names=names)
        doubts.notice(header.row, header.unknown[0][0], "unknown_column", message)


def check_names(entries: Sequence[Entry], header: Header, doubts: Doubts) -> None:
    """Mark whoever has another's name, or nearly; ask where a row seems written twice."""
    column = header.column(Field.NAME)
    for one, other in _pairs(entries):
        if same_name(_name(one), _name(other)):
            _tell_same(one, other, column, doubts)
        elif near_same_name(_name(one), _name(other)):
            message = say(
                "%(other)s gần trùng họ tên với %(one)s, %(where)s.",
                other=_name(other),
                one=_name(one),
                where=_where(one),
            )
            doubts.notice(other.row, column, "near_same_name", message)


def check_seats_and_codes(entries: Sequence[Entry], header: Header, doubts: Doubts) -> None:
    """Refuse a seat given to two, and a code that two rows carry."""
    seats = ((entry.seat, entry) for entry in entries)
    for seat, one, other in _twice(seats):
        message = say(
            "Ghế %(seat)s đã bố trí cho dòng %(row)s. Mỗi ghế chỉ xếp một đại biểu.",
            seat=seat,
            row=one.row,
        )
        doubts.error(other.row, header.column(Field.SEAT), "seat_twice", message)
    codes = ((entry.list_code, entry) for entry in entries)
    for code, one, other in _twice(codes):
        message = say(
            "Mã «%(code)s» đã có ở dòng %(row)s. Mỗi đại biểu cần một mã riêng.",
            code=code,
            row=one.row,
        )
        doubts.error(other.row, header.column(Field.CODE), "code_twice", message)


def check_count(stated: int | None, read: int, row: int, what: str, doubts: Doubts) -> None:
    """Ask where a heading or total states another number than was read."""
    if stated is not None and stated != read:
        message = say(
            "%(what)s ghi %(stated)s đại biểu nhưng đọc được %(read)s. Đề nghị kiểm tra.",
            what=what,
            stated=stated,
            read=read,
        )
        doubts.warning(row, None, "count_differs", message)


def sum_up(rows: RowReader) -> None:
    """Say once for the list what many rows have in common."""
    restored, doubts = rows.restored, rows.doubts
    if len(restored) <= FEW:
        for row, column, phone in restored:
            message = say(
                "Số điện thoại «%(written)s» thiếu số 0 đầu, đã bổ sung: %(number)s.",
                written=phone.written,
                number=phone.number,
            )
            doubts.warning(row, column, "phone_zero_restored", message)
    else:
        row, column, phone = restored[0]
        message = plural(
            "%(n)s số điện thoại bị Excel bỏ số 0 đầu, đã bổ sung (ví dụ %(number)s; %(rows)s).",
            len(restored),
            number=phone.number,
            rows=_some_rows(restored),
        )
        doubts.notice(row, column, "phone_zero_restored", message)
    if rows.degrees:
        numbers = ", ".join(map(str, rows.degrees[:10]))
        message = say("Học hàm, học vị không ghi vào họ tên (dòng %(numbers)s).", numbers=numbers)
        doubts.notice(rows.degrees[0], None, "degree_left_out", message)
    if rows.unclear:
        row, column, _ = rows.unclear[0]
        shown = joined(
            say("«%(said)s» (dòng %(row)s)", said=said, row=number)
            for number, _, said in rows.unclear[:FEW]
        )
        message = plural(
            "%(n)s phản hồi không rõ có hay không nên coi là chưa phản hồi: %(shown)s.",
            len(rows.unclear),
            shown=shown,
        )
        doubts.notice(row, column, "answer_unclear", message)


def _some_rows(restored: Sequence[tuple[int, int | None, Phone]]) -> Sentence:
    shown = ", ".join(str(row) for row, _, _ in restored[:10])
    template = mark("dòng %(rows)s, …") if len(restored) > 10 else mark("dòng %(rows)s")
    return say(template, rows=shown)


def _pairs(entries: Sequence[Entry]) -> Iterable[tuple[Entry, Entry]]:
    """Give each named entry with the one before it that sounds the same."""
    last: dict[object, Entry] = {}
    for entry in entries:
        if entry.coming:
            key = sound_key(entry.coming.name)
            if key in last:
                yield last[key], entry
            last[key] = entry


def _tell_same(one: Entry, other: Entry, column: int | None, doubts: Doubts) -> None:
    same_unit = exact_key(one.organisation) == exact_key(other.organisation)
    if same_unit and (one.phone, one.coming) == (other.phone, other.coming):
        message = say(
            "%(other)s có vẻ được ghi hai lần: giống %(one)s.", other=_name(other), one=_where(one)
        )
        doubts.warning(other.row, column, "row_twice", message)
        return
    message = say(
        "Trùng họ tên: %(name)s, %(here)s và %(there)s.",
        name=_name(other),
        here=_where(other),
        there=_where(one),
    )
    doubts.notice(other.row, column, "same_name", message)


def _twice(
    keyed: Iterable[tuple[str | None, Entry]],
) -> Iterable[tuple[str, Entry, Entry]]:
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for key, entry in keyed:
        if key:
            by_key[key.upper()].append(entry)
    for key, found in by_key.items():
        for other in found[1:]:
            yield key, found[0], other


def _name(entry: Entry) -> str:
    return entry.coming.name if entry.coming else ""


def _where(entry: Entry) -> Sentence:
    title = entry.coming.title if entry.coming else None
    return joined(filter(None, [title, entry.organisation, say("dòng %(row)s", row=entry.row)]))
