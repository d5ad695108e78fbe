"""The reading of one message: envelope, normal form, clauses, intents, decision.

Responsible for the order of the steps. It must not know what is done with an intent.
"""

from __future__ import annotations

from datetime import date

from handlers.reading.asking import decide
from handlers.reading.checkins import CheckIn, read_checkins
from handlers.reading.clauses import Clause, split
from handlers.reading.columns import tags_of, words_of
from handlers.reading.corrections import read_correction, sent_by_mistake
from handlers.reading.envelope import Envelope, unwrap
from handlers.reading.familiar import Said
from handlers.reading.figures import Token
from handlers.reading.intents import Intents
from handlers.reading.meetings import read_meetings
from handlers.reading.mentions import without_mentions
from handlers.reading.model import Intent, Pending, Reading
from handlers.reading.normal import Normal, normal_form, without_slips
from handlers.reading.owners import Speaker
from handlers.reading.patterns import fullmatch, pattern
from handlers.reading.people import Roster
from handlers.reading.places import find_places, places_where_they_matter
from handlers.reading.records import Statements, joined
from handlers.reading.relay import read_relay
from handlers.reading.retractions import TAKES_BACK
from handlers.reading.statements import DuesReader
from handlers.reading.tokens import Tokens
from handlers.reading.undisturbed import undisturbed
from handlers.reading.worth import is_worth_reading, tells

_DUES_TAGS = frozenset("DVWJKfa")
_CORRECTION_TAGS, _CHECKIN_TAGS = frozenset("9vX"), frozenset("c0")
_TITLE, _LONG = 80, 400
_LISTS_PLACES = pattern("报到|签到|打卡")


def read(
    text: str, *, sender: str, roster: Roster, today: date, pending: Pending | None
) -> Reading:
    """What ``sender`` (a member id, or one the roster does not know) says with ``text``.

    Silence is the answer to whatever is not understood; no input raises.
    """
    said_so = (text, pending, today)
    before = roster.read_before.recall(said_so, sender)
    if before is not None:
        return before
    if len(text) < _LONG:
        return _read_anew(said_so, sender, roster)
    with undisturbed():
        return _read_anew(said_so, sender, roster)


def _read_anew(said_so: Said, sender: str, roster: Roster) -> Reading:
    text, pending, today = said_so
    envelope = unwrap(text)
    normal = normal_form(text[envelope.body :] if envelope.body else text)
    if envelope.relay is None and not is_worth_reading(normal.text, pending):
        return Reading(rule="nothing-here", quote=envelope.quote)
    message = Message(normal, envelope, Speaker(sender, roster), today, pending)
    if envelope.relay is not None:
        intents, said = message.relay(), Statements()
    else:
        intents, said = message.intents()
    decision, rule, ask = decide(intents, said, roster)
    reading = Reading(tuple(intents), decision, rule, ask, envelope.quote, envelope.relay)
    roster.read_before.keep(said_so, reading, sender, names_nobody=message.names_nobody)
    return reading


class Message:
    """One message while it is being read."""

    __slots__ = (
        "_as",
        "_lists_places",
        "_pending",
        "_quoted",
        "_speaker",
        "_text",
        "_today",
        "clauses",
        "names_nobody",
        "said",
    )

    def __init__(
        self,
        normal: Normal,
        envelope: Envelope,
        speaker: Speaker,
        today: date,
        pending: Pending | None,
    ) -> None:
        self._speaker = speaker
        self._as = Intents(speaker.me, today, normal, envelope.body)
        self._quoted = envelope.quote is not None
        self._today, self._pending = today, pending
        self._text = normal.text
        self._lists_places = False
        self.clauses: list[Clause] = []
        self.names_nobody = False
        """Whether the same words would say the same from any other member."""
        self.said = Statements()

    def relay(self) -> list[Intent]:
        """The intents of a #接龙, one a person a line."""
        self._lists_places = _LISTS_PLACES.search(self._text[:_TITLE]) is not None
        rows = read_relay(self._text, self._speaker, self._cut)
        return [self._as.row(row) for row in rows]

    def intents(self) -> tuple[list[Intent], Statements]:
        """The intents of any other message."""
        if "@" in self._text:
            self._text, called = without_mentions(self._text, self._speaker.roster)
            self._speaker.spoken_to = called
        self._text = without_slips(self._text)
        places = places_where_they_matter(self._text, self._pending)
        tokens = Tokens(self._text, self._speaker.roster, self._today, places).cut()
        whole = frozenset(tags_of(tokens))
        self.names_nobody = "p" not in whole and not self._speaker.spoken_to
        takes_back = TAKES_BACK.search(self._text) is not None
        if not (takes_back or tells(whole, words_of(tokens), self._pending)):
            return [], self.said
        clauses = self.clauses = split(tokens, dues_round=self._pending == "dues")
        if "~" in whole and sent_by_mistake(clauses):
            return [], self.said
        if not whole.isdisjoint(_DUES_TAGS):
            self.said = DuesReader(clauses, self._speaker, self._pending).read()
        said = self.said
        if not whole.isdisjoint(_CORRECTION_TAGS) or takes_back:
            correction = read_correction(clauses, said, self._speaker, quoted=self._quoted)
            if correction is not None:
                return self._as.corrected(correction, said), Statements()
        checkins: list[CheckIn] = []
        asks_checkin = False
        if self._pending == "checkin" or not whole.isdisjoint(_CHECKIN_TAGS):
            checkins, asks_checkin = read_checkins(
                clauses, self._speaker, self._pending, (self._today.year, self._today.month)
            )
        answers, asks_meeting = read_meetings(clauses, self._speaker, self._pending)
        found = [self._as.checkin(one) for one in checkins]
        found += [self._as.dues(one) for one in joined(said.records)]
        found += [self._as.attendance(one) for one in answers]
        if said.asks or asks_checkin or asks_meeting:
            found.append(Intent("question", span=self._as.span((0, len(self._text))), rule="asks"))
        return (found or self._acknowledged()), said

    def _cut(self, text: str) -> list[Token]:
        places = find_places(text) if self._lists_places else None
        return Tokens(text, self._speaker.roster, self._today, places).cut()

    def _acknowledged(self) -> list[Intent]:
        """收到, 好的: only when nothing else came out."""
        if self._speaker.me[0][1] is False:
            return []
        for clause in self.clauses:
            core = self._without_own_name(clause)
            if "J" in core and len(self.clauses) > 1 and not _has_heard(clause):
                continue
            plus = core == "+" and self._pending == "dues"
            if plus or (
                clause.end != "?" and fullmatch("[to>s]*(?:(?:8|J)[8Jtloe]*|8[8to]*p[to8]*)", core)
            ):
                return [
                    Intent(
                        "ack", (self._speaker.sender,), span=self._as.span(clause.span), rule="ack"
                    )
                ]
        return []

    def _without_own_name(self, clause: Clause) -> str:
        """收到 赵强, 赵强收到: who signs names himself."""
        core = clause.core
        if "p" not in core:
            return core
        named = [token for token in clause.tokens if token[0] == "p"]
        own = all(self._speaker.who(token) == self._speaker.me for token in named)
        return core.replace("p", "") if own else core


def _has_heard(clause: Clause) -> bool:
    """收到: of the message; not 已收, 收齐, which tell of money among other words."""
    return any(token[0] == "J" and "收到" in str(token[3]) for token in clause.tokens)
