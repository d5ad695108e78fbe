"""What is done on a page and what is said in chat are one and the same in the books."""

from bot.sandbox import branch
from store import dues, roster
from store.models import Cause, ClaimState
from tests.web.desk import Desk, press, read, type_in


def test_a_ticked_claim_is_confirmed_and_the_member_sees_the_same_in_chat(desk: Desk) -> None:
    desk.hear("张伟", "己交3月的四十二")
    desk.hear("刘洋", "党费交了14")
    browser = desk.signed_in("李秀英")
    page = browser.get("/claims")
    assert "己交3月的四十二" in read(page)
    after = press(browser, page, "确认 {}", pick=["2"])
    assert "刘洋 3月" in read(after)
    (left,) = dues.open_claims(desk.app.db, branch.BRANCH)
    assert left.member == desk.member("张伟")
    (receipt,) = dues.RECEIPTS.find(desk.app.db)
    assert receipt.by == desk.member("李秀英")
    (mine,) = desk.hear("刘洋", "我的", private=True)
    assert "14" in mine


def test_numbers_mean_the_list_on_the_page_whatever_came_since(desk: Desk) -> None:
    desk.hear("张伟", "党费交了42")
    browser = desk.signed_in("李秀英")
    page = browser.get("/claims")
    desk.hear("刘洋", "党费交了100")  # to be looked at twice: it goes to the top of new lists
    desk.hear("李秀英", "确认", private=True)
    press(browser, page, "确认 {}", pick=["1"])
    (received,) = dues.RECEIPTS.find(desk.app.db)
    assert received.member == desk.member("张伟")


def test_a_form_sent_twice_acts_once(desk: Desk) -> None:
    browser = desk.signed_in("张伟")
    page = browser.get("/")
    for _ in range(2):
        type_in(browser, page, "3月党费交了42")
    assert len(dues.CLAIMS.find(desk.app.db)) == 1


def test_nothing_ticked_does_nothing_and_says_so(desk: Desk) -> None:
    desk.hear("张伟", "党费交了42")
    browser = desk.signed_in("李秀英")
    assert "没有选" in read(press(browser, browser.get("/claims"), "确认 {}"))
    assert len(dues.open_claims(desk.app.db, branch.BRANCH)) == 1


def test_answers_are_on_the_page_and_not_sent_to_the_phone(desk: Desk) -> None:
    browser = desk.signed_in("李秀英")
    before = len(desk.gateway.posts)
    page = type_in(browser, browser.get("/help"), "未交")
    assert "张伟" in read(page)
    desk.wait(minutes=1)
    assert len(desk.gateway.posts) == before


def test_a_question_is_answered_with_a_button(desk: Desk) -> None:
    browser = desk.signed_in("欧阳雪")
    page = type_in(browser, browser.get("/"), "王芳的3月党费我替她交了5块")
    assert "王芳（二组）" in read(page)
    answered = press(browser, page, "2")
    assert "王芳（二组）" in read(answered)
    (claim,) = dues.CLAIMS.find(desk.app.db)
    assert claim.state is ClaimState.CLAIMED
    assert claim.member == desk.member("王芳（二组）")


def test_a_nickname_full_of_html_is_text(desk: Desk) -> None:
    member = roster.MEMBERS.get(desk.app.db, desk.member("张伟"))
    assert member is not None
    with desk.app.db.transaction():
        cause = Cause(desk.clock.now(), None, "test")
        roster.change_member(desk.app.db, cause, member, card="张伟<script>alert(1)</script>")
    desk.hear("张伟", "党费交了42 <img src=x onerror=alert(1)>")
    page = desk.signed_in("李秀英").get("/claims")
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert (
        "张伟<script>alert(1)</script>" in read(page).replace("  ", " ")
        or "&lt;script&gt;" in page.text
    )


def test_posts_are_carried_by_hand_where_no_channel_is(desk_by_hand: Desk) -> None:
    desk = desk_by_hand
    desk.hear("张伟", "党费交了42")
    assert not desk.gateway.posts
    browser = desk.signed_in("王建国")
    page = browser.get("/carry")
    assert "记下了" in read(page)
    rows = page.text.split('name="rows" value="')[1].split('"')[0]
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    after = browser.post("/carry", data={"csrf": csrf, "rows": rows, "done": "yes"})
    assert "已经贴出" in read(after)
    again = browser.post("/carry", data={"csrf": csrf, "rows": rows, "done": "yes"})
    assert "处理过了" in read(again)
