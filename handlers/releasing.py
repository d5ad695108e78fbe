"""放行: publications that go to the group only once the secretary has nodded.

A bare 好的 is no release, but no silence either: he is told what to say. Knows neither when
something falls due nor what it says.
"""

from __future__ import annotations

import re

from handlers.commands import command
from handlers.context import Coming, Context, Reply, Say, UserError
from handlers.permissions import SECRETARY_IN_PRIVATE
from handlers.preview import LIST, picked, shown, take
from store import questions
from store.models import Listing, Step

_ALL = ("全部", "都", "都发", "所有")
_NUMBER = re.compile(r"\d{1,2}")
_NOD = re.compile(
    r"^(?:好+的?|行|中|可以|同意|通过|没问题|没意见|没错|对|ok|OK|嗯+|收到|知道了|看过了|(?:可以|那就)?发)"
    r"[吧了啊呀的。，,！!～~\s]*$"
)


@command(
    "放行",
    "可以发",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?:全部|都发?|所有|第?\d{0,2}条?(?:[\s,，、和]+第?\d{1,2}条?)*)了?",
    example="放行 1",
)
def release(ctx: Context, tail: str) -> Reply:
    """要您点头才发的公示，看过没问题就放行；几条一起：放行 1、2，或 放行 全部"""
    words = tail.removesuffix("了")
    ones = waiting(ctx)
    if words in _ALL:
        if not ones:
            raise UserError("现在没有等您放行的。")
    elif numbers := _NUMBER.findall(words):
        ones = [picked(ctx, number)[1] for number in dict.fromkeys(numbers)]
    elif len(ones) > 1:
        return _list(ctx, ones)
    elif not ones:
        ones = [picked(ctx, "", such_as="“放行 1”")[1]]
    released = [_release(ctx, one) for one in ones]
    if len(released) == 1:
        one = released[0]
        return [Say("preview.released", {**shown(one), "now": one.due_at <= ctx.now})]
    return [Say("preview.released_several", {"lines": [shown(one) for one in released]})]


def _release(ctx: Context, one: Coming) -> Coming:
    if one.released:
        raise UserError("这条已经放行过了。")
    if not one.awaits_release:
        raise UserError("这条不用放行，到时间自己会发。")
    if not one.text:
        raise UserError("这条现在还没有内容，到时间我再请您过目。")
    return take(ctx, one, Step.RELEASED)


def waiting(ctx: Context) -> list[Coming]:
    """What the secretary was asked to release and did not decide about."""
    return [
        one for one in ctx.coming() if one.awaits_release and one.waits_now and not one.cancelled
    ]


def nodded(ctx: Context) -> Reply | None:
    """What to say to a 好的 of the secretary while something waits for his release."""
    if not ctx.message.in_private or not _NOD.match(ctx.message.text.strip()):
        return None
    if not SECRETARY_IN_PRIVATE.allows(ctx):
        return None
    ones = waiting(ctx)
    return _list(ctx, ones) if ones else None


def _list(ctx: Context, ones: list[Coming]) -> Reply:
    keys = tuple(one.key for one in ones)
    questions.show_list(ctx.db, Listing(ctx.message.sender, LIST, keys, ctx.now))
    return [Say("preview.waiting", {"lines": [shown(one) for one in ones]})]
