"""The meetings' page: what its forms do is what the secretary's sentences in chat do."""

import re
from datetime import datetime
from html import unescape
from io import BytesIO

import pytest
from docx import Document
from httpx2 import Response
from starlette.testclient import TestClient

from bot.clock import SHANGHAI
from bot.sandbox import branch
from store import attendance, audit, meetings, quorum
from store.models import Meeting, MeetingState
from tests.web.desk import Desk, press, read

ASSEMBLY = "会议 支部党员大会 3月8日晚上7点半 村委会二楼 议题：学习文件"


def _send(
    browser: TestClient, page: Response, action: str, number: int = 0, **fields: str | list[str]
) -> Response:
    """Send the form with this action (of several: the one counted by ``number``)."""
    forms = re.findall(rf'<form method="post" action="{action}".*?</form>', page.text, re.DOTALL)
    form = forms[number]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return browser.post(action, data={**{n: unescape(v) for n, v in hidden}, **fields})


def _arranged(desk: Desk) -> list[Meeting]:
    return meetings.arranged(desk.app.db, branch.BRANCH)


@pytest.mark.parametrize("name", ["李秀英", "张伟"])
def test_it_is_the_secretarys_and_so_is_what_it_does(desk: Desk, name: str) -> None:
    desk.hear("王建国", ASSEMBLY, private=True)
    (meeting,) = _arranged(desk)
    browser = desk.signed_in(name)
    assert browser.get("/meetings").status_code == 403
    assert browser.get(f"/meetings/{meeting.id}/minutes.docx").status_code == 403
    home = browser.get("/")
    csrf = home.text.split('name="csrf" value="')[1].split('"')[0]
    fields = {"csrf": csrf, "once": "x", "back": "/", "meeting": f"{meeting.id}/1"}
    for action in ("arrange", "change", "cancel", "attend"):
        more = {"kind": "支委会", "day": "2026-03-09", "time": "10:00", "how": "all"}
        browser.post(f"/meetings/{action}", data={**fields, **more, "once": action})
    assert _arranged(desk) == [meeting]
    assert not attendance.attended(desk.app.db, meeting.id)


def test_a_meeting_arranged_in_the_form_is_announced_and_undone(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/meetings")
    after = _send(
        browser,
        page,
        "/meetings/arrange",
        kind="支部党员大会",
        day="2026-03-28",
        time="08:05",
        place="村委会 二楼",
        agenda="学习3月20日的支委会决议\r\n表决计划",
    )
    (meeting,) = _arranged(desk)
    assert meeting.begins == datetime(2026, 3, 28, 8, 5, tzinfo=SHANGHAI)
    assert (meeting.kind, meeting.place) == ("assembly", "村委会二楼")
    assert meeting.agenda == "学习3月20日的支委会决议；表决计划"
    assert "支部党员大会 3月28日（周六）08:05" in read(after)
    desk.wait(minutes=1)
    assert any("支部党员大会" in post.text for post in desk.gateway.posts)
    assert "已收回" in read(press(browser, after, "撤销"))
    assert not _arranged(desk)


def test_without_a_day_nothing_is_arranged_and_it_says_so(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/meetings")
    after = _send(browser, page, "/meetings/arrange", kind="支委会", day="", time="10:00")
    assert "哪天、几点" in read(after)
    assert not _arranged(desk)


def test_a_change_tells_only_what_differs(desk: Desk) -> None:
    desk.hear("王建国", ASSEMBLY, private=True)
    (before,) = _arranged(desk)
    browser = desk.signed_in("王建国")
    page = browser.get("/meetings")
    same = {"day": "2026-03-08", "time": "19:30", "place": "村委会二楼", "agenda": "学习文件"}
    assert "没有改动" in read(_send(browser, page, "/meetings/change", **same))
    page = browser.get("/meetings")
    _send(browser, page, "/meetings/change", **{**same, "time": "20:00"})
    (after,) = _arranged(desk)
    assert after.begins == datetime(2026, 3, 8, 20, 0, tzinfo=SHANGHAI)
    assert (after.place, after.agenda) == (before.place, before.agenda)


def test_the_meeting_meant_is_the_one_on_the_page_whatever_came_since(desk: Desk) -> None:
    desk.hear("王建国", ASSEMBLY, private=True)
    (meeting,) = _arranged(desk)
    browser = desk.signed_in("王建国")
    page = browser.get("/meetings")
    desk.hear("王建国", "会议 支部党员大会 3月5日晚上7点半", private=True)  # the first one now
    _send(browser, page, "/meetings/cancel")
    found = meetings.MEETINGS.get(desk.app.db, meeting.id)
    assert found is not None
    assert found.state is MeetingState.CANCELLED
    assert len(_arranged(desk)) == 1
    again = _send(browser, page, "/meetings/cancel", once="again")
    assert "刚才变了" in read(again)
    assert len(_arranged(desk)) == 1


def test_who_was_there_is_ticked_and_the_quorum_follows(desk: Desk) -> None:
    desk.hear("王建国", ASSEMBLY, private=True)
    desk.hear("刘洋", "请假，要加班")
    (meeting,) = _arranged(desk)
    ahead = read(desk.signed_in("王建国").get("/meetings"))
    assert "应到 13 人 说来的 0 人 还差 7 人" in ahead
    assert "请假 1人 刘洋（工作）" in ahead
    desk.wait(days=7)
    browser = desk.signed_in("王建国")
    page = browser.get("/meetings")
    assert "还没记谁到了" in read(page)
    names = ["张伟", "王芳（一组）", "王芳（二组）", "陈静", "周敏"]
    who = [str(desk.member(name)) for name in names]
    page = _send(browser, page, "/meetings/attend", how="present", who=who)
    assert set(attendance.attended(desk.app.db, meeting.id)) == set(map(int, who))
    assert "实到 4 人 还差 3 人" in read(page)  # 周敏 has no vote
    page = _send(browser, page, "/meetings/attend", how="absent", who=who[:1])
    assert desk.member("张伟") not in attendance.attended(desk.app.db, meeting.id)
    page = _send(browser, page, "/meetings/attend", how="all")
    assert "达到法定人数" in read(page)
    assert desk.member("刘洋") not in attendance.attended(desk.app.db, meeting.id)
    assert quorum.headcount(desk.app.db, meeting).present == 12


def test_nobody_ticked_does_nothing_and_says_so(desk: Desk) -> None:
    desk.hear("王建国", ASSEMBLY, private=True)
    desk.wait(days=7)
    browser = desk.signed_in("王建国")
    page = _send(browser, browser.get("/meetings"), "/meetings/attend", how="present")
    assert "谁也没有选" in read(page)
    assert not attendance.attended(desk.app.db, _arranged(desk)[0].id)


def test_minutes_are_entered_and_come_as_a_word_file(desk: Desk) -> None:
    desk.hear("王建国", ASSEMBLY, private=True)
    desk.wait(days=7)
    browser = desk.signed_in("王建国")
    page = _send(browser, browser.get("/meetings"), "/meetings/attend", how="all")
    page = press(browser, page, "记录 {}", pick=["主持", "王建国"])
    page = press(browser, page, "记录 {}", pick=["决议", "通过2026年工作计划"])
    page = press(browser, page, "表决 {}", pick=["工作计划", "赞成", "9", "反对", "0", "弃权", "1"])
    assert "工作计划：赞成9，反对0，弃权1" in read(page)
    (meeting,) = _arranged(desk)
    answer = browser.get(f"/meetings/{meeting.id}/minutes.docx")
    assert "%E4%BC%9A%E8%AE%AE%E8%AE%B0%E5%BD%95-20260308" in answer.headers["content-disposition"]
    (table,) = Document(BytesIO(answer.content)).tables
    cells = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert cells["主持人"] == "王建国"
    assert "通过2026年工作计划" in cells["决议"]
    assert "赞成9" in cells["表决情况"]


def test_minutes_of_what_is_not_there_are_refused(desk: Desk) -> None:
    assert desk.signed_in("王建国").get("/meetings/99/minutes.docx").status_code == 404


def test_the_years_plan_is_that_of_the_command(desk: Desk) -> None:
    desk.hear("王建国", ASSEMBLY, private=True)
    desk.wait(days=40)
    shown = read(desk.signed_in("王建国").get("/meetings")).split("2026年的会议计划")[1]
    (said,) = desk.hear("王建国", "会议计划", private=True)
    for line in said.splitlines():
        missing = re.search(r"缺(.+)$", line)
        if missing:
            assert f"缺 {missing[1]}" in shown
    assert "支委会 每月1次 0次 缺 3月" in shown
    assert "3月8日" in shown


def test_an_agenda_full_of_html_is_text(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    fields = {"kind": "支委会", "day": "2026-03-28", "time": "10:00"}
    bad = '"><script>alert(1)</script>'
    page = _send(browser, browser.get("/meetings"), "/meetings/arrange", agenda=bad, **fields)
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_what_is_done_here_is_signed_in_the_books_like_any_message(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    fields = {"kind": "支委会", "day": "2026-03-28", "time": "10:00"}
    _send(browser, browser.get("/meetings"), "/meetings/arrange", **fields)
    entry = next(e for e in audit.AUDIT.find(desk.app.db) if e.what == "安排会议")
    assert entry.by == desk.member("王建国")
