"""What ``zhibu paste`` asks: who a name is, once; and the handlers' own numbered questions."""

from store import roster
from tests.paste.flow import ROOM, Shell, blocks, set_up
from tests.paste.test_flow import PUBLIC, chat

STRANGE = chat(("快乐生活", "3月党费已交32"), ("路过的风", "天气真好"), ("张伟", "3月党费已交42"))
BOTH = ["张伟 2026-03 4200 claimed", "赵强 2026-03 3200 claimed"]


def test_an_unknown_name_is_asked_once_and_remembered(shell: Shell) -> None:
    _, shown = shell.paste(STRANGE, keys="赵强\n是\n")
    assert shown.count("是名册里的哪位") == 1  # not who only talks about the weather
    assert "第1行 快乐生活：3月党费已交32\n“快乐生活”是名册里的哪位" in shown
    assert "认人：张伟，和名册上一样。\n认人：快乐生活 → 赵强" in shown
    assert shell.books() == BOTH
    _, shown = shell.paste(chat(("快乐生活", "报到，东莞")), keys="是\n")
    assert "哪位" not in shown
    assert shell.books() == sorted([*BOTH, "赵强 2026-03 东莞"])
    set_up(shell.folder, rooms=f"[{ROOM}, 另一个群]")
    _, shown = shell.paste(chat(("快乐生活", "报到，东莞")), keys="\n", room="另一个群")
    assert "“快乐生活”是名册里的哪位" in shown


def test_a_name_that_is_left_empty_books_nothing_until_somebody_knows(shell: Shell) -> None:
    _, shown = shell.paste(STRANGE, keys="\n是\n")
    assert "快乐生活：3月党费已交32 → 不记（没认出是谁说的）" in shown
    assert shell.books() == BOTH[:1]
    with shell.opened() as db:
        assert roster.member_of(db, "paste:柳河群:快乐生活") is None
    _, shown = shell.paste(STRANGE, keys="赵强\n是\n")
    assert "其中 3 条上次贴过" in shown
    assert shell.books() == BOTH
    _, shown = shell.paste(STRANGE, keys="是\n")
    assert "账本没有变" in shown


def test_a_slip_of_the_keys_is_asked_again(shell: Shell) -> None:
    _, shown = shell.paste(STRANGE, keys="赵墙\n王芳\n王芳（二组）\n是\n")
    assert "名册里没有“赵墙”" in shown
    assert "名册里有好几位“王芳”，请写群名片" in shown
    assert shell.books() == ["张伟 2026-03 4200 claimed", "王芳（二组） 2026-03 3200 claimed"]


def test_a_shared_name_is_told_apart_by_number(shell: Shell) -> None:
    text = chat(("王芳", "3月党费已交5"), ("王芳（一组）", "报到，苏州"))
    _, shown = shell.paste(text, keys="2\n是\n")
    assert "第1行 王芳：3月党费已交5\n1 王芳（一组）\n2 王芳（二组）\n“王芳”是名册里的哪位" in shown
    assert shell.books() == ["王芳（一组） 2026-03 苏州", "王芳（二组） 2026-03 500 claimed"]


def test_without_a_terminal_unknown_names_are_listed(shell: Shell) -> None:
    _, shown = shell.paste(STRANGE, "--yes")
    assert "“快乐生活”不知道是哪位，说的先不记。" in shown
    assert shell.books() == BOTH[:1]


TWICE = chat(("张伟", "3月党费已交42"), ("张伟", "3月党费交了50"))


def test_the_handlers_question_is_answered_at_the_terminal(shell: Shell) -> None:
    _, shown = shell.paste(TWICE, keys="1\n是\n")
    asked = shown.partition("第4行 张伟：3月党费交了50\n")[2].partition("请回编号")[0]
    assert "您又说50元" in asked
    assert "1 改成50元" in asked
    assert "已答：改成50元" in shown
    assert shell.books() == ["张伟 2026-03 4200 withdrawn", "张伟 2026-03 5000 claimed"]
    carried = blocks(shown)
    assert "您又说50元" not in "".join(carried.values())
    assert "50元" in carried["只给张伟，不要贴进群"]


def test_an_answer_that_is_no_number_is_asked_again_and_no_is_no(shell: Shell) -> None:
    _, shown = shell.paste(TWICE, keys="7\n改\n3\n是\n")
    assert shown.count("请回编号") == 3
    assert shell.books() == BOTH[:1]
    assert list(blocks(shown)) == [PUBLIC]


def test_a_question_left_empty_is_not_recorded(shell: Shell) -> None:
    _, shown = shell.paste(TWICE, keys="\n是\n")
    assert "第4行 张伟：3月党费交了50 → 问 3月党费已交 50元" in shown
    assert shell.books() == BOTH[:1]


def test_a_shared_name_in_the_words_is_the_handlers_question(shell: Shell) -> None:
    _, shown = shell.paste(chat(("张伟", "替王芳交了3月党费5元")), keys="2\n是\n")
    assert "“王芳”是哪位" in shown
    assert shell.books() == ["王芳（二组） 2026-03 500 claimed"]


def test_nobody_is_asked_with_yes(shell: Shell) -> None:
    _, shown = shell.paste(TWICE, "--yes", keys="1\n是\n")
    assert "请回编号" not in shown
    assert "    1 改成50元" in shown
    assert shell.books() == BOTH[:1]


def test_words_without_a_name_are_asked_about_and_not_remembered(shell: Shell) -> None:
    _, shown = shell.paste("3月党费已交32\n", "--date", "2026-03-18", keys="赵强\n是\n")
    assert "第1行的话没写名字，是名册里的哪位" in shown
    assert shell.books() == BOTH[1:]
    _, shown = shell.paste("报到，东莞\n", "--date", "2026-03-18", keys="\n")
    assert "第1行的话没写名字，是名册里的哪位" in shown
