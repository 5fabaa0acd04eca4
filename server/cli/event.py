"""The event as a whole: invitations taken back, numbers, backups, the end."""

from pathlib import Path

import click

from server import desk
from server.cli.ground import Ground, command, now, somebody_is_there
from server.cli.keeping import upkeep
from server.counting import count_event
from server.headcount import headcount_document
from server.invitations import format_desk_code


def register(root: click.Group) -> None:
    """Hang these commands onto the root."""
    root.add_command(invitations)
    for single in (headcount, backup, restore, close, purge):
        root.add_command(single)


@click.group()
def invitations() -> None:
    """Hủy hoặc cấp lại phiếu mời."""


@command(invitations, "cancel")
@click.argument("invitation")
@click.option("--reason", required=True, help="Lý do, ghi vào hồ sơ.")
def cancel(ground: Ground, invitation: str, reason: str) -> None:
    """Hủy một phiếu mời; mã cũ không còn hiệu lực."""
    with ground.store() as store:
        desk.cancel(store, invitation, reason, now())
    ground.answer({"id": invitation, "cancelled": reason}, f"Đã hủy phiếu mời {invitation}.")


@command(invitations, "reissue")
@click.argument("invitation")
def reissue(ground: Ground, invitation: str) -> None:
    """Cấp lại phiếu mời; mã cũ hết hiệu lực."""
    with ground.store() as store:
        code, desk_code = desk.reissue(store, invitation, now())
    ground.answer(
        {"code": code, "desk_code": desk_code},
        f"Mã mới của {invitation}: {code}, mã bàn đón tiếp {format_desk_code(desk_code)}. "
        "In lại bằng «dontiep cards».",
    )


@command(click.Group(), "headcount")
@click.option("--freeze", is_flag=True, help="Chốt số liệu: ghi vào nhật ký.")
def headcount(ground: Ground, freeze: bool) -> None:
    """Số lượng đại biểu và câu báo cáo."""
    with ground.store() as store:
        moment = now()
        counted = count_event(store.read, ground.config)
        document = headcount_document(counted, moment, ground.config.event)
        if freeze:
            desk.freeze(store, document, moment)
    ground.answer(document, document["sentence"])


@command(click.Group(), "backup")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Tệp sao lưu.")
def backup(ground: Ground, target: Path | None) -> None:
    """Sao lưu, kể cả khi máy chủ đang chạy."""
    with ground.store() as store:
        written = ground.folder.back_up(store, now(), target)
    ground.answer({"file": str(written)}, f"Đã sao lưu vào {written}.")


@command(click.Group(), "restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore(ground: Ground, file: Path) -> None:
    """Khôi phục từ bản sao lưu; các máy quét sẽ tự gửi lại những lượt còn thiếu."""
    if not ground.json and somebody_is_there():
        click.confirm(f"Thay dữ liệu hiện tại bằng {file}?", abort=True)
    ground.folder.restore(file)
    ground.answer(
        {"restored": str(file)},
        f"Đã khôi phục từ {file}. Dữ liệu trước đó được giữ lại trong thư mục {ground.folder.path}.",
    )


@command(click.Group(), "close")
@click.option("--reopen", is_flag=True, help="Mở lại đón tiếp.")
def close(ground: Ground, reopen: bool) -> None:
    """Kết thúc đón tiếp; mã quét sau đó được mời đến bàn đón tiếp."""
    with ground.store() as store:
        desk.close_event(store, now(), closed=not reopen)
    ground.answer(
        {"closed": not reopen}, "Đã mở lại đón tiếp." if reopen else "Đã kết thúc đón tiếp."
    )


@command(click.Group(), "purge")
@click.option("--yes", is_flag=True, help="Không hỏi lại.")
def purge(ground: Ground, yes: bool) -> None:
    """Xóa họ tên, điện thoại, ghi chú sau sự kiện; số liệu được giữ lại."""
    if not yes and somebody_is_there():
        click.confirm("Xóa vĩnh viễn họ tên và số điện thoại của mọi đại biểu?", abort=True)
    with ground.store() as store:
        told = upkeep(ground, store).erase(None).detail
    places, copies = told["places"], told["backups"]
    ground.answer(
        {"places": places, "backups": copies},
        f"Đã xóa dữ liệu cá nhân của {places} suất mời và {copies} bản sao lưu.",
    )
