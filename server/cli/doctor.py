"""The self-test before the doors open: green means ready."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import click

from server.cli.ground import Ground, command, now
from server.config import remarks
from server.errors import CheckinError
from server.readiness import (
    Finding,
    Level,
    findings_document,
    look_at_arrears,
    look_at_backup,
    look_at_facts,
    look_at_list,
    look_at_people,
    look_at_record,
    look_at_seats,
)

SIGNS = {Level.OK: ("✓", "green"), Level.WARNING: ("!", "yellow"), Level.FAIL: ("✗", "red")}
READY = "SẴN SÀNG đón tiếp."
READY_BUT = "Có thể đón tiếp; xin xem các mục có dấu «!» trước giờ mở cửa."
NOT_READY = "CHƯA SẴN SÀNG: xin xử lý các mục có dấu «✗» rồi kiểm tra lại."
BY_HAND = (
    "Máy ảnh, đầu đọc mã và bộ gõ tiếng Việt được thử trên màn hình quầy, ở mục «Kiểm tra máy»."
)


def register(root: click.Group) -> None:
    """Hang this command onto the root."""
    root.add_command(doctor)


@command(click.Group(), "doctor")
def doctor(ground: Ground) -> int:
    """Tự kiểm tra trước giờ đón tiếp: máy, dữ liệu, danh sách, quầy."""
    findings = [*_event(ground), *_machine(ground)]
    document = findings_document(findings)
    ground.answer(document, "\n".join(_lines(findings)))
    return 0 if document["ready"] else 1


def _event(ground: Ground) -> Iterator[Finding]:
    """What the event's own folder tells; nothing where the event lives on another machine."""
    event, moment = ground.config.event, now()
    said = remarks(ground.config, moment.astimezone(event.timezone).date())
    yield look_at_facts(event, said)
    if not ground.folder.database.exists():
        if not ground.config.kiosk.server_url:
            yield look_at_list(())
        return
    _ = ground.hall_of_file  # a hall file that cannot be read is told here and not at the door
    try:
        store = ground.folder.open_checked()
    except CheckinError as error:
        yield look_at_record(str(error), 0)
        return
    with closing(store):
        reader = store.read
        places = reader.invitations()
        yield look_at_record(None, reader.head()[0])
        yield look_at_list(places)
        yield look_at_seats(places)
        people = [one for one in reader.people() if one.ended_at is None]
        stations = [one for one in reader.stations() if one.revoked_at is None]
        yield look_at_people(len(people), len(stations))
        yield look_at_arrears(list(reader.gaps()), reader.parked())
    newest = ground.folder.newest_backup()
    made = datetime.fromtimestamp(newest.stat().st_mtime, UTC) if newest else None
    yield look_at_backup(made, moment)


def _machine(ground: Ground) -> Iterator[Finding]:
    from kiosk import selftest

    config = ground.config
    own = f"http://127.0.0.1:{config.server.port}"
    server, ahead = selftest.look_at_server(config.kiosk.server_url or own)
    yield server
    yield selftest.look_at_disk(ground.folder.path)
    # Against a server on this very machine the clock agrees with itself.
    compared = ahead if config.kiosk.server_url else None
    yield selftest.look_at_clock(now().astimezone(config.event.timezone), compared)
    yield selftest.look_at_power(selftest.read_battery())
    yield selftest.look_at_printer(selftest.printers())
    yield selftest.look_at_outbox(ground.data / "kiosk" if ground.data else config.kiosk.data)
    yield selftest.look_at_pin(config.kiosk.pin)


def _lines(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        sign, colour = SIGNS[finding.level]
        yield f"{click.style(sign, fg=colour, bold=True)} {finding.title}: {finding.message}"
        if finding.remedy:
            yield f"    → {finding.remedy}"
    levels = {finding.level for finding in findings}
    verdict = NOT_READY if Level.FAIL in levels else READY_BUT if Level.WARNING in levels else READY
    yield ""
    yield click.style(verdict, bold=True)
    yield BY_HAND
