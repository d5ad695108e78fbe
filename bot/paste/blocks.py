"""Cut a paste into blocks: one believed header, and the lines below it.

Decides which of the doubtful headers of formats.py are believed. A blank line ends
nothing (every relay has some); only the next header does. Knows nothing of dates
that are not written, of kinds, or of who is a member beyond a set of names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.paste.content import system_kind
from bot.paste.formats import (
    LONGEST_HEADER,
    Header,
    Shape,
    clock_header,
    colon_header,
    dated_header,
)
from bot.paste.stamps import DATE, read_stamp
from bot.paste.words import is_label, is_sentence

_BAR = re.compile(rf"^\s*[—\-─]{{3,}}\s*{DATE}\s*[—\-─]{{3,}}\s*$")
_MAIL_WIDE_TITLE = re.compile(r"在?微信群?上的聊天记录如下，?请查收。?\s*$")
_MAIL_NARROW_TITLE = re.compile(r"^\s*微信.{0,80}的聊天记录如下[:：]\s*$")
_MAIL_LETTER = re.compile(r"^(?:Dear[:：,，]?|发自我的 .{1,40}|附件[:：])\s*$")
_QQ_PREAMBLE = re.compile(r"^(?:={10,}|消息记录（.*|消息(?:分组|对象)[:：].*)\s*$")
_QQ_EXPORT = re.compile(r"^(?:消息对象[:：]|消息记录（此消息记录为文本格式)", re.MULTILINE)
_SPOKEN = re.compile(r"[:：](?!\d)")  # a name typed by hand, and what was said
_SEPARATOR = re.compile(
    rf"^(?:(?:今天|昨天|前天|(?:星期|周)[一二三四五六日天]|{DATE}|\d{{1,2}}月\d{{1,2}}日)\s*+)?"
    r"(?:凌晨|早上|上午|中午|下午|晚上)?\s*+\d{1,2}:\d{2}$"
)


@dataclass(slots=True)
class Block:
    """A header, the index of its line, and the lines below it."""

    header: Header
    index: int
    body: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing but blanks has come below the header yet."""
        return not any(line.strip() for line in self.body)

    def text(self) -> str:
        """The body without blank edges and without the time that the screen shows below it."""
        lines = [self.header.text, *self.body] if self.header.text else list(self.body)
        while lines and not lines[-1].strip():
            lines.pop()
        if len(lines) > 2 and not lines[-2].strip() and is_separator(lines[-1]):
            lines = lines[:-2] if any(line.strip() for line in lines[:-2]) else lines
        return "\n".join(line.rstrip() for line in lines).strip()


def is_separator(line: str) -> bool:
    """Whether a line is a time of day as the screen shows it between messages."""
    return len(line) <= LONGEST_HEADER and _SEPARATOR.match(line.strip()) is not None


def cut(lines: Sequence[str], roster: Collection[str]) -> list[Block]:
    """The blocks of a paste in order; lines under no header are in blocks of Shape.BARE."""
    scan = _Scan(lines, roster)
    index = 0
    while index < len(lines):
        index = scan.step(index)
    return [
        block for block in scan.blocks if block.header.shape is not Shape.BARE or not block.empty
    ]


class _Scan:
    """One pass over the lines; holds what earlier lines say about later ones."""

    def __init__(self, lines: Sequence[str], roster: Collection[str]) -> None:
        self.lines = lines
        self.roster = frozenset(roster)
        self.blank = [not line.strip() for line in lines]
        self.no_blanks = not any(self.blank[:-1])  # some programs swallow them
        self.first = next((i for i, blank in enumerate(self.blank) if not blank), 0)
        self.qq = _QQ_EXPORT.search("\n".join(lines[:40])) is not None
        self.free = 0  # where a line stands free although no blank line is above it
        self.day: date | None = None
        self.mail: str | None = None  # None: no mail; "?": mail of either form; "wide", "narrow"
        self.blocks = [Block(Header(Shape.BARE, ""), 0)]
        self.dated = self._find_dated()
        self.often = self._at_several_times()
        self.known = self.roster | {
            header.name for i, header in self.dated.items() if self._stands(i, header)
        }
        self.colons = self._believed_colons()

    def _find_dated(self) -> dict[int, Header]:
        found: dict[int, Header] = {}
        index = 0
        while index < len(self.lines):
            header = dated_header(self.lines, index, qq=self.qq)
            if header is not None:
                found[index] = header
            index += header.lines if header is not None else 1
        return found

    def _at_several_times(self) -> set[str]:
        """Names that stand at two times or more: no sentence does that."""
        seen = {(header.name, header.stamp) for header in self.dated.values()}
        return {name for name, times in Counter(name for name, _ in seen).items() if times > 1}

    def _doubtful(self, name: str) -> bool:
        return is_label(name) or (is_sentence(name) and name not in self.often)

    def _gap(self, index: int) -> bool:
        return index in (0, self.free) or self.blank[index - 1] or self.no_blanks

    def _stands(self, index: int, header: Header) -> bool:
        if header.shape in (Shape.NATIVE, Shape.QQ) or header.text:
            return True
        sure = header.shape in (Shape.TIME_FIRST, Shape.CHATLOG)
        return self._gap(index) and (sure or not self._doubtful(header.name))

    def _believed_colons(self) -> dict[int, Header]:
        """``name:`` lines, all or nothing: only where the paste shows that it has this shape."""
        found = {
            i: header
            for i, line in enumerate(self.lines)
            if self._gap(i) and i not in self.dated and (header := colon_header(line))
        }
        times = Counter(header.name for header in found.values())
        any_known = any(name in self.known for name in times)
        starts = self.first in found or not self.no_blanks
        shaped = any_known or (not self.dated and starts)
        return {
            i: header
            for i, header in found.items()
            if header.name in self.known or (shaped and not self._doubtful(header.name))
        }

    def step(self, index: int) -> int:
        """Take the line at an index; returns the index of the next one to take."""
        line = self.lines[index]
        if self._furniture(index, line):
            self.free = index + 1
            return index + 1
        header = self._header(index, line)
        if header is None:
            self._below(index, line)
            return index + 1
        self.blocks.append(Block(header, index))
        if header.shape is Shape.SYSTEM or header.text:
            self.free = index + 1
        return index + header.lines

    def _header(self, index: int, line: str) -> Header | None:
        dated = self.dated.get(index)
        if dated and (self._stands(index, dated) or dated.name in self.known):
            return dated
        if self.blank[index] or not self._gap(index):
            return None
        if self._awaits_body():
            return None
        if mailed := self._mailed(index, line):
            return mailed
        if index in self.colons:
            return self.colons[index]
        if system_kind(line):
            return Header(Shape.SYSTEM, "", text=line.strip())
        return None

    def _awaits_body(self) -> bool:
        """In mail's wide form the line after header and blank is the body, whatever it is."""
        last = self.blocks[-1]
        return self.mail == "wide" and last.header.shape is Shape.MAIL and len(last.body) == 1

    def _mailed(self, index: int, line: str) -> Header | None:
        found = clock_header(line)
        if found is None or is_separator(line) or index in self.dated:
            return None
        header, wide = found
        below = index + 1 >= len(self.lines) or self.blank[index + 1]
        untitled = self.mail is None and (index != self.first or _SPOKEN.search(header.name))
        if wide != below or untitled:
            return None
        if self.mail in ("wide", "narrow") and wide != (self.mail == "wide"):
            return None
        if self._doubtful(header.name) and header.name not in self.known:
            return None
        self.mail = "wide" if wide else "narrow"
        return replace(header, stamp=replace(header.stamp, day=self.day))

    def _furniture(self, index: int, line: str) -> bool:
        """Titles, bars and rules that are nobody's words; a bar gives the day from here on."""
        if len(line) > LONGEST_HEADER or self.blank[index]:
            return False
        bar = _BAR.match(line)
        stamp = read_stamp(bar) if bar else None
        if stamp is not None:
            self.day, self.mail = stamp.day, self.mail or "?"
            self.blocks.append(Block(Header(Shape.BARE, ""), index))
            return True
        if self._gap(index) and _MAIL_WIDE_TITLE.search(line):
            self.mail = "wide"
            return True
        if self._gap(index) and _MAIL_NARROW_TITLE.match(line):
            self.mail = "narrow"
            return True
        if _MAIL_LETTER.match(line) and self._gap(index):
            return index == self.first or self.mail == "narrow"
        return self.qq and _QQ_PREAMBLE.match(line) is not None

    def _below(self, index: int, line: str) -> None:
        last = self.blocks[-1]
        if (last.header.shape is Shape.SYSTEM or last.header.text) and not self.blank[index]:
            last = Block(Header(Shape.BARE, ""), index)
            self.blocks.append(last)
        elif last.header.shape is Shape.BARE and last.empty:
            last.index = index
            last.body.clear()
        last.body.append(line)
