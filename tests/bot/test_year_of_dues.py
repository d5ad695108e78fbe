"""A branch's year of dues, played through the chat: the books it leaves are whole.

What is checked at the end is counted anew from the conversation, not asked of the program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.rehearsal import Line, Rehearsal
from bot.sandbox import branch
from store import arrears, bases, dues, handing_over, overview, roster, totals
from store.checks import check
from store.money import Fen
from store.period import Period

COLLECTOR, SECRETARY = "wxid_li", "wxid_wang"
PAYERS = {p.wechat_id: p for p in branch.CAST if p.wechat_id not in (COLLECTOR, "wxid_liu")}
SILENT = "刘洋"


class Year:
    """Plays the year: who says what, and what is said privately in answer."""

    def __init__(self, folder: Path) -> None:
        self.said: list[dict[str, Any]] = []
        settings = branch.settings(folder / "sandbox")
        self.stage = Rehearsal(settings, folder / "books", self.said.append)
        self.number = 0

    async def at(self, moment: str) -> None:
        await self.stage.play_line(self._line({"at": f"{moment}:00+08:00"}))

    async def says(self, who: str, text: str, *, private: bool = False) -> list[str]:
        """What is said, and the texts of the answers."""
        before = len(self.said)
        where = {"to": "bot"} if private else {"room": branch.ROOM}
        await self.stage.play_line(self._line({"from": who, "text": text, **where}))
        return [post["text"] for post in self.said[before:]]

    def _line(self, said: dict[str, Any]) -> Line:
        self.number += 1
        return Line(self.number, said)

    def in_group(self) -> list[str]:
        return [post["text"] for post in self.said if "room" in post]


async def _month(year: Year, month: int) -> None:
    await year.at(f"2026-{month:02d}-05T09:00")
    for place, wechat_id in enumerate(PAYERS):
        if wechat_id == "wxid_chen" and month in (5, 6):
            continue  # made up in July
        await year.at(f"2026-{month:02d}-05T09:{place + 1:02d}")
        await year.says(wechat_id, f"{month}月党费已交")
    if month == 7:
        await year.says("wxid_chen", "5月6月的党费也补交了")
    await year.says("wxid_li", f"{month}月党费已交")
    await year.at(f"2026-{month:02d}-06T09:00")
    await year.says(COLLECTOR, "确认 全部", private=True)
    await year.says(SECRETARY, "确认 李秀英", private=True)
    if month % 3 == 0:
        await year.at(f"2026-{month:02d}-28T09:00")
        answers = await year.says(
            COLLECTOR, f"上缴 {month}月 凭证Q{month // 3} 金额1", private=True
        )
        assert "账上应缴" in answers[0]
        await year.says(COLLECTOR, "1", private=True)


async def test_a_year_of_dues_ends_with_books_that_are_whole(tmp_path: Path) -> None:
    year = Year(tmp_path)
    await year.stage.open()
    assert year.stage.app is not None
    await year.at("2026-03-02T09:00")
    await year.says(SECRETARY, "核定 张伟 45", private=True)
    await year.says(SECRETARY, "1", private=True)
    await year.says(SECRETARY, "核定 冻结", private=True)
    await year.says(SECRETARY, "1", private=True)
    await year.says(SECRETARY, "减免 吴涛 4月-6月 免 2026-03-20 镇党委", private=True)
    await year.says(SECRETARY, "1", private=True)
    for month in range(3, 13):
        await _month(year, month)
    await year.at("2027-01-04T10:00")
    db = year.stage.app.db
    _as_it_was_played(year)
    assert check(db) == []
    year.stage.close()


def _as_it_was_played(year: Year) -> None:
    assert year.stage.app is not None
    db = year.stage.app.db
    (liu,) = roster.named(db, "B01", SILENT)
    (chen,) = roster.named(db, "B01", "陈静")
    (wu,) = roster.named(db, "B01", "吴涛")
    owing = {row.totals.member: row for row in overview.owing(db, "B01", Period(2027, 1))}
    assert set(owing) == {liu.id}
    assert owing[liu.id].amount == 10 * 14_00
    assert arrears.paid_up_to(db, chen.id) == arrears.paid_up_to(db, wu.id) == Period(2026, 12)
    assert bases.is_frozen(db, "B01", 2026)
    monthly = sum(Fen(round(float(p.due) * 100)) for p in branch.CAST) + 3_00  # 张伟 45, not 42
    for month in range(3, 13):
        exempt = 18_00 if month in (4, 5, 6) else 0
        sums = totals.branch_month(db, "B01", Period(2026, month))
        assert (sums.due, sums.claimed) == (monthly - exempt, 0)
        assert sums.received == monthly - exempt - 14_00
    batches = handing_over.batches(db, "B01")
    received = sum(receipt.amount for receipt in dues.RECEIPTS.find(db))
    assert [str(batch.up_to) for batch in batches] == [f"2026-{m:02d}" for m in (3, 6, 9, 12)]
    assert sum(batch.expected for batch in batches) == received
    assert batches[2].parts["2026-05"] == batches[2].parts["2026-06"] == 102_00
    told = [post["text"] for post in year.said if "党费欠交提醒" in post["text"]]
    assert all(post.get("to") == SECRETARY for post in year.said if post["text"] in told)
    marks = [line.split("连续")[1][0] for t in told for line in t.split("\n") if SILENT in line]
    assert marks == ["1", "3", "5", "6"]
    assert not any("欠" in text or "还差" in text for text in year.in_group())
