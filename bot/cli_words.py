"""What the shell's own machinery says, in Chinese: the frames of the help, and mistyped commands.

typer has these words in English inside; they are replaced from outside, by names that it has
kept. Where a name is gone, the English word stays: nothing breaks. Knows no command.
"""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

_TITLES = {
    "ARGUMENTS_PANEL_TITLE": "要写的",
    "OPTIONS_PANEL_TITLE": "可以加的",
    "COMMANDS_PANEL_TITLE": "命令",
    "ERRORS_PANEL_TITLE": "没看懂",
    "REQUIRED_LONG_STRING": "[必填]",
    "DEFAULT_STRING": "[不写就是 {}]",
    "ENVVAR_STRING": "[环境变量 {}]",
    "ABORTED_TEXT": "停下了。",
}
_SEE_HELP = "用法：{} -h"


def put() -> None:
    """Put the Chinese words in place; may be called more than once."""
    for kind in (TyperCommand, TyperGroup):
        if not hasattr(kind, "in_chinese"):
            _translate(kind)


def _put_titles() -> None:
    """Only when a help is shown: what draws its frames takes a third of a second to import."""
    from typer import rich_utils

    for name, words in _TITLES.items():
        if hasattr(rich_utils, name):
            setattr(rich_utils, name, words)


def _translate(kind: Any) -> None:
    usage, help_option, shown = kind.get_usage, kind.get_help_option, kind.format_help

    def format_help(self: Any, ctx: Any, formatter: Any) -> None:
        _put_titles()
        shown(self, ctx, formatter)

    def get_usage(self: Any, ctx: Any) -> str:
        said = re.sub(r"^Usage:", "用法：", str(usage(self, ctx)))
        for english, words in (("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 ...")):
            said = said.replace(english, words)
        return said

    def get_help_option(self: Any, ctx: Any) -> Any:
        option = help_option(self, ctx)
        if option is not None:
            option.help = "看这份说明。"
        return option

    kind.get_usage, kind.get_help_option, kind.format_help = get_usage, get_help_option, format_help
    kind.in_chinese = True


def told(error: Exception) -> str | None:
    """What was mistyped, in Chinese, and where the help is; None where it is no such error."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    if "UsageError" not in kinds:
        return None
    if "NoArgsIsHelpError" in kinds:
        return str(getattr(error, "message", ""))
    ctx = getattr(error, "ctx", None)
    words = next((_SAID[kind](error) for kind in kinds if kind in _SAID), _other(error))
    return "\n".join([words, *([_SEE_HELP.format(ctx.command_path)] if ctx else [])])


def _no_such_option(error: Any) -> str:
    near = "、".join(error.possibilities or ())
    return f"没有“{error.option_name}”这个写法。{f'是不是 {near}？' if near else ''}"


def _missing(error: Any) -> str:
    return f"还缺 {_hint(error)}。"


def _bad(error: Any) -> str:
    message = str(error.message)
    for shape, words in _REASONS:
        message = re.sub(shape, words, message)
    return f"{_hint(error)} 写得不对：{message}"


_REASONS = (
    (r"^Input should be a valid integer.*$", "要写整数。"),
    (r"^Input should be a valid number.*$", "要写数。"),
    (r"^Input should be greater than or equal to (.*)$", r"最小是\1。"),
    (r"^Input should be less than or equal to (.*)$", r"最大是\1。"),
    (r"^'?(.*?)'? is not a valid int(?:eger)?(?: range)?\.?$", r"“\1”不是整数。"),
    (r"^'?(.*?)'? is not a valid float\.?$", r"“\1”不是数。"),
    (r"^'?(.*?)'? is not in the range (.*?)\.?$", r"\1 不在范围里（\2）。"),
    (r"^.*?'(.*?)' does not exist\.?$", r"没有“\1”。"),
    (r"^'?(.*?)'? is not one of (.*?)\.?$", r"“\1”不在可选的里面：\2。"),
)


def _hint(error: Any) -> str:
    """What is meant, as it is typed: --out, YEAR."""
    names = getattr(error.param, "opts", None) or [str(error.param_hint or "")]
    return "/".join(name if name.startswith("-") else name.upper() for name in names)


def _other(error: Any) -> str:
    message = str(getattr(error, "message", error))
    for shape, words in _OTHERS:
        if found := re.match(shape, message):
            return found.expand(words)
    return message


_OTHERS = (
    (r"No such command '(.*?)'.*", r"没有“\1”这个命令。"),
    (r"Missing command\.?", "还没写要用哪个命令。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*?)\)", r"多写了：\1。有空格的名字请加引号。"),
    (r"Option '?(.*?)'? requires an argument\.?", r"“\1”后面还要写内容。"),
)

_SAID = {"NoSuchOption": _no_such_option, "MissingParameter": _missing, "BadParameter": _bad}
