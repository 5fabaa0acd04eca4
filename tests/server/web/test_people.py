from concurrent.futures import ThreadPoolExecutor

import pytest

from server.listener import PAGE_THREADS
from server.web import people
from server.web.attempts import FREE
from tests.rig.waiting import until
from tests.server.web.house import ORIGIN, PASSWORD, sign_in


def from_address(client, address, name, password):
    return client.post(
        "/sign-in",
        data={"name": name, "password": password},
        headers=ORIGIN,
        environ_base={"REMOTE_ADDR": address},
    )


def test_signing_in_leads_on_with_a_cookie_for_this_site_alone(client):
    answer = sign_in(client, "organiser", next="/board")

    assert (answer.status_code, answer.location) == (303, "/board")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("dontiep_session=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert client.get("/api/board").status_code == 200


def test_over_tls_the_cookie_stays_with_tls(client):
    answer = client.post(
        "/sign-in",
        data={"name": "viewer", "password": PASSWORD},
        base_url="https://localhost",
        headers={"Origin": "https://localhost"},
    )

    assert "; Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("organiser", "wrong"),
        ("nobody", PASSWORD),
        ("organiser", ""),
        ("", ""),
        ("ORGANISER", PASSWORD),
    ],
)
def test_a_wrong_name_or_password_is_told_alike(client, name, password):
    answer = sign_in(client, name, password)

    assert answer.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers


def test_an_ended_account_signs_in_no_more(client, store, clock):
    store.write(lambda tx: tx.end_person("organiser", clock()))

    assert sign_in(client, "organiser").status_code == 401


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "board",
        "/a\r\nb",
    ],
)
def test_nobody_is_led_to_another_site(client, target):
    assert sign_in(client, next=target).location == "/"


def test_each_sign_in_is_a_new_session_and_the_old_one_ends(client, app):
    sign_in(client)
    old = client.get_cookie("dontiep_session").value
    sign_in(client)

    assert client.get_cookie("dontiep_session").value != old
    thief = app.test_client()
    thief.set_cookie("dontiep_session", old)
    assert thief.get("/api/board").status_code == 401


def test_a_cookie_that_somebody_planted_becomes_no_session(client):
    client.set_cookie("dontiep_session", "planted")
    sign_in(client)

    assert client.get_cookie("dontiep_session").value != "planted"


def test_signing_out_ends_the_session_on_the_server(client, app):
    sign_in(client)
    cookie = client.get_cookie("dontiep_session").value
    answer = client.post("/sign-out", headers=ORIGIN)

    assert answer.status_code == 303
    assert client.get_cookie("dontiep_session") is None
    thief = app.test_client()
    thief.set_cookie("dontiep_session", cookie)
    assert thief.get("/api/board").status_code == 401


def test_from_the_sixth_attempt_on_a_guesser_waits_longer_and_longer(client):
    first = [from_address(client, "192.0.2.1", "owner", "wrong").status_code for _ in range(7)]
    slowed = from_address(client, "192.0.2.1", "owner", PASSWORD)

    assert first == [401] * 5 + [429] * 2
    assert slowed.status_code == 429
    assert slowed.headers["Retry-After"] == "1"
    assert "Xin thử lại sau 1 giây." in slowed.get_data(as_text=True)


def test_the_real_person_elsewhere_signs_in_all_the_same(client):
    for _ in range(20):
        from_address(client, "192.0.2.1", "owner", "wrong")

    assert from_address(client, "192.0.2.2", "owner", PASSWORD).status_code == 303


def test_the_name_is_found_however_its_accents_were_typed(client, store, clock):
    from tests.server.web.house import HASHED

    store.write(lambda tx: tx.add_person("Hương", "viewer", HASHED, None, clock()))

    assert sign_in(client, " Hu\u031bo\u031bng ").status_code == 303


def test_a_stranger_on_a_page_is_led_to_the_sign_in_and_back(client):
    answer = client.get("/board")

    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/board")
    page = client.get(answer.location).get_data(as_text=True)
    assert 'name="next" value="/board"' in page


def test_the_sign_in_of_another_sites_page_is_refused(client):
    answer = client.post(
        "/sign-in",
        data={"name": "viewer", "password": PASSWORD},
        headers={"Origin": "http://evil.example"},
    )

    assert answer.status_code == 403


def test_passwords_from_everywhere_at_once_leave_threads_for_the_pages(app):
    def guess(number):
        answer = from_address(app.test_client(), f"192.0.2.{number}", "owner", "guess")
        return answer.status_code, answer.headers.get("Retry-After")

    with ThreadPoolExecutor(20) as crowd:
        with people._checking, people._checking:  # two checks are under way
            guesses = [crowd.submit(guess, number) for number in range(20)]
            until(
                "those whom nobody makes wait",
                lambda: sum(one.done() for one in guesses) > 20 - PAGE_THREADS,
            )
        told = [one.result() for one in guesses]

    assert set(told) == {(401, None), (429, "1")}


def test_many_guesses_of_one_address_at_once_are_counted_as_they_come(app):
    def guess(_):
        return from_address(app.test_client(), "192.0.2.1", "owner", "guess").status_code

    with ThreadPoolExecutor(40) as crowd:
        told = list(crowd.map(guess, range(40)))

    assert told.count(401) <= FREE + 3
    assert told.count(401) + told.count(429) == 40
