"""A stretch in a session: tried as often as somebody decides something, booked once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import settings_file
from bot.app import App, build
from bot.clock import VirtualClock
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.paste import PasteGateway
from bot.pasting.asking import Asking
from bot.pasting.desk import Desk
from bot.pasting.heard import Heard, Verdict
from bot.pasting.picks import Matter, Pick
from bot.pasting.session import DayMissingError, Outcome, Session
from bot.pasting.words import Names, told_of
from store import audit, checkins, checks, dues, outbox, pastes, roster, trace
from store.models import Cause
from store.money import Fen
from store.period import Period
from tests.paste.flow import NOW, ROOM, set_up
from tests.paste.test_flow import chat

SECRETARY = "王建国"


class Page:
    """Somebody at a page of a program that runs already."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.db = app.db
        self.ids = {m.called: m.id for m in roster.members(app.db, "B01")}
        self.desk = Desk(app, "B01", ROOM, bot_names=["小助手"], by=self.ids[SECRETARY])

    def paste(self, text: str) -> Session:
        return Session.read(self.desk, text, "", None)

    def books(self) -> list[str]:
        called = {number: name for name, number in self.ids.items()}
        claims = [
            f"{called[c.member]} {c.period} {c.amount} {c.state}" for c in dues.CLAIMS.find(self.db)
        ]
        contacts = [f"{called[c.member]} {c.place}" for c in checkins.CHECK_INS.find(self.db)]
        return sorted([*claims, *contacts])

    def book(self, session: Session) -> Outcome:
        tried = session.try_on(self.desk)
        booked = session.book(self.desk, tried.heard)
        assert checks.check(self.db) == []
        return booked


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    set_up(tmp_path)
    settings = settings_file.load(tmp_path / "config.yaml")
    app = build(
        settings,
        clock=VirtualClock(NOW),
        gateway=PasteGateway(),
        data=settings.data,
        chance=random.Random(0),
    )
    app.boot()
    yield Page(app)
    app.db.close()


def verdicts(outcome: Outcome) -> list[tuple[str, str]]:
    return [(one.line.message.name, one.verdict.value) for one in outcome.heard]


def one(outcome: Outcome, name: str) -> Heard:
    return next(h for h in outcome.heard if h.line.message.name == name)


def key(outcome: Outcome, name: str) -> str:
    return one(outcome, name).line.key


DAY = chat(
    ("张伟", "3月党费已交42"),
    ("刘洋", "报到，杭州"),
    ("赵强", "今天下雨了"),
    ("快乐生活", "3月党费已交102"),
)


def test_trying_changes_nothing_however_often(page: Page) -> None:
    held = page.db.journal()
    session = page.paste(DAY)
    first, second = session.try_on(page.desk), session.try_on(page.desk)
    assert verdicts(first) == [
        ("张伟", "记"),
        ("刘洋", "记"),
        ("赵强", "不记"),
        ("快乐生活", "不记"),
    ]
    assert first.digest == second.digest
    assert page.db.journal() == held
    assert page.books() == []


def test_a_speaker_that_somebody_names_is_tried_again_booked_and_remembered(page: Page) -> None:
    session = page.paste(DAY)
    unknown = [seat for seat in session.try_on(page.desk).seats if seat.unknown]
    assert [seat.speaker.name for seat in unknown] == ["快乐生活"]
    session.decisions.who[unknown[0].key] = page.ids["陈静"]
    assert ("快乐生活", "记") in verdicts(session.try_on(page.desk))
    page.book(session)
    assert "陈静 2026-03 10200 claimed" in page.books()
    later = page.paste(chat(("快乐生活", "报到，上海"))).try_on(page.desk)
    assert [(s.speaker.member, s.speaker.known) for s in later.seats] == [(page.ids["陈静"], True)]


def test_a_name_taken_for_the_wrong_person_can_be_given_to_another(page: Page) -> None:
    session = page.paste(chat(("快乐生活", "报到，上海")))
    session.decisions.who["快乐生活"] = page.ids["陈静"]
    page.book(session)
    session = page.paste(chat(("张伟", "收到"), ("快乐生活", "3月党费已交32")))
    session.decisions.who["快乐生活"] = page.ids["赵强"]
    page.book(session)
    assert page.books() == ["赵强 2026-03 3200 claimed", "陈静 上海"]
    now = roster.member_of(page.db, f"paste:{ROOM}:快乐生活")
    assert now is not None
    assert now.called == "赵强"


def test_a_proposed_name_can_be_nobody_of_ours(page: Page) -> None:
    session = page.paste(chat(("张伟", "3月党费已交42")))
    session.decisions.who["张伟"] = None
    assert verdicts(page.book(session)) == [("张伟", "不记")]
    assert page.books() == []


def test_what_somebody_takes_for_nothing_is_never_booked_later(page: Page) -> None:
    session = page.paste(DAY)
    session.decisions.instead[key(session.try_on(page.desk), "张伟")] = ""
    outcome = page.book(session)
    assert told_of(one(outcome, "张伟"), Names({})).why == "您说不记"
    assert page.books() == ["刘洋 杭州"]
    again = page.paste(DAY + "\n" + chat(("王芳（一组）", "3月党费已交5")))
    page.book(again)
    assert page.books() == ["刘洋 杭州", "王芳（一组） 2026-03 500 claimed"]
    entry = next(e for e in audit.AUDIT.find(page.db, what=pastes.CORRECTED))
    assert entry.by == page.ids[SECRETARY]
    assert "42" not in str(entry.detail)


def test_a_line_in_other_words_is_booked_once_and_the_trace_has_both(page: Page) -> None:
    session = page.paste(chat(("张伟", "3月的42我弄好了哈"), ("刘洋", "报到，杭州")))
    tried = session.try_on(page.desk)
    assert one(tried, "张伟").verdict is Verdict.NOTHING
    pick = Pick(Matter.PAID, (Period(2026, 3),), Fen(4200))
    session.decisions.instead[key(tried, "张伟")] = pick.wording
    page.book(session)
    booked = ["刘洋 杭州", "张伟 2026-03 4200 claimed"]
    assert page.books() == booked
    zhang = roster.MEMBERS.get(page.db, page.ids["张伟"])
    assert zhang is not None
    words = [entry.words for entry in trace.entries(page.db, zhang, Period(2026, 3))]
    assert "2026年3月党费已交42元（原话：3月的42我弄好了哈）" in words
    # the same stretch, a longer one, and another correction of it: nothing twice
    for _ in range(2):
        again = page.paste(chat(("张伟", "3月的42我弄好了哈"), ("刘洋", "报到，杭州")))
        assert not again.try_on(page.desk).anything
        again.decisions.instead[key(tried, "张伟")] = "3月党费已交50"
        page.book(again)
    assert page.books() == booked


def test_a_message_can_be_about_somebody_else(page: Page) -> None:
    session = page.paste(chat(("张伟", "那个32是3月的")))
    pick = Pick(Matter.PAID, (Period(2026, 3),), Fen(3200), about="赵强")
    session.decisions.instead[key(session.try_on(page.desk), "张伟")] = pick.wording
    page.book(session)
    assert page.books() == ["赵强 2026-03 3200 claimed"]
    assert dues.CLAIMS.find(page.db)[0].by == page.ids["张伟"]


def test_a_question_is_answered_and_tried_again(page: Page) -> None:
    session = page.paste(chat(("张伟", "3月党费已交42"), ("张伟", "3月党费交了50")))
    tried = session.try_on(page.desk)
    asked = tried.heard[1].asked[0]
    assert asked.options[0] == "改成50元"
    session.decisions.answers[tried.heard[1].line.key, asked.text] = 0
    outcome = page.book(session)
    assert page.books() == ["张伟 2026-03 4200 withdrawn", "张伟 2026-03 5000 claimed"]
    assert asked.text not in [row.text for row in outcome.rows]
    assert [r.text for r in outbox.OUTBOX.find(page.db, channel_id="paste")] == [asked.text]


def test_a_question_that_nobody_answered_is_asked_by_the_next_paste(page: Page) -> None:
    text = chat(("张伟", "3月党费已交42"), ("张伟", "3月党费交了50"))
    page.book(page.paste(text))
    again = page.paste(text)
    tried = again.try_on(page.desk)
    assert verdicts(tried) == [("张伟", "问")]
    again.decisions.answers[tried.heard[0].line.key, tried.heard[0].asked[0].text] = 2
    page.book(again)
    assert page.books() == ["张伟 2026-03 4200 claimed"]
    assert not page.paste(text).try_on(page.desk).anything


def test_the_books_may_move_between_trying_and_booking(page: Page) -> None:
    session = page.paste(chat(("张伟", "3月党费已交42")))
    tried = session.try_on(page.desk)
    zhang = roster.MEMBERS.get(page.db, page.ids["张伟"])
    assert zhang is not None
    with page.db.transaction():
        dues.claim(page.db, Cause(NOW, zhang.id, "m1"), zhang, Period(2026, 3), Fen(4200))
    assert session.try_on(page.desk).digest != tried.digest
    page.book(session)
    assert page.books() == ["张伟 2026-03 4200 claimed"]


def test_what_the_channel_brought_already_is_not_handled_again(page: Page) -> None:
    zhang = roster.MEMBERS.get(page.db, page.ids["张伟"])
    assert zhang is not None
    with page.db.transaction():
        roster.bind(page.db, Cause(NOW, None, "t"), "wxid_zhang", zhang)
    session = page.paste(chat(("张伟", "3月党费已交42"), ("刘洋", "报到，杭州")))
    first = session.chat.messages[0]
    assert first.sent_at is not None
    live = Incoming(
        id="live-1",
        kind=MessageKind.TEXT,
        room_id=ROOM,
        sender_id="wxid_zhang",
        sender_name="张伟",
        text=first.text,
        sent_at=first.sent_at.replace(second=41),
    )
    page.app.inbox.handle(live)
    page.app.inbox.handle(
        replace(live, id="live-2", text="撤销", sent_at=first.sent_at.replace(second=55))
    )
    outcome = page.book(session)
    assert told_of(one(outcome, "张伟"), Names({})).why == "群里已经听到过"
    assert page.books() == ["刘洋 杭州", "张伟 2026-03 4200 withdrawn"]


def test_a_chat_without_a_day_is_asked_for_it(page: Page) -> None:
    with pytest.raises(DayMissingError):
        page.paste("张伟:\n3月党费已交42\n\n刘洋:\n收到\n")


def test_a_bug_in_the_middle_of_a_trial_leaves_the_books(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = page.db.journal()
    session = page.paste(DAY)
    with monkeypatch.context() as patch:
        patch.setattr(Asking, "put", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            session.try_on(page.desk)
    assert page.db.journal() == held
    page.book(session)
    assert len(page.books()) == 2
