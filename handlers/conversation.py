"""Questions back: one at a time, numbered answers, kept in the store, expiring.

Knows how to ask; how an answer is read is ``handlers/choosing.py``'s, what it does is the
subject's own function, found by the question's kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from handlers.context import Context, Place, Reply, Say
from handlers.payments import SeveralReadingsError, Share
from handlers.reading import Intent
from store import burden, dues, questions
from store.models import Question
from store.money import Fen, yuan
from store.period import Period, spoken

EXPIRES_AFTER = timedelta(hours=24)
"""An unanswered question is closed after a day; nothing is recorded for it."""

PRIVATE = "private"

ANSWERED = "answered"
"""The rule of an intent that the person himself chose: it is not asked again."""


def ask(
    ctx: Context,
    kind: str,
    options: Sequence[str],
    matter: dict[str, Any],
    text: str,
    **values: Any,
) -> Reply:
    """Ask the sender in private; ``options`` name what each number stands for."""
    question = Question(
        kind=kind,
        wechat_id=ctx.message.sender,
        place=PRIVATE,
        options=tuple(options),
        matter=matter,
        at=ctx.now,
        expires_at=ctx.now + EXPIRES_AFTER,
        why=ctx.message.id,
    )
    questions.ask(ctx.db, question)
    burden.questioned(ctx.db, ctx.branch.id, Period.of(ctx.today))
    return [Say(text, {"options": list(options), **values}, Place.SENDER)]


def ask_to_record(ctx: Context, intents: Sequence[Intent], shown: str) -> Reply:
    """Show what would be recorded and ask whether to."""
    matter = {"intents": [asdict(intent) for intent in intents], "words": ctx.message.text}
    return ask(ctx, "record", ("记", "不记"), matter, "ask.record", shown=shown)


def ask_who(
    ctx: Context,
    intent: Intent,
    called: str,
    candidates: Sequence[tuple[str, str]],
    *,
    others: Sequence[Intent],
    words: str,
) -> Reply:
    """Ask whom a shared name means: ``candidates`` are (member id, how he is shown).

    ``others`` of the same message are asked about afterwards.
    """
    matter = {
        "intent": asdict(intent),
        "others": [asdict(other) for other in others],
        "people": [member for member, _ in candidates],
        "words": words,
    }
    options = [*(shown for _, shown in candidates), "都不是"]
    return ask(ctx, "who", options, matter, "ask.who", called=called)


def ask_which_payment(ctx: Context, part: Share, words: str) -> Reply:
    """Another sum for a month claimed already: a correction, a second payment, or neither."""
    before = dues.standing_claims(ctx.db, part.member.id, part.period)
    matter = {
        "member": part.member.id,
        "period": str(part.period),
        "amount": part.amount,
        "words": words,
    }
    amount = yuan(part.amount) if part.amount is not None else ""
    options = (f"改成{amount}元", f"另外又交了{amount}元", "不记")
    return ask(
        ctx,
        "which-payment",
        options,
        matter,
        "ask.which_payment",
        name=part.member.called,
        months=spoken([part.period], today=ctx.today),
        before="、".join(yuan(c.amount) for c in before),
        said=amount,
    )


def ask_which_months(
    ctx: Context, intent: Intent, several: SeveralReadingsError, words: str
) -> Reply:
    """A bare sum of several months' dues: those months, or one month with too much?"""
    first, *_ = several.months
    intents = [
        asdict(replace(intent, months=tuple(map(str, months))))
        for months in (several.months, [first])
    ]
    said = yuan(Fen(intent.amount_fen or 0))
    options = (
        f"{spoken(several.months, today=ctx.today)}，{len(several.months)}个月",
        f"只是{spoken([first], today=ctx.today)}，{said}元",
        "不记",
    )
    matter = {"intents": intents, "words": words}
    name = several.member.called
    return ask(ctx, "which-months", options, matter, "ask.which_months", name=name, said=said)


def ask_which_year(ctx: Context, intent: Intent, periods: Sequence[Period], words: str) -> Reply:
    """Months far ahead: 12月 said in January is mostly last year's."""
    ahead = sorted(set(periods))
    before = [period + -12 for period in ahead]
    intents = [
        asdict(replace(intent, months=tuple(map(str, months)), rule=ANSWERED))
        for months in (before, ahead)
    ]
    options = (*(f"{months[0].year}年{_months(months)}" for months in (before, ahead)), "不记")
    matter = {"intents": intents, "words": words}
    return ask(ctx, "which-months", options, matter, "ask.which_year", months=_months(ahead))


def _months(periods: Sequence[Period]) -> str:
    return "、".join(f"{period.month}月" for period in periods)
