"""config.toml, read once at the door into frozen values.

The file that ships with the program holds the seed's facts and stands in for all that a
file in the working folder leaves out; an absent or empty one is therefore fine. Then the
environment has its say, then the command line. Wrong configuration stops the program with
one sentence: file, line, key, remedy.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

import server
from server.config_tables import (
    HOST_REMEDY,
    PIN,
    PORTS,
    TRUST_REMEDY,
    read_config,
    trusts_everybody,
)
from server.event import EventConfig
from server.facts import name_remark
from server.sentences import say
from server.settings import HOST, Config
from server.toml import ConfigError, read_table

__all__ = [
    "SHIPPED",
    "Config",
    "ConfigError",
    "load_config",
    "override",
    "parse_config",
    "read_text",
    "remarks",
]

SHIPPED = Path(server.__file__).parents[1] / "config.toml"


def load_config(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration: `path`, else `config.toml` in the working folder, else ours.

    `environ` is the process's own unless given. Raises ConfigError.
    """
    here = Path("config.toml")
    path = path or (here if here.exists() else SHIPPED)
    config = parse_config(read_text(path), path.name)
    return _heed_environment(config, os.environ if environ is None else environ)


def parse_config(text: str, name: str = "config.toml") -> Config:
    """Make a Config of a file's text over the shipped defaults. Raises ConfigError."""
    shipped = read_table(SHIPPED.name, read_text(SHIPPED))
    return read_config(read_table(name, text, defaults=shipped))


def override(
    config: Config, *, host: str | None = None, port: int | None = None, data: Path | None = None
) -> Config:
    """Let the command line say where the server listens and keeps its data.

    Raises ConfigError when the host would listen to everybody and trusts nobody by name.
    """
    here = config.server
    there = replace(here, host=host or here.host, port=port or here.port, data=data or here.data)
    if trusts_everybody(there):
        message = say(
            "Địa chỉ %(host)s mở cho mọi máy trong mạng; %(remedy)s.",
            host=there.host,
            remedy=TRUST_REMEDY,
        )
        raise ConfigError(message)
    return replace(config, server=there)


def remarks(config: Config, today: date) -> tuple[str, ...]:
    """What is allowed and yet deserves a word before the doors open, one sentence each."""
    named = name_remark(config.event)
    return (*_on_the_day(config.event, today), *((named,) if named else ()))


def read_text(path: Path) -> str:
    """Read a file that a person has written, UTF-8 with or without BOM. Raises ConfigError."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        message = say("Không tìm thấy tệp %(path)s; hãy kiểm tra lại đường dẫn.", path=path)
    except UnicodeDecodeError:
        message = say(
            "%(name)s: tệp không phải mã UTF-8; hãy mở lại và lưu với mã UTF-8.", name=path.name
        )
    except OSError as error:
        message = say(
            "Không đọc được tệp %(path)s (%(strerror)s); hãy kiểm tra quyền đọc.",
            path=path,
            strerror=error.strerror,
        )
    raise ConfigError(message)


def _heed_environment(config: Config, environ: Mapping[str, str]) -> Config:
    """Apply DONTIEP_HOST, _PORT, _DATA and _PIN; a blank one says nothing."""
    host, port, data, pin = (
        environ.get(f"DONTIEP_{name}", "").strip() for name in ("HOST", "PORT", "DATA", "PIN")
    )
    if host and not re.fullmatch(HOST, host):
        _refuse_variable("DONTIEP_HOST", host, HOST_REMEDY)
    if port and not (re.fullmatch(r"[0-9]{1,5}", port) and PORTS[0] <= int(port) <= PORTS[1]):
        _refuse_variable("DONTIEP_PORT", port, say("hãy đặt một số nguyên từ 1 đến 65535"))
    if pin:
        if not re.fullmatch(PIN, pin):
            _refuse_variable("DONTIEP_PIN", "…", say("hãy đặt từ 4 đến 12 chữ số"))
        config = replace(config, kiosk=replace(config.kiosk, pin=pin))
    if not (host or port or data):
        return config
    return override(
        config,
        host=host or None,
        port=int(port) if port else None,
        data=Path(data) if data else None,
    )


def _refuse_variable(name: str, value: str, remedy: str) -> NoReturn:
    message = say(
        "Biến môi trường %(name)s: không nhận «%(value)s»; %(remedy)s, hoặc bỏ biến này.",
        name=name,
        value=value,
        remedy=remedy,
    )
    raise ConfigError(message)


def _on_the_day(event: EventConfig, today: date) -> tuple[str, ...]:
    if event.day is None or event.day >= today:
        return ()
    sentence = say(
        "Ngày tổ chức %(day)s đã qua; nếu đang tập dượt, hãy dùng một thư mục dữ liệu "
        "riêng, còn dữ liệu đang có không bị xóa.",
        day=f"{event.day:%d/%m/%Y}",
    )
    return (sentence,)
