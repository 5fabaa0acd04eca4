"""The commands about what was sent, the units' links, and the end of the answers."""

import json

import pytest

from server.cli import main
from server.config import load_config
from server.storage.folder import EventFolder
from tests.server.cast import invite


@pytest.fixture
def run(tmp_path, capsys):
    store = EventFolder(tmp_path / "data").open()
    invite(store)
    store.close()

    def run(*arguments, code=0):
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--data", str(tmp_path / "data"), "--json"])
        said = capsys.readouterr()
        assert left.value.code == code, said.err
        return json.loads(said.out) if code == 0 else said.err

    return run


def test_what_is_missing_is_listed_until_it_is_marked(run):
    assert [row["id"] for row in run("sent", "list", "--missing", "invitation")] == [
        "DB016",
        "DB017",
        "DB018",
    ]
    assert run("sent", "mark", "invitation", "--by", "zalo", "--only", "DB016")["count"] == 1
    assert run("sent", "mark", "invitation", "--by", "official", "--all")["count"] == 2
    assert run("sent", "list", "--missing", "invitation") == []
    assert run("sent", "list")[0]["invited"]["by"] == "zalo"


def test_a_venue_that_is_open_cannot_be_announced(run):
    assert load_config(None).event.venue is None
    assert "chưa chốt" in run("sent", "mark", "venue", "--by", "sms", "--only", "DB016", code=1)


def test_each_unit_has_a_link_which_can_be_renewed(run):
    first, again = run("organisations", "links"), run("organisations", "links", "--renew", "Sở A")

    assert [row["organisation"] for row in first] == ["Sở A", "Sở B", "Sở C"]
    assert (first[0] != again[0], first[1:] == again[1:]) == (True, True)


def test_answers_are_closed_and_opened(run):
    assert run("answers", "close") == {"closed": True}
    assert run("answers", "open") == {"closed": False}


def test_the_texts_for_a_unit_name_its_own_page_once_it_is_known_how_to_reach_it(run, tmp_path):
    config, out = tmp_path / "config.toml", tmp_path / "ra"
    config.write_text('[server]\npublic_url = "https://moi.example"\n', "utf-8")
    [first, *_] = run("organisations", "links", "--config", str(config))
    run("cards", "--out", str(out), "--what", "cards", "--only", "DB016", "--config", str(config))
    [text] = (out / "theo-don-vi").glob("*.txt")

    assert first["link"].startswith("https://moi.example/o/")
    assert text.read_text("utf-8-sig").rstrip().endswith(first["link"])
