"""Asides: what he did meanwhile, what he calls himself, a picture sent; 已完成 after what is named.

Responsible for giving such words another tag before the message is cut into clauses. It must
not know what a clause states.
"""

from __future__ import annotations

import re

from handlers.reading.figures import Token
from handlers.reading.harmless import is_suspect
from handlers.reading.occasions import before
from handlers.reading.patterns import pattern, search
from handlers.reading.retagging import NONE, Marks, span_as, where

_AT_ONCE = pattern("一?边(?!上)[^边]{1,6}边")


@where(r"o?U(?:[^,;?VWpbNB]{0,4}U)?(?=[so]*(?:b|M?e?D|[VW]))")
def at_once(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """边听边把党费交了: what he did meanwhile."""
    words = "".join([str(token[3]) for token in tokens[found.start() : found.end()]])
    return span_as(found, "n") if _AT_ONCE.fullmatch(words) else NONE


@where(r"[UO75]{1,2}(?=k)", words={"到一半", "了一半"})
def half_done(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """麦子割到一半跑回来把党费交了: what he left for it."""
    half = str(tokens[found.end()][3]).endswith("一半")
    return span_as(found, "n") if half else NONE


_MYSELF = ("分子", "后进", "尾巴", "老大难", "马大哈", "糊涂虫", "拖后腿")


@where(r"(?<=s)o(?:U(?=e)|Ue?)e?(?=[oknAG]*(?:b|M?e?D|[VW]))", words={"这个", "这"})
def myself(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """我这个掉队的今天也把党费交了: what he calls himself."""
    start, end = found.span()
    word = str(tokens[start + 1][3])
    of = tokens[end - 1][0] == "e" or word.endswith(_MYSELF)
    if tokens[start][3] not in {"这个", "这"} or not of or is_suspect(word):
        return NONE
    return span_as(found, ".")


_NEVER = pattern(
    "(?:哪[回次天]|啥时候|什么时候|几时|何时).{0,4}(?:拖|欠|落|耽误|少|晚|赖|含糊|差|漏)"
)


@where(r"q(?=[oUs]{1,4}\?)")
def never(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """我哪回拖过？: he never did; nobody is asked."""
    at = found.start()
    words = "".join([str(token[3]) for token in tokens[at : at + 5]])
    return {at: "Q"} if _NEVER.match(words) else NONE


@where(r"(?:U2?)9", words={"输错", "输错了", "按错", "按错了", "打错", "打错了"})
def mistyped(tokens: list[Token], tags: str, found: re.Match[str]) -> Marks:
    """密码输错两回: why it took him long; nothing is put right."""
    start, end = found.span()
    code = "".join([str(token[3]) for token in tokens[start : end - 1]])
    return {end - 1: "U"} if code.endswith(("密码", "验证码", "账号", "户名", "口令")) else NONE


_PROOFS = {"截图", "凭证", "记录", "回执单", "缴款单"}


@where(r"(?<=o)W(?=[pyht2]*l)", words=_PROOFS)
def proof_sent(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """缴费记录截图发你了: a picture is sent, no money."""
    at = found.start()
    sent = str(tokens[at][3]).startswith(("发", "转")) and tokens[at - 1][3] in _PROOFS
    return {at: "U"} if sent else NONE


@where(r"(?<=[D$#],)[AN]?o(?=[;,.]|$)", words={"完成"})
def completed(tokens: list[Token], _: str, found: re.Match[str]) -> Marks:
    """缴10月党费20元，已完成: what was named just before is paid."""
    start, end = found.span()
    listed = search("[JiKUOgwuNqC]|^[^D]*$", before(tokens, start - 1))
    return {end - 1: "W"} if tokens[end - 1][3] == "完成" and not listed else NONE
