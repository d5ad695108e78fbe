"""The only wiring: settings, clock, gateway and store made into one running program."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.alarm import Alarm, AlarmRules
from bot.announcer import Announcer, terms_of
from bot.by_hand import ByHand
from bot.clock import Clock
from bot.delivery import Delivery
from bot.documents.pictures import Pictures
from bot.gateway.base import ChannelState, Gateway, Incoming
from bot.inbox import Inbox, Served
from bot.members import listing as members_file
from bot.outlook import Outlook
from bot.pace import Tempo
from bot.rendering import Texts, built_in
from bot.room_people import RoomPeople
from bot.settings import AlarmSettings, BranchSettings, Settings
from bot.unsent import Unsent
from bot.unsure import Unsure
from handlers.context import Branch
from scheduler.plan import (
    ARREARS_NOTICE,
    CHECKIN_PROMPT,
    COLLECTOR_REMINDER,
    DUES_NOTICE,
    DUES_PUBLICATION,
    DUES_REMINDER,
    HOMECOMING_NOTE,
    MEETING_NUDGE,
    PRIVATE_REMINDER,
    SILENCE_NOTE,
    BranchPlan,
    Covers,
    RegularPost,
)
from scheduler.runner import Runner
from store import inbox as inbox_rows
from store.attendance import SignInWindow
from store.database import Database
from store.disk import Disk
from store.errors import DiskError
from store.models import Cause
from store.tables import TABLES

log = logging.getLogger(__name__)

DISK_PAUSE = 10.0
"""Seconds between tries while the books cannot be written."""

WATCH_SECONDS = 30.0
"""How often the alarm looks at the channel."""


class App:
    """A running program over one store and one gateway."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        gateway: Gateway,
        inbox: Inbox,
        announcer: Announcer,
        delivery: Delivery,
        unsure: Unsure,
        unsent: Unsent,
        alarm: Alarm,
        room_people: RoomPeople,
    ) -> None:
        self.db = db
        self.clock = clock
        self.gateway = gateway
        self.inbox = inbox
        self.announcer = announcer
        self.delivery = delivery
        self.unsure = unsure
        self.unsent = unsent
        self.alarm = alarm
        self.room_people = room_people
        self.told_state: Callable[[ChannelState, str], None] | None = None
        self._something_to_say = asyncio.Event()

    def boot(self) -> None:
        """Once at the start: settle what a crash left open."""
        self.delivery.after_boot()

    async def on_message(self, incoming: Incoming) -> None:
        """A message came: record what it says, and let the sender know there is an answer."""
        self.alarm.heard(self.clock.now())
        if incoming.from_bot:
            self.delivery.echoed(incoming)
            return
        self.inbox.handle(incoming)
        self._something_to_say.set()

    async def on_state(self, state: ChannelState, detail: str) -> None:
        """The channel came or went."""
        log.info("channel %s: %s", state.value, detail)
        self.alarm.changed(state, self.clock.now())
        if self.told_state is not None:
            self.told_state(state, detail)
        if state is ChannelState.LOGGED_IN:
            self.delivery.after_login()
            self.room_people.forget()
            self._something_to_say.set()
        elif state is not ChannelState.CONNECTED:
            self.delivery.logged_out()

    async def wake(self) -> None:
        """Settle the plan up to now, and say what may be said."""
        await self.room_people.look(self.clock.now())
        self.announcer.settle(self.clock.now())
        self.unsure.settle(self.clock.now())
        self.unsent.settle(self.clock.now())
        await self.delivery.pump()
        self.delivery.write_sent()

    async def wanted(self) -> None:
        """Wait until something came that may have an answer, since this was last asked."""
        await self._something_to_say.wait()
        self._something_to_say.clear()

    def next_moment(self) -> datetime | None:
        """When anything happens by itself next."""
        moments = [
            self.announcer.next_due(self.clock.now()),
            self.delivery.next_moment(),
            self.unsure.next_moment(self.clock.now()),
        ]
        return min((m for m in moments if m is not None), default=None)

    def last_moment(self) -> datetime | None:
        """The newest moment that the books know of."""
        return inbox_rows.newest(self.db)

    async def serve(self) -> None:
        """Run until cancelled: the gateway, the sender, the alarm clock.

        Raises what none of them can go on with, as StoreError once the disk failed to keep
        what was written: whoever started the program is to start it again.
        """
        self.boot()
        runner = Runner(self.wake, self.next_moment)
        tasks = [
            asyncio.create_task(self.gateway.run(self._hear, self.on_state)),
            asyncio.create_task(self._send_for_ever(runner)),
            asyncio.create_task(self._watch_for_ever()),
        ]
        runner.start()
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await runner.stop()
            await self.gateway.stop()

    async def _hear(self, incoming: Incoming) -> None:
        """Record a message; while the disk is full it waits here, and those behind it wait too."""
        while True:
            try:
                await self.on_message(incoming)
            except DiskError as error:
                log.warning("message %s waits for the disk: %s", incoming.id, error)
                await self.clock.sleep(DISK_PAUSE)
            else:
                return

    async def _send_for_ever(self, runner: Runner) -> None:
        while True:
            await self.wanted()
            try:
                await self.delivery.pump()
            except DiskError as error:
                log.warning("posts wait for the disk: %s", error)
                await self.clock.sleep(DISK_PAUSE)
                self._something_to_say.set()
            runner.poke()

    async def _watch_for_ever(self) -> None:
        """Apart from all else, so that a webhook that hangs holds nothing up."""
        while True:
            try:
                await self.alarm.check(self.clock.now())
            except Exception as error:  # noqa: BLE001 - the watch must go on, whatever it was
                log.warning("the alarm failed: %s", type(error).__name__)
            await asyncio.sleep(WATCH_SECONDS)


def build(
    settings: Settings,
    *,
    clock: Clock,
    gateway: Gateway,
    data: Path,
    chance: random.Random,
    tempo: Tempo | None = None,
    disk: Disk | None = None,
    pictures: Pictures | None = None,
    by_hand: bool = False,
) -> App:
    """Wire the program over a data folder; the members' lists are taken in.

    Without ``pictures`` a publication is its text alone. ``by_hand``: nothing is sent, people
    carry the posts themselves (``bot/by_hand.py``).

    Raises StoreError, MembersFileError or TextsError, in Chinese.
    """
    db = Database(data, TABLES, disk=disk)
    try:
        texts = built_in()
        names = {branch.id: branch.name for branch in settings.branches}
        served = {branch.id: _served(branch, texts, names) for branch in settings.branches}
        take_in_members(db, settings, clock.now())
    except BaseException:
        db.close()
        raise
    terms = {
        branch.id: replace(
            terms_of(
                served[branch.id],
                shows=branch.dues.publication_shows,
                clocks=branch.dues.arrears_clocks,
            ),
            picture=branch.dues.publication_picture,
            prompt_names=branch.contact.prompt_names,
        )
        for branch in settings.branches
    }
    plans = [_plan(branch) for branch in settings.branches]
    pace = settings.pace
    tempo = tempo or Tempo(pace.seconds_between, pace.jitter, pace.per_minute)
    with_release = {branch.id for branch in settings.branches if branch.dues.publication_release}
    outlook = Outlook(db, served, plans, settings.quiet_hours, terms, with_release)
    delivery = (ByHand if by_hand else Delivery)(
        db, gateway, clock, tempo, chance, settings.quiet_hours, pictures
    )
    return App(
        db,
        clock,
        gateway,
        Inbox(db, served, settings.bot_names, outlook.coming, delivery),
        Announcer(db, served, outlook, settings.quiet_hours, pictures),
        delivery,
        Unsure(db, served),
        Unsent(db, served),
        Alarm(db, _alarm_rules(settings.alarm), settings.quiet_hours, clock.now()),
        RoomPeople(db, gateway, served),
    )


def _alarm_rules(alarm: AlarmSettings) -> AlarmRules:
    away, silent = timedelta(minutes=alarm.after_minutes), timedelta(hours=alarm.silent_hours)
    return AlarmRules(alarm.webhook, away, silent)


def take_in_members(db: Database, settings: Settings, now: datetime) -> None:
    """Take each branch's list of members into the books; what is known stays as it is."""
    for branch in settings.branches:
        if branch.members is None:
            continue
        lines = members_file.read(branch.members, branch.id)
        cause = Cause(now, None, f"members/{branch.id}/{branch.members.name}")
        with db.transaction():
            members_file.take_in_news(db, cause, lines)


def _served(branch: BranchSettings, texts: Texts, names: Mapping[str, str]) -> Served:
    leads = "、".join(lead.describe() for lead in branch.meetings.reminders)
    known = Branch(
        branch.id,
        branch.name,
        branch.trust,
        branch.rooms,
        leads,
        _sign_in(branch),
        branch.dues.rounding,
        meeting_rules=branch.meetings.rules,
        talk_rules=branch.meetings.talk_rules,
        training=branch.meetings.training,
        silence_months=branch.contact.months,
        neighbours=names,
    )
    return Served(known, texts.overlaid(branch.texts) if branch.texts else texts)


def _sign_in(branch: BranchSettings) -> SignInWindow:
    minutes = branch.meetings
    return SignInWindow(
        timedelta(minutes=minutes.sign_in_before), timedelta(minutes=minutes.sign_in_after)
    )


def _plan(branch: BranchSettings) -> BranchPlan:
    dues = branch.dues
    said = (
        (DUES_NOTICE, dues.notice, Covers.THIS_MONTH, True),
        (ARREARS_NOTICE, dues.arrears_notice, Covers.THIS_MONTH, False),
        (DUES_REMINDER, dues.reminder, Covers.THIS_MONTH, True),
        (PRIVATE_REMINDER, dues.private_reminder, Covers.THIS_MONTH, True),
        (COLLECTOR_REMINDER, dues.collector_reminder, Covers.THIS_MONTH, True),
        (DUES_PUBLICATION, dues.publication, dues.publication_covers, False),
        (CHECKIN_PROMPT, branch.contact.prompt, Covers.THIS_MONTH, True),
        (SILENCE_NOTE, branch.contact.clock, Covers.THIS_MONTH, True),
        (HOMECOMING_NOTE, branch.contact.homecoming, Covers.THIS_MONTH, True),
        (MEETING_NUDGE, branch.meetings.nudge, Covers.THIS_MONTH, True),
    )
    posts = (RegularPost(kind, rule, covers, lapses) for kind, rule, covers, lapses in said if rule)
    return BranchPlan(branch.id, tuple(posts), branch.meetings.reminders)
