"""Supposing: what somebody else would have done, what is only guessed, what is only shown.

Responsible for clauses that take the force from those after them (换成别人，…; 估摸着，…; 例：…).
It must not know what is supposed.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, written
from handlers.reading.patterns import pattern

SUPPOSES = frozenset("换搁放要若如")
_ELSE = pattern(
    "(?:[要若]|要是|如果)?(?:(?:换[成作做]?|[搁放])[了在到]?是?)"
    "(?:别人家?|旁人|他人|别个|人家|任何人|谁|别的(?:人|支部|组)|别家|个人|其他人|[我俺你您咱他她]|以前|往年|过去|从前|早些?年)"
    "(?:来|家|身上|头上|那里|那儿)?(?:[,的早就都肯准]|$)"
)
_ANOTHER = pattern("(?:[要若]|要是|如果)?(?:换[成作做]?|搁)了?是?$")


def supposes(clause: Clause) -> bool:
    """换成别人，党费早就交了; 搁以前，…: what somebody else would have done."""
    said = written(clause)
    if _ELSE.match(said):
        return True
    named = clause.core[-1:] == "p" and clause.end == ","
    return named and _ANOTHER.match(said[: -len(str(clause.tokens[-1][3]))]) is not None


GUESSES = frozenset(
    ["H", "sH", "pH", "rH", "tH", "hH", "HU", "U", "UH", "oU", "sU", "pU", "rU", "tU", "hU"]
)
_GUESS = pattern(
    ".{0,4}(?:估摸|寻思|琢磨|约摸|约莫|估计|掂量|盘算|揣摩|思量|猜|料想|八成|多半|大概|可能|没准|说不定|[照依]我看|[照按]理说?)[着是]?吧?"
)


def guesses(clause: Clause) -> bool:
    """邱婶估摸着，廖叔的党费已经缴了: a guess, a mark before what is guessed."""
    return _GUESS.fullmatch(written(clause)) is not None


_SHOWN = ("格式", "样式", "例", "例子", "参考", "写法", "样例", "示例", "模板", "范例")
_FORM = pattern("格式|样式|模板|范例")
_BLANKS = set("x×*某○〇_")


def is_example(clause: Clause) -> bool:
    """格式：…, 例：…, XXX已交: what is shown, not told."""
    words = [str(token[3]) for token in clause.tokens if token[0] in "Uog"]
    if any(len(word) > 1 and set(word) <= _BLANKS for word in words):
        return True
    last = str(clause.tokens[-1][3])
    if clause.end != "," or len(clause.tokens) > 8:
        return False
    if "s" not in clause.core and any(_FORM.search(word) for word in words):
        return True
    return len(clause.tokens) < 6 and last.endswith(_SHOWN)
