"""Overlapping stretches book each message once; what was taken back in between is taken back."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.gateway.base import Incoming
from bot.inbox import Inbox
from tests.paste import rendering
from tests.paste.flow import Shell
from tests.paste.rendering import Said
from tests.paste.test_flow import chat, said

DAY = said(
    ("张伟", "3月党费已交42"),
    ("赵强", "收到"),
    ("赵强", "收到"),
    ("刘洋", "报到，杭州"),
    ("赵强", "交了两个月的党费64"),
    ("张伟", "收到"),
)
WHOLE = [
    "刘洋 2026-03 杭州",
    "张伟 2026-03 4200 claimed",
    "赵强 2026-03 3200 claimed",
    "赵强 2026-04 3200 claimed",
]
FORMS = {
    "minutes": (rendering.joined(rendering.one_line), ()),
    "seconds": (rendering.joined(rendering.time_first), ()),
    "no date": (rendering.joined(rendering.colon), ("--date", "2026-03-18")),
}
CUTS = [(end, start) for end in range(1, 7) for start in range(end + 1)]
FEW = [(end, start) for end, start in CUTS if end in (2, 4, 5) and start in (0, end - 1, end)]


def test_some_cuts(shell: Shell) -> None:
    _cut_and_book(shell, "no date", FEW)
    _cut_and_book(shell, "minutes", FEW[-3:])


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
def test_wherever_the_cuts_are_each_message_books_once(shell: Shell, form: str) -> None:
    _cut_and_book(shell, form, CUTS)


def _cut_and_book(shell: Shell, form: str, cuts: Sequence[tuple[int, int]]) -> None:
    render, options = FORMS[form]
    for end, start in cuts:
        books = f"books-{form}-{end}-{start}"
        for part in (DAY[:end], DAY[start:], DAY):
            shell.paste(render(part), *options, "--yes", "--data", str(shell.folder / books))
        assert shell.books(books) == WHOLE, f"first to {end}, then from {start}"


def test_one_form_after_another(shell: Shell) -> None:
    shell.paste(rendering.joined(rendering.one_line)(DAY[:4]), "--yes")
    shell.paste(rendering.joined(rendering.time_first)(DAY[2:]), "--yes")
    _, shown = shell.paste(rendering.joined(rendering.native)(DAY), "--yes")
    assert shell.books() == WHOLE
    assert "其中 6 条上次贴过" in shown


def test_another_day_given_for_the_same_words_is_no_other_message(shell: Shell) -> None:
    text = rendering.joined(rendering.colon)(DAY)
    shell.paste(text, "--date", "2026-03-18", "--yes")
    code, shown = shell.paste(text, "--date", "2026-03-19", "--yes")
    assert (code, "账本没有变" in shown) == (0, True)
    assert shell.books() == WHOLE


def test_the_same_words_on_another_day_are_another_message(shell: Shell) -> None:
    shell.paste(rendering.joined(rendering.one_line)(DAY), "--yes")
    later = [Said(one.name, one.at + timedelta(days=1), one.text) for one in DAY]
    _, shown = shell.paste(rendering.joined(rendering.one_line)(later), "--yes")
    assert "上次贴过" not in shown


def test_two_rooms_do_not_know_each_other(shell: Shell) -> None:
    text = chat(("张伟", "报到，深圳"))
    shell.paste(text, "--yes", room="柳河群")
    _, shown = shell.paste(text, "--yes", room="乙群")
    assert "上次贴过" not in shown


def taken_back(by: str, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> str:
    """A stretch as the screen shows it after somebody took a message back."""
    lines = said(
        *before, ("", f'"{by}" 撤回了一条消息' if by != "你" else "你撤回了一条消息"), *after
    )
    parts = [rendering.time_first(one) if one.name else _event(one) for one in lines]
    return "\n".join(parts)


def _event(one: Said) -> str:
    return f"{one.at:%Y-%m-%d %H:%M:%S} {one.text}\n"


FIRST = ("刘洋", "大家好")
CLAIM = ("张伟", "3月党费已交42")
LAST = ("赵强", "收到")


@pytest.mark.parametrize("by", ["张伟", "你"])
def test_a_message_that_vanished_at_a_recall_line_is_taken_back(shell: Shell, by: str) -> None:
    shell.paste(rendering.joined(rendering.time_first)(said(FIRST, CLAIM, LAST)), "--yes")
    _, shown = shell.paste(taken_back(by, [FIRST], [LAST]), "--yes")
    assert shell.books() == ["张伟 2026-03 4200 withdrawn"]
    assert "张伟撤回了" in shown
    code, shown = shell.paste(taken_back(by, [FIRST], [LAST]), "--yes")
    assert (code, "账本没有变" in shown) == (0, True)


def test_who_took_back_another_message_keeps_his_claim(shell: Shell) -> None:
    shell.paste(rendering.joined(rendering.time_first)(said(FIRST, CLAIM, LAST)), "--yes")
    for by, left in (("张伟", [FIRST, CLAIM]), ("赵强", [FIRST])):
        _, shown = shell.paste(taken_back(by, left, [("刘洋", "好的")]), "--yes")
        assert "撤回的是哪一条看不出来" in shown
    assert shell.books() == ["张伟 2026-03 4200 claimed"]


def test_an_older_stretch_in_between_is_not_what_was_taken_back(shell: Shell) -> None:
    checked_in = ("刘洋", "报到，杭州")
    shell.paste(rendering.joined(rendering.time_first)(said(checked_in, LAST)), "--yes")
    older = [Said(one.name, one.at - timedelta(days=8), one.text) for one in said(CLAIM)]
    shell.paste(rendering.joined(rendering.time_first)(older), "--yes")
    held = shell.books()
    assert "张伟 2026-03 4200 claimed" in held
    shell.paste(taken_back("张伟", [checked_in, LAST], [("赵强", "好的")]), "--yes")
    assert shell.books() == held


def test_what_was_under_way_when_the_machine_went_off_is_done_later(shell: Shell) -> None:
    handle = Inbox.handle
    handled: list[str] = []

    def goes_off(inbox: Inbox, incoming: Incoming) -> bool:
        if len(handled) == len(DAY) + 2:  # all on the copy, two on the books
            raise KeyboardInterrupt
        handled.append(incoming.id)
        return handle(inbox, incoming)

    render, options = FORMS["no date"]
    with shell.monkeypatch.context() as patch:
        patch.setattr(Inbox, "handle", goes_off)
        code, _ = shell.paste(render(DAY), *options, "--yes")
    assert code == 130
    assert shell.books() == WHOLE[1:2]
    shell.paste(render(DAY[1:]), *options, "--yes")
    assert shell.books() == WHOLE
