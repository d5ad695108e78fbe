"""What reaches from clause to clause: the topic, and the scope of a condition, a report, an order.

Responsible for how far each reaches. It must not know what a clause states.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.figures import Token
from handlers.reading.funds import is_another_fund, names_money
from handlers.reading.owners import Speaker
from handlers.reading.patterns import fullmatch, match, pattern, search
from handlers.reading.supposing import GUESSES, SUPPOSES, guesses, is_example, supposes

_DEVICES = ("微信", "支付宝", "系统", "平台", "小程序", "手机", "网页", "app", "云闪付")
_HEADERS = ("流程", "步骤", "须知", "细则")
_EXAMPLES = ("示例", "范例", "样例", "模板", "例如", "比如", "比方", "举例", "样板")
_SCOPE_END = pattern(r"[o]*s[^rd]")
# 幸亏你提醒，党费交上了; 听说今天截止，我赶紧把党费交了: what he then did.
_DONE = pattern("[so]*(?:b?M?e?D[soA]*)?[VW]x*l[$#=oDM]*$")
_DID = pattern("o*s(?![eMDrd])(?:[^YZhCHqNBi]*[VW]x*l[$#=oDM]*|[oA]*N[oA]*[VW][DM]*)$")
_PASSES_ON = {
    "说一声",
    "说一下",
    "说声",
    "报一下",
    "讲一声",
    "转告",
    "带个话",
    "报备",
    "回一声",
    "回一句",
    "说一句",
}
_LUCKILY = {"好在", "还好", "幸好", "幸亏", "所幸", "总算", "好歹", "还好还好", "好彩"}


class Scope:
    """What is open while the clauses of one message are read, in order."""

    __slots__ = (
        "_failed",
        "_heard",
        "_ordered",
        "_sentence",
        "_shows",
        "_speaker",
        "_told",
        "future",
        "kind",
        "topic",
    )

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._sentence, self._ordered = -1, False
        self._shows = self._failed = False
        self._told, self._heard = False, -1
        """Whether the clause of hearsay says itself what was heard (听说今天截止，…)."""
        self.topic = ""
        """D dues, O something else, or nothing."""
        self.future = False
        """A clause that waits (等老板结了账，…) stands before this one in its sentence."""
        self.kind = ""
        """condition, luck, hearsay, said, order, or nothing."""

    def enter(self, clause: Clause) -> bool:
        """What still reaches into this clause; True if it takes back what was stated (…的话)."""
        core = clause.core
        if clause.sentence != self._sentence:
            self._sentence, self.kind, self.future = clause.sentence, "", False
        if self.kind in {"hearsay", "said"}:
            others = self._speaker.named and self._speaker.me[0] not in self._speaker.named
            own = self._told and _DID.match(core)
            if ">" in core or (others and _SCOPE_END.match(core)) or own:
                self.kind = ""
        self._failed = self._failed or "f" in core or "F" in core
        other = "O" in core or ("J" in core and names_money(clause))
        other = other or (not self.topic and is_another_fund(clause))
        if other and "D" not in core and not _mentions_card(clause, self._failed):
            self.topic = "O"
        elif "D" in core:
            self.topic = "D"
        if self._ordered and match("[onu]*G?(?:b|ds)|M?e?D[^skA]*$", core):
            self.kind = "order"
        self._ordered = clause.end == "," and (_hurries(clause) or _calls_for(clause))
        if clause.end == "," and core[-1:] == "i" and _heads_a_notice(clause):
            self.kind = "order"
        if match("[oDU2M]*i", core) and says(clause, "i", _EXAMPLES):
            self._shows = True
        if is_example(clause):
            self._shows = True
        if str(clause.tokens[0][3])[:1] in SUPPOSES and supposes(clause):
            self.kind = "condition"
        if clause.end == "," and clause.core[-2:] in GUESSES and guesses(clause):
            self.kind = "hearsay"
        if self._shows:
            self.kind = "order"
        if search("^[^psrhy]*J[ox]*G[xl]?eD(?!$)", core):
            self.kind = "order"
        if self.kind == "luck" and (match("[so]*[Ak>]", core) or _DONE.match(core)):
            self.kind = ""
        if self.kind == "condition" and clause.tokens[0][3] in _LUCKILY:
            self.kind = "hearsay" if self._heard == clause.sentence else ""
        if core[-1:] == "C" and says(clause, "C", ("不管", "不论")):
            return False
        if "C" in core:
            lucky = says(clause, "C", ("幸亏", "幸好"))
            if self.kind in {"hearsay", "said"} or "Y" in core:
                self.kind = "hearsay" if lucky else "condition"
                self._heard = clause.sentence
                return any(token[3] == "的话" for token in clause.tokens)
            self.kind = "luck" if lucky else "condition"
            return any(token[3] == "的话" for token in clause.tokens)
        if "Y" in core and self.kind != "condition":
            self.kind = "hearsay"
            self._told = search("Y[^VW]*[iU3L24567][^VW]*$", core) is not None
        elif self.kind != "condition" and self._is_relayed(clause):
            self.kind = "said"
        return False

    def _is_relayed(self, clause: Clause) -> bool:
        """孙丽托我说一声; 张伟说: somebody else's words."""
        if "T" in clause.core and clause.last in _PASSES_ON:
            return True
        return "Z" in clause.core and self._is_reported(clause)

    def _is_reported(self, clause: Clause) -> bool:
        """Somebody else says it: 张伟说…, 赵强跟我讲…; not 我说, 我跟大家说, 上周说."""
        if clause.core[0] == "q":
            return False
        words = [token for token in clause.tokens if token[0] != "."]
        core = "".join("h" if token[3] == "自己" else token[0] for token in words)
        before = core.partition("Z")[0]
        if search("^o*2[oU]*$", before) and says(clause, "2", _DEVICES):
            return False
        if search("N[&a][gyt]+o*$|^[^prh]*Nl?(?:z[2Uo]+)?$", before):
            return False
        if not search("[phrtgyw]", before) and _in_other_ways(words, before):
            return False
        if not search("[phrtUgyw]", before) or match("[ok]*s?o*$", before):
            return False
        if search("(?<![&aj])s(?![&])[^psrhgwj]*(?:[&a][gyt]+)?o*$", before) and "s" in before:
            return False
        named = [token for token in clause.tokens if token[0] in "prh"]
        own = bool(named) and all(self._speaker.who(one) == self._speaker.me for one in named)
        return not (own and match("[to]*p[ok]*[&a][gyt]+o*$", before))


def _heads_a_notice(clause: Clause) -> bool:
    """缴费流程：…, 转发镇里通知：…: what follows is for everybody."""
    if fullmatch("[oDU2M]*i", clause.core) and says(clause, "i", _HEADERS):
        return True
    passed_on = fullmatch("o?i[oDU2M]*i", clause.core) is not None
    return passed_on and says(clause, "i", ("转发",))


_WAYS = ("打字", "语音", "留言", "发消息", "插一句", "补一句", "多嘴")


def _in_other_ways(words: list[Token], before: str) -> bool:
    """嗓子哑了打字说，…: how he says it."""
    return bool(before) and str(words[len(before) - 1][3]).endswith(_WAYS)


def _mentions_card(clause: Clause, failed: bool) -> bool:
    """他在深圳绑不了卡: why, not what is paid."""
    objects = {str(token[3]) for token in clause.tokens if token[0] == "O"}
    if objects != {"卡"}:
        return False
    return search("[BN]l?O$", clause.core) is not None or (failed and _changes_card(clause))


_CHANGES = pattern(
    "(?:后来|又|再|重新|我)*换了?[一两]?[张个]?(?:银行|储蓄|信用|工资|借记|[农工建]行|邮储)?卡(?:以?后)?"
)


def _changes_card(clause: Clause) -> bool:
    """换了张卡，交成了: the means, not what is paid."""
    return _CHANGES.fullmatch("".join([str(token[3]) for token in clause.tokens])) is not None


def addresses_all(clauses: list[Clause]) -> bool:
    """在外的同志们，…; 各位，8月党费20号前交: what all are told, unless he speaks of himself."""
    first = clauses[0].core
    called = fullmatch("[o8]*gt*", first) or search("eg", first) or _calls_out(clauses[0])
    return bool(called) and not any("s" in clause.core for clause in clauses)


def _calls_out(clause: Clause) -> bool:
    """各小组长注意，…: those who are told something."""
    return clause.last == "注意" and fullmatch("[og/tiUw]*", clause.core) is not None


def waits(clause: Clause) -> bool:
    """等老板把钱结了，… 回头有网了，… 下个月回去，…: what follows it has not happened yet."""
    if clause.end != "," or clause.last in _PASSES_ON:
        return False
    if fullmatch("SoU", clause.core) and says(clause, "o", ("一",)):
        return True
    if clause.core[:1] == "u" and str(clause.tokens[0][3]).startswith("等"):
        return not search("^ul|[A>]|^u[^u]+k", clause.core)
    if not match("s?u(?!l)[^VWJDkA>]*$", clause.core):
        return False
    first = next((str(token[3]) for token in clause.tokens if token[0] != "."), "")
    if first[:1] in {"再", "又"} or first in {"正在", "在交"}:
        return False
    return "了" not in first or len(clause.core) == 1


def _calls_for(clause: Clause) -> bool:
    """谁去镇上，… 有回村的吗，…: whoever goes is asked for something."""
    if not search("q", clause.core) or search("[VWDs]", clause.core):
        return False
    return says(clause, "q", ("谁", "哪位", "哪个", "吗", "有没有"))


def _hurries(clause: Clause) -> bool:
    """赶紧的，…: an order, and so is what follows it."""
    if clause.core[-1:] == "U" and clause.last in {"点", "点儿", "些"} and "s" not in clause.core:
        return says(clause, "oiuU", ("麻利", "利索", "自觉", "主动", "勤快", "抓紧", "快"))
    if not match("[opry&g]*[ui]e?$", clause.core):
        return False
    return says(clause, "ui", ("赶", "快", "抓紧", "速", "尽快", "务必"))


OWN_WORDS = pattern("[o>n3ek]*(?:s(?![rT])|d)")
_SAID = pattern("[phrtUgy].*Z|Y")
_TO_ALL = pattern(
    "[mL1VWc][xl]*[D3]?e[tg]|1e.|[&z]sL|i[o]*[gy][^s]*[mL1]|^[^sphrwyQ]*[mL1]l?e[tgiUZ7n2]"
)
_TO_REPORT = pattern("^[^sphrwy]*[mL1]l?eo")


_OF_ALL = pattern("[m1]3?e[o]*[ui]|^[^sphrwy]*me[o]*[Gm]|^[^sphrwy]*et[uio]*[Lm]")
_ORDERED = pattern("i|[uo]*[&z]t|u[o]*(?:L|Z|[&z])")


def answer_scope(clause: Clause, later: list[Clause]) -> str:
    """said: somebody else's words, up to one's own; all: a condition, or what is asked of all."""
    core = clause.core
    if _OF_ALL.search(core) and "s" not in core and "p" not in core:
        return "all"
    if later and search("T[i>Z]g", core) and not match("o*h", later[0].core):
        return "all"
    if later and match("[^sphrwy]*[m1]e$", core) and _ORDERED.match(later[0].core):
        return "all"
    if match("[^sphrwy]*e[oui]*L", core) and not _REPORTS.isdisjoint([t[3] for t in clause.tokens]):
        return "all"
    if "C" in core or _TO_ALL.search(core):
        return "all"
    if _TO_REPORT.match(core) and any(t[3] in _REPORTS for t in clause.tokens):
        return "all"
    own = search("s[&a][yt]+o*Z", core)
    return "said" if _SAID.search(core) and "T" not in core and not own else ""


_REPORTS = {"说一声", "报一下", "报备", "汇报一下", "提前", "统一", "及时"}
