"""What an event still needs before its doors open, and after they have closed, step by step.

Each step says how it stands from what is on record, and leads to the page where it is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from server import desk
from server.event import EventConfig
from server.guestlist import takes_no_seat
from server.invitations import Invitation
from server.readiness import STALE_BACKUP
from server.sendings import What, is_written_to, sent_to, whereabouts
from server.stationhealth import troubles
from server.web.answering import when_said, where_said
from server.web.house import House
from server.web.language import _, is_english, plural, say_moment
from server.web.standing import frozen_numbers
from server.wording.figures import count_words


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is to do, how it stands, where it is done.

    `optional`: the doors may open without it.
    """

    label: str
    standing: str
    done: bool
    href: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """The steps of one part of the work, under its heading."""

    heading: str
    steps: tuple[Step, ...]
    arrived: str

    @property
    def left(self) -> int:
        """How many steps must still be made."""
        return sum(not step.done and not step.optional for step in self.steps)


def way(house: House) -> Way:
    """Give the steps to the open doors; once reception is closed, those to the end."""
    if house.store.read.meta("closed_at") is None:
        steps, arrived = tuple(_before(house)), _("Sẵn sàng đón tiếp.")
        return Way(_("Việc chuẩn bị"), steps, arrived)
    return Way(_("Việc sau sự kiện"), tuple(_after(house)), _("Sự kiện đã hoàn tất."))


def _before(house: House) -> Iterator[Step]:
    event, reader = house.config.event, house.store.read
    places = [place for place in reader.invitations() if is_written_to(place)]
    yield _list(places)
    yield _facts(event)
    yield _names(places, event)
    yield _seats(places, event)
    yield _cards(house, places)
    yield _people(house)
    yield _doors(house)
    if house.upkeep:
        yield _copies(house)


def _list(places: list[Invitation]) -> Step:
    label = _("Nhập danh sách đại biểu")
    if not places:
        told = _("Danh sách còn trống: nhập từ tệp Excel đang có")
        return Step(label, told, False, "/guests/import")
    groups = len({place.group for place in places})
    told = _("%(places)s suất mời, %(groups)s thành phần", places=len(places), groups=groups)
    return Step(label, told, True, "/guests")


def _facts(event: EventConfig) -> Step:
    done = None not in (event.day, event.starts, event.venue)
    told = f"{when_said(event)}. {where_said(event)}"
    return Step(_("Ngày, giờ, địa điểm"), told, done, "/settings#facts")


def _names(places: list[Invitation], event: EventConfig) -> Step:
    if not places:
        return _later(_("Bổ sung họ tên"), "/guests")
    named = sum(place.coming is not None for place in places)
    shown = _shown(named, event)
    told = _("%(named)s / %(all)s suất mời đã có tên", named=shown, all=len(places))
    if named < len(places):
        told = _("%(told)s; tên còn thiếu có thể ghi tại bàn đón tiếp", told=told)
    done = named == len(places)
    return Step(_("Bổ sung họ tên"), told, done, "/guests?state=unnamed", optional=True)


def _seats(places: list[Invitation], event: EventConfig) -> Step:
    if not places:
        return _later(_("Xếp chỗ ngồi"), "/hall")
    sitting = [place for place in places if place.seat or not takes_no_seat(place)]
    seated = sum(place.seat is not None for place in sitting)
    shown = _shown(seated, event)
    told = _("%(seated)s / %(all)s suất mời đã có ghế", seated=shown, all=len(sitting))
    return Step(_("Xếp chỗ ngồi"), told, seated == len(sitting), "/hall")


def _cards(house: House, places: list[Invitation]) -> Step:
    if not places:
        return _later(_("Phát hành phiếu mời"), "/invitations")
    event = house.config.event
    sent, where = sent_to(places, house.store.read.sendings()), whereabouts(event)
    invited = sum(one.invited is not None for one in sent)
    shown = _shown(invited, event)
    told = _("%(invited)s / %(all)s suất mời đã gửi phiếu", invited=shown, all=len(sent))
    untold = sum(one.invited is not None and one.lacks(What.VENUE, where) for one in sent)
    if untold:
        told += "; " + plural("%(n)s suất chưa được báo địa điểm", untold)
    done = invited == len(sent) and not untold
    return Step(_("Phát hành phiếu mời"), told, done, "/invitations")


def _later(label: str, href: str) -> Step:
    return Step(label, _("Sau khi nhập danh sách"), False, href)


def _people(house: House) -> Step:
    reader, event = house.store.read, house.config.event
    people = [one for one in reader.people() if one.ended_at is None and one.role == "reception"]
    label, href = _("Người đón tiếp"), "/settings#people"
    if people:
        names = ", ".join(one.name for one in people[:3]) + ("…" if len(people) > 3 else "")
        return Step(label, f"{_shown(len(people), event)}: {names}", True, href)
    if house.config.kiosk.pin:
        told = _("Dùng mã PIN trên màn hình quầy; chưa có ai đăng nhập riêng")
        return Step(label, told, True, href)
    return Step(label, _("Chưa có tài khoản đón tiếp và quầy chưa đặt mã PIN"), False, href)


def _doors(house: House) -> Step:
    stations = [one for one in house.store.read.stations() if one.revoked_at is None]
    label, href = _("Máy quét tại cửa"), "/settings#stations"
    if not stations:
        return Step(label, _("Chưa ghép máy nào"), False, href)
    now, well = house.clock(), 0
    for station in stations:
        health = house.pulses.of(station.name)
        well += not troubles(health, health.at if health else None, now)
    told = _(
        "%(well)s / %(all)s máy đang chạy tốt; tự kiểm tra trên màn hình quầy trước giờ mở cửa",
        well=_shown(well, house.config.event),
        all=len(stations),
    )
    return Step(label, told, well > 0, href)


def _copies(house: House) -> Step:
    copies = house.upkeep.backups() if house.upkeep else []
    label, href = _("Sao lưu"), "/settings#backups"
    if not copies:
        told = _("Chưa có bản sao lưu nào; khi máy chủ chạy, cứ mười phút có một bản mới")
        return Step(label, told, False, href)
    at = say_moment(copies[0].at, house.config.event.timezone)
    fresh = house.clock() - copies[0].at < STALE_BACKUP
    return Step(label, _("Bản gần nhất lúc %(at)s", at=at), fresh, href)


def _after(house: House) -> Iterator[Step]:
    reader, event = house.store.read, house.config.event
    owed, parked = len(list(reader.gaps())), reader.parked()
    told = _("Các quầy đã gửi đủ lượt quét")
    if owed or parked:
        told = _(
            "Còn lượt quét chưa gửi tới hoặc cần người xem: bật lại các quầy, xem bàn đón tiếp"
        )
    yield Step(_("Gom đủ lượt quét"), told, not (owed or parked), "/desk")
    frozen = next(frozen_numbers(house), None)
    told = _("Chưa chốt số liệu; báo cáo vẫn tải được")
    if frozen:
        told = _("Đã chốt số liệu; tải báo cáo, danh sách có mặt, vắng, dự thay để lưu hồ sơ")
    yield Step(_("Chốt số liệu, báo cáo"), told, frozen is not None, "/reports", optional=True)
    erased = desk.erased(reader)
    told = _("Xóa họ tên, điện thoại, ghi chú khi không còn cần; số liệu được giữ lại")
    if erased:
        at = say_moment(erased.at, event.timezone)
        told = _("Đã xóa lúc %(at)s", at=at)
    yield Step(_("Xóa dữ liệu cá nhân"), told, erased is not None, "/settings#end")


def _shown(count: int, event: EventConfig) -> str:
    return str(count) if is_english() else count_words(count, event.style)
