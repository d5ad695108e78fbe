"""Relays (#接龙): a title that says what is listed, and one line a person.

Responsible for reading the title once and each line by it. It must not know free text.
A relay about anything else than dues, a meeting or check-ins says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from handlers.reading.clauses import Clause, split
from handlers.reading.columns import tags_of
from handlers.reading.figures import Token
from handlers.reading.months import Month
from handlers.reading.owners import Speaker, Who
from handlers.reading.patterns import fullmatch, pattern, search
from handlers.reading.places import find_places
from handlers.reading.reasons import reason_of
from handlers.reading.slots import IMPOSSIBLE_FEN, Slots

Cut = Callable[[str], list[Token]]
_LINE = pattern(
    r"[ \t]*\d{1,4}(?:[ \t]*[.、:)）][ \t]*|[ \t]+|(?=[^\d月号日年季.,~ -]))"
    r"(?!\d*[月号日年])([^\n]*)"
)
_PAID_FITS = set("tpasAVWlxJoM$#eDR2kn6z7s=b")
_TITLE_PAID = pattern(r"A[o]*[VW]|[VW]x*l|J")
_PROMISED = pattern("u")
_TICKS, _CROSSES = frozenset("✅✔√☑⭕"), frozenset("❌✗✘✖❎×x🙅🚫")
# 请假名单, 不能参加的请接龙: who is listed stays away, unless the title also speaks of coming.
_ABSENT = pattern(
    "(?:请假|缺席|(?:不能?|无法)(?:参加|参会|到会|出席))"
    "(?:的|大会|党员|会议|人员|同志|情况|请|在此){0,4}(?:接龙|名单|登记|统计|报备)[ :：,。]*$"
)
_PRESENT = pattern("(?<!不)(?<!不能)(?<!无法)(?:参加|参会|到会|出席)")


class Row(NamedTuple):
    """What one line says; ``kind`` is an intent's kind; ``span`` in the normal form."""

    kind: str
    slots: Slots
    place: str | None
    reason: str | None
    span: tuple[int, int]
    make_up: bool


class Title(NamedTuple):
    """What the title of a relay says of every line."""

    subject: str
    """dues, meeting, checkin, or nothing."""
    months: list[tuple[Month, bool]]
    paid: bool
    """Whether those listed have paid (已交名单)."""
    ticked: bool
    """Whether those with ✅ have."""
    absent: bool
    """Whether those listed stay away (请假名单)."""
    made_up: bool


def read_relay(text: str, speaker: Speaker, cut: Cut) -> list[Row]:
    """The rows of a relay's body (title line first) that say something."""
    head, rows = _lines(text)
    title = _title(head, [token for token in cut(head) if token[0] != " "])
    if not title.subject:
        return []
    read: list[Row] = []
    for start, end in rows:
        people, rest = _person(text, start, end, speaker, cut)
        row = _row(title, people, rest, (start, end), text) if people else None
        if row is None:
            continue
        row.slots.months = row.slots.months or list(title.months)
        read.append(row._replace(make_up=True) if title.made_up else row)
    return read


def _title(head: str, tokens: list[Token]) -> Title:
    tags = tags_of(tokens)
    subject = _subject(tokens)
    waits = bool(search("[Nu]", tags))
    absent = subject == "meeting" and bool(_ABSENT.search(head)) and not _PRESENT.search(head)
    months = [month for token in tokens if token[0] == "M" for month in token[3]]
    paid = bool(_TITLE_PAID.search(tags)) and not waits
    ticked = not waits or not _TICKS.isdisjoint(head)
    return Title(subject, months, paid, ticked, absent, "补" in head)


def _lines(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The title, and where the words of each numbered line stand."""
    head: list[str] = []
    rows: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        match = _LINE.fullmatch(line)
        if match and any(one.replace("#接龙", "").strip() for one in head):
            if match[1].strip():
                rows.append((at + match.start(1), at + match.end(1)))
        elif not rows and not line.strip().startswith("例"):
            head.append(line)
        at += len(line) + 1
    return " ".join(head).replace("#接龙", " "), rows


def _subject(title: list[Token]) -> str:
    tags = "".join(token[0] for token in title if token[3] != "报名")
    if "D" in tags or "K" in tags:
        return "dues"
    if "O" in tags:
        return ""
    if "c" in tags or "0" in tags:
        return "checkin"
    if any(token[0] == "3" and token[3] != "活动" for token in title):
        return "meeting"
    return ""


def _person(
    text: str, start: int, end: int, speaker: Speaker, cut: Cut
) -> tuple[list[Who], list[Token]]:
    """Who the line is about, and the tokens after the name (offsets within the line)."""
    tokens = [token for token in cut(text[start:end]) if token[0] not in " "]
    while tokens and tokens[0][0] in ".,":
        tokens.pop(0)
    people: list[Who] = []
    while tokens and tokens[0][0] in "ps&":
        if tokens[0][0] != "&":
            people += speaker.who(tokens[0])
        tokens.pop(0)
    if not people and tokens and tokens[0][0] in "Ur":
        name = tokens.pop(0)
        people = [(str(name[3]), False)]
    return people, tokens


def _mark(rest: list[Token]) -> tuple[str, list[Token]]:
    """yes for ✅, no for ❌, else nothing; and what else the line says."""
    signs = {str(token[3]) for token in rest}
    mark = "no" if signs & _CROSSES else "yes" if signs & _TICKS else ""
    return mark, [t for t in rest if str(t[3]) not in _TICKS | _CROSSES] if mark else rest


def _row(
    title: Title, people: list[Who], rest: list[Token], span: tuple[int, int], text: str
) -> Row | None:
    slots, subject = Slots(people=people), title.subject
    mark, rest = _mark(rest)
    if subject == "dues" and len(rest) == 1 and rest[0][0] in "$#":
        return _sum_alone(rest[0], slots, span) if mark != "no" else None
    clauses = split(rest)
    core = "".join([clause.core for clause in clauses])
    if subject == "dues":
        return _of_dues(title, mark, core, rest, slots, span)
    if subject == "meeting":
        kind, reason = _meeting_kind(core, clauses)
        if title.absent and (not kind or kind == "meeting_yes") and "m" not in core:
            kind, reason = "leave", reason_of(clauses)
        elif mark == "no" and kind != "leave":
            kind, reason = "meeting_no", reason_of(clauses)
        return Row(kind, slots, None, reason, span, False) if kind else None
    if mark == "no" or search("[NBHquC?]", core):
        return None
    return Row("checkin", slots, _place(text[span[0] : span[1]], rest), None, span, False)


def _of_dues(
    title: Title, mark: str, core: str, rest: list[Token], slots: Slots, span: tuple[int, int]
) -> Row | None:
    kind = _dues_kind(core, rest)
    if kind == "bare":
        listed = title.paid or (mark == "yes" and title.ticked)
        kind = "dues_denied" if mark == "no" else "dues_paid" if listed else ""
    if not kind or (mark == "no" and kind == "dues_paid"):
        return None
    _take(rest, slots)
    if sum(map(len, slots.sums.values())) > 1 or max(slots.sums.get("", [0])) > IMPOSSIBLE_FEN:
        return None
    make_up = any("补" in str(token[3]) for token in rest)
    return Row(kind, slots, None, None, span, make_up)


def _sum_alone(token: Token, slots: Slots, span: tuple[int, int]) -> Row | None:
    """1. 张伟 42元: what most lines say."""
    slots.sums[""] = [token[3]]
    return Row("dues_paid", slots, None, None, span, False) if token[3] <= IMPOSSIBLE_FEN else None


def _dues_kind(core: str, rest: list[Token]) -> str:
    if search("[OHqCYgiBIFf]", core) or any(token[0] == "?" for token in rest):
        return ""
    if "N" in core:
        return "dues_denied"
    if _PROMISED.search(core) or fullmatch("n+[Gso]*Vx?", core):
        return "dues_promise"
    if not core:
        return "bare"
    return "dues_paid" if set(core) <= _PAID_FITS and search("[$#VWJAl]", core) else ""


def _take(rest: list[Token], slots: Slots) -> None:
    for token in rest:
        if token[0] == "M":
            slots.months += token[3]
        elif token[0] in "$#":
            known = slots.sums.setdefault("", [])
            if token[3] not in known:
                known.append(token[3])


def _meeting_kind(core: str, clauses: list[Clause]) -> tuple[str, str | None]:
    if search("[HqC]", core):
        return "", None
    if "L" in core and not search("[NB][^L]*L", core):
        return "leave", reason_of(clauses)
    if "1" in core or search("B[o]*[mG]", core):
        reason = reason_of(clauses)
        return ("leave" if "1" in core and reason else "meeting_no"), reason
    if not core or "m" in core or fullmatch("[2oGlA8+]*", core):
        return "meeting_yes", None
    return "", None


def _place(line: str, rest: list[Token]) -> str | None:
    """The rest of the line: a known place in it, or the words as they are."""
    if not rest:
        return None
    words = line[rest[0][1] : rest[-1][2]]
    found = find_places(words)
    if found:
        start = min(found)
        return words[start : found[start]]
    kept = re.sub(
        "已?(?:报到|签到|打卡|平安|一切安好)|^(?:人?在|现在|现居)|[,.。!,\\s]+", "", words
    )
    return kept or None
