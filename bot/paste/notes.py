"""What the person who pasted should know or add before anything is booked, in Chinese.

Looks at what was read; changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.gateway.base import MessageKind
from bot.paste.blocks import Block
from bot.paste.formats import Shape
from bot.paste.message import SYSTEM, PastedMessage

_SHOWN = 3  # lines named in one note

_ON_BLOCKS: tuple[tuple[Callable[[Block], bool], str], ...] = (
    (
        lambda block: block.header.shape is Shape.BARE,
        "{}开始的文字没有发言人的名字，请说明是谁发的。",
    ),
    (
        lambda block: block.header.shape is Shape.QQ,
        "{}起是 QQ 的聊天记录，名字是 QQ 昵称，请对照是谁。",
    ),
    (
        lambda block: (
            block.header.shape in (Shape.TIME_FIRST, Shape.CHATLOG) and bool(block.header.name)
        ),
        "{}起的名字来自导出工具，可能是昵称或备注，和群里的名片不一定一样。",
    ),
)


def notes_on(
    blocks: Sequence[Block], messages: Sequence[PastedMessage], until: date | None
) -> list[str]:
    """The notes on what is missing or was concluded; ``until`` is what years were taken from."""
    notes = [
        words.format(places(found))
        for applies, words in _ON_BLOCKS
        if (found := [block.index for block in blocks if applies(block)])
    ]
    yearless = [block.index for block in blocks if block.header.stamp.month_day]
    if yearless and until:
        notes.append(f"{places(yearless)}的时间没有年份，按 {until} 之前最近的一年推算。")
    spoken = [m for m in messages if m.kind not in (SYSTEM, MessageKind.RECALLED.value)]
    undated = [message.line - 1 for message in spoken if message.sent_at is None]
    if undated:
        where = "这段聊天里" if len(undated) == len(spoken) else places(undated)
        notes.append(f"{where}没有日期，请补上是哪一天的。")
    if taken := [m.line - 1 for m in messages if m.kind == MessageKind.RECALLED.value]:
        notes.append(f"{places(taken)}有人撤回了消息，撤回的可能正是前面报的数，请问一下本人。")
    return notes


def places(indices: Sequence[int]) -> str:
    """Lines by their 0-based indices, the first few named."""
    shown = "、".join(str(index + 1) for index in indices[:_SHOWN])
    return f"第 {shown} 行" + (f"等 {len(indices)} 处" if len(indices) > _SHOWN else "")
