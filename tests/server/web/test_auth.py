from datetime import timedelta

import pytest

from server.web.auth import hash_secret
from server.web.roles import ROUTES, Role
from tests.server.web.house import (
    CLERK,
    DESK,
    DOOR,
    ORGANISER,
    ORIGIN,
    OWNER,
    VIEWER,
    a_scan,
    bearer,
    sign_in,
)

CALLERS = {
    Role.KIOSK: DOOR,
    Role.DESK: DESK,
    Role.VIEWER: VIEWER,
    Role.RECEPTION: CLERK,
    Role.ORGANISER: ORGANISER,
    Role.OWNER: OWNER,
}
ADDRESSES = {
    "invitation": "DB016",
    "number": 1,
    "filename": "css/tokens.css",
    "code": "X",
    "card": "1",
    "token": "X",
    "deed": "answer",
    "ending": "csv",
    "job": "X",
    "name": "bao-chi",
}


def _rules(app):
    return [
        (rule.endpoint, method, rule.build(ADDRESSES, append_unknown=False)[1])
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


def _ask(client, method, path, headers):
    body = {} if method == "GET" or not path.startswith("/api/") else {"json": {}}
    return client.open(path, method=method, headers={**headers, **ORIGIN}, **body)


def test_every_route_stands_in_the_table_and_nothing_else(app):
    assert {endpoint for endpoint, _, _ in _rules(app)} == set(ROUTES)


def test_each_role_is_let_in_where_the_table_says_and_nowhere_else(app, client):
    wrong = []
    for endpoint, method, path in _rules(app):
        allowed = ROUTES[endpoint]
        for role, headers in CALLERS.items():
            refused = _ask(client, method, path, headers).status_code == 403
            if refused == (allowed is None or role in allowed):
                wrong.append((role, method, path))
    assert wrong == []


def test_a_stranger_is_asked_who_it_is(app, client):
    for endpoint, method, path in _rules(app):
        answer = _ask(client, method, path, {})
        closed = ROUTES[endpoint] is not None
        assert (answer.status_code == 401 or answer.location == f"/sign-in?next={path}") == (
            closed or (endpoint == "people.sign_in" and method == "POST")
        ), path


def test_a_route_that_nobody_put_into_the_table_is_closed(app):
    app._got_first_request = False
    app.add_url_rule("/api/forgotten", "forgotten", lambda: "secret")

    assert app.test_client().get("/api/forgotten", headers=OWNER).status_code == 403


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer nobody",
        "Basic a2V5LWE6",
        "key-a",
        "Bearer key-a key-b",
        "Bearer \xff",
    ],
)
def test_a_wrong_key_is_nobody(client, header):
    answer = client.get("/api/roster", headers={"Authorization": header})

    assert (answer.status_code, answer.json["error"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("key", ["token", "key", "access_token"])
def test_a_key_in_the_address_is_not_looked_at(client, key):
    assert client.get(f"/api/board/stream?{key}=token-viewer").status_code == 401


def test_a_revoked_station_is_out_at_once(client, store, clock):
    assert client.get("/api/roster", headers=DOOR).status_code == 200
    store.write(lambda tx: tx.revoke_station("Cửa A", clock()))

    assert client.get("/api/roster", headers=DOOR).status_code == 401


def test_a_kiosk_reads_no_guest_list(client, codes):
    answer = client.get("/api/guests?q=quy", headers=DOOR)

    assert answer.status_code == 403
    assert "Quý" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8080", "127.0.0.1:9", "[::1]:80", "LOCALHOST"]
)
def test_names_of_this_machine_are_ours(client, host):
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[", "a b", "127.0.0.1:80, evil.example"]
)
def test_another_name_that_points_at_us_is_refused(client, host):
    answer = client.get("/healthz", headers={"Host": host})

    assert (answer.status_code, answer.json["error"]) == (400, "invalid")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_another_sites_page_cannot_write(client, codes, headers):
    with_key = client.post("/api/scans", json=a_scan(codes["DB016"]), headers=DOOR | headers)
    sign_in(client)
    with_cookie = client.post(
        "/api/invitations/DB016/admission", json={"scan_id": a_scan("")["scan_id"]}, headers=headers
    )

    assert (with_key.status_code, with_cookie.status_code) == (403, 403)


def test_a_cookie_alone_writes_nothing_and_a_key_alone_does(client, codes):
    sign_in(client)
    path, body = "/api/invitations/DB016/admission", {"scan_id": a_scan("")["scan_id"]}

    assert client.post(path, json=body).status_code == 403
    assert (
        client.post(path, json=body, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    )
    client.delete_cookie("dontiep_session")
    assert client.post("/api/scans", json=a_scan(codes["DB017"]), headers=DOOR).status_code == 200


def test_an_organiser_who_left_half_an_hour_ago_may_only_look_at_the_board(client, clock, codes):
    sign_in(client, "organiser")
    assert client.get("/api/guests?q=quy").status_code == 200
    clock.forward(minutes=31)

    assert client.get("/api/guests?q=quy").status_code == 403
    assert client.get("/api/board").status_code == 200
    sign_in(client, "organiser")
    assert client.get("/api/guests?q=quy").status_code == 200


def test_whoever_left_a_page_alone_is_asked_for_the_password_again_and_led_back(client, clock):
    sign_in(client, "organiser")
    clock.forward(minutes=31)

    away = client.get("/settings")
    assert (away.status_code, away.location) == (303, "/sign-in?next=/settings")
    asked = client.get(away.location).text
    assert "Hơn 30 phút không dùng" in asked
    assert 'value="organiser"' in asked
    refused = client.get("/api/guests?q=quy")
    assert (refused.status_code, refused.json["error"]) == (403, "unauthorized")
    assert "đăng nhập lại" in refused.json["message"]
    back = sign_in(client, "organiser", next="/settings")
    assert (back.status_code, back.location) == (303, "/settings")
    assert client.get("/settings").status_code == 200


def test_a_viewer_left_alone_may_no_more_than_before(client, clock):
    sign_in(client, "viewer")
    clock.forward(minutes=31)

    assert client.get("/settings").status_code == 403
    assert "Hơn 30 phút" not in client.get("/sign-in").text


def test_who_is_there_stays_signed_in_and_a_board_by_itself_does_not_count(client, clock, codes):
    sign_in(client, "organiser")
    for _ in range(3):
        clock.forward(minutes=20)
        assert client.get("/api/guests?q=quy").status_code == 200
    for _ in range(2):
        clock.forward(minutes=20)
        client.get("/api/board")

    assert client.get("/api/guests?q=quy").status_code == 403


def test_nobody_stays_signed_in_overnight(client, clock):
    sign_in(client, "viewer")
    clock.forward(hours=11)
    assert client.get("/api/board").status_code == 200
    clock.forward(hours=2)

    assert client.get("/api/board").status_code == 401


def test_presence_is_written_down_once_a_minute_and_not_more(client, store, clock):
    sign_in(client, "organiser")
    [token] = [cookie.value for cookie in client._cookies.values()]
    session = hash_secret(token)
    began = store.read.session(session).seen_at
    clock.forward(seconds=50)
    client.get("/")
    assert store.read.session(session).seen_at == began
    clock.forward(seconds=20)
    client.get("/")
    assert store.read.session(session).seen_at == began + timedelta(seconds=70)


def test_a_person_whose_account_was_ended_is_out_at_once(client, store, clock):
    sign_in(client, "organiser")
    store.write(lambda tx: tx.end_person("organiser", clock()))

    assert client.get("/api/board").status_code == 401
    assert client.get("/api/board", headers=bearer("token-organiser")).status_code == 401
