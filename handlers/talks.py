"""谈心谈话: recorded in one sentence, owed pairs listed; contents are never kept."""

from __future__ import annotations

from handlers.arguments import named
from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import talks
from store.privacy import Private


@command(
    "谈话",
    "谈心谈话",
    "谈心",
    permission=SECRETARY_IN_PRIVATE,
    tail=r"(?s:.*)",
    example="谈话 张伟 已谈",
)
def talk(ctx: Context, words: str) -> Reply:
    """记谈心谈话：谈话 张伟 已谈；只发“谈话”看还有谁没谈。内容不记"""
    if not words.strip():
        return _owed(ctx)
    people = named(ctx, words).members
    if not people:
        raise UserError("和谁谈了？请写姓名，如：谈话 张伟 已谈，或：谈话 李秀英 张伟 已谈")
    pair = people if len(people) > 1 else [ctx.sender, *people]
    if len(pair) != 2 or pair[0].id == pair[1].id:
        raise UserError("一句记一次谈话，写两位，如：谈话 李秀英 张伟 已谈")
    talks.talked(ctx.db, ctx.cause, *pair)
    names = "和".join(member.called for member in pair)
    return [Say("talks.noted", {"names": names, "day": f"{ctx.today.month}月{ctx.today.day}日"})]


def _owed(ctx: Context) -> Reply:
    owed = talks.owed(ctx.db, ctx.branch.id, ctx.branch.talk_rules, ctx.now)
    lacking: dict[str, list[str]] = {}
    for one in owed:
        if one.lacking:
            times = f"还差{one.lacking}次" if one.often.times > 1 else ""
            lacking.setdefault(one.often.described(), []).append(one.second.called + times)
    lines = [f"{often}：{'、'.join(names)}" for often, names in lacking.items()]
    done = sum(not one.lacking for one in owed)
    return [Say("talks.owed", {"lines": Private(lines), "done": done, "count": len(owed)})]
