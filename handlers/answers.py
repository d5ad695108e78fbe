"""What an answer to a question does, by the question's kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from handlers.attendance import answer_signing_in
from handlers.bases import answer_freeze, answer_verify
from handlers.changing import answer_in_words, answer_which
from handlers.choosing import chosen, left_alone, says_nothing_new
from handlers.context import Context, Reply, Say
from handlers.handing import answer_hand_over
from handlers.payments import Share
from handlers.reading import Intent
from handlers.receiving import answer_more, receive_from
from handlers.reductions import answer_reduce
from handlers.statements import record, who
from handlers.whereabouts import answer_place
from store import dues as books
from store import outbox, questions, roster
from store.models import ClaimState, Member, PostState, Question, QuestionState
from store.money import Fen, yuan
from store.period import Period, spoken

NOT_RECORDED = [Say("ask.not_recorded")]


def answer(ctx: Context, *, is_command: bool = False) -> Reply | None:
    """Handle a message as the answer to an open question; None where it is none.

    A question that is answered in words gives way to a command.
    """
    place = "private" if ctx.message.in_private else ctx.message.room or ""
    question = questions.meant(ctx.db, ctx.message.sender, place, ctx.now)
    if question is None:
        return None
    in_words = _IN_WORDS.get(question.kind)
    if in_words is not None:
        return None if is_command else in_words(ctx, question)
    option = chosen(ctx.message.text, question)
    if option is None and says_nothing_new(ctx.message.text, question):
        return [Say("ask.number_please", {"options": list(question.options)})]
    if option is None and not left_alone(ctx.message.text, question):
        return None
    questions.close(ctx.db, question, QuestionState.ANSWERED)
    if option is None:
        return NOT_RECORDED
    return _ANSWERS[question.kind](ctx, question, option)


def _record(ctx: Context, question: Question, option: int) -> Reply:
    if option != 0:
        return NOT_RECORDED
    reply: Reply = []
    for row in question.matter["intents"]:
        reply += record(ctx, _intent(row), words=question.matter["words"])
    return reply


def _who(ctx: Context, question: Question, option: int) -> Reply:
    others = [_intent(row) for row in question.matter.get("others", ())]
    return _told_apart(ctx, question, option) + who(ctx, others, question.matter["words"])


def _told_apart(ctx: Context, question: Question, option: int) -> Reply:
    people = question.matter["people"]
    if option >= len(people):
        return NOT_RECORDED
    intent = _intent(question.matter["intent"])
    everyone = tuple(sorted({*intent.people, people[option]}))
    told_apart = replace(intent, people=everyone, unresolved=intent.unresolved[1:])
    return record(ctx, told_apart, words=question.matter["words"])


def _which_months(ctx: Context, question: Question, option: int) -> Reply:
    intents = question.matter["intents"]
    if option >= len(intents):
        return NOT_RECORDED
    return record(ctx, _intent(intents[option]), words=question.matter["words"])


def _same_payment(ctx: Context, question: Question, option: int) -> Reply:
    """The same money told twice, or another payment after all."""
    if option == 0:
        return [Say("ask.same_noted")]
    intents = [_intent(row) for row in question.matter["intents"]]
    if not question.matter["received"]:
        return [say for one in intents for say in record(ctx, one, question.matter["words"])]
    return [say for one in intents for say in receive_from(ctx, _people(ctx, one), one)]


def _people(ctx: Context, intent: Intent) -> list[Member]:
    found = [roster.MEMBERS.get(ctx.db, int(person)) for person in intent.people]
    return [member for member in found if member is not None]


def _more_received(ctx: Context, question: Question, option: int) -> Reply:
    said = answer_more(ctx, question, option)
    return NOT_RECORDED if said is None else said


def _which_payment(ctx: Context, question: Question, option: int) -> Reply:
    if option == len(question.options) - 1:
        return NOT_RECORDED
    matter = question.matter
    member = roster.MEMBERS.get(ctx.db, matter["member"])
    assert member is not None
    part = Share(member, Period.parse(matter["period"]), Fen(matter["amount"]))
    if option == 0:
        for claim in books.standing_claims(ctx.db, member.id, part.period):
            if claim.state is ClaimState.CLAIMED:
                books.withdraw(ctx.db, ctx.cause, claim, reason="本人改数")
    claim = books.claim(
        ctx.db, ctx.cause, member, part.period, part.amount, words=matter["words"], rule="答问"
    )
    if ctx.branch.trust:
        books.receive(ctx.db, replace(ctx.cause, by=None), claim)
    values = {
        "name": member.called,
        "months": spoken([part.period], today=ctx.today),
        "amount": yuan(claim.amount),
        "proxy": None if member.id == ctx.sender.id else ctx.sender.called,
        "trust": ctx.branch.trust,
    }
    return [Say("dues.claimed", values)]


def _unsure_post(ctx: Context, question: Question, option: int) -> Reply:
    """The secretary has looked: it is in the group, it is not, or never mind."""
    row = outbox.OUTBOX.get(ctx.db, question.matter["post"])
    if row is None or row.state is not PostState.ASKED:
        return [Say("ask.settled", {"done": "settled"})]
    state = (PostState.SENT, PostState.NEW, PostState.DROPPED)[option]
    outbox.change(ctx.db, replace(row, state=state, not_before=None))
    return [Say("ask.settled", {"done": state.value})]


def _intent(row: Mapping[str, Any]) -> Intent:
    tuples = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    return Intent(**{**row, **tuples})


_ANSWERS: dict[str, Callable[[Context, Question, int], Reply]] = {
    "record": _record,
    "who": _who,
    "which-months": _which_months,
    "which-payment": _which_payment,
    "same-payment": _same_payment,
    "more-received": _more_received,
    "unsure-post": _unsure_post,
    "place": answer_place,
    "signing-in": answer_signing_in,
    "verify-base": answer_verify,
    "freeze-bases": answer_freeze,
    "reduce": answer_reduce,
    "hand-over": answer_hand_over,
}

_IN_WORDS: dict[str, Callable[[Context, Question], Reply | None]] = {
    "arranging": answer_in_words,
    "which-meeting": answer_which,
}
"""Questions answered in the person's own words: each closes the question itself."""
