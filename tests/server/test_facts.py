from dataclasses import replace
from datetime import date

import pytest

from server.config import parse_config, remarks
from server.errors import InvalidError
from server.event import Film
from server.facts import (
    FACTS,
    KeptFacts,
    name_remark,
    read_given,
    stands,
    with_facts,
    write_given,
)

CONFIG = parse_config("")
ALL = {
    "name": "Hội nghị tổng kết công tác cải cách hành chính năm 2026",
    "short": "Hội nghị tổng kết",
    "name_en": "Annual review conference",
    "type": "Hội nghị",
    "years": "10",
    "programme": "Khai mạc\nBáo cáo\n(Có kịch bản riêng)",
    "film": "Mười năm một cửa",
    "host": "Sở Nội vụ tỉnh Cao Bằng",
    "parent": "UBND tỉnh Cao Bằng",
    "signer_title": "GIÁM ĐỐC",
    "signer_name": "Nông Văn Thành",
    "date": "2023-11-17",
    "date_text": "Trong tháng 11",
    "date_text_en": "In November",
    "venue_text": "Tại thành phố Cao Bằng",
    "venue_text_en": "In Cao Bang city",
    "recipients": "UBND tỉnh (B/c)\nLưu: VT",
    "starts": "08:00",
    "venue": "Hội trường UBND tỉnh, số 01 đường Hùng Vương",
    "venue_en": "Provincial hall",
    "map_url": "https://maps.example/hoi-truong?x=1",
    "opens": "07:00",
    "closes": "11:30",
    "answers_until": "2023-11-16",
    "answers_until_hour": "17:00",
    "contact_name": "Phòng Tổ chức",
    "contact_phone": "0205 3812 345",
    "contact_email": "lienhe@langson.example",
    "address": "dong_chi",
    "count_press": "true",
}


def test_every_fact_is_laid_over_the_event_and_nothing_else_changes():
    event = with_facts(CONFIG.event, ALL)

    assert {fact: stands(event, fact) for fact in FACTS} == ALL
    assert f"{event.starts_at:%Y-%m-%d %H:%M %z}" == "2023-11-17 08:00 +0700"
    assert event.place == ALL["venue"]
    assert replace(event, groups=()) != replace(CONFIG.event, groups=())
    assert event.points == ("Khai mạc", "Báo cáo")
    assert event.film == replace(CONFIG.event.film, title=ALL["film"])
    assert (event.groups, event.id, event.organisers.units) == (
        CONFIG.event.groups,
        CONFIG.event.id,
        CONFIG.event.organisers.units,
    )


@pytest.mark.parametrize("dash", ["-", "–", " — "])
def test_what_the_configuration_names_and_the_event_has_not_is_said_by_a_dash(dash):
    none = ("programme", "film", "parent", "signer_title", "signer_name", "recipients")
    event = with_facts(CONFIG.event, read_given(write_given(dict.fromkeys(none, dash))))

    assert all(stands(CONFIG.event, fact) for fact in none)
    assert {stands(event, fact) for fact in none} == {None}
    assert (event.programme, event.film, event.organisers.parent) == ((), None, None)


def test_who_writes_a_dash_for_what_every_event_has_is_told_that_it_must_be_named():
    for fact in ("name", "short", "name_en", "type", "host"):
        with pytest.raises(InvalidError, match="sự kiện nào cũng phải có"):
            write_given({fact: "–"})


def test_a_film_is_told_of_where_none_was_configured():
    event = with_facts(replace(CONFIG.event, film=None), {"film": "Mười năm một cửa"})
    assert event.film == Film("Mười năm một cửa")


def test_a_programme_is_kept_line_by_line_without_blank_ones():
    text = write_given({"programme": " Khai  mạc \r\n\n\tBáo cáo\n", "name": "Hội\nnghị"})
    assert read_given(text) == {"programme": "Khai mạc\nBáo cáo", "name": "Hội nghị"}


def test_a_ceremony_that_is_named_at_work_deserves_the_word_of_the_configuration():
    named = replace(CONFIG, event=with_facts(CONFIG.event, {"type": "Lễ  kỷ niệm"}))
    (said,) = remarks(named, date(2023, 11, 1))
    assert (said, "111/2018" in said) == (name_remark(named.event), True)
    assert name_remark(with_facts(named.event, {"years": "10"})) is None
    assert name_remark(CONFIG.event) is None


def test_a_group_is_called_ranked_and_coloured_otherwise():
    given = {"group:SBN:name": "Các sở", "group:SBN:rank": "42", "group:SBN:colour": "#102030"}
    event = with_facts(CONFIG.event, given)

    group = event.group("SBN")
    assert (group.name, group.rank, group.colour) == ("Các sở", 42, "#102030")
    assert {fact: stands(event, fact) for fact in given} == given
    others = [g for g in event.groups if g.code != "SBN"]
    assert others == [g for g in CONFIG.event.groups if g.code != "SBN"]


def test_a_group_becomes_the_press_or_one_of_leaders():
    given = {
        "group:SBN:vip": "true",
        "group:CTS:press": "true",
        "group:LDT:vip": "false",
        "group:CTS:ong_ba": "true",
        "group:BC:ong_ba": "false",
    }
    event = with_facts(CONFIG.event, given)

    assert {fact: stands(event, fact) for fact in given} == given
    roles = {g.code: (g.vip, g.press) for g in event.groups if g.vip or g.press}
    assert roles == {"SBN": (True, False), "CTS": (False, True), "BC": (False, True)}
    assert event.style.always_ong_ba == {"CTS", "DVPH", "NVDV"}


def test_a_group_that_the_event_has_not_changes_nothing():
    assert with_facts(CONFIG.event, {"group:XYZ:rank": "3"}) == CONFIG.event
    assert stands(CONFIG.event, "group:XYZ:rank") is None


def test_what_is_not_given_holds_as_configured():
    event = with_facts(CONFIG.event, {"date": "2023-11-17"})

    assert stands(event, "contact_name") == "Phòng Hành chính - Tổng hợp"
    assert stands(event, "venue") is None
    assert stands(event, "count_press") == "false"


def test_what_is_written_down_is_read_again_composed_and_without_blanks():
    text = write_given({"venue": "  Hội trường   lớn "})
    assert read_given(text) == {"venue": "Hội trường lớn"}
    assert read_given(None) == {}


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        ("date", "17/11/2023"),
        ("date", "2023-02-30"),
        ("date", "20231117"),
        ("starts", "8h"),
        ("starts", "25:00"),
        ("starts", "08:00:00+07"),
        ("map_url", "javascript:alert(1)"),
        ("map_url", "http://maps.example/x"),
        ("contact_phone", "gọi chị Lan"),
        ("contact_email", "lan"),
        ("address", "ngai"),
        ("count_press", "yes"),
        ("venue", "x" * 301),
        ("venue", " "),
        ("name", "x" * 301),
        ("name", " "),
        ("name", "–"),
        ("short", ""),
        ("host", "-"),
        ("years", "0"),
        ("years", "năm"),
        ("programme", "\n \n"),
        ("programme", "Khai mạc\n" + "x" * 301),
        ("programme", "Báo cáo\n" * 600),
        ("colour", "red"),
        ("group:SBN:rank", "0"),
        ("group:SBN:rank", "một"),
        ("group:SBN:colour", "red"),
        ("group:SBN:code", "SBX"),
        ("group:SBN:vip", "yes"),
        ("group:SBN:number", "0"),
        ("group:SBN:gone", "maybe"),
        ("group:SBN:aliases", "x" * 301),
    ],
)
def test_what_is_no_such_fact_is_refused_in_a_sentence(fact, written):
    with pytest.raises(InvalidError, match=fact):
        write_given({fact: written})


@pytest.mark.parametrize(
    "given",
    [
        {"opens": "11:00", "closes": "07:00"},
        {"answers_until_hour": "17:00"},
        {"group:SBN:rank": str(CONFIG.event.group("LDT").rank)},
        {"group:SBN:name": CONFIG.event.group("LDT").name},
    ],
)
def test_facts_that_cannot_stand_together_are_refused(given):
    with pytest.raises(InvalidError):
        with_facts(CONFIG.event, given)


def test_a_fact_of_a_newer_program_is_passed_over():
    assert with_facts(CONFIG.event, {"parking": "sân sau"}) == CONFIG.event


def test_the_configuration_is_made_anew_only_when_other_facts_stand():
    said = [None]
    kept = KeptFacts(lambda: said[0], CONFIG)

    assert kept.config is CONFIG
    said[0] = write_given({"venue": "Nhà A"})
    first = kept.config
    assert (first.event.venue, first.server) == ("Nhà A", CONFIG.server)
    assert kept.config is first
    said[0] = None
    assert kept.config.event == CONFIG.event
