"""The alarm goes another way when the channel is down: a webhook, and always the log.

Once for each trouble, and once more when it is over. What is told never holds a private value:
only texts meant for the group, ready to be pasted there by hand. A webhook that fails is tried
again later and disturbs nothing else.
"""

from __future__ import annotations

import asyncio
import json
import logging
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http.client import HTTPException

from bot.gateway.base import ChannelState
from bot.unsent import UNSENT_AFTER, failing
from scheduler.calendar import QuietHours
from store import outbox
from store.database import Database
from store.models import OutboxRow

log = logging.getLogger(__name__)

ASLEEP_AFTER = timedelta(minutes=10)
"""Looks further apart than this were parted by sleep, or by a hand on the clock."""

TRY_AGAIN_AFTER = timedelta(minutes=5)
TIMEOUT_SECONDS = 10.0
MOST_TEXTS = 5


class Trouble(StrEnum):
    """What is wrong with the channel."""

    AWAY = "away"
    SILENT = "silent"
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """Where to call (empty: only the log), and after how long."""

    webhook: str
    away_after: timedelta
    silent_after: timedelta


class Alarm:
    """Watches the channel; ``check`` is called twice a minute and never raises for a webhook.

    Logged in nobody is until the channel says so. What was told is kept in memory only: a
    program started anew waits anew, and tells a trouble that still stands once more.
    """

    def __init__(
        self,
        db: Database,
        rules: AlarmRules,
        quiet: QuietHours,
        started_at: datetime,
        names: Mapping[str, str],
    ) -> None:
        """``names``: of the branches that are served, by id."""
        self._db = db
        self._names = names
        self._shown: set[int] = set()  # posts that were put into an alarm, to be pasted
        self._rules = rules
        self._quiet = quiet
        self._away_since: datetime | None = started_at
        self._alive_at = started_at
        self._looked_at: datetime | None = None
        self._heard_at: datetime | None = None
        self._told: dict[Trouble, datetime] = {}
        self._unsaid: list[dict[str, object]] = []
        self._next_try: datetime | None = None

    def heard(self, now: datetime) -> None:
        """A message came: the channel lives."""
        self._heard_at = self._alive_at = now
        self._away_since = None

    def changed(self, state: ChannelState, now: datetime) -> None:
        """The channel came or went; being logged in counts as a sign of life."""
        if state is ChannelState.LOGGED_IN:
            self.heard(now)
        elif self._away_since is None and state is not ChannelState.CONNECTED:
            self._away_since = now

    def standing(self, now: datetime) -> list[str]:
        """What is wrong at this moment, in words; empty where all is well."""
        return [_BEGUN[trouble] for trouble in Trouble if self._stands(trouble, now)]

    async def check(self, now: datetime) -> None:
        """Tell what has gone wrong or is well again since the last look."""
        self._mind_sleep(now)
        for trouble in Trouble:
            told, stands = trouble in self._told, self._stands(trouble, now)
            if stands and not told:
                self._told[trouble] = now
                self._tell(trouble, now)
            elif told and not stands:
                del self._told[trouble]
                self._tell(trouble, now, over=True)
        if Trouble.AWAY in self._told:
            self._tell_of_more(now)
        if self._unsaid and (self._next_try is None or now >= self._next_try):
            await self._call(now)

    def _mind_sleep(self, now: datetime) -> None:
        """A computer that slept, or whose clock was set, has heard nothing: waiting starts anew."""
        if self._looked_at is not None and not timedelta() <= now - self._looked_at <= ASLEEP_AFTER:
            self._alive_at = now
            self._away_since = self._away_since and now
            self._next_try = None
        self._looked_at = now

    def _stands(self, trouble: Trouble, now: datetime) -> bool:
        """Whether there is this trouble; one that was told ends with a sign of the contrary."""
        told_at = self._told.get(trouble)
        if trouble is Trouble.UNSENT:
            return any(row.at + UNSENT_AFTER <= now for row in failing(self._db))
        if trouble is Trouble.AWAY:
            since = self._away_since
            begins = not self._quiet.is_quiet(now)  # at night nobody could do anything
            return since is not None and (
                told_at is not None or (begins and self._is_long(since, now))
            )
        if told_at is not None:
            return self._heard_at is None or self._heard_at < told_at
        silent = self._away_since is None and self._alive_at + self._rules.silent_after <= now
        return silent and not self._quiet.is_quiet(now)

    def _is_long(self, since: datetime, now: datetime) -> bool:
        return since + self._rules.away_after <= now

    def _tell(self, trouble: Trouble, now: datetime, *, over: bool = False) -> None:
        told = _OVER[trouble] if over else _BEGUN[trouble]
        log.warning("alarm: %s %s", trouble.value, "is over" if over else "has begun")
        event = f"{trouble.value}-over" if over else trouble.value
        self._say(event, told + ("" if over else self._waiting(now)), now)

    def _say(self, event: str, text: str, now: datetime) -> None:
        self._unsaid.append(
            {
                "msgtype": "text",  # the shape that 企业微信 and 钉钉 group robots take
                "text": {"content": f"支部小助手：{text}"},
                "event": event,
                "at": now.isoformat(timespec="seconds"),
            }
        )

    def _tell_of_more(self, now: datetime) -> None:
        """What fell due since the channel's absence was told goes the same way, once."""
        rows = [row for row in self._due(now) if _is_for_group(row) and row.id not in self._shown]
        if rows:
            log.warning("alarm: %s more posts wait for the channel", len(rows))
            self._say("more", f"微信还没连上。{self._to_be_pasted(rows)}", now)

    def _due(self, now: datetime) -> list[OutboxRow]:
        """What waits to be sent, or to be tried again."""
        return outbox.waiting(self._db, now) + [
            row for row in failing(self._db) if row.not_before is not None and row.not_before > now
        ]

    def _waiting(self, now: datetime) -> str:
        """The group's texts that wait, to be pasted; of private ones only how many."""
        rows = self._due(now)
        private = sum(1 for row in rows if row.room is None)
        said = self._to_be_pasted([row for row in rows if _is_for_group(row)])
        return said + (f"\n另有{private}条私下的话等着。" if private else "")

    def _to_be_pasted(self, rows: Sequence[OutboxRow]) -> str:
        self._shown.update(row.id for row in rows)
        texts: dict[str, dict[str, None]] = {}
        for row in rows:
            texts.setdefault(row.text, {})[self._names.get(row.branch, row.branch)] = None
        if not texts:
            return ""
        said = "\n下面的还没发到群里，急的请先粘贴过去（恢复后我还会补发）："
        for text, branches in list(texts.items())[:MOST_TEXTS]:
            whose = f"{'、'.join(branches)}的群：\n" if len(self._names) > 1 else ""
            said += f"\n\n{whose}{text}"
        if len(texts) > MOST_TEXTS:
            said += f"\n\n另有{len(texts) - MOST_TEXTS}条。"
        return said

    async def _call(self, now: datetime) -> None:
        """Post what is unsaid, in order; what fails waits for the next try."""
        while self._unsaid:
            if self._rules.webhook:
                body = json.dumps(self._unsaid[0], ensure_ascii=False).encode()
                try:
                    await asyncio.to_thread(_post, self._rules.webhook, body)
                except (OSError, ValueError, HTTPException) as error:
                    log.warning("the alarm's webhook failed: %s", type(error).__name__)
                    self._next_try = now + TRY_AGAIN_AFTER
                    return
            del self._unsaid[0]
        self._next_try = None


def _is_for_group(row: OutboxRow) -> bool:
    return row.room is not None and not row.reply


def _post(url: str, body: bytes) -> None:
    """POST JSON; raises OSError (URLError, HTTPError, timeouts are such)."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        answer.read(1024)


_BEGUN = {
    Trouble.AWAY: "微信掉线有一阵了，请到网关那边看看，重新登录。",
    Trouble.SILENT: "好久没收到一条消息了，可能微信卡住了，请看看能不能正常收发。",
    Trouble.UNSENT: "有的话两天都没发出去，请看看微信和网关是否正常。",
}
_OVER = {
    Trouble.AWAY: "微信又连上了，没发的我接着发。",
    Trouble.SILENT: "又能收到消息了。",
    Trouble.UNSENT: "之前没发出去的，都有着落了。",
}
