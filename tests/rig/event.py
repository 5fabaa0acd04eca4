"""An event ready for its doors: guests imported, stations and people with their keys."""

import csv
import shutil
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from server.invitations import event_letters, make_code
from tests.rig.programs import CONFIG, ROOT, dontiep

SAMPLE = ROOT / "server" / "sample" / "guests.csv"
STATIONS = {"Cửa chính": "kiosk", "Quầy 2": "kiosk", "Bàn đón tiếp": "reception"}
PEOPLE = {"Lan": "organiser", "Minh": "viewer"}


@dataclass(frozen=True)
class Event:
    """A data folder and the keys to it. `guests` as `guests list --codes` tells them.

    `passwords`, by name: of those whom `staffed` has added.
    """

    data: Path
    guests: tuple[dict[str, Any], ...]
    keys: dict[str, str]
    config: Path = CONFIG
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def door(self) -> str:
        return self.keys["Cửa chính"]

    @property
    def second_door(self) -> str:
        return self.keys["Quầy 2"]

    @property
    def desk(self) -> str:
        return self.keys["Bàn đón tiếp"]

    @property
    def viewer(self) -> str:
        return self.keys["Minh"]

    @property
    def organiser(self) -> str:
        return self.keys["Lan"]

    @property
    def named(self) -> list[dict[str, Any]]:
        """The guests whose names are known and who were not told to stay at home."""
        return [g for g in self.guests if g["name"] and g["rsvp"] != "not_coming"]

    def guest(self, name: str) -> dict[str, Any]:
        """The one guest of that name."""
        [found] = [guest for guest in self.guests if guest["name"] == name]
        return found

    def run(self, *arguments: str | Path, expect: int | None = 0) -> Any:
        """Run one command on this event's folder and give its JSON."""
        return dontiep(*arguments, "--json", data=self.data, config=self.config, expect=expect).json


def an_event(
    data: Path,
    guests: Path = SAMPLE,
    stations: dict[str, str] = STATIONS,
    people: dict[str, str] = PEOPLE,
) -> Event:
    """Make one through the command line alone, as an organiser does."""
    event = Event(data, (), {}, CONFIG)
    event.run("guests", "import", guests)
    keys = {
        name: event.run("station", "add", name, "--role", role)["key"]
        for name, role in stations.items()
    } | {
        name: event.run("person", "add", name, "--role", role, "--token")["token"]
        for name, role in people.items()
    }
    listed = event.run("guests", "list", "--codes")
    return Event(data, tuple(listed), keys)


def staffed(event: Event, data: Path, name: str, role: str) -> Event:
    """The same event in a folder of its own, with a person who signs in by password."""
    shutil.copytree(event.data, data)
    copy = replace(event, data=data)
    password = copy.run("person", "add", name, "--role", role)["password"]
    return replace(copy, passwords=event.passwords | {name: password})


def unknown_code(code: str) -> str:
    """A flawless code of the same event as `code` that was never given to anybody."""
    names = (f"event-{n}" for n in count())
    return make_code(next(name for name in names if event_letters(name) == code[32:34]))


def foreign_code(code: str) -> str:
    """A flawless code of another event than that of `code`."""
    names = (f"event-{n}" for n in count())
    return make_code(next(name for name in names if event_letters(name) != code[32:34]))


def write_guests(file: Path, many: int) -> Path:
    """A clean list of `many` invented guests of one group, in the sample's own columns."""
    with SAMPLE.open(encoding="utf-8", newline="") as sample:
        columns = next(csv.reader(sample))
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, columns, restval="")
        rows.writeheader()
        for n in range(1, many + 1):
            rows.writerow(
                {
                    "STT": n,
                    "Mã đại biểu": f"G{n:03d}",
                    "Mã nhóm": "CCVC",
                    "Danh xưng": "Ông" if n % 2 else "Bà",
                    "Họ và tên": _name(n),
                    "Chức vụ": "Chuyên viên",
                    "Đơn vị công tác": f"Sở {'ABCDEFGH'[n % 8]}",
                    "Loại": "đích danh",
                    "Trạng thái phản hồi": "Đã xác nhận",
                }
            )
    return file


def _name(n: int) -> str:
    """A made-up name for each number below 4,000, no two alike."""
    middle = ["Văn", "Thị", "Đức", "Minh", "Thanh", "Quang", "Hồng", "Bích", "Xuân", "Ngọc"][
        n // 400 % 10
    ]
    first = ["Kh", "Th", "Tr", "Ng", "Ph", "L", "M", "H", "B", "Đ"][n % 10]
    vowel = ["a", "e", "i", "o", "u", "an", "en", "in", "on", "un"][n // 10 % 10]
    return f"Nông {middle} {first}{vowel}{('', 'h', 'g', 'm')[n // 100 % 4]}"
