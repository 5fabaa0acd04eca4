"""Groups of guests that are added, told apart and taken away at work."""

import pytest

from server.config import parse_config
from server.errors import InvalidError
from server.facts import facts_of, read_given, stands, with_facts, write_given
from server.groups import COLOURS, strange_groups
from server.guests import Group

EVENT = parse_config("").event
NEW = {"group:KDN:name": "Khối doanh nghiệp"}


def test_a_group_that_is_only_named_comes_last_in_the_plan_and_in_protocol():
    event = with_facts(EVENT, NEW)

    assert event.groups == (
        *EVENT.groups,
        Group("KDN", 11, 11, "Khối doanh nghiệp", "Khối doanh nghiệp", COLOURS[0]),
    )


def test_a_group_is_added_with_all_that_is_told_of_it():
    given = NEW | {
        "group:KDN:name_en": "Companies",
        "group:KDN:number": "12",
        "group:KDN:rank": "42",
        "group:KDN:colour": "#102030",
        "group:KDN:vip": "true",
        "group:KDN:ong_ba": "true",
        "group:KDN:aliases": "Doanh nghiệp\nCác công ty",
    }
    event = with_facts(EVENT, read_given(write_given(given)))

    group = event.group("KDN")
    assert group == Group(
        "KDN",
        12,
        42,
        "Khối doanh nghiệp",
        "Companies",
        "#102030",
        vip=True,
        aliases=("Doanh nghiệp", "Các công ty"),
    )
    assert "KDN" in event.style.always_ong_ba
    assert {fact: stands(event, fact) for fact in given} == given
    assert set(given) < set(facts_of(event))


def test_groups_that_are_added_together_share_neither_number_nor_rank_nor_colour():
    event = with_facts(EVENT, NEW | {"group:HUU:name": "Cán bộ hưu trí"})
    added = event.groups[-2:]
    assert [(g.code, g.number, g.rank) for g in added] == [("HUU", 11, 11), ("KDN", 12, 12)]
    assert added[0].colour != added[1].colour


def test_groups_stand_in_the_order_of_the_plan():
    given = {"group:LDT:number": "42", "group:KDN:number": "1"}
    event = with_facts(EVENT, NEW | given)
    assert [g.code for g in event.groups][:2] == ["KDN", "LDVP"]
    assert event.groups[-1].code == "LDT"


def test_a_group_is_gone_and_what_it_was_called_or_ranked_is_free():
    rank = str(EVENT.group("CTS").rank)
    event = with_facts(EVENT, {"group:CTS:gone": "true", "group:SBN:rank": rank})

    assert event.group("CTS") is None
    assert [g.code for g in event.groups] == [g.code for g in EVENT.groups if g.code != "CTS"]


def test_the_other_spellings_of_a_configured_group_are_others_or_none():
    def aliases(told):
        return with_facts(EVENT, {"group:BC:aliases": told}).group("BC").aliases

    assert (aliases("Truyền thông"), aliases("–")) == (("Truyền thông",), ())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"group:KDN:name": EVENT.groups[0].name}, "Tên"),
        (NEW | {"group:KDN:number": "1"}, "Thứ tự trong kế hoạch"),
        ({"group:ldt:name": "Lãnh đạo khác"}, "Mã"),
        ({f"group:{group.code}:gone": "true" for group in EVENT.groups}, "ít nhất một"),
    ],
)
def test_groups_that_nobody_could_tell_apart_are_refused(given, said):
    with pytest.raises(InvalidError, match=said):
        with_facts(EVENT, given)


def test_facts_of_a_group_that_is_not_named_are_strange():
    assert strange_groups(EVENT.groups, {"group:XYZ:rank": "3", "group:SBN:rank": "42"}) == ["XYZ"]
    assert strange_groups(EVENT.groups, NEW | {"group:KDN:rank": "3", "date": "…"}) == []


def test_a_refusal_names_a_fact_as_its_page_does():
    for fact, label in {
        "date": "Ngày tổ chức",
        "group:SBN:rank": "Thứ bậc lễ tân của thành phần SBN",
    }.items():
        with pytest.raises(InvalidError, match=label):
            write_given({fact: "hôm nay"})
