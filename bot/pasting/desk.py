"""A pasted stretch of one room into the books: the same handlers, a message at a time.

Used twice for one paste: on a copy of the books to show what would happen, and on
the books once somebody has agreed. Asks nobody itself and shows nothing; terminal
and pages do. What a message means is the handlers' business.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import Clock
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.paste import PasteGateway, Post
from bot.pace import Tempo
from bot.pasting.asking import SHOWN_HERE, Asking, Choose, whys
from bot.pasting.heard import NOTHING_READ, Asked, Heard, Verdict
from bot.pasting.lines import Line
from bot.pasting.speakers import Speaker, by_hand, desk_id, seat
from bot.settings import Settings
from handlers.reading import Reading
from store import dues, inbox, outbox, pastes, roster
from store.audit import AUDIT
from store.models import Cause, Claim, ClaimState, OutboxRow

_A_MINUTE = timedelta(minutes=1)
"""A copied message has no seconds."""


class Desk:
    """The books of one branch, open for pastes of one of its rooms."""

    def __init__(
        self,
        app: App,
        branch: str,
        room: str,
        *,
        bot_names: Sequence[str],
        by: int | None = None,
        gateway: PasteGateway | None = None,
        carried: bool = False,
    ) -> None:
        """``by`` is the member who pastes, where that is known; ``gateway`` collects the posts
        of a program that was started for this paste alone. ``carried``: the program has a
        channel, and what is said because of a paste does not go there.
        """
        self.app = app
        self.branch = branch
        self.room = room
        self.bot_names = tuple(bot_names)
        self.by = by
        self._gateway = gateway
        self._carried = carried
        self._asking = Asking(app)

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
        names = settings.bot_names
        return cls(app, settings.branches[0].id, room, bot_names=names, gateway=gateway)

    def close(self) -> None:
        """Let go of the books."""
        self.app.db.close()

    def take(self, lines: Sequence[Line], speakers: Sequence[Speaker]) -> None:
        """Keep which stretch this was and who its speakers are, before any of it is handled."""
        now = self.app.clock.now()
        with self.app.db.transaction():
            pastes.keep(self.app.db, self.room, (line.key for line in lines), now)
            seat(self.app.db, self.branch, self.room, speakers, now, self.by)

    def hear(
        self, line: Line, speaker: Speaker | None, choose: Choose, instead: str | None = None
    ) -> Heard:
        """Handle one message, and what is asked back about it.

        ``instead`` is what it is to be taken for, "" for nothing: as if he had said that.
        """
        sender = self._sender(line, speaker)
        incoming = self._incoming(line, sender, instead) if sender else None
        if incoming is None:
            nobody = speaker is not None and speaker.member is None
            waits = nobody and (bool(instead) or self.matters(line))
            return Heard(line, speaker, Verdict.NOTHING, instead=instead, waits=waits)
        if self._heard_live(line, incoming.sent_at, speaker):
            return Heard(line, speaker, Verdict.NOTHING, live=True)
        self._begin_month(incoming.sent_at)
        is_text = incoming.kind is MessageKind.TEXT
        reading = self.app.inbox.understood(incoming) if is_text else NOTHING_READ
        self._note(line, incoming, instead)
        self.app.inbox.handle(incoming)
        asked = self._asking.put(line, incoming, choose)
        heard = self._heard(line, speaker, reading, incoming.sender_id, asked)
        return replace(heard, instead=instead)

    def said(self, heard: Iterable[Heard]) -> list[OutboxRow]:
        """What is said because of these messages and was not said here, to be carried on."""
        causes = [why for one in heard for why in whys(one.line.id, len(one.asked))]
        rows = [row for why in causes for row in outbox.caused_by(self.app.db, why)]
        return [row for row in rows if row.text and row.channel_id != SHOWN_HERE]

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

    def standing(self, heard: Iterable[Heard]) -> list[Claim]:
        """The claims that these messages left in the books."""
        causes = [why for one in heard for why in whys(one.line.id, len(one.asked))]
        claims = [claim for why in causes for claim in dues.claims_of_message(self.app.db, why)]
        return [claim for claim in claims if claim.state is not ClaimState.WITHDRAWN]

    async def finish(self) -> list[Post]:
        """Settle what is due by now and collect all that is to be carried on, once each."""
        await self.app.wake()
        assert self._gateway is not None, "only a program of its own has posts to collect"
        posts = list(self._gateway.posts)
        self._gateway.posts.clear()
        return posts

    def _note(self, line: Line, incoming: Incoming, instead: str | None) -> None:
        """Keep that somebody took it for something else, and who."""
        if instead is not None:
            cause = Cause(self.app.clock.now(), self.by, incoming.id)
            with self.app.db.transaction():
                pastes.corrected(self.app.db, cause, line.said, instead)

    def _heard_live(self, line: Line, at: datetime, speaker: Speaker | None) -> bool:
        """Whether the group's own channel brought it: the same words of his in the same minute."""
        if speaker is None or speaker.member is None or not line.said.strip():
            return False
        ids = roster.wechat_ids(self.app.db, speaker.member)
        said = line.said.strip()
        digests = (
            inbox.digest(self.room, own_id, said, at) for own_id in ids if not by_hand(own_id)
        )
        return any(inbox.repeated(self.app.db, digest, at, _A_MINUTE) for digest in digests)

    def _sender(self, line: Line, speaker: Speaker | None) -> str | None:
        if line.recalls is not None:
            row = inbox.mark_of(self.app.db, line.recalls)
            return row.sender if row else None
        if speaker is None or speaker.member is None:
            return None
        return speaker.wechat_id or desk_id(speaker.member)

    def _incoming(self, line: Line, sender: str, instead: str | None = None) -> Incoming | None:
        """The message as a channel would have handed it over; None where it says nothing."""
        message = line.message
        text = message.kind == MessageKind.TEXT.value or instead is not None
        nothing = instead is None and not (line.said if text else line.recalls)
        if message.sent_at is None or nothing:
            return None
        return Incoming(
            id=line.id,
            kind=MessageKind.TEXT if text else MessageKind.RECALLED,
            room_id=self.room,
            sender_id=sender,
            sender_name=message.name or message.recalled_by,
            text="" if not text else line.said if instead is None else instead,
            sent_at=message.sent_at,
            room_topic=self.room,
            recalls=line.recalls if instead is None else None,
            carried=self._carried,
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
        causes = whys(line.id, len(asked))
        acts = [act for why in causes for act in self._acts(why)]
        claims = [claim for why in causes for claim in dues.claims_of_message(self.app.db, why)]
        rows = [row for why in causes for row in outbox.caused_by(self.app.db, why)]
        told = [
            r.text for r in rows if r.contact == sender and r.text not in self._asking.said_here
        ]
        row = inbox.mark_of(self.app.db, line.id)
        if row is not None and row.outcome == "fault":
            verdict = Verdict.FAULT
        elif acts:
            verdict = Verdict.BOOKED
        elif asked:
            unanswered = any(one.answer is None for one in asked)
            verdict = Verdict.ASKED if unanswered else Verdict.NOTHING
        elif any(row.room for row in rows):
            verdict = Verdict.ANSWERED
        else:
            verdict = Verdict.ASKED if told else Verdict.NOTHING
        return Heard(
            line, speaker, verdict, reading, tuple(acts), tuple(claims), tuple(asked), tuple(told)
        )
