"""The shipped config.toml holds the seed's facts; wrong configuration says what to do."""

import os
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.config import SHIPPED, ConfigError, load_config, override, parse_config, remarks
from server.event import Address, Style
from server.guests import Group
from server.settings import ServerConfig

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def complaint(text):
    with pytest.raises(ConfigError) as caught:
        parse_config(text)
    assert caught.value.code == "invalid"
    return str(caught.value)


def test_the_shipped_file_holds_the_facts_of_the_plan():
    event = load_config(SHIPPED, {}).event
    assert event.kind == "Tọa đàm"
    assert event.day is None
    assert event.place == "Tại thành phố Lạng Sơn (cụ thể sẽ thông báo sau)"
    assert event.expected_guests == 90
    assert event.timezone == HANOI
    assert event.occasion.founded == date(2018, 11, 20)
    assert event.organisers.signer_name == "Phạm Hùng Trường"
    assert event.basis is not None
    assert "2358" in event.basis
    assert event.basis_checked is False
    assert event.film is not None
    assert event.film.minutes == (10, 15)
    assert event.style == Style(Address.ONG_BA, frozenset({"DVPH", "NVDV", "BC"}))


def test_the_ten_groups_stand_in_the_plans_order_with_their_rank_in_protocol():
    groups = load_config(SHIPPED, {}).event.groups
    assert [(g.code, g.number, g.rank) for g in groups] == [
        ("LDT", 1, 1),
        ("LDVP", 2, 2),
        ("PBVP", 3, 5),
        ("SBN", 4, 3),
        ("DVPH", 5, 4),
        ("CTS", 6, 6),
        ("TT", 7, 7),
        ("CCVC", 8, 8),
        ("NVDV", 9, 9),
        ("BC", 10, 10),
    ]
    assert [g.code for g in groups if g.vip] == ["LDT"]
    assert [g.code for g in groups if g.press] == ["BC"]
    assert groups[0] == Group(
        code="LDT",
        number=1,
        rank=1,
        name="Lãnh đạo UBND tỉnh",
        name_en="Provincial People's Committee leaders",
        colour="#B71C1C",
        vip=True,
    )


def test_nowhere_does_the_shipped_event_call_itself_a_ceremony():
    event = load_config(SHIPPED, {}).event
    assert "lễ kỷ niệm" not in repr(event).casefold()


def test_an_empty_file_stands_as_the_shipped_one():
    assert parse_config("") == load_config(SHIPPED, {})


def test_without_a_file_in_the_working_folder_the_shipped_one_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config = load_config(environ={})
    assert config == parse_config("")
    assert config.server == ServerConfig()


def test_the_file_of_the_working_folder_changes_what_it_says_and_nothing_else(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text("[server]\nport = 9000\n", "utf-8")
    config = load_config(environ={})
    assert config.server.port == 9000
    assert config.event == parse_config("").event


def test_a_file_asked_for_by_name_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match=r"Không tìm thấy tệp .*không-có\.toml"):
        load_config(tmp_path / "không-có.toml", {})


def test_a_folder_name_in_vietnamese_with_spaces_is_no_hindrance(tmp_path):
    folder = tmp_path / "Người dùng" / "Sự kiện"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("[server]\ndata = 'C:\\Người dùng\\Sự kiện'\n", "utf-8")
    config = load_config(folder / "config.toml", {})
    assert config.server.data == Path("C:\\Người dùng\\Sự kiện")


def test_a_file_that_is_not_utf8_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes('[event]\nvenue = "Hội trường"\n'.encode("utf-16"))
    with pytest.raises(ConfigError, match="không phải mã UTF-8"):
        load_config(path, {})


def test_reception_hours_become_moments_once_the_day_is_set():
    hours = '[event.reception]\nopens = "07:00"\ncloses = 11:30:00\n'
    assert parse_config(hours).event.reception_window == (None, None)
    dated = parse_config("[event]\ndate = 2023-11-17\n" + hours).event
    assert dated.reception.opens == time(7)
    assert dated.reception_window == (
        datetime(2023, 11, 17, 7, 0, tzinfo=HANOI),
        datetime(2023, 11, 17, 11, 30, tzinfo=HANOI),
    )


def test_the_place_is_the_venue_once_it_is_set():
    event = parse_config('[event]\nvenue = "Hội trường tầng 2"').event
    assert (event.place, event.place_en) == ("Hội trường tầng 2", "Hội trường tầng 2")


@pytest.mark.parametrize(("written", "hour"), [("07:00", time(7)), ("7:05", time(7, 5))])
def test_an_hour_may_be_written_as_people_do(written, hour):
    assert parse_config(f'[event.reception]\nopens = "{written}"').event.reception.opens == hour


@pytest.mark.parametrize("written", ["7h", "24:00", "07:60", "07:00+07:00", "7"])
def test_what_is_no_hour_is_refused(written):
    assert "hãy ghi giờ và phút" in complaint(f'[event.reception]\nopens = "{written}"')


def test_a_day_without_hours_leaves_the_doors_open():
    event = parse_config("[event]\ndate = 2023-11-17\n").event
    assert event.reception_window == (None, None)
    assert event.starts_at is None


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_that_cannot_be_is_refused_with_its_line(port):
    assert complaint(f"[server]\nport = {port}") == (
        f"config.toml, dòng 2, khóa [server] port: không nhận {port}; "
        "hãy ghi một số nguyên từ 1 đến 65535."
    )


def test_a_misspelt_key_is_named_with_the_one_that_was_meant():
    assert complaint("[server]\n# ghi chú\nprot = 80") == (
        "config.toml, dòng 3, khóa [server] prot: không có khóa này; có phải là «port»?"
    )


def test_a_misspelt_table_is_named_too():
    assert complaint("[kiosks]\nlang = 'vi'") == (
        "config.toml, dòng 1, khóa kiosks: không có khóa này; có phải là «kiosk»?"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[server]\nhost = "0.0.0.0"\ntrusted_hosts = []', "trusted_hosts"),
        ('[server]\nhost = "::"', "trusted_hosts"),
        ('[server]\nhost = "http://10.0.0.1"', "tên máy hoặc địa chỉ"),
        ('[server]\nhost = "0.0.0.0"\ntrusted_hosts = ["*"]', "tên máy hoặc địa chỉ"),
        ('[server]\npublic_url = "http://moi.example.vn"', "https"),
        ('[server]\npublic_url = "https://moi.example.vn/i/"', "gạch chéo"),
        ('[kiosk]\nserver_url = "http://moi.example.vn"', "https"),
        ('[kiosk]\nserver_url = "192.168.1.10:8080"', "https://máy-chủ"),
        ('[kiosk]\nserver_url = "https://kiosk:key@moi.example.vn"', "https://máy-chủ"),
        ('[kiosk]\npin = "12"', "4 đến 12 chữ số"),
        ("[kiosk]\ndeadline_ms = 60000", "từ 20 đến 5000"),
        ('[kiosk]\nlang = "fr"', "vi, en"),
        ("[event]\ndate = 2023-02-30", "cú pháp"),
        ('[event]\ntimezone = "Asia/Hanoi"', "Asia/Ho_Chi_Minh"),
        ('[event]\nname = ""', "để trống"),
        ('[event]\nid = "Tọa đàm"', "chữ thường không dấu"),
        ('[event.style]\naddress = "ongba"', "«ong_ba»"),
        ('[event.style]\npad_below_10 = "true"', "true hoặc false"),
        ('[event.reception]\nopens = "09:00"\ncloses = "08:00"', "08:00 không sau giờ mở 09:00"),
        ("[event.film]\nminutes = [15, 10]", "ngắn trước dài sau"),
        ("[event]\ngroups = []", "chưa có nhóm nào"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_with_a_remedy(text, words):
    said = complaint(text)
    assert said.startswith("config.toml, dòng ")
    assert words in said


def group(code, number, rank, colour="#000000"):
    return (
        f'[[event.groups]]\ncode = "{code}"\nnumber = {number}\nrank = {rank}\n'
        f'name = "Nhóm {code}"\nname_en = "Group {code}"\ncolour = "{colour}"\n'
    )


def test_a_file_may_bring_groups_of_its_own():
    config = parse_config(group("B", 2, 1) + group("A", 1, 2))
    assert [g.code for g in config.event.groups] == ["A", "B"]


def test_two_groups_cannot_share_a_rank():
    said = complaint(group("A", 1, 1) + group("B", 2, 1))
    assert "rank «1» bị ghi hai lần" in said


def test_the_colour_of_the_third_group_is_told_by_its_line():
    said = complaint(group("A", 1, 1) + group("B", 2, 2) + group("C", 3, 3, "red"))
    assert said.startswith("config.toml, dòng 21, khóa [event.groups] colour (mục 3): ")


def test_a_spelling_belongs_to_one_organisation():
    said = complaint(
        '[[event.organisations]]\nname = "Sở A"\naliases = ["SA"]\n'
        '[[event.organisations]]\nname = "SA"\n'
    )
    assert "«SA» bị ghi hai lần" in said


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080",
        "http://192.168.1.10:8080",
        "http://may-chu.local",
        "https://moi.example.vn/",
    ],
)
def test_a_kiosk_may_speak_plainly_inside_the_house_and_encrypted_outside(url):
    assert parse_config(f'[kiosk]\nserver_url = "{url}"').kiosk.server_url == url.rstrip("/")


def test_an_open_address_is_fine_with_hosts_that_are_trusted():
    server = parse_config(
        '[server]\nhost = "0.0.0.0"\ntrusted_hosts = ["192.168.1.10:8080"]'
    ).server
    assert server.trusted_hosts == ("192.168.1.10:8080",)


def test_the_host_of_invitation_links_is_that_of_the_public_address():
    server = parse_config('[server]\npublic_url = "https://Moi.Example.vn:8443"').server
    assert server.public_host == "moi.example.vn:8443"
    assert ServerConfig().public_host is None


def test_the_environment_overrides_the_file():
    environ = {"DONTIEP_PORT": "9090", "DONTIEP_HOST": "192.168.1.10", "DONTIEP_DATA": "/srv/d"}
    server = load_config(SHIPPED, environ).server
    assert server == ServerConfig(host="192.168.1.10", port=9090, data=Path("/srv/d"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DONTIEP_PORT", "abc"),
        ("DONTIEP_PORT", "0"),
        ("DONTIEP_PORT", "70000"),
        ("DONTIEP_PORT", "٨٠٨٠"),
        ("DONTIEP_HOST", "http://x"),
    ],
)
def test_a_wrong_variable_is_named(name, value):
    with pytest.raises(ConfigError) as caught:
        load_config(SHIPPED, {name: value})
    assert str(caught.value).startswith(f"Biến môi trường {name}: không nhận «{value}»; hãy ")


def test_a_pin_may_come_from_the_environment_and_a_wrong_one_is_not_repeated():
    assert load_config(SHIPPED, {"DONTIEP_PIN": "2468"}).kiosk.pin == "2468"
    with pytest.raises(ConfigError, match="DONTIEP_PIN: không nhận «…»"):
        load_config(SHIPPED, {"DONTIEP_PIN": "12"})


def test_a_blank_variable_says_nothing():
    assert load_config(SHIPPED, {"DONTIEP_PORT": " "}) == load_config(SHIPPED, {})


def test_neither_environment_nor_command_line_opens_the_house_to_everybody():
    with pytest.raises(ConfigError, match="trusted_hosts"):
        load_config(SHIPPED, {"DONTIEP_HOST": "0.0.0.0"})
    with pytest.raises(ConfigError, match="trusted_hosts"):
        override(parse_config(""), host="::")


def test_the_command_line_has_the_last_word():
    config = load_config(SHIPPED, {"DONTIEP_PORT": "9090"})
    assert override(config, port=7000).server.port == 7000
    assert override(config).server.port == 9090


def test_the_process_environment_is_read_when_none_is_given(monkeypatch):
    monkeypatch.setitem(os.environ, "DONTIEP_PORT", "9191")
    assert load_config(SHIPPED).server.port == 9191


def test_an_event_in_the_past_deserves_a_word_and_one_to_come_does_not():
    config = parse_config("[event]\ndate = 2019-01-01")
    (remark,) = remarks(config, date(2019, 1, 2))
    assert remark.startswith("Ngày tổ chức 01/01/2019 đã qua")
    assert remarks(config, date(2019, 1, 1)) == ()
    assert remarks(parse_config(""), date(2030, 1, 1)) == ()


def test_a_ceremony_in_a_year_that_does_not_end_in_zero_deserves_a_word():
    named = '[event]\ntype = "Lễ kỷ niệm"\n'
    (remark,) = remarks(parse_config(named), date(2023, 11, 1))
    assert "111/2018" in remark
    assert remarks(parse_config(named + "[event.occasion]\nyears = 10"), date(2023, 11, 1)) == ()


def test_answers_are_taken_until_the_end_of_a_day_or_until_an_hour_of_it():
    assert parse_config("").event.answers_until is None
    day = parse_config("[event]\nanswers_until = 2023-11-16").event.answers_until
    hour = parse_config('[event]\nanswers_until = 2023-11-16\nanswers_until_hour = "17:00"')
    assert day.isoformat() == "2023-11-17T00:00:00+07:00"
    assert hour.event.answers_until.isoformat() == "2023-11-16T17:00:00+07:00"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[event]\nmap_url = "http://ban-do.example/x"', "map_url"),
        ('[event]\nanswers_until_hour = "17:00"', "answers_until_hour"),
        ('[server.mail]\nhost = "mail.example"\nsender = "nobody"', "sender"),
        ('[server.mail]\nhost = "mail.example"\nsender = "a@b.vn"\ntls = "none"', "tls"),
        ('[server.mail]\nsender = "a@b.vn"', "host"),
    ],
)
def test_what_cannot_be_sent_or_shown_is_refused_by_its_key(text, key):
    with pytest.raises(ConfigError, match=key):
        parse_config(text)


def test_mail_goes_through_a_server_inside_the_house_or_over_tls():
    text = '[server.mail]\nhost = "127.0.0.1"\nport = 2525\ntls = "none"\nsender = "moi@b.vn"'
    mail = parse_config(text).server.mail
    assert (mail.port, mail.per_minute, mail.user) == (2525, 20, None)
