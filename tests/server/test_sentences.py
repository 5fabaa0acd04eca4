"""Sentences that remember how they were made."""

import copy
import json
import pickle

import pytest

from server.errors import ConflictError, InvalidError
from server.sentences import Count, Sentence, from_document, joined, mark, plural, say

TAKEN = say("Ghế %(seat)s đã bố trí cho %(who)s.", seat="B06", who=say("Đại biểu chưa có tên"))


def test_a_sentence_is_the_text_and_knows_its_template_and_values():
    assert TAKEN == "Ghế B06 đã bố trí cho Đại biểu chưa có tên."
    assert TAKEN.template == "Ghế %(seat)s đã bố trí cho %(who)s."
    assert dict(TAKEN.values) == {"seat": "B06", "who": "Đại biểu chưa có tên"}
    assert json.dumps({TAKEN: TAKEN}) == json.dumps({str(TAKEN): str(TAKEN)})


def test_a_percent_sign_stands_for_itself_where_nothing_is_filled_in():
    assert mark("đạt 100%") == say("đạt 100%") == "đạt 100%"
    assert say("%(name)s đạt 100%%", name="Sở A") == "Sở A đạt 100%"


def test_a_count_is_known_and_small_numbers_may_be_written_with_two_figures():
    two = plural("%(n)s dòng", Count(2))
    assert (two, two.n) == ("02 dòng", 2)
    assert plural("%(n)s dòng", 12) == "12 dòng"
    assert say("%(n)s dòng", n=Count(5)) == "05 dòng"


def test_parts_stand_side_by_side_each_still_itself():
    both = joined((mark("Không sao."), "100% (B06)", TAKEN), " ")
    assert both == f"Không sao. 100% (B06) {TAKEN}"
    assert [part for part in both.values.values() if isinstance(part, Sentence)][1] is TAKEN
    assert joined(()) == ""


@pytest.mark.parametrize(
    "sentence", [TAKEN, plural("%(n)s dòng", Count(3)), joined((TAKEN, mark("Hết.")), " ")]
)
def test_a_sentence_crosses_to_another_process_and_back(sentence):
    crossed = from_document(json.loads(json.dumps(sentence.document())))
    copied = copy.deepcopy(sentence)
    for one in (crossed, copied, pickle.loads(pickle.dumps(sentence))):
        assert (one, one.template, one.n) == (sentence, sentence.template, sentence.n)
    assert crossed.document() == sentence.document()


def test_an_error_says_its_sentence_or_its_own_docstring():
    assert str(ConflictError(TAKEN)) == TAKEN
    assert ConflictError(TAKEN).sentence is TAKEN
    assert str(InvalidError()) == InvalidError().sentence == InvalidError.__doc__
