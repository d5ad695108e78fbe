"""A stretch of copied or exported chat to messages: the door of this package.

Puts together what the other modules find and notes, in Chinese, what was not
certain. Decides nothing about members or money, and keeps nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime

from bot.gateway.base import MessageKind
from bot.paste import archive, tables
from bot.paste.blocks import Block, cut
from bot.paste.content import is_system_sender, kind_of, recaller, system_kind, unfold_quote
from bot.paste.formats import Header, Shape
from bot.paste.hand import cut_by_hand
from bot.paste.message import FORWARDED, SYSTEM, PastedChat, PastedMessage, PasteError
from bot.paste.notes import notes_on, places
from bot.paste.overlap import fingerprint
from bot.paste.stamps import latest_year

_NOTHING = "没有看到聊天文字。请在微信里选中几条消息，复制后粘贴到这里。"
_WEB_PAGE = "这是网页文件。请用浏览器打开，全选复制里面的聊天文字，再粘贴过来。"
_NOT_CHAT = {
    ".html": _WEB_PAGE,
    ".htm": _WEB_PAGE,
    ".json": "这是 JSON 文件，我读不了。请改为导出文字（txt）或表格（csv、xlsx）。",
}
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d{2})[-_.年]?(\d{2})[-_.月]?(\d{2})(?!\d{3})")
_EXPORTED = (Shape.TIME_FIRST, Shape.CHATLOG, Shape.TABLE)


def parse(
    content: bytes | str,
    *,
    filename: str = "",
    roster_names: Collection[str] = (),
    day: date | None = None,
) -> PastedChat:
    """The messages of a paste, in order.

    ``roster_names`` are all names that members go by; they decide doubtful headers.
    ``day`` is the day that the person gives for a paste without dates.
    Raises PasteError with a sentence that says what to do.
    """
    if advice := next((a for end, a in _NOT_CHAT.items() if filename.lower().endswith(end)), None):
        raise PasteError(advice)
    text = archive.read(content)
    if isinstance(text, list):
        return _from_table(enumerate(text, 1))
    if re.match(r"\s*<(?:!DOCTYPE|html)\b", text[:200], re.IGNORECASE):
        raise PasteError(_WEB_PAGE)
    rows = tables.rows_of(text)
    if rows is not None or filename.lower().endswith(".csv"):
        return _from_table(rows if rows is not None else iter(()))
    return _from_text(text, roster_names, day, _day_in(filename))


def _from_table(rows: Iterator[tuple[int, list[str]]]) -> PastedChat:
    messages, program, notes = tables.messages_of(rows)
    if not messages:
        raise PasteError("这个表格里没有消息。请看看导出时选的日期，再导出一次。")
    return PastedChat(tuple(messages), f"{Shape.TABLE}（{program}）", tuple(notes))


def _from_text(
    text: str, roster: Collection[str], day: date | None, exported: date | None
) -> PastedChat:
    notes: list[str] = []
    blocks = cut(text.split("\n"), roster)
    blocks = _by_hand(blocks, roster, notes)
    until = day or exported
    messages = [_message(block, day, until) for block in blocks]
    messages = _nested_aside(blocks, messages, notes)
    messages = _selections_joined(messages, notes)
    if not messages:
        raise PasteError(_NOTHING)
    shapes = dict.fromkeys(block.header.shape for block in blocks)
    shown: list[Shape] = [shape for shape in shapes if shape not in (Shape.SYSTEM, Shape.BARE)] or [
        Shape.BARE
    ]
    notes += notes_on(blocks, messages, until)
    if "\ufffd" in text:
        notes.append("有些字已经变成乱码（�），请对照原来的聊天。")
    return PastedChat(tuple(messages), "、".join(shown), tuple(notes))


def _day_in(filename: str) -> date | None:
    found = _DAY_IN_NAME.search(filename)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _by_hand(blocks: list[Block], roster: Collection[str], notes: list[str]) -> list[Block]:
    """Cut what stands under no header where the paste has no headers at all or starts by hand."""
    if not blocks or blocks[0].header.shape is not Shape.BARE:
        return blocks
    result = cut_by_hand(blocks[0], roster)
    only = all(block.header.shape in (Shape.BARE, Shape.SYSTEM) for block in blocks)
    if not only and (not result.blocks or result.blocks[0].header.shape is not Shape.HAND):
        return blocks
    if not only:
        return [*result.blocks, *blocks[1:]]
    cuts = [result, *(cut_by_hand(b, roster) for b in blocks[1:] if b.header.shape is Shape.BARE)]
    if result.forwarded:
        notes.append("这是合并转发的卡片文字，微信只显示开头几条，后面的可能没有。")
    if doubtful := [line for one in cuts for line in one.doubtful]:
        notes.append(
            f"{places(doubtful)}冒号前面的名字不在名册上，当作上一条的正文；如果是发言人，请把名字改成名册上的。"
        )
    events = [block for block in blocks if block.header.shape is Shape.SYSTEM]
    return sorted([*events, *(b for one in cuts for b in one.blocks)], key=lambda b: b.index)


def _message(block: Block, day: date | None, until: date | None) -> PastedMessage:
    header, stamp = block.header, block.header.stamp
    text = block.text()
    if header.shape in _EXPORTED:
        text = unfold_quote(text)
    on = stamp.day
    if on is None and stamp.month_day:
        on = latest_year(stamp.month_day, until) if until else None
    elif on is None:
        on = day
    kind, recalled_by = _kind(header, text)
    return PastedMessage(
        name="" if kind in (SYSTEM, MessageKind.RECALLED.value) else header.name,
        text=text,
        sent_at=stamp.at(on) if on else None,
        kind=kind,
        line=block.index + 1,
        precise=stamp.precise and on is not None,
        clocked=stamp.clock is not None and on is not None,
        recalled_by=recalled_by,
    )


def _kind(header: Header, text: str) -> tuple[str, str]:
    """A message's kind, and who took one back if that is what it tells."""
    event = system_kind(text) if "\n" not in text else None
    if header.name and is_system_sender(header.name):
        return event or SYSTEM, recaller(text)
    if not header.name and event and header.shape in (Shape.SYSTEM, Shape.TIME_FIRST, Shape.BARE):
        return event, recaller(text)
    if event == MessageKind.RECALLED.value:
        by = recaller(text)
        return event, header.name if by in ("你", "You") and header.name else by
    return kind_of(text), ""


def _nested_aside(
    blocks: list[Block], messages: list[PastedMessage], notes: list[str]
) -> list[PastedMessage]:
    """Mark what a forwarded chat holds: headers with earlier times right below it."""
    result: list[PastedMessage] = []
    outer: PastedMessage | None = None
    nested: list[int] = []
    for block, message in zip(blocks, messages, strict=True):
        earlier = (
            outer is not None
            and message.sent_at is not None
            and outer.sent_at is not None
            and message.sent_at < outer.sent_at
            and block.header.shape in (Shape.NATIVE, Shape.TWO_LINES)
        )
        if earlier:
            nested.append(block.index)
            result.append(replace(message, kind=FORWARDED))
            continue
        outer = message if message.kind == FORWARDED else None
        result.append(message)
    if nested:
        notes.append(f"{places(nested)}是转发来的聊天记录里的话，没有当作群里的发言。")
    return result


def _selections_joined(messages: list[PastedMessage], notes: list[str]) -> list[PastedMessage]:
    """Join several selections of one chat that were pasted together.

    A client copies at most so many messages at once, so a long chat comes in pieces
    that overlap; a new piece starts where the time goes back.
    """
    pieces: list[list[PastedMessage]] = [[]]
    latest: datetime | None = None
    for message in messages:
        if message.sent_at and message.clocked and message.kind != FORWARDED:
            at = message.sent_at.replace(second=0)  # some shapes have seconds, others not
            if latest is not None and at < latest:
                pieces.append([])
            latest = at
        pieces[-1].append(message)
    if len(pieces) == 1:
        return messages
    return _pieces_joined(pieces, notes)


def _pieces_joined(pieces: list[list[PastedMessage]], notes: list[str]) -> list[PastedMessage]:
    held: set[str] = set()
    joined: list[PastedMessage] = []
    for piece in pieces:
        for key, message in zip(fingerprint(piece), piece, strict=True):
            if not (message.clocked and key in held):
                joined.append(message)
            held.add(key)
    if repeated := sum(map(len, pieces)) - len(joined):
        notes.append(f"粘贴的几段有重叠，{repeated} 条重复的只算一次。")
    return joined
