"""A branch from the office's list to a six-month silence: import, binding, contact, evidence."""

import os
from datetime import datetime
from io import StringIO
from pathlib import Path

from bot.clock import SHANGHAI, VirtualClock
from bot.members.evidence import RULE, tell
from bot.members.history import tell as tell_life
from bot.members.importing import Wishes, take_in_file
from bot.pasting.screen import Screen
from bot.sandbox import branch
from store.checks import check
from store.database import Database
from store.tables import TABLES
from tests.bot.office import workbook
from tests.conversations.transcript import play

HERE = Path(__file__).parent / "office"
START = datetime(2026, 3, 1, 8, tzinfo=SHANGHAI)
LIST = (
    ("柳河村党支部流动党员花名册",),
    ("姓名", "职务", "手机号码", "是否流动", "流入地", "联系人", "微信群名片", "微信号", "月应交"),
    ("王建国", "书记", "", "否", "", "", "", "wxid_wjg", 12),
    ("李秀英", "组织委员", "", "否", "", "", "", "wxid_lxy", 1),
    ("张伟", "", 13800001234, "是", "深圳", "王建国", "", "", 42),
    ("刘洋", "", "", "是", "杭州", "王建国", "", "", 14),
    ("王芳", "", "", "是", "苏州", "李秀英", "王芳一组", "", 5),
    ("王芳", "", 13900005678, "是", "宁波", "李秀英", "王芳二组", "", 5),
)


def imported(folder: Path) -> None:
    """The office's list, taken into the books of the rehearsal."""
    file = workbook(folder / "花名册.xlsx", LIST, merge="A1:I1")
    (folder / "config.yaml").write_text("branches:\n  - {id: B01, name: 柳河村党支部}\n", "utf-8")
    wishes = Wishes(file, None, folder / "config.yaml", folder / "books", yes=True)
    out = StringIO()
    take_in_file(wishes, VirtualClock(START), Screen(StringIO(), out, present=False))
    assert "新增6人" in out.getvalue()


def test_a_branch_from_its_list_to_a_silence_of_six_months(tmp_path: Path) -> None:
    imported(tmp_path)
    path = HERE / "roster.txt"
    played = play(path, tmp_path, settings=branch.plain_settings(None, (branch.ROOM,)))
    if os.environ.get("ZHIBU_REWRITE"):
        path.write_text(played, "utf-8")
    assert played == path.read_text("utf-8")
    db = Database(tmp_path / "books", TABLES)
    faults = check(db)
    db.close()
    assert faults == []
    page, life = StringIO(), StringIO()
    tell(tmp_path / "books", "王芳二组", datetime(2026, 10, 6, 10, tzinfo=SHANGHAI), page)
    assert page.getvalue() == (
        "王芳二组（B01）联系与查找情况　2026-10-06\n"
        "最近一次联系：2026-03-05 代报到，距今215天（满7个月）\n"
        "查找记录：1次\n"
        "  1. 2026-05-03 打电话：停机（王建国记于2026-05-03 09:30）\n"
        f"{RULE}\n"
    )
    tell_life(tmp_path / "books", "张伟", life)
    assert life.getvalue() == (
        "张伟（B01）\n"
        "  2026-03-01 08:00 导入：登记党员\n"
        "  2026-03-01 08:00 导入：核定党费\n"
        "  2026-03-02 09:00 书记王建国：绑定微信\n"
        "  2026-03-05 10:00 张伟：报到\n"
        "  2026-04-10 09:00 书记王建国：解除绑定\n"
        "  2026-04-10 09:00 书记王建国：绑定微信\n"
        "  2026-04-10 09:00 张伟：报到\n"
    )
