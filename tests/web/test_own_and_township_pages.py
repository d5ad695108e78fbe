"""A plain member's page, the clerk's pages and the first page: each sees his own and no more."""

from dataclasses import replace

import pytest

from bot.sandbox import branch
from store import checkins, dues, inbox, meetings, outbox, roster, totals
from store.models import Cause, InboxRow, OutboxRow, PostState, Role
from store.overview import Sums, of
from store.period import Period
from tests.web.desk import Desk, press, read, submit

MARCH = Period(2026, 3)


def _give(desk: Desk, name: str, *roles: Role) -> None:
    member = roster.MEMBERS.get(desk.app.db, desk.member(name))
    assert member is not None
    with desk.app.db.transaction():
        roster.change_member(desk.app.db, Cause(desk.clock.now(), None, "t"), member, roles=roles)


def test_a_member_sees_his_own_at_once_and_nothing_of_others(desk: Desk) -> None:
    desk.hear("刘洋", "党费交了14")
    page = read(desk.signed_in("张伟").get("/"))
    assert "应交 42 元" in page
    assert "还没记到" in page
    for name in ("刘洋", "王建国", "确认 全部", "名册"):
        assert name not in page


def test_a_member_says_he_paid_and_takes_it_back(desk: Desk) -> None:
    browser = desk.signed_in("张伟")
    page = submit(browser, browser.get("/"), "党费已交", amount="42", month="3月")
    (claim,) = dues.open_claims(desk.app.db, branch.BRANCH)
    assert (claim.member, claim.period, claim.amount) == (desk.member("张伟"), MARCH, 4200)
    assert "等收款人确认" in read(page)
    press(browser, page, "撤销")
    assert not dues.open_claims(desk.app.db, branch.BRANCH)


def test_a_member_checks_in_with_or_without_a_place(desk: Desk) -> None:
    browser = desk.signed_in("张伟")
    submit(browser, browser.get("/"), "报到", place="深圳")
    (entry,) = checkins.checked_in(desk.app.db, desk.member("张伟"), MARCH)
    assert (entry.place, entry.proxy) == ("深圳", False)
    other = desk.signed_in("刘洋")
    page = submit(other, other.get("/"), "报到", place="")
    assert checkins.checked_in(desk.app.db, desk.member("刘洋"), MARCH)
    assert "已报到" in read(page)


def test_a_member_answers_the_meeting_that_he_presses_at(desk: Desk) -> None:
    desk.hear("王建国", "安排会议 党员大会 3月20日上午9点 地点：村部", private=True)
    desk.hear("王建国", "安排会议 党课 3月21日上午9点 地点：村部", private=True)
    browser = desk.signed_in("张伟")
    assembly, lecture = meetings.coming(desk.app.db, branch.BRANCH, desk.clock.now())
    page = browser.get("/")
    submit(browser, page, "请假", about="党课", reason="加班")
    said = meetings.current_answer(desk.app.db, lecture.id, desk.member("张伟"))
    assert said is not None
    assert said.answer == "leave"
    assert meetings.current_answer(desk.app.db, assembly.id, desk.member("张伟")) is None
    after = press(browser, browser.get("/"), "支部党员大会我参加")
    coming = meetings.current_answer(desk.app.db, assembly.id, desk.member("张伟"))
    assert coming is not None
    assert coming.answer == "yes"
    assert "您说参加" in read(after)


def test_an_officer_has_his_own_page_too(desk: Desk) -> None:
    assert "应交 12 元" in read(desk.signed_in("王建国").get("/mine"))


@pytest.mark.parametrize("path", ["/township", "/township/contact", "/township/meetings"])
@pytest.mark.parametrize("name", ["张伟", "王建国", "李秀英"])
def test_the_township_is_the_clerks(desk: Desk, name: str, path: str) -> None:
    assert desk.signed_in(name).get(path).status_code == 403


def test_a_clerk_lands_on_the_township_and_sees_what_the_command_tells(desk: Desk) -> None:
    _give(desk, "吴涛", Role.CLERK)
    desk.hear("张伟", "党费交了42")
    desk.hear("李秀英", "确认 全部", private=True)
    browser = desk.signed_in("吴涛")
    page = browser.get("/")
    assert page.url.path == "/township"
    sums = of(totals.balances(desk.app.db, branch.BRANCH, MARCH))
    assert "42 元已收" in read(page)
    assert f"{sums.heads_due} 324.70 1 42.00 0 282.70" in read(page)
    (told,) = desk.hear("吴涛", "全镇党费", private=True)
    assert "42元" in told
    assert sums != Sums()


def test_the_clerk_sees_no_names_and_no_other_pages(desk: Desk) -> None:
    _give(desk, "吴涛", Role.CLERK)
    browser = desk.signed_in("吴涛")
    for path in ("/township", "/township/contact", "/township/meetings"):
        page = read(browser.get(path))
        assert branch.NAME in page
        assert "张伟" not in page
    for path in ("/dues", "/members", "/contact", "/claims"):
        assert browser.get(path).status_code == 403


def test_the_first_page_tells_what_went_wrong(desk: Desk) -> None:
    db, now = desk.app.db, desk.clock.now()
    late = OutboxRow(
        "明天<b>开会</b>", now, "x", branch=branch.BRANCH, room=branch.ROOM, reply=False
    )
    with db.transaction():
        outbox.put(db, replace(late, state=PostState.ASKED, sent_at=now))
        inbox.mark(db, InboxRow("m-fault", branch.ROOM, "wxid_zhang", now, "fault"))
    page = desk.signed_in("王建国").get("/")
    assert "不知道发出去没有" in read(page)
    assert "明天<b>开会</b>" not in page.text
    assert "处理一条消息时出错了" in read(page)
    assert "处理一条消息时出错了" not in read(desk.signed_in("李秀英").get("/"))


def test_the_first_page_tells_that_the_channel_is_away(desk: Desk) -> None:
    assert "微信掉线" not in read(desk.signed_in("王建国").get("/"))
    desk.wait(hours=5)
    assert "微信掉线" in read(desk.signed_in("王建国").get("/"))


def test_without_a_channel_nothing_is_away(desk_by_hand: Desk) -> None:
    desk_by_hand.wait(hours=5)
    assert "微信掉线" not in read(desk_by_hand.signed_in("王建国").get("/"))
