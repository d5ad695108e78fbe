"""Every text's key and source, and what each of its names stands for."""

from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, meta

from bot.clock import SHANGHAI
from bot.rendering import built_in, day, sections, when

SATURDAY = datetime(2026, 3, 28, 19, 30, tzinfo=SHANGHAI)
SUNDAY = datetime(2026, 3, 29, 9, 0, tzinfo=SHANGHAI)
TEXTS = built_in()
PLAIN = Environment(trim_blocks=True, lstrip_blocks=True)
PLAIN.filters.update(when=when, day=day)
SOURCES = {
    key: body
    for name in ("replies.txt", "announcements.txt", "meetings.txt", "roster.txt", "dues.txt")
    for key, body in sections(
        (Path(__file__).parents[2] / "bot" / "templates" / name).read_text("utf-8")
    ).items()
}

# What each name stands for: as it mostly is, and in its other forms.
VALUES: dict[str, tuple[Any, ...]] = {
    "name": ("张伟", "王芳（二组）"),
    "names": ("张伟、李强",),
    "months": ("3月", "2025年12月、1—2月"),
    "month": ("3月",),
    "year": (2026,),
    "amount": ("20",),
    "free": (False, True),
    "last": ("6月",),
    "admitted": (False, True),
    "voted": ("", "2026-05-20"),
    "said": ("15.50",),
    "due": ("20",),
    "total": ("61.50",),
    "claimed": ("14",),
    "received": ("400.50",),
    "trust": (False, True),
    "proxy": ("孙丽", None),
    "own": (0, 2),
    "others": (0, 1),
    "title": ("3月党费接龙",),
    "people": (["张伟 3月", "李强 2—3月"], ["张伟 3月"]),
    "count": (2,),
    "mobile": (9, 0),
    "unbound": (3, 0),
    "place": ("村委会二楼", ""),
    "entitled": (13,),
    "without_vote": (0, 1),
    "should": (11,),
    "needed": (9,),
    "willing": (5, 9),
    "lacking": (0, 2),
    "lacking_in_room": (0, 3),
    "election": (False, True),
    "began": (False, True),
    "left_out": (["张伟（正在服刑，2026-03-01 镇党委同意）"], []),
    "votes": (["工作计划：赞成9，反对0，弃权1，过了应到的半数"], []),
    "line": ("工作计划：赞成9，反对0，弃权1，过了应到的半数",),
    "cast": (10,),
    "suspended": (True, False),
    "chair": ("王建国", ""),
    "recorder": ("李秀英", ""),
    "absent": (["陈静（请假）"], []),
    "guests": (["镇干部周明"], []),
    "decisions": (["通过年度计划"], []),
    "photos": (0, 3),
    "blank": (["主持", "决议"], []),
    "id": (3,),
    "limit": (6,),
    "arrived": ("", "19:52"),
    "opens": ("19:00",),
    "present": (["王建国"], []),
    "how": ("", "online", "late"),
    "online": (["刘洋"], []),
    "late": (["赵强"], []),
    "times": (1, 2),
    "who": ("", "支委会成员"),
    "done": ("说过的",),
    "reminded": (False, True),
    "answered": ([], ["张伟", "陈静"]),
    "works": (False, True),
    "was_link": ("",),
    "was_agenda": ("学习条例",),
    "was_place": ("村委会二楼", "老年活动室"),
    "link": ("https://meeting.example/1", ""),
    "agenda": ("学习条例", ""),
    "kind": ("支部党员大会",),
    "begins": (SATURDAY, SUNDAY),
    "was": (SATURDAY,),
    "now": (SATURDAY,),
    "soon": (False, True),
    "reminders": ("会前3天、会前1天", ""),
    "coming": (["张伟", "李强"], []),
    "away": (["陈静（加班）"], []),
    "silent": (["刘洋"], []),
    "waiting": (["刘洋"], []),
    "unpaid": (["陈静"], []),
    "unverified": (["赵强"], []),
    "missing": (["赵强"], []),
    "card": ("静静的顿河",),
    "like": ("陈静", None),
    "number": (3,),
    "state": ("received", "claimed", "open"),
    "state_words": ("已确认收到", "您报了已交，等收款人确认", "还没记到"),
    "paid_to": ("2月", ""),
    "handed_over": (False, True),
    "difference": ("", "少10元"),
    "owing": ("1—2月", ""),
    "checked_in": (True, False),
    "heads_due": (13,),
    "heads_claimed": (2,),
    "heads_received": (9,),
    "branch": ("青石镇柳河村党支部",),
    "date": ("2026年3月31日",),
    "what": (["张伟3月党费", "会议安排"], ["3月报到"]),
    "private": (True, False),
    "shown": ("张伟 3月党费 20元",),
    "options": (["记", "不记"],),
    "called": ("小芳",),
    "before": ("20",),
    "question": ("是哪个月的？",),
    "message": ("没有可以撤销的了。",),
    "example": ("未交 3月",),
    "help": ("谁还没交",),
    "of": ("", "二组"),
    "field": ("手机号",),
    "season": ("春节",),
    "longest": (False, True),
    "way": ("打电话",),
    "result": ("无人接",),
    "days": (40,),
    "sure": (0, 2),
    "after": ("139****5678", ""),
    "again": (False, True),
    "target": ("红星村党支部", ""),
    "since": ("2026-03-01",),
    "more": (0, 3),
    "text": ("【3月党费】各位同志",),
}
_NUMBERS = {"present": (10, 0), "online": (0, 2)}
_MEETING = {"number": 1, "kind": "党课", "begins": SUNDAY, "place": "", "agenda": "", "link": ""}
_PAYMENT = {"name": "张伟", "months": "3月", "amount": "20", "due": None, "proxy": False}
_COMING = {"title": "3月党费公示", "due": SUNDAY, "notes": [], "text": "【公示】", "private": False}
_SILENT = _COMING | {"notes": ["推迟过", "只私下说"], "text": ""}
_STEERED: dict[str, tuple[Any, ...]] = {"title": ("3月党费公示",), "due": (SUNDAY, SATURDAY)}
_UNHEARD = {"name": "张伟", "months": 3, "days": 95, "since": "2026-01-02", "how": "报到"} | {
    "phone": "138****1234",
    "contact_person": "王建国",
    "searches": 2,
    "place": "深圳",
}
_UNREACHED = {"how": "", "phone": "", "contact_person": "", "searches": 0, "place": ""}
_STRANGER = {"card": "小李", "like": None, "hint": "", "spoke": True}
_FOUND = {"name": "张伟", "card": "", "facts": ["党小组 二组", "手机号 138****1234"], "bound": 1}
_OWN_VALUES: dict[str, dict[str, tuple[Any, ...]]] = {
    "members.found": {
        "lines": ([_FOUND], [_FOUND, _FOUND | {"card": "阿伟", "facts": [], "bound": 0}])
    },
    "members.changed": {"before": ("138****1234", "")},
    "dues.claimed": {"amount": ("20", None)},
    "dues.relay_lost": {"names": (["张伟", "李强"],)},
    "quorum.heads": _NUMBERS,
    "record.show": {"present": (10, 0), "title": ("2026年第1次支部党员大会",)},
    "record.noted": {"what": ("决议",), "text": ("通过年度计划",)},
    "plan.year": {
        "lines": (
            [
                {"kind": "支委会", "often": "每月1次", "held": ["1月10日"]}
                | {"unrecorded": ["2月9日"], "arranged": ["12月1日"], "missing": ["3月"]},
                {"kind": "党课", "often": "每年1次", "held": []}
                | {"unrecorded": [], "arranged": [], "missing": []},
            ],
        )
    },
    "plan.participation": {"lines": ([], ["张伟 连续3个月没参加，其中请假1个月"])},
    "announcement.meeting_nudge": {
        "lines": (["支委会（3月）"],),
        "away": ([], ["张伟 3个月"]),
    },
    "talks.noted": {"names": ("李秀英和张伟",), "day": ("3月20日",)},
    "talks.owed": {"lines": ([], ["每年1次：张伟、刘洋"]), "done": (3,)},
    "training.noted": {
        "names": ("张伟、李强",),
        "hours": ("2",),
        "what": ("县里培训", ""),
    },
    "training.of_meeting": {"hours": ("1.5",)},
    "training.year": {"lines": ([], ["张伟 2学时，还差30"]), "names": ([], ["李秀英"])},
    "training.series": {"lines": ([], ["12月5日党课 冬训第一讲，到会9人，2学时"])},
    "appraisal.list": {
        "lines": (["自评　3月1日", "互评　还没做"],),
        "left": ("互评", ""),
        "graded": (13,),
        "most": (4,),
        "probationary": (0, 1),
        "result": ("", "优秀4，合格9，基本合格0，不合格0"),
    },
    "quorum.votes": {"present": (10, 12)},
    "attendance.not_for_others": {"names": (["张伟"],)},
    "error.not_understood": {"example": ("未交 3月", None)},
    "meetings.answered": {"said": ("yes", "leave", "no")},
    "meetings.answer_recalled": {"said": ("yes", "leave", "no"), "counts": (False, True)},
    "reports.mine": {
        "due": ("20", None),
        "mobile": (True, False),
        "waiting": ("3月", ""),
        "meetings": ([], *([_MEETING | {"said": said}] for said in ("yes", "leave", "no", None))),
    },
    "meetings.list": {
        "meetings": ([], [_MEETING, _MEETING | {"place": "村委会", "agenda": "学习"}]),
        "arranges": (True, False),
    },
    "receipts.list": {
        "lines": ([], [_PAYMENT, _PAYMENT | {"due": "12", "proxy": True}]),
        "first": (False, True),
    },
    "announcement.private_reminder": {"answer": ("2—3月党费已交",)},
    "announcement.private_reminder_told": {"unreached": (["王芳（二组）"], [])},
    "dues.not_arrived": {
        "lines": (["3月 42元，3月2日报了已交，等确认"],),
        "waiting": (False, True),
        "received": ("", "3月"),
    },
    "receipts.withdrawn": {"lines": ([_PAYMENT],)},
    "receipts.over": {"lines": (["张伟 3月应交42元，收到84元，多42元"],)},
    "dues.correct_confirmed_told": {"words": ("更正，是4月的",)},
    "ask.same_payment": {
        "said": ("", "42"),
        "received": (False, True),
        "options": (["是同一笔", "另外又交了一笔，记成4月的"],),
    },
    "roster.says_a_name": {"words": ("我是杨大山",)},
    "talk.pay_whom": {"names": (["李秀英"], [])},
    "talk.secretary": {"names": (["王建国"],)},
    "ask.relay_rows": {"rows": (["老孙 20"], ["老孙 20", "小钱 10"])},
    "ask.whole_command": {"example": ("确认 2",)},
    "roster.list": {
        "lines": (
            [{"name": "张伟", "notes": ["书记", "深圳"], "bound": True}],
            [{"name": "李强", "notes": [], "bound": False}] * 2,
        )
    },
    "roster.unbound": {
        "lines": (
            [],
            [_STRANGER, _STRANGER | {"like": "李强", "spoke": False}],
            [_STRANGER | {"like": "李强", "hint": hint} for hint in ("officer", "silent", "bound")],
        )
    },
    "checkin.noted": {"late": (False, True)},
    "contact.search_noted": {"day": ("2026-03-05",)},
    "announcement.silence": {"lines": ([_UNHEARD], [_UNHEARD | _UNREACHED, _UNHEARD])},
    "announcement.homecoming": {"begins": (SATURDAY,), "count": (9,), "coming": (["刘洋"],)},
    "contact.overview": {"lines": ([], [_UNHEARD], [_UNHEARD | _UNREACHED] * 2)},
    "contact.searches": {
        "how": ("报到", ""),
        "lines": ([], ["2026-03-05 打电话：无人接"]),
    },
    "township.meetings": {
        "lines": ([{"branch": "柳河村党支部", "held": 6, "missing": ["支委会（3月）"]}],),
        "year": (2026,),
    },
    "announcement.checkin_prompt": {"names": ([], ["张伟", "李强"])},
    "township.members": {
        "lines": ([{"branch": "柳河村党支部", "count": 9, "mobile": 3, "unbound": 1}],)
    },
    "township.contact": {
        "lines": (
            [{"branch": "柳河村党支部", "count": 3, "month": 1, "half_year": 1, "names": ["张伟"]}],
            [{"branch": "柳河村党支部", "count": 3, "month": 0, "half_year": 0, "names": []}],
        )
    },
    "binding.all": {"names": (["张伟", "李强"],)},
    "binding.changed_id": {"like": ("陈静",)},
    "binding.impostor": {"like": ("李秀英",)},
    "ask.lines": {"lines": (["核定张伟从3月起每月42元"],), "options": (["核定", "不核定"],)},
    "bases.verified": {"until": ("", "6月"), "followed": ("", "3月")},
    "bases.to_do": {"lines": (["李秀英 农民，去年1元"], []), "frozen": (False, True)},
    "balances.member": {
        "amount": ("20", None),
        "total": ("", "42"),
        "lines": (["3月 应交42，差42"], []),
    },
    "balances.sums": {"lines": (["二组 应交2人10元"],)},
    "balances.owing": {"lines": (["张伟 2—3月，84元"], [])},
    "balances.trace": {
        "lines": (["2026-03-02 09:00 张伟 报已交42元"], []),
        "text": ("3月 应交42",),
    },
    "announcement.arrears": {
        "gravest": (1, 3, 6),
        "lines": (["张伟 连续3个月没收到党费：1—3月，共126元"],),
    },
    "handing.so_far": {"lines": (["第1批 缴到3月，324.70元，凭证0012，2026-04-05"], [])},
    "receipts.lacking": {"lines": (["张伟 3月应交42元，收到30元，差12元"],)},
    "reports.unpaid": {"lines": ([], ["陈静 102元", "黄磊 12.50元"]), "begun": (True, False)},
    "preview.list": {"lines": ([], [_COMING], [_COMING, _SILENT]), "first": (0, 1)},
    "preview.text": {**_STEERED, "notes": ([], ["改过稿"]), "text": ("【公示】", "")},
    "preview.postponed": _STEERED,
    "preview.cancelled": {**_STEERED, "planned": (SATURDAY,), "now": (False, True)},
    "preview.edited": {**_STEERED, "release": (False, True)},
    "preview.released": {**_STEERED, "now": (False, True)},
    "ask.settled": {"done": ("sent", "new", "dropped", "settled")},
    "announcement.unsure": {"times": (1, 2, 3), "last": (False, True)},
    "preview.released_several": {"lines": ([_COMING, _SILENT],)},
    "preview.waiting": {"lines": ([_COMING], [_COMING, _SILENT])},
    "announcement.release": {**_STEERED, "again": (False, True)},
    "reports.burden": {"months": ([{"month": "3月", "prompts": 2, "questions": 1}] * 2,)},
    "help.show": {
        "lines": ([{"example": "未交 3月", "help": "谁还没交"}] * 2,),
        "subject": (None, "党费"),
    },
    "help.subjects": {"subjects": ([{"name": "党费", "names": ["党费", "未交"]}] * 2,)},
    "announcement.unheard": {
        "since": (SATURDAY,),
        "until": (SATURDAY, SUNDAY),
        "same_day": (False, True),
    },
    "announcement.missed": {"lines": (["3月1日 08:30 党费通知"] * 2,)},
    "announcement.publication_names": {"received": (["张伟"], [])},
    "announcement.dues_publication": {"names": (["张伟", "李强"], [])},
    "said.list": {
        "lines": (
            [],
            [
                {
                    "at": SATURDAY,
                    "text": "【3月党费】",
                    "count": 1,
                    "private": False,
                    "unsure": True,
                },
                {"at": SUNDAY, "text": "", "count": 2, "private": True, "unsure": False},
            ],
        )
    },
    "said.made_of": {
        "at": (SATURDAY,),
        "text": ("【党费收缴公示】", ""),
        "records": ([], [{"what": "党员当月的党费账", "count": 2, "names": ["张伟", "李强"]}]),
    },
    "dues.recalled": {"received": (False, True)},
    "dues.ahead": {"count": (4, 8), "usual": (3,), "most": (6,)},
}


def wanted(key: str) -> set[str]:
    return meta.find_undeclared_variables(PLAIN.parse(SOURCES[key]))


def choices(key: str) -> dict[str, tuple[Any, ...]]:
    forms = VALUES | _OWN_VALUES.get(key, {})
    unknown = wanted(key) - forms.keys()
    assert not unknown, f"[{key}] has new names: say above what they stand for: {unknown}"
    return {name: forms[name] for name in sorted(wanted(key))}


def usual(key: str) -> dict[str, Any]:
    return {name: forms[0] for name, forms in choices(key).items()}
