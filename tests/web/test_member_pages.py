"""The roster on pages: found by name, changed with the words of the commands, hostile names."""

import pytest

from bot.sandbox import branch
from store import roster
from store.models import Cause, Member, MemberStatus, Stranger
from tests.web.desk import Desk, press, read, submit


def _stranger(desk: Desk, name: str, wechat_id: str = "wxid_new", says: str = "") -> None:
    says_id = desk.member(says) if says else None
    with desk.app.db.transaction():
        met = Stranger(wechat_id, name, branch.BRANCH, branch.ROOM, desk.clock.now(), says=says_id)
        roster.meet_stranger(desk.app.db, met)


def _unbind(desk: Desk, name: str) -> None:
    db = desk.app.db
    with desk.app.db.transaction():
        for binding in roster.BINDINGS.find(db, member=desk.member(name)):
            roster.unbind(db, Cause(desk.clock.now(), None, "test"), binding)


def _kept(desk: Desk, name: str) -> Member:
    member = roster.MEMBERS.get(desk.app.db, desk.member(name))
    assert member is not None
    return member


@pytest.mark.parametrize("path", ["/members", "/members/{}", "/members/{}/history"])
def test_a_member_is_turned_away(desk: Desk, path: str) -> None:
    answer = desk.signed_in("张伟").get(path.format(desk.member("张伟")))
    assert answer.status_code == 403
    assert "深圳" not in answer.text


def test_people_are_found_by_name_card_and_place(desk: Desk) -> None:
    browser = desk.signed_in("李秀英")
    for asked, name in (("陈", "陈静"), ("顿河", "陈静"), ("东莞", "孙丽"), ("徐老板", "徐海")):
        page = read(browser.get("/members", params={"q": asked}))
        assert name in page
        assert "刘洋" not in page
    assert "没有找到" in read(browser.get("/members", params={"q": "诸葛"}))


def test_the_roster_is_filtered(desk: Desk) -> None:
    _unbind(desk, "吴涛")
    browser = desk.signed_in("李秀英")
    mobile = read(browser.get("/members", params={"only": "mobile"}))
    assert "张伟" in mobile
    assert "吴涛" not in mobile
    without = read(browser.get("/members", params={"only": "unbound"}))
    assert "吴涛" in without
    assert "张伟" not in without


def test_a_field_is_changed_and_its_history_told(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    path = f"/members/{desk.member('张伟')}"
    form = {"field": "手机号", "value": "13800001234", "reason": "换号"}
    page = submit(browser, browser.get(path), "修改", **form)
    assert _kept(desk, "张伟").phone == "13800001234"
    assert "138****1234" in read(page)
    life = read(browser.get(f"{path}/history"))
    assert "手机号 空 → 138****1234" in life
    assert "原因 换号" in life
    assert "13800001234" not in life


def test_the_collector_sees_what_the_command_tells_him_and_no_more(desk: Desk) -> None:
    desk.hear("王建国", "修改 张伟 月收入 4200", private=True)
    path = f"/members/{desk.member('张伟')}"
    assert "4200" in read(desk.signed_in("王建国").get(path))
    collector = desk.signed_in("李秀英")
    page = collector.get(path)
    assert "4200" not in read(page)
    assert "改一项" not in read(page)
    assert collector.get(f"{path}/history").status_code == 403


def test_somebody_of_another_branch_is_no_page(desk: Desk) -> None:
    member = _kept(desk, "吴涛")
    with desk.app.db.transaction():
        cause = Cause(desk.clock.now(), None, "test")
        roster.change_member(desk.app.db, cause, member, branch="B02")
    browser = desk.signed_in("王建国")
    for path in (f"/members/{member.id}", f"/members/{member.id}/history", "/members/999"):
        assert browser.get(path).status_code == 404


def test_an_unknown_wechat_is_bound_to_the_one_it_is_called_like(desk: Desk) -> None:
    _unbind(desk, "张伟")
    _stranger(desk, "张伟")
    browser = desk.signed_in("王建国")
    page = submit(browser, browser.get("/members"), "就是张伟")
    assert "“张伟”就是张伟" in read(page)
    owner = roster.member_of(desk.app.db, "wxid_new")
    assert owner is not None
    assert owner.id == desk.member("张伟")


def test_an_unknown_wechat_is_bound_to_the_one_chosen(desk: Desk) -> None:
    _unbind(desk, "吴涛")
    _stranger(desk, "老家 的杨树", "paste:柳河 群:老家 的杨树")
    browser = desk.signed_in("王建国")
    submit(browser, browser.get("/members"), "就是这位", who="吴涛")
    owner = roster.member_of(desk.app.db, "paste:柳河 群:老家 的杨树")
    assert owner is not None
    assert owner.id == desk.member("吴涛")


def test_all_whose_card_is_their_name_are_bound_at_once(desk: Desk) -> None:
    for number, name in enumerate(("吴涛", "黄磊")):
        _unbind(desk, name)
        _stranger(desk, name, f"wxid_new{number}")
    _stranger(desk, "路人甲", "wxid_other")
    browser = desk.signed_in("王建国")
    page = press(browser, browser.get("/members"), "绑定 全部")
    assert "认好了2位：吴涛、黄磊" in read(page)
    assert roster.member_of(desk.app.db, "wxid_other") is None
    assert 'value="绑定 全部"' not in page.text


def test_who_takes_an_officers_name_is_warned_of_and_not_proposed(desk: Desk) -> None:
    _stranger(desk, "李秀英")
    page = desk.signed_in("王建国").get("/members")
    assert "先打电话核实" in read(page)
    assert "就是李秀英" not in page.text


def test_only_the_secretary_sees_unknown_wechats(desk: Desk) -> None:
    _stranger(desk, "路人甲")
    assert "路人甲" in read(desk.signed_in("王建国").get("/members"))
    assert "路人甲" not in read(desk.signed_in("李秀英").get("/members"))


def test_a_hostile_name_is_text_everywhere(desk: Desk) -> None:
    hostile = '"><script>alert(1)</script>'
    _stranger(desk, hostile, f"wxid_{hostile}")
    desk.hear("王建国", "修改 张伟 现居地 <b>深圳</b>", private=True)
    browser = desk.signed_in("王建国")
    for path in ("/members", f"/members/{desk.member('张伟')}", "/members?q=<script>"):
        page = browser.get(path)
        assert "<script>alert" not in page.text
        assert "<b>深圳" not in page.text
    assert hostile in read(browser.get("/members")) or "&lt;script&gt;" in page.text


def test_coming_and_going_say_the_commands_words(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    form = {"name": "赵六", "phone": "13800005678", "from": "红星村党支部"}
    page = submit(browser, browser.get("/members"), "转入", **form)
    assert "赵六已转入名册" in read(page)
    joined = _kept(desk, "赵六")
    assert joined.phone == "13800005678"
    path = f"/members/{joined.id}"
    submit(browser, browser.get(path), "登记外出", place="佛山", day="2026-03-01")
    away = _kept(desk, "赵六")
    assert (away.mobile, away.place, away.left_home_on) == (True, "佛山", "2026-03-01")
    press(browser, browser.get(path), "返乡 赵六")
    assert not _kept(desk, "赵六").mobile
    page = submit(browser, browser.get(path), "转出", target="红星村党支部")
    gone = roster.MEMBERS.get(desk.app.db, joined.id)
    assert gone is not None
    assert gone.status is MemberStatus.LEFT
    assert "已转出" in read(page)


def test_the_secretary_does_not_transfer_himself(desk: Desk) -> None:
    page = desk.signed_in("王建国").get(f"/members/{desk.member('王建国')}")
    assert "组织关系转出" not in read(page)
