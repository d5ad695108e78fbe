"""A stretch's outcome as rows for the page: marks, words, what may be answered or mended.

Values only; how they look is the template's business, what they mean was decided before.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.pasting.heard import Asked, Heard, Verdict
from bot.pasting.seats import Seat, seat_of
from bot.pasting.session import Outcome
from bot.pasting.words import Names, Told, told_of
from store.money import Fen, yuan
from store.period import Period

FEW = 100
"""So many messages that come to nothing are on the page, unless all are asked for."""

MONTHS_BACK = 13
"""How far back a correction's month may be chosen."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a verdict is shown: shape, word and the name of its colour."""

    shape: str
    word: str
    look: str


MARKS = {
    Verdict.BOOKED: Mark("✔", "记", "good"),
    Verdict.ASKED: Mark("？", "问", "wait"),
    Verdict.ANSWERED: Mark("↩", "答", "note"),
    Verdict.NOTHING: Mark("○", "不记", "calm"),
    Verdict.FAULT: Mark("✖", "出错", "bad"),
}
WAITS = Mark("◇", "等认人", "wait")


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with its options; ``name`` is what its form field is called."""

    name: str
    text: str
    options: tuple[str, ...]
    answer: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A message on the page. ``id`` names it in forms; ``at`` is None where nobody knows."""

    id: str
    name: str
    words: str
    at: datetime | None
    clocked: bool
    mark: Mark
    told: Told
    questions: tuple[QuestionRow, ...]
    private: tuple[str, ...]
    said: str
    instead: str | None
    open: bool
    can_mend: bool
    months: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The page's rows: what comes to something, what does not; seats to be filled, and filled.

    ``more`` messages that come to nothing are not among the rows: a page is to stay light.
    """

    rows: tuple[Row, ...]
    ignored: tuple[Row, ...]
    more: int
    asked: tuple[Seat, ...]
    seated: tuple[Seat, ...]
    summary: str


def shown(
    outcome: Outcome,
    names: Names,
    opened: Collection[str],
    decided: Collection[str],
    *,
    all_ignored: bool = False,
) -> Shown:
    """The outcome as rows. ``opened`` are the ids of lines and seats being mended now;
    ``decided`` the seats of which somebody said that they are nobody of ours.
    """
    waiting = {seat.key for seat in outcome.seats if seat.unknown and seat.key not in decided}
    rows = [_row(one, names, opened, waiting) for one in outcome.heard]
    plain = [row for row in rows if row.mark == MARKS[Verdict.NOTHING]]
    ignored = {row.id: row for row in plain if row.instead is None and not row.open}
    asked = [s for s in outcome.seats if s.key in waiting or seat_id(s) in opened]
    return Shown(
        rows=tuple(row for row in rows if row.id not in ignored),
        ignored=tuple(ignored.values())[: None if all_ignored else FEW],
        more=0 if all_ignored else max(0, len(ignored) - FEW),
        asked=tuple(asked),
        seated=tuple(seat for seat in outcome.seats if seat not in asked),
        summary=summary(outcome, len([row for row in rows if row.mark == WAITS])),
    )


def summary(outcome: Outcome, waiting: int = 0) -> str:
    """``记 4 条：党费 3 笔，共 158 元；报到 1 条。另有 1 条要问，这次先不记。``"""
    left = left_out(outcome, waiting)
    return f"{booking(outcome)}。" + (f"另有 {left}，这次先不记。" if left else "")


def booking(outcome: Outcome) -> str:
    """``记 4 条：党费 3 笔，共 158 元；报到 1 条``"""
    booked = [one for one in outcome.heard if one.verdict is Verdict.BOOKED]
    amount = yuan(Fen(sum(claim.amount for claim in outcome.claims)))
    parts = [f"党费 {len(outcome.claims)} 笔，共 {amount} 元"] if outcome.claims else []
    others = Counter(act for one in booked for act in one.acts if not one.claims)
    parts += [f"{act} {times} 条" for act, times in others.items()]
    return f"记 {len(booked)} 条：{'；'.join(parts)}" if booked else "没有要记的"


def left_out(outcome: Outcome, waiting: int) -> str:
    """``1 条要问、2 条等认人``; "" where nothing is left out."""
    return "、".join(
        f"{number} 条{word}"
        for number, word in (
            (sum(one.verdict is Verdict.ASKED for one in outcome.heard), "要问"),
            (waiting, "等认人"),
            (sum(one.verdict is Verdict.FAULT for one in outcome.heard), "程序出错"),
        )
        if number
    )


def question_name(line_key: str, asked: Asked) -> str:
    """The form field of a question: of this line, and of just these words."""
    return f"answer/{line_id(line_key)}/{_short(asked.text)}"


def line_id(line_key: str) -> str:
    """A line in a form."""
    return f"l{_short(line_key)}"


def seat_id(seat: Seat) -> str:
    """A seat in a form."""
    return f"s{_short(seat.key)}"


def room_name(room: str) -> str:
    """What a room is called on the page; an id of WeChat's says nothing to a reader."""
    return "微信群" if room.endswith("@chatroom") else room


def months_about(today: datetime) -> list[Period]:
    """The months that a correction may be for, next month first."""
    following = Period.of(today) + 1
    return [following + -n for n in range(MONTHS_BACK + 2)]


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _row(one: Heard, names: Names, opened: Collection[str], waiting: Collection[str]) -> Row:
    message, own_id = one.line.message, line_id(one.line.key)
    told = told_of(one, names)
    mark = MARKS[one.verdict]
    if one.verdict is Verdict.NOTHING and one.waits and seat_of(one.line) in waiting:
        mark = WAITS
    asked = tuple(
        QuestionRow(question_name(one.line.key, a), _question(a), a.options, a.answer)
        for a in one.asked
    )
    return Row(
        id=own_id,
        name=message.name,
        words=message.text,
        at=message.sent_at,
        clocked=message.clocked,
        mark=mark,
        told=told,
        questions=asked,
        private=one.told if one.verdict is Verdict.ASKED else (),
        said=one.line.said,
        instead=one.instead,
        open=own_id in opened,
        can_mend=bool(one.line.said) and not one.live and mark != WAITS,
        months=tuple(one.periods),
    )


def _question(asked: Asked) -> str:
    """The question without its numbered options: they are buttons."""
    numbered = [f"{n} {option}" for n, option in enumerate(asked.options, 1)]
    return "\n".join(line for line in asked.text.split("\n") if line.strip() not in numbered)


def called(names: Names, seats: Sequence[Seat]) -> dict[str, str]:
    """What the members in these seats are called, by the seat's id; "" where nobody sits."""
    return {seat_id(s): names.called.get(s.speaker.member or 0, "") for s in seats}
