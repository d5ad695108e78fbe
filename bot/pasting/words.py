"""What a paste comes to, in words: a line for each message, and the blocks to carry on.

Knows no terminal; only words values that the desk gave. Reads no meaning itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.gateway.base import MessageKind
from bot.gateway.paste import Post
from bot.pasting.glosses import gloss
from bot.pasting.heard import Heard, Verdict
from bot.pasting.lines import Line
from handlers.reading import Intent
from store.money import Fen, yuan
from store.period import Period, spoken

_SHOWN = 36
"""Characters of a message that are shown; enough to find it again."""

_KINDS = {
    "checkin": "报到",
    "dues_paid": "党费已交",
    "dues_denied": "党费未交",
    "dues_promise": "说会交党费",
    "leave": "会议请假",
    "meeting_no": "不参加会议",
    "meeting_yes": "参加会议",
    "ack": "收到",
    "question": "提问",
}
_REASONS = {"work": "工作", "sick": "身体原因", "family": "家里有事", "away": "人在外地"}
_MEDIA = {
    MessageKind.IMAGE.value: "图片",
    MessageKind.VOICE.value: "语音",
    MessageKind.VIDEO.value: "视频",
    MessageKind.FILE.value: "文件",
    MessageKind.TRANSFER.value: "转账",
    MessageKind.RED_ENVELOPE.value: "红包",
    MessageKind.EMOTICON.value: "表情",
    MessageKind.LINK.value: "链接",
}


@dataclass(frozen=True, slots=True)
class Names:
    """How members are called, by id."""

    called: Mapping[int, str]

    def of(self, person: str) -> str:
        """A member, by the reader's id of him."""
        return self.called.get(int(person), "？") if person.isdigit() else "？"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a message, in words: ``what`` it comes to, ``why`` nothing, by which rule."""

    verdict: Verdict
    what: str = ""
    why: str = ""
    rule: str = ""


def line_of(heard: Heard, names: Names) -> str:
    """``第3行 张伟：3月党费已交42 → 记 3月党费已交 42元〔说的是已经交了〕``"""
    told = told_of(heard, names)
    what = f" {told.what}" if told.what else ""
    why = f"（{told.why}）" if told.why else ""
    rule = (
        "" if told.verdict is Verdict.NOTHING and heard.reading.rule == _SAYS_NOTHING else told.rule
    )
    return f"{quoted(heard.line)} → {told.verdict.value}{what}{why}" + (
        f"〔{rule}〕" if rule else ""
    )


def told_of(heard: Heard, names: Names) -> Told:
    """A message's outcome in words."""
    if heard.verdict is Verdict.NOTHING:
        return Told(heard.verdict, "", _why_not(heard), _rules(heard))
    if heard.line.recalls is not None and heard.instead is None:
        return Told(heard.verdict, "收回他刚才报的")
    what = "；".join(_intent(i, heard, names) for i in heard.reading.intents)
    what = what or "、".join(dict.fromkeys(heard.acts)) or heard.line.said.strip()[:_SHOWN]
    return Told(heard.verdict, what, _how(heard), _rules(heard))


def quoted(line: Line) -> str:
    """``第3行 张伟：3月党费已交42``; a long text is cut."""
    message = line.message
    said = " ".join(message.text.split())
    said = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
    name = f"{message.name}：" if message.name else ""
    return f"第{message.line}行 {name}{said}"


def _how(heard: Heard) -> str:
    """What somebody added to it: another wording, an answer."""
    wording = f"改成：{heard.instead}" if heard.instead else ""
    answers = f"已答：{_answers(heard)}" if _answers(heard) else ""
    left = "" if wording else _rows_left(heard)
    return "；".join(part for part in (wording, answers, left) if part)


_ROW = re.compile(r"^[ \t]*(\d{1,3})(?:[ \t]*[.．、:：)）][ \t]*|[ \t]+)(\S.*)$", re.MULTILINE)


def _rows_left(heard: Heard) -> str:
    """The rows of a relay that nothing came of, so that nobody on it is lost unseen."""
    if heard.reading.relay is None:
        return ""
    spans = [intent.span for intent in heard.reading.intents]
    left: list[str] = []
    number = 1
    for row in _ROW.finditer(heard.line.said):
        if int(row[1]) != number:  # a sum or a date, not the next row
            continue
        number += 1
        if not any(start < row.end(2) and row.start(2) < end for start, end in spans):
            left.append(f"{row[1]}. {row[2].strip()[:_SHOWN]}")
    return f"这几行没记：{'；'.join(left)}" if left else ""


def _answers(heard: Heard) -> str:
    return "、".join(a.options[a.answer] for a in heard.asked if a.answer is not None)


def _rules(heard: Heard) -> str:
    rules = [intent.rule for intent in heard.reading.intents] or [heard.reading.rule]
    return "；".join(dict.fromkeys(filter(None, map(gloss, rules))))


_SAYS_NOTHING = "nothing-here"


def _why_not(heard: Heard) -> str:
    message = heard.line.message
    if heard.instead == "":
        return "您说不记"
    if heard.live:
        return "群里已经听到过"
    if heard.asked:
        return _how(heard)
    if message.kind == MessageKind.RECALLED.value:
        return "撤回的是哪一条看不出来，请问一下本人"
    if message.kind != MessageKind.TEXT.value:
        return _MEDIA.get(message.kind, "")
    if not heard.line.said.strip() and message.text.strip():
        return "是小助手的话"
    if heard.speaker is None or heard.speaker.member is None:
        return "没认出是谁说的" if heard.speaker else ""
    if heard.reading.decision == "record" and _is_about_something(heard):
        return "账上已经有了，或用不着记"
    return ""


def _is_about_something(heard: Heard) -> bool:
    return any(i.kind in ("dues_paid", "checkin", "leave") for i in heard.reading.intents)


def _intent(intent: Intent, heard: Heard, names: Names) -> str:
    own = heard.speaker.member if heard.speaker else None
    people = [] if intent.people == (str(own),) else [names.of(p) for p in intent.people]
    unclear = [f"“{word}”（哪位？）" for word in intent.unresolved]
    if unclear and heard.claims:  # somebody has answered since
        people, unclear = [names.of(str(claim.member)) for claim in heard.claims], []
    periods = [Period.parse(month) for month in intent.months]
    if not periods and intent.kind == "dues_paid":  # which months a bare word paid, the books say
        periods = heard.periods
    months = spoken(periods, today=_today(heard))
    if intent.kind == "correction":
        what = "收回上一条" if intent.void else "更正上一条"
    else:
        what = _KINDS[intent.kind]
    parts = ["、".join([*people, *unclear]), f"{months}{what}", *_slots(intent)]
    return " ".join(part for part in parts if part)


def _slots(intent: Intent) -> list[str]:
    return [
        f"{intent.duration_months}个月" if intent.duration_months else "",
        f"{yuan(Fen(intent.amount_fen))}元" if intent.amount_fen is not None else "",
        intent.place or "",
        _REASONS.get(intent.reason or "", ""),
    ]


def _today(heard: Heard) -> date:
    at = heard.line.message.sent_at
    assert at is not None, "what has no moment was not handled"
    return at.date()


def summary(heard: Sequence[Heard]) -> str:
    """``记 3 条，问 1 条，不记 12 条。``"""
    counted = Counter(one.verdict for one in heard)
    return "，".join(f"{v.value} {counted[v]} 条" for v in Verdict if counted[v]) or "没有新消息"


def blocks(posts: Iterable[Post], contacts: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is to be carried on: (heading, text), rooms first, then what is for one person only.

    ``contacts`` are the names behind the ids of people.
    """
    rooms: dict[str, list[str]] = {}
    people: dict[str, list[str]] = {}
    for post in posts:
        text = post.text or f"［图片：{post.picture_name}］"
        if post.target.room_id is not None:
            rooms.setdefault(text, []).append(post.target.room_id)
        else:
            contact = post.target.contact_id or ""
            people.setdefault(contacts.get(contact, contact), []).append(text)
    public = [(f"请贴到群里：{'、'.join(names)}", text) for text, names in rooms.items()]
    private = [
        (f"只给{name}，不要贴进群", "\n\n".join(dict.fromkeys(texts)))
        for name, texts in people.items()
    ]
    return public + private
