"""全镇党费: the clerk sees every branch's month and their sum, and nobody else does."""

from __future__ import annotations

from pathlib import Path

from handlers.balances import township
from handlers.context import Branch, Context, Message
from handlers.reading import Roster
from store import dues, roster
from store.models import Member, Role
from store.money import Fen
from store.period import Period
from tests.store.conftest import NOON, Ledger

MARCH = Period(2026, 3)


def asked(ledger: Ledger, sender: Member, *, in_private: bool = True) -> Context:
    neighbours = {"B01": "柳河村党支部", "B02": "红星村党支部"}
    branch = Branch("B01", "柳河村党支部", neighbours=neighbours)
    room = None if in_private else "R01"
    message = Message("m", room, "wxid", sender.name, "全镇党费", NOON, addressed=True)
    return Context(ledger.db, branch, message, sender, Roster([]))


def test_the_branches_add_up_to_the_township(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    clerk = ledger.member("周明", roles=(Role.CLERK,))
    zhang = ledger.member("张伟", 40)
    liu = ledger.does(None, roster.add_member, Member("B02", "刘洋"))
    ledger.verifies(liu, 14)
    for branch in ("B01", "B02"):
        ledger.does(None, dues.open_month, branch, MARCH)
    ledger.receives(clerk, ledger.does(zhang.id, dues.claim, zhang, MARCH, Fen(30_00)))
    (say,) = township.run(asked(ledger, clerk))
    assert str(say.values["lines"]) == "※"
    assert say.values["lines"].opened() == [
        "柳河村党支部 应交1人40元，已收0人30元，报了等确认0人，还差10元",
        "红星村党支部 应交1人14元，已收0人0元，报了等确认0人，还差14元",
        "合计 应交2人54元，已收0人30元，报了等确认0人，还差24元",
    ]
    assert township.permission.allows_here(asked(ledger, clerk))
    assert not township.permission.allows_here(asked(ledger, clerk, in_private=False))
    assert not township.permission.allows(asked(ledger, zhang))
    ledger.db.close()
