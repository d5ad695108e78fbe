"""The history: whose it is, what it tells and what it keeps back, page by page."""

from dataclasses import replace

from bot.sandbox import branch
from bot.web.console import happened
from store import audit, roster
from store.models import Cause, Member
from store.period import Period
from tests.web.desk import Desk, press, read


def test_it_is_the_secretarys_and_nobody_elses(desk: Desk) -> None:
    assert desk.signed_in("王建国").get("/history").status_code == 200
    for name in ("李秀英", "张伟"):
        assert desk.signed_in(name).get("/history").status_code == 403


def test_it_tells_who_did_what_to_whom_and_no_sums(desk: Desk) -> None:
    desk.hear("张伟", "党费交了42.37")
    browser = desk.signed_in("李秀英")
    press(browser, browser.get("/claims"), "确认 {}", pick=["1"])
    page = desk.signed_in("王建国").get("/history")
    shown = read(page)
    assert "张伟 报党费已交：3月" in shown
    assert "李秀英 （组织委员） 确认收到党费：张伟 3月 网页上" in shown
    assert "42.37" not in page.text


def test_one_act_on_many_is_one_line(desk: Desk) -> None:
    desk.hear("王建国", "会议 支部党员大会 3月8日晚上7点半 村委会二楼", private=True)
    desk.wait(days=7)
    desk.hear("王建国", "到会 全部 除了 黄磊", private=True)
    shown = read(desk.signed_in("王建国").get("/history"))
    assert shown.count("会议签到") == 1
    assert "等13人" in shown
    assert "支部党员大会（3月8日）" in shown


def test_by_person_and_by_month(desk: Desk) -> None:
    desk.hear("张伟", "党费交了42")
    desk.hear("刘洋", "党费交了14")
    desk.wait(days=31)
    desk.hear("张伟", "党费交了42")
    browser = desk.signed_in("王建国")
    own = read(browser.get(f"/history?who={desk.member('张伟')}")).split("再往前")[0]
    assert own.count("张伟 报党费已交") == 2
    assert "刘洋 报党费" not in own
    march = read(browser.get(f"/history?who={desk.member('张伟')}&month=2026-03"))
    assert "报党费已交：3月" in march
    assert "报党费已交：4月" not in march
    assert browser.get("/history?month=spring").status_code == 400


def test_pages_follow_one_another_without_a_gap(desk: Desk) -> None:
    db = desk.app.db
    with db.transaction():
        for number in range(95):
            cause = Cause(desk.clock.now(), desk.member("王建国"), f"m-{number}")
            audit.record(db, cause, f"第{number}件事", ())
    told: list[str] = []
    wanted = happened.Wanted(branch.BRANCH)
    while True:
        page = happened.stretch(db, wanted)
        told += [one.what for one in page.entries]
        if page.older is None:
            break
        wanted = replace(wanted, before=page.older)
    assert [what for what in told if what.startswith("第")] == [
        f"第{number}件事" for number in range(94, -1, -1)
    ]


def test_another_branchs_affairs_are_not_told(desk: Desk) -> None:
    db = desk.app.db
    with db.transaction():
        cause = Cause(desk.clock.now(), desk.member("王建国"), "x")
        roster.add_member(db, cause, Member("B02", "外人甲"))
    assert "外人甲" not in read(desk.signed_in("王建国").get("/history"))
    page = happened.stretch(db, happened.Wanted("B02"))
    assert [one.about for one in page.entries] == ["外人甲"]


def test_a_month_begins_and_ends_where_it_should(desk: Desk) -> None:
    db = desk.app.db
    for days in range(0, 90, 3):
        with db.transaction():
            cause = Cause(desk.clock.now(), desk.member("王建国"), f"d{days}")
            audit.record(db, cause, "一件事", ())
        desk.wait(days=3)
    for month in (Period(2026, 2), Period(2026, 3), Period(2026, 4), Period(2026, 5)):
        page = happened.stretch(db, happened.Wanted(branch.BRANCH, month=month))
        held = [e for e in audit.AUDIT.find(db) if Period.of(e.at) == month and e.what == "一件事"]
        told = [one for one in page.entries if one.what == "一件事"]
        assert len(told) == len(held)


def test_a_name_full_of_html_is_text(desk: Desk) -> None:
    member = roster.MEMBERS.get(desk.app.db, desk.member("张伟"))
    assert member is not None
    with desk.app.db.transaction():
        cause = Cause(desk.clock.now(), None, "test")
        roster.change_member(desk.app.db, cause, member, name="<script>alert(1)</script>")
    page = desk.signed_in("王建国").get("/history")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text
