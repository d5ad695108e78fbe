"""The announcements' page: the same list, numbers and words as 预告 in chat."""

import pytest

from bot.sandbox import branch
from store import outbox, steering
from store.models import DeliveryState, OutboxRow, PostState, Step
from tests.web.desk import Desk, press, read, type_in


def _numbered(page_text: str, title: str) -> str:
    """The number under which the page shows an announcement."""
    head = page_text.split(title)[0]
    return head.rsplit('<span class="num">', 1)[1].split("</span>")[0]


def test_it_is_the_secretarys_and_nobody_elses(desk: Desk) -> None:
    assert desk.signed_in("王建国").get("/announcements").status_code == 200
    for name in ("李秀英", "张伟"):
        browser = desk.signed_in(name)
        assert browser.get("/announcements").status_code == 403
        assert "/announcements" not in browser.get("/").text


def test_the_list_is_that_of_the_preview_in_chat(desk: Desk) -> None:
    (said,) = desk.hear("王建国", "预告", private=True)
    shown = read(desk.signed_in("王建国").get("/announcements"))
    lines = [line for line in said.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert len(lines) == 3
    for line in lines:
        when, title = line[3:].split(" ", 1)
        assert f"{line[0]} {title.split('（')[0]} {when}" in shown


def test_a_click_puts_off_and_undo_takes_it_back(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/announcements")
    number = _numbered(page.text, "3月党费公示")
    after = press(browser, page, f"推迟 {number} 一天")
    assert "推到4月1日" in read(after)
    assert "推迟过" in read(after)
    undone = press(browser, after, "撤销")
    assert "已收回" in read(undone)
    assert "推迟过" not in read(undone)
    assert "撤销刚才那一步" not in read(undone)


def test_numbers_mean_the_list_on_the_page_whatever_chat_showed_since(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/announcements")
    number = _numbered(page.text, "3月党费公示")
    desk.hear("王建国", "会议 支部党员大会 3月8日晚上7点半 村委会二楼", private=True)
    desk.hear("王建国", "预告", private=True)  # its reminders are other numbers now
    press(browser, page, f"不发 {number}")
    (step,) = steering.INTERVENTIONS.find(desk.app.db)
    assert step.step is Step.CANCELLED
    assert step.key == f"dues-publication/{branch.BRANCH}/2026-03"


def test_what_is_rewritten_goes_to_the_group_line_by_line(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/announcements")
    number = _numbered(page.text, "3月党费公示")
    words = "各位同志：\r\n3月党费收齐了，<b>谢谢</b>大家。"
    after = press(browser, page, f"改稿 {number} {{}}", pick=words)
    assert "改过稿" in read(after)
    assert "&lt;b&gt;谢谢" in after.text
    desk.wait(days=30)
    posts = [post.text for post in desk.gateway.posts if "收齐了" in post.text]
    assert posts == ["各位同志：\n3月党费收齐了，<b>谢谢</b>大家。"]


def test_an_empty_text_is_told_and_changes_nothing(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/announcements")
    number = _numbered(page.text, "3月党费公示")
    assert "新的文字写在编号后面" in read(press(browser, page, f"改稿 {number} {{}}", pick=" "))
    assert not steering.INTERVENTIONS.find(desk.app.db)


def test_what_became_of_everything_that_was_due(desk: Desk) -> None:
    desk.wait(days=29)
    browser = desk.signed_in("王建国")
    page = browser.get("/announcements")
    press(browser, page, f"不发 {_numbered(page.text, '4月党费通知')}")
    desk.wait(days=1)
    shown = read(desk.signed_in("王建国").get("/announcements")).split("近两个月发过的")[1]
    past, load = shown.split("打扰了群里几回")
    assert "4月党费通知 照您说的没发" in past
    assert "3月党费公示 发了" in past
    assert "党员当月的党费账 14 条" in past
    assert "发到群里，发出了" in past
    assert "4月 1 0 党费公示" in load
    assert "2月" not in load  # the books had not begun


@pytest.mark.parametrize("answer", ["1", "2"])
def test_an_unsure_post_is_settled_with_a_button(desk: Desk, answer: str) -> None:
    now = desk.clock.now()
    row = OutboxRow("通知甲", now, "x", branch.BRANCH, branch.ROOM, reply=False)
    with desk.app.db.transaction():
        row = outbox.put(desk.app.db, row)
        unsure = OutboxRow(
            row.text,
            now,
            row.why,
            row.branch,
            row.room,
            reply=False,
            state=PostState.AMBIGUOUS,
            sent_at=now,
            id=row.id,
        )
        outbox.change(desk.app.db, unsure)
    desk.wait(minutes=2)
    browser = desk.signed_in("王建国")
    page = browser.get("/announcements")
    assert "请到群里看一眼" in read(page)
    assert "通知甲" in read(page)
    after = press(browser, page, answer)
    assert "不知道发到没有" not in read(after)
    found = outbox.OUTBOX.get(desk.app.db, row.id)
    assert found is not None
    assert found.state is (PostState.SENT if answer == "1" else PostState.NEW)


def test_said_in_chat_it_shows_on_the_page(desk: Desk) -> None:
    desk.hear("王建国", "预告", private=True)
    desk.hear("王建国", "不发 1", private=True)
    page = desk.signed_in("王建国").get("/announcements")
    assert "这次不发" in read(page)
    (step,) = steering.INTERVENTIONS.find(desk.app.db)
    assert step.by == desk.member("王建国")
    assert not outbox.DELIVERIES.find(desk.app.db, state=DeliveryState.CANCELLED)


def test_the_line_at_the_foot_does_the_same(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = type_in(browser, browser.get("/announcements"), "预告")
    after = type_in(browser, page, "推迟 1 两天")
    assert "推迟过" in read(after)


def test_the_door_stands_in_the_secretarys_navigation(desk: Desk) -> None:
    assert 'href="/announcements"' in desk.signed_in("王建国").get("/").text
