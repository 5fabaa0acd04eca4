"""The first page: the event, and the ways on for whoever has come."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from server.guests import Kind
from server.web.auth import may
from server.web.frame import menu
from server.web.house import House, g
from server.wording.figures import count_words

routes = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to the open doors: what is to do, how it stands, where it is done."""

    label: str
    standing: str
    done: bool
    href: str | None


@routes.get("/")
def page() -> str:
    """Show what this is; signed in, where to go, and organisers what is still to do."""
    caller, house = g.caller, g.house
    prepares = caller is not None and may("lists.page", caller.role)
    return render_template(
        "home.html",
        event=house.config.event,
        caller=caller,
        steps=_steps(house) if prepares else [],
    )


def _steps(house: House) -> list[Step]:
    places = [
        place
        for place in house.store.read.invitations()
        if place.cancelled is None and place.kind is not Kind.WALK_IN
    ]
    seated, named = sum(p.seat is not None for p in places), sum(bool(p.coming) for p in places)
    event, hrefs = house.config.event, {entry.label: entry.href for entry in menu()["menu"]}

    def of_all(count: int, what: str) -> str:
        return f"{count_words(count, event.style)} / {len(places)} suất mời {what}"

    listed = f"{len(places)} suất mời, {len({p.group for p in places})} thành phần"
    where = event.venue or "Địa điểm: cụ thể sẽ thông báo sau"
    return [
        Step(
            "Nhập danh sách đại biểu",
            listed if places else "Danh sách còn trống: nhập từ tệp Excel đang có",
            bool(places),
            hrefs.get("Danh sách đại biểu") if places else "/guests/import",
        ),
        Step(
            "Bổ sung họ tên",
            of_all(named, "đã có tên"),
            bool(places) and named == len(places),
            "/guests?state=unnamed",
        ),
        Step(
            "Xếp chỗ ngồi",
            of_all(seated, "đã có ghế"),
            seated > 0,
            hrefs.get("Sơ đồ chỗ ngồi", "/guests?seat=no"),
        ),
        Step(
            "Phát hành phiếu mời", where, event.venue is not None, hrefs.get("Phát hành phiếu mời")
        ),
    ]
