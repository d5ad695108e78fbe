"""Is it a payment? Each clause about dues falls into one cell; exactly one writes a payment.

Responsible for object, aspect, modality and speaker of a statement about dues. It must not
know whose or how much. What no pattern allows is refused: a payment that nobody stated is the
costly error.
"""

from __future__ import annotations

from handlers.reading.clauses import Clause, says
from handlers.reading.harmless import fits, is_closed, is_suspect, with_topic
from handlers.reading.occasions import hands_in
from handlers.reading.patterns import fullmatch, match, pattern, search
from handlers.reading.paying import collected, is_bare_proxy, is_completed, makes_up, only_full
from handlers.reading.plans import as_soon_as, first_of_all, forgets, planned_day, puts_off
from handlers.reading.questions import asks_in_case, is_question
from handlers.reading.refusals import (
    NEGATED,
    gathers,
    guessed,
    helped,
    is_due,
    is_duty,
    is_first_step,
    is_habit,
    is_headless,
    is_norm,
    led_by_others,
    of_the_branch,
    once_meant,
    set_aside,
    tells_somebody,
    told_to_do,
    too_much_or_little,
    waits_for_others,
    years_of_habit,
)
from handlers.reading.verdicts import Verdict

_RELATIVE = pattern(r"[VWJ][xl]*[M$#RD]*e(?![DM$#Ro=/%l2G]|$)")
_TAIL_OF = pattern(r"[VW][xl]*e(?:[DM$#RoG=/%2]|$)|[VW]x*a?[pt]+[2o]?e$")
_STATED_OF = pattern(
    r"^[so]*Ve[MR]e$|[VW]x*l?eo[MR$#]e?$|[knAp2zrsMo$#][^VW]*[VW]x*l?e|[VW]x*l+e|[VW]x*a?[pt]+[2o]?e$"
    r"|D[so]*[VW]x*e2$"
)
_NEGATED_ALONE = pattern(r"Nl*$")
_PROMISED = pattern(r"u[^N]*?[VW]")
_SINCE_DONE = pattern(r"[Ak][^u]*[VW]x*[le]")
_DONE_AFTER = pattern(r"u.*A[^u]*[VW]")
_ALREADY = ("已", "早", "巳", "以经")


def verdict(clause: Clause, *, about: bool, scoped: str, leaning: bool, listed: bool) -> Verdict:
    """The cell of one clause that pays, collects or names dues.

    ``about`` is whether it, or the message so far, is about dues;
    ``scoped`` the scope that reaches here (condition, hearsay, said); ``leaning`` whether a
    weak verb (转, 付) may mean dues: a dues round is open and a sum or collector is named;
    ``listed`` whether people and their sums stand around it (张伟42，刘洋14，已收).
    """
    core = clause.core
    if "K" in core and "D" not in core:
        return Verdict("question", "question") if is_question(clause) else Verdict("none", "papers")
    if "Q" in core:
        return Verdict("aside", "rhetorical")
    if "C" in core and "q" in core and clause.end != "?" and not asks_in_case(clause):
        return Verdict("none", "what-if")
    if "i" in core and "q" in core and clause.end != "?" and _asks_to_write(clause):
        return Verdict("none", "notice-or-request")
    if is_question(clause):
        asks = about or "V" in core or (leaning and bool(search("W|J", core)))
        return Verdict("question", "question") if asks else Verdict("none", "other-question")
    if core.count("q") > 1:
        return Verdict("none", "to-those")
    if scoped or "C" in core or "Y" in core:
        return Verdict("none", scoped or ("condition" if "C" in core else "hearsay"))
    if set_aside(core):
        return Verdict("aside", "belief-or-contrast")
    if "as" in core and search("^o*as[bMD]", core):
        return Verdict("none", "notice-or-request")
    others = led_by_others(core) and not (waits_for_others(clause) or helped(core))
    asked = "T" in core and match("[ot]*T", core)
    if "i" in core or others or asked or tells_somebody(clause):
        return Verdict("none", "notice-or-request")
    if ("f" in core or "O" in core) and search("[VW]D?e.*f|O.*[VW].*D|De[oU]*O[^D]*[VW]", core):
        return Verdict("none", "about-something-else")
    if "f" in core and (about or leaning or search("^[oskn]*Vl?f", core)):
        return Verdict("denied", "failed-attempt")
    if "H" in core or guessed(clause):
        return Verdict("hedged", "hedge")
    if told_to_do(clause):
        return Verdict("none", "notice-or-request")
    if of_the_branch(clause):
        return Verdict("none", "others")
    stated = _stated(clause, about, leaning, listed)
    if stated.cell in {"paid", "denied"} and says(clause, "o", ("以下", "如下", "下列")):
        return Verdict(stated.cell, "listed-below")
    return stated


def _asks_to_write(clause: Clause) -> bool:
    """请写清楚交的是哪个月: told to all, no question."""
    return match("o*i", clause.core) is not None and says(clause, "i", ("请", "务必", "望"))


def _stated(clause: Clause, about: bool, leaning: bool, listed: bool) -> Verdict:
    """A plain statement: refused, denied, promised or paid."""
    core = clause.core
    if "e" in core and "V" in core and fullmatch("([VW]x*l?e)\\1", core):
        return Verdict("paid", "completed")
    if "6" in core and any(t[0] == "6" and t[3].startswith(("不", "没")) for t in clause.tokens):
        return Verdict("none", "no-longer-there")
    later = "u" in core or "A" in core or "G" in core
    if later and "l" in core and search("[VW]x*l[$#MRD]*[AG][o8]+l?$|[VW]x*l[AG]$", core):
        return Verdict("none", "what-if-paid")
    if (
        "u" in core
        and "A" in core
        and search("^[so]*u[^VWN]*Vx?l?.*A", core)
        and not search("u[^V]*A[^V]*V", core)
    ):
        return Verdict("none", "what-if-paid")
    if (later or "xo" in core or "lZ" in core) and is_first_step(clause):
        return Verdict("none", "what-if-paid")
    if "R" in core and years_of_habit(clause):
        return Verdict("none", "habit")
    if "U" in core and too_much_or_little(clause):
        return Verdict("none", "other-amount")
    if is_habit(clause) or is_duty(clause) or is_norm(clause) or gathers(clause):
        return Verdict("none", "habit")
    if "k" in core and once_meant(clause):
        return Verdict("aside", "belief-or-contrast")
    if "o" in core and first_of_all(clause):
        return Verdict("promise", "future")
    if planned_day(clause):
        return Verdict("promise", "planned-day")
    if as_soon_as(clause):
        closed = "V" in core and is_closed(core.replace("S", "").replace("J", ""))
        return Verdict("promise" if about or closed else "none", "as-soon-as")
    if "N" in core and "D" in core and forgets(clause):
        return Verdict("denied", "forgotten")
    if is_headless(clause):
        return Verdict("none", "relative")
    if "E" in core or ("e" in core and _RELATIVE.search(core)):
        return Verdict("none", "can-or-relative")
    if "D" in core and search("u[^uNBVWl]*(?:a[pt]+|W)[2o]*$", core) and is_closed(core):
        return Verdict("promise", "future")
    if (
        "B" in core
        and search(r"B(?!8[^VW]*N)[^VW]*[VW]", core)
        and not search(r"B[^BVWD]*D[^VW]*N", core)
    ):
        if search(r"B[^VW]*B[^VW]*V", core):
            return Verdict("promise", "double-negation")
        return Verdict("none", "refusal")
    if "F" in core:
        return Verdict("denied", "cannot") if about or "V" in core else Verdict("none", "cannot")
    if (
        "N" in core
        and search("[Bv][^VW]*N", core)
        and says(clause, "Bv", ("别", "莫", "不要", "甭"))
    ):
        return Verdict("none", "double-negation")
    if "N" in core and (denied := _denied(clause, about or leaning)):
        return denied
    if about and puts_off(clause):
        return Verdict("promise", "delay")
    if not (about or "V" in core or "J" in core or leaning):
        return Verdict("none", "no-dues")
    if "s" in core and "l" not in core and search("[VW]x?[Ga]s(?![eDM])", core):
        return Verdict("none", "somebody-as-object")
    if "u" in core and _PROMISED.search(core) and not _since_done(clause):
        if search("V[MRe]*D[^VW]*l$", core) and is_due(clause):
            return Verdict("none", "time-has-come")
        if says(clause, "V", ("代",)) and not search("[psrhwdT]", core):
            return Verdict("none", "habit")
        known = about or is_closed(core) or _barely_open(clause)
        planned = "had-planned" if search("u[^uV]*Ve$", core) else "future"
        return Verdict("promise", planned) if known else Verdict("none", "open")
    return _paid(clause, about, leaning, listed)


def _barely_open(clause: Clause) -> bool:
    """攒到年底一起交: a short unknown word before a plain 交 leaves a promise a promise."""
    words = [str(token[3]) for token in clause.tokens if token[0] == "U"]
    if clause.tokens[0][3] == "等" and is_closed(clause.core.replace("U", "")):
        return not any(is_suspect(word) or hands_in(word) for word in words)
    if match("[so]*U[^VWDNB]*u[^VWDNB]*Vx?$", clause.core):
        return all(len(word) < 8 and not is_suspect(word) and not hands_in(word) for word in words)
    unknown = sum(token[2] - token[1] for token in clause.tokens if token[0] == "U")
    before = clause.core.partition("V")[0]
    return (
        unknown <= 2
        and clause.core.count("U") == before.count("U")
        and is_closed(clause.core.replace("U", ""))
    )


def _since_done(clause: Clause) -> bool:
    """A future word, but what follows is past: 下月的已经交了. 明天才交 is still to come."""
    if _SINCE_DONE.search(clause.core):
        return True
    already = any(t[0] == "A" and str(t[3]).startswith(_ALREADY) for t in clause.tokens)
    return already and bool(_DONE_AFTER.search(clause.core))


def _denied(clause: Clause, about: bool) -> Verdict | None:
    core = clause.core
    if match := NEGATED.search(core):
        if search("[Vl]e|V[MD$#]*De$|V[xl]*De[Ugro]", core[match.start() :]):
            return Verdict("none", "relative")
        if match[0].endswith("J") and not search("[pr]", core):
            return Verdict("none", "nothing-received")
        if about or ("V" in match[0] and is_closed(core.replace("N", ""))):
            return Verdict("denied", "negation")
        return Verdict("none", "open")
    if fullmatch("[so]*NM?[Re]*D", core) and says(clause, "N", ("还欠", "仍欠", "欠")):
        return Verdict("denied", "negation")
    if about and search("[pre]o?D[on]*No*a[sthpy]*$", core):
        return Verdict("denied", "negation")
    if _NEGATED_ALONE.search(core) and about and "O" not in core and not search("D.*U", core):
        return Verdict("denied", "negation-alone")
    return None


def _paid(clause: Clause, about: bool, leaning: bool, listed: bool) -> Verdict:
    core = clause.harmless
    if "g" in core and helped(core):
        core = core.replace("g", "r")
    if about and not fits(core):
        core = with_topic(clause.tokens, core)
    if not fits(core):
        return Verdict("none", "unknown-words")
    ends_in_of = "e" in core and _TAIL_OF.search(core) and not search(r"[VW]x*l(?!e)", core)
    if ends_in_of and (about or leaning or "V" in core):
        done = _STATED_OF.search(core)
        return Verdict("paid", "done-of") if done else Verdict("none", "relative")
    if search("[VW]x?a[7g]", core):
        return Verdict("none", "somebody-as-object")
    if ("r" in core or "h" in core or "7" in core) and search(
        "[VW]x*lo*[rh](?![e&$#DM])|Wx*l7", core
    ):
        return Verdict("none", "somebody-as-object")
    if "J" in core and "V" not in core and "W" not in core:
        return collected(clause, about or leaning, listed)
    if search("G[^VWA]*b[^VWA]*[VW]x$", core) and not search("[kA#$]", core):
        return Verdict("promise", "going-to")
    if (about or "V" in core or leaning) and is_completed(core) and not only_full(clause):
        return Verdict("paid", "completed")
    if search("[$#]|[VW][MD]*$", core) and is_bare_proxy(clause):
        return Verdict("paid", "bare-proxy")
    if makes_up(clause):
        return Verdict("paid", "made-up")
    if search(r"[Gnu][^VW]*b[^VW]*[VW]x$", core) and not search("A", core):
        return Verdict("promise", "going-to")
    if (
        search(r"[Gn][^VW]*(?:V|WD|D.*W)|D[^VW]*n[^VW]*W$", core)
        and "%" not in core
        and not search(r"[$#]", core)
    ):
        return Verdict("promise", "going-to")
    return Verdict("none", "bare")
