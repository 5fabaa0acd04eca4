"""The texts that go out with the pictures: ready to be copied into Zalo or a short message.

A text says nothing that its receiver may not know: no phone but the organisers' own, no
seat, no note. What is not decided yet is said to be announced.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from server.event import EventConfig
from server.invitations import Invitation, format_desk_code
from server.sentences import Sentence, joined, say
from server.wording import Bearer, Manner
from server.wording.figures import count_words, day_words, hour_words, when_words
from server.wording.official import sign, town, working_day_before

SMS_LENGTH: Final = 160
_OPEN: Final = "cụ thể sẽ thông báo sau"
_GATEWAYS_REFUSE: Final = re.compile(r"[^A-Za-z0-9 .,:;()/+'?!-]+")


def zalo_named(place: Invitation, event: EventConfig) -> str:
    """Invite somebody by name. Raises ValueError where nobody is named."""
    guest = place.coming
    if guest is None:
        raise ValueError(f"Nobody is named on {place.id}")
    x = _address(place, event)
    return " ".join(
        (
            f"Kính gửi {x} {', '.join(_person(place))}.",
            f"{event.organisers.host} trân trọng kính mời {x} tới dự {occasion(event)}.",
            *_facts(event),
            "Mã QR vào hội trường trong ảnh kèm theo, đề nghị lưu ảnh về máy.",
            _stand_in(event),
            "Trân trọng!",
        )
    )


def zalo_organisation(
    organisation: str,
    places: Sequence[Invitation],
    event: EventConfig,
    link: str | None = None,
) -> str:
    """Invite an organisation through its focal person: one text for all its places.

    Who is named stands in a list below; for places without a name it is asked to say who
    comes, and by when. `link` is the unit's private page, where it has one.
    """
    named = [place for place in places if place.coming]
    unnamed = [place for place in places if place.coming is None]
    whom = _whom(organisation, named, unnamed)
    sentences = [
        f"Kính gửi {organisation}.",
        f"{event.organisers.host} trân trọng kính mời {whom} tới dự {occasion(event)}.",
        *_facts(event),
        *([_ask_for_names(event)] if unnamed else []),
        *([_stand_in(event)] if named else []),
        _pictures(len(places), event),
        "Trân trọng!",
    ]
    own_page = [f"Trang riêng để đầu mối của đơn vị ghi họ tên, phản hồi: {link}"] if link else []
    return "\n".join([" ".join(sentences), *_enclosed(organisation, places, event), *own_page])


def invitation_lines(place: Invitation, event: EventConfig) -> tuple[str, str, str]:
    """Say in a letter to one place whom it greets, to what it invites, and what it asks."""
    host = event.organisers.host
    if place.coming:
        whom = _address(place, event)
        greeting = f"Kính gửi {whom} {', '.join(_person(place))},"
        asks = _stand_in(event)
    else:
        organisation = place.organisation or "Quý cơ quan"
        whom = _whom(organisation, [], [place])
        greeting, asks = f"Kính gửi {organisation},", _ask_for_names(event)
    return greeting, f"{host} trân trọng kính mời {whom} tới dự {occasion(event)}.", asks


def unit_invitation_lines(
    places: Sequence[Invitation], event: EventConfig
) -> tuple[str, str, list[str], list[str]]:
    """Say in a letter to a unit what it greets, to what it invites, what it asks, and whom."""
    organisation, host = places[0].organisation, event.organisers.host
    named = [place for place in places if place.coming]
    unnamed = [place for place in places if place.coming is None]
    whom = _whom(organisation, named, unnamed)
    asks = [*([_ask_for_names(event)] if unnamed else []), *([_stand_in(event)] if named else [])]
    return (
        f"Kính gửi {organisation},",
        f"{host} trân trọng kính mời {whom} tới dự {occasion(event)}.",
        asks,
        _enclosed(organisation, places, event),
    )


def venue_notice(event: EventConfig) -> str | None:
    """Say when and where, to all who were invited before it was known; None: still open."""
    if event.day is None or event.venue is None:
        return None
    hour = f" lúc {hour_words(event.starts_at)}" if event.starts_at else ""
    return (
        f"{event.organisers.host} trân trọng thông báo: {occasion(event)} được tổ chức{hour} "
        f"ngày {day_words(event.day)} tại {_at(event.venue)}. "
        "Mã QR đã gửi trước đây vẫn có giá trị. Trân trọng!"
    )


def sms(place: Invitation, desk_code: str, event: EventConfig) -> str:
    """Invite in one short message: at most 160 plain letters, the desk code readable.

    What is too long is left out from the least needed: the name, the end of the venue, the
    last words of the event's name, whom to call; never the day and the code.
    """
    x = _plain(_address(place, event))
    name = _plain(place.coming.name) if place.coming else ""
    head, what = f"{_sender(event)} kinh moi", _plain(_short(event))
    code = f". Ma vao cua {format_desk_code(desk_code)}"
    tail = f"{code}{_call(event)}"
    wheres = [_plain(where) for where in _wheres(event)]
    # Shorter by six letters, and as much a word for a guest of unknown sex.
    xs = [x, "Ong/Ba"] if x == "Quy dai bieu" and event.style.address == "ong_ba" else [x]
    tries = [f"{head} {x} {name}".rstrip() + f" du {what}, {wheres[0]}{tail}"]
    tries += [f"{head} {x} du {what}, {where}{tail}" for where in wheres for x in xs]
    tries += [
        f"{head} {xs[-1]} du {words}, {wheres[-1]}{end}"
        for end in (tail, code)
        for words in _ever_fewer_words(what)
    ]
    found = next((text for text in tries if len(text) <= SMS_LENGTH), None)
    return found or f"{head[: SMS_LENGTH - len(code)].rstrip(' ,.')}{code}"


def occasion(event: EventConfig) -> str:
    """Name the event in a sentence whose host has just been named: "… 05 năm … Trung tâm"."""
    name = re.sub(r"\s*\([^()]*\)$", "", event.name)
    return name.replace(event.organisers.host, " ".join(event.organisers.host.split()[:2]))


def names_wanted_by(day: date) -> date:
    """Give the day until which an organisation may say who comes: the working day before."""
    return working_day_before(day, 1)


def first_number(phone: str) -> str:
    """Give the first of the numbers that are written in one line."""
    return re.split(r"[,;/]|\s[-–]\s|hoặc", phone)[0].strip()


def contact_words(event: EventConfig, phone: str | None = None) -> Sentence:
    """Say whom to tell: "Phòng Hành chính - Tổng hợp, điện thoại 0205 …", or "Ban Tổ chức".

    `phone`: the number as it shall be written, where that is not as it is.
    """
    written = phone or event.contact.phone
    number = written and say("điện thoại %(phone)s", phone=written)
    return joined(filter(None, (event.contact.name or say("Ban Tổ chức"), number)))


def _address(place: Invitation, event: EventConfig) -> str:
    manner = Manner.of(event)
    return manner.address(Bearer(place.coming, place.organisation, place.group))


def _person(place: Invitation) -> list[str]:
    """Give the name, and "title - organisation" with nothing said twice."""
    guest = place.coming
    assert guest is not None
    title, unit = guest.title or "", place.organisation
    if unit and title.casefold().endswith(unit.casefold()):
        unit = ""
    what = " - ".join(filter(None, (title, unit)))
    return [guest.name, what] if what else [guest.name]


def _facts(event: EventConfig) -> tuple[str, str]:
    return f"Thời gian: {when_words(event)}.", f"Địa điểm: {event.place or _OPEN}."


def _stand_in(event: EventConfig) -> str:
    return f"Trường hợp cử người dự thay, kính đề nghị thông báo trước qua {contact_words(event)}."


def _ask_for_names(event: EventConfig) -> str:
    when = "trong thời gian sớm nhất"
    if event.day:
        when = f"trước 17 giờ 00 phút, ngày {day_words(names_wanted_by(event.day))}"
    return (
        "Kính đề nghị Quý cơ quan cử đại biểu dự đúng thành phần và gửi họ tên, chức vụ về "
        f"{contact_words(event)} {when}."
    )


def _whom(organisation: str, named: Sequence[Invitation], unnamed: Sequence[Invitation]) -> str:
    if not named:
        kinds = list(dict.fromkeys(place.expects or "Đại biểu" for place in unnamed))
        return f"{', '.join(kinds)} {organisation}"
    return f"các đại biểu của {organisation} theo danh sách dưới đây"


def _pictures(count: int, event: EventConfig) -> str:
    if count == 1:
        return "Mã QR vào hội trường trong ảnh kèm theo, đề nghị lưu ảnh về máy."
    return (
        f"Mã QR vào hội trường trong {count_words(count, event.style)} ảnh kèm theo, mỗi đại "
        "biểu một ảnh; đề nghị chuyển đúng người và lưu ảnh về máy."
    )


def _enclosed(organisation: str, places: Sequence[Invitation], event: EventConfig) -> list[str]:
    """List whom the pictures are for, where it is not plain from the sentence."""
    if len(places) == 1 and places[0].coming is None:
        return []
    return [
        f"{count_words(number, event.style)}. {_line(place, organisation, event)}"
        for number, place in enumerate(places, 1)
    ]


def _line(place: Invitation, organisation: str, event: EventConfig) -> str:
    guest = place.coming
    if guest is None:
        return f"{place.expects or 'Đại diện'} {organisation} (chưa có tên)"
    title = (guest.title or "").strip()
    return ", ".join(filter(None, (f"{_address(place, event)} {guest.name}", title)))


def _at(venue: str) -> str:
    """Say a venue after "tại", which it may begin with itself."""
    return re.sub(r"^tại\s+", "", venue, flags=re.IGNORECASE)


def _sender(event: EventConfig) -> str:
    found = re.search(r"\b(tỉnh|thành phố|huyện|thị xã)\s", event.organisers.host)
    where = f"{found[1]} {town(event)}" if found else ""
    return _plain(f"{sign(event.organisers.host)} {where}")


def _short(event: EventConfig) -> str:
    """Give the short name without the host's, which signs the message."""
    head = " ".join(event.organisers.host.split()[:2])
    return event.short.removesuffix(head).strip()


def _wheres(event: EventConfig) -> list[str]:
    """Say when and where, in full and then with ever less of the venue's address."""
    hour = f"{event.starts_at:%Hh%M} " if event.starts_at else ""
    when = f"{hour}ngày {day_words(event.day)}" if event.day else "thời gian"
    if event.venue is None:
        open_yet = [f"{when}, địa điểm sẽ thông báo sau", f"{when}, địa điểm báo sau"]
        return [*open_yet, when] if event.day else open_yet
    if event.day is None:
        when += " sẽ thông báo sau,"
    parts = _at(event.venue).split(",")
    shorter = [f"{when} tại {','.join(parts[:n])}" for n in range(len(parts), 0, -1)]
    return [*shorter, f"{when.rstrip(',')}, địa điểm theo phiếu mời", when.rstrip(",")]


def _ever_fewer_words(text: str) -> Iterator[str]:
    """Give the text up to its last comma, the one before, …; then ever fewer of its words."""
    clauses = text.split(",")
    for count in range(len(clauses) - 1, 0, -1):
        yield ",".join(clauses[:count])
    words = clauses[0].split(" ")
    for count in range(len(words) - 1, 1, -1):
        yield " ".join(words[:count]).rstrip(" .-")


def _call(event: EventConfig) -> str:
    phone = _plain(first_number(event.contact.phone or "")).replace(" ", "")
    return f". LH {phone}" if phone else ""


def _plain(text: str) -> str:
    """Give the text without marks, and without what some gateways refuse."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_GATEWAYS_REFUSE.sub(" ", bare.replace("–", "-")).split())
