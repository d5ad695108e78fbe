"""What happens in the year, and beside it what the books must hold then, written by hand.

Each act says at once what a person would look at in the answers.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl

from bot.bases import Wishes as BaseWishes
from bot.bases import export, take_in
from bot.reconcile_desk import Wishes, reconcile_file
from tests.bills.till import Line, bill
from tests.year.stage import COLLECTOR, SECRETARY, YEAR, Year, screen

PLAIN = ("王建国", "赵强", "周敏", "徐海", "王芳（一组）", "王芳（二组）", "欧阳雪")
"""Who says each month that he paid, where the month's act does not say otherwise."""

_MONTHS = range(1, 13)


def _each(yuan: float, *months: int) -> dict[int, float]:
    return dict.fromkeys(months or _MONTHS, yuan)


RECEIVED: dict[str, dict[int, float]] = {
    "王建国": _each(12),
    "李秀英": _each(1),
    "张伟": _each(45),
    "刘洋": {1: 14},
    "陈静": {**_each(102), **_each(110, 8, 9, 10, 11, 12)},
    "赵强": _each(32),
    "孙丽": _each(1),
    "周敏": _each(0.2),
    "吴涛": _each(18),
    "黄磊": _each(12.5),
    "徐海": {1: 60, **_each(50, 2, 3, 7, 8, 9, 10, 11, 12)},
    "王芳（一组）": _each(5),
    "王芳（二组）": _each(5),
    "欧阳雪": _each(30),
    "林晓": _each(0.2, 5, 6, 7, 8, 9, 10, 11, 12),
}
"""Yuan by name and month as they arrived."""

DUE: dict[str, dict[int, float]] = {
    **RECEIVED,
    "刘洋": _each(14),
    "徐海": {**_each(50), **_each(0, 4, 5, 6)},
}


async def base_sheet(year: Year) -> None:
    """January: out to Excel, filled with one slip of the pen, in again, and frozen."""
    sheet = year.folder / "基数表.xlsx"
    await year.at(1, 5)
    async with year.stopped():
        shown, out = screen()
        wishes = BaseWishes(YEAR, None, year.config, year.data, yes=True)
        export(wishes, sheet, shown)
        fill(sheet, {"张伟": 45, "欧阳雪": "三十"})
        assert take_in(wishes, sheet, year.clock(), shown) == 1
    said = out.getvalue()
    assert "张伟 每月45元（原来42元）" in said
    assert "“三十”不是金额" in said
    frozen = await year.whispers(SECRETARY, "核定 冻结", "1")
    assert "冻结" in frozen
    refused = await year.whispers(SECRETARY, "核定 张伟 50")
    assert "年中变动要写明" in refused


def fill(sheet: Path, amounts: dict[str, object]) -> None:
    """Write into the column 核定, as somebody at the office would."""
    book = openpyxl.load_workbook(sheet)
    table = book.worksheets[0]
    (head,) = (row for row in table.iter_rows() if row[0].value == "姓名")
    column = [cell.value for cell in head].index("核定")
    for row in table.iter_rows(min_row=head[0].row + 1):
        if row[0].value in amounts:
            row[column].value = amounts[row[0].value]  # type: ignore[assignment]
    book.save(sheet)


async def january(year: Year) -> None:
    """Claims of every kind; all of them confirmed at once."""
    await year.at(1, 8)
    for who in ("王芳（一组）", "王芳（二组）"):
        await year.says(who, "1月党费已交")
    await year.says("赵强", "我和孙丽的1月党费都交了，一共33")
    await year.says("欧阳雪", "刘洋1月党费交了14")
    await year.says("欧阳雪", "己交1月的三十")
    await year.says("陈静", "1月党费交了100")
    await year.says("陈静", "更正，1月党费是102元")
    await year.says("黄磊", "一季度的党费37.5交了")
    await year.says("吴涛", "上半年的党费108都交了")
    await year.says("周敏", "1月党费2毛已交")
    await year.says("张伟", "1月党费交了40")
    await year.says("李秀英", "1月党费已交")
    told = await year.whispers(COLLECTOR, "确认 全部")
    assert "差5元" in told
    assert "王建国" in await year.whispers(COLLECTOR, "收到王建国1月党费12")
    assert "多10元" in await year.whispers(COLLECTOR, "收到徐海1月党费60")
    await year.whispers(SECRETARY, "确认 李秀英")
    await year.says("张伟", "1月党费又补交了5元")
    await year.whispers(COLLECTOR, "确认 张伟")


async def february(year: Year) -> None:
    """For others, taken back, recalled; confirmed but for one, and that one by name."""
    await year.at(2, 8)
    await _all_but(year, 2, "欧阳雪", "赵强")
    await year.says("赵强", "2月党费我和孙丽的都交了，一共33")
    await year.says("陈静", "2月和3月党费都交了", id="too-much")
    await year.recalls("陈静", "too-much")
    await year.says("陈静", "2月党费已交")
    await year.says("张伟", "2月党费已交")
    await year.says("欧阳雪", "2月党费已交")
    assert "收回" in await year.says("欧阳雪", "撤销")
    left = await year.whispers(COLLECTOR, "确认 全部 除了 张伟")
    assert "张伟" not in left.split("还")[0]
    await year.whispers(COLLECTOR, "确认 张伟")
    await year.whispers(SECRETARY, "确认 李秀英")


async def march(year: Year) -> None:
    """One month behind and told twice; confirmed by number; handed over with its voucher."""
    await year.at(3, 8)
    await _all_but(year, 3, "欧阳雪")
    for who in ("孙丽", "陈静", "张伟"):
        await year.says(who, "3月党费已交")
    await year.says("欧阳雪", "党费交了30")
    await year.at(3, 8, 12)
    assert "是同一笔" in await year.says("欧阳雪", "党费已交30")
    await year.whispers("欧阳雪", "1")
    await year.says("欧阳雪", "3月党费30也交了")
    unseen = await year.whispers(COLLECTOR, "确认 1 2")
    assert "看一眼再回一次" in unseen
    assert "1. 王建国 3月 12元" in unseen
    assert "王建国 3月、赵强 3月，共2笔" in await year.whispers(COLLECTOR, "确认 1 2")
    await year.whispers(COLLECTOR, "确认 全部")
    await year.whispers(SECRETARY, "确认 李秀英")
    await _hands_over(year, 3, "Q1", "965.1")


async def second_quarter(year: Year) -> None:
    """An exemption, a receipt taken back after its month was handed over, an admission by vote."""
    await year.at(4, 2)
    refused = await year.whispers(SECRETARY, "减免 徐海 4月-6月 免")
    assert "还缺批准的日期" in refused
    await year.whispers(SECRETARY, "减免 徐海 4月-6月 免 2026-03-20 镇党委", "1")
    await usual(year, 4, "徐海")
    taken = await year.whispers(COLLECTOR, "取消确认 陈静 3月")
    assert "又是等确认" in taken
    await year.says("陈静", "3月党费更正，是100元")
    await usual(year, 5, "徐海")
    await year.at(6, 3)
    told = await year.whispers(SECRETARY, "修改 林晓 党籍 预备")
    assert "从支部大会通过的那个月交起" in told
    await year.whispers(SECRETARY, "修改 林晓 入党日期 2026-05-20")
    asked = await year.whispers(SECRETARY, "核定 林晓 从5月起 5月20日支部大会通过")
    assert "每月0.20元" in asked
    assert "5—6月已经开始收的" in await year.whispers(SECRETARY, "1")
    await year.says("林晓", "5月党费2毛已交")
    await usual(year, 6, "徐海", "林晓")
    await year.says("林晓", "6月党费已交")
    await year.whispers(COLLECTOR, "确认 全部")
    await _hands_over(year, 6, "Q2", "789")


async def third_quarter(year: Year) -> None:
    """A pay rise within the year; July by the collector's bill, with its traps."""
    await year.at(7, 2)
    await year.says("陈静", "3月党费又补交了2元")
    await year.whispers(COLLECTOR, "确认 陈静")
    changed = await year.whispers(SECRETARY, "核定 陈静 110 从8月起 7月加薪", "1")
    assert "8月起，每月110元" in changed
    await year.says("吴涛", "下半年的党费108都交了")
    await year.says("黄磊", "三季度党费37.5交了")
    for who in ("张伟", "陈静", "林晓", "孙丽"):
        await year.says(who, "7月党费已交")
    await _all_but(year, 7)
    lines = [
        Line(2, "张伟", "45.00", order="1"),
        Line(2, "张伟", "45.00", order="2"),
        Line(3, "张伟", "45.00", kind="转账", side="支出", status="支付成功", order="3"),
        Line(4, "建材徐", "50.00", "徐海7月党费", order="4"),
        Line(5, "老同学", "20.00", kind="微信红包", order="5"),
    ]
    file = bill(year.folder / "账单.csv", lines)
    file.write_text(file.read_text("utf-8-sig").replace("2026-03-", "2026-07-"), "utf-8-sig")
    await year.at(7, 31, 8)
    async with year.stopped():
        shown, out = screen()
        reconcile_file(Wishes(file, None, year.config, year.data, yes=True), year.clock(), shown)
    year.bill = out.getvalue()
    await year.whispers(COLLECTOR, "确认 全部")
    await year.whispers(SECRETARY, "确认 李秀英")
    for month in (8, 9):
        await usual(year, month, "林晓")
        await year.says("林晓", f"{month}月党费已交")
        await year.whispers(COLLECTOR, "确认 全部")
    await _hands_over(year, 9, "Q3", "959.7")


async def last_quarter(year: Year) -> None:
    """As every month; the last batch is closed within the year."""
    for month in (10, 11, 12):
        await usual(year, month)
        await year.says("林晓", f"{month}月党费已交")
        await year.whispers(COLLECTOR, "确认 全部")
    await _hands_over(year, 12, "Q4", "965.7")
    await year.at(13, 4, 10)


async def usual(year: Year, month: int, *but: str) -> None:
    """A month without anything to tell; who is not in ``PLAIN`` pays in his own way."""
    await year.at(month, 8)
    await _all_but(year, month, *but)
    for who in ("孙丽", "陈静", "张伟"):
        await year.says(who, f"{month}月党费已交")
    if month in (4, 10):
        await year.says("黄磊", f"{month}月到{month + 2}月党费37.5交了")
    await year.whispers(COLLECTOR, "确认 全部")
    await year.whispers(SECRETARY, "确认 李秀英")


async def _all_but(year: Year, month: int, *but: str) -> None:
    for who in (*PLAIN, COLLECTOR):
        if who not in but:
            await year.says(who, f"{month}月党费已交")


async def _hands_over(year: Year, month: int, voucher: str, yuan: str) -> None:
    await year.at(month, 28)
    asked = await year.whispers(COLLECTOR, f"上缴 {month}月 凭证{voucher} 金额{yuan}")
    assert "账上应缴" in asked
    await year.whispers(COLLECTOR, "1")


ACTS = (base_sheet, january, february, march, second_quarter, third_quarter, last_quarter)
