"""What every answer carries, and what no answer tells."""

import logging
import re

import pytest

from server.web.headers import CONTENT_SECURITY_POLICY
from tests.server.web.house import CLERK, DOOR, VIEWER, a_scan, sign_in

EXPECTED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 200),
        ("/sign-in", {}, 200),
        ("/board", VIEWER, 200),
        ("/board", {}, 303),
        ("/nothing", {}, 404),
        ("/api/nothing", {}, 404),
        ("/api/guests?q=quy", CLERK, 200),
        ("/api/guests?q=quy", {}, 401),
        ("/api/guests?q=quy", DOOR, 403),
        ("/api/board/stream", VIEWER, 503),
        ("/healthz", {"Host": "evil.example"}, 400),
    ],
)
def test_every_answer_carries_the_headers(client, codes, path, headers, status):
    answer = client.get(path, headers=headers)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert answer.headers["Permissions-Policy"].startswith("camera=(self), ")


def test_the_policy_trusts_this_site_and_no_other():
    directives = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))

    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert set(directives.values()) == {"'none'", "'self'"}


def test_files_that_name_nobody_may_be_kept_for_as_long_as_they_are_the_same(client):
    answer = client.get("/static/css/tokens.css")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    again = client.get("/static/css/tokens.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2fconfig.toml",
        "/static/../config.toml",
        "/static/%2e%2e/config.toml",
        "/static//etc/passwd",
        "/static/css",
        "/static/%00",
    ],
)
def test_no_path_leads_out_of_the_static_folder(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PUT", "PATCH"])
def test_methods_that_nobody_needs_are_refused(client, method):
    answer = client.open("/", method=method)

    assert answer.status_code == 405


def test_an_unexpected_failure_tells_a_number_and_the_log_tells_where(
    app, client, codes, caplog, monkeypatch
):
    def fail(*_):
        raise RuntimeError("Lý Văn Quý tại /srv/event.db: SELECT * FROM scans")

    monkeypatch.setattr(app.house.feed.__class__, "document", fail)
    told = client.get("/api/board", headers=VIEWER)
    number = re.search(r"[0-9a-f]{8}", told.json["message"])[0]
    [record] = [r for r in caplog.records if r.levelno == logging.ERROR]

    assert (told.status_code, told.json["error"]) == (500, "unavailable")
    assert number in record.getMessage()
    assert "test_errors.py" in record.getMessage()
    for secret in ("Quý", "event.db", "SELECT"):
        assert secret not in told.get_data(as_text=True)
        assert secret not in caplog.text


def test_a_page_that_fails_is_a_page_with_a_number(app, client, monkeypatch):
    monkeypatch.setattr("server.web.home.render_template", lambda *_, **__: 1 / 0)
    told = client.get("/")

    assert told.status_code == 500
    assert told.mimetype == "text/html"
    assert re.search(r"xin kèm mã [0-9a-f]{8}\.", told.get_data(as_text=True))
    assert "ZeroDivision" not in told.get_data(as_text=True)


def test_the_log_names_the_route_and_the_time_it_took_and_no_guest(client, codes, caplog):
    with caplog.at_level("DEBUG"):
        client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR)
        client.get("/api/guests?q=quy", headers=CLERK)
        sign_in(client, "organiser")

    assert re.search(r"POST scans\.create 200 \d+\.\d ms", caplog.text)
    for secret in (codes["DB016"], "Quý", "q=quy", "lang-son-2023", "key-a"):
        assert secret not in caplog.text
