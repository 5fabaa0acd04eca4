"""The hall changed over HTTP: drawn as a draft, checked, kept, and the same everywhere at once."""

import tomllib
from uuid import uuid4

import pytest

from server.config import parse_config
from server.hall.toml_form import read_hall_toml
from server.hall_file import SAMPLE_HALL, load_hall
from server.web import create_app
from tests.server.halls import ROUNDS_TEXT
from tests.server.web.house import CLERK, DESK, DOOR, ORGANISER, people_the_house

SAMPLE = SAMPLE_HALL.read_text("utf-8")


@pytest.fixture
def client(store, clock, codes):
    """A house whose hall comes from a file that a page can change."""
    people_the_house(store)
    app = create_app(parse_config(""), store, clock=clock, hall=load_hall(), hall_text=SAMPLE)
    yield app.test_client()
    app.close()


@pytest.fixture
def draft(client):
    def draft(**body):
        return client.post("/api/hall/drafts", json=body, headers=ORGANISER)

    return draft


@pytest.fixture
def keep(client):
    def keep(design, **body):
        body = {"design": design, "scan_id": str(uuid4())} | body
        return client.put("/api/hall/design", json=body, headers=ORGANISER)

    return keep


def design_of(client):
    return client.get("/api/hall/design", headers=ORGANISER).json


def without_b06(client):
    design = design_of(client)["design"]
    design["rows"][1]["without"] = [6]
    return design


def test_the_design_is_the_hall_s_file_part_by_part(client):
    told = design_of(client)
    assert told.pop("begun")["spots"][0]["label"] == "Cửa chính"
    assert told == {"design": tomllib.loads(SAMPLE), "sign": None, "editable": True}


def test_a_draft_is_drawn_with_who_would_lose_the_seat_and_keeps_nothing(client, draft, store):
    told = draft(design=without_b06(client)).json
    assert told["fault"] is None
    assert len(told["plan"]["seats"]) == 100
    assert told["unseated"] == [
        {"invitation": "DB016", "who": "Ông Lý Văn Quý, Giám đốc, Sở A", "seat": "B06"}
    ]
    assert store.read.meta("hall") is None


def test_a_changed_hall_holds_everywhere_at_once(client, keep, store):
    design = design_of(client)["design"]
    design["rows"][1]["label"] = "Hàng danh dự"
    answer = keep(design)
    assert (answer.status_code, answer.json["unseated"]) == (200, [])
    rows = client.get("/api/hall", headers=ORGANISER).json["hall"]["rows"]
    assert "Hàng danh dự" in {row["label"] for row in rows}
    assert client.get("/api/invitations/DB016", headers=CLERK).json["seat"] == (
        "Hàng danh dự, ghế 06 (dãy trái)"
    )
    seats = client.get("/api/seats", headers=DESK).json["seats"]
    assert "Hàng danh dự, ghế 06" in {seat["label"] for seat in seats}
    kiosk = client.get("/api/roster", headers=DOOR).json["hall"]
    assert kiosk["sign"] == answer.json["sign"] == design_of(client)["sign"]
    file = client.get("/hall/file", headers=ORGANISER)
    assert "hall.toml" in file.headers["Content-Disposition"]
    assert read_hall_toml("hall.toml", file.text) == read_hall_toml("hall.toml", kiosk["text"])
    assert store.read.first_fault() is None


def test_nobody_is_unseated_in_silence(client, keep, store):
    design = without_b06(client)
    refused = keep(design)
    assert refused.status_code == 409
    assert [one["invitation"] for one in refused.json["unseated"]] == ["DB016"]
    assert store.read.invitation("DB016").seat == "B06"

    done = keep(design, unseated=["DB016"])
    assert [one["invitation"] for one in done.json["unseated"]] == ["DB016"]
    assert store.read.invitation("DB016").seat is None
    assert store.read.history("DB016")[-1].person == "organiser"


def test_who_changes_an_older_hall_is_told_that_somebody_was_first(client, keep):
    design = design_of(client)["design"]
    keep(design | {"name": "Hội trường tỉnh"})
    answer = keep(design | {"name": "Hội trường khác"})
    assert (answer.status_code, "người khác đã sửa" in answer.json["message"]) == (409, True)
    seen = design_of(client)["sign"]
    assert keep(design | {"name": "Hội trường khác"}, seen=seen).status_code == 200


def test_a_file_is_read_as_it_is_and_one_with_a_mistake_says_where(draft):
    told = draft(text=ROUNDS_TEXT).json
    assert told["design"]["tables"][0]["shape"] == "round"
    assert {row["label"] for row in told["plan"]["hall"]["rows"]} >= {"Bàn 1", "Bàn 12"}
    wrong = draft(text=ROUNDS_TEXT.replace("count = 12", "count = 0")).json
    assert wrong["fault"] == {
        "path": ["tables", 0, "count"],
        "message": "Cụm bàn 1: không nhận 0; hãy ghi một số nguyên từ 1 đến 200.",
    }
    assert draft(text="không phải TOML").json["fault"]["message"].startswith("hall.toml, dòng 1")


@pytest.mark.parametrize(
    ("kind", "lines", "across", "seats", "all_seats"),
    [("rows", 20, 4, 13, 1045), ("round", 3, 4, 10, 125), ("desk", 8, 4, 3, 101)],
)
def test_a_new_hall_is_sound_in_every_kind(draft, kind, lines, across, seats, all_seats):
    told = draft(new={"kind": kind, "lines": lines, "across": across, "seats": seats}).json
    assert told["fault"] is None
    assert len(told["plan"]["seats"]) == all_seats
    assert [doubt for doubt in told["doubts"] if "xe lăn" not in doubt] == []


def test_what_is_odd_about_a_hall_is_said_in_sentences(client, draft):
    design = design_of(client)["design"]
    design["rows"][1]["y"] = 4.7
    design["spots"] = []
    design["zones"][1]["groups"] = ["LDX"]
    design["blocks"][1]["x"] = 12.0
    doubts = draft(design=design).json["doubts"]
    assert doubts[0].startswith("Ghế nằm ngoài hội trường: A08, A09")
    assert doubts[1].startswith("Ghế đứng chồng lên nhau: A01 và B01, ")
    assert doubts[2] == "Chưa có cửa chính: quầy không chỉ được đường đến ghế."
    assert doubts[3] == "Khu «Khách danh dự» ghi nhóm không có trong sự kiện: LDX."


@pytest.mark.parametrize("spoil", [{"rows": "A"}, {"rows": [3]}, {"Xx": 1}, {"id": [[1]]}])
def test_a_design_that_no_file_can_hold_is_refused(client, draft, keep, store, spoil):
    design = design_of(client)["design"] | spoil
    assert draft(design=design).json["fault"] is not None
    assert keep(design).status_code == 409
    assert store.read.meta("hall") is None


def test_the_page_and_its_changes_are_the_organisers(client):
    for path in ("/hall/edit", "/hall/file", "/api/hall/design"):
        assert client.get(path, headers=CLERK).status_code == 403
    assert client.put("/api/hall/design", json={}, headers=CLERK).status_code == 403
