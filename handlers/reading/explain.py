"""Why a message was read as it was: tokens, clauses, and the rule that decided, in Chinese.

Responsible for a page that people read who debug or extend the reader. It decides nothing.
"""

from __future__ import annotations

from datetime import date

from handlers.reading.asking import shown
from handlers.reading.clauses import Clause, split
from handlers.reading.envelope import unwrap
from handlers.reading.figures import Token
from handlers.reading.model import Intent, Pending
from handlers.reading.normal import normal_form, without_slips
from handlers.reading.owners import Speaker
from handlers.reading.people import Roster
from handlers.reading.places import places_where_they_matter
from handlers.reading.reader import read
from handlers.reading.statements import DuesReader
from handlers.reading.tokens import Tokens

_LABELS = {
    "D": "党费",
    "K": "党费凭证",
    "O": "别的事项",
    "S": "收入",
    "V": "交",
    "W": "转付",
    "J": "收到",
    "l": "完成",
    "x": "结果",
    "F": "做不成",
    "E": "做得成",
    "e": "的",
    "A": "已经",
    "N": "没有",
    "B": "不",
    "X": "不是",
    "f": "失败",
    "u": "将来",
    "G": "去来",
    "I": "以为",
    "H": "不确定",
    "Y": "听说",
    "Z": "说",
    "C": "假设",
    "Q": "反问",
    ">": "转折",
    "i": "要求通知",
    "q": "疑问",
    "s": "自己",
    "p": "名册",
    "r": "称呼",
    "h": "他",
    "y": "你",
    "w": "几人",
    "g": "旁人",
    "t": "职务",
    "d": "替",
    "a": "给",
    "j": "让",
    "T": "托我",
    "b": "把",
    "z": "在用",
    "2": "去处",
    "&": "和",
    "k": "过去",
    "n": "时间",
    "/": "每人",
    "%": "每月",
    "=": "合计",
    "M": "月份",
    "R": "几个月",
    "$": "金额",
    "#": "数",
    "o": "虚词",
    ".": "语气",
    "c": "报到",
    "0": "报到别字",
    "m": "参加",
    "1": "来不了",
    "L": "请假",
    "3": "会议",
    "4": "生病",
    "5": "家事",
    "6": "外地",
    "7": "工作",
    "8": "应答",
    "9": "更正",
    "v": "撤回",
    "~": "发错群",
    "+": "加一",
    "P": "地名",
    "U": "不认识",
    ",": "，",
    ";": "。",
    "?": "？",
    " ": "空",
}
_CELLS = {
    "paid": "已交",
    "denied": "未交",
    "promise": "承诺",
    "question": "提问",
    "hedged": "不确定",
    "aside": "不作数",
    "none": "不记",
}


def explain(text: str, *, sender: str, roster: Roster, today: date, pending: Pending | None) -> str:
    """Tokens, clauses with the rule of each, intents and the decision; several lines."""
    reading = read(text, sender=sender, roster=roster, today=today, pending=pending)
    envelope = unwrap(text)
    normal = without_slips(normal_form(text[envelope.body :]).text)
    tokens = Tokens(normal, roster, today, places_where_they_matter(normal, pending)).cut()
    lines = [f"原文：{text}"]
    if reading.quote is not None:
        lines.append(f"引用：{reading.quote.name}：{reading.quote.text}（引用里的话不算）")
    if reading.relay is not None:
        lines.append(f"接龙：{reading.relay}")
    lines.append("词：" + " ".join(_word(normal, token) for token in tokens))
    if reading.relay is None:
        clauses = split(tokens, dues_round=pending == "dues")
        said = DuesReader(clauses, Speaker(sender, roster), pending).read()
        for clause, verdict in said.trail:
            why = f"党费：{_CELLS[verdict.cell]}（{verdict.rule or '无关'}）"
            lines.append(f"分句：{_words(normal, clause)}　[{clause.tags}]　{why}")
    lines += [f"读作：{_intent(intent, roster)}" for intent in reading.intents] or ["读作：无"]
    decision = {"record": "记录", "ask": "询问", "ignore": "不作声"}[reading.decision]
    lines.append(f"决定：{decision}（{reading.rule}）")
    return "\n".join(lines + ([f"询问：{reading.ask}"] if reading.ask else []))


def _word(text: str, token: Token) -> str:
    return f"{text[token[1] : token[2]].strip() or '␣'}/{_LABELS.get(token[0], token[0])}"


def _words(text: str, clause: Clause) -> str:
    return "".join(text[start:end] for _, start, end, _ in clause.tokens)


def _intent(intent: Intent, roster: Roster) -> str:
    unknown = f"，认不出：{'、'.join(intent.unresolved)}" if intent.unresolved else ""
    start, end = intent.span
    return f"{intent.kind} {shown(intent, roster)}{unknown}（{intent.rule}，第{start}–{end}字）"
