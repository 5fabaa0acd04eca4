"""The pages' second language: every marked sentence has its English, and nothing is unmarked."""

import ast
import io
import re
from uuid import uuid4

import pytest
from babel.messages.pofile import read_po

from server.desk.event import PURGED
from server.english import ENGLISH, catalogue
from server.errors import UnavailableError
from server.sentences import Count, say
from server.web.language import _, module_words
from tests.rig.words import ROOT, gather, key, lacking
from tests.server.web.house import CLERK, DOOR, ORGANISER, ORIGIN, OWNER, VIEWER, a_scan, sign_in

VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
# What guests and a whole hall read, and the pages that change their language by themselves.
OTHER_FACES = {"board", "desk", "slip", "welcome"}
# Words of the record, which the server takes and gives as they are.
RECORD = {"Ông", "Bà", "Đồng chí", "Cá nhân", PURGED}
SOURCES = [
    path
    for folder, pattern in (("server/web/templates", "*.html"), ("static/js/organiser", "**/*.js"))
    for path in sorted((ROOT / folder).glob(pattern))
    if path.stem not in OTHER_FACES or path.suffix == ".js"
]


@pytest.fixture(scope="module")
def said():
    """The sentences the pages say."""
    return {key(message): message for message in gather() if message.id}


def test_every_sentence_has_its_english_and_no_english_is_left_over(said):
    with ENGLISH.open("rb") as file:
        there = {key(message): message for message in read_po(file, locale="en") if message.id}
    step = "bring en.po into step with `just words`, then write the English beside what is new"
    assert sorted(said.keys() - there.keys()) == [], step
    assert sorted(there.keys() - said.keys()) == [], step
    assert lacking(catalogue()) == []
    for sentence, message in said.items():
        english = there[sentence]
        assert type(english.id) is type(message.id), f"one form or two: {sentence}"
        places = {place for place, _line in message.locations}
        assert {place for place, _line in english.locations} == places, f"{step}: {sentence}"


def test_the_english_of_a_sentence_has_the_same_places_for_values_and_the_same_elements(said):
    tags = re.compile(r"</?\w+[^>]*>")
    for message in catalogue():
        sentence = key(message)
        if not sentence:
            continue
        forms = [message.string] if isinstance(message.id, str) else list(message.string)
        for form in forms:
            wanted, found = set(PLACE.findall(sentence)), set(PLACE.findall(form))
            # "1 invitation" may say its one without the figure.
            assert found == wanted or (len(forms) > 1 and found == wanted - {("", "n"), ("n", "")})
            assert sorted(tags.findall(form)) == sorted(tags.findall(sentence)), sentence


def literals(code):
    return [one or other for one, other in re.findall(r"\"([^\"]*)\"|'([^']*)'", code)]


def unmarked_in_template(source, said):
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    bare = re.sub(r"<(\w+)\b[^>]*\blang=\"vi\"[^>]*>.*?</\1>", "", bare, flags=re.DOTALL)
    code = re.findall(r"\{\{.*?\}\}|\{%.*?%\}", bare, re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "\n", bare, flags=re.DOTALL)
    yield from (line.strip() for line in text.splitlines() if VIETNAMESE.search(line))
    for part in code:
        yield from (one for one in literals(part) if VIETNAMESE.search(one) and one not in said)


def unmarked_in_module(source, said):
    tokens = re.findall(
        r"//[^\n]*|/\*.*?\*/|/\[[^\n]*?\]/\w*|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`",
        source,
        re.DOTALL,
    )
    for token in tokens:
        if token[0] == "`":
            token = re.sub(r"(_|plural)\(\"[^\"]*\"", "", token)  # noqa: PLW2901
        if token[0] in '"`' and VIETNAMESE.search(token) and token[1:-1] not in {*said, *RECORD}:
            yield token


@pytest.mark.parametrize(
    "path", SOURCES, ids=[path.relative_to(ROOT).as_posix() for path in SOURCES]
)
def test_no_words_of_a_page_are_unmarked(path, said):
    unmarked = unmarked_in_template if path.suffix == ".html" else unmarked_in_module
    assert list(unmarked(path.read_text("utf-8"), said)) == []


def test_a_page_is_vietnamese_until_english_is_chosen(client, codes):
    page = client.get("/guests", headers=ORGANISER).text
    assert '<html lang="vi">' in page
    assert "Danh sách đại biểu" in page
    assert 'id="module-words"' not in page, "no English is sent to who does not read it"
    assert 'data-language="en"' in page

    client.set_cookie("language", "en")
    page = client.get("/guests", headers=ORGANISER).text
    assert '<html lang="en">' in page
    assert "<h1>Delegates</h1>" in page
    assert 'id="module-words"' in page
    assert 'data-language="vi"' in page

    client.set_cookie("language", "fr")
    assert '<html lang="vi">' in client.get("/guests", headers=ORGANISER).text


def test_the_modules_are_sent_their_own_words_with_both_forms():
    words = module_words()
    assert words["{n} suất mời"] == ("{n} invitation", "{n} invitations")
    assert "Mật khẩu" not in words, "only a template says it"


def test_failures_of_a_page_are_english_too(client, codes):
    client.set_cookie("language", "en")
    assert "There is no such page" in client.get("/nowhere", headers=ORGANISER).text
    wrong = sign_in(client, password="<b>wrong")
    assert wrong.status_code == 401
    assert "The user name or password is not correct." in wrong.text
    asked = client.get("/api/nowhere", headers=ORGANISER).json
    assert asked["message"] == "What was asked for cannot be found."


def test_a_refusal_by_the_rules_is_english_for_who_chose_it_and_only_for_them(client, codes):
    def refused():
        body = {"scan_id": str(uuid4())}
        undo = client.delete("/api/invitations/DB016/admission", json=body, headers=ORGANISER)
        return undo.status_code, undo.json["error"], undo.json["message"]

    vietnamese = "Đại biểu này chưa được ghi nhận có mặt nên không có gì để hủy."
    assert refused() == (409, "conflict", vietnamese)
    client.set_cookie("language", "en")
    english = "This delegate is not recorded as present, so there is nothing to undo."
    assert refused() == (409, "conflict", english)


def test_what_fills_a_refusal_is_english_too_and_the_record_stays_as_it_is(client, codes):
    client.set_cookie("language", "en")
    odd = client.post("/api/places", json={"organisation": 5, "group": "SBN"}, headers=ORGANISER)
    assert odd.json["message"] == "The field “organisation” must be a text."
    taken = {"scan_id": str(uuid4()), "seat": "B01"}
    seat = client.put("/api/invitations/DB016/seat", json=taken, headers=ORGANISER)
    assert seat.json["message"] == (
        "Seat B01 is assigned to Đại diện lãnh đạo, Sở C. "
        "Choose another seat, or have them change places"
    )


def test_reasons_of_seats_are_english_and_call_the_hall_by_its_english_names(client, codes):
    client.set_cookie("language", "en")
    plan = client.get("/api/hall/reasons", headers=ORGANISER).json
    facts = [fact for why in plan["reasons"] for fact in why["facts"]]
    assert "Area “Department leaders” is kept for group SBN" in facts
    assert "Giám đốc: number 1 of 3 delegates of group SBN" in facts
    assert not [fact for fact in facts if fact.startswith(("Xếp", "Khu", "Chỗ", "Ghế"))]


def test_doubts_of_an_import_are_english(client, codes):
    client.set_cookie("language", "en")
    list_ = "Họ và tên,Đơn vị,Ghế\nTrần Văn Dũng,Sở A,A01\nTrần Văn Dung,Sở A,A01\n"
    sent = {"file": (io.BytesIO(list_.encode()), "list.csv")}
    headers = ORGANISER | ORIGIN
    there = client.post("/guests/import", data=sent, headers=headers).headers["Location"]
    page = client.get(there, headers=ORGANISER).text
    assert "Seat A01 is already given to row 2. A seat takes one delegate." in page
    assert "2 delegates have no group." in page
    wrong = {"file": (io.BytesIO(b"%PDF-1.7"), "list.pdf")}
    refused = client.post("/guests/import", data=wrong, headers=headers)
    assert "This is a PDF file, not an Excel list." in refused.text


def test_the_desks_cards_and_the_boards_notices_are_english_where_they_are_read(app, codes):
    client = app.test_client()
    client.post("/api/scans", json=a_scan(codes["DB018"]), headers=DOOR)
    client.put("/api/reception", json={"scan_id": str(uuid4()), "closed": True}, headers=OWNER)
    card = client.get("/api/desk/cards", headers=CLERK).json["cards"][0]
    assert card["text"] == "Đã vào Cửa A 07:40. Đề nghị xin họ tên, chức vụ"
    assert client.get("/api/board", headers=VIEWER).json["notices"] == ["Đã kết thúc đón tiếp."]

    client.set_cookie("language", "en")
    card = client.get("/api/desk/cards", headers=CLERK).json["cards"][0]
    assert card["text"] == "Went in at Cửa A 07:40. Please ask for name and title"
    assert client.get("/api/board", headers=VIEWER).json["notices"] == ["Reception has ended."]
    for english, said in ((True, "Reception has ended."), (False, "Đã kết thúc đón tiếp.")):
        assert said.encode() in app.house.feed.message(None, english=english)[1]


def test_an_error_without_words_of_its_own_says_its_docstring_in_english(app):
    with app.test_request_context(headers={"Cookie": "language=en"}):
        assert _(UnavailableError().sentence) == (
            "The disk did not take it. Nothing was recorded; please try again."
        )
        nested = say("Dòng %(row)s: %(who)s", row=Count(5), who=say("Đại biểu chưa có tên"))
        assert _(nested) == "Row 5: Delegate not named yet"


# Where a Sentence may be made by hand, because its template is not written there.
BY_HAND = {"server/sentences.py", "server/errors.py", "kiosk/headless.py"}


@pytest.mark.parametrize("package", ["server", "kiosk"])
def test_what_is_marked_is_written_out_so_that_it_can_be_gathered(package):
    """The types see to it that errors and doubts take marked sentences only."""
    wrong = []
    for path in sorted((ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args):
                continue
            first = call.args[0]
            parts = [n.value for n in ast.walk(first) if isinstance(n, ast.Constant)]
            made_up = isinstance(first, ast.JoinedStr) or (
                isinstance(first, ast.BinOp) and any(isinstance(part, str) for part in parts)
            )
            if call.func.id in {"say", "mark", "plural", "_"} and made_up:
                wrong.append(f"{name}:{call.lineno}")
            if call.func.id == "Sentence" and name not in BY_HAND:
                wrong.append(f"{name}:{call.lineno}")
    assert wrong == []


def test_the_history_of_a_place_is_kept_as_it_was_said_and_told_in_english(client, codes):
    row = client.get("/api/places", headers=ORGANISER).json["places"][0]
    said = {"scan_id": str(uuid4()), "version": row["version"], "rsvp": "coming", "note": None}
    client.put(
        f"/api/places/{row['id']}", json={**said, "title": "Chánh Thanh tra"}, headers=ORGANISER
    )

    def remark():
        there = client.get(f"/api/invitations/{row['id']}", headers=ORGANISER).json
        return there["history"][0]["remark"]

    assert remark() == "Chức vụ: Giám đốc → Chánh Thanh tra\nPhản hồi: Chưa phản hồi → Đã xác nhận"
    client.set_cookie("language", "en")
    assert remark() == "Title: Giám đốc → Chánh Thanh tra\nAnswer: No answer yet → Confirmed"
