"""What people say to it that is no business: a greeting, thanks, a worry about money.

Answered only where it was spoken to, shortly and kindly; nothing is recorded, and a worry is
answered in private wherever it was said.
"""

from __future__ import annotations

import re

from handlers.context import Context, Place, Reply, Say
from store import roster
from store.models import Role

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


_PAY_WHOM = re.compile(
    r"(?:交|转|缴|给|打|汇)[给到往]?(?:谁|哪里?|哪个|你|您)(?!们)|(?:找|跟)谁[交缴]|谁(?:来)?收(?:款|钱|党费)?[的啊呢吗?？]*$"
    r"|(?:怎么|咋|如何|去哪|在哪)[交缴转付](?!多少)|收款码|付款码|二维码|(?:转账|红包|微信)给你"
)
_OFFICE = re.compile(
    r"^(?:转?人工|找书记|找人)|换(?:了)?(?:个|新)?(?:手机|电话|号码?|工作|单位)|转(?:出|走)?(?:组织)?关系|退[出群]"
)
_MISTAKEN = re.compile(r"^(?:我|刚才|刚刚|上面)*(?:那条)?(?:报|记|弄|说|写|发|填)错了" + _END)


def asked_about_us(ctx: Context) -> Reply | None:
    """To whom dues are paid, and what only the secretary can do; None where it is neither."""
    text = ctx.message.text.strip()
    if not ctx.message.addressed or len(text) > 24:
        return None
    if _PAY_WHOM.search(text) and not re.search(r"[交转缴]了|\d", text):
        return [Say("talk.pay_whom", {"names": _called(ctx, Role.COLLECTOR)})]
    return None


def _called(ctx: Context, role: Role) -> list[str]:
    return [member.called for member in roster.officers(ctx.db, ctx.branch.id, role)]


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
    if _MISTAKEN.match(text):
        return [Say("dues.correct_what", {}, Place.SENDER)]
    if _OFFICE.search(text) and len(text) <= 40:
        return [Say("talk.secretary", {"names": _called(ctx, Role.SECRETARY)}, Place.SENDER)]
    return None
