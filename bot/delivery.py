"""The outbox out: pace, intent, send, result, echo; and where nobody can know, a question.

A row goes new -> sending -> sent. Nothing is sent again blindly: a send whose end
is unknown waits for the bot's own echo, and is then put to the secretary.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.gateway.base import AmbiguousSendError, Gateway, Incoming, NotSentError, Target
from store import outbox
from store.database import Database
from store.models import OutboxRow, PostState

log = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast to speak: seconds between posts, random seconds on top, most a minute."""

    seconds_between: float = 0.0
    jitter: float = 0.0
    per_minute: int = 600


class Delivery:
    """Sends what the outbox holds. One sender at a time: only ``pump`` sends."""

    def __init__(
        self, db: Database, gateway: Gateway, clock: Clock, tempo: Tempo, chance: random.Random
    ) -> None:
        self._db = db
        self._gateway = gateway
        self._clock = clock
        self._tempo = tempo
        self._chance = chance
        self._one_at_a_time = asyncio.Lock()
        self._sent: deque[datetime] = deque()
        self._last: datetime | None = None

    def after_boot(self) -> None:
        """What was being sent when the process ended is unsure: it may be in the group or not."""
        with self._db.transaction():
            for row in outbox.in_state(self._db, PostState.SENDING):
                unsure = replace(row, state=PostState.AMBIGUOUS, sent_at=self._clock.now())
                outbox.change(self._db, unsure)

    def after_login(self) -> None:
        """The channel is back: what waits for a later try may be tried now."""
        with self._db.transaction():
            for row in outbox.in_state(self._db, PostState.NEW):
                if row.attempts:
                    outbox.change(self._db, replace(row, not_before=None))

    def next_moment(self) -> datetime | None:
        """When a held-back row may go out."""
        return outbox.next_moment(self._db)

    async def pump(self) -> None:
        """Send all that may be sent now, one post after the other."""
        async with self._one_at_a_time:
            while outbox.waiting(self._db, self._clock.now()):
                await self._wait_for_turn()
                if not await self._send(_together(outbox.waiting(self._db, self._clock.now()))):
                    return

    def echoed(self, incoming: Incoming) -> None:
        """Our own post came back: an unsure send of just these words is settled."""
        unsure = outbox.in_state(self._db, PostState.AMBIGUOUS)
        for row in unsure + outbox.in_state(self._db, PostState.ASKED):
            same_place = row.room == incoming.room_id if row.room else incoming.room_id is None
            if same_place and _same_words(row.text, incoming.text):
                with self._db.transaction():
                    sent = replace(row, state=PostState.SENT, channel_id=incoming.id)
                    outbox.change(self._db, replace(sent, sent_at=incoming.sent_at))
                return

    async def _send(self, batch: Sequence[OutboxRow]) -> bool:
        """Send one post; False where the channel is away and the rest had better wait."""
        first = batch[0]
        self._change(batch, state=PostState.SENDING)
        target = Target(room_id=first.room) if first.room else Target(contact_id=first.contact)
        text = merged([row.text for row in batch])
        mentions = tuple(dict.fromkeys(m for row in batch for m in row.mentions))
        try:
            channel_id = await self._gateway.send_text(target, text, mentions)
        except NotSentError as error:
            log.warning("post %s not sent: %s", first.id, error)
            self._later(batch)
            return False
        except AmbiguousSendError as error:
            log.warning("post %s unsure: %s", first.id, error)
            self._change(batch, state=PostState.AMBIGUOUS, sent_at=self._clock.now())
            return True
        now = self._clock.now()
        self._sent.append(now)
        self._last = now
        self._change(batch, state=PostState.SENT, sent_at=now, channel_id=channel_id)
        return True

    def _later(self, batch: Sequence[OutboxRow]) -> None:
        with self._db.transaction():
            for row in batch:
                pause = min(FIRST_RETRY * 2 ** min(row.attempts, 10), LONGEST_RETRY)
                later = self._clock.now() + pause
                tried = replace(row, state=PostState.NEW, attempts=row.attempts + 1)
                outbox.change(self._db, replace(tried, not_before=later))

    def _change(self, batch: Sequence[OutboxRow], **fields: object) -> None:
        with self._db.transaction():
            for row in batch:
                outbox.change(self._db, replace(row, **fields))  # type: ignore[arg-type]

    async def _wait_for_turn(self) -> None:
        """Keep the pace: spaced, with jitter, no more than so many a minute."""
        wait = 0.0
        if self._last is not None and self._tempo.seconds_between:
            gap = self._tempo.seconds_between + self._chance.uniform(0, self._tempo.jitter)
            wait = gap - (self._clock.now() - self._last).total_seconds()
        while self._sent and self._clock.now() - self._sent[0] >= timedelta(minutes=1):
            self._sent.popleft()
        if len(self._sent) >= self._tempo.per_minute:
            wait = max(wait, 60 - (self._clock.now() - self._sent[0]).total_seconds())
        if wait > 0:
            await self._clock.sleep(wait)


def _together(rows: Sequence[OutboxRow]) -> list[OutboxRow]:
    """The oldest row, with the other replies that wait for the same room."""
    first = rows[0]
    if not first.reply or first.room is None:
        return [first]
    return [row for row in rows if row.reply and row.room == first.room]


def merged(texts: Sequence[str]) -> str:
    """Several replies as one post; a line that several end with is said once, at the end."""
    lines = [line for text in texts for line in text.split("\n")]
    return "\n".join(line for n, line in enumerate(lines) if line not in lines[n + 1 :])


def _same_words(ours: str, theirs: str) -> bool:
    """A channel may change blanks and put mentions in front; merged posts hold ours."""
    return "".join(ours.split()) in "".join(theirs.split())
