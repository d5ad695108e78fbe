"""Chat put together by hand, one copied message at a time: ``老傅：已转``.

Who wrote the lines is only as sure as the person who typed the names. A prefix is
believed as a speaker when it is on the roster, comes twice, has a time before it or
is as short as a person's name or holds a member's: a stranger's words asked about
are better than words put into another's mouth. Labels (``价格：``) and all else join
the message above. Knows no dates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.paste.blocks import Block
from bot.paste.formats import Header, Shape
from bot.paste.stamps import CLOCK, Stamp, read_stamp
from bot.paste.words import is_label

_LONGEST_NAME = 12
_LONGEST_PERSON = 4  # characters: 老陈, 张小明; a longer stranger is rather a phrase
_SPEAKER = re.compile(
    rf"^\s*(?:[\[［(（]?{CLOCK}[\]］)）]?\s+)?"
    r"(?P<name>[^\s:：，。！？；、“”「」《》…#@][^:：，。！？；、“”「」《》…#@]{0,63}?)"
    r"\s*[:：](?!//)\s*(?P<text>.*)$",
    re.DOTALL,
)
_RELAY_ENTRY = re.compile(r"^[0-9０-９]{1,3}\s*[.．)）\]］]")
_FORWARD_TITLE = re.compile(r"^\s*(?:群聊|.{1,40}[和与].{1,40}|.{1,40})的聊天记录\s*$")


@dataclass(frozen=True, slots=True)
class HandTyped:
    """The blocks, and the 0-based lines of prefixes that might have been speakers."""

    blocks: list[Block]
    doubtful: list[int]
    forwarded: bool


def cut_by_hand(block: Block, roster: Collection[str]) -> HandTyped:
    """Cut the lines of a block without header at its speakers; lines above them stay BARE."""
    lines = block.body
    forwarded = bool(lines) and _FORWARD_TITLE.match(lines[0][:100]) is not None
    quoted = _quoted(lines)
    found = {
        i: header for i, line in enumerate(lines) if i not in quoted and (header := _speaker(line))
    }
    times = Counter(header.name for header in found.values())
    member = re.compile("|".join(re.escape(name) for name in roster if len(name) > 1) or "(?!)")
    believed = {
        i: header
        for i, header in found.items()
        if header.name in roster
        or (
            len(header.name) <= _LONGEST_NAME
            and not is_label(header.name)
            and (
                times[header.name] > 1
                or not roster
                or header.stamp.clock is not None
                or len(header.name) <= _LONGEST_PERSON
                or member.search(header.name)
            )
        )
    }
    doubtful = [
        block.index + i
        for i, header in found.items()
        if i not in believed and len(header.name) <= _LONGEST_NAME and not is_label(header.name)
    ]
    names = {header.name for header in believed.values()} | set(roster)
    if believed or roster:
        believed |= _names_alone(lines, believed, names)
    return HandTyped(_cut(block, believed, skip=int(forwarded)), doubtful, forwarded)


def _speaker(line: str) -> Header | None:
    found = _SPEAKER.match(line)
    if found is None or found["name"].isnumeric() or _RELAY_ENTRY.match(found["name"]):
        return None
    stamp = read_stamp(found) if found["hour"] else Stamp()
    return Header(Shape.HAND, found["name"], stamp or Stamp(), text=found["text"])


def _quoted(lines: Sequence[str]) -> set[int]:
    """The lines of quotes after their first: what they say was said before."""
    inside: set[int] = set()
    opened: int | None = None
    for i, line in enumerate(lines):
        if "「" in line and "」" not in line:
            opened = i
        if opened is not None and line.rstrip().endswith("」"):
            below = lines[i + 1] if i + 1 < len(lines) else ""
            inside |= set(range(opened + 1, i + 1)) if below.startswith("- - -") else set()
            opened = None
    return inside


def _names_alone(
    lines: Sequence[str], believed: dict[int, Header], names: Collection[str]
) -> dict[int, Header]:
    """Names on a line of their own with words below; two in a row are a list, not speakers."""
    alone = {i for i, line in enumerate(lines) if i not in believed and line.strip() in names}
    return {
        i: Header(Shape.HAND, lines[i].strip())
        for i in alone
        if i + 1 < len(lines)
        and lines[i + 1].strip()
        and i + 1 not in believed
        and not {i - 1, i + 1} & alone
    }


def _cut(block: Block, headers: dict[int, Header], *, skip: int) -> list[Block]:
    blocks = [Block(block.header, block.index)]
    for i, line in enumerate(block.body):
        if i < skip:
            continue
        if header := headers.get(i):
            blocks.append(Block(header, block.index + i))
        else:
            if blocks[-1].header.shape is Shape.BARE and blocks[-1].empty:
                blocks[-1].index = block.index + i
                blocks[-1].body.clear()
            blocks[-1].body.append(line)
    return [one for one in blocks if one.header.shape is not Shape.BARE or not one.empty]
