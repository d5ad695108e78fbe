"""The reader's rules in a few Chinese words each, for whoever looks over a pasted stretch.

Only words what was decided elsewhere (``handlers/reading/``); decides nothing.
"""

from __future__ import annotations

GLOSSES = {
    # paid
    "completed": "说的是已经交了",
    "done-of": "说的是什么时候交的",
    "made-up": "说的是补交",
    "bare-proxy": "替人交，写了人名和月份或金额",
    "collected": "说收到了谁的党费",
    "collected-list": "列了人名和金额，说都收到了",
    "relay": "接龙里的一行",
    # not paid, not yet
    "negation": "说还没交",
    "negation-alone": "说还没有",
    "failed-attempt": "想交，没交成",
    "cannot": "说现在交不了",
    "future": "说以后交",
    "had-planned": "说本来打算交",
    "going-to": "说要去交",
    "still-waiting": "钱还没到账",
    "double-negation": "两个“不”，意思是会的",
    "of-course": "反问，意思是会的",
    # check-ins and meetings
    "checkin": "说了报到",
    "answer-to-round": "正在报到，回的是收到",
    "working-there": "正在报到，说了在哪里务工",
    "attends": "说会来",
    "leave": "说请假",
    "unable": "说来不了",
    "refusal": "说不参加",
    # corrections, questions, courtesies
    "corrects": "改刚才说的数",
    "other-value": "换了刚才的数",
    "other-person": "换了刚才的人",
    "retracts": "收回刚才说的",
    "asks": "是在问",
    "question": "是在问",
    "elliptic": "是在问",
    "other-question": "问的是别的事",
    "ack": "回一声收到",
    # to be asked
    "who": "说的是哪位，认不准",
    "hedge": "口气不确定",
    "afterthought": "后面又说不确定",
    "no-verb": "没说交没交",
    "impossible-sum": "金额大得不像",
    "two-sums": "一笔写了两个金额",
    "too-many": "一条里说了太多笔",
    # nothing to record
    "nothing-here": "没说党费、报到、开会",
    "not-understood": "没有要记的意思",
    "unknown-words": "有看不懂的词，不敢记",
    "bare": "没说交没交",
    "slots": "只有月份、金额或人名",
    "open": "说不准是哪个意思",
    "papers": "说的是凭证、标准这些",
    "rhetorical": "是反问",
    "what-if": "是假设",
    "what-if-paid": "是假设",
    "condition": "是假设",
    "habit": "说的是平时怎么做",
    "gathers": "说的是把大家的收上来，不是谁交了",
    "as-soon-as": "说的是一等到什么就交",
    "delay": "说要缓些天再交",
    "planned-day": "说的是打算哪天交",
    "pays-back": "说的是还别人的钱",
    "forgotten": "说把交党费的事忘了",
    "later-today": "还没交，说今天晚些时候交",
    "made-good": "说的是先前忘了，已经补上",
    "other-amount": "说的是多交或少交了多少",
    "others": "说的是整个支部",
    "listed-below": "下面列出的人",
    "to-those": "说给还没交的人听的",
    "entrusted": "替人捎带，还没说交没交",
    "luck": "只是在庆幸",
    "order": "是在吩咐别人",
    "hearsay": "是听说的",
    "said": "是转述别人的话",
    "own-words": "是在引别人的话",
    "belief-or-contrast": "原以为如此，其实不是",
    "notice-or-request": "是通知或请人办事",
    "request": "是请人代办",
    "about-something-else": "说的是别的事",
    "other-object": "交的不是党费",
    "no-longer-there": "人或事已经不在了",
    "relative": "说的是哪些人、哪笔钱，不是交了",
    "can-or-relative": "说的是能不能，或哪些人",
    "no-dues": "没提党费",
    "time-has-come": "只说到日子了",
    "nothing-received": "没收到什么",
    "somebody-as-object": "人名后面的意思看不准",
    "who-took-it": "说的是谁收的",
    # chosen by a person
    "answered": "问过，照回答记",
}


def gloss(rule: str) -> str:
    """A rule in Chinese; "" where it says nothing to a reader."""
    return GLOSSES.get(rule, "")
