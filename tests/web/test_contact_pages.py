"""Contact on pages: silence and searches are the secretary's alone; a form says the command."""

import pytest

from store import homecomings, searches
from store.period import Period
from tests.web.desk import Desk, press, read, submit


@pytest.mark.parametrize("name", ["张伟", "李秀英"])
@pytest.mark.parametrize("path", ["/contact", "/contact/{}"])
def test_who_is_silent_is_the_secretarys_alone(desk: Desk, name: str, path: str) -> None:
    answer = desk.signed_in(name).get(path.format(desk.member("黄磊")))
    assert answer.status_code == 403
    assert "黄磊" not in answer.text


def test_check_ins_of_a_month_and_how_long_others_were_silent(desk: Desk) -> None:
    desk.hear("张伟", "报到，深圳")
    desk.wait(days=100)
    desk.hear("刘洋", "报到，杭州")
    browser = desk.signed_in("王建国")
    page = read(browser.get("/contact"))
    assert "1 / 11 人报到了" in page
    assert "已报到： 刘洋 6月10日，杭州" in page
    assert "还没报到： 张伟" in page
    assert "张伟 3个月 群里或私下说话" in page
    march = read(browser.get("/contact", params={"month": str(Period(2026, 3))}))
    assert "已报到： 张伟 3月2日，深圳" in march


def test_a_search_is_noted_and_taken_back(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    path = f"/contact/{desk.member('黄磊')}"
    form = {"day": "2026-03-01", "way": "打电话", "result": "无人接 响了很久"}
    page = submit(browser, browser.get(path), "记一次", **form)
    (entry,) = searches.of_member(desk.app.db, desk.member("黄磊"))
    assert (entry.day, entry.way, entry.result) == ("2026-03-01", "打电话", "无人接 响了很久")
    assert not entry.found
    assert "无人接 响了很久" in read(page)
    press(browser, page, "撤销")
    assert not searches.of_member(desk.app.db, desk.member("黄磊"))


def test_a_search_that_reached_him_is_a_contact(desk: Desk) -> None:
    desk.wait(days=60)
    browser = desk.signed_in("王建国")
    path = f"/contact/{desk.member('黄磊')}"
    form = {"day": "2026-05-01", "way": "问家里人", "result": "联系上了"}
    page = submit(browser, browser.get(path), "记一次", **form)
    assert "问家里人联系上" in read(page)
    assert "就在今天" in read(page)


def test_who_comes_home_is_added_and_taken_off(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = submit(browser, browser.get("/contact"), "会回来", who="王芳（二组）")
    (coming,) = homecomings.expected(desk.app.db, "B01", desk.clock.now())
    assert coming.called == "王芳（二组）"
    press(browser, page, "返乡名单 去掉 王芳（二组）")
    assert not homecomings.expected(desk.app.db, "B01", desk.clock.now())


def test_nobody_of_another_branch_is_shown(desk: Desk) -> None:
    assert desk.signed_in("王建国").get("/contact/999").status_code == 404
