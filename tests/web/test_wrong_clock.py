"""On a computer whose clock fell behind, a page keeps nothing under a wrong date, and says why."""

from datetime import timedelta

import pytest

from store import dues, inbox
from tests.web.desk import Desk, press, read, type_in


def put_back(desk: Desk, monkeypatch: pytest.MonkeyPatch, **span: float) -> None:
    monkeypatch.setattr(desk.clock, "_now", desk.clock.now() - timedelta(**span))


def test_what_is_said_on_a_page_by_a_wrong_clock_is_not_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hear("刘洋", "党费交了14")
    browser = desk.signed_in("李秀英")
    with monkeypatch.context() as wrong:
        put_back(desk, wrong, days=40)
        page = type_in(browser, browser.get("/"), "确认 刘洋")
        told = "这台电脑的时间是2026年1月21日 09:00，怕是不准，这一步先没记，免得记错月份。"
        assert told in read(page)
        assert "在微信里说，照样记" in read(page)
        assert dues.RECEIPTS.find(desk.app.db) == []
    type_in(browser, browser.get("/"), "确认 刘洋")
    assert len(dues.RECEIPTS.find(desk.app.db)) == 1


def test_a_button_keeps_nothing_either_and_chat_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hear("刘洋", "党费交了14")
    browser = desk.signed_in("李秀英")
    page = browser.get("/claims")
    put_back(desk, monkeypatch, days=400)
    assert "请校准时间再来" in read(press(browser, page, "确认 {}", pick=["1"]))
    assert dues.RECEIPTS.find(desk.app.db) == []


def test_who_worked_by_a_clock_that_ran_ahead_is_not_locked_out_once_it_is_right(
    desk_by_hand: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_by_hand
    desk.clock.move_to(desk.clock.now() + timedelta(days=90))
    browser = desk.signed_in("张伟")
    type_in(browser, browser.get("/"), "我的")
    put_back(desk, monkeypatch, days=90)
    browser = desk.signed_in("张伟")
    type_in(browser, browser.get("/"), "3月党费交了42")
    assert len(dues.CLAIMS.find(desk.app.db)) == 1
    assert inbox.newest_heard(desk.app.db) is None
