"""What the room remarks on what was seen: how much the bot said and where, what a repeat caused.

Pure: a remark claims only what it was given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.sandbox import branch
from bot.sandbox.branch import CAST
from bot.sandbox.chat import GROUP, Bubble, Entry
from bot.sandbox.stage import Echo


def tally(entries: Sequence[Entry]) -> str:
    """What the bot said and where: 群里2条，私下给王建国1条; empty where it said nothing."""
    said = Counter(e.place for e in entries if isinstance(e, Bubble) and e.who == branch.BOT)
    names = {person.wechat_id: person.name for person in CAST}
    parts = [f"群里{said.pop(GROUP)}条"] if GROUP in said else []
    parts += [f"私下给{names.get(place, '别人')}{count}条" for place, count in said.items()]
    return "，".join(parts)


def of_repeat(bubble: Bubble, caused: Echo, *, new_id: bool) -> str:
    """What a message that came twice has caused."""
    words = bubble.text.split("\n")[0][:16] or "[图片]"
    how = "换了个编号" if new_id else "编号没变"
    told = f"账上多了{caused.records}笔" if caused.records else "账上没有再记"
    told += f"，小助手又回了{caused.posts}条。" if caused.posts else "，小助手也没有再回。"
    if new_id and (caused.posts or caused.records):
        told += "太短的话（像“1”“撤销”），人会故意说两遍，换了编号就当是又说了一次。"
    return f"“{words}”又送来一次，{how}：{told}"
