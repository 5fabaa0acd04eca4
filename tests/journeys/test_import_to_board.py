"""The main job: the list goes in, a code comes out, a guest is admitted, the board counts."""

from collections import Counter

import pytest

from tests.rig.api import kinds
from tests.rig.event import SAMPLE
from tests.rig.programs import dontiep

GROUP_SIZES = {
    "LDT": 2, "LDVP": 4, "PBVP": 9, "SBN": 17, "DVPH": 4,
    "CTS": 4, "TT": 14, "CCVC": 25, "NVDV": 6, "BC": 7,
}  # fmt: skip


def test_a_guest_of_the_list_is_admitted_and_counted(event, api):
    guest = event.guest("Lý Văn Quý")

    answer = api(event.door).scan(guest["code"]).json
    assert answer["verdict"] == "admitted"
    assert answer["reason"] is None
    assert answer["invitation"] == guest["id"]
    assert answer["guest"] == {k: guest[k] for k in ("honorific", "name", "title", "organisation")}
    assert answer["station"] == "Cửa chính"
    assert answer["conflict"] is False

    board = api(event.viewer).board()
    assert board["headcount"]["present"] == 1
    assert board["headcount"]["by_group"]["SBN"] == {"invited": 17, "present": 1}
    [admitted] = [e for e in board["events"] if e["kind"] == "admitted"]
    assert admitted["invitation"] == guest["id"]
    assert admitted["scan_id"] == answer["scan_id"]
    assert admitted["station"] == "Cửa chính"


@pytest.mark.parametrize("name", ["guests.csv", "guests.xlsx"])
def test_the_sample_is_read_whole_from_either_file(name, tmp_path):
    data = tmp_path / "data"

    report = dontiep("guests", "import", SAMPLE.with_name(name), "--json", data=data).json
    assert (report["read"], report["new"], report["unnamed"]) == (92, 92, 12)
    assert report["groups"] == 10
    assert [p for p in report["problems"] if p["level"] == "error"] == []

    listed = dontiep("guests", "list", "--json", data=data).json
    assert Counter(guest["group"] for guest in listed) == GROUP_SIZES
    assert not any("code" in guest for guest in listed)


def test_checking_a_file_writes_nothing(tmp_path):
    data = tmp_path / "data"

    report = dontiep("guests", "import", SAMPLE, "--check", "--json", data=data).json
    assert report["read"] == 92
    assert dontiep("guests", "list", "--json", data=data).json == []


def test_a_second_import_changes_nothing_and_keeps_who_is_present(event, api):
    guest = event.named[0]
    assert api(event.door).scan(guest["code"]).json["verdict"] == "admitted"

    report = event.run("guests", "import", SAMPLE)
    assert (report["new"], report["changed"], report["unchanged"]) == (0, 0, 92)

    listed = event.run("guests", "list", "--codes")
    without_admission = [dict(g, admission=None) for g in listed]
    assert without_admission == [dict(g, admission=None) for g in event.guests]
    assert [g["id"] for g in listed if g["admission"]] == [guest["id"]]


def test_each_of_the_ten_groups_gets_in(event, api):
    door, refused = api(event.door), []
    for guest in event.guests:
        answer = door.scan(guest["code"]).json
        refused += [guest["id"]] if answer["verdict"] != "admitted" else []
    assert refused == []

    headcount = api(event.viewer).board()["headcount"]
    everybody = {code: {"invited": n, "present": n} for code, n in GROUP_SIZES.items()}
    assert headcount["press"] == everybody["BC"]
    assert headcount["by_group"] == everybody


def test_every_code_is_of_its_own_and_says_nothing(event):
    codes = [guest["code"] for guest in event.guests]
    desk_codes = [guest["desk_code"].replace(" ", "") for guest in event.guests]

    assert len(set(codes)) == len(set(desk_codes)) == 92
    assert all(len(code) == 36 and set(code) <= set("BCFGHJKLMNPRSTVX") for code in codes)
    assert all(len(desk) == 8 and desk.isdigit() for desk in desk_codes)


def test_a_cancelled_and_a_reissued_invitation_say_why_at_the_door(event, api):
    cancelled, reissued = event.named[:2]
    event.run("invitations", "cancel", cancelled["id"], "--reason", "báo bận")
    new = event.run("invitations", "reissue", reissued["id"])
    door = api(event.door)

    assert _told(door.scan(cancelled["code"])) == ("refused", "cancelled")
    assert _told(door.scan(reissued["code"])) == ("refused", "replaced")
    assert _told(door.scan(new["code"])) == ("admitted", None)
    assert kinds(api(event.viewer).board()["events"])[-3:] == ["refused", "refused", "admitted"]


def _told(reply):
    assert reply.status == 200, reply.text
    return reply.json["verdict"], reply.json["reason"]
