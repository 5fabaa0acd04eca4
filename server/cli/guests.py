"""The list: in as it is, out as others want it, and the seats."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from server import desk
from server.cli.ground import Ground, command, now
from server.errors import InvalidError
from server.exports import export_list
from server.guestlist import Merge, Problem, read_list
from server.hall_file import load_hall
from server.invitations import format_desk_code
from server.seating import assign, protocol_order
from server.sentences import say
from server.show import list_row
from server.storage import SqliteStore
from server.workbook import read_file

_LEVELS = {"error": "LỖI", "warning": "Cần xem", "notice": "Lưu ý"}


def register(root: click.Group) -> None:
    """Hang the groups `guests` and `seats` onto the root."""
    root.add_command(guests)
    root.add_command(seats)


@click.group()
def guests() -> None:
    """Danh sách đại biểu."""


@click.group()
def seats() -> None:
    """Chỗ ngồi."""


@command(guests, "import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Chỉ đọc và báo, không ghi gì.")
@click.option("--sheet", help="Trang tính cần đọc, nếu tệp có nhiều danh sách.")
@click.option("--hidden-rows", is_flag=True, help="Đọc cả các dòng đang ẩn.")
@click.option(
    "--group", "group", help="Mã thành phần cho đại biểu mà danh sách không ghi thành phần."
)
def guests_import(
    ground: Ground,
    file: Path,
    check: bool,
    sheet: str | None,
    hidden_rows: bool,
    group: str | None,
) -> None:
    """Nhập danh sách Excel hoặc CSV; nhập lại sẽ cập nhật."""
    if group and ground.config.event.group(group) is None:
        codes = ", ".join(g.code for g in ground.config.event.groups)
        raise InvalidError(
            say(
                "--group: không có thành phần «%(group)s»; các mã: %(codes)s.",
                group=group,
                codes=codes,
            )
        )
    with ground.store() as store:
        try:
            report = import_file(
                ground, store, file, check=check, sheet=sheet, hidden_rows=hidden_rows, group=group
            )
        except InvalidError as error:
            if ground.json:
                ground.answer(_of_unread_file(file, error), "")
            raise
    ground.answer(report, import_words(report, check=check))
    refuse_errors(file, report)


@command(guests, "list")
@click.option("--codes", is_flag=True, help="Kèm mã QR và mã số; chỉ dùng để in.")
def guests_list(ground: Ground, codes: bool) -> None:
    """Liệt kê đại biểu theo thứ tự lễ tân."""
    with ground.store() as store:
        rows = _rows(ground, store, with_codes=codes)
    ground.answer(rows, "\n".join(_line(row) for row in rows) or "Danh sách còn trống.")


@command(guests, "export")
@click.argument("file", type=click.Path(path_type=Path))
def guests_export(ground: Ground, file: Path) -> None:
    """Xuất danh sách ra .xlsx hoặc .csv."""
    with ground.store() as store:
        places = protocol_order(store.read.invitations(), ground.config.event.groups)
    rows = export_list(file, places, ground.config.event.groups)
    ground.answer({"file": str(file), "rows": rows}, f"Đã xuất {rows} dòng ra {file}.")


@command(seats, "assign")
@click.option("--hall", "hall_path", type=click.Path(path_type=Path), help="Tệp sơ đồ hội trường.")
@click.option("--keep", is_flag=True, help="Giữ nguyên những ghế đã có, chỉ xếp người chưa có ghế.")
def seats_assign(ground: Ground, hall_path: Path | None, keep: bool) -> None:
    """Xếp chỗ theo thành phần, chức vụ, thứ tự trong danh sách."""
    event = ground.config.event
    hall = load_hall(hall_path) if hall_path else ground.hall
    with ground.store() as store:
        places = [p for p in store.read.invitations() if p.cancelled is None]
        fixed = {p.id: p.seat for p in places if keep and p.seat}
        made = assign(hall, places, event.groups, fixed=fixed, host=event.organisers.host)
        desk.set_seats(store, {p.id: made.seats.get(p.id) for p in places}, now())
    doubts = [asdict(doubt) for doubt in made.doubts]
    text = f"Đã xếp {len(made.seats)} chỗ cho {len(places)} suất mời."
    ground.answer(
        {"seats": made.seats, "reasons": made.reasons, "problems": doubts},
        "\n".join([text, *(f"{d['invitation']}: {d['message']}" for d in doubts)]),
    )


@command(seats, "list")
def seats_list(ground: Ground) -> None:
    """Liệt kê ghế và người ngồi."""
    with ground.store() as store:
        rows = [row for row in _rows(ground, store, with_codes=False) if row["seat"]]
    rows.sort(key=lambda row: str(row["seat"]))
    ground.answer(
        [{"seat": row["seat"], "id": row["id"], "name": row["name"]} for row in rows],
        "\n".join(f"{row['seat']}  {_who(row)}" for row in rows) or "Chưa xếp chỗ.",
    )


def import_file(
    ground: Ground,
    store: SqliteStore,
    file: Path,
    *,
    check: bool = False,
    sheet: str | None = None,
    hidden_rows: bool = False,
    group: str | None = None,
) -> dict[str, Any]:
    """Read a list and lay it over the event, unless `check` or a problem forbids it."""
    event = ground.config.event
    entries, problems = read_list(
        read_file(file),
        event.groups,
        event.organisations,
        default_group=group,
        sheet=sheet,
        hidden_rows=hidden_rows,
    )
    if check or any(problem.level == "error" for problem in problems):
        plan = desk.compare_list(store.read, entries)
    else:
        plan = desk.import_list(store, entries, now())
    return _report(len(entries), plan, [*problems, *plan.problems])


def _report(read: int, plan: Merge, problems: list[Problem]) -> dict[str, Any]:
    now_listed = [*plan.new, *plan.changed, *plan.unchanged]
    return {
        "read": read,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": len(plan.unchanged),
        "missing": len(plan.missing),
        "unnamed": sum(place.coming is None for place in now_listed),
        "groups": len({place.group for place in now_listed}),
        "problems": [asdict(problem) for problem in problems],
    }


def _of_unread_file(file: Path, error: InvalidError) -> dict[str, Any]:
    """A program gets its document also for a file that holds no list at all."""
    problem = Problem(file.name, None, None, "error", "unreadable", error.sentence)
    return _report(0, Merge((), (), (), (), (), (), {}), [problem])


def refuse_errors(file: Path, report: dict[str, Any]) -> None:
    """Say in one sentence why a list was not taken. Raises InvalidError if it was not."""
    errors = [problem for problem in report["problems"] if problem["level"] == "error"]
    if errors:
        more = f" (và {len(errors) - 1} lỗi khác)" if errors[1:] else ""
        told = f"{_where(errors[0])}{errors[0]['message']}{more}"
        raise InvalidError(
            say("%(file)s: %(told)s Chưa ghi gì; sửa xong xin nhập lại.", file=file.name, told=told)
        )


def import_words(report: dict[str, Any], *, check: bool = False) -> str:
    """Tell a person what an import read and did, every doubt on a line of its own."""
    lines = [f"{_LEVELS[p['level']]}: {_where(p)}{p['message']}" for p in report["problems"]]
    lines.append(
        f"Đã đọc {report['read']} đại biểu, {report['groups']} nhóm: mới {report['new']}, "
        f"thay đổi {report['changed']}, giữ nguyên {report['unchanged']}, "
        f"không còn trong danh sách {report['missing']}; {report['unnamed']} suất chưa có tên."
    )
    if check:
        lines.append("Chỉ kiểm tra, chưa ghi gì.")
    return "\n".join(lines)


def _where(problem: dict[str, Any]) -> str:
    if problem["row"] is None:
        return ""
    return f"[{problem['sheet']}, {problem['column'] or 'dòng '}{problem['row']}] "


def _rows(ground: Ground, store: SqliteStore, *, with_codes: bool) -> list[dict[str, Any]]:
    inside = store.read.admissions()
    places = protocol_order(store.read.invitations(), ground.config.event.groups)
    rows = [list_row(place, inside.get(place.id)) for place in places]
    if with_codes:
        codes = {code.invitation: code for code in store.read.codes() if not code.replaced}
        for row in rows:
            row["code"] = codes[row["id"]].code
            row["desk_code"] = codes[row["id"]].desk_code
    return rows


def _line(row: dict[str, Any]) -> str:
    parts = [row["id"], row["group"], _who(row), row["organisation"], row["seat"] or "–"]
    if row.get("desk_code"):
        parts.append(format_desk_code(row["desk_code"]))
    return " · ".join(parts)


def _who(row: dict[str, Any]) -> str:
    person = row["substitute"] or row
    words = (person["honorific"], person["name"] or row["expects"], person["title"])
    return " ".join(word for word in words if word)
