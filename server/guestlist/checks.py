"""What only the whole list shows: names that occur twice, counts that do not agree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from server.guestlist.entries import Entry, RowReader
from server.guestlist.headers import Field, Header
from server.guestlist.phones import Phone
from server.guestlist.sheets import Doubts
from server.names import exact_key, near_same_name, same_name, sound_key

# Up to so many lone phones without their zero are asked about one by one; more of them is
# Excel's doing and is told once, so that the real doubts are still read.
FEW = 3
_PRIVATE = {Field.IDENTITY: "số giấy tờ tùy thân", Field.BIRTH: "ngày sinh"}


def check_columns(header: Header, doubts: Doubts) -> None:
    """Say which columns are not read, and why personal ones must not be."""
    private = [field for field in _PRIVATE if field in header.columns]
    if private:
        what = ", ".join(_PRIVATE[field] for field in private)
        message = (
            f"Không nhập {what}: tọa đàm không cần và pháp luật yêu cầu không thu thập thừa. "
            "Nên xóa cột này khỏi danh sách."
        )
        say = doubts.warning if Field.IDENTITY in private else doubts.notice
        say(header.row, header.column(private[0]), "private_column", message)
    if header.unknown:
        names = ", ".join(f"«{text}»" for _, text in header.unknown)
        message = f"Không nhập các cột chưa nhận ra: {names}."
        doubts.notice(header.row, header.unknown[0][0], "unknown_column", message)


def check_names(entries: Sequence[Entry], header: Header, doubts: Doubts) -> None:
    """Mark whoever has another's name, or nearly; ask where a row seems written twice."""
    column = header.column(Field.NAME)
    for one, other in _pairs(entries):
        if same_name(_name(one), _name(other)):
            _tell_same(one, other, column, doubts)
        elif near_same_name(_name(one), _name(other)):
            message = f"{_name(other)} gần trùng họ tên với {_name(one)}, {_where(one)}."
            doubts.notice(other.row, column, "near_same_name", message)


def check_seats_and_codes(entries: Sequence[Entry], header: Header, doubts: Doubts) -> None:
    """Refuse a seat given to two, and a code that two rows carry."""
    seats = ((entry.seat, entry) for entry in entries)
    for seat, one, other in _twice(seats):
        message = f"Ghế {seat} đã bố trí cho dòng {one.row}. Mỗi ghế chỉ xếp một đại biểu."
        doubts.error(other.row, header.column(Field.SEAT), "seat_twice", message)
    codes = ((entry.list_code, entry) for entry in entries)
    for code, one, other in _twice(codes):
        message = f"Mã «{code}» đã có ở dòng {one.row}. Mỗi đại biểu cần một mã riêng."
        doubts.error(other.row, header.column(Field.CODE), "code_twice", message)


def check_count(stated: int | None, read: int, row: int, what: str, doubts: Doubts) -> None:
    """Ask where a heading or total states another number than was read."""
    if stated is not None and stated != read:
        message = f"{what} ghi {stated} đại biểu nhưng đọc được {read}. Đề nghị kiểm tra."
        doubts.warning(row, None, "count_differs", message)


def sum_up(rows: RowReader) -> None:
    """Say once for the list what many rows have in common."""
    restored, doubts = rows.restored, rows.doubts
    if len(restored) <= FEW:
        for row, column, phone in restored:
            message = f"Số điện thoại «{phone.written}» thiếu số 0 đầu, đã bổ sung: {phone.number}."
            doubts.warning(row, column, "phone_zero_restored", message)
    else:
        row, column, phone = restored[0]
        message = (
            f"{len(restored)} số điện thoại bị Excel bỏ số 0 đầu, đã bổ sung "
            f"(ví dụ {phone.number}; {_some_rows(restored)})."
        )
        doubts.notice(row, column, "phone_zero_restored", message)
    if rows.degrees:
        numbers = ", ".join(map(str, rows.degrees[:10]))
        message = f"Học hàm, học vị không ghi vào họ tên (dòng {numbers})."
        doubts.notice(rows.degrees[0], None, "degree_left_out", message)


def _some_rows(restored: Sequence[tuple[int, int | None, Phone]]) -> str:
    shown = ", ".join(str(row) for row, _, _ in restored[:10])
    return f"dòng {shown}, …" if len(restored) > 10 else f"dòng {shown}"


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
        message = f"{_name(other)} có vẻ được ghi hai lần: giống {_where(one)}."
        doubts.warning(other.row, column, "row_twice", message)
        return
    message = f"Trùng họ tên: {_name(other)}, {_where(other)} và {_where(one)}."
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


def _where(entry: Entry) -> str:
    title = entry.coming.title if entry.coming else None
    return ", ".join(filter(None, [title, entry.organisation, f"dòng {entry.row}"]))
