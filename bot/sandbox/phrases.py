"""How WeChat writes a mention, a quote and a relay into a text, for those who speak in the room.

Pure functions over names and texts. It must not know what the program reads in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.sandbox.chat import Quote

MENTION_END = "\u2005"

_DASHES = "- " * 14 + "-"
_LONGEST_QUOTE = 60
_ROW = re.compile(r"^\s*\d{1,3}\s*[.．、]\s*(\S.*)$")
_PLAIN = r"[\s\u2005:：,，]"


def mentioned(text: str, names: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The text with each @name ended as WeChat ends it, and the ids so mentioned.

    ``names`` are ids by name. The longest name wins, so that 王芳（一组） is not 王芳.
    """
    ids: list[str] = []
    if "@" not in text or not names:
        return text, ()
    alternatives = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if n)

    def ended(match: re.Match[str]) -> str:
        ids.append(names[match[1]])
        return f"@{match[1]}{MENTION_END}"

    text = re.sub(rf"@({alternatives})(?:{_PLAIN}|$)", ended, text)
    return text, tuple(dict.fromkeys(ids))


def quoting(quote: Quote, reply: str) -> str:
    """A reply to somebody's words as it goes over the wire: the quote, dashes, the reply."""
    words = quote.text.replace("\u2005", " ")
    if len(words) > _LONGEST_QUOTE:
        words = words[:_LONGEST_QUOTE] + "…"
    return f"「{quote.name}：{words}」\n{_DASHES}\n{reply}"


def relayed(last: str | None, title: str, row: str) -> str:
    """The relay with one more row at its end: the last one posted, or a new one."""
    head, rows = [f"#接龙\n{title}", ""], []
    if last is not None:
        lines = last.split("\n")
        rows = [match[1] for line in lines if (match := _ROW.match(line))]
        head = [line for line in lines if line.strip() and not _ROW.match(line)]
        head.append("")
    numbered = [f"{n}. {words}" for n, words in enumerate([*rows, row], start=1)]
    return "\n".join([*head, *numbered])


def is_relay(text: str) -> bool:
    """Whether a text is a relay."""
    return text.lstrip().startswith("#接龙")
