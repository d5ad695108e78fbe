"""民主评议 as a checklist: its five steps, and the counts of the grades, checked.

In private: who got which grade is not kept, only how many.
"""

from __future__ import annotations

import re

from handlers.commands import command
from handlers.context import Context, Reply, Say, UserError
from handlers.permissions import SECRETARY_IN_PRIVATE
from store import appraisal, roster
from store.models import GradeCount, Standing
from store.privacy import Private

_DONE = r"(?:已?完成|做完了?|开完了?|好了|完了|✓|√)?"
_STEP = re.compile(rf"({'|'.join(appraisal.FIVE_STEPS)})\s*{_DONE}")
_GRADE = re.compile(r"(优秀|基本合格|不合格|合格)\s*[:：]?\s*(\d{1,3})\s*[人名]?")
_RESULT = "评议 结果 优秀4 合格8 基本合格1 不合格0"


@command(
    "评议",
    "民主评议",
    permission=SECRETARY_IN_PRIVATE,
    tail=rf"(?:(?:{'|'.join(appraisal.FIVE_STEPS)})\s*{_DONE}|(?:结果)?\s*(?:优秀|合格)[^。]*)?",
    example="评议 自评 已完成",
)
def appraise(ctx: Context, tail: str) -> Reply:
    """民主评议五步：做完一步记一步；最后登记各等次人数，如：评议 结果 优秀4 合格8"""
    year = ctx.today.year
    step = _STEP.fullmatch(tail)
    if step is not None:
        _take(ctx, step[1], year)
    elif tail:
        _enter(ctx, dict(_GRADE.findall(tail)), year)
    return [Say("appraisal.list", _checklist(ctx, year))]


def _take(ctx: Context, step: str, year: int) -> None:
    done = appraisal.steps(ctx.db, ctx.branch.id, year)
    position = appraisal.FIVE_STEPS.index(step)
    skipped = [name for name in appraisal.FIVE_STEPS[:position] if name not in done]
    if skipped:
        raise UserError(
            f"前面的{'、'.join(skipped)}还没记，请按顺序来，如：评议 {skipped[0]} 已完成"
        )
    if step not in done:
        appraisal.step_done(ctx.db, ctx.cause, ctx.branch.id, year, step)


def _enter(ctx: Context, said: dict[str, str], year: int) -> None:
    """The counts of the grades, checked against who gets one. Raises UserError."""
    counts = {grade: int(number) for grade, number in said.items()}
    total = sum(counts.values())
    graded = appraisal.graded(ctx.db, ctx.branch.id)
    if not counts or total > graded:
        raise UserError(f"评等次的正式党员有{graded}人，登记了{total}人，请核对，如：{_RESULT}")
    excellent = counts.get("优秀", 0)
    most = appraisal.most_excellent(total)
    if excellent > most:
        raise UserError(f"优秀一般不超过三分之一：{total}人里最多{most}人，您写了{excellent}人。")
    count = GradeCount(
        branch=ctx.branch.id,
        year=year,
        excellent=excellent,
        qualified=counts.get("合格", 0),
        basic=counts.get("基本合格", 0),
        unqualified=counts.get("不合格", 0),
        at=ctx.now,
        by=ctx.sender.id,
        why=ctx.message.id,
    )
    appraisal.enter_grades(ctx.db, ctx.cause, count)


def _checklist(ctx: Context, year: int) -> dict[str, object]:
    done = appraisal.steps(ctx.db, ctx.branch.id, year)
    lines = [
        f"{name}　{f'{done[name].at.month}月{done[name].at.day}日' if name in done else '还没做'}"
        for name in appraisal.FIVE_STEPS
    ]
    left = [name for name in appraisal.FIVE_STEPS if name not in done]
    count = appraisal.grades(ctx.db, ctx.branch.id, year)
    graded = appraisal.graded(ctx.db, ctx.branch.id)
    result = (
        f"优秀{count.excellent}，合格{count.qualified}，基本合格{count.basic}，"
        f"不合格{count.unqualified}"
        if count
        else ""
    )
    people = roster.members(ctx.db, ctx.branch.id)
    probationary = sum(m.standing is Standing.PROBATIONARY for m in people)
    return {
        "year": year,
        "lines": lines,
        "left": left[0] if left else "",
        "graded": graded,
        "most": appraisal.most_excellent(graded),
        "probationary": probationary,
        "result": Private(result),
    }
