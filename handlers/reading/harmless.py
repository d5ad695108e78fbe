"""Which unknown words may stand in a statement about dues: manner, time, place, tool.

Responsible for the one exception from "what is unknown makes a rule refuse": where object,
aspect and polarity are certain (党费 and a completed verb of paying), an unknown word that
cannot deny, doubt, ask, report, or name somebody or something else changes nothing. It must
not know what the statement is.
"""

from __future__ import annotations

import re

from handlers.reading.figures import Token
from handlers.reading.patterns import fullmatch, match, pattern, remembered, search

# What may stand in a bare clause (已交, 交了二十) and in one that names 党费.
_KNOWN = set("psrhtwydVWxlAeoMR$#kna2z&b/%=JdjTG>D+")
# Where and when: a meeting, a place, a workplace change nothing about a payment.
CIRCUMSTANCE = str.maketrans("567P3", "22222")
# A character that may deny, doubt, wish, order, report or ask, wherever it stands.
_SUSPECT = pattern(
    "[不没未无莫别勿非否甭休免缺欠差拒嫌懒难谎骗假装冒充伪若倘如似像疑猜怕恐愿想盼望求请催促让叫令命逼劝派托嘱"
    "听说讲称闻传谣告诉嚷喊问答谁哪何啥几咋吗么费款税租钱账罚押证票表稿卷该应须得能可会将待等拟计划打算准备"
    "才怪梦幻愁忘骂笑嘲讽据凭论谈提醒被替代帮给"
    "估揣测推料约觉感认信瞧瞅看磨考虑决议商惦思试尝努争急忍肯欲图劳敢虚缓暂抵赖呼吁威胁撺掇怂恿鼓赊拖犯愁悔]"
)
# What an unknown person, body or place of people ends in: it may be the one who pays.
_SOMEBODY = pattern(
    "[人员长家户组部队们者子生哥姐弟妹叔婶爷奶伯姨爸妈爹娘嫂友伴伙方位局厂校村镇乡县司店班办委站院头辈代个师工徒民兵胞襟亲戚侄甥孙婿"
    "媳姑舅婆公公邻边层楼些]$"
)
# What a time, a manner, a tool or an occasion ends in, and hardly a name.
_OCCASION = pattern(
    "(?:时|时候|前|后|以后|之后|以前|期间|晚间|完|了|地|上|下|途中|手|气|牙|脚|半夜|大年|过年|饭|觉|澡|工夫|功夫|空|空儿|空档|间隙|当口|节骨眼"
    "|空当|机会|手机|网|网点|窗口|店里|一把|就|便|又|再|即|火速|快|顺带|刚刚|刚)$"
)
_CLEAR_TIME = pattern(
    "..(?:时|时候|期间|以后|之后|后|以前|之前|前|那天|路上|途中|空档|空当|间隙|当口)$"
)
# What somebody did before he paid starts with a verb, and no name does (回宿舍, 绑了卡, 洗把脸).
_DID = pattern(
    "^[跑回吃睡洗坐等绑换掏点走做干排骑挤充输弄翻买卖取存冲躺蹲爬起醒赶放搬扫拿借腾收趁](?!.{0,3}[的哥姐叔婶])"
)
_VERB_ALONE = pattern("[送接陪借走跑绑换点吃睡洗坐等掏排骑挤充输弄翻买卖取存冲躺蹲爬醒赶病停修]")
_SO_FAR = pattern(
    "[一二两三四五六七八九十百几\\d]+(?:多)?(?:公里|里路?|里地|步路?|层楼?|站路?|趟|小时|分钟|天|圈)"
)
_PLACE = pattern("..?[吧馆店厅室楼库亭口处场站间屋房棚港桥]$")
_TIME = pattern("(?:时|时候|前|后|以后|之后|以前|期间|完|饭|觉|澡|半夜|刚)$")
# 我那房东: after these comes somebody.
_POINTING = ("那", "这", "个", "位")
_TOIL = ("半天", "劲", "功夫", "工夫")
_LONGEST = 8
_EVERYWHERE = set("psrhtwydVWxlAeoMR$#kna2z&b/%=JdjTG>D+3567PU")


def is_suspect(words: str) -> bool:
    """Whether unknown words may change what a statement says."""
    return bool(_SUSPECT.search(words))


def without_harmless(tokens: list[Token], core: str) -> str:
    """The tags of a clause without the unknown words that change nothing."""
    if "U" not in core or not set(core) <= _EVERYWHERE or not _is_certain(core):
        return core
    return _kept(tokens, core)


def _kept(tokens: list[Token], core: str) -> str:
    kept: list[str] = []
    words = [token for token in tokens if token[0] != "."]
    first = min(core.find(tag) for tag in "VW" if tag in core)
    for at, (tag, _, _, written) in enumerate(words):
        pointed = at > 0 and str(words[at - 1][3]).endswith(_POINTING)
        harmless = tag == "U" and at < first and not pointed
        if harmless and _is_harmless(str(written), "".join(kept), core[at + 1 : first]):
            continue
        kept.append(tag)
    return "".join(kept)


@remembered
def _is_certain(core: str) -> bool:
    """党费 and a completed 交 or the like in one clause, and nothing unknown in its object."""
    if "D" not in core or not ("V" in core or "W" in core):
        return False
    dues = core.partition("D")[2]
    if search("[VW]x*(?:a?[pt2h]+)?l", dues) or search("[VW]", dues.partition("A")[2]):
        return True
    already = core.partition("A")[2]
    if (verb := search("[VW]", already)) and "D" in already[verb.end() :]:
        return True
    if (done := search("[VW]x*l", core)) and "D" in core[done.end() :]:
        return True
    return search("D[^VWD]*[VW]x|[VW]x*Dl|[VW]x*eD", core) is not None


def _is_harmless(words: str, before: str, after: str) -> bool:
    """An unknown word before the verb: a manner after 党费, an occasion or one's own before it."""
    if is_suspect(words) or len(words) > _LONGEST:
        return False
    if search("j[pr]o?$", before) and len(words) < 5:
        return True
    if before[-1:] == "z" and not match("e", after):
        return True
    if "D" not in before and match("[^VWNBs]*[da]s(?!e)", after):
        return True
    if words.endswith("着") or (search("[psrhyw]", after) and not _TIME.search(words)):
        return False
    if match("en", after):
        return True
    if _did(words, before, after):
        return True
    if "D" in before:
        return not (len(words) > 1 and _SOMEBODY.search(words))
    if match("D", after) and _CLEAR_TIME.search(words):
        return True
    if match("e[bDVWA]|D", after) or (_SOMEBODY.search(words) and not _OCCASION.search(words)):
        return False
    if search("[sp][^eU]*$", before) or match("e[nU]", after):
        return True
    return len(words) > 1 and bool(_OCCASION.search(words))


def _did(words: str, before: str, after: str) -> bool:
    """起来第一件事把党费交了, 跑到镇上网吧交的: what he did first, or where he was."""
    if search("[DVWprhgw]", before):
        return False
    if (match("[lGU5k2o]", after) and _VERB_ALONE.fullmatch(words)) or _SO_FAR.fullmatch(words):
        return True
    if search("[2PGz][2P]*$", before) and _PLACE.search(words):
        return True
    if before[-1:] in {"G", "z"} and len(words) < 4 and not _SOMEBODY.search(words):
        return True
    done = not _SOMEBODY.search(words) or bool(search("[完过好]", words))
    return len(words) > 1 and bool(_DID.search(words)) and done


def with_topic(tokens: list[Token], core: str) -> str:
    """The tags of a clause without 党费 in a message about it: 摸手机交了, 食堂门口扫码交了."""
    if "U" not in core or not set(core) <= _EVERYWHERE:
        return core
    if not fullmatch("[^VWprhgwD7]*Vx*(?:(?:a|G2*)[pt2]+o*)?[le][$#=o]*", core):
        return core
    return _kept(tokens, core)


def is_ambiguous(prefix: list[Token]) -> bool:
    """Whether what runs on without a mark before 党费 may name who paid, or change what is said.

    五金店今天忙得很现在才坐下来|党费已经交好了: nobody is named, and it ends.
    """
    unknown = [str(token[3]) for token in prefix if token[0] == "U"]
    if any(_SUSPECT.search(word.replace("得", "")) for word in unknown):
        return True
    last = [token for token in prefix if token[0] != "."][-2:]
    pointing = last[-1][0] == "o" and len(str(last[-1][3])) < 3
    if pointing and last[0][0] not in "lxG" and not str(last[-1][3]).endswith(_TOIL):
        return True
    people = [token[0] for token in prefix if token[0] in "spryj"]
    if people and people[-1] != "s":
        return True
    told = any(token[0] in "snk7>" for token in prefix)
    first = prefix[0]
    return not told or (first[0] == "U" and bool(_SOMEBODY.search(str(first[3]))))


def is_closed(core: str) -> bool:
    """Whether every token is known and fits a statement about dues."""
    return set(core.translate(CIRCUMSTANCE)) <= _KNOWN | {"u"}


@remembered
def fits(core: str) -> bool:
    """Whether nothing stands in the clause that a statement about dues could not hold."""
    closed = _without_phrases(core) if "D" in core else core
    closed = closed.lstrip("8").translate(CIRCUMSTANCE)
    if "D" in core and not search("[VW]l*O", core):
        closed = closed.replace("O", "")
    return set(closed) <= _KNOWN


def _without_phrases(core: str) -> str:
    """Unknown words inside 在…, 用…, 从… and after the completed verb change nothing."""
    core = re.sub(r"z(?:Se)?[hspr]?[U26nS]+o?", "z", core)
    core = re.sub(r"^([o.]*[kA][^psrhygNBVW]*)bD", lambda head: head[0].replace("U", ""), core)
    return re.sub(r"^([^VW]*D[^VWUD]*[VW]x*l)(?!o?U)[^NVWqCHY]*$", r"\1", core)
