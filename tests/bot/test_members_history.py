"""zhibu history: what the audit chain tells of a member."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from bot.faults import CommandError
from bot.members.history import tell
from store import changes, roster
from store.models import Cause, Role
from tests.bot.office import NOON, Office, workbook


def test_a_members_life_is_told_with_offices_and_values_before(tmp_path: Path) -> None:
    office = Office(tmp_path)
    rows = [("姓名", "职务", "手机号"), ("王建国", "书记", ""), ("张伟", "", "13800001234")]
    office.imports(workbook(tmp_path / "a.xlsx", rows), branch="B01")
    db = office.books()
    secretary, wei = roster.members(db, "B01")
    with db.transaction():
        cause = Cause(NOON + timedelta(days=1), secretary.id, "m1")
        changes.amend(db, cause, wei, "修改党员", {"phone": "13900005678"}, "换号")
        roster.bind(db, cause, "wxid_1", wei)
        left = Cause(NOON + timedelta(days=2), None, "m2")
        changes.amend(db, left, secretary, "修改党员", {"roles": (), "office": ""})
    db.close()
    assert Role.SECRETARY in secretary.roles
    out = StringIO()
    tell(tmp_path / "data", "张伟", out)
    assert out.getvalue() == (
        "张伟（B01）\n"
        "  2026-03-02 12:00 导入：登记党员\n"
        "  2026-03-03 12:00 书记王建国：修改党员（手机号 138****1234 → 139****5678；原因 换号）\n"
        "  2026-03-03 12:00 书记王建国：绑定微信\n"
    )
    with pytest.raises(CommandError, match="名册里没有“诸葛亮”"):
        tell(tmp_path / "data", "诸葛亮", StringIO())
