"""The first page: the event, and the ways on for whoever has come."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from server.guests import Kind
from server.web.auth import may
from server.web.frame import menu
from server.web.house import House, g
from server.web.language import _, is_english
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
    event, hrefs = house.config.event, {entry.endpoint: entry.href for entry in menu()["menu"]}

    def shown(count: int) -> str:
        return str(count) if is_english() else count_words(count, event.style)

    groups = len({p.group for p in places})
    listed = _("%(places)s suất mời, %(groups)s thành phần", places=len(places), groups=groups)
    where = event.venue or _("Địa điểm: cụ thể sẽ thông báo sau")
    return [
        Step(
            _("Nhập danh sách đại biểu"),
            listed if places else _("Danh sách còn trống: nhập từ tệp Excel đang có"),
            bool(places),
            hrefs.get("lists.page") if places else "/guests/import",
        ),
        Step(
            _("Bổ sung họ tên"),
            _("%(named)s / %(all)s suất mời đã có tên", named=shown(named), all=len(places)),
            bool(places) and named == len(places),
            "/guests?state=unnamed",
        ),
        Step(
            _("Xếp chỗ ngồi"),
            _("%(seated)s / %(all)s suất mời đã có ghế", seated=shown(seated), all=len(places)),
            seated > 0,
            hrefs.get("hall.page", "/guests?seat=no"),
        ),
        Step(_("Phát hành phiếu mời"), where, event.venue is not None, hrefs.get("issuing.page")),
    ]
