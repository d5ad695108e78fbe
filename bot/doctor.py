"""``zhibu doctor``: what is wrong or will be, a line each, and what to do about it.

Looks at everything the service needs before it runs, and changes nothing. Private values are
not shown.
"""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot import settings_file
from bot.clock import RELEASED
from bot.doctor_plan import plans
from bot.documents import fonts
from bot.faults import CommandError
from bot.finding import Finding, Mark
from bot.keeping import opened
from bot.members import listing as members_file
from bot.rendering import TextsError, built_in
from bot.settings import BranchSettings, GatewaySettings, Settings
from bot.settings_file import SettingsError
from bot.wrong_clock import TOLERANCE
from scheduler.calendar import calendar_known_until
from store import inbox, roster
from store.checks import check, counts
from store.database import Database
from store.errors import StoreError
from store.models import Role

CALENDAR_LEFT = timedelta(days=60)
LEAST_FREE, LITTLE_FREE = 50_000_000, 500_000_000
"""Bytes: below the first the books cannot be kept, below the second it is time to tidy up."""

GATEWAY_SECONDS = 3.0

_NO_OTHER_WAY = (
    "微信掉线时我没法在微信里告诉您，现在只会写在日志里。想让手机马上知道，"
    "请建一个企业微信或钉钉群机器人，把它的网址填到 alarm 的 webhook"
)


def examine(config: Path, data: Path | None, now: datetime, out: TextIO) -> bool:
    """Look at everything and print it; whether nothing is broken."""
    sound = True
    for finding in findings(config, data, now):
        out.write(f"{finding.mark} {finding.says}\n")
        sound = sound and finding.mark is not Mark.BROKEN
    return sound


def findings(config: Path, data: Path | None, now: datetime) -> Iterator[Finding]:
    """All that is to be said, in the order in which one would mend it."""
    try:
        settings: Settings | None = settings_file.load(config)
        yield Finding(Mark.GOOD, f"配置 {config} 没有写错的地方")
    except SettingsError as error:
        settings = None
        yield from (Finding(Mark.BROKEN, line) for line in str(error).splitlines())
    if settings is not None:
        for branch in settings.branches:
            yield from _branch(branch)
        yield from plans(settings, now)
    folder = data or (settings.data if settings else Path("data"))
    yield from _books(folder, now, settings)
    yield _disk(folder)
    yield _calendar(now.date())
    if settings is not None:
        yield _gateway(settings.gateway)
        if settings.gateway.endpoint and not settings.alarm.webhook:
            yield Finding(Mark.LOOK, _NO_OTHER_WAY)


def _branch(branch: BranchSettings) -> Iterator[Finding]:
    if not branch.rooms:
        says = f"{branch.name}：还没绑微信群。先运行，群里有人说话时会显示群标识，抄进 rooms"
        yield Finding(Mark.LOOK, says)
    for room in branch.rooms:
        if re.search("[\u4e00-\u9fff]", room):
            says = (
                f"{branch.name}：“{room}”像是群名，不是群标识（…@chatroom）。用粘贴模式可以，"
                "接微信收不到这个群的话：先运行，群里有人说话时会显示群标识，抄进 rooms"
            )
            yield Finding(Mark.LOOK, says)
    if branch.members is not None:
        yield from _members(branch, branch.members)
    if branch.texts is not None:
        yield _texts(branch, branch.texts)


def _members(branch: BranchSettings, file: Path) -> Iterator[Finding]:
    try:
        lines = members_file.read(file, branch.id)
    except members_file.MembersFileError as error:
        yield Finding(Mark.BROKEN, f"{branch.name}的名册：{error}")
        return
    yield Finding(Mark.GOOD, f"{branch.name}的名册 {file.name}：{len(lines)}人")
    if not any(Role.SECRETARY in line.member.roles for line in lines):
        says = f"{branch.name}的名册 {file.name} 里没有书记，在“身份”一列写上“书记”"
        yield Finding(Mark.LOOK, says)


def _texts(branch: BranchSettings, folder: Path) -> Finding:
    if not folder.is_dir():
        return Finding(Mark.BROKEN, f"{branch.name}的文案：没有 {folder} 这个文件夹")
    try:
        built_in().overlaid(folder)
    except TextsError as error:
        return Finding(Mark.BROKEN, f"{branch.name}的文案：{error}")
    return Finding(Mark.GOOD, f"{branch.name}的文案能用")


def _books(folder: Path, now: datetime, settings: Settings | None) -> Iterator[Finding]:
    try:
        db = opened(folder)
    except CommandError:
        yield Finding(Mark.LOOK, f"{folder} 里还没有账本，第一次运行时会建")
        yield _clock(None, now)
        return
    except StoreError as error:
        yield Finding(Mark.BROKEN, f"账本打不开：{error}")
        yield _clock(None, now)
        return
    try:
        yield from (Finding(Mark.LOOK, f"账本：{sentence}") for sentence in db.report)
        faults = len(check(db))
        if faults:
            says = f"账本有{faults}处对不上，运行 zhibu check --data {folder} 看是哪里"
            yield Finding(Mark.BROKEN, says)
        else:
            yield Finding(Mark.GOOD, f"账本没有问题，共{sum(counts(db).values())}条记录")
        for branch in settings.branches if settings else ():
            yield from _officers(db, branch)
        if settings is not None and any(b.dues.publication_picture for b in settings.branches):
            yield from _fonts(db, settings)
        yield _clock(inbox.newest(db), now)
    finally:
        db.close()


def _officers(db: Database, branch: BranchSettings) -> Iterator[Finding]:
    """Whom the program must be able to reach in private."""
    secretaries = roster.officers(db, branch.id, Role.SECRETARY)
    if not secretaries:
        yield Finding(Mark.LOOK, f"{branch.name}：名册里没有书记，在“身份”一列写上“书记”")
    elif not any(roster.wechat_ids(db, secretary.id) for secretary in secretaries):
        says = f"{branch.name}：书记的微信还没绑，要请他过目的话发不到。请在名册里写上微信标识"
        yield Finding(Mark.LOOK, says)
    if not roster.officers(db, branch.id, Role.COLLECTOR):
        says = f"{branch.name}：名册里没有收党费的人，在“身份”一列写上“组织委员”；现在由书记确认"
        yield Finding(Mark.LOOK, says)


def _fonts(db: Database, settings: Settings) -> Iterator[Finding]:
    """Whether the publication can be drawn, and every name with it."""
    if not fonts.available():
        yield Finding(Mark.LOOK, f"电脑里没有中文字体，公示只能发文字。{fonts.REMEDY}")
        return
    names = [m.called for branch in settings.branches for m in roster.members(db, branch.id)]
    for character, name in fonts.missing(names).items():
        says = f"字体里没有“{name}”的“{character}”，有他的公示只发文字。{fonts.REMEDY}"
        yield Finding(Mark.LOOK, says)


def _clock(newest: datetime | None, now: datetime) -> Finding:
    stands = f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"
    if now < RELEASED:
        return Finding(Mark.BROKEN, f"电脑的时间是{stands}，不对，请先校准")
    if newest is not None and newest > now + TOLERANCE:
        known = f"{newest.year}年{newest.month}月{newest.day}日"
        says = f"电脑的时间是{stands}，可账本里已经记到{known}，请先校准"
        return Finding(Mark.BROKEN, says)
    return Finding(Mark.GOOD, f"电脑的时间是{stands}（北京时间）")


def _disk(folder: Path) -> Finding:
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(there).free
    left = f"{free / 1e9:.1f}GB"
    if free < LEAST_FREE:
        return Finding(Mark.BROKEN, f"放账本的磁盘满了，只剩{left}，请腾些地方")
    if free < LITTLE_FREE:
        return Finding(Mark.LOOK, f"放账本的磁盘只剩{left}，请腾些地方")
    return Finding(Mark.GOOD, f"放账本的磁盘还有{left}")


def _calendar(today: date) -> Finding:
    end = calendar_known_until()
    said = f"{end.year}年{end.month}月{end.day}日"
    if end - today < CALENDAR_LEFT:
        says = (
            f"节假日数据只到 {said}，之后只按周末算。"
            "每年11月放假安排公布后，请管电脑的同志更新："
            "uv lock --upgrade-package chinesecalendar"
        )
        return Finding(Mark.LOOK, says)
    return Finding(Mark.GOOD, f"节假日数据到{said}")


def _gateway(gateway: GatewaySettings) -> Finding:
    """Whether anything listens there; nothing is said to it."""
    if not gateway.endpoint or not gateway.token:
        return Finding(Mark.LOOK, "还没写网关的地址和口令，现在只能试用、排练和粘贴")
    host, _, port = gateway.endpoint.rpartition("://")[2].strip("/").rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), GATEWAY_SECONDS).close()
    except OSError:
        return Finding(Mark.BROKEN, f"连不上网关 {gateway.endpoint}：请看它开没开、地址对不对")
    return Finding(Mark.GOOD, f"网关 {gateway.endpoint} 连得上")
