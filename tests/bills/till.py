"""A branch with its claims, and bills as WeChat Pay writes them: what the collector has to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

from bot.clock import SHANGHAI, VirtualClock
from bot.pasting.screen import Screen
from bot.reconcile_desk import Wishes, reconcile_file
from store import dues, roster
from store.checks import check
from store.database import Database
from store.models import Cause, Claim, Member, Receipt, Role
from store.money import Fen, parse_yuan
from store.period import Period
from store.tables import TABLES

NOON = datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
CONFIG = "branches:\n  - id: B01\n    name: 青石镇柳河村党支部\n"
HEAD = """微信支付账单明细,,,,,,,,
起始时间：[2026-03-01 00:00:00] 终止时间：[2026-03-31 23:59:59],,,,,,,,
导出类型：[全部],,,,,,,,
----------------------微信支付账单明细列表--------------------,,,,,,,,
交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a bill; what is usual need not be said."""

    day: int
    payer: str
    yuan: str
    remark: str = ""
    kind: str = "转账"
    side: str = "收入"
    status: str = "已存入零钱"
    order: str = ""
    related: str = "/"


def bill(path: Path, lines: Sequence[Line]) -> Path:
    """A .csv as the app exported it until mid-2025."""
    rows = []
    for number, line in enumerate(lines, 1):
        order = line.order or f"10000500010000{number:015d}"
        goods = f"转账备注:{line.remark or '微信转账'}" if line.kind == "转账" else "/"
        cells = (f"2026-03-{line.day:02d} 21:15:40", line.kind, line.payer, f'"{goods}"')
        money = (line.side, f"¥{line.yuan}", "/", line.status)
        rows.append(",".join((*cells, *money, f"{order}\t", f"{line.related}\t", '"/"')))
    path.write_text(HEAD + "\n".join(rows) + "\n", "utf-8-sig")
    return path


class Till:
    """The books of a branch: 李秀英 collects; claims are made on a day of March 2026."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config.yaml").write_text(CONFIG, "utf-8")
        self.people: dict[str, Member] = {}
        self.messages = 0
        self.joins("李秀英", roles=(Role.COLLECTOR,))

    def books(self, *, to_read: bool = False) -> Database:
        return Database(self.folder / "data", TABLES, read_only=to_read)

    def joins(self, name: str, **fields: object) -> None:
        """Somebody is on the roster."""
        db = self.books()
        with db.transaction():
            cause = Cause(NOON - timedelta(days=90), None, f"members/{name}")
            member = Member("B01", name, **fields)  # type: ignore[arg-type]
            self.people[member.called] = roster.add_member(db, cause, member)
        db.close()

    def claims(self, day: int, *parts: tuple[str, int, str], by: str | None = None) -> list[Claim]:
        """One message: who, which month of 2026, how many yuan."""
        self.messages += 1
        db = self.books()
        speaker = self.people[by or parts[0][0]].id
        cause = Cause(NOON.replace(day=day), speaker, f"m{self.messages}")
        with db.transaction():
            made = [
                dues.claim(db, cause, self.people[name], Period(2026, month), parse_yuan(yuan))
                for name, month, yuan in parts
            ]
        db.close()
        return made

    def lays(self, file: Path, *answers: str, terminal: bool = True, yes: bool = False) -> str:
        """What the command says to a bill, answered so."""
        out = StringIO()
        keys = StringIO("".join(f"{answer}\n" for answer in answers))
        wishes = Wishes(file, None, self.folder / "config.yaml", self.folder / "data", yes=yes)
        reconcile_file(wishes, VirtualClock(NOON), Screen(keys, out, present=terminal))
        return out.getvalue()

    def takes(self, lines: Sequence[Line], *answers: str, yes: bool = False) -> str:
        """The same, of a bill with these lines."""
        return self.lays(bill(self.folder / "bill.csv", lines), *answers, yes=yes)

    def received(self) -> dict[tuple[str, int], Fen]:
        """What is on the books: name and month to fen; the books are whole besides."""
        db = self.books(to_read=True)
        try:
            assert check(db) == []
            names = {member.id: name for name, member in self.people.items()}
            standing: list[Receipt] = [
                r
                for r in dues.RECEIPTS.find(db)
                if not dues.REVERSALS.find(db, table="receipts", entry=r.id)
            ]
            return {(names[r.member], r.period.month): r.amount for r in standing}
        finally:
            db.close()

    def reverses_all(self) -> None:
        """The collector takes every receipt back."""
        db = self.books()
        with db.transaction():
            for receipt in dues.RECEIPTS.find(db):
                cause = Cause(NOON, self.people["李秀英"].id, f"undo/{receipt.id}")
                dues.reverse_receipt(db, cause, receipt)
        db.close()
