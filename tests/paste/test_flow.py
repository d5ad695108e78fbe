"""``zhibu paste`` from the file to the books and back to the group, as a secretary uses it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from handlers.context import Context, Reply
from handlers.router import route
from tests.paste import rendering
from tests.paste.flow import MEMBERS, NOW, Shell, blocks, set_up
from tests.paste.rendering import Said

PUBLIC = "请贴到群里：柳河群"
SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())


def said(*lines: tuple[str, str]) -> list[Said]:
    """A conversation on 18 March, a line every five minutes."""
    start = datetime(2026, 3, 18, 19, 0, tzinfo=SHANGHAI)
    return [
        Said(name, start + timedelta(minutes=5 * n), text) for n, (name, text) in enumerate(lines)
    ]


def chat(*lines: tuple[str, str]) -> str:
    return rendering.joined(rendering.one_line)(said(*lines))


DAY = said(
    ("王建国", "3月党费请大家按月交"),
    ("张伟", "3月党费已交42"),
    ("刘洋", "报到，杭州"),
    ("赵强", "今天下雨了"),
    ("静静的顿河", "3月党费交了102"),
)
BOOKED = ["刘洋 2026-03 杭州", "张伟 2026-03 4200 claimed", "陈静 2026-03 10200 claimed"]

FORMS = {
    "one line": (rendering.joined(rendering.one_line), ()),
    "two lines": (rendering.joined(rendering.two_lines), ()),
    "native": (rendering.joined(rendering.native), ()),
    "export": (rendering.joined(rendering.time_first), ()),
    "mail, wide": (rendering.mail_wide, ()),
    "mail, narrow": (rendering.mail_narrow, ()),
    "table": (rendering.table, ()),
    "no year": (rendering.joined(rendering.chatlog), ("--date", "2026-03-20")),
    "no date": (rendering.joined(rendering.colon), ("--date", "2026-03-18")),
    "by hand": (rendering.joined(rendering.hand), ("--date", "2026-03-18")),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_books_the_same(shell: Shell, form: str) -> None:
    render, options = FORMS[form]
    code, shown = shell.paste(render(DAY), *options, "--yes")
    assert code == 0
    assert shell.books() == BOOKED
    assert "记好了：记 3 条，不记 2 条。" in shown
    answer = blocks(shown)[PUBLIC]
    assert [name for name in ("张伟", "刘洋", "陈静", "赵强") if name in answer] == [
        "张伟",
        "刘洋",
        "陈静",
    ]
    assert len(answer.split("\n")) == 4  # a line each; how to take it back is said once


def test_each_line_is_shown_with_what_was_understood_and_why(shell: Shell) -> None:
    _, shown = shell.paste(
        chat(
            ("张伟", "3月党费已交42"),
            ("李秀英", "替赵强交了3月党费32元"),
            ("赵强", "好像交过党费了"),
            ("刘洋", "党费交了"),
            ("刘洋", "[图片]"),
            ("刘洋", "今天下雨了"),
        )
    )
    lines = [line for line in shown.splitlines() if line.startswith("第")]
    assert [line.split("〔")[0] for line in lines] == [
        "第1行 张伟：3月党费已交42 → 记 3月党费已交 42元",
        "第4行 李秀英：替赵强交了3月党费32元 → 记 赵强 3月党费已交 32元",
        "第7行 赵强：好像交过党费了 → 问 好像交过党费了",
        "第10行 刘洋：党费交了 → 记 3月党费已交",
        "第13行 刘洋：[图片] → 不记（图片）",
        "第16行 刘洋：今天下雨了 → 不记",
    ]
    assert [line.endswith("〕") for line in lines] == [True] * 4 + [False] * 2


def test_a_relay_alone_is_vouched_for_by_the_secretary(shell: Shell) -> None:
    relay = "#接龙\n3月党费\n例 张某 已交\n\n1. 张伟 42\n2. 刘洋 已交\n3. 赵强 明天交\n"
    code, _ = shell.paste(relay, "--date", "2026-03-18", "--yes")
    assert code == 0
    assert shell.books() == ["刘洋 2026-03 1400 claimed", "张伟 2026-03 4200 claimed"]


# What a preview, a refusal and a mistake leave behind: nothing.


@pytest.mark.parametrize("before", [False, True], ids=["no books yet", "books"])
@pytest.mark.parametrize("keys", [None, "否\n", "\n", "再想想\n", ""])
def test_nothing_is_written_before_the_agreement(
    shell: Shell, before: bool, keys: str | None
) -> None:
    if before:
        shell.paste(chat(("赵强", "3月党费已交32")), "--yes")
    held = shell.journal()
    code, shown = shell.paste(rendering.joined(rendering.one_line)(DAY), keys=keys)
    assert code == 0
    assert "张伟：3月党费已交42 → 记" in shown
    assert ("只是看看，没有记账" if keys is None else "没有记账，账本没有变") in shown
    assert shell.journal() == held
    assert before or not (shell.folder / "books").exists()


@pytest.mark.parametrize("yes", ["是", "好", "Y", "yes"])
def test_one_agreement_books_all(shell: Shell, yes: str) -> None:
    _, shown = shell.paste(rendering.joined(rendering.one_line)(DAY), keys=f"{yes}\n")
    assert shown.count("？（") == 1
    assert shell.books() == BOOKED


@pytest.mark.parametrize(
    ("text", "options", "advice"),
    [
        ("张伟:\n3月党费已交\n\n刘洋:\n收到\n", (), "加上是哪一天的，如：--date 2026-03-05"),
        ("张伟:\n已交\n", ("--date", "3月5日"), "“3月5日”不是日期"),
        ("张伟:\n已交\n", ("--date", "2026-03-21"), "还没到"),
        ("", (), "没有看到聊天文字"),
    ],
)
def test_what_can_be_mended_is_one_sentence(
    shell: Shell, text: str, options: tuple[str, ...], advice: str
) -> None:
    code, shown = shell.paste(text, *options, "--yes")
    assert code == 1
    assert advice in shown
    assert shell.journal() is None


def test_a_file_or_a_room_that_is_not_there(shell: Shell) -> None:
    code, shown = shell.run("paste", "nowhere.txt", "--room", "柳河群")
    assert (code, shown.count("\n")) == (1, 1)
    assert "打不开 nowhere.txt" in shown
    config = shell.folder / "config.yaml"
    config.write_text(
        config.read_text("utf-8") + "  - {id: B02, name: 乙, rooms: [乙群]}\n", "utf-8"
    )
    code, shown = shell.paste(chat(("张伟", "党费已交")), room="别的群")
    assert (code, shown) == (1, "配置里没有叫“别的群”的群。可以写：柳河群、乙群。\n")


def test_the_only_branch_has_any_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(tmp_path, rooms="[]")
    shell = Shell(tmp_path, monkeypatch)
    _, shown = shell.paste(chat(("张伟", "3月党费已交42")), "--yes", room="老乡群")
    assert "请贴到群里：老乡群" in blocks(shown)
    assert shell.books() == ["张伟 2026-03 4200 claimed"]


def test_an_empty_roster_is_told(shell: Shell) -> None:
    (shell.folder / "名册.csv").write_text(MEMBERS.split("\n")[0], "utf-8")
    code, shown = shell.paste(chat(("张伟", "党费已交")), "--yes")
    assert (code, "名册" in shown) == (1, True)


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.name for path in SAMPLES])
def test_the_samples_of_other_groups_book_nothing(shell: Shell, sample: Path) -> None:
    code, shown = shell.run(
        "paste", str(sample), "--room", "柳河群", "--date", "2026-03-18", "--yes"
    )
    assert code == 0
    assert "账本没有变" in shown
    assert shell.journal() is None


def test_the_chat_may_come_through_a_pipe(shell: Shell) -> None:
    text = rendering.joined(rendering.one_line)(DAY).encode("gb18030")
    code, shown = shell.run("paste", "-", "--room", "柳河群", stdin=text)
    assert (code, "没有记账" in shown) == (0, True)
    shell.run("paste", "-", "--room", "柳河群", "--yes", stdin=text)
    assert shell.books() == BOOKED


def test_a_bug_is_shown_before_anybody_agrees_and_stops_nothing_else(shell: Shell) -> None:
    def broken(ctx: Context) -> Reply:
        if "报到" in ctx.message.text:
            raise ZeroDivisionError
        return route(ctx)

    shell.monkeypatch.setattr("bot.inbox.route", broken)
    _, shown = shell.paste(rendering.joined(rendering.one_line)(DAY), keys="是\n")
    assert "刘洋：报到，杭州 → 出错" in shown.partition("记入账本吗")[0]
    assert shell.books() == BOOKED[1:]
    assert "没有记账" in blocks(shown)["只给书记王建国，不要贴进群"]


# What is carried on.


def test_what_is_private_is_never_in_the_text_for_the_group(shell: Shell) -> None:
    _, shown = shell.paste(chat(("张伟", "3月党费已交30"), ("刘洋", "张某某的党费我交了")), "--yes")
    carried = blocks(shown)
    assert "应交42元" in carried["只给收款人李秀英，不要贴进群"]
    assert "应交" not in carried[PUBLIC]
    assert "42" not in carried[PUBLIC]


def test_this_months_notice_is_there_to_paste_once(shell: Shell) -> None:
    shell.paste(chat(("张伟", "3月党费已交42")), "--yes")
    shell.now = NOW + timedelta(days=14)
    text = chat(("刘洋", "3月党费已交14"))
    _, shown = shell.paste(text, "--yes")
    assert "【4月党费】" in shown
    _, shown = shell.paste(text, "--yes")
    assert "【4月党费】" not in shown


def test_who_pastes_needs_no_release_and_no_quiet_hours(shell: Shell) -> None:
    config = shell.folder / "config.yaml"
    late = "    dues:\n      publication: 每月20日 17:00\n      publication_release: true\n"
    config.write_text(config.read_text("utf-8") + late, "utf-8")
    shell.now = NOW + timedelta(hours=13)
    _, shown = shell.paste(chat(("张伟", "3月党费已交42")), "--yes")
    assert "【党费收缴公示】" in shown.partition(PUBLIC)[2]


def test_our_own_words_are_not_read_as_the_secretarys(shell: Shell) -> None:
    _, shown = shell.paste(chat(("李秀英", "收到张伟3月党费42元"), ("刘洋", "报到，杭州")), "--yes")
    answer = blocks(shown)[PUBLIC]
    held = shell.books()
    assert len(held) == 2
    later = [
        ("王建国", answer),
        ("王建国", f"{answer}\n赵强3月党费已交32"),
        ("小助手", "赵强4月党费已交32"),
    ]
    _, shown = shell.paste(chat(*later), "--yes")
    assert shown.count("→ 不记（是小助手的话）") == 2
    assert shell.books() == sorted([*held, "赵强 2026-03 3200 claimed"])


def test_the_rows_of_a_relay_that_nothing_came_of_are_shown(shell: Shell) -> None:
    """Whoever looks it over sees whom the list names besides, and asks them."""
    relay = "#接龙\n3月党费\n例 张三 20\n\n1. 张伟 42\n2. 老钱的\n3. 刘洋\n4. 陈静 102"
    code, shown = shell.paste(chat(("张伟", relay)), "--yes")
    assert code == 0
    assert "（这几行没记：2. 老钱的；3. 刘洋）" in shown
    again = relay.replace("3. 刘洋", "3. 刘洋 14").replace("2. 老钱的", "2. 赵强 32")
    code, shown = shell.paste(chat(("刘洋", again)), "--yes")
    assert "没记" not in shown.replace("不清楚的就不记", "")
