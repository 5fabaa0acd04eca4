"""Who may act: stations and their keys, people and their sign-in."""

import click

from server.cli.ground import Ground, command, now
from server.desk import By, access
from server.desk.access import PERSON_ROLES, STATION_ROLES
from server.storage import SqliteStore


def register(root: click.Group) -> None:
    """Hang the groups `station` and `person` onto the root."""
    root.add_command(station)
    root.add_command(person)


@click.group()
def station() -> None:
    """Quầy, cửa đón tiếp và khóa kết nối."""


@click.group()
def person() -> None:
    """Người dùng: đón tiếp, Ban Tổ chức, người xem."""


@command(station, "add")
@click.argument("name")
@click.option("--role", type=click.Choice(STATION_ROLES), required=True)
def station_add(ground: Ground, name: str, role: str) -> None:
    """Thêm một quầy; khóa chỉ hiện một lần."""
    with ground.store() as store:
        key = pair_station(store, name, role)
    ground.answer(
        {"name": name, "role": role, "key": key},
        f"Đã thêm «{name}» ({role}). Khóa kết nối, chỉ hiện một lần:\n{key}",
    )


@command(station, "list")
def station_list(ground: Ground) -> None:
    """Liệt kê các quầy."""
    with ground.store() as store:
        stations = store.read.stations()
    ground.answer(
        [
            {
                "name": s.name,
                "role": s.role,
                "revoked": s.revoked_at is not None,
                "seen_at": s.seen_at.isoformat() if s.seen_at else None,
            }
            for s in stations
        ],
        "\n".join(f"{s.name} ({s.role}){' – đã thu hồi' * bool(s.revoked_at)}" for s in stations)
        or "Chưa có quầy nào. Thêm bằng «dontiep station add TÊN --role kiosk».",
    )


@command(station, "revoke")
@click.argument("name")
def station_revoke(ground: Ground, name: str) -> None:
    """Thu hồi khóa của một quầy, có hiệu lực ngay."""
    with ground.store() as store:
        access.revoke_station(store, name, now(), By())
    ground.answer({"name": name, "revoked": True}, f"Đã thu hồi khóa của «{name}».")


@command(person, "add")
@click.argument("name")
@click.option("--role", type=click.Choice(PERSON_ROLES), required=True)
@click.option("--token", is_flag=True, help="Tạo khóa API thay cho mật khẩu.")
def person_add(ground: Ground, name: str, role: str, token: bool) -> None:
    """Thêm một người; mật khẩu hoặc khóa API chỉ hiện một lần."""
    with ground.store() as store:
        secret = (
            access.open_program(store, name, role, now(), By())
            if token
            else open_account(store, name, role)
        )
    word = "Khóa API" if token else "Mật khẩu"
    ground.answer(
        {"name": name, "role": role, "token" if token else "password": secret},
        f"Đã thêm «{name}» ({role}). {word}, chỉ hiện một lần:\n{secret}",
    )


@command(person, "list")
def person_list(ground: Ground) -> None:
    """Liệt kê người dùng."""
    with ground.store() as store:
        people = store.read.people()
    ground.answer(
        [{"name": p.name, "role": p.role, "ended": p.ended_at is not None} for p in people],
        "\n".join(f"{p.name} ({p.role}){' – đã kết thúc' * bool(p.ended_at)}" for p in people)
        or "Chưa có người dùng nào.",
    )


@command(person, "end")
@click.argument("name")
def person_end(ground: Ground, name: str) -> None:
    """Kết thúc quyền của một người và mọi phiên đăng nhập, có hiệu lực ngay."""
    with ground.store() as store:
        access.end_account(store, name, now(), By())
    ground.answer({"name": name, "ended": True}, f"Đã kết thúc quyền của «{name}».")


@command(person, "password")
@click.argument("name")
def person_password(ground: Ground, name: str) -> None:
    """Đặt lại mật khẩu; mật khẩu mới chỉ hiện một lần."""
    with ground.store() as store:
        password = access.renew_password(store, name, now(), By(), hash_password)
    ground.answer({"name": name, "password": password}, f"Mật khẩu mới của «{name}»:\n{password}")


def pair_station(store: SqliteStore, name: str, role: str) -> str:
    """Add a station from this machine and give its key. Raises ConflictError."""
    return access.pair_station(store, name, role, now(), By())


def open_account(store: SqliteStore, name: str, role: str) -> str:
    """Add a person from this machine and give the password. Raises ConflictError."""
    return access.open_account(store, name, role, now(), By(), hash_password)


def hash_password(password: str) -> str:
    """Give what is kept of a password: a salted scrypt hash."""
    from werkzeug.security import generate_password_hash

    return generate_password_hash(password)
