"""A command typed wrongly, in one sentence: what is wrong, and where it is explained."""

import re

import click


def usage_words(error: click.UsageError) -> str:
    """Say what is wrong with a command as it was typed, and what to do about it."""
    where = error.ctx.command_path if error.ctx else "dontiep"
    fault = _fault(error)
    return (
        f"{fault} Xem «{where} --help»." if fault[-1] == "?" else f"{fault}; xem «{where} --help»."
    )


def _fault(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return f"Không có tùy chọn «{error.option_name}»{_perhaps(error.possibilities)}"
        case click.exceptions.NoSuchCommand():
            return f"Không có lệnh «{error.command_name}»{_perhaps(error.possibilities)}"
        case click.MissingParameter():
            return f"Còn thiếu {_name(error)}{_choices(error, ', một trong: ')}"
        case click.BadParameter():
            return _misfit(error)
        case click.BadOptionUsage():
            return f"{error.option_name} phải có một giá trị đi sau"
        case _:
            told = error.format_message().rstrip(".")
            extra = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", told)
            return f"Thừa «{extra[1]}»" if extra else told


def _name(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return "một giá trị"
    named = isinstance(param, click.Option)
    return max(param.opts, key=len) if named else param.human_readable_name.upper()


def _misfit(error: click.BadParameter) -> str:
    """What was typed stands only at the head of click's own sentence; ours may say it all."""
    name, told = _name(error), error.message.rstrip(".")
    typed = re.match(r"'?(.+?)'? is not", told)
    if typed is None:
        return told if name in told else f"{name}: {told}"
    return f"{name} không nhận «{typed[1]}»{_wanted(error)}"


def _wanted(error: click.BadParameter) -> str:
    kind = error.param and error.param.type
    if isinstance(kind, click.IntRange):
        return f"; hãy ghi một số từ {kind.min} đến {kind.max}"
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return "; hãy ghi một số"
    return _choices(error, "; hãy ghi một trong: ")


def _choices(error: click.BadParameter, lead: str) -> str:
    kind = error.param and error.param.type
    return lead + ", ".join(map(str, kind.choices)) if isinstance(kind, click.Choice) else ""


def _perhaps(possibilities: list[str] | None) -> str:
    return f"; có phải «{possibilities[0]}»?" if possibilities else ""
