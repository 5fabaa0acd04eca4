"""What guests and units say by themselves: on record as theirs, at once, and never too late."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from PIL import Image

from server import desk
from server.config import parse_config
from server.desk.answers import close_answers
from server.guests import Guest, Kind, Rsvp
from server.hall_file import load_hall
from server.web import create_app
from server.web.answering import MOST
from tests.server.cast import OANH, QUY, SOMEBODY, admit, at, invite
from tests.server.web.house import CLERK, ORGANISER, ORIGIN

STAND_IN = {"honorific": "Bà", "name": "Vi Thị  Hoa", "title": "Phó Giám đốc"}


def tell(client, code, deed="answer", headers=ORIGIN, **fields):
    return client.post(f"/i/{code}/{deed}", data=fields, headers=headers)


def page(client, path):
    return client.get(path).get_data(as_text=True)


def link_of(store, organisation):
    return store.read.links()[organisation].token


def test_a_guest_says_yes_and_the_board_hears_it_at_once(client, store, codes):
    seq = store.read.head()[0]
    answer = tell(client, codes["DB016"], rsvp="coming")
    board = client.get(f"/api/board?after={seq}", headers=CLERK).get_json()
    [event] = board["events"]

    assert (answer.status_code, answer.location) == (303, f"/i/{codes['DB016']}?done=coming")
    assert store.read.invitation("DB016").rsvp is Rsvp.COMING
    assert (event["kind"], event["what"], event["person"]) == ("changed", "rsvp", "đại biểu")
    assert "Đã ghi nhận Quý đại biểu sẽ dự" in page(client, answer.location)


def test_the_programme_is_without_what_the_organisers_remark_of_it(client, codes):
    text = page(client, f"/i/{codes['DB016']}")
    assert "Tóm tắt về chặng đường 05 năm" in text
    assert "kịch bản" not in text


def test_a_guest_says_no_with_a_reason_that_is_not_in_the_journal(client, store, codes):
    tell(client, codes["DB016"], rsvp="not_coming", reason="Đi công tác")
    place = store.read.invitation("DB016")

    assert (place.rsvp, place.rsvp_reason) == (Rsvp.NOT_COMING, "Đi công tác")
    assert "công tác" not in str([record.detail for record in store.read.scans()])
    assert "Đã báo không dự được: Đi công tác" in page(client, f"/i/{codes['DB016']}")


def test_a_representative_is_named_and_the_code_stays(client, store, codes):
    tell(client, codes["DB018"], "representative", **STAND_IN)
    place = store.read.invitation("DB018")

    assert place.holder == Guest("Vi Thị Hoa", "Bà", "Phó Giám đốc")
    assert (place.rsvp, place.seat) == (Rsvp.COMING, "B01")
    assert "Bà Vi Thị Hoa" in page(client, f"/i/{codes['DB018']}")


def test_a_stand_in_never_inherits_the_seat_and_the_organisers_are_asked(client, store, codes):
    tell(client, codes["DB016"], "stand-in", **STAND_IN)
    place = store.read.invitation("DB016")
    [card] = client.get("/api/desk/cards", headers=CLERK).get_json()["cards"]
    record = store.read.history("DB016")[-1]

    assert (place.substitute.name, place.holder, place.seat) == ("Vi Thị Hoa", QUY.holder, None)
    assert (record.detail["announced"], record.detail["seat_before"]) == (True, "B06")
    assert (card["kind"], "ghế B06" in card["text"]) == ("substitute", True)
    assert "Vị trí ngồi do Ban Tổ chức bố trí" in page(client, f"/i/{codes['DB016']}")
    assert "Hàng B" not in page(client, f"/i/{codes['DB016']}")
    assert store.read.first_fault() is None


def test_taken_back_the_invited_person_has_the_seat_again_if_it_is_free(client, store, codes):
    tell(client, codes["DB016"], "stand-in", **STAND_IN)
    tell(client, codes["DB016"], "stand-in", **STAND_IN | {"name": "Vi Văn Ba"})
    tell(client, codes["DB016"], "stand-in-back")
    assert store.read.invitation("DB016").seat == "B06"

    tell(client, codes["DB016"], "stand-in", **STAND_IN)
    desk.change_seat(store, "DB017", "B06", at(1))
    tell(client, codes["DB016"], "stand-in-back")
    assert store.read.invitation("DB016").seat is None
    assert store.read.notices()


def test_who_was_invited_by_name_is_not_renamed(client, store, codes):
    answer = tell(client, codes["DB016"], "representative", **STAND_IN)

    assert answer.status_code == 409
    assert store.read.invitation("DB016").holder == QUY.holder


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_form_that_lacks_a_name_says_so_and_keeps_what_was_typed(client, store, codes, name):
    head = store.read.head()
    answer = tell(client, codes["DB018"], "representative", name=name, title="Phó <b>Giám đốc")
    text = answer.get_data(as_text=True)

    assert (answer.status_code, store.read.head()) == (400, head)
    assert 'role="alert"' in text
    assert 'value="Phó &lt;b&gt;Giám đốc"' in text


def test_the_same_form_sent_twice_is_done_once(client, store, codes):
    once = str(uuid4())
    for _ in range(2):
        tell(client, codes["DB016"], rsvp="coming", once=once)

    assert [r.detail["what"] for r in store.read.history("DB016")] == ["import", "rsvp"]


def test_the_organisers_close_the_answers_and_the_page_says_whom_to_call(client, store, codes):
    put = client.put("/api/answers", json={"closed": True}, headers=ORGANISER)
    answer = tell(client, codes["DB016"], rsvp="coming")
    text = page(client, f"/i/{codes['DB016']}")

    assert put.get_json()["open"] is False
    assert (answer.status_code, store.read.invitation("DB016").rsvp) == (409, Rsvp.NONE)
    assert "Đã hết thời hạn phản hồi trực tuyến" in text
    assert "Phòng Hành chính - Tổng hợp" in text
    assert "<form" not in text
    close_answers(store, at(41), closed=False, by=None)
    assert tell(client, codes["DB016"], rsvp="coming").status_code == 303


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('answers_until = 2023-11-17\nanswers_until_hour = "07:40"', 409),
        ('answers_until = 2023-11-17\nanswers_until_hour = "07:41"', 303),
        ("answers_until = 2023-11-16", 409),
        ('date = 2023-11-17\nstarts = "07:30"', 409),
    ],
)
def test_answers_end_at_their_hour_or_when_the_event_begins(app, codes, text, status):
    house = app.house
    config = parse_config(f"[event]\n{text}\n")
    later = create_app(config, house.store, clock=house.clock, hall=load_hall())

    assert tell(later.test_client(), codes["DB016"], rsvp="coming").status_code == status
    later.close()


def test_who_has_come_in_is_no_longer_answered_for(client, store, codes):
    admit(store, codes["DB016"])

    assert tell(client, codes["DB016"], rsvp="not_coming").status_code == 409
    assert "<form" not in page(client, f"/i/{codes['DB016']}")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_of_another_site_is_not_taken(client, store, codes, headers):
    answer = tell(client, codes["DB016"], headers=headers, rsvp="not_coming")

    assert (answer.status_code, store.read.invitation("DB016").rsvp) == (403, Rsvp.NONE)


def test_only_forms_are_taken_where_forms_are(client, store, codes):
    path = f"/i/{codes['DB016']}/answer"

    assert client.post(path, json={"rsvp": "coming"}, headers=ORIGIN).status_code == 415
    assert store.read.invitation("DB016").rsvp is Rsvp.NONE


def test_nobody_answers_without_end_and_others_are_not_kept_waiting(client, codes):
    for number in range(MOST):
        assert tell(client, codes["DB016"], rsvp="coming", once=str(number)).status_code == 303

    assert tell(client, codes["DB016"], rsvp="coming").status_code == 429
    assert tell(client, codes["DB017"], rsvp="coming").status_code == 303


def test_guessed_links_are_answered_ever_more_slowly_and_right_ones_always(client, codes):
    answers = [client.get(f"/i/X{number}").status_code for number in range(7)]

    assert answers == [404, 404, 404, 404, 404, 429, 429]
    assert client.get(f"/i/{codes['DB016']}").status_code == 200


def test_opening_a_link_or_previewing_it_changes_nothing_and_names_nobody(client, store, codes):
    head, token = store.read.head(), link_of(store, "Sở A")
    for path in (f"/i/{codes['DB016']}", f"/o/{token}"):
        for method in ("GET", "HEAD"):
            client.open(f"{path}?done=coming", method=method)
        previewed = re.findall(r'<meta property="og:.*?>', page(client, path))
        assert len(previewed) == 4
        assert not any(word in " ".join(previewed) for word in ("Quý", codes["DB016"], token))
    assert store.read.head() == head
    with Image.open("static/brand/preview.png") as preview:
        assert preview.size == (1200, 630)


def test_the_calendar_waits_for_the_day(app, client, codes):
    assert client.get(f"/i/{codes['DB016']}/calendar.ics").status_code == 404
    assert "calendar.ics" not in page(client, f"/i/{codes['DB016']}")
    config = parse_config('[event]\ndate = 2023-11-17\nstarts = "08:00"\nvenue = "Hội trường A"\n')
    house = app.house
    later = create_app(config, house.store, clock=house.clock, hall=load_hall())
    file = later.test_client().get(f"/i/{codes['DB016']}/calendar.ics")

    assert file.mimetype == "text/calendar"
    # Until the doors close or, where nothing says when, as long as such a morning is.
    assert b"DTSTART:20231117T010000Z\r\nDTEND:20231117T030000Z\r\n" in file.data
    assert codes["DB016"].encode() not in file.data.replace(b"\r\n ", b"")
    later.close()


def test_a_unit_sees_its_places_and_no_others(client, store, codes):
    text = page(client, f"/o/{link_of(store, 'Sở A')}")

    assert "Ông Lý Văn Quý" in text
    assert "Oanh" not in text
    assert codes["DB016"] not in text
    assert "B06" not in text


def test_a_unit_names_who_comes_and_stands_on_record_as_a_unit(client, store, codes):
    token = link_of(store, "Sở C")
    answer = client.post(f"/o/{token}/DB018/representative", data=STAND_IN, headers=ORIGIN)

    assert answer.location == f"/o/{token}?done=name&at=DB018#DB018"
    assert store.read.invitation("DB018").holder.name == "Vi Thị Hoa"
    assert store.read.history("DB018")[-1].person == "đơn vị"
    assert "Đã ghi nhận họ tên người đại diện" in page(client, answer.location)


def test_a_unit_says_yes_for_all_its_people_at_once(client, store, codes):
    for place in ("DB017", "DB018"):
        invited = replace(store.read.invitation(place), organisation="Sở A")
        store.write(lambda tx, invited=invited: tx.put_invitation(invited))
    path = f"/o/{link_of(store, 'Sở A')}"
    assert "3 suất mời: 0 sẽ dự, 0 không dự được, 3 chưa phản hồi." in page(client, path)
    assert "Xác nhận cả 2 đại biểu sẽ dự" in page(client, path)

    answer = client.post(f"{path}/answers", data={"once": str(uuid4())}, headers=ORIGIN)
    assert answer.location == f"{path}?done=all_coming"
    # Who comes for the unit in the third place is still to be named.
    states = {place.id: place.rsvp for place in store.read.invitations()}
    assert (states["DB016"], states["DB017"], states["DB018"]) == ("coming", "coming", "none")
    assert "Xác nhận cả" not in page(client, path)
    head = store.read.head()
    client.post(f"{path}/answers", data={"once": str(uuid4())}, headers=ORIGIN)
    assert store.read.head() == head


def test_no_guest_says_yes_for_a_whole_unit(client, store, codes):
    assert tell(client, codes["DB016"], "accept-all").status_code == 404


def test_a_unit_speaks_for_nobody_elses_place(client, store, codes):
    token = link_of(store, "Sở C")
    form = {"rsvp": "not_coming"}

    assert client.post(f"/o/{token}/DB016/answer", data=form, headers=ORIGIN).status_code == 404
    assert store.read.invitation("DB016").rsvp is Rsvp.NONE


def test_a_renewed_link_ends_the_old_one(client, store, codes):
    old = link_of(store, "Sở A")
    new = desk.renew_link(store, "Sở A", at(1), None)

    assert client.get(f"/o/{old}").status_code == 404
    assert client.get(f"/o/{new}").status_code == 200


def test_organisers_read_links_and_texts_and_reception_does_not(client, codes):
    told = client.get("/api/organisations", headers=ORGANISER).get_json()
    [first, *_] = told["organisations"]

    assert client.get(first["link"].removeprefix("http://localhost")).status_code == 200
    assert first["text"].startswith("Kính gửi Sở A.")
    assert told["answers"] == {"open": True, "until": None, "closed": False}
    assert client.get("/api/organisations", headers=CLERK).status_code == 403


def test_the_purge_leaves_no_link(client, store, codes):
    token = link_of(store, "Sở A")
    desk.close_event(store, at(60))
    desk.purge(store, at(61))

    assert client.get(f"/o/{token}").status_code == 404
    assert store.read.links() == {}


def test_a_press_place_is_renamed_by_its_newsroom(client, store):
    crew = replace(SOMEBODY, kind=Kind.PRESS, holder=Guest("An"), organisation="Báo Lạng Sơn")
    codes = invite(store, OANH, crew)
    tell(client, codes["DB018"], "representative", **STAND_IN)

    assert store.read.invitation("DB018").holder.name == "Vi Thị Hoa"
