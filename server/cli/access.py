"""Who may act: stations and their keys, people and their sign-in."""

import hashlib
import secrets

import click

from server.cli.ground import Ground, command, now
from server.errors import ConflictError, InvalidError, NotFoundError
from server.storage import SqliteStore

STATION_ROLES = ("kiosk", "reception")
PERSON_ROLES = ("reception", "organiser", "owner", "viewer")
# Without letters and digits that look alike on a slip of paper.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105  # an alphabet
PASSWORD_LENGTH = 12
LONGEST_NAME = 60


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
        if not store.write(lambda tx: tx.revoke_station(name, now())):
            raise NotFoundError(f"Không có quầy «{name}» đang dùng; xem «dontiep station list».")
    ground.answer({"name": name, "revoked": True}, f"Đã thu hồi khóa của «{name}».")


@command(person, "add")
@click.argument("name")
@click.option("--role", type=click.Choice(PERSON_ROLES), required=True)
@click.option("--token", is_flag=True, help="Tạo khóa API thay cho mật khẩu.")
def person_add(ground: Ground, name: str, role: str, token: bool) -> None:
    """Thêm một người; mật khẩu hoặc khóa API chỉ hiện một lần."""
    with ground.store() as store:
        secret = open_account(store, name, role, token=token)
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
        if not store.write(lambda tx: tx.end_person(name, now())):
            raise NotFoundError(f"Không có người dùng «{name}»; xem «dontiep person list».")
    ground.answer({"name": name, "ended": True}, f"Đã kết thúc quyền của «{name}».")


@command(person, "password")
@click.argument("name")
def person_password(ground: Ground, name: str) -> None:
    """Đặt lại mật khẩu; mật khẩu mới chỉ hiện một lần."""
    with ground.store() as store:
        if store.read.person(name) is None:
            raise NotFoundError(f"Không có người dùng «{name}»; xem «dontiep person list».")
        password = new_password()
        hashed = hash_password(password)
        store.write(lambda tx: tx.set_password(name, hashed))
    ground.answer({"name": name, "password": password}, f"Mật khẩu mới của «{name}»:\n{password}")


def pair_station(store: SqliteStore, name: str, role: str) -> str:
    """Add a station and give its key. Raises ConflictError when the name is in use."""
    _check_name(name)
    key = secrets.token_urlsafe(32)
    if not store.write(lambda tx: tx.add_station(name, role, hash_key(key), now())):
        raise ConflictError(f"Quầy «{name}» đã có; hãy thu hồi trước hoặc chọn tên khác.")
    return key


def open_account(store: SqliteStore, name: str, role: str, *, token: bool = False) -> str:
    """Add a person and give the password or API token. Raises ConflictError."""
    _check_name(name)
    secret = secrets.token_urlsafe(32) if token else new_password()
    password = None if token else hash_password(secret)
    token_hash = hash_key(secret) if token else None
    if not store.write(lambda tx: tx.add_person(name, role, password, token_hash, now())):
        raise ConflictError(f"Người dùng «{name}» đã có; hãy chọn tên khác.")
    return secret


def hash_key(key: str) -> str:
    """Keys are long and random, so a plain SHA-256 is enough to keep."""
    return hashlib.sha256(key.encode()).hexdigest()


def hash_password(password: str) -> str:
    """Give what is kept of a password: a salted scrypt hash."""
    from werkzeug.security import generate_password_hash

    return generate_password_hash(password)


def new_password() -> str:
    """Draw a password that can be read from paper: 12 letters and digits, 59 bits."""
    return "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(PASSWORD_LENGTH))


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidError(f"Tên phải có từ 1 đến {LONGEST_NAME} ký tự in được.")
