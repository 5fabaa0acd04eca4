"""Titles as lists write them: spelt out, parted from the organisation, and ranked."""

import re
from functools import lru_cache
from typing import Final

from server.names import clean, fold

# What a title may be shortened to where it leads a title. "TP" further on is a city.
_SHORT: Final = {
    "ct": "Chủ tịch",
    "gđ": "Giám đốc",
    "tgđ": "Tổng Giám đốc",
    "tp": "Trưởng phòng",
    "tb": "Trưởng ban",
    "cvp": "Chánh Văn phòng",
    "ctt": "Chánh Thanh tra",
    "tbt": "Tổng Biên tập",
    "cvcc": "Chuyên viên cao cấp",
    "cvc": "Chuyên viên chính",
    "cv": "Chuyên viên",
    "vc": "Viên chức",
    "nv": "Nhân viên",
    "pv": "Phóng viên",
    "btv": "Biên tập viên",
    "ktv": "Kỹ thuật viên",
    "gdv": "Giao dịch viên",
}
_DEPUTY: Final = {"pct", "pgđ", "ptgđ", "ptp", "ptb", "pcvp", "pctt", "ptbt"}

# The ladder of precedence, 1 first. Longer phrases stand before those that they begin with.
REPRESENTATIVE_RANK, UNKNOWN_RANK = 5, 9
_LADDER: Final = (
    (6, "chánh văn phòng sở|chánh văn phòng ban|chánh thanh tra|phó chánh thanh tra"),
    (1, "chủ tịch|bí thư"),
    (2, "phó chủ tịch|phó bí thư"),
    (
        3,
        (
            "chánh văn phòng|giám đốc|tổng giám đốc|trưởng ban|cục trưởng|thủ trưởng|chi cục trưởng"
            "|tổng biên tập|viện trưởng|hiệu trưởng|chánh án|chỉ huy trưởng"
        ),
    ),
    (
        4,
        (
            "phó chánh văn phòng|phó giám đốc|phó tổng giám đốc|phó trưởng ban|phó cục trưởng"
            "|phó thủ trưởng|phó chi cục trưởng|phó tổng biên tập|phó viện trưởng|phó hiệu trưởng"
        ),
    ),
    (REPRESENTATIVE_RANK, "đại diện lãnh đạo|lãnh đạo|đại diện"),
    (6, "trưởng phòng|kế toán trưởng|đội trưởng|trưởng bộ phận"),
    (7, "phó trưởng phòng|phó phòng|phó đội trưởng|phó trưởng bộ phận"),
    (8, "chuyên viên|viên chức|công chức|thư ký|kế toán|thanh tra viên|phóng viên|biên tập viên"),
    (
        UNKNOWN_RANK,
        (
            "nhân viên|giao dịch viên|kỹ thuật viên|quay phim|lái xe|bảo vệ|tạp vụ|người lao động"
            "|kiểm soát viên|điều dưỡng|bác sĩ|giáo viên"
        ),
    ),
)
_RANKS: Final = {fold(phrase): rank for rank, phrases in _LADDER for phrase in phrases.split("|")}
_PHRASE: Final = re.compile(rf"(?:{'|'.join(sorted(_RANKS, key=len, reverse=True))})\b")
_FORMER: Final = re.compile(r"(nguyên|quyền)\s+|q\.\s*", re.IGNORECASE)


def spell_out(title: str, organisation: str = "") -> str:
    """Write "PGĐ" as "Phó Giám đốc"; a Văn phòng's chief gets its full name.

    Only the words that lead are taken for abbreviations, after "Nguyên" or "Quyền".
    """
    head, rest = _part_former(clean(title))
    written = rest
    rest = re.sub(r"^(p\.\s*|phó\s+)(?=\S)", "Phó ", rest, flags=re.IGNORECASE)
    deputy = rest.startswith("Phó ")
    first, _, after = rest.removeprefix("Phó ").partition(" ")
    spelt = " ".join(filter(None, [_spell_word(first), after]))
    if deputy and written == f"PHÓ {spelt}".upper():
        return f"{head}{written}"  # all of it in capitals, or none: never half
    spelt = re.sub(r"^(Phó )?(Chánh) VP\b", r"\1\2 Văn phòng", spelt, flags=re.IGNORECASE)
    return _complete(f"{head}{'Phó ' if deputy else ''}{spelt}", organisation)


def strip_organisation(title: str, organisation: str) -> str:
    """Give "Giám đốc" for "Giám đốc Sở D" of Sở D; as it is where no title would be left."""
    words, unit = title.split(), fold(organisation).split()
    if not unit or fold(title).split()[-len(unit) :] != unit:
        return title
    bare = " ".join(words[: -len(unit)]).rstrip(" ,-–")
    return bare if is_title(bare) else title


def is_title(text: str) -> bool:
    """Whether a text begins as a title does, spelt out or shortened."""
    return leading_title(text) is not None


def leading_title(text: str) -> tuple[str, str] | None:
    """Part "Giám đốc Sở D" into ("Giám đốc", "Sở D"); None where no known title leads."""
    former, spelt = _part_former(spell_out(text))
    found = _PHRASE.match(fold(spelt))
    if found is None:
        return None
    words, length = spelt.split(), len(found[0].split())
    title, rest = " ".join(words[:length]), " ".join(words[length:])
    return former + title.rstrip(","), rest.lstrip("-–, ")


# Many guests bear the same title, and all are ranked at every look at the hall.
@lru_cache(4096)
def title_rank(title: str | None, organisation: str = "") -> int:
    """Rank a title for protocol: 1 Chủ tịch … 9 Nhân viên, unknown and none.

    The Chánh Văn phòng of a department ranks with heads of rooms, not with its director.
    """
    folded = fold(_part_former(spell_out(title or ""))[1])
    found = _PHRASE.match(folded)
    rank = _RANKS[found[0]] if found else None
    if rank == 3 and "van phong" in folded and fold(organisation).startswith(("so ", "ban ")):
        return 6
    return rank or UNKNOWN_RANK


def _spell_word(word: str) -> str:
    key = word.casefold().replace(".", "").rstrip(",")
    if key in _DEPUTY:
        return f"Phó {_SHORT[key[1:]]}"
    return _SHORT.get(key, word)


def _complete(title: str, organisation: str) -> str:
    """Name the office where the list leaves it out, as titles of its chiefs are written."""
    if re.search(r"chánh văn phòng$", title, re.IGNORECASE) and re.match(
        r"văn phòng \S", organisation, re.IGNORECASE
    ):
        return f"{title[: -len('văn phòng')]}{organisation}"
    return title


def _part_former(title: str) -> tuple[str, str]:
    """Part "Nguyên " or "Quyền " from the title itself; "Q." is written out."""
    found = _FORMER.match(title)
    if found is None:
        return "", title
    return found[0] if found[1] else "Quyền ", title[found.end() :]
