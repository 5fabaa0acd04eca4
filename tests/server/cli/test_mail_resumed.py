"""A run of mails outlives its server: killed at any moment, nobody is written to twice or left out."""

import random
import time
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from server.cli.mailing import Mailroom
from server.cli.postroom import posting
from server.config import load_config
from server.desk.mail_runs import CLOSED, IN_VAIN
from server.mails import MailState
from server.storage.folder import EventFolder
from tests.rig.api import Api
from tests.rig.programs import Server, dontiep
from tests.rig.waiting import until
from tests.server.cast import QUY, invite
from tests.server.mail_server import AnyPort, MailServer

MANY = 10
IDS = [f"DB{n:03d}" for n in range(1, MANY + 1)]
ADDRESSES = [f"{one.lower()}@so.example" for one in IDS]
FIRST, SECOND = ADDRESSES[:2]


@dataclass
class House:
    """A server in a process of its own, and whoever may press the button."""

    server: Server
    mails: MailServer
    controller: AnyPort | None
    token: str

    @property
    def folder(self):
        return EventFolder(self.server.data)

    def ask(self, method="GET", path="/api/mails", body=None):
        api = Api(self.server.url, self.token)
        reply = api.ask(method, path, body)
        api.close()
        assert reply.status == 200, reply.text
        return reply.json

    def press(self, **more):
        return self.ask("POST", body={"what": "invitation"} | more)

    def run(self, *arguments):
        return dontiep(*arguments, data=self.server.data, config=self.server.config)

    def begin_and_hold(self, address=SECOND):
        """Have a run under way whose mail to this address has no answer yet."""
        self.mails.hold.add(address)
        self.press()
        until("the mail to be under way", self.mails.reached.is_set, 30)

    def wait_for_mails(self, many):
        until(f"{many} mails", lambda: len(self.mails.kept) >= many, 60)

    def go_on(self):
        self.mails.hold.clear()
        self.mails.release.set()

    def cut_the_line(self):
        """Have no mail server listen any more; gives the port where one did."""
        port = self.controller.port
        self.controller.stop()
        self.controller = None
        return port

    def start_again(self):
        self.go_on()
        self.server.start()

    def over(self):
        """What stands once a run has ended."""

        def ended():
            document = self.ask()
            return document if document["run"] and document["run"]["ended"] else None

        return until("the run to end", ended, 60)

    def states(self):
        return {place["id"]: place["state"] for place in self.ask()["places"]}


@pytest.fixture
def house(tmp_path):
    mails = MailServer()
    controller = AnyPort(mails, hostname="127.0.0.1", port=0)
    controller.start()
    config = tmp_path / "config.toml"
    config.write_text(
        f'[server.mail]\nhost = "127.0.0.1"\nport = {controller.port}\ntls = "none"\n'
        'sender = "moi@trung-tam.example"\nper_minute = 600\n',
        encoding="utf-8",
    )
    data = tmp_path / "data"
    store = EventFolder(data).open()
    places = [
        replace(QUY, id=one, organisation=one, email=address, position=n, seat=None)
        for n, (one, address) in enumerate(zip(IDS, ADDRESSES, strict=True))
    ]
    invite(store, *places)
    store.close()
    added = dontiep(
        "person", "add", "Lan", "--role", "organiser", "--token", "--json", data=data, config=config
    )
    house = House(Server(data, config), mails, controller, added.json["token"])
    house.server.start()
    yield house
    mails.release.set()
    house.server.stop()
    if house.controller:
        house.controller.stop()


def test_a_killed_server_goes_on_by_itself_and_leaves_the_doubtful_mail_to_a_person(house):
    house.begin_and_hold()
    house.server.kill()
    house.start_again()

    run = house.over()["run"]
    assert (run["resumed"], run["by"], run["unknown"], run["sent"]) == (True, "Lan", 1, MANY - 2)
    assert house.states() == dict.fromkeys(IDS, "sent") | {IDS[1]: "unknown"}
    assert sorted(house.mails.receivers) == ADDRESSES


def test_killed_at_any_moment_nobody_is_written_to_twice_and_nobody_is_left_out(house):
    dice = random.Random(30)
    house.press()
    for kills in range(3):
        house.wait_for_mails(2 * kills + 2)
        time.sleep(dice.uniform(0, 0.2))
        house.server.kill()
        house.server.start()
    until("the run to end", lambda: "queued" not in house.states().values(), 60)
    until("the last answer", lambda: "sending" not in house.states().values(), 60)

    received, states = Counter(house.mails.receivers), house.states()
    assert set(received.values()) <= {1}
    missed = {one for one in IDS if f"{one.lower()}@so.example" not in received}
    assert {states[one] for one in missed} <= {"unknown"}
    assert {states[one] for one in set(IDS) - missed} <= {"sent", "unknown"}


def test_a_server_that_is_told_to_end_pauses_and_the_next_goes_on(house):
    house.begin_and_hold()
    house.server.process.terminate()
    house.go_on()
    house.server.process.wait(30)
    house.server.start()

    house.over()
    assert house.states() == dict.fromkeys(IDS, "sent")
    assert sorted(house.mails.receivers) == ADDRESSES


def test_a_run_that_a_person_stopped_stays_stopped(house):
    house.begin_and_hold()
    house.ask("DELETE", body={"what": "invitation"})
    house.server.kill()
    house.start_again()

    assert stays_quiet(house)
    assert house.mails.receivers == [FIRST, SECOND]


def test_after_the_end_of_the_reception_it_does_not_go_on(house):
    house.begin_and_hold()
    house.server.kill()
    house.run("close")
    house.run("close", "--reopen")
    house.start_again()

    assert stays_quiet(house)


def test_the_end_of_the_reception_ends_a_run_that_goes_on(house):
    house.begin_and_hold()
    house.ask("PUT", "/api/reception", {"closed": True})
    house.go_on()

    run = house.over()["run"]
    assert (run["fault"], run["sent"]) == (CLOSED, 2)
    assert house.mails.receivers == [FIRST, SECOND]
    assert house.ask()["obstacle"] == CLOSED


def test_a_run_for_some_goes_on_for_these_alone_and_whoever_came_later_is_not_written_to(house):
    house.mails.hold.add(FIRST)
    house.press(ids=IDS[:3])
    until("the mail to be under way", house.mails.reached.is_set, 30)
    house.server.kill()
    store = house.folder.open()
    late = replace(QUY, id="DB099", email="late@so.example", position=99, seat=None)
    store.write(lambda tx: tx.put_invitation(late))
    store.close()
    house.start_again()

    house.over()
    assert house.mails.receivers == ADDRESSES[:3]


def test_an_older_copy_that_is_restored_sends_nothing_by_itself(house):
    house.begin_and_hold()
    backup = house.server.data.with_name("midst.db")
    house.run("backup", "--to", backup)
    house.server.kill()
    house.run("restore", backup)
    house.start_again()

    assert stays_quiet(house)


def test_a_run_by_the_command_takes_the_place_of_the_one_that_broke_off(house):
    house.begin_and_hold()
    house.server.kill()
    house.go_on()
    house.run("mail", "send", "--only", IDS[2])
    house.server.start()

    assert stays_quiet(house)
    assert house.mails.receivers == ADDRESSES[:3]


def test_it_waits_for_a_network_that_comes_later_and_stops_when_asked(house):
    house.begin_and_hold()
    house.server.kill()
    house.go_on()
    port = house.cut_the_line()

    with reopened(house) as (post, states):
        waiting = until("it to tell why it waits", lambda: post.run() and post.run().fault, 30)
        assert "Không kết nối được máy chủ thư" in waiting
        assert post.run().ended is None
        again = AnyPort(house.mails, hostname="127.0.0.1", port=port)
        again.start()
        until("the run to end", lambda: post.run().ended, 60)
        again.stop()
        assert (post.run().fault, states()) == (
            None,
            dict.fromkeys(IDS, "sent") | {IDS[1]: "unknown"},
        )


def test_a_run_that_waits_for_its_network_is_stopped_for_good(house):
    house.begin_and_hold()
    house.server.kill()
    house.go_on()
    house.cut_the_line()

    with reopened(house) as (post, _):
        until("it to tell why it waits", lambda: post.run() and post.run().fault, 30)
        post.stop()
        until("the run to end", lambda: post.run().ended, 30)
    with reopened(house) as (post, states):
        assert (post.run(), states()[IDS[2]]) == (None, "queued")


def test_a_server_that_dies_again_and_again_and_sends_nothing_gives_up(house):
    house.begin_and_hold(FIRST)
    house.server.kill()
    house.cut_the_line()
    for _ in range(2):
        with reopened(house, seconds=60) as (post, _):
            assert post.run().ended is None
    with reopened(house) as (post, states):
        assert (post.run().fault, states()[IDS[2]]) == (IN_VAIN, "queued")
    with reopened(house) as (post, _):
        assert post.run() is None


def test_without_its_password_it_says_so_and_goes_on_when_it_has_it(house, monkeypatch):
    house.begin_and_hold()
    house.server.kill()
    house.go_on()
    config = house.server.config
    text = config.read_text("utf-8")
    config.write_text(text + 'user = "moi"\n', "utf-8")
    monkeypatch.delenv("DONTIEP_MAIL_PASSWORD", raising=False)
    with reopened(house) as (post, _):
        assert "DONTIEP_MAIL_PASSWORD" in post.run().fault
    config.write_text(text, "utf-8")
    with reopened(house) as (post, states):
        until("the run to end", lambda: post.run().ended, 60)
        assert states()[IDS[-1]] == "sent"


def reopened(house, seconds=0.1):
    """The post of the next server, which tries again after so many seconds."""
    return Reopened(house, seconds)


class Reopened:
    def __init__(self, house, seconds):
        self._folder, self._seconds = house.folder, seconds
        self._config = load_config(house.server.config)

    def __enter__(self):
        self._store = self._folder.open()
        room = Mailroom(self._config, self._folder, self._store)
        self._posting = posting(lambda: room, self._seconds)
        return self._posting.__enter__(), self._states

    def __exit__(self, *told):
        self._posting.__exit__(*told)
        self._store.close()

    def _states(self):
        return {mail.invitation: mail.state.value for mail in self._store.read.mails()}


def stays_quiet(house):
    """Whether no run began with the server, and what waited still waits."""
    document = house.ask()
    waiting = document["counts"][MailState.QUEUED]
    time.sleep(0.5)
    return document["run"] is None and house.ask()["counts"][MailState.QUEUED] == waiting > 0
