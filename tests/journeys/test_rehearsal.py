"""A rehearsal: everything real, on a copy, and gone at one button."""

import uuid

from tests.rig.api import Api
from tests.rig.programs import HeadlessKiosk, Server
from tests.rig.waiting import crowd, until


def test_what_is_rehearsed_is_counted_there_and_erased_and_the_event_stays_untouched(
    event, tmp_path
):
    stage = Server(event.data, event.config, extra=("--rehearsal",))
    door = None
    try:
        stage.start()
        door = HeadlessKiosk(
            tmp_path / "door", stage.url, event.door, "--rehearsal", config=event.config
        )
        assert door.scan(event.guest("Lý Văn Quý")["code"])["verdict"] == "admitted"
        organiser = Api(stage.url, event.organiser)
        # A busy server's answer comes too late for the door, which delivers the scan after.
        present = lambda: organiser.board()["headcount"]["present"]  # noqa: E731
        until("the guest on the board", lambda: present() == 1)

        erased = organiser.delete("/api/rehearsal", {"scan_id": str(uuid.uuid4())})
        assert (erased.status, erased.json) == (200, {"erased": True})
        assert stage.process.wait(20 * crowd()) == 0
    finally:
        if door:
            door.kill()
        stage.stop()

    assert not (event.data / "rehearsal").exists()
    assert event.run("headcount")["present"] == 0
    assert event.run("rehearsal", "erase") == {"erased": False}


def test_a_door_of_the_event_and_a_server_that_rehearses_will_not_have_each_other(
    event, server, tmp_path
):
    rehearsing = HeadlessKiosk(
        tmp_path / "door", server.url, event.door, "--rehearsal", config=event.config
    )
    try:
        assert rehearsing.process.wait(60 * crowd()) == 1
    finally:
        rehearsing.kill()

    assert "máy chủ đang đón tiếp thật" in rehearsing.last_words()


def test_a_rehearsal_done_again_begins_anew_at_the_door_too(event, tmp_path):
    code = event.guest("Lý Văn Quý")["code"]
    for _ in range(2):
        stage = Server(event.data, event.config, extra=("--rehearsal",))
        try:
            stage.start()
            door = HeadlessKiosk(
                tmp_path / "door", stage.url, event.door, "--rehearsal", config=event.config
            )
            answer = door.scan(code)
            door.kill()
            Api(stage.url, event.organiser).delete("/api/rehearsal", {})
            stage.process.wait(20 * crowd())
        finally:
            stage.stop()
        assert (answer["verdict"], answer["reason"]) == ("admitted", None)
