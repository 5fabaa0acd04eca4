"""`dontiep webhook`: addresses added, listed with what became of their messages, taken away."""

from server.cli.ground import now
from server.config import parse_config
from server.messenger import Messenger
from server.storage.folder import EventFolder
from tests.rig.waiting import until
from tests.server.receiver import Receiver


def test_an_address_is_added_tried_listed_and_taken_away(ask, dontiep):
    receiver = Receiver().start()
    made = ask("webhook", "add", receiver.url, "--names")
    receiver.secret = made["secret"]
    assert (made["number"], made["url"]) == (1, f"http://127.0.0.1:{receiver.port}/tin")

    seq = ask("webhook", "test", "1")["seq"]
    store = EventFolder(parse_config("").server.data).open()
    with Messenger(store, lambda: parse_config("").event, now, look_seconds=0.02):
        until("the test", lambda: "đã nhận" in dontiep("webhook", "list")[1])
    store.close()
    receiver.stop()

    [listed] = ask("webhook", "list")
    [told] = listed["deliveries"]
    assert (listed["names"], listed["rehearsals"], listed["waiting"]) == (True, False, 0)
    assert (told["seq"], told["type"], told["state"], told["answer"]) == (
        seq, "test", "delivered", "200",
    )  # fmt: skip
    assert (receiver.types, receiver.faults) == (["test"], [])
    words = dontiep("webhook", "list")[1]
    assert "Gửi thử: đã nhận (200)" in words
    assert "khoa=kin" not in words
    assert made["secret"] not in words

    assert ask("webhook", "remove", "1") == {"number": 1, "removed": True}
    assert ask("webhook", "list") == []
    assert dontiep("webhook", "remove", "1")[0] == 1


def test_an_address_that_cannot_be_one_is_refused_in_a_sentence(dontiep):
    for wrong in ("ftp://may/tin", "http://", "http://a b/", "http://ai:mk@may/", "cổng"):
        code, out, err = dontiep("webhook", "add", wrong)
        assert (code, out) == (1, "")
        assert err.startswith("Không gửi được đến")
    assert dontiep("webhook", "add", "http://may/1")[0] == 0
    assert "đã có" in dontiep("webhook", "add", "http://may/1")[2]
    for number in range(2, 6):
        assert dontiep("webhook", "add", f"http://may/{number}")[0] == 0
    assert "Đã đủ 5 địa chỉ" in dontiep("webhook", "add", "http://may/6")[2]
