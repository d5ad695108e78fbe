"""A stretch of chat pasted in the browser: looked over, mended, booked, carried back."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from bot.sandbox import branch
from store import audit, checkins, dues, outbox, pastes, roster
from store.models import PostState
from tests.web.desk import Desk, read

SECRETARY = "王建国"
SAMPLES = sorted((Path(__file__).parents[1] / "paste" / "samples").iterdir())


def chat(*lines: tuple[str, str]) -> str:
    """A conversation on the second of March, a line every minute from eight."""
    return "\n\n".join(
        f"{name} 2026/3/2 8:{minute:02}\n{text}" for minute, (name, text) in enumerate(lines)
    )


DAY = chat(
    ("王建国", "3月党费请大家按月交"),
    ("张伟", "己交3月的四十二"),
    ("刘洋", "报到，人在杭州"),
    ("赵强", "今天下雨了"),
    ("快乐生活", "3月党费已交30"),
)


class Page:
    """A browser at one stretch: what it shows, and its buttons."""

    def __init__(self, browser: TestClient, page: Response) -> None:
        self.browser = browser
        self.page = page

    @property
    def words(self) -> str:
        return read(self.page)

    def press(self, button: str, value: str = "1", **more: str) -> None:
        """Press a button of the stretch's form, with what is filled in besides."""
        (form,) = re.findall(
            r'<form method="post" action="/paste/[^"]+">.*?</form>', self.page.text, re.DOTALL
        )
        assert f'<button name="{button}"' in form, f"no button {button}"
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
        chosen = re.findall(r'type="radio" name="([^"]+)" value="(\d*)" checked', form)
        action = re.search(r'action="([^"]*)"', form)
        assert action is not None
        fields = {**hidden, **dict(chosen), button: value, **more}
        self.page = self.browser.post(action[1], data=fields)
        assert self.page.status_code == 200

    def field(self, pattern: str) -> str:
        """The name or value of something on the page."""
        found = re.search(pattern, self.page.text, re.DOTALL)
        assert found is not None, pattern
        return unescape(found[1])

    def line(self, name: str) -> str:
        """What the form calls somebody's line."""
        return self.field(rf'<li id="(l\w+)"(?:(?!</li>).)*?<b>{name}</b>')

    def option(self, name: str) -> str:
        """The value behind a member in a list."""
        return self.field(rf'<option value="(\d+)"[^>]*>{name}</option>')


def paste(browser: TestClient, text: str = "", **more: str) -> Page:
    page = browser.get("/paste")
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert csrf is not None
    fields = {"csrf": csrf[1], "room": branch.ROOM, "day": "", "text": text, **more}
    parts = {name: (None, value) for name, value in fields.items()}
    return Page(browser, browser.post("/paste", files=parts))  # in parts, as the page's form


def upload(browser: TestClient, name: str, content: bytes, **more: str) -> Page:
    csrf = re.search(r'name="csrf" value="([^"]+)"', browser.get("/paste").text)
    assert csrf is not None
    fields = {"csrf": csrf[1], "room": branch.ROOM, "day": "", "text": "", **more}
    return Page(browser, browser.post("/paste", data=fields, files={"file": (name, content)}))


def books(desk: Desk) -> list[str]:
    db = desk.app.db
    called = {m.id: m.called for m in roster.members(db, branch.BRANCH)}
    claims = [f"{called[c.member]} {c.period} {c.amount} {c.state}" for c in dues.CLAIMS.find(db)]
    contacts = [f"{called[c.member]} {c.place}" for c in checkins.CHECK_INS.find(db)]
    return sorted([*claims, *contacts])


def test_a_day_is_pasted_mended_and_booked_once(desk_by_hand: Desk) -> None:
    desk = desk_by_hand
    browser = desk.signed_in(SECRETARY)
    page = paste(browser, DAY)
    held = desk.app.db.journal()
    assert (
        "✔ 记 张伟 3月2日 08:01 己交3月的四十二 3月党费已交 42元 依据：说的是已经交了" in page.words
    )
    assert "“快乐生活” 是" in page.words
    assert "其余 2 条不记" in page.words
    page.press("again", **{page.field(r'<select id="\w+-who" name="(\w+)"'): page.option("欧阳雪")})
    assert "记 3 条：党费 2 笔，共 72 元；报到 1 条。" in page.words
    assert "快乐生活 → 欧阳雪" in page.words
    page.press("drop", page.line("刘洋"))
    assert "您说不记" in page.words
    assert desk.app.db.journal() == held
    page.press("book")
    assert "记好了" in page.words
    booked = ["张伟 2026-03 4200 claimed", "欧阳雪 2026-03 3000 claimed"]
    assert books(desk) == booked
    assert "贴到群里" in page.words
    again = paste(browser, DAY + "\n\n" + chat(("赵强", "收到")))
    assert "5 条上次贴过，不会重复记" in again.words
    assert "没有要记的" in again.words
    assert books(desk) == booked


def test_a_line_is_taken_for_what_was_picked_and_both_are_traced(desk: Desk) -> None:
    page = paste(desk.signed_in(SECRETARY), chat(("黄磊", "12.5弄好了哈"), ("张伟", "[图片]")))
    assert "没有要记的" in page.words
    line = page.line("黄磊")
    page.press("edit", line)
    picked = {f"{line}-matter": "党费已交", f"{line}-month": "2026-02", f"{line}-amount": "12.5"}
    page.press("set", line, **picked)
    assert "2月党费已交 12.50元 （改成：2026年2月党费已交12.50元）" in page.words
    picture = page.line("张伟")
    page.press("edit", picture)
    page.press("set", picture, **{f"{picture}-matter": "党费已交", f"{picture}-amount": "42"})
    page.press("book")
    assert books(desk) == ["张伟 2026-03 4200 claimed", "黄磊 2026-02 1250 claimed"]
    (entry, _) = audit.AUDIT.find(desk.app.db, what=pastes.CORRECTED)
    assert entry.by == desk.member(SECRETARY)
    assert entry.detail == {"原话": "12.5弄好了哈", "改为": "2026年2月党费已交12.50元"}


def test_what_was_filled_in_wrongly_is_said_and_stays_open(desk: Desk) -> None:
    page = paste(desk.signed_in(SECRETARY), chat(("黄磊", "12.5弄好了哈")))
    line = page.line("黄磊")
    page.press("edit", line)
    page.press("set", line, **{f"{line}-matter": "党费已交", f"{line}-amount": "很多"})
    assert "金额“很多”没看懂" in page.words
    page.press("set", line, **{f"{line}-words": "12.5弄好了哈"})
    assert "请在“算作”里选一样" in page.words
    page.press("set", line, **{f"{line}-words": "党费已交12.5"})
    page.press("undo", line)
    assert "没有要记的" in page.words


def test_a_question_is_answered_with_a_radio_button(desk: Desk) -> None:
    page = paste(
        desk.signed_in(SECRETARY), chat(("张伟", "3月党费已交42"), ("张伟", "3月党费交了50"))
    )
    name = page.field(r'name="(answer/[^"]+)"')
    page.press("book", **{name: "0"})  # answered and agreed to in one: it is shown once more
    assert "请再看一眼" in page.words
    assert books(desk) == []
    page.press("book")
    assert books(desk) == ["张伟 2026-03 4200 withdrawn", "张伟 2026-03 5000 claimed"]


def test_what_was_left_out_is_said_and_asked_again(desk: Desk) -> None:
    text = chat(("张伟", "3月党费已交42"), ("张伟", "3月党费交了50"), ("快乐生活", "报到"))
    page = paste(desk.signed_in(SECRETARY), text)
    assert "另有 1 条要问、1 条等认人，这次先不记" in page.words
    page.press("book")
    assert "还有 2 条没答或没认出人，没有记" in page.words
    again = paste(page.browser, text)
    assert "另有 1 条要问、1 条等认人，这次先不记" in again.words


def test_the_books_moved_meanwhile(desk: Desk) -> None:
    page = paste(desk.signed_in(SECRETARY), DAY)
    desk.hear("张伟", "3月党费交了42")
    page.press("book")
    assert "请再看一眼" in page.words
    page.press("book")
    assert books(desk) == ["刘洋 杭州", "张伟 2026-03 4200 claimed"]


def test_pressed_twice_it_is_booked_once(desk: Desk) -> None:
    page = paste(desk.signed_in(SECRETARY), DAY)
    before = page.page
    page.press("book")
    page.page = before
    page.press("book")
    assert books(desk) == ["刘洋 杭州", "张伟 2026-03 4200 claimed"]


def test_beside_a_channel_the_answers_are_shown_and_not_sent(desk: Desk) -> None:
    desk.wait(minutes=1)
    before = len(desk.gateway.posts)
    page = paste(desk.signed_in(SECRETARY), DAY)
    page.press("book")
    assert "张伟 3月党费 42元，记下了" in page.words
    desk.wait(minutes=5)
    assert len(desk.gateway.posts) == before
    assert not outbox.in_state(desk.app.db, PostState.NEW)
    # and who was met in a paste is still spoken to where WeChat knows him
    assert desk.hear("张伟", "我的", private=True) != []
    assert desk.gateway.posts[-1].target.contact_id == "wxid_zhang"


def test_without_a_channel_answers_and_notices_wait_to_be_ticked_off(desk_by_hand: Desk) -> None:
    desk = desk_by_hand
    page = paste(desk.signed_in(SECRETARY), chat(*DAY_OF_TWO))
    page.press("book")
    answers = re.findall(r'<pre id="text-\d+"[^>]*>(.*?)</pre>', page.page.text, re.DOTALL)
    assert any("张伟 3月党费 42元" in text and "刘洋 3月报到" in text for text in answers)
    rows = page.field(r'name="rows" value="([\d ]+)"')
    csrf = page.field(r'name="csrf" value="([^"]+)"')
    back = page.field(r'name="back" value="(/paste/[^"]+)"')
    fields = {"csrf": csrf, "rows": rows, "back": back, "done": "yes"}
    after = page.browser.post("/carry", data=fields)
    assert "记下了：已经贴出" in read(after)
    assert after.url.path == back
    states = {outbox.OUTBOX.get(desk.app.db, int(row)).state for row in rows.split()}  # type: ignore[union-attr]
    assert states == {PostState.SENT}


DAY_OF_TWO = (("张伟", "3月党费已交42"), ("刘洋", "报到，杭州"))


def test_nothing_typed_is_lost(desk: Desk) -> None:
    browser = desk.signed_in(SECRETARY)
    undated = "张伟:\n3月党费已交42\n\n刘洋:\n<b>收到</b>\n"
    page = paste(browser, undated)
    assert page.page.status_code == 422
    assert "请在下面选一下是哪一天的" in page.words
    assert "&lt;b&gt;收到&lt;/b&gt;" in page.page.text
    page = paste(browser, undated, day="2026-03-01")
    assert "3月党费已交 42元" in page.words
    page = paste(browser, DAY, day="2026-03-09")
    assert "还没到" in page.words
    assert "己交3月的四十二" in page.page.text
    assert "没有看到聊天文字" in paste(browser, " ").words
    assert "请选一下是哪个群" in paste(browser, DAY, room="别的群").words


def test_two_megabytes_are_the_limit_in_words(desk: Desk) -> None:
    browser = desk.signed_in(SECRETARY)
    line = "赵强 2026/3/2 8:00\n今天下雨了\n\n"
    page = paste(browser, line * (2 * 1024 * 1024 // len(line.encode()) + 1))
    assert page.page.status_code == 422
    assert "一次最多 2 MB" in page.words
    page = upload(browser, "聊天.txt", line.encode() * 60_000)
    assert "一次最多 2 MB" in page.words


def test_files_are_read(desk: Desk) -> None:
    browser = desk.signed_in(SECRETARY)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("聊天记录.txt", DAY)
    assert "3月党费已交 42元" in upload(browser, "聊天记录.zip", held.getvalue()).words
    assert "3月党费已交 42元" in upload(browser, "聊天.txt", DAY.encode("gb18030")).words
    undated = upload(browser, "聊天.txt", "张伟:\n3月党费已交42\n".encode())
    assert "是哪一天的" in undated.words
    assert "3月党费已交42" in undated.page.text  # in the box: the file need not be chosen again


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.name for path in SAMPLES])
def test_the_samples_of_other_groups_come_to_nothing(desk: Desk, sample: Path) -> None:
    page = upload(desk.signed_in(SECRETARY), sample.name, sample.read_bytes(), day="2026-03-01")
    assert page.page.status_code == 200
    assert "没有要记的" in page.words


def test_a_nickname_is_text(desk: Desk) -> None:
    text = chat(("<script>alert(1)</script>", "3月党费已交30"), ('"><img src=x>', "好的"))
    page = paste(desk.signed_in(SECRETARY), text)
    assert "<script>alert" not in page.page.text
    assert "<img src=x>" not in page.page.text
    assert "“<script>alert(1)</script>”" in unescape(page.page.text)


def test_a_stretch_is_its_owners_alone_and_only_for_the_secretary(desk: Desk) -> None:
    page = paste(desk.signed_in(SECRETARY), DAY)
    path = page.page.url.path
    other = desk.signed_in(SECRETARY)
    assert "已经不在了" in read(other.get(path))
    for name in ("李秀英", "张伟"):
        browser = desk.signed_in(name)
        assert "粘贴" not in read(browser.get("/"))
        assert browser.get("/paste").status_code == 403
        assert browser.get(path).status_code == 403
    assert "己交3月的四十二" not in read(desk.browser().get(path))


def test_a_form_from_elsewhere_does_nothing(desk: Desk) -> None:
    browser = desk.signed_in(SECRETARY)
    page = paste(browser, DAY)
    path = page.page.url.path
    for fields in ({"book": "1"}, {"book": "1", "csrf": "guessed"}):
        assert browser.post(path, data=fields).status_code == 403
    assert browser.post("/paste", data={"text": DAY, "csrf": "x"}).status_code == 403
    assert books(desk) == []


def test_a_stretch_is_forgotten_after_a_while_and_taken_up_before(desk: Desk) -> None:
    browser = desk.signed_in(SECRETARY)
    path = paste(browser, DAY).page.url.path
    assert "贴了还没记的" in read(browser.get("/paste"))
    page = Page(browser, browser.get(path))
    page.press("forget")
    assert "账本没有变" in page.words
    assert "贴了还没记的" not in page.words
    assert "已经不在了" in read(browser.get(path))
