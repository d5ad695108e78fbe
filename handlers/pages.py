"""网页: a link to the console, for once, to nobody but whoever asked."""

from __future__ import annotations

from handlers.commands import command
from handlers.context import Context, Place, Reply, Say, UserError
from handlers.permissions import EVERY_MEMBER
from store.privacy import Private


@command(
    "网页",
    "控制台",
    "打开网页",
    permission=EVERY_MEMBER,
    tail="",
    example="网页",
)
def pages(ctx: Context) -> Reply:
    """要一个网页链接，在电脑上看账、办事"""
    if ctx.page_link is None:
        raise UserError("网页没有开着。请到装小助手的电脑上看看程序在不在运行。")
    link = Private(ctx.page_link(ctx.sender.id))
    here = [] if ctx.message.in_private else [Say("reports.sent_privately")]
    return [Say("pages.link", {"link": link}, Place.SENDER), *here]
