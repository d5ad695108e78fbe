"""What is said of a verified amount: the proposal, its rule, a boundary close by.

Words for the chat and for the base sheet alike. Amounts are private: whoever says these lines
says them to one officer.
"""

from __future__ import annotations

from store.bases import SheetRow
from store.dues_rates import Proposal
from store.money import Fen, yuan


def proposed(proposal: Proposal | None) -> str:
    """``42`` or ``0.20—1``; empty where nothing can be proposed."""
    if proposal is None:
        return ""
    if proposal.least == proposal.most:
        return yuan(proposal.most)
    return f"{yuan(proposal.least)}—{yuan(proposal.most)}"


def warnings(proposal: Proposal | None) -> list[str]:
    """What to look at twice: a boundary close by, an unusually large amount."""
    if proposal is None:
        return []
    found = []
    if proposal.cliff is not None:
        cliff = proposal.cliff
        found.append(
            f"基数离{yuan(cliff.boundary)}元这道线很近："
            f"正好{yuan(cliff.boundary)}元交{yuan(cliff.at)}元，多一分就交{yuan(cliff.above)}元"
        )
    if proposal.over_ceiling:
        found.append("每月一般不超过1000元（组电明字〔2017〕5号）")
    return found


def by_rule(base: Fen | None, proposal: Proposal | None) -> str:
    """``基数4200元，按第二条每月42元``; empty where nothing is proposed."""
    if proposal is None:
        return ""
    from_base = f"基数{yuan(base)}元，" if base is not None else ""
    return f"{from_base}按{proposal.rule}每月{proposed(proposal)}元"


def note(row: SheetRow) -> str:
    """What the sheet remarks of somebody."""
    said = warnings(row.proposal)
    if row.payer is None:
        said.insert(0, "类别看不出按哪条交，请问本人" if row.base is None else "按申报的收入算")
    elif row.proposal is None:
        said.insert(0, "还缺基数")
    return "；".join(said)


def line(row: SheetRow) -> str:
    """Somebody on the list of those not verified yet."""
    facts = [
        row.member.category,
        f"去年{yuan(row.last_year)}元" if row.last_year is not None else "",
        by_rule(row.base, row.proposal),
        note(row),
    ]
    return f"{row.member.called} {'，'.join(fact for fact in facts if fact)}".strip()
