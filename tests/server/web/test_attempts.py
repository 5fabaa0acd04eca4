from server.web.attempts import FORGOTTEN_AFTER, FREE, LONGEST_WAIT, MOST_REMEMBERED, Attempts


class Watch:
    now = 0.0

    def __call__(self):
        return self.now


def test_the_wait_doubles_up_to_a_minute():
    watch = Watch()
    attempts = Attempts(watch)
    waits = []
    for _ in range(FREE + 8):
        attempts.failed("owner", "192.0.2.1")
        waits.append(attempts.wait("owner", "192.0.2.1"))

    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]


def test_the_wait_runs_down_and_is_forgotten_in_the_end():
    watch = Watch()
    attempts = Attempts(watch)
    for _ in range(FREE + 1):
        attempts.failed("owner", "192.0.2.1")
    watch.now = 1.5
    assert attempts.wait("owner", "192.0.2.1") == 0.5
    watch.now = FORGOTTEN_AFTER + 1
    attempts.failed("owner", "192.0.2.1")
    assert attempts.wait("owner", "192.0.2.1") == 0


def test_who_signs_in_at_last_starts_afresh():
    attempts = Attempts(Watch())
    for _ in range(FREE):
        attempts.failed("owner", "192.0.2.1")
    attempts.succeeded("owner", "192.0.2.1")

    assert attempts.wait("owner", "192.0.2.1") == 0


def test_ones_own_account_buys_no_more_guesses_at_another():
    attempts = Attempts(Watch())
    for _ in range(FREE):
        attempts.failed("owner", "192.0.2.1")
    attempts.succeeded("clerk", "192.0.2.1")

    assert attempts.wait("owner", "192.0.2.1") > 0


def test_an_address_that_tries_many_accounts_waits_as_well():
    attempts = Attempts(Watch())
    for number in range(FREE):
        attempts.failed(f"person {number}", "192.0.2.1")

    assert attempts.wait("somebody else", "192.0.2.1") == 1
    assert attempts.wait("somebody else", "192.0.2.2") == 0


def test_a_million_names_do_not_fill_the_memory():
    attempts = Attempts(Watch())
    for number in range(MOST_REMEMBERED + 100):
        attempts.failed(f"person {number}", "192.0.2.1")

    assert len(attempts._failures) == MOST_REMEMBERED
