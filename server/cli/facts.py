"""`dontiep facts`: what is announced late, given and changed from the command line."""

from typing import Any

import click

from server import desk
from server.cli.ground import Ground, command, now
from server.errors import InvalidError
from server.facts import KEY, facts_of, has_lines, name_remark, read_given, stands
from server.sentences import say


def register(root: click.Group) -> None:
    """Hang these commands onto the root."""
    root.add_command(facts)


@click.group()
def facts() -> None:
    """Tên, chương trình, đơn vị tổ chức, ngày, giờ, địa điểm, đầu mối, cách xưng hô."""


@command(facts, "list")
def listed(ground: Ground) -> None:
    """Liệt kê các mục, giá trị đang có hiệu lực."""
    _answer(ground)


@command(facts, "set")
@click.argument("pairs", nargs=-1, required=True, metavar="MỤC=GIÁ_TRỊ...")
def change(ground: Ground, pairs: tuple[str, ...]) -> None:
    """Ghi một hay nhiều mục; để trống giá trị thì mục đó lại theo tệp cấu hình.

    Ví dụ: dontiep facts set date=2023-11-17 starts=08:00 "venue=Hội trường tỉnh".
    Chương trình có nhiều mục thì ngăn bằng dấu |: "programme=Khai mạc|Báo cáo|Bế mạc".
    Không có chương trình, phóng sự, cơ quan chủ quản, người ký thì ghi dấu –: parent=–
    Thêm thành phần: "group:KDN:name=Khối doanh nghiệp" group:KDN:rank=11; bỏ: group:KDN:gone=true.
    """
    told = dict(_pair(pair) for pair in pairs)
    with ground.store() as store:
        before = read_given(store.read.meta(KEY))
        given = {fact: text for fact, text in {**before, **told}.items() if text}
        desk.change_facts(store, ground.configured.event, given, now(), seen=before)
    _answer(ground)


def _answer(ground: Ground) -> None:
    event = ground.config.event
    given = read_given(ground.folder.kept(KEY))
    rows: list[dict[str, Any]] = [
        {"fact": fact, "value": stands(event, fact), "given": fact in given}
        for fact in facts_of(event)
    ]
    width = max(len(row["fact"]) for row in rows)
    lines = [
        f"{row['fact']:<{width}}  {_on_a_line(row)}{'  *' if row['given'] else ''}" for row in rows
    ]
    told = [*lines, "* ghi sau, không theo tệp cấu hình", name_remark(event)]
    ground.answer(rows, "\n".join(filter(None, told)))


def _on_a_line(row: dict[str, Any]) -> str:
    if row["value"]:
        return " | ".join(row["value"].splitlines())
    return "(không có)" if row["given"] else "(chưa ghi)"


def _pair(pair: str) -> tuple[str, str]:
    fact, equals, text = pair.partition("=")
    if not equals:
        raise InvalidError(say("«%(pair)s»: xin ghi MỤC=GIÁ_TRỊ, như date=2023-11-17.", pair=pair))
    # No shell of Windows has a way to type the end of a line.
    text = text.replace("|", "\n") if has_lines(fact.strip()) else text
    return fact.strip(), text.strip()
