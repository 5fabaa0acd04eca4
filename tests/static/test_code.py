"""The page knows a code by its letters as the house does."""

import json

import pytest

from server.invitations import ALPHABET, CODE_LENGTH, make_code

ASK = """async (texts) => {
  const { isCode, CODE_LENGTH } = await import("./static/js/kiosk/code.js");
  return [CODE_LENGTH, texts.map(isCode)];
}"""


@pytest.fixture
def are_codes(door):
    def ask(texts):
        length, found = door.evaluate(ASK, texts)
        assert length == CODE_LENGTH, json.dumps(found)
        return found

    return ask


def test_every_code_that_the_house_makes_is_one(are_codes):
    codes = [make_code(f"event-{n}") for n in range(300)]
    assert all(are_codes([*codes, *map(str.lower, codes)]))


def test_no_code_with_a_wrong_letter_or_two_swapped_is_one(are_codes):
    code = make_code("one")
    wrong = [
        code[:at] + letter + code[at + 1 :]
        for at in range(CODE_LENGTH)
        for letter in ALPHABET
        if letter != code[at]
    ]
    swapped = [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(CODE_LENGTH - 1)
    ]
    assert not any(are_codes([*wrong, *swapped]))


def test_what_is_longer_shorter_or_of_other_letters_is_none(are_codes):
    code = make_code("one")
    assert not any(are_codes(["", code[:-1], code + "B", f"A{code[1:]}", f" {code[1:]}"]))
