"""A pasted stretch of one room into the books: the same handlers, a message at a time.

Used twice for one paste: on a copy of the books to show what would happen, and on
the books once somebody has agreed. Asks nobody itself and shows nothing; terminal
and pages do. What a message means is the handlers' business.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.app import App, build
from bot.clock import Clock
from bot.delivery import Tempo
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.paste import PasteGateway, Post
from bot.pasting.heard import NOTHING_READ, Asked, Heard, Verdict
from bot.pasting.lines import Line
from bot.pasting.speakers import Speaker, desk_id, seat
from bot.settings import Settings
from handlers.conversation import PRIVATE
from handlers.reading import Reading
from store import dues, inbox, outbox, pastes, questions
from store.audit import AUDIT
from store.models import Question

ANSWER = "/answer"
"""Follows the id of the message that caused a question; so does the answer's own question."""


Choose = Callable[[Line, Asked], int | None]
"""Which option answers a question about a line, from 0; None leaves it unanswered."""


class Desk:
    """The books of one branch, open for pastes of one of its rooms."""

    def __init__(self, app: App, gateway: PasteGateway, branch: str, room: str) -> None:
        self.app = app
        self.branch = branch
        self.room = room
        self._gateway = gateway
        self._said_here: set[str] = set()

    @classmethod
    def open(cls, settings: Settings, room: str, clock: Clock, data: Path) -> Desk:
        """Open the books. ``settings`` name one branch, which has the room.

        Raises the mendable errors of ``build``.
        """
        gateway = PasteGateway()
        app = build(
            settings,
            clock=clock,
            gateway=gateway,
            data=data,
            chance=random.Random(0),  # no pace is kept, so nothing hangs on it
            tempo=Tempo(),
        )
        app.boot()
        return cls(app, gateway, settings.branches[0].id, room)

    def close(self) -> None:
        """Let go of the books."""
        self.app.db.close()

    def take(self, lines: Sequence[Line], speakers: Sequence[Speaker]) -> None:
        """Keep which stretch this was and who its speakers are, before any of it is handled."""
        now = self.app.clock.now()
        with self.app.db.transaction():
            pastes.keep(self.app.db, self.room, (line.key for line in lines), now)
            seat(self.app.db, self.branch, self.room, speakers, now)

    def hear(self, line: Line, speaker: Speaker | None, choose: Choose) -> Heard:
        """Handle one message, and what is asked back about it."""
        sender = self._sender(line, speaker)
        incoming = self._incoming(line, sender) if sender else None
        if incoming is None:
            return Heard(line, speaker, Verdict.NOTHING)
        self._begin_month(incoming.sent_at)
        is_text = incoming.kind is MessageKind.TEXT
        reading = self.app.inbox.understood(incoming) if is_text else NOTHING_READ
        self.app.inbox.handle(incoming)
        asked = self._ask(line, incoming, choose)
        return self._heard(line, speaker, reading, incoming.sender_id, asked)

    def matters(self, line: Line) -> bool:
        """Whether a message says anything to be recorded or asked, whoever said it."""
        incoming = self._incoming(line, "")
        if incoming is None or incoming.kind is not MessageKind.TEXT:
            return False
        said = self.app.inbox.understood(incoming).intents
        return any(intent.kind not in ("ack", "question") for intent in said)

    def relays(self, line: Line) -> bool:
        """Whether a message is a relay: its rows say themselves who is meant."""
        incoming = self._incoming(line, "")
        return incoming is not None and self.app.inbox.understood(incoming).relay is not None

    async def finish(self) -> list[Post]:
        """Settle what is due by now and collect all that is to be carried on, once each."""
        await self.app.wake()
        posts = [post for post in self._gateway.posts if post.text not in self._said_here]
        self._gateway.posts.clear()
        return posts

    def _sender(self, line: Line, speaker: Speaker | None) -> str | None:
        if line.recalls is not None:
            row = inbox.mark_of(self.app.db, line.recalls)
            return row.sender if row else None
        if speaker is None or speaker.member is None:
            return None
        return speaker.wechat_id or desk_id(speaker.member)

    def _incoming(self, line: Line, sender: str) -> Incoming | None:
        """The message as a channel would have handed it over; None where it says nothing."""
        message = line.message
        text = message.kind == MessageKind.TEXT.value
        if message.sent_at is None or not (line.said if text else line.recalls):
            return None
        return Incoming(
            id=line.id,
            kind=MessageKind.TEXT if text else MessageKind.RECALLED,
            room_id=self.room,
            sender_id=sender,
            sender_name=message.name or message.recalled_by,
            text=line.said if text else "",
            sent_at=message.sent_at,
            room_topic=self.room,
            recalls=line.recalls,
        )

    def _begin_month(self, said_at: datetime) -> None:
        """The month of a message is owed before it is handled, as it is in service.

        A branch's books do not begin with an old chat: that would make everybody owe
        all the months since.
        """
        now = self.app.clock.now()
        begun = dues.opened_months(self.app.db, self.branch)
        if begun or (said_at.year, said_at.month) == (now.year, now.month):
            self.app.announcer.begin_months(min(said_at, now))

    def _ask(self, line: Line, incoming: Incoming, choose: Choose) -> list[Asked]:
        """Put what was asked in private to whoever is here, until nothing more is asked."""
        asked: list[Asked] = []
        why = incoming.id
        while (question := self._question(why, incoming.sender_id)) is not None:
            text = self._words(question)
            self._said_here.add(text)
            choice = choose(line, Asked(text, question.options))
            asked.append(Asked(text, question.options, choice))
            if choice is None:
                break
            why = f"{why}{ANSWER}"
            self.app.inbox.handle(
                replace(
                    incoming,
                    id=why,
                    kind=MessageKind.TEXT,
                    room_id=None,
                    text=str(choice + 1),
                    recalls=None,
                )
            )
            if not self._acts(why):  # he need not be told what was not done
                self._said_here |= {row.text for row in outbox.caused_by(self.app.db, why)}
        return asked

    def _question(self, why: str, sender: str) -> Question | None:
        question = questions.open_for(self.app.db, sender, PRIVATE)
        return question if question is not None and question.why == why else None

    def _words(self, question: Question) -> str:
        """The question as it was put: of what was said to him, the text that has its options."""
        said = outbox.caused_by(self.app.db, question.why)
        texts = [row.text for row in said if row.contact == question.wechat_id]
        shown = (t for t in reversed(texts) if all(option in t for option in question.options))
        return next(shown, texts[-1])

    def _acts(self, why: str) -> list[str]:
        return [entry.what for entry in AUDIT.find(self.app.db, why=why)]

    def _heard(
        self,
        line: Line,
        speaker: Speaker | None,
        reading: Reading,
        sender: str,
        asked: Sequence[Asked],
    ) -> Heard:
        whys = [line.id + ANSWER * n for n in range(len(asked) + 1)]
        acts = [act for why in whys for act in self._acts(why)]
        claims = [claim for why in whys for claim in dues.claims_of_message(self.app.db, why)]
        rows = [row for why in whys for row in outbox.caused_by(self.app.db, why)]
        told = [r.text for r in rows if r.contact == sender and r.text not in self._said_here]
        row = inbox.mark_of(self.app.db, line.id)
        if row is not None and row.outcome == "fault":
            verdict = Verdict.FAULT
        elif acts:
            verdict = Verdict.BOOKED
        elif asked:
            verdict = Verdict.ASKED
        elif any(row.room for row in rows):
            verdict = Verdict.ANSWERED
        else:
            verdict = Verdict.ASKED if told else Verdict.NOTHING
        periods = tuple(sorted({claim.period for claim in claims}))
        return Heard(
            line, speaker, verdict, reading, tuple(acts), periods, tuple(asked), tuple(told)
        )
