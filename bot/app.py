"""The only wiring: settings, clock, gateway and store made into one running program."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.absence import Absence
from bot.alarm import Alarm, AlarmRules
from bot.announcer import Announcer, terms_of
from bot.by_hand import ByHand
from bot.clock import Clock
from bot.delivery import Delivery
from bot.documents.pictures import Pictures
from bot.gateway.base import Gateway
from bot.inbox import Inbox, Served
from bot.members import listing as members_file
from bot.outlook import Outlook
from bot.pace import Tempo
from bot.plans import plan_of
from bot.posting import Posting
from bot.program import App
from bot.rendering import Texts, built_in
from bot.room_people import RoomPeople
from bot.settings import AlarmSettings, BranchSettings, Settings
from bot.unsaid import Unsaid
from bot.unsent import Unsent
from bot.unsure import Unsure
from bot.wrong_clock import WrongClock
from handlers.context import Branch
from scheduler.calendar import QuietHours
from scheduler.plan import reminded
from scheduler.recurrence import Lead
from store.attendance import SignInWindow
from store.database import Database
from store.disk import Disk
from store.models import Cause
from store.tables import TABLES

__all__ = ["App", "build", "take_in_members"]


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
        served = {
            branch.id: _served(branch, texts, names, settings.quiet_hours)
            for branch in settings.branches
        }
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
    plans = [plan_of(branch) for branch in settings.branches]
    pace = settings.pace
    tempo = tempo or Tempo(pace.seconds_between, pace.jitter, pace.per_minute)
    with_release = {branch.id for branch in settings.branches if branch.dues.publication_release}
    outlook = Outlook(db, served, plans, settings.quiet_hours, terms, with_release)
    delivery = (ByHand if by_hand else Delivery)(
        db, gateway, clock, tempo, chance, settings.quiet_hours, pictures
    )
    posting = Posting(db, served, settings.quiet_hours, pictures)
    return App(
        db,
        clock,
        gateway,
        Inbox(db, served, settings.bot_names, outlook.coming, delivery),
        Announcer(db, outlook, posting, WrongClock(db, posting, clock.earliest)),
        delivery,
        Unsaid(db, outlook, posting),
        Unsure(db, served, settings.quiet_hours),
        Unsent(db, served, settings.quiet_hours),
        Alarm(db, _alarm_rules(settings.alarm), settings.quiet_hours, clock.now(), names),
        Absence(db, served, settings.quiet_hours, clock.earliest),
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


def _served(
    branch: BranchSettings, texts: Texts, names: Mapping[str, str], quiet: QuietHours
) -> Served:
    known = Branch(
        branch.id,
        branch.name,
        branch.trust,
        branch.rooms,
        partial(_reminded, branch.meetings.reminders, quiet),
        _sign_in(branch),
        branch.dues.rounding,
        meeting_rules=branch.meetings.rules,
        talk_rules=branch.meetings.talk_rules,
        training=branch.meetings.training,
        silence_months=branch.contact.months,
        neighbours=names,
    )
    return Served(known, texts.overlaid(branch.texts) if branch.texts else texts)


def _reminded(
    leads: Sequence[Lead], quiet: QuietHours, arranged_at: datetime, begins: datetime
) -> str:
    return "、".join(lead.describe() for lead in reminded(leads, quiet, arranged_at, begins))


def _sign_in(branch: BranchSettings) -> SignInWindow:
    minutes = branch.meetings
    return SignInWindow(
        timedelta(minutes=minutes.sign_in_before), timedelta(minutes=minutes.sign_in_after)
    )
