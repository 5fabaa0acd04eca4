"""Scan to verdict: the server's door and the kiosk's, beside a bare answer and a bare insert."""

from tests.bench.figures import Figures, heading, take
from tests.bench.ground import Ground
from tests.rig.api import Api, a_scan
from tests.rig.programs import HeadlessKiosk

ROUNDS = 3


def run(ground: Ground) -> float:
    """Print the figures; gives the door's median as a multiple of the bare insert's."""
    heading("scan → verdict, one station", "× insert")
    answer, insert, door = _rounds(ground, stations=1)
    answer.tell(insert)
    insert.tell(insert)
    door.tell(insert)
    heading("scan → verdict, eight stations at once", "× insert")
    for figures in (many := _rounds(ground, stations=8)):
        figures.tell(many[1])
    heading("line → verdict, headless kiosk", "× insert")
    _kiosk(ground).tell(insert)
    return door.percentile(50) / insert.percentile(50)


def _rounds(ground: Ground, stations: int) -> tuple[Figures, Figures, Figures]:
    """Take the three in turns, so that a busy machine weighs on all of them alike."""
    bare, url = ground.bare_url, ground.server.url
    answer = Figures("bare Flask on waitress, an answer")
    insert = Figures("bare Flask on waitress, a FULL insert")
    door = Figures("dontiep, a verdict")
    for _ in range(ROUNDS):
        scans = [a_scan(code) for code in ground.codes(ground.scans // ROUNDS)]
        for figures, path, base, key in (
            (answer, "/answer", bare, None),
            (insert, "/insert", bare, None),
            (door, "/api/scans", url, ground.event.door),
        ):
            callers = [_caller(base, key, path) for _ in range(stations)]
            take(figures, callers, scans)
    return answer, insert, door


def _caller(url, key, path):
    api = Api(url, key)
    api.get("/healthz")  # the connection stands before the clock runs

    def call(scan):
        reply = api.post(path, scan)
        assert reply.status == 200, reply.text

    return call


def _kiosk(ground: Ground) -> Figures:
    figures = Figures("dontiep, a verdict through the kiosk")
    codes = ground.codes(ground.scans // ROUNDS)
    kiosk = HeadlessKiosk(ground.folder / "kiosk", ground.server.url, ground.event.second_door)
    kiosk.scan(codes[0])
    take(figures, [kiosk.scan], codes)
    assert kiosk.finish() == 0
    return figures
