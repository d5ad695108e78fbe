"""A bare number, or 全部, after a numbered list: what to type in full. It does nothing itself.

Whoever was shown a list and answers 2 means a line of it, but not what is to be done with it.
"""

from __future__ import annotations

import re

from handlers.context import Context, Reply, Say
from handlers.conversation import EXPIRES_AFTER
from handlers.preview import LIST
from store import questions

_NUMBERS = re.compile(r"第?\d{1,3}(?:[\s,，、和]+第?\d{1,3})*[条笔个号位]?[。.了]*")
_ALL = re.compile(r"(?:全部?|都|所有)的?(?:都?收到|到|确认|认|发|可以)?[。.了的]*")

_WHOLE = {
    "claims": ("确认 {}", "确认 全部"),
    "strangers": ("绑定 {} 姓名", "绑定 全部"),
    LIST: ("预告 {}", "放行 全部"),
    "said": ("已发 {}", "已发"),
}
"""By list: what names some of its lines, and all of them."""


def whole_command(ctx: Context) -> Reply | None:
    """What to type for it; None where it is no number, or no list was shown of late."""
    shown = questions.last_list(ctx.db, ctx.message.sender)
    if shown is None or not shown.entries or ctx.now - shown.at > EXPIRES_AFTER:
        return None
    some, every = _WHOLE[shown.kind]
    text = ctx.message.text.strip()
    if _NUMBERS.fullmatch(text):
        example = some.format(" ".join(re.findall(r"\d+", text)))
    elif _ALL.fullmatch(text):
        example = every
    else:
        return None
    return [Say("ask.whole_command", {"example": example})]
