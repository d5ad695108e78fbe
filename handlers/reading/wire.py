"""The reader's JSON-lines form: a row in, an answer out, and an explanation for people.

Responsible for the shapes outside Python. It must not decide anything about a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.reading.explain import explain
from handlers.reading.model import Intent, Pending, Person
from handlers.reading.people import Roster
from handlers.reading.reader import read

__all__ = ["FIELDS", "answer", "as_json", "explain", "roster_from_json", "round_named"]

_PEOPLE = ("people", "unresolved")
_DUES = (*_PEOPLE, "months")
FIELDS: dict[str, tuple[str, ...]] = {
    "checkin": (*_PEOPLE, "place"),
    "dues_paid": (*_DUES, "duration_months", "amount_fen"),
    "dues_denied": _DUES,
    "dues_promise": _DUES,
    "leave": (*_PEOPLE, "reason"),
    "meeting_no": (*_PEOPLE, "reason"),
    "meeting_yes": _PEOPLE,
    "ack": ("people",),
    "correction": ("people", "months", "amount_fen", "void"),
    "question": (),
}
"""The fields that count for each kind of intent."""

_ROUNDS: dict[object, Pending | None] = {
    None: None,
    "checkin": "checkin",
    "dues": "dues",
    "meeting": "meeting",
}


def roster_from_json(document: Mapping[str, Any]) -> Roster:
    """The roster of ``{"members": [{"id", "name", "aliases", "wx"}, ...]}``; ValueError if not."""
    members = document.get("members")
    if not isinstance(members, list):
        raise ValueError("花名册里没有 members 名单")  # noqa: TRY004
    return Roster(_person(member) for member in members)


def _person(member: object) -> Person:
    if not isinstance(member, Mapping):
        raise ValueError("花名册里有一项不是一个人")  # noqa: TRY004
    if not isinstance(member.get("id"), str) or not isinstance(member.get("name"), str):
        raise ValueError("花名册里有一个人缺编号（id）或姓名（name）")  # noqa: TRY004
    aliases = tuple(str(alias) for alias in member.get("aliases") or ())
    return Person(member["id"], member["name"], aliases, str(member.get("wx") or ""))


def answer(row: Mapping[str, Any], roster: Roster) -> dict[str, Any]:
    """The reading of one row: ``{"id", "intents", "decision", "rule", "ask"}``.

    Raises ValueError with a Chinese sentence that names what is wrong with the row.
    """
    text, sender, today, pending = _checked(row, roster)
    reading = read(text, sender=sender, roster=roster, today=today, pending=pending)
    return {
        "id": row.get("id"),
        "intents": [as_json(intent) for intent in reading.intents],
        "decision": reading.decision,
        "rule": reading.rule,
        "ask": reading.ask,
    }


def as_json(intent: Intent) -> dict[str, Any]:
    """An intent with exactly the fields that count for its kind, its span and its rule."""
    written: dict[str, Any] = {"kind": intent.kind}
    for field in FIELDS[intent.kind]:
        value = getattr(intent, field)
        written[field] = list(value) if isinstance(value, tuple) else value
    return written | {"span": list(intent.span), "rule": intent.rule}


def _checked(row: Mapping[str, Any], roster: Roster) -> tuple[str, str, date, Pending | None]:
    text, sender, today = row.get("text"), row.get("sender"), row.get("today")
    if not isinstance(text, str):
        raise ValueError("这一行没有消息正文（text）")  # noqa: TRY004
    if not isinstance(sender, str) or sender not in roster.people:
        raise ValueError(f"发言人（sender）不在花名册里：{sender!r}")
    pending = round_named(row.get("pending"))
    try:
        day = date.fromisoformat(today if isinstance(today, str) else "")
    except ValueError:
        raise ValueError(f"日期（today）要写成 2026-11-02 这样：{today!r}") from None
    return text, sender, day, pending


def round_named(written: object) -> Pending | None:
    """The open round of that name; ValueError with a Chinese sentence if there is none."""
    if written is not None and (not isinstance(written, str) or written not in _ROUNDS):
        raise ValueError(f"正在进行的事项（pending）认不出：{written!r}")
    return _ROUNDS[written]
