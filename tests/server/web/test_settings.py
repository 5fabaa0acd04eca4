import re
import uuid

import pytest

from server import desk
from tests.badges.paper import pages, plain
from tests.server.web.house import CLERK, DOOR, ORGANISER, OWNER, bearer, sign_in

HASH = re.compile("[0-9a-f]{64}")


def on_record(store, what):
    return [r for r in store.read.scans(0, 1000) if r.detail.get("what") == what]


def test_an_owner_adds_a_person_whose_password_is_told_once_and_kept_as_a_hash(house, kept):
    made = house.post("/api/people", json={"name": "Lan", "role": "organiser"}, headers=OWNER)

    password = made.json["password"]
    assert (made.status_code, made.json["token"]) == (200, None)
    assert sign_in(house, "Lan", password).location == "/"
    listed = house.get("/api/people", headers=ORGANISER).get_data(as_text=True)
    assert "Lan" in listed
    assert password not in listed
    [record] = on_record(kept, "person_added")
    assert record.person == "owner"
    assert record.detail == {"what": "person_added", "name": "Lan", "role": "organiser"}


def test_an_answer_that_got_lost_is_asked_for_again_and_gives_a_password_that_works(house, kept):
    body = {"name": "Lan", "role": "viewer", "scan_id": str(uuid.uuid4())}
    first, second = (house.post("/api/people", json=body, headers=OWNER) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert len(on_record(kept, "person_added")) == 1
    assert sign_in(house, "Lan", first.json["password"]).status_code == 401
    assert sign_in(house, "Lan", second.json["password"]).location == "/"
    other = house.post("/api/people", json=body | {"name": "Minh"}, headers=OWNER)
    assert other.status_code == 409


def test_a_program_gets_a_token_and_no_password(house):
    body = {"name": "Cổng tin", "role": "viewer", "token": True}
    made = house.post("/api/people", json=body, headers=OWNER).json

    assert made["password"] is None
    assert house.get("/api/board", headers=bearer(made["token"])).status_code == 200


def test_whoever_is_ended_is_out_at_once_and_the_last_owner_cannot_be(house, kept):
    assert house.delete("/api/people", json={"name": "organiser"}, headers=OWNER).status_code == 200
    assert house.get("/settings", headers=ORGANISER).status_code == 303
    last = house.delete("/api/people", json={"name": "owner"}, headers=OWNER)

    assert (last.status_code, last.json["error"]) == (409, "conflict")
    assert [r.detail["name"] for r in on_record(kept, "person_ended")] == ["organiser"]
    again = house.delete("/api/people", json={"name": "organiser"}, headers=OWNER)
    assert again.status_code == 404


def test_a_new_password_ends_the_old_one_and_whoever_is_signed_in(house, kept):
    sign_in(house)
    body = {"name": "organiser"}
    made = house.post("/api/people/password", json=body, headers=OWNER).json

    assert house.get("/settings").status_code == 303
    assert sign_in(house).status_code == 401
    assert sign_in(house, "organiser", made["password"]).status_code == 303
    assert [r.person for r in on_record(kept, "password_renewed")] == ["owner"]
    unknown = house.post("/api/people/password", json={"name": "Ai đó"}, headers=OWNER)
    assert unknown.status_code == 404


def test_a_station_is_paired_with_the_very_command_for_its_machine_and_revoked(house, kept):
    body = {"name": "Cửa C", "role": "kiosk"}
    made = house.post("/api/stations", json=body, headers=OWNER).json

    assert made["command"] == f"dontiep kiosk --server http://localhost --key {made['key']}"
    assert made["reachable"] is False, "the address is of this machine only"
    assert house.get("/api/roster", headers=bearer(made["key"])).json["station"] == "Cửa C"
    assert house.post("/api/stations", json=body, headers=OWNER).status_code == 409
    assert house.delete("/api/stations", json={"name": "Cửa C"}, headers=OWNER).status_code == 200
    assert house.get("/api/roster", headers=bearer(made["key"])).status_code == 401
    assert len(on_record(kept, "station_added")) == len(on_record(kept, "station_revoked")) == 1
    assert made["key"] not in str([r.detail for r in kept.read.scans(0, 1000)])


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "role": "viewer"},
        {"name": "  ", "role": "viewer"},
        {"name": "x" * 61, "role": "viewer"},
        {"name": "a\nb", "role": "viewer"},
        {"name": "Lan", "role": "king"},
        {"name": "Lan", "role": "desk"},
        {"name": "Lan"},
    ],
)
def test_an_account_needs_a_sound_name_and_a_role(house, body):
    assert house.post("/api/people", json=body, headers=OWNER).status_code == 400


def test_only_an_owner_changes_who_may_act_and_the_page_offers_it_to_nobody_else(house):
    body = {"name": "Lan", "role": "viewer"}
    for path in ("/api/people", "/api/stations"):
        assert house.post(path, json=body, headers=ORGANISER).status_code == 403
        assert house.delete(path, json={"name": "owner"}, headers=ORGANISER).status_code == 403
    page = house.get("/settings", headers=ORGANISER).get_data(as_text=True)
    assert "person-form" not in page
    assert 'id="erase"' not in page
    assert "person-form" in house.get("/settings", headers=OWNER).get_data(as_text=True)
    assert house.get("/settings", headers=CLERK).status_code == 403


def test_a_copy_is_made_and_listed_with_its_size(house, folder):
    made = house.post("/api/backups", json={}, headers=ORGANISER).json["backup"]

    assert made in house.get("/api/backups", headers=ORGANISER).json["backups"]
    assert (folder.backups / made["name"]).stat().st_size == made["size"]
    assert made["name"] in house.get("/settings", headers=ORGANISER).get_data(as_text=True)


def test_the_check_tells_the_head_and_what_was_tampered_with(house, kept, folder):
    sound = house.get("/api/check", headers=ORGANISER).json
    assert (sound["ok"], sound["fault"], sound["gaps"]) == (True, None, [])
    assert HASH.fullmatch(sound["head"])

    with kept.read.db as db:
        db.execute("PRAGMA query_only = OFF")
        db.execute("UPDATE invitations SET name = 'Ai đó' WHERE id = 'DB016'")
    told = house.get("/api/check", headers=ORGANISER).json
    assert told["ok"] is False
    assert "DB016" in told["fault"]


def test_a_server_without_a_folder_says_so(client, codes):
    answer = client.post("/api/backups", json={}, headers=ORGANISER)

    assert (answer.status_code, answer.json["error"]) == (409, "conflict")
    assert client.get("/api/backups", headers=ORGANISER).json == {"backups": []}
    assert 'id="back-up"' not in client.get("/settings", headers=OWNER).get_data(as_text=True)


def test_every_fact_stands_beside_its_key_and_what_is_open_is_called_so(house, config):
    page = house.get("/settings", headers=ORGANISER).get_data(as_text=True)

    for key in ("[event] date", "[event] venue", "[event.contact] phone", "[event.style] address"):
        assert f"<code>{key}</code>" in page
    assert all(group.name in page for group in config.event.groups)
    assert "chưa ghi" in page


def test_reception_is_closed_and_opened_again_in_the_name_of_a_person(house, kept):
    close = house.put("/api/reception", json={"closed": True}, headers=ORGANISER)

    assert close.json == {"closed": True}
    assert house.get("/api/roster", headers=DOOR).json["doors"]["closed"] is True
    assert house.put("/api/reception", json={}, headers=ORGANISER).status_code == 400
    reopen = house.put("/api/reception", json={"closed": False}, headers=ORGANISER)
    assert reopen.json == {"closed": False}
    [closed], [reopened] = on_record(kept, "close"), on_record(kept, "reopen")
    assert (closed.person, reopened.person) == ("organiser", "organiser")


def test_names_are_deleted_only_behind_the_short_name_after_the_close(house, kept, config):
    short = config.event.short
    early = house.delete("/api/personal-data", json={"short": short}, headers=OWNER)
    assert (early.status_code, early.json["error"]) == (409, "conflict")
    house.put("/api/reception", json={"closed": True}, headers=OWNER)
    wrong = house.delete("/api/personal-data", json={"short": short[:-1]}, headers=OWNER)
    assert wrong.status_code == 409
    less = house.delete("/api/personal-data", json={"short": short}, headers=ORGANISER)
    assert less.status_code == 403

    assert house.get("/settings/bien-ban-xoa-du-lieu.pdf", headers=OWNER).status_code == 404
    assert kept.read.invitation("DB016").holder.name == "Lý Văn Quý"


def test_the_end_deletes_names_copies_and_rehearsal_and_gives_a_certificate(
    house, kept, folder, config, clock
):
    code = next(c.code for c in kept.read.codes() if c.invitation == "DB016")
    folder.rehearsal(clock())
    house.post("/api/backups", json={}, headers=OWNER)
    body = {"scan_id": str(uuid.uuid4())}
    house.post("/api/invitations/DB016/admission", json=body, headers=ORGANISER)
    house.put("/api/reception", json={"closed": True}, headers=OWNER)
    told = house.delete(
        "/api/personal-data", json={"short": config.event.short}, headers=OWNER
    ).json

    places = len(kept.read.invitations())
    assert (told["person"], told["places"], told["rehearsal"]) == ("owner", places, True)
    assert told["backups"] == 1
    assert list(folder.backups.glob("*.db")) == []
    assert kept.read.invitation("DB016").holder.name == desk.PURGED
    assert kept.read.first_fault() is None
    answer = house.get("/settings/bien-ban-xoa-du-lieu.pdf", headers=ORGANISER)
    text = plain(" ".join(page.text for page in pages(answer.data)))
    [record] = on_record(kept, "erased")
    assert f"dòng số {record.seq} của nhật ký" in text
    assert record.detail["head"]["hash"][:8] in text
    assert "owner đã xóa" in text
    assert record.detail["headcount"]["present"] == 1
    assert record.detail["headcount"]["sentence"] in text
    assert len(pages(answer.data)) == 1
    assert "Quý" not in text
    assert code not in text


def test_the_page_of_the_api_names_every_path_who_may_and_every_field(client):
    page = client.get("/api/docs").get_data(as_text=True)

    for path, methods in client.get("/api/openapi.json").json["paths"].items():
        assert f"<code>{path}</code>" in page
        assert all(
            one["summary"] in page.replace("&#39;", "'")
            for method, one in methods.items()
            if method != "parameters"
        )
    people = re.search(r"DELETE</span> <code>/api/people</code>.*?</li>", page, re.DOTALL)[0]
    assert "owner" in people
    assert "organiser" not in people
    admission = re.search(r"/api/invitations/{id}/admission</code>.*?</li>", page, re.DOTALL)[0]
    assert "desk, organiser, owner, reception" in admission
    assert 'id="schema-Scan"' in page
    assert "station_seq" in page
