"""A branch's dues with all that happens to them, from March to next January's verification.

Couples, proxies, things told twice, corrections, money that is not what was due, a receipt
taken back after it was handed over, a private reminder, a WeChat bill with traps, the base
sheet out and back; at the end the books are whole and the sums are those that were played.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import openpyxl

from bot.bases import Wishes as BaseWishes
from bot.bases import export, take_in
from bot.clock import SHANGHAI, VirtualClock
from bot.pasting.screen import Screen
from bot.reconcile_desk import Wishes, reconcile_file
from bot.rehearsal import Rehearsal
from bot.sandbox import branch
from store import bases, dues, handing_over, roster, totals
from store.checks import check
from store.database import Database
from store.period import Period
from store.tables import TABLES
from tests.bills.till import Line, bill
from tests.bot.test_year_of_dues import COLLECTOR, Year

MARCH, APRIL, MAY = Period(2026, 3), Period(2026, 4), Period(2026, 5)


class Branch(Year):
    """The sandbox's branch, which wants to be reminded in private."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        settings = branch.settings(folder / "sandbox")
        (served,) = settings.branches
        wanted = served.dues.model_validate({"private_reminder": "每月22日 09:00"})
        served = served.model_copy(update={"dues": wanted})
        settings = settings.model_copy(update={"branches": (served,)})
        self.stage = Rehearsal(settings, folder / "books", self.said.append)

    def got(self, name: str, period: Period) -> int:
        assert self.stage.app is not None
        (member,) = roster.named(self.stage.app.db, "B01", name)
        return totals.balance(self.stage.app.db, member.id, "B01", period).received


async def _march(play: Branch) -> None:
    await play.at("2026-03-05T09:00")
    await play.says("wxid_zhao", "我和孙丽的3月党费都交了，一共33")
    await play.says("wxid_ou", "刘洋3月党费交了14")
    await play.says("wxid_chen", "3月党费交了100")
    await play.says("wxid_chen", "更正，3月党费是102元")
    await play.says("wxid_huang", "3月到5月党费37.5交了")
    await play.says("wxid_zhou", "3月党费2毛已交")
    await play.says("wxid_zhang", "3月党费交了40")
    shown = await play.says(COLLECTOR, "确认 1 2", private=True)
    assert "看一眼再回一次" in shown[0]
    assert "1. 张伟 3月 40元（应交42元）" in shown[0]
    told = await play.says(COLLECTOR, "确认 全部", private=True)
    assert any("差2元" in text for text in told)
    told = await play.says(COLLECTOR, "收到徐海3月党费60", private=True)
    assert any("多10元" in text for text in told)
    await play.says(COLLECTOR, "收到吴涛、王建国党费30", private=True)
    await play.at("2026-03-22T12:00")
    reminded = {p["to"] for p in play.said if "只发给您一个人" in p["text"]}
    assert reminded == {"wxid_zhang", "wxid_li", "wxid_fang1", "wxid_fang2", "wxid_ou"}
    await play.says("wxid_zhang", "3月党费又补交了2元")
    await play.says(COLLECTOR, "确认 全部", private=True)
    await play.at("2026-03-28T09:00")
    await play.says(COLLECTOR, "上缴 3月 凭证Q1 金额325", private=True)
    await play.says(COLLECTOR, "1", private=True)


async def _april(play: Branch) -> None:
    """One month behind: told twice, recalled, taken back by the collector."""
    await play.at("2026-04-05T09:00")
    await play.says("wxid_ou", "党费交了30")
    await play.at("2026-04-05T12:00")
    asked = await play.says("wxid_ou", "党费已交30")
    assert "是同一笔" in asked[0]
    await play.says("wxid_ou", "1", private=True)
    await play.says(COLLECTOR, "确认 欧阳雪", private=True)
    taken = await play.says(COLLECTOR, "取消确认 陈静 3月", private=True)
    assert "又是等确认" in taken[0]
    await play.says("wxid_chen", "撤销")
    await play.at("2026-04-28T09:00")
    parts = await play.says(COLLECTOR, "上缴 4月 凭证Q2 金额30", private=True)
    assert "3月" in parts[0]
    await play.says(COLLECTOR, "1", private=True)


async def test_all_kinds_of_dues_end_in_books_that_are_whole(tmp_path: Path) -> None:
    play = Branch(tmp_path)
    await play.stage.open()
    await _march(play)
    got = {p.name: play.got(p.name, MARCH) for p in branch.CAST if p.name != "王芳"}
    assert (got["赵强"], got["孙丽"]) == (3200, 100)
    assert (got["陈静"], got["张伟"], got["徐海"]) == (10200, 4200, 6000)
    assert (got["黄磊"], play.got("黄磊", MAY)) == (1250, 1250)
    assert (got["吴涛"], got["王建国"], got["欧阳雪"]) == (1800, 1200, 0)
    await _april(play)
    assert (play.got("欧阳雪", MARCH), play.got("欧阳雪", APRIL)) == (3000, 0)
    await play.says("wxid_zhang", "4月党费交了42")
    await play.says("wxid_xu", "4月党费交了50")
    await play.at("2026-05-01T12:00")
    db = play.stage.app.db if play.stage.app else None
    assert db is not None
    batches = handing_over.batches(db, "B01")
    assert [batch.parts.get("2026-03") for batch in batches][1] == 3000 - 10200
    assert not any("欠" in text or "应交42" in text for text in play.in_group())
    assert check(db) == []
    play.stage.close()
    _bill(tmp_path)
    _next_year(tmp_path)


def _config(folder: Path) -> Path:
    config = folder / "config.yaml"
    config.write_text("branches:\n  - id: B01\n    name: 青石镇柳河村党支部\n", "utf-8")
    return config


def _bill(folder: Path) -> None:
    """A transfer that was given back, the same payer twice, a red packet, a name in the remark."""
    lines = [
        Line(2, "张伟", "42.00", order="1"),
        Line(2, "张伟", "42.00", order="2"),
        Line(3, "张伟", "42.00", kind="转账", side="支出", status="支付成功", order="3"),
        Line(4, "建材徐", "50.00", "徐海4月党费", order="4"),
        Line(4, "老同学", "20.00", kind="微信红包", order="5"),
    ]
    file = bill(folder / "bill.csv", lines)
    file.write_text(file.read_text("utf-8-sig").replace("2026-03-", "2026-04-"), "utf-8-sig")
    out = io.StringIO()
    clock = VirtualClock(datetime(2026, 5, 1, 13, tzinfo=SHANGHAI))
    wishes = Wishes(file, None, _config(folder), folder / "books", yes=True)
    reconcile_file(wishes, clock, Screen(io.StringIO(), out, present=False))
    assert "红包" in out.getvalue()
    assert "老同学" in out.getvalue()
    db = Database(folder / "books", TABLES, read_only=True)
    assert check(db) == []
    db.close()


def _next_year(folder: Path) -> None:
    """January: the sheet goes out, is filled, comes back, and is what is owed."""
    sheet = folder / "基数表.xlsx"
    clock = VirtualClock(datetime(2027, 1, 5, 9, tzinfo=SHANGHAI))
    wishes = BaseWishes(2027, None, _config(folder), folder / "books", yes=True)
    screen = Screen(io.StringIO(), io.StringIO(), present=False)
    export(wishes, sheet, screen)
    book = openpyxl.load_workbook(sheet)
    people = [
        row for row in book.worksheets[0].iter_rows() if isinstance(row[2].value, int | float)
    ]
    assert len(people) == len(branch.CAST)
    for row in people:
        row[5].value = float(row[2].value or 0) + 1
    book.save(sheet)
    assert take_in(wishes, sheet, clock, screen) == len(branch.CAST)
    db = Database(folder / "books", TABLES)
    (zhang,) = roster.named(db, "B01", "张伟")
    assert dues.due(db, zhang.id, Period(2027, 1)) == 4300
    assert not bases.is_frozen(db, "B01", 2027)
    assert check(db) == []
    db.close()
