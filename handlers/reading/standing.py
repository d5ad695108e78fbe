"""Standing: what a verdict on one clause becomes by the clauses around it.

Responsible for orders by name, for what those are told who have not paid, and for what is still
waited for. It must not know the wording that led to the verdict.
"""

from __future__ import annotations

from typing import NamedTuple

from handlers.reading.clauses import Clause, says
from handlers.reading.patterns import fullmatch, match, pattern, search
from handlers.reading.verdicts import Verdict


class Around(NamedTuple):
    """The clause before, those after, the last two with their rules, and whether he waits."""

    before: Clause | None
    after: list[Clause]
    told: list[tuple[Clause, str]]
    waiting: bool


def beside_others(judged: Verdict, clause: Clause, around: Around) -> Verdict:
    """The verdict as it stands among the others."""
    if judged.cell == "promise" and _hurries_somebody(clause, around.before):
        return Verdict("none", "notice-or-request")
    if judged.cell in {"promise", "denied"} and _to_those(clause, judged.cell, around):
        return Verdict("none", "to-those")
    if judged.cell == "denied" and _was_forgotten(clause, around):
        return Verdict("none", "made-good")
    if judged.cell == "paid" and _is_slogan(clause, around.after):
        return Verdict("none", "habit")
    if judged.cell in {"paid", "promise"} and _hands_up_all(clause, around.told):
        return Verdict("none", "gathers")
    if judged.cell == "paid" and _of_whoever(clause, around.after):
        return Verdict("none", "to-those")
    if around.waiting and judged.cell == "paid" and _holds_off(clause):
        return Verdict("promise", "still-waiting")
    if judged.rule in {"relative", "can-or-relative"} and _lists(clause, around.after):
        return Verdict("denied" if "N" in clause.core else "paid", "listed-below")
    if judged.rule == "unknown-words" and _comes_first(clause, around.after):
        return Verdict("promise", "still-waiting")
    if judged.rule != "bare":
        return judged
    if search("^[soA]*d[prh]+V[MD]*$", clause.core) and _sum_after(clause, around.after):
        return Verdict("paid", "bare-proxy")
    if search("^s?VxReD$", clause.core) and _sum_after(clause, around.after):
        return Verdict("paid", "made-up")
    if search("^[soA]*(?:V[MeD]*D|DV)$", clause.core) and _makes_up(clause, around.after):
        return Verdict("paid", "made-up")
    if around.waiting and search("V[MD]*$|D[^VW]*a[pt]+$", clause.core):
        return Verdict("promise", "still-waiting")
    if _later_today(clause, around):
        return Verdict("promise", "later-today")
    if _going_to_give(clause, around.before):
        return Verdict("promise", "going-to")
    return judged


_LATER_TODAY = {"中午", "上午", "早上", "夜里", "晌午", "凌晨", "早晨", "清早"}


def _later_today(clause: Clause, around: Around) -> bool:
    """没交，中午交: an hour that may be past is to come where it was not paid yet."""
    if not around.told or not fullmatch("[so]*kVD?", clause.core):
        return False
    before, rule = around.told[-1]
    if rule != "negation" or before.sentence != clause.sentence or search("[prhyq]", before.core):
        return False
    return any(token[0] == "k" and token[3] in _LATER_TODAY for token in clause.tokens)


def _was_forgotten(clause: Clause, around: Around) -> bool:
    """9月党费补交了，上个月忙忘了: why it was late."""
    if not around.told or not fullmatch("[oknsuU]*M?[okna]*7?a?NV?l?", clause.core):
        return False
    before, rule = around.told[-1]
    if rule != "completed" or not says(clause, "N", ("忘",)):
        return False
    return before.sentence == clause.sentence and says(before, "VW", ("补",))


def _lists(clause: Clause, after: list[Clause]) -> bool:
    """已交党费的有：孙丽、黄磊."""
    if clause.last not in {"有", "是", "如下", "名单"} or "s" in clause.core:
        return False
    return bool(after) and fullmatch("p(?:[&o]*p)*[ol]*", after[0].core) is not None


def _hands_up_all(clause: Clause, told: list[tuple[Clause, str]]) -> bool:
    """党费收齐，共612元，已上缴镇党委; 把党费收上来，15号前交到支部: everybody's."""
    if search("^[^VW]*[sprhyD]", clause.core):
        return False
    before = [one.core for one, _ in told if one.sentence == clause.sentence]
    if any(search("^[^psryhVWi]*D[^psryhVWi]*J", core) for core in before):
        return True
    if any(search("^[igt/o][^psryhVW]*b[^psryhVW]*DJ", core) for core in before):
        return True
    up = says(clause, "W", ("上缴", "上交")) and says(clause, "2", ("镇党委", "党委", "上级"))
    return up and any("=" in core for core in before)


_ABOUT = ("截图", "凭证", "回执单", "缴款单", "名单", "情况", "来", "过来", "去", "到")


def _is_slogan(clause: Clause, after: list[Clause]) -> bool:
    """按时交了党费，还要按时参加活动: for everybody."""
    if not after or not search("^o*[VW]x*l?D$", clause.core) or "s" in after[0].core:
        return False
    told = "".join([str(token[3]) for token in after[0].tokens[:2]])
    return told.startswith(("还要", "还得", "更要", "更应", "也要", "积极"))


def _of_whoever(clause: Clause, after: list[Clause]) -> bool:
    """交了没截图的，把截图补发, 把党费交了的截图统一发到相册: whoever has paid."""
    core = clause.core
    found = search("^[^spryhk$#A]*[VW]x*l[MRD]*(?:N[^VW]*)?e", core)
    if found is None:
        return False
    if found.end() < len(core):
        tokens = [token for token in clause.tokens if token[0] != "."]
        return tokens[found.end()][3] in _ABOUT
    if "N" in core:
        return True
    if not after or after[0].sentence != clause.sentence:
        return False
    later = after[0].core
    return match("[o]*(?:i|b|B(?!8))", later) is not None


def _makes_up(clause: Clause, after: list[Clause]) -> bool:
    """补交11月、12月党费，40: with its months and sum it is told."""
    if not says(clause, "V", ("补",)):
        return False
    later = [one.core for one in after if one.sentence == clause.sentence]
    if "M" not in clause.core and not (later and fullmatch("M[eo]*", later.pop(0))):
        return False
    return bool(later) and bool(fullmatch("=?[$#]", later[0]))


_FIRST = pattern("^.{0,4}[卖收修干做忙割打摘搬送跑洗喂浇](?:完|好|了|到).{0,8}就")


def _comes_first(clause: Clause, after: list[Clause]) -> bool:
    """卖完这车白菜就把党费缴了: no past is told, and no sum."""
    if not match("[oU8PO]*Gb[se]*M?e?D[VW]x?l?$", clause.core):
        return False
    if any(search("[$#k]", one.core) for one in after):
        return False
    return _FIRST.match("".join([str(token[3]) for token in clause.tokens])) is not None


def _sum_after(clause: Clause, after: list[Clause]) -> bool:
    """替孙丽交党费，20: told, as 替孙丽交20 is."""
    later = [one for one in after if one.sentence == clause.sentence]
    shapes = [one.core for one in later]
    if shapes and fullmatch("=?[$#]", shapes[0]):
        return True
    return len(shapes) > 1 and shapes[0] == "p" and bool(fullmatch("=?[$#]", shapes[1]))


def _going_to_give(clause: Clause, before: Clause | None) -> bool:
    """周六回村，党费当面给李委员; 上岸第一件事，把党费交上."""
    if before is None or before.sentence != clause.sentence:
        return False
    first = says(before, "o", ("第一件事", "头一件事", "头件事", "首要的事"))
    if first and not search("[kAl>]", before.core) and search("^b[MeD]*[VW]x?$", clause.core):
        return True
    plan = match("[nso]*u[^kA>VWl]*$", before.core)
    return plan is not None and search("D[^VW]*a[pt]+$", clause.core) is not None


def _holds_off(clause: Clause) -> bool:
    """Whether a clause after a waiting one is still to come: nothing says past, now, or a sum."""
    return not search("[kAn>$]|(?<!G)2", clause.core)


_TOLD = {"relative", "can-or-relative", "to-those"}


def _to_those(clause: Clause, cell: str, around: Around) -> bool:
    """没交党费的今天交, 还没交10月的，抓紧: what those are told who have not paid."""
    told, after = around.told, around.after
    if "s" in clause.core:
        return False
    if cell == "promise":
        return any(
            rule in _TOLD
            and one.sentence == clause.sentence
            and search("^[^s]*N[^VW]*[VW][MD$#]*e[gtU]*$", one.core)
            for one, rule in told
        )
    return bool(
        after
        and after[0].sentence == clause.sentence
        and search("^[^s]*N[^VW]*V[MD$#]*e$", clause.core)
        and fullmatch("[oun]*[ui]l?[o8]*", after[0].core)
        and says(after[0], "ui", ("抓紧", "赶紧", "赶快", "快", "尽快", "速"))
    )


_HASTE = {
    "赶紧", "抓紧", "快", "尽", "尽早", "赶快", "快点", "速", "尽快",
    "抽空", "有空", "有时间", "得空",
}  # fmt: skip


def _hurries_somebody(clause: Clause, before: Clause | None) -> bool:
    """孙丽抓紧把10月的交了; 老高，赶紧把党费交了: another is told to; 孙丽会抓紧交 is a plan."""
    core = clause.core
    words = {str(token[3]) for token in clause.tokens if token[0] == "u"}
    if not words or not words <= _HASTE or search("[skA>]", core):
        return False
    called = before is not None and before.sentence == clause.sentence
    called = (
        called
        and before is not None
        and bool(fullmatch("[o8]*[pry](?:&?[pryw])*[o8]*", before.core))
    )
    return called or bool(search("[pry][^VW]*u", core))


def gives_back(clause: Clause) -> bool:
    """给了李委员五十，找回十四: what was handed over is not what was paid."""
    said = "".join([str(token[3]) for token in clause.tokens])
    return said.startswith(("找回", "找了", "找我", "找零", "找补", "退回", "退了", "退我"))


def names_no_payment(clause: Clause) -> bool:
    """咋交？链接打不开: why he asks."""
    return not search("[VWD]", clause.core)
