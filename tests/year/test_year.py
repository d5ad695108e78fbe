"""A branch's year of dues as one story: what the books, the group and the papers hold at its end.

The figures are those of ``story.RECEIVED`` and ``story.DUE``, which were written by hand; the
papers are made by the office's commands and opened again.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from bot import papers
from bot.bases import Wishes as BaseWishes
from bot.bases import export
from bot.documents import fonts
from bot.sandbox import branch
from store import arrears, bases, handing_over, overview, roster, totals
from store.checks import check
from store.database import Database
from store.period import Period
from tests.documents.likeness import apart
from tests.documents.test_publication import LIKE
from tests.year import story
from tests.year.stage import SECRETARY, YEAR, Year, screen

KEPT = Path(__file__).parent / "kept" / "publication.png"
SILENT = "刘洋"
MONTHS = [Period(YEAR, month) for month in range(1, 13)]


async def test_a_branchs_year_of_dues(tmp_path: Path) -> None:
    year = Year(tmp_path)
    await year.begin()
    for act in story.ACTS:
        await act(year)
    traced = await year.whispers(SECRETARY, "追溯 陈静 3月")
    assert traced.count("100元") >= 2
    assert "3月党费更正，是100元" in traced
    assert check(year.db) == []
    _books(year.db)
    _batches(year.db)
    _reminders(year)
    _in_the_group(year)
    _bill(year.bill)
    year.end()
    _papers(year)
    _next_years_sheet(year)
    books = year.books()
    assert check(books) == []
    books.close()


def _fen(table: dict[str, dict[int, float]], name: str, month: int) -> int:
    return round(100 * table[name].get(month, 0))


def _month(table: dict[str, dict[int, float]], month: int) -> int:
    return sum(_fen(table, name, month) for name in table)


def _books(db: Database) -> None:
    """Every month of everybody, and the sums made of them, are those that were played."""
    members = {member.called: member for member in roster.members(db, branch.BRANCH)}
    assert set(members) == set(story.RECEIVED)
    for name, member in members.items():
        for period in MONTHS:
            held = totals.balance(db, member.id, branch.BRANCH, period)
            due = _fen(story.DUE, name, period.month)
            got = _fen(story.RECEIVED, name, period.month)
            assert (held.due, held.received, held.claims) == (due, got, 0), (name, period)
    for period in MONTHS:
        sums = totals.branch_month(db, branch.BRANCH, period)
        assert sums.due == _month(story.DUE, period.month)
        assert sums.received == _month(story.RECEIVED, period.month)
    owing = {row.totals.member: row.amount for row in overview.owing(db, "B01", Period(2027, 1))}
    assert owing == {members[SILENT].id: 11 * 14_00}
    for name in ("陈静", "徐海", "林晓", "黄磊"):
        assert arrears.paid_up_to(db, members[name].id) == MONTHS[-1]
    assert arrears.paid_up_to(db, members[SILENT].id) == MONTHS[0]
    assert bases.is_frozen(db, branch.BRANCH, YEAR)


def _batches(db: Database) -> None:
    """Four batches hold all that was received; what changed later stands in the next one."""
    batches = handing_over.batches(db, branch.BRANCH)
    assert [(b.up_to.month, b.voucher) for b in batches] == [
        (3, "Q1"),
        (6, "Q2"),
        (9, "Q3"),
        (12, "Q4"),
    ]
    assert sum(b.expected for b in batches) == sum(_month(story.RECEIVED, m) for m in range(1, 13))
    assert [b.difference for b in batches] == [0, -50, 0, 0]
    assert batches[1].parts["2026-03"] == -200, "100 came in place of 102"
    assert batches[2].parts["2026-03"] == 200, "and the rest later"


def _reminders(year: Year) -> None:
    """The secretary's clocks, the members' own reminders: each to one person alone."""
    clocks = [text for text in year.to(SECRETARY) if "党费欠交提醒" in text]
    marks = [line.split("连续")[1][0] for t in clocks for line in t.split("\n") if SILENT in line]
    assert marks == ["1", "3", "5", "6"]
    assert "由支部大会决定" in clocks[-1]
    own = {who: _private_reminders(year, who) for who in ("刘洋", "欧阳雪", "张伟", "吴涛")}
    assert own["吴涛"] == own["张伟"] == []
    assert len(own["欧阳雪"]) == 1, "she was behind in February"
    assert len(own["刘洋"]) == 11, "once a month, from February"
    for months, text in enumerate(own["刘洋"], 1):
        assert f"一共{14 * months}元" in text


def _private_reminders(year: Year, who: str) -> list[str]:
    return [text for text in year.to(who) if "只发给您一个人" in text]


def _in_the_group(year: Year) -> None:
    """Twelve notices, twelve publications with their picture; nobody's debts."""
    posts = [post for post in year.posts if "room" in post]
    notices = [p["text"] for p in posts if "党费可以交了" in p["text"]]
    assert [f"【{month}月党费】" in text for month, text in enumerate(notices[:11], 2)] == [
        True
    ] * 11
    published = [p for p in posts if "【党费收缴公示】" in p["text"]]
    assert len(published) == 12
    assert sum(p["image"] is not None for p in posts) == (12 if fonts.available() else 0)
    for post in published[1:]:
        assert SILENT not in post["text"]
    for post in posts:
        found = [w for w in ("欠", "基数", "加薪", "免交") if w in post["text"]]
        assert not found, post["text"]


def _bill(said: str) -> None:
    """July by the bill: the sure one is booked; what was given back is asked, the gift is shown."""
    sure, _, rest = said.partition("要您来选的")
    assert "建材徐 50元 “徐海7月党费” → 徐海 7月" in sure
    asked, _, unfit = rest.partition("对不上的1笔，不会记")
    assert asked.count("像是退了") == 2
    assert "老同学 20元（是红包，认不出是谁）" in unfit
    assert "记好了：1笔，50元，由李秀英确认" in unfit


def _papers(year: Year) -> None:
    """The publication to post and to print, the ledger and the year's report, opened again."""
    out, now = io.StringIO(), year.clock().now()
    if fonts.available():
        papers.publish("2026-12", year.folder, None, year.config, year.data, now, out)
        (png,), (pdf,) = year.folder.glob("党费公示*.png"), year.folder.glob("党费公示*.pdf")
        _publication(png, pdf)
    ledger = year.folder / "台账.xlsx"
    papers.keep_ledger(papers.Wishes(YEAR, ledger, None, year.config, year.data), now, out)
    _ledger(openpyxl.load_workbook(ledger)["台账"])
    _report(openpyxl.load_workbook(ledger)["年度汇总"])


def _publication(png: Path, pdf: Path) -> None:
    text = "".join("".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split())
    due, got = _month(story.DUE, 12), _month(story.RECEIVED, 12)
    for said in ("党费收缴公示", "2026年12月", f"{due / 100:.2f}元", f"{got / 100:.2f}元", "林晓"):
        assert said in text
    assert SILENT not in text
    if fonts.families()[:1] == ("Noto Sans CJK SC",):
        assert apart(Image.open(png), Image.open(KEPT)) < LIKE


def _rows(sheet: Worksheet, head: str) -> Iterator[list[object]]:
    """The lines below a head, as they stand."""
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(at for at, line in enumerate(lines) if line[0] == head)
    yield from lines[start + 1 :]


def _ledger(sheet: Worksheet) -> None:
    people = [line for line in _rows(sheet, "序号") if isinstance(line[0], int)]
    assert {str(line[1]) for line in people} == set(story.RECEIVED)
    for line in people:
        name = str(line[1])
        months = [story.RECEIVED[name].get(m) or None for m in range(1, 13)]
        assert line[3:15] == months
        lacking = 154 if name == SILENT else None
        assert line[16] == pytest.approx(sum(story.RECEIVED[name].values()))
        assert (line[17] or None) == lacking
    (sums,) = (line for line in _rows(sheet, "序号") if "合计" in line)
    assert [round(100 * float(str(v))) for v in sums[3:15]] == [
        _month(story.RECEIVED, month) for month in range(1, 13)
    ]


def _report(sheet: Worksheet) -> None:
    lines = {line[0]: line for line in _rows(sheet, "月份")}
    for month in range(1, 13):
        line = lines[f"{month}月"]
        assert round(100 * float(str(line[2]))) == _month(story.DUE, month)
        assert round(100 * float(str(line[4]))) == _month(story.RECEIVED, month)
    assert round(100 * float(str(lines["合计"][5]))) == 11 * 14_00
    assert not any(name in str(lines) for name in story.RECEIVED), "it names nobody"


def _next_years_sheet(year: Year) -> None:
    """The next January begins from what each paid in December."""
    sheet = year.folder / "明年.xlsx"
    shown, _ = screen()
    export(BaseWishes(YEAR + 1, None, year.config, year.data), sheet, shown)
    for line in _rows(openpyxl.load_workbook(sheet).worksheets[0], "姓名"):
        if line[0] in story.DUE:
            assert line[2] == story.DUE[str(line[0])][12]
            assert line[5] is None, "nobody is verified yet"
