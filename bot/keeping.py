"""Commands that keep the books: export, check, backup, restore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

from bot.books import document
from bot.clock import SystemClock
from bot.faults import CommandError
from store import backup
from store.checks import check, counts
from store.checks_books import Fault
from store.database import JOURNAL_NAME, Database
from store.tables import TABLES


def opened(data: Path) -> Database:
    """The books of a folder, to read; another process may go on writing.

    Raises CommandError where there are none.
    """
    if not any((data / name).exists() for name in (JOURNAL_NAME, "zhibu.json")):
        raise CommandError(f"{data} 里没有账本。用 --data 指明账本所在的文件夹。")
    return Database(data, TABLES, read_only=True)


def export_json(data: Path, out: TextIO) -> None:
    """The books as one JSON document."""
    db = opened(data)
    try:
        out.write(json.dumps(document(db), ensure_ascii=False, indent=1) + "\n")
    finally:
        db.close()


def check_books(data: Path, out: TextIO) -> bool:
    """Tell every fault of the books; whether there is none."""
    db = opened(data)
    try:
        faults, sizes = check(db), counts(db)
    finally:
        db.close()
    looked_at = "，".join(f"{name} {sizes[table]}" for table, name in _COUNTED.items())
    if faults:
        out.write("".join(f"{_told(fault)}\n" for fault in faults))
        out.write(f"发现 {len(faults)} 个问题（查过：{looked_at}）。账本没有改动。\n")
        out.write(f"要回到出问题以前的备份：zhibu restore 备份文件 --data {data}\n")
    else:
        out.write(f"没有发现问题。查过：{looked_at}。\n")
    return not faults


def back_up(data: Path, target: Path, keep: int, out: TextIO) -> None:
    """Write a verified copy of the books into a folder. Raises StoreError."""
    opened(data).close()
    made = backup.backup(data, target, keep, SystemClock().now())
    out.write(f"备份好了：{made.path}\n")
    out.write(f"已经读回来核对过，共 {made.documents} 条记录。\n")
    if made.removed:
        out.write(f"只留最近 {keep} 份，删去较早的 {len(made.removed)} 份。\n")
    out.write(f"要恢复时，先停下 zhibu run，再运行：zhibu restore {made.path} --data {data}\n")


def restore(file: Path, data: Path, out: TextIO) -> None:
    """Make a backup the books of a folder. Raises StoreError while a process uses it."""
    if not file.is_file():
        raise CommandError(
            f"找不到备份文件 {file}。备份文件的名字像 zhibu-20261123-083000.journal。"
        )
    done = backup.restore(file, data)
    out.write(f"恢复好了：{data} 现在有 {done.documents} 条记录，来自 {file}。\n")
    for kept in done.set_aside:
        out.write(f"恢复以前的账本没有删，留作 {kept}。\n")
    out.write(f"建议核对一遍：zhibu check --data {data}\n")


def _told(fault: Fault) -> str:
    name = _TABLES.get(fault.table, fault.table)
    where = f"{name}（{fault.table}）第 {fault.id} 条" if fault.id else f"{name}（{fault.table}）"
    return f"{where}：{fault.says}"


_COUNTED = {
    "members": "党员",
    "claims": "已交声明",
    "receipts": "收款确认",
    "reversals": "冲销",
    "check_ins": "报到",
    "meetings": "会议",
    "meeting_answers": "会议答复",
    "attendance": "会议签到",
    "left_out": "不计入应到",
    "meeting_notes": "会议记录",
    "vote_counts": "表决票数",
    "talks": "谈心谈话",
    "training_hours": "学时",
    "appraisal_steps": "民主评议步骤",
    "grade_counts": "评议结果",
    "inbox": "收到的消息",
    "outbox": "发出的话",
    "deliveries": "定时通知",
    "audit": "操作日志",
}
_TABLES = _COUNTED | {
    "bindings": "微信绑定",
    "heard": "最近联系",
    "searches": "查找记录",
    "homecomings": "返乡名单",
    "office_lists": "名册表的样子",
    "strangers": "未绑定的人",
    "dues_bases": "党费核定",
    "arrivals": "账单上的到账",
    "payer_names": "付款人是谁",
    "opened_months": "开始收缴的月份",
    "balances": "党员每月余额",
    "branch_months": "支部每月合计",
    "member_totals": "党员欠交合计",
    "questions": "问题",
    "listings": "编号列表",
    "rounds": "群里正在问的事",
    "watermarks": "通知进度",
    "presences": "在线时刻",
    "recent_acts": "可撤销的操作",
    "meeting_changes": "会议的更改",
    "pasted": "粘贴过的聊天",
    "relays": "接龙",
    "interventions": "对通知的干预",
    "burdens": "打扰统计",
}
"""What the tables are called in front of people; the first ones are counted."""
