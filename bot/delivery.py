"""The outbox out: pace, intent, send, result, echo; and where nobody can know, a question.

A row goes new -> sending -> sent; a reply that nothing holds up is written as sending with
the records it tells of, so that one flush of the disk stands before it, not two. Nothing is
sent again blindly: a send whose end is unknown waits for the bot's own echo, and is then put
to the secretary.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.clock import Clock
from bot.documents.pictures import Pictures
from bot.echoes import settled_by_echo
from bot.gateway.base import AmbiguousSendError, Gateway, Incoming, NotSentError, Target
from bot.gateway.paste import PasteGateway
from bot.own_posts import OwnPost, merged
from bot.pace import Pace, Tempo
from bot.pasting.speakers import by_hand
from scheduler.calendar import QuietHours
from store import outbox
from store.codec import replace
from store.database import Database
from store.models import OutboxRow, PostState

log = logging.getLogger(__name__)

AWAY_AFTER = 2
"""So many refusals in a row, by different rooms or people, and it is the channel: all waits."""

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=10)
LONGEST_RETRY_WHILE_AWAY = timedelta(hours=1)
"""Between tries while nobody is logged in; whoever logs in again has all of it tried at once."""
_REMEMBERED = 200
"""How many posts are remembered until their echo comes."""


NEVER_QUIET = QuietHours(time(0), time(0))


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
        self._pace = Pace(clock, tempo, chance)
        self._quiet = quiet
        self._pictures = pictures
        self._logged_in = False
        self._begun: list[OutboxRow] = []  # written as being sent, and next to be
        self._under_way: OwnPost | None = None
        self._came_back = False
        self._made: deque[OwnPost] = deque(maxlen=_REMEMBERED)
        self._unwritten: list[OutboxRow] = []
        self._one_at_a_time = asyncio.Lock()

    def after_boot(self) -> None:
        """What was being sent when the process ended is unsure: it may be in the group or not."""
        with self._db.transaction():
            for row in outbox.in_state(self._db, PostState.SENDING):
                unsure = replace(row, state=PostState.AMBIGUOUS, sent_at=self._clock.now())
                outbox.change(self._db, unsure)

    def after_login(self) -> None:
        """The channel is back: what waits for a later try may be tried now."""
        self._logged_in = True
        with self._db.transaction():
            for row in outbox.in_state(self._db, PostState.NEW):
                if row.attempts:
                    outbox.change(self._db, replace(row, not_before=None))

    def next_moment(self) -> datetime | None:
        """When a held-back row may go out."""
        return outbox.next_moment(self._db, self._clock.now())

    def logged_out(self) -> None:
        """The channel is away: nothing is begun at once until it is back."""
        self._logged_in = False

    def reaches_people(self) -> bool:
        """Whether what is put into the outbox now gets to somebody."""
        return self._logged_in

    def begins(self, row: OutboxRow) -> bool:
        """Whether a reply may be written as being sent already, as nothing holds it up."""
        idle = not (self._begun or self._one_at_a_time.locked())
        now = self._clock.now()
        return (
            idle
            and self._logged_in
            and row.reply
            and self._reaches(row)
            and self._pace.is_free()
            and not outbox.waiting(self._db, now)
        )

    def begun(self, rows: Sequence[OutboxRow]) -> None:
        """These were written with what they tell of: ``pump`` is to send what has begun."""
        self._begun += [row for row in rows if row.state is PostState.SENDING]

    async def pump(self) -> None:
        """Send all that may be sent now, one post after the other."""
        async with self._one_at_a_time:
            refused = 0
            away_after = AWAY_AFTER if self._logged_in else 1
            while refused < away_after and (self._begun or self._waiting()):
                await self._pace.turn()
                batch = self._batch()
                if batch:
                    refused = 0 if await self._send(batch) else refused + 1

    def _batch(self) -> list[OutboxRow]:
        """What goes out next as one post: replies that wait for one room go together."""
        waiting = self._waiting()
        first = next(iter(self._begun or waiting), None)
        if first is None or not first.reply or first.room is None:
            return list(self._begun) or waiting[:1]
        return self._begun + [row for row in waiting if row.reply and row.room == first.room]

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
        settled_by_echo(self._db, incoming)

    def _waiting(self) -> list[OutboxRow]:
        """What may be said now; announcements that the night overtook wait for the morning."""
        now = self._clock.now()
        waiting = [row for row in outbox.waiting(self._db, now) if self._reaches(row)]
        if not waiting or not self._quiet.is_quiet(now):
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
        """Send one post; False where it was refused."""
        first = batch[0]
        self._intend(batch)
        target = Target(room_id=first.room) if first.room else Target(contact_id=first.contact)
        text = merged([row.text for row in batch])
        mentions = tuple(dict.fromkeys(m for row in batch for m in row.mentions))
        self._under_way, self._came_back = OwnPost(target, text), False
        channel_id = ""
        try:
            channel_id = await self._gateway.send_text(target, text, mentions)
        except (NotSentError, AmbiguousSendError) as error:
            if not self._came_back:  # its echo knows better than its answer
                return self._failed(batch, error)
        finally:
            self._under_way = None
        if not self._came_back:
            self._made.append(OwnPost(target, text, channel_id))
        self._went_out(batch, channel_id)
        await self._send_picture(target, first)
        return True

    def _intend(self, batch: Sequence[OutboxRow]) -> None:
        """It is on disk that these are being sent, before any of them is."""
        new = [row for row in batch if row.state is PostState.NEW]
        if new:
            self._change(new, state=PostState.SENDING)
        self._begun.clear()

    async def _send_picture(self, target: Target, row: OutboxRow) -> None:
        """The picture after its text. The text says it all: it is tried once, never twice."""
        png = self._pictures.read(row.picture) if self._pictures and row.picture else None
        if png is None:
            return
        await self._pace.turn()
        try:
            await self._gateway.send_image(target, png, f"{row.why.replace('/', '-')}.png")
        except (NotSentError, AmbiguousSendError) as error:
            log.warning("the picture of post %s was not passed: %s", row.id, error)
        self._pace.made(self._clock.now())

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
        self._pace.made(now)
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
        """Put it off, and with it whatever else waits for the same room or person.

        So one group that refuses is tried once in a while, what waited for it keeps its order,
        and nobody else's posts are held up.
        """
        now, first = self._clock.now(), batch[0]
        longest = LONGEST_RETRY if self._logged_in else LONGEST_RETRY_WHILE_AWAY
        tries = max(row.attempts for row in batch)
        later = now + min(FIRST_RETRY * 2 ** min(tries, 10), longest)
        here, these = (first.room, first.contact), {row.id for row in batch}
        behind = [r for r in outbox.waiting(self._db, now) if (r.room, r.contact) == here]
        with self._db.transaction():
            for row in (*batch, *(r for r in behind if r.id not in these)):
                put_off = replace(row, state=PostState.NEW, attempts=row.attempts + 1)
                outbox.change(self._db, replace(put_off, not_before=later))

    def _change(self, batch: Sequence[OutboxRow], **fields: object) -> None:
        with self._db.transaction():
            for row in self._unwritten:
                outbox.change(self._db, row)
            for row in batch:
                outbox.change(self._db, replace(row, **fields))  # type: ignore[arg-type]
        self._unwritten.clear()
