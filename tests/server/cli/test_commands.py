import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest

from server.cli import root
from server.storage.folder import EventFolder
from tests.server.cli.conftest import SAMPLE

GUEST_KEYS = {
    "id", "group", "honorific", "name", "title", "organisation", "phone", "kind", "rsvp",
    "rsvp_reason", "substitute", "award", "support", "seat", "note", "admission",
}  # fmt: skip


def rows_by_id(ask, *more):
    return {row["id"]: row for row in ask("guests", "list", *more)}


def test_the_sample_is_imported_listed_counted_and_imported_again_without_a_change(ask):
    first = ask("guests", "import", SAMPLE / "guests.csv")
    again = ask("guests", "import", SAMPLE / "guests.csv")
    rows = ask("guests", "list")
    assert {k: first[k] for k in ("read", "new", "changed", "unchanged", "missing")} == {
        "read": 92, "new": 92, "changed": 0, "unchanged": 0, "missing": 0,
    }  # fmt: skip
    assert (first["unnamed"], first["groups"]) == (12, 10)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 92)
    assert len(rows) == 92
    assert set(rows[0]) >= GUEST_KEYS
    assert [row["id"] for row in rows[:2]] == ["DB001", "DB002"]
    headcount = ask("headcount")
    assert (headcount["invited"], headcount["present"], headcount["excused"]) == (85, 0, 4)


def test_the_messy_workbook_and_the_clean_csv_give_the_same_guests(ask):
    ask("guests", "import", SAMPLE / "guests.xlsx", "--data", "from-xlsx")
    ask("guests", "import", SAMPLE / "guests.csv", "--data", "from-csv")
    messy = rows_by_id(ask, "--data", "from-xlsx")
    clean = rows_by_id(ask, "--data", "from-csv")
    assert list(messy) == list(clean)
    # The workbook has no column for the honorific, the answer or the seat, and other notes.
    for key in ("group", "name", "organisation", "phone", "kind", "award", "support"):
        assert {i: r[key] for i, r in messy.items()} == {i: r[key] for i, r in clean.items()}, key
    titles = {i: (messy[i]["title"], clean[i]["title"]) for i in clean}
    assert {i: t for i, t in titles.items() if t[0] != t[1]} == {"DB030": (None, "Thủ trưởng")}
    assert [i for i, r in messy.items() if r["rsvp"] == "not_coming"] == [
        i for i, r in clean.items() if r["rsvp"] == "not_coming"
    ]
    for row in clean.values():
        stands_in = messy[row["id"]]["substitute"]
        assert (stands_in and stands_in["name"]) == (
            row["substitute"] and row["substitute"]["name"]
        )


def test_a_check_reads_and_writes_nothing(ask):
    assert ask("guests", "import", SAMPLE / "guests.csv", "--check")["new"] == 92
    assert ask("guests", "list") == []


def test_a_list_with_an_error_writes_nothing_and_exits_1(dontiep, ask, tmp_path):
    (tmp_path / "list.csv").write_text(
        "Họ và tên,Đơn vị,Mã nhóm,Điện thoại\nA B,Sở A,SBN,0912345678\nC D,Sở B,SBN,9.12E+08\n",
        encoding="utf-8",
    )
    code, out, err = dontiep("guests", "import", "list.csv", "--json")
    problem = next(p for p in json.loads(out)["problems"] if p["level"] == "error")
    assert code == 1
    assert (problem["row"], problem["column"]) == (3, "D")
    assert err == (
        f"list.csv: [CSV, D3] {problem['message']} Chưa ghi gì; sửa xong xin nhập lại.\n"
    )
    assert ask("guests", "list") == []


def test_a_program_gets_its_document_also_for_a_file_that_holds_no_list(dontiep, tmp_path):
    (tmp_path / "list.xlsx").write_bytes(b"%PDF-1.7")
    code, out, err = dontiep("guests", "import", "list.xlsx", "--json")
    report = json.loads(out)
    [problem] = report.pop("problems")
    assert (code, set(report.values())) == (1, {0})
    assert (problem["level"], problem["code"]) == ("error", "unreadable")
    assert err == f"{problem['message']}\n"
    assert dontiep("guests", "import", "list.xlsx") == (1, "", err)


def test_codes_are_listed_only_when_asked_for(ask):
    ask("guests", "import", SAMPLE / "guests.csv")
    plain, with_codes = ask("guests", "list"), ask("guests", "list", "--codes")
    assert not any("code" in row for row in plain)
    assert len({row["code"] for row in with_codes}) == 92
    assert all(len(row["desk_code"]) == 8 for row in with_codes)


def test_a_reissue_gives_a_new_code_and_a_cancelled_place_leaves_the_count(ask):
    ask("guests", "import", SAMPLE / "guests.csv")
    old = rows_by_id(ask, "--codes")["DB016"]["code"]
    new = ask("invitations", "reissue", "DB016")
    assert new["code"] == rows_by_id(ask, "--codes")["DB016"]["code"] != old
    ask("invitations", "cancel", "DB017", "--reason", "Gửi nhầm")
    assert ask("headcount")["invited"] == 84


def test_stations_and_people_get_their_secret_once(ask):
    station = ask("station", "add", "Cửa A", "--role", "kiosk")
    person = ask("person", "add", "Mai", "--role", "viewer", "--token")
    assert (station["name"], station["role"], len(station["key"])) == ("Cửa A", "kiosk", 43)
    assert (person["name"], person["role"], len(person["token"])) == ("Mai", "viewer", 43)
    assert "key" not in ask("station", "list")[0]
    ask("station", "revoke", "Cửa A")
    ask("person", "end", "Mai")
    assert ask("station", "list")[0]["revoked"]
    assert ask("person", "list")[0]["ended"]


def test_seats_are_assigned_once_each_and_kept_on_demand(ask):
    ask("guests", "import", SAMPLE / "guests.xlsx")
    made = ask("seats", "assign")["seats"]
    kept = ask("seats", "assign", "--keep")["seats"]
    listed = ask("seats", "list")
    assert len(made) == len(set(made.values())) == 90
    assert kept == made
    assert {row["id"]: row["seat"] for row in listed} == made


def test_a_backup_is_restored_and_everything_verifies(ask, tmp_path):
    ask("guests", "import", SAMPLE / "guests.csv")
    ask("backup", "--to", tmp_path / "copy.db")
    ask("invitations", "cancel", "DB017", "--reason", "Gửi nhầm")
    ask("restore", tmp_path / "copy.db")
    assert ask("headcount")["invited"] == 85
    assert ask("verify")["ok"]


def test_a_broken_file_is_told_in_one_sentence_with_the_backup_to_restore(dontiep, ask):
    ask("guests", "import", SAMPLE / "guests.csv")
    copy = ask("backup")["file"]
    file = Path("data/event.db")
    content = bytearray(file.read_bytes())
    # Every page but the first, which says where the tables lie.
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    for command in (["guests", "list"], ["headcount"], ["verify"], ["serve", "--port", "0"]):
        code, out, err = dontiep(*command)
        assert (code, out, err.count("\n")) == (1, "", 1), command
        assert f"«dontiep restore {copy}»" in err, command


def test_what_is_no_backup_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "copy.db").write_text("Họ và tên", "utf-8")
    command = [sys.executable, "-m", "server", "restore", "copy.db"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"Bản sao lưu copy\.db không dùng được[^\n]*\n", done.stderr)


def test_a_restore_is_refused_while_a_server_has_the_folder(dontiep, ask, tmp_path):
    ask("guests", "import", SAMPLE / "guests.csv")
    ask("backup", "--to", tmp_path / "copy.db")
    with EventFolder(tmp_path / "data").locked():
        code, _, err = dontiep("restore", tmp_path / "copy.db")
    assert code == 1
    assert "máy chủ đang dùng" in err


def test_verify_names_the_first_row_that_was_edited(dontiep, ask, tmp_path):
    ask("guests", "import", SAMPLE / "guests.csv")
    with sqlite3.connect(tmp_path / "data" / "event.db") as db:
        db.execute("UPDATE scans SET at = '2023-01-01T00:00:00.000Z' WHERE seq = 7")
    code, out, err = dontiep("verify")
    assert (code, out) == (1, "")
    assert "dòng 7" in err


def test_after_the_close_names_are_purged_and_the_counts_stay(dontiep, ask):
    ask("guests", "import", SAMPLE / "guests.csv")
    ask("backup")
    assert dontiep("purge")[0] == 1
    ask("close")
    assert ask("purge") == {"places": 92, "backups": 1}
    assert ask("headcount")["invited"] == 85
    assert {row["name"] for row in ask("guests", "list")} == {"(đã xóa)", None}
    assert ask("verify")["ok"]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "named"),
    [
        (["guests", "import", "absent.xlsx"], 1, "absent.xlsx"),
        (["invitations", "cancel", "DB999", "--reason", "x"], 1, "DB999"),
        (["station", "revoke", "Cửa Z"], 1, "Cửa Z"),
        (["verify", "--data", "nowhere"], 1, "nowhere"),
        (["restore", "absent.db"], 1, "absent.db"),
        (["headcount", "--config", "absent.toml"], 2, "absent.toml"),
        (["guests", "list", "--wrong"], 2, "--wrong"),
        (["demo", "--arrivals", "soon"], 2, "--arrivals"),
        (["station", "add", "A", "--role", "king"], 2, "king"),
        (["facts", "set", "date=17/11/2023"], 1, "như 2023-11-17"),
        (["facts", "set", "venue"], 1, "venue"),
        (["facts", "set", "parking=sân sau"], 1, "parking"),
        (["nothing"], 2, "nothing"),
        (["guests", "list", "--cods"], 2, "--codes"),
        (["guests", "import"], 2, "FILE"),
        (["invitations", "cancel", "DB016"], 2, "--reason"),
        (["station", "add", "A"], 2, "kiosk, reception"),
        (["serve", "--port", "x"], 2, "từ 0 đến 65535"),
        (["serve", "extra"], 2, "extra"),
        (["webhook", "test", "x"], 2, "NUMBER"),
        (["backup", "--to", "."], 1, "thư mục"),
    ],
)
def test_every_failure_is_one_sentence_that_names_what_is_wrong(
    dontiep, arguments, exit_code, named
):
    code, out, err = dontiep(*arguments)
    assert (code, out) == (exit_code, "")
    assert named in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["guests", "list", "--wrong"],
        ["station", "add", "A"],
        ["serve", "extra"],
        ["serve", "--port"],
        ["cards"],
    ],
)
def test_a_command_that_is_typed_wrongly_is_told_where_it_is_explained(dontiep, arguments):
    _, _, err = dontiep(*arguments)
    assert re.search(r"[xX]em «dontiep[a-z ]*--help»\.$", err)
    assert not re.search(r"\b(No such|Missing|Invalid|unexpected)\b", err)


@pytest.mark.parametrize("can_write", [True, False])
def test_a_fault_of_ours_is_one_sentence_and_its_details_stand_in_a_file(
    dontiep, tmp_path, can_write
):
    root.add_command(click.Command("fall", callback=lambda: 1 // 0))
    file = tmp_path / "dontiep-crash.log"
    if not can_write:
        file.mkdir()
    try:
        code, out, err = dontiep("fall")
    finally:
        del root.commands["fall"]
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert (str(file) in err) == can_write
    if can_write:
        assert "ZeroDivisionError" in file.read_text("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_an_answer_that_cannot_be_written_is_a_failure_in_one_sentence(tmp_path, more):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "server", "headcount", *more],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert re.fullmatch(r"Không in được kết quả.*\n", done.stderr)
    assert not (tmp_path / "dontiep-crash.log").exists()


def test_a_wrong_key_in_the_configuration_stops_the_program_and_is_named_with_its_line(
    dontiep, tmp_path
):
    (tmp_path / "config.toml").write_text("[server]\nprot = 80\n", encoding="utf-8")
    code, _, err = dontiep("headcount")
    assert code == 2
    for word in ("config.toml", "2", "prot", "port"):
        assert word in err


def test_what_is_announced_late_is_given_by_a_command_and_taken_back(ask):
    ask("guests", "import", SAMPLE / "guests.csv")
    told = ask("facts", "set", "date=2023-11-17", "venue=Hội trường tỉnh", "count_press=true")
    assert {row["fact"]: row["value"] for row in told if row["given"]} == {
        "date": "2023-11-17",
        "venue": "Hội trường tỉnh",
        "count_press": "true",
    }
    assert ask("headcount")["invited"] == 92
    ask("facts", "set", "count_press=", "venue=")
    assert ask("headcount")["invited"] == 85
    [date] = [row for row in ask("facts", "list") if row["given"]]
    assert (date["fact"], date["value"]) == ("date", "2023-11-17")


def test_another_event_is_named_by_a_command_its_programme_on_one_line(ask, dontiep):
    ask("facts", "set", "name=Lễ kỷ niệm", "programme=Khai mạc | Báo cáo", "parent=–", "film=-")
    told = {row["fact"]: row["value"] for row in ask("facts", "list") if row["given"]}
    assert told == {
        "name": "Lễ kỷ niệm",
        "programme": "Khai mạc\nBáo cáo",
        "parent": None,
        "film": None,
    }
    lines = dontiep("facts", "list")[1]
    assert "Khai mạc | Báo cáo  *" in lines
    assert "(không có)  *" in lines
    assert "111/2018" in lines


def test_ctrl_c_while_the_program_is_still_being_read_is_a_quiet_end():
    pressed = """
import sys
class Pressed:
    def find_spec(self, name, *_):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Pressed())
from server.__main__ import start
start()
"""
    done = subprocess.run([sys.executable, "-c", pressed], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
