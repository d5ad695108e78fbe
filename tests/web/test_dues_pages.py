"""The year of dues on pages: rights, sums, states in words, and acts that are the commands'."""

import re

import pytest

from bot.sandbox import branch
from bot.web.console import grid
from store import dues, roster, totals
from store.models import Cause
from store.money import Fen
from store.overview import Sums
from store.period import Period
from tests.web.desk import Desk, press, read, submit

MARCH = Period(2026, 3)


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """Some weeks of a branch: paid, paid in part, claimed, and nothing."""
    desk.hear("张伟", "己交3月的四十二")
    desk.hear("陈静", "3月党费交了50")
    desk.hear("李秀英", "确认 全部", private=True)
    desk.hear("刘洋", "3月党费交了14")
    desk.wait(days=35)
    return desk


def test_each_state_is_told_in_words(kept: Desk) -> None:
    page = kept.signed_in("李秀英").get("/dues")
    for name, words in (
        ("张伟", "交齐了，应交42元，收到42元"),
        ("陈静", "交了一部分，应交102元，收到50元，差52元"),
        ("刘洋", "报了，等确认，应交14元，报了14元等确认"),
        ("吴涛", "往月没交，应交18元"),
    ):
        link = f'/dues/{kept.member(name)}/2026-03"'
        (cell,) = re.findall(rf'<a href="{link}[^>]*aria-label="([^"]*)"', page.text)
        assert cell == f"3月，{words}"


def test_sums_of_rows_and_of_columns_are_those_of_the_books(kept: Desk) -> None:
    db, this = kept.app.db, Period(2026, 4)
    shown = grid.year_grid(db, branch.BRANCH, 2026, this)
    assert sum((row.sums for row in shown.rows), Sums()) == shown.whole
    for period, column in zip(grid.months(2026), shown.months, strict=True):
        kept_sums = totals.branch_month(db, branch.BRANCH, period)
        assert (column.due, column.received) == (kept_sums.due, kept_sums.received)
    assert shown.whole.received == 9200
    page = kept.signed_in("王建国").get("/dues")
    assert "92 元已收" in read(page)


def test_a_party_group_is_summed_by_itself(kept: Desk) -> None:
    db = kept.app.db
    with db.transaction():
        member = roster.MEMBERS.get(db, kept.member("张伟"))
        assert member is not None
        roster.change_member(db, Cause(kept.clock.now(), None, "t"), member, party_group="一组")
    page = kept.signed_in("王建国").get("/dues", params={"year": "2026", "group": "一组"})
    assert "42 元已收" in read(page)
    assert "陈静" not in read(page)


@pytest.mark.parametrize("path", ["/dues", "/dues/owing", "/dues/{}", "/dues/{}/2026-03"])
def test_a_member_is_turned_away_even_from_his_own(kept: Desk, path: str) -> None:
    own = kept.member("张伟")
    answer = kept.signed_in("张伟").get(path.format(own))
    assert answer.status_code == 403
    assert "42" not in answer.text


def test_what_does_not_exist_is_no_page(kept: Desk) -> None:
    browser = kept.signed_in("李秀英")
    own = kept.member("张伟")
    for path in ("/dues/9999", f"/dues/{own}/2026-13", "/dues/9999/2026-03", f"/dues/{own}/x"):
        assert browser.get(path).status_code == 404


def test_a_month_of_another_branch_is_no_page(kept: Desk) -> None:
    db = kept.app.db
    with db.transaction():
        member = roster.MEMBERS.get(db, kept.member("吴涛"))
        assert member is not None
        roster.change_member(db, Cause(kept.clock.now(), None, "t"), member, branch="B02")
    browser = kept.signed_in("李秀英")
    assert browser.get(f"/dues/{member.id}/2026-03").status_code == 200  # it began here
    assert browser.get(f"/dues/{member.id}/2026-09").status_code == 404
    assert browser.get(f"/dues/{member.id}").status_code == 404


def test_a_month_tells_each_entry_with_the_words_it_came_from(kept: Desk) -> None:
    path = f"/dues/{kept.member('张伟')}/2026-03"
    page = read(kept.signed_in("李秀英").get(path))
    assert "己交3月的四十二" in page
    assert "确认收到 42 元" in page
    assert "李秀英" in page


def test_a_claim_is_confirmed_on_its_month_and_taken_back_there(kept: Desk) -> None:
    browser = kept.signed_in("李秀英")
    path = f"/dues/{kept.member('刘洋')}/2026-03"
    page = press(browser, browser.get(path), "确认 1")
    assert "已确认收到：刘洋 3月" in read(page)
    balance = totals.balance(kept.app.db, kept.member("刘洋"), branch.BRANCH, MARCH)
    assert balance.received == 1400
    again = press(browser, page, "撤销")
    assert "已收回" in read(again)
    assert len(dues.open_claims(kept.app.db, branch.BRANCH)) == 1


def test_undoing_is_only_offered_for_what_he_did_last(kept: Desk) -> None:
    browser = kept.signed_in("李秀英")
    assert 'value="撤销"' in browser.get(f"/dues/{kept.member('张伟')}/2026-03").text
    kept.hear("李秀英", "确认 刘洋", private=True)
    assert 'value="撤销"' not in browser.get(f"/dues/{kept.member('张伟')}/2026-03").text


def test_cash_is_entered_for_just_this_month(kept: Desk) -> None:
    browser = kept.signed_in("王建国")
    path = f"/dues/{kept.member('吴涛')}/2026-03"
    page = submit(browser, browser.get(path), "记收到", amount="18")
    assert "已确认收到：吴涛 3月" in read(page)
    (receipt,) = dues.RECEIPTS.find(kept.app.db, member=kept.member("吴涛"))
    assert (receipt.period, receipt.amount) == (MARCH, 1800)
    assert receipt.by == kept.member("王建国")


def test_what_was_lacking_is_made_up_on_the_page(kept: Desk) -> None:
    browser = kept.signed_in("李秀英")
    path = f"/dues/{kept.member('陈静')}/2026-03"
    assert 'value="52"' in browser.get(path).text
    submit(browser, browser.get(path), "记收到", amount="52")
    month = totals.balance(kept.app.db, kept.member("陈静"), branch.BRANCH, MARCH)
    assert not month.lacking


def test_a_form_half_filled_in_does_nothing_and_says_so(kept: Desk) -> None:
    browser = kept.signed_in("王建国")
    path = f"/dues/{kept.member('吴涛')}/2026-03"
    assert "还有没填的" in read(submit(browser, browser.get(path), "记收到", amount=" "))
    assert not dues.RECEIPTS.find(kept.app.db, member=kept.member("吴涛"))


def test_nobody_confirms_his_own(desk: Desk) -> None:
    desk.hear("李秀英", "3月党费交了1块")
    browser = desk.signed_in("李秀英")
    page = browser.get(f"/dues/{desk.member('李秀英')}/2026-03")
    assert 'value="确认 1"' not in page.text
    assert "记收到" not in page.text
    assert "别的收款同志" in read(page)


def test_an_amount_is_verified_after_one_question(kept: Desk) -> None:
    browser = kept.signed_in("王建国")
    path = f"/dues/{kept.member('张伟')}"
    form = {"amount": "45", "since": "5月", "reason": "4月加薪"}
    page = submit(browser, browser.get(path), "核定", **form)
    assert dues.due(kept.app.db, kept.member("张伟"), Period(2026, 5)) == 4200
    page = press(browser, page, "1")
    assert dues.due(kept.app.db, kept.member("张伟"), Period(2026, 5)) == 4500
    assert dues.due(kept.app.db, kept.member("张伟"), Period(2026, 4)) == 4200
    assert "从 2026-05 起每月 45 元" in read(page)


def test_a_reduction_is_entered_with_its_approval(kept: Desk) -> None:
    browser = kept.signed_in("王建国")
    path = f"/dues/{kept.member('张伟')}"
    form = {"first": "5月", "last": "7月", "amount": "免", "day": "2026-04-01", "organ": "镇党委"}
    press(browser, submit(browser, browser.get(path), "登记减免", **form), "1")
    assert dues.due(kept.app.db, kept.member("张伟"), Period(2026, 7)) == Fen(0)
    assert dues.due(kept.app.db, kept.member("张伟"), Period(2026, 8)) == Fen(4200)


def test_who_owes_is_listed_with_how_many_months_running(kept: Desk) -> None:
    kept.wait(days=70)
    page = read(kept.signed_in("李秀英").get("/dues/owing"))
    assert "吴涛 3—5月 54 3个月" in page
    assert "陈静" in page
    assert "党章第九条" in page
