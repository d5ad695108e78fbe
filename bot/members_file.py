"""A branch's list of members as a CSV file, taken into the books.

Reads the office's columns in any order and taking the list in again changes only
what differs. What a line means is said here; the roster keeps it.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from store import dues, roster
from store.database import Database
from store.models import Cause, Member, Role, Standing
from store.money import Fen, parse_yuan
from store.period import Period

NAME, WECHAT, CARD, OFFICE, CATEGORY, AMOUNT = (
    "姓名",
    "微信标识",
    "群昵称",
    "身份",
    "类别",
    "月应交元",
)
_OTHER_NAMES = {
    "微信id": WECHAT,
    "微信号": WECHAT,
    "群名片": CARD,
    "月应交": AMOUNT,
    "职务": OFFICE,
}
_ENCODINGS = ("utf-8-sig", "gb18030")


class MembersFileError(ValueError):
    """The list cannot be used; the message names every fault with its line, in Chinese."""


@dataclass(frozen=True, slots=True)
class Line:
    """One member of the list."""

    member: Member
    wechat_ids: tuple[str, ...]
    amount: Fen | None


def read(path: Path, branch: str) -> list[Line]:
    """The lines of a list. Raises MembersFileError with all faults at once."""
    rows = list(csv.reader(io.StringIO(_text(path))))
    if not rows:
        raise MembersFileError(
            f"{path} 是空的。第一行要是列名，如：姓名,微信标识,群昵称,身份,类别,月应交元"
        )
    columns = [_column(cell) for cell in rows[0]]
    if NAME not in columns:
        raise MembersFileError(f"{path} 第1行没有“姓名”这一列。")
    lines, faults = [], []
    for number, row in enumerate(rows[1:], 2):
        cells = {c: value.strip() for c, value in zip(columns, row, strict=False)}
        if any(cells.values()):
            line = _line(branch, cells)
            if isinstance(line, str):
                faults.append(f"{path} 第{number}行：{line}")
            else:
                lines.append(line)
    faults += _doubles(path, lines)
    if faults:
        raise MembersFileError("\n".join(faults))
    return lines


def take_in(db: Database, cause: Cause, lines: list[Line]) -> int:
    """Add who is new, change what differs; a transaction must be open. Returns how many changed."""
    changed = 0
    for line in lines:
        before = _known(db, line)
        member = before or roster.add_member(db, cause, line.member)
        if before is not None:
            wanted = {field: getattr(line.member, field) for field in _LISTED}
            member = roster.change_member(db, cause, before, **wanted)
        changed += member is not before
        for wechat_id in line.wechat_ids:
            if roster.member_of(db, wechat_id) is None:
                roster.bind(db, cause, wechat_id, member)
        _verify(db, cause, member, line.amount, is_new=before is None)
    return changed


_LISTED = (
    *("name", "card", "roles", "standing", "category"),
    *("mobile", "place", "party_group", "spouse"),
)
"""What the list decides; everything else of a member is kept as the books have it."""


def _verify(
    db: Database, cause: Cause, member: Member, amount: Fen | None, *, is_new: bool
) -> None:
    this = Period.of(cause.at)
    if amount is not None and dues.due(db, member.id, this) != amount:
        since = Period(this.year, 1) if is_new else this
        dues.set_base(db, cause, member, since, amount, "名册")
    if is_new:
        for period in dues.opened_months(db, member.branch):
            if period >= this:
                dues.open_for(db, cause, member, period)


def _known(db: Database, line: Line) -> Member | None:
    bound = [roster.member_of(db, wechat_id) for wechat_id in line.wechat_ids]
    for member in bound:
        if member is not None:
            return member
    same = [m for m in roster.members(db, line.member.branch) if m.name == line.member.name]
    exact = [m for m in same if m.card == line.member.card]
    if len(exact) == 1:
        return exact[0]
    return same[0] if len(same) == 1 and not roster.wechat_ids(db, same[0].id) else None


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MembersFileError(f"打不开名册 {path}：{error.strerror}") from error
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise MembersFileError(f"{path} 的文字编码认不出来，请在 Excel 里另存为“CSV UTF-8”。")


def _column(cell: str) -> str:
    name = re.sub(r"[\s（）()*]", "", cell).replace("（元）", "元")
    return _OTHER_NAMES.get(name.lower(), name)


def _line(branch: str, cells: dict[str, str]) -> Line | str:
    if not cells.get(NAME):
        return "缺姓名"
    written = cells.get(AMOUNT, "")
    amount = parse_yuan(written) if written else None
    if written and amount is None:
        return f"月应交元“{written}”不是金额，要写数字，如 20 或 0.2"
    office = cells.get(OFFICE, "")
    words = f"{office} {cells.get(CATEGORY, '')} {cells.get('党籍', '')}"
    member = Member(
        branch=branch,
        name=cells[NAME],
        card=cells.get(CARD, "") if cells.get(CARD, "") != cells[NAME] else "",
        aliases=tuple(a for a in re.split(r"[、;；/ ]+", cells.get("别名", "")) if a),
        roles=_roles(office),
        standing=_standing(words),
        category=cells.get(CATEGORY, ""),
        mobile="流动" in words or bool(cells.get("流入地")),
        party_group=cells.get("党小组", ""),
        place=cells.get("流入地", cells.get("现居地", "")),
        spouse=cells.get("配偶", ""),
    )
    wechat_ids = tuple(w for w in re.split(r"[、;；/ ]+", cells.get(WECHAT, "")) if w)
    return Line(member, wechat_ids, amount)


_OFFICES = (
    (Role.SECRETARY, re.compile(r"(?<!副)书记|secretary")),
    (Role.COLLECTOR, re.compile(r"组织委员|收款|收缴|collector")),
    (Role.GROUP_LEADER, re.compile(r"组长|group_leader")),
    (Role.CLERK, re.compile(r"党务|干事|镇党委|clerk")),
)


def _roles(office: str) -> tuple[Role, ...]:
    return tuple(role for role, words in _OFFICES if words.search(office))


def _standing(words: str) -> Standing:
    if "预备" in words:
        return Standing.PROBATIONARY
    if re.search(r"积极分子|发展对象|申请人", words):
        return Standing.APPLICANT
    return Standing.FULL


def _doubles(path: Path, lines: list[Line]) -> list[str]:
    ids = [wechat_id for line in lines for wechat_id in line.wechat_ids]
    double_ids = sorted({i for i in ids if ids.count(i) > 1})
    people = [(line.member.name, line.member.card) for line in lines]
    double_people = sorted({name for name, card in people if people.count((name, card)) > 1})
    faults = [f"{path}：微信标识 {i} 写在了两个人名下" for i in double_ids]
    return faults + [
        f"{path}：有两位“{name}”分不开，请在“群昵称”里写明，如 {name}（二组）"
        for name in double_people
    ]
