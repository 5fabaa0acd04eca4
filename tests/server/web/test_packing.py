"""Long answers are packed for the way, files once, and nothing that hands out a secret."""

import gzip
import re

import pytest

from server.desk.organisations import make_links
from server.web import packing
from tests.server.web.house import DESK, ORGANISER, OWNER

ZIPPED = {"Accept-Encoding": "br;q=1.0, gzip;q=0.8, *;q=0.1"}


@pytest.fixture
def get(client, codes):
    """`get(path)`: an organiser's browser asks, which can unpack."""
    return lambda path, **more: client.get(path, headers=ORGANISER | ZIPPED | more)


def test_a_long_answer_is_packed_for_whoever_can_unpack_it(get, client, codes):
    plain, packed = client.get("/api/hall", headers=ORGANISER), get("/api/hall")
    assert gzip.decompress(packed.data) == plain.data
    assert packed.content_length == len(packed.data) < len(plain.data) / 4
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.mimetype == "application/json"
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in plain.vary
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br", ""])
def test_who_cannot_unpack_gets_it_plain(get, accepted):
    assert get("/api/hall", **{"Accept-Encoding": accepted}).json["seats"]


def test_a_short_answer_and_a_refusal_stay_as_they_are(get):
    assert get("/api/guests?q=khongaihet").json == {"guests": []}
    assert get("/api/hall/moves-up?late=x").json["error"] == "invalid"


def test_a_file_is_packed_once_and_known_again_by_its_tag(get, client, monkeypatch):
    path = "/static/js/organiser/hall/main.js"
    plain, packed = client.get(path), get(path)
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Security-Policy"] == plain.headers["Content-Security-Policy"]
    monkeypatch.setattr(packing.igzip, "compress", None)
    assert get(path).data == packed.data
    tag = packed.headers["ETag"]
    assert tag == f"W/{plain.headers['ETag']}"
    for known in (tag, plain.headers["ETag"]):
        assert get(path, **{"If-None-Match": known}).status_code == 304


def test_a_part_of_a_file_and_what_is_packed_already_are_left(get):
    part = get("/static/js/organiser/hall/main.js", Range="bytes=0-9")
    assert (part.status_code, len(part.data)) == (206, 10)
    font = get("/static/fonts/be-vietnam-pro-latin-400-normal.woff2")
    assert font.data.startswith(b"wOF2")


def test_nothing_is_packed_that_hands_out_a_code_or_a_link(
    app, client, store, clock, codes, monkeypatch
):
    """Not even the shortest answer, of whichever page. A station's copy is asked for by its key."""
    monkeypatch.setattr(packing, "LEAST", 0)
    make_links(store, clock())
    kept = store.read.codes()
    tokens = {link.token for link in store.read.links().values()}
    secrets = {*codes.values(), *tokens, *(code.desk_code for code in kept)}
    secrets |= {f"{code.desk_code[:4]} {code.desk_code[4:]}" for code in kept}
    told = dict.fromkeys((True, False), "")
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in (
            "static",
            "board.stream",
            "roster.document",
        ):
            path = re.sub(r"<[^>]*>", "DB016", rule.rule)
            for who in (OWNER, DESK):
                answer = client.get(path, headers=who | ZIPPED)
                is_packed = "Content-Encoding" in answer.headers
                data = gzip.decompress(answer.data) if is_packed else answer.data
                told[is_packed] += data.decode("utf-8", "replace")
    assert [secret for secret in secrets if secret in told[True]] == []
    assert len(told[True]) > 100_000
    assert len([secret for secret in secrets if secret in told[False]]) > len(tokens)
