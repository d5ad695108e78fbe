"""What the reader takes and gives: people, intents, a reading. Values only, no rules.

The contract is that of the reading of group messages: text, sender, roster,
today's date and the open round in; a list of intents out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal[
    "checkin",
    "dues_paid",
    "dues_denied",
    "dues_promise",
    "leave",
    "meeting_no",
    "meeting_yes",
    "ack",
    "correction",
    "question",
]
Pending = Literal["checkin", "dues", "meeting"]
Decision = Literal["record", "ask", "ignore"]


class Person(NamedTuple):
    """A member as the reader sees him: an id, his name, what else he is called, his group card."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    card: str = ""


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a message says.

    ``people`` are member ids, sorted, without repeats; ``unresolved`` the words for people that
    cannot be told apart. ``months`` are ``YYYY-MM``, sorted. ``amount_fen`` is the
    total stated for this record, in fen. ``span`` is (start, end) in the original text;
    ``rule`` names the rule that decided.
    """

    kind: Kind
    people: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    duration_months: int | None = None
    amount_fen: int | None = None
    place: str | None = None
    reason: str | None = None
    void: bool = False
    span: tuple[int, int] = (0, 0)
    rule: str = ""


class Quote(NamedTuple):
    """The quoted part of a quote-reply: whose message, and what it said."""

    name: str
    text: str


class Reading(NamedTuple):
    """What a message means, and whether to record, to ask or to keep silent.

    ``ask`` is one short Chinese question that shows what would be recorded.
    ``quote`` is the quoted message of a quote-reply; ``relay`` the title of a #接龙.
    """

    intents: tuple[Intent, ...] = ()
    decision: Decision = "ignore"
    rule: str = ""
    ask: str | None = None
    quote: Quote | None = None
    relay: str | None = None
