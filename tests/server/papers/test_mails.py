import base64
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, time
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from playwright.sync_api import Page

from badges.drawing import Drawing, card_pictures
from server.config import SHIPPED, load_config
from server.guests import Guest
from server.invitations import Invitation, make_code
from server.papers.cards import card_of, occasion_of
from server.papers.mails import Contents, Enclosed, write_mail
from server.papers.mime import HEADERS, as_bytes
from server.sendings import What
from tests.badges.paper import codes_in, picture

CONFIG = load_config(SHIPPED, environ={})
OPEN = CONFIG.event
SETTLED = replace(
    OPEN,
    day=date(2023, 11, 17),
    starts=time(8),
    venue="Hội trường tầng 3, Trung tâm Hội nghị tỉnh Lạng Sơn, số 2 đường Hùng Vương",
    map_url="https://www.openstreetmap.org/?mlat=21.8536&mlon=106.7613#map=17/21.8536/106.7613",
)
AT = datetime(2023, 11, 10, 3, 0, tzinfo=UTC)
CODE, DESK_CODE = make_code(OPEN.id), "48217735"
LONG_UNIT = (
    "Ban Quản lý P (tên dài để thử giao diện: Ban Quản lý Khu kinh tế cửa khẩu và các khu công"
    " nghiệp mẫu)"
)


def a_place(number: int, holder: Guest | None, organisation: str = "Sở A") -> Invitation:
    expects = None if holder else "Đại diện lãnh đạo"
    return Invitation(f"DB{number:03}", "SBN", organisation, holder, number, expects=expects)


NAMED = a_place(16, Guest("Lý Văn Quý", "Ông", "Giám đốc"))
LONG = a_place(
    28,
    Guest(
        "Nguyễn Hoàng Bảo Minh Châu",
        "Bà",
        "Phó Trưởng ban\nkiêm Trưởng phòng Quản lý đầu tư và xây dựng cơ bản",
    ),
    LONG_UNIT,
)
MAILS = {
    "named": ([NAMED], OPEN, What.INVITATION),
    "unnamed": ([a_place(18, None, "Sở C")], OPEN, What.INVITATION),
    "long, the venue": ([LONG], SETTLED, What.VENUE),
    "a unit of three": ([a_place(n, LONG.holder, LONG_UNIT) for n in range(3)], SETTLED, What.INVITATION),
    "without end": ([a_place(9, Guest("W" * 80, "Bà", "M" * 90), "W" * 150)], SETTLED, What.INVITATION),
}  # fmt: skip
# Elements that reach beyond the screen, are wider than what holds them, or lie on another.
SPILT = """() => {
    const seen = [...document.querySelectorAll("p, td, img, a, h1, li")];
    const box = (element) => element.getBoundingClientRect();
    const wide = seen.filter((e) => box(e).right > innerWidth || e.scrollWidth > e.clientWidth + 1
        && getComputedStyle(e).display !== "inline");
    const over = (a, b) => !a.contains(b) && !b.contains(a)
        && Math.min(box(a).right, box(b).right) - Math.max(box(a).left, box(b).left) > 1
        && Math.min(box(a).bottom, box(b).bottom) - Math.max(box(a).top, box(b).top) > 1;
    const laid = seen.filter((a) => seen.some((b) => a !== b && over(a, b)));
    const narrow = document.documentElement.scrollWidth > innerWidth;
    return [narrow, ...[...wide, ...laid].map((e) => e.outerHTML.slice(0, 90))];
}"""


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return Drawing.of(occasion_of(OPEN, CONFIG.badges))


def a_mail(places, event, what, drawing) -> EmailMessage:
    cards = [card_of(place, CODE, DESK_CODE, event) for place in places]
    pictures = card_pictures(cards, drawing)
    contents = Contents(
        message_id="<0b5d3c9e@langson.example.vn>",
        what=what,
        address="sbn@langson.example.vn",
        enclosed=tuple(
            Enclosed(place, DESK_CODE, drawn) for place, drawn in zip(places, pictures, strict=True)
        ),
        link=f"https://moi.langson.example.vn/i/{CODE}",
    )
    sender = Address("Trung tâm", addr_spec="moi@langson.example.vn")
    return write_mail(contents, event, sender, event.id, AT)


def pictures_of(mail: EmailMessage) -> dict[str, bytes]:
    return {
        part["Content-ID"].strip("<>"): part.get_payload(decode=True)
        for part in mail.walk()
        if part.get_content_type() == "image/png"
    }


def show(page: Page, mail: EmailMessage) -> None:
    """Open the HTML as a mail program does, its pictures from beside it."""
    html = mail.get_body(("html",)).get_content()
    for name, png in pictures_of(mail).items():
        inline = base64.b64encode(png).decode()
        html = html.replace(f"cid:{name}", f"data:image/png;base64,{inline}")
    page.set_content(html, wait_until="load")


@pytest.mark.parametrize("kind", MAILS)
def test_nothing_in_a_mail_is_clipped_or_overlaps_on_a_phone_or_a_desk(kind, drawing, page):
    mail = a_mail(*MAILS[kind], drawing)
    show(page, mail)
    for width in (320, 390, 640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, page.evaluate(SPILT)) == (width, [False])
    assert [codes_in(picture(png)) for png in pictures_of(mail).values()] == [
        [CODE] for _ in MAILS[kind][0]
    ]


def test_a_mail_is_read_back_as_it_was_written(drawing):
    places, event, what = MAILS["a unit of three"]
    written = a_mail(places, event, what, drawing)
    bounds = [part.get_boundary() for part in written.walk() if part.is_multipart()]
    assert len(set(bounds)) == len(bounds) == 3
    mail = message_from_bytes(as_bytes(written), policy=SMTP)
    assert [defect for part in mail.walk() for defect in part.defects] == []
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        *["image/png"] * 3,
        "text/calendar",
    ]
    drawn = card_pictures([card_of(place, CODE, DESK_CODE, event) for place in places], drawing)
    assert list(pictures_of(mail).values()) == drawn
    assert LONG_UNIT in " ".join(mail.get_body(("plain",)).get_content().split())


@pytest.mark.parametrize("kind", MAILS)
def test_a_mail_has_the_bytes_that_python_would_write_itself(kind, drawing):
    mail = a_mail(*MAILS[kind], drawing)
    assert as_bytes(mail) == mail.as_bytes(policy=HEADERS)


def test_nfd_names_make_the_same_mail(drawing):
    def decomposed(text):
        return unicodedata.normalize("NFD", text)

    holder = replace(NAMED.holder, name=decomposed(NAMED.holder.name))
    place = replace(NAMED, holder=holder, organisation=decomposed(NAMED.organisation))
    nfc, nfd = (a_mail([one], OPEN, What.INVITATION, drawing) for one in (NAMED, place))
    assert pictures_of(nfd) == pictures_of(nfc)
    assert "Lý Văn Quý" in nfd.get_body(("plain",)).get_content()


def test_no_space_of_a_long_name_is_lost_in_a_header(drawing):
    place = replace(
        LONG, organisation=f"{LONG_UNIT} và Trung tâm Xúc tiến đầu tư tỉnh", holder=None
    )
    raw = as_bytes(a_mail([place], OPEN, What.INVITATION, drawing))
    mail = message_from_bytes(raw)
    said = {name: str(make_header(decode_header(mail[name]))) for name in ("To", "Subject")}
    assert said["To"] == f"{place.organisation} <sbn@langson.example.vn>"
    assert said["Subject"].endswith(OPEN.short)
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 78
