"""Who gets in: links, sessions, foreign pages, guesses; and what every answer tells the browser."""

import pytest

from bot.web.site import DOORS
from store import roster
from store.models import Cause, MemberStatus
from tests.web.desk import Desk, read, type_in


def test_without_a_link_nobody_sees_anything(desk: Desk) -> None:
    browser = desk.browser()
    for path in ("/", "/claims", "/carry", "/help"):
        page = browser.get(path)
        assert page.url.path == "/hello"
        assert "柳河村" not in page.text


def test_a_link_from_the_chat_signs_in_once_with_the_persons_own_rights(desk: Desk) -> None:
    (said,) = desk.hear("张伟", "网页", private=True)
    path = said.split("http://here")[1].split()[0]
    browser = desk.browser()
    assert "张伟" in read(browser.get(path))  # looking spends nothing
    assert "只看得到您自己的情况" in read(browser.post(path))
    assert browser.get("/claims").status_code == 403
    assert "用过了" in read(desk.browser().get(path))


def test_a_link_asked_for_in_the_group_comes_in_private(desk: Desk) -> None:
    said = desk.hear("王建国", "@小助手 网页")
    assert len(said) == 2
    targets = {post.target.room_id: post.text for post in desk.gateway.posts[-2:]}
    assert sum("/in/" in text for text in said) == 1
    assert "/in/" not in next(text for room, text in targets.items() if room)


def test_a_members_link_ends_after_ten_minutes_and_a_session_after_two_idle_hours(
    desk: Desk,
) -> None:
    link = desk.house.sessions.link(desk.clock.now(), desk.member("王建国"))
    browser = desk.signed_in("王建国")
    desk.wait(minutes=11)
    assert desk.browser().post(f"/in/{link}").status_code == 404
    assert browser.get("/claims").url.path == "/claims"
    desk.wait(hours=2, minutes=1)
    assert browser.get("/claims").url.path == "/hello"


def test_an_open_page_that_looks_again_by_itself_keeps_nobody_signed_in(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    for _ in range(5):
        desk.wait(minutes=30)
        last = browser.get("/claims", headers={"x-zhibu-by-itself": "1"})
    assert last.url.path == "/hello"


def test_a_member_without_an_office_is_turned_away_from_every_page_of_the_office(
    desk: Desk,
) -> None:
    browser = desk.signed_in("张伟")
    office = [d for d in DOORS if d.permission is not None]
    assert len(office) > 8
    for door in office:
        assert browser.get(door.path).status_code == 403, door.path
    for path in ("/dues/1", "/dues/1/2026-03", "/dues/owing", "/members/1", "/contact/1"):
        assert browser.get(path).status_code == 403, path


def test_guessing_links_comes_to_rest_for_the_right_one_too(desk: Desk) -> None:
    browser = desk.browser()
    right = desk.house.sessions.link(desk.clock.now(), desk.member("王建国"))
    answers = [browser.post(f"/in/guess-{n}").status_code for n in range(11)]
    assert answers == [404] * 10 + [429]
    assert browser.post(f"/in/{right}").status_code == 429
    desk.wait(minutes=10, seconds=1)
    again = desk.house.sessions.link(desk.clock.now(), desk.member("王建国"))
    assert browser.post(f"/in/{again}").status_code == 200


def test_who_left_the_branch_is_signed_out_at_once(desk: Desk) -> None:
    browser = desk.signed_in("李秀英")
    assert browser.get("/claims").status_code == 200
    member = roster.MEMBERS.get(desk.app.db, desk.member("李秀英"))
    assert member is not None
    with desk.app.db.transaction():
        cause = Cause(desk.clock.now(), None, "test")
        roster.change_member(desk.app.db, cause, member, status=MemberStatus.LEFT)
    assert browser.get("/claims").url.path == "/hello"


@pytest.mark.parametrize("lacks", ["csrf", "origin", "host"])
def test_a_foreign_page_cannot_act_for_somebody_signed_in(desk: Desk, lacks: str) -> None:
    desk.hear("张伟", "党费交了42")
    browser = desk.signed_in("李秀英")
    page = browser.get("/claims")
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    fields = {"say": "确认 全部", "once": "x", "back": "/claims", "csrf": csrf}
    headers = {"origin": "http://127.0.0.1:8390"}
    if lacks == "csrf":
        fields["csrf"] = "wrong"
    elif lacks == "origin":
        headers["origin"] = "http://elsewhere.example"
    else:
        headers["host"] = "elsewhere.example"
    answer = browser.post("/say", data=fields, headers=headers)
    assert answer.status_code in {403, 421}
    assert "张伟" in read(browser.get("/claims"))


def test_nobody_is_sent_to_another_site(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/help")
    for back in ("//elsewhere.example/", "http://elsewhere.example/", "/\\elsewhere.example"):
        answer = type_in(browser, page, "党费", back=back, once=back)
        assert answer.url.host == "127.0.0.1"
        assert answer.url.path == "/"


def test_every_answer_forbids_scripts_and_frames_of_others(desk: Desk) -> None:
    for path in ("/hello", "/nowhere", "/static/zhibu.css", "/in/guess"):
        headers = desk.browser().get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_too_much_at_once_is_refused_in_words(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    answer = browser.post("/say", content=b"x" * (4 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert "4 MB" in answer.text
