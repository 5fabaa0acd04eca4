"""The fixed cast of the tests: a handful of invented people and the hours of one morning."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from server import desk
from server.admission import Decision, Doors, Outcome, Reason, Scan
from server.guests import Guest, Kind
from server.invitations import Invitation, read_code

MORNING = datetime(2023, 11, 17, 0, 0, tzinfo=UTC)  # 07:00 in Lạng Sơn
OPEN = Doors()
LET_IN = Decision(Outcome.ADMITTED)
SEEN_BEFORE = Decision(Outcome.REFUSED, Reason.ALREADY_ADMITTED)

QUY = Invitation(
    id="DB016",
    group="SBN",
    organisation="Sở A",
    holder=Guest("Lý Văn Quý", "Ông", "Giám đốc"),
    position=16,
    seat="B06",
)
OANH = Invitation(
    id="DB017",
    group="SBN",
    organisation="Sở B",
    holder=Guest("Hoàng Thị Kim Oanh", "Bà", "Phó Giám đốc"),
    position=17,
    seat="B05",
)
SOMEBODY = Invitation(
    id="DB018",
    group="SBN",
    organisation="Sở C",
    holder=None,
    position=18,
    expects="Đại diện lãnh đạo",
    kind=Kind.REPRESENTATIVE,
    seat="B01",
)


def refused(reason: Reason) -> Decision:
    return Decision(Outcome.REFUSED, reason)


def at(minute: int, second: int = 0) -> datetime:
    """07:00 plus so many minutes."""
    return MORNING + timedelta(minutes=minute, seconds=second)


def invite(store, *places):
    """Put places on the list and give the code of each."""
    desk.put_list(store, places or (QUY, OANH, SOMEBODY), MORNING)
    return {c.invitation: c.code for c in store.read.codes() if not c.replaced}


def scan(store, text, *, station="Cửa A", minute=40, scan_id=None, **rest):
    """A scan as a door describes it."""
    read = read_code(text, store.read.event_id)
    moment = at(minute)
    rest = {"scanned_at": moment, "at": moment} | rest
    return Scan.of_text(text, read, scan_id or str(uuid4()), station, **rest)


def admit(store, text, **how):
    """Scan and decide in one go."""
    made = scan(store, text, **how)
    return desk.admit(store, made, OPEN, made.at)
