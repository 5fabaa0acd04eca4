"""Makes text fit for print: one normal form, no word cut by a line's end, safe file names."""

import re
import unicodedata

# Words that a line must not end inside. Vietnamese writes every syllable apart, so a line
# breaker cannot know; these are the ones that invitations are made of.
_WORDS = (
    "ban tổ chức|bí thư|bưu điện|chi nhánh|chỉ đạo|chủ tịch|chủ trì|công dân|công nghiệp|"
    "cơ quan|cụ thể|cửa khẩu|dự kiến|đại biểu|đại diện|đảng ủy|địa điểm|điện lực|điện thoại|"
    "điện tử|đơn vị|giám đốc|hành chính|hội đồng|hội trường|khen thưởng|kinh tế|kỷ niệm|"
    "lãnh đạo|lễ tân|nhân dân|phát thanh|phóng viên|phục vụ|quản lý|quốc hội|thành lập|"
    "thành phố|thành viên|thi đua|thông báo|thông tin|thời gian|tỉnh ủy|tọa đàm|tổ chức|"
    "tổng hợp|trung tâm|trung ương|trụ sở|truyền hình|viễn thông|văn phòng|văn xã|ủy ban"
)
_WORD = re.compile(rf"\b(?:{_WORDS})\b", re.IGNORECASE)
_CAPITAL = "[" + "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper()) + "]"
# Names come in pairs ("Lạng Sơn"); longer chains stay breakable, or they would fit no line.
_NAME = re.compile(rf"\b({_CAPITAL}\w*) ({_CAPITAL}\w*)\b")
# A number stays with the word that it counts or numbers ("số 2", "05 năm"), and no line begins
# with a dash.
_NUMBERED = "số|tầng|khóa|kỳ|đợt|lần|năm|tháng|ngày|quý|hàng|ghế|bàn|quận|phường|tổ|khu|thứ"
_COUNTED = "năm|tháng|ngày|giờ|phút|đại biểu|đồng chí|người"
_BOUND = re.compile(
    rf"(?<=\d) (?=(?:{_COUNTED})\b)|(?<=\bgiờ) (?=\d)|\b(?:{_NUMBERED})( )(?=\d)|(?<=\w) (?=[-–] )",
    re.IGNORECASE,
)
# A last word as short as this would look lost on a line of its own.
_LAST_WORD = re.compile(r"(?<= )(\S{1,9}) (\w{1,5}[.;)]?)$")
_LONGEST_SYLLABLE = 12
_WIDEST_CHAIN = 16  # letters
_WINDOWS_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def tidy(text: str | None) -> str:
    """Give the text as NFC with single spaces and no invisible characters."""
    text = unicodedata.normalize("NFC", text or "")
    return " ".join("".join(map(_visible, text)).split())


def printable(text: str | None, longest: int = 300, syllable: int = _LONGEST_SYLLABLE) -> str:
    """Give the tidy text, at most `longest` characters, whose every word fits a line.

    What is longer than `syllable` letters may be broken there.
    """
    text = tidy(text)
    if len(text) > longest:
        text = text[: longest - 1].rstrip() + "…"
    return bound(" ".join(_breakable(word, syllable) for word in text.split(" ")))


def bound(text: str) -> str:
    """Put no-break spaces where a line must not end: beside numbers, before dashes."""
    return _BOUND.sub(lambda found: found[0][:-1] + "\N{NO-BREAK SPACE}", text)


def keep_words_whole(text: str) -> str:
    """Put no-break spaces into words of several syllables, into names of two, before a last word."""
    held = _LAST_WORD.sub("\\1\N{NO-BREAK SPACE}\\2", text)
    held = _hold_words(_NAME.sub("\\1\N{NO-BREAK SPACE}\\2", held))
    return " ".join(map(_fit_for_a_column, held.split(" ")))


def _hold_words(text: str) -> str:
    return _WORD.sub(lambda word: word[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def _fit_for_a_column(chain: str) -> str:
    """Part words again that together are wider than the narrowest column of our tables."""
    wide = sum(1.5 if letter.isupper() else 1 for letter in chain)
    if wide <= _WIDEST_CHAIN:
        return chain
    return _hold_words(bound(chain.replace("\N{NO-BREAK SPACE}", " ")))


def address(
    organisation: str, name: str | None, honorific: str | None, title: str | None
) -> dict[str, str]:
    """Give the lines that say whom a paper is for, empty where there is nothing to say.

    `main` is the large one: the name, or the organisation where nobody is named yet. Above
    it then stands what is expected ("Đại diện lãnh đạo"); below a name, `title` and `unit`.
    """
    repeated = names_unit(title, organisation)
    title = keep_words_whole(printable(title))
    organisation = keep_words_whole(printable(organisation))
    if not tidy(name):
        above, main = (title, organisation) if organisation else ("", title or "Quý đại biểu")
        return {"above": above, "main": main, "title": "", "unit": ""}
    main = printable(f"{honorific or ''} {name}")
    return {"above": "", "main": main, "title": title, "unit": "" if repeated else organisation}


def names_unit(title: str | None, organisation: str) -> bool:
    """Whether a title says the unit already: "Phó Chủ tịch Ủy ban nhân dân tỉnh" of "UBND tỉnh"."""
    return _in_short(title).endswith(_in_short(organisation))


def _in_short(text: str | None) -> str:
    return re.sub("[uủ][ỷy] ban nhân dân", "ubnd", tidy(text).casefold())


def unaccented(text: str) -> str:
    """Give the text in plain Latin letters, đ as d."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def file_stem(*parts: str, longest: int = 90) -> str:
    """Join the parts to a file name (without its ending) that every system accepts."""
    plain = [re.sub(r"[^A-Za-z0-9()_-]+", " ", unaccented(part)).strip() for part in parts]
    stem = " - ".join(part for part in plain if part)[:longest].strip() or "_"
    return f"_{stem}" if _WINDOWS_DEVICE.fullmatch(stem) else stem


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category[0] == "C" else character


def _breakable(word: str, syllable: int) -> str:
    cuts = range(0, len(word), syllable)
    return "\N{ZERO WIDTH SPACE}".join(word[i : i + syllable] for i in cuts)
