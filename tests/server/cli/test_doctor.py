import json
from pathlib import Path

from server.storage.folder import EventFolder
from tests.rig.waiting import free_port
from tests.server.cli.conftest import SAMPLE


def checks(document):
    return {check["key"]: check for check in document["checks"]}


def test_an_empty_folder_is_not_ready_and_says_what_to_do(dontiep):
    code, out, err = dontiep("doctor", "--json")
    document = json.loads(out)

    assert (code, err, document["ready"]) == (1, "", False)
    assert checks(document)["list"]["level"] == "fail"
    assert "guests import" in checks(document)["list"]["remedy"]


def test_with_a_list_the_doors_may_open_and_people_read_it_line_by_line(ask, dontiep):
    ask("guests", "import", SAMPLE / "guests.csv")
    document = ask("doctor")
    code, out, _ = dontiep("doctor")

    assert document["ready"] is True
    assert checks(document).keys() >= {
        "facts", "record", "list", "seats", "people", "arrears", "backup", "server", "disk",
        "clock", "power", "printer", "outbox", "pin",
    }  # fmt: skip
    assert (code, "92 suất mời" in out, "Có thể đón tiếp" in out) == (0, True, True)


def test_a_record_that_somebody_changed_is_found(ask, dontiep, tmp_path):
    ask("guests", "import", SAMPLE / "guests.csv")
    with EventFolder(tmp_path / "data").locked():
        file = tmp_path / "data" / "event.db"
        file.write_bytes(file.read_bytes().replace("Bưu điện".encode(), "Bưu điêm".encode(), 1))
    code, out, _ = dontiep("doctor", "--json")

    assert code == 1
    assert checks(json.loads(out))["record"]["level"] == "fail"


def test_a_kiosk_alone_does_not_miss_the_list_that_its_server_has(ask, tmp_path):
    (tmp_path / "config.toml").write_text(
        f'[kiosk]\nserver_url = "http://127.0.0.1:{free_port()}"\n', encoding="utf-8"
    )
    found = checks(ask("doctor"))

    assert "list" not in found
    assert found["server"]["level"] == "warning"


def test_a_record_that_cannot_be_opened_is_one_finding_among_the_others(dontiep):
    Path("data/event.db").mkdir(parents=True)
    code, out, _ = dontiep("doctor", "--json")
    found = checks(json.loads(out))
    assert code == 1
    assert found["record"]["level"] == "fail"
    assert found["disk"]["level"] == "ok"
