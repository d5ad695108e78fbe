"""What people say to it that is no business: a greeting, thanks, a worry about money.

Answered only where it was spoken to, shortly and kindly; nothing is recorded, and a worry is
answered in private wherever it was said.
"""

from __future__ import annotations

import re

from handlers.context import Context, Place, Reply, Say

_END = r"[啊呀吗嘛吧哦哈呢了的~～!！?？。.，,\s]*$"

_GREETING = re.compile(
    r"^(?:小助手|机器人)?[，,\s]*(?:你|您)?(?:好|是谁|是干什么|是做什么|叫什么|能干什么|能做什么|"
    r"会什么|会干什么|是机器人|是真人|有什么用|怎么用|在不在|在|早|早上好|晚上好|中午好)" + _END
)
_THANKS = re.compile(
    r"^(?:好的?|嗯+|行)?[，,\s]*(?:非常|太|多)?(?:感?谢谢?|辛苦|麻烦)(?:你|您|小助手|大家|各位)?"
    + _END
)
_SHORT_OF_MONEY = re.compile(
    r"没钱|没有钱|手头[紧拮]|没发工资|工资没发|揭不开锅|交不起|交不上|周转不|不交了|这个?月不交|先不交"
)


def small_talk(ctx: Context) -> Reply | None:
    """A short kind answer; None where it was not spoken to, or it is no small talk."""
    if not ctx.message.addressed:
        return None
    text = ctx.message.text.strip()
    if _GREETING.match(text):
        return [Say("talk.who")]
    if _THANKS.match(text):
        return [Say("talk.thanks")]
    if _SHORT_OF_MONEY.search(text) and len(text) <= 40:
        return [Say("talk.no_hurry", {}, Place.SENDER)]
    return None
