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
from datetime import datetime, time, timedelta

from bot.clock import Clock
from bot.documents.pictures import Pictures
from bot.gateway.base import AmbiguousSendError, Gateway, Incoming, NotSentError, Target
from bot.gateway.paste import PasteGateway
from bot.pasting.speakers import by_hand
from scheduler.calendar import QuietHours
from store import outbox, questions
from store.database import Database
from store.models import OutboxRow, PostState, QuestionState

log = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=10)
_REMEMBERED = 200
"""How many posts are remembered until their echo comes."""


NEVER_QUIET = QuietHours(time(0), time(0))


@dataclass(frozen=True, slots=True)
class _Made:
    """A post as it was handed to the channel; the id is "" where the channel gave none."""

    target: Target
    text: str
    channel_id: str = ""

    def is_echo(self, incoming: Incoming) -> bool:
        if self.channel_id:
            return self.channel_id == incoming.id
        return _same_post(self.target.room_id, self.text, incoming)


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast to speak: seconds between posts, random seconds on top, most a minute."""

    seconds_between: float = 0.0
    jitter: float = 0.0
    per_minute: int = 600


class Delivery:
    """Sends what the outbox holds. One sender at a time: only ``pump`` sends."""

    def __init__(
        self,
        db: Database,
        gateway: Gateway,
        clock: Clock,
        tempo: Tempo,
        chance: random.Random,
        quiet: QuietHours = NEVER_QUIET,
        pictures: Pictures | None = None,
    ) -> None:
        self._db = db
        self._gateway = gateway
        self._clock = clock
        self._tempo = tempo
        self._chance = chance
        self._quiet = quiet
        self._pictures = pictures
        self._under_way: _Made | None = None
        self._came_back = False
        self._made: deque[_Made] = deque(maxlen=_REMEMBERED)
        self._unwritten: list[OutboxRow] = []
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
        return outbox.next_moment(self._db, self._clock.now())

    async def pump(self) -> None:
        """Send all that may be sent now, one post after the other."""
        async with self._one_at_a_time:
            while self._waiting():
                await self._wait_for_turn()
                batch = _together(self._waiting())
                if batch and not await self._send(batch):
                    return

    def echoed(self, incoming: Incoming) -> None:
        """Our own post came back: an unsure send of just these words is settled.

        The post being sent comes first, and one that was sent well settles nothing else: two
        announcements may have the same words.
        """
        if self._under_way is not None and self._under_way.is_echo(incoming):
            self._came_back = True
            return
        for made in self._made:
            if made.is_echo(incoming):
                self._made.remove(made)
                return
        unsure = outbox.in_state(self._db, PostState.AMBIGUOUS)
        for row in unsure + outbox.in_state(self._db, PostState.ASKED):
            if _same_post(row.room, row.text, incoming):
                with self._db.transaction():
                    sent = replace(row, state=PostState.SENT, channel_id=incoming.id)
                    outbox.change(self._db, replace(sent, sent_at=incoming.sent_at))
                    self._ask_no_longer(row)
                return

    def _ask_no_longer(self, row: OutboxRow) -> None:
        """What was to be asked about a post that is settled need not be asked."""
        why = unsure_why(row)
        for question in questions.caused_by(self._db, why):
            if question.state is QuestionState.OPEN:
                questions.close(self._db, question, QuestionState.EXPIRED)
        for asking in outbox.caused_by(self._db, why):
            if asking.state is PostState.NEW:
                outbox.change(self._db, replace(asking, state=PostState.DROPPED))

    def _waiting(self) -> list[OutboxRow]:
        """What may be said now; announcements that the night overtook wait for the morning."""
        now = self._clock.now()
        waiting = [row for row in outbox.waiting(self._db, now) if self._reaches(row)]
        if not self._quiet.is_quiet(now):
            return waiting
        held = [row for row in waiting if self._is_overtaken(row)]
        if held:
            self._change(held, not_before=self._quiet.next_allowed(now))
        return [row for row in waiting if row not in held]

    def _reaches(self, row: OutboxRow) -> bool:
        """Somebody known from pasted chat only is reached by a person, not by a channel."""
        by_person = row.contact is not None and by_hand(row.contact)
        return not by_person or isinstance(self._gateway, PasteGateway)

    def _is_overtaken(self, row: OutboxRow) -> bool:
        """A group's post of the day, or of a night before; what is said by night is meant."""
        meant = row.not_before is None and self._quiet.is_quiet(row.at)
        return row.room is not None and not row.reply and not meant

    async def _send(self, batch: Sequence[OutboxRow]) -> bool:
        """Send one post; False where the channel is away and the rest had better wait."""
        first = batch[0]
        self._change(batch, state=PostState.SENDING)
        target = Target(room_id=first.room) if first.room else Target(contact_id=first.contact)
        text = merged([row.text for row in batch])
        mentions = tuple(dict.fromkeys(m for row in batch for m in row.mentions))
        self._under_way, self._came_back = _Made(target, text), False
        channel_id = ""
        try:
            channel_id = await self._gateway.send_text(target, text, mentions)
        except (NotSentError, AmbiguousSendError) as error:
            if not self._came_back:  # its echo knows better than its answer
                return self._failed(batch, error)
        finally:
            self._under_way = None
        if not self._came_back:
            self._made.append(_Made(target, text, channel_id))
        self._went_out(batch, channel_id)
        await self._send_picture(target, first)
        return True

    async def _send_picture(self, target: Target, row: OutboxRow) -> None:
        """The picture after its text. The text says it all: it is tried once, never twice."""
        png = self._pictures.read(row.picture) if self._pictures and row.picture else None
        if png is None:
            return
        await self._wait_for_turn()
        try:
            await self._gateway.send_image(target, png, f"{row.why.replace('/', '-')}.png")
        except (NotSentError, AmbiguousSendError) as error:
            log.warning("the picture of post %s was not passed: %s", row.id, error)
        now = self._clock.now()
        self._sent.append(now)
        self._last = now

    def _failed(self, batch: Sequence[OutboxRow], error: Exception) -> bool:
        if isinstance(error, NotSentError):
            log.warning("post %s not sent: %s", batch[0].id, error)
            self._later(batch)
            return False
        log.warning("post %s unsure: %s", batch[0].id, error)
        self._change(batch, state=PostState.AMBIGUOUS, sent_at=self._clock.now())
        return True

    def _went_out(self, batch: Sequence[OutboxRow], channel_id: str) -> None:
        now = self._clock.now()
        self._sent.append(now)
        self._last = now
        for row in batch:
            sent = replace(row, state=PostState.SENT, sent_at=now, channel_id=channel_id)
            self._unwritten.append(sent)
        if not all(row.reply for row in batch):
            self.write_sent()

    def write_sent(self) -> None:
        """Write down what went out. Of replies that may wait for the next frame: after a
        crash they are unsure, and let go.
        """
        if self._unwritten:
            self._change(())

    def _later(self, batch: Sequence[OutboxRow]) -> None:
        with self._db.transaction():
            for row in batch:
                pause = min(FIRST_RETRY * 2 ** min(row.attempts, 10), LONGEST_RETRY)
                later = self._clock.now() + pause
                tried = replace(row, state=PostState.NEW, attempts=row.attempts + 1)
                outbox.change(self._db, replace(tried, not_before=later))

    def _change(self, batch: Sequence[OutboxRow], **fields: object) -> None:
        with self._db.transaction():
            for row in self._unwritten:
                outbox.change(self._db, row)
            for row in batch:
                outbox.change(self._db, replace(row, **fields))  # type: ignore[arg-type]
        self._unwritten.clear()

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


def unsure_why(row: OutboxRow) -> str:
    """The cause of what is asked about a post that is unsure."""
    return f"unsure/{row.id}"


def _same_post(room: str | None, text: str, incoming: Incoming) -> bool:
    return room == incoming.room_id and _same_words(text, incoming.text)


def _same_words(ours: str, theirs: str) -> bool:
    """A channel may change blanks and put mentions in front; merged posts hold ours."""
    return "".join(ours.split()) in "".join(theirs.split())
