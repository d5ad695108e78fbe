"""Record, ask, or keep silent; and the one short question, in the words of the branch.

Responsible for the decision over a message's intents. It must not know how they were found.
"""

from __future__ import annotations

from handlers.reading.model import Decision, Intent
from handlers.reading.people import Roster
from handlers.reading.records import Statements

_SAYS = {
    "checkin": "报到",
    "dues_paid": "党费已交",
    "dues_denied": "党费未交",
    "dues_promise": "党费稍后交",
    "leave": "请假",
    "meeting_no": "不参加会议",
    "meeting_yes": "参加会议",
    "correction": "更正",
}


def decide(
    intents: list[Intent], said: Statements, roster: Roster
) -> tuple[Decision, str, str | None]:
    """The decision, the rule that decided, and the question where there is one."""
    if said.too_many:
        return "ask", "too-many", "这条消息里的党费太多笔了，先没记。请分几条发，或者用接龙。"
    for intent in intents:
        if intent.unresolved:
            words = "、".join(f"“{word}”" for word in intent.unresolved)
            return "ask", "who", f"{words}是哪一位？请写全名，将记：{shown(intent, roster)}"
    if said.impossible:
        return "ask", "impossible-sum", "金额超过十万元，没有记。实际交了多少元党费？"
    if said.contradicts:
        return "ask", "two-sums", "同一笔党费写了两个金额，没有记。以哪个为准？"
    if said.hedged and not any(intent.kind == "dues_paid" for intent in intents):
        return "ask", "hedge", "听起来不太确定，先不记。党费交了吗？交了请回“党费已交”。"
    if said.noun_phrase and not intents:
        return "ask", "no-verb", "这笔党费已经交了吗？交了请回“已交”。"
    if intents:
        return "record", intents[0].rule, None
    return "ignore", _last_rule(said), None


def shown(intent: Intent, roster: Roster) -> str:
    """An intent in a few Chinese words: who, what, which months, how much."""
    names = [roster.people[one].name for one in intent.people if one in roster.people]
    words = [*names, *intent.months, _SAYS.get(intent.kind, intent.kind)]
    if intent.amount_fen is not None:
        words.append(f"{intent.amount_fen / 100:.2f}元")
    return " ".join(words)


def _last_rule(said: Statements) -> str:
    rules = [verdict.rule for _, verdict in said.trail if verdict.rule not in {"", "slots"}]
    return rules[0] if rules else "not-understood"
