"""Every text the program can say, read as members read it; and a branch's own texts over them."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, meta

from bot.clock import SHANGHAI
from bot.rendering import PrivacyError, Texts, TextsError, built_in, day, sections, when
from store.privacy import Private

SATURDAY = datetime(2026, 3, 28, 19, 30, tzinfo=SHANGHAI)
SUNDAY = datetime(2026, 3, 29, 9, 0, tzinfo=SHANGHAI)
TEXTS = built_in()
PLAIN = Environment(trim_blocks=True, lstrip_blocks=True)
PLAIN.filters.update(when=when, day=day)
SOURCES = {
    key: body
    for name in ("replies.txt", "announcements.txt")
    for key, body in sections(
        (Path(__file__).parents[2] / "bot" / "templates" / name).read_text("utf-8")
    ).items()
}

# What each name stands for: as it mostly is, and in its other forms.
VALUES: dict[str, tuple[Any, ...]] = {
    "name": ("张伟", "王芳（二组）"),
    "names": ("张伟、李强",),
    "months": ("3月", "2025年12月、1—2月"),
    "month": ("3月",),
    "year": (2026,),
    "amount": ("20",),
    "said": ("15.50",),
    "due": ("20",),
    "total": ("61.50",),
    "claimed": ("14",),
    "received": ("400.50",),
    "trust": (False, True),
    "proxy": ("孙丽", None),
    "own": (0, 2),
    "others": (0, 1),
    "title": ("3月党费接龙",),
    "people": (["张伟 3月", "李强 2—3月"], ["张伟 3月"]),
    "count": (2,),
    "mobile": (9, 0),
    "unbound": (3, 0),
    "place": ("村委会二楼", ""),
    "was_place": ("村委会二楼", "老年活动室"),
    "link": ("https://meeting.example/1", ""),
    "agenda": ("学习条例", ""),
    "kind": ("支部党员大会",),
    "begins": (SATURDAY, SUNDAY),
    "was": (SATURDAY,),
    "soon": (False, True),
    "reminders": ("会前3天、会前1天", ""),
    "coming": (["张伟", "李强"], []),
    "away": (["陈静（加班）"], []),
    "silent": (["刘洋"], []),
    "waiting": (["刘洋"], []),
    "unpaid": (["陈静"], []),
    "unverified": (["赵强"], []),
    "missing": (["赵强"], []),
    "card": ("静静的顿河",),
    "like": ("陈静", None),
    "number": (3,),
    "state": ("received", "claimed", "open"),
    "owing": ("1—2月", ""),
    "checked_in": (True, False),
    "heads_due": (13,),
    "heads_claimed": (2,),
    "heads_received": (9,),
    "branch": ("青石镇柳河村党支部",),
    "date": ("2026年3月31日",),
    "what": (["张伟3月党费", "会议安排"], ["3月报到"]),
    "private": (True, False),
    "shown": ("张伟 3月党费 20元",),
    "options": (["记", "不记"],),
    "called": ("小芳",),
    "before": ("20",),
    "question": ("是哪个月的？",),
    "message": ("没有可以撤销的了。",),
    "example": ("未交 3月",),
    "help": ("谁还没交",),
    "text": ("【3月党费】各位同志",),
}
_MEETING = {"number": 1, "kind": "党课", "begins": SUNDAY, "place": "", "agenda": "", "link": ""}
_PAYMENT = {"name": "张伟", "months": "3月", "amount": "20", "due": None, "proxy": False}
_OWN_VALUES: dict[str, dict[str, tuple[Any, ...]]] = {
    "dues.claimed": {"amount": ("20", None)},
    "dues.relay_lost": {"names": (["张伟", "李强"],)},
    "error.not_understood": {"example": ("未交 3月", None)},
    "meetings.answered": {"said": ("yes", "leave", "no")},
    "reports.mine": {
        "due": ("20", None),
        "mobile": (True, False),
        "meetings": ([], *([_MEETING | {"said": said}] for said in ("yes", "leave", "no", None))),
    },
    "meetings.list": {
        "meetings": ([], [_MEETING, _MEETING | {"place": "村委会", "agenda": "学习"}])
    },
    "receipts.list": {"lines": ([], [_PAYMENT, _PAYMENT | {"due": "12", "proxy": True}])},
    "roster.list": {
        "lines": (
            [{"name": "张伟", "notes": ["书记", "深圳"], "bound": True}],
            [{"name": "李强", "notes": [], "bound": False}] * 2,
        )
    },
    "roster.unbound": {
        "lines": ([], [{"card": "小李", "like": None}, {"card": "A", "like": "李"}])
    },
    "reports.unpaid": {"lines": ([], ["陈静 102元", "黄磊 12.50元"])},
    "help.show": {"lines": ([{"example": "未交 3月", "help": "谁还没交"}] * 2,)},
    "announcement.missed": {"lines": (["3月1日 08:30 党费通知"] * 2,)},
    "announcement.publication_names": {"received": (["张伟"], [])},
    "announcement.dues_publication": {"names": (["张伟", "李强"], [])},
    "dues.recalled": {"received": (False, True)},
}


def wanted(key: str) -> set[str]:
    return meta.find_undeclared_variables(PLAIN.parse(SOURCES[key]))


def choices(key: str) -> dict[str, tuple[Any, ...]]:
    forms = VALUES | _OWN_VALUES.get(key, {})
    unknown = wanted(key) - forms.keys()
    assert not unknown, f"[{key}] has new names: say above what they stand for: {unknown}"
    return {name: forms[name] for name in sorted(wanted(key))}


def usual(key: str) -> dict[str, Any]:
    return {name: forms[0] for name, forms in choices(key).items()}


def shape(value: Any) -> Any:
    """Each text as a person sees it, and nothing that a machine would write."""
    assert value == value.strip()
    assert "\n\n" not in value
    assert all(line == line.strip() for line in value.split("\n"))
    assert not re.search(
        r"None|True|False|\[\]|[{}\[\]]|datetime|，，|。。|，。|：$|（）|  ", value
    )
    return value


@pytest.mark.parametrize("key", sorted(SOURCES))
@pytest.mark.parametrize("private", [True, False])
@settings(max_examples=12)
@given(chance=st.data())
def test_every_text_reads_well_with_every_form_of_its_values(
    key: str, private: bool, chance: st.DataObject
) -> None:
    values = {name: chance.draw(st.sampled_from(forms)) for name, forms in choices(key).items()}
    said = shape(TEXTS.render(key, values, private=private))
    assert re.search("[\u4e00-\u9fff]", said)


def test_sums_are_said_in_a_group_only_where_that_is_meant() -> None:
    """What a member says he paid, and a branch's totals; all else with sums goes to one person."""
    private = {
        *("dues.differs", "dues.unfitting", "receipts.list", "reports.mine", "reports.unpaid"),
        *("ask.which_payment", "ask.which_months", "ask.record"),
    }
    with_sums = {
        key for key in SOURCES if re.search(r"\d元", TEXTS.render(key, usual(key), private=True))
    }
    examples = {"dues.correct_what", "dues.large_told"}
    meant = {"dues.claimed", "announcement.dues_publication", "reports.month"}
    assert with_sums <= private | meant | examples


@pytest.mark.parametrize("key", ["dues.claimed", "checkin.noted", "meetings.answered"])
def test_an_acknowledgement_carries_its_undo_words(key: str) -> None:
    said = TEXTS.render(key, usual(key), private=False)
    assert said.split("\n")[-1] == "记错了回“撤销”就行。"


def test_moments_are_said_as_people_say_them() -> None:
    assert (when(SATURDAY), day(SATURDAY)) == ("3月28日（周六）19:30", "3月28日")
    assert when(SUNDAY) == "3月29日（周日）09:00"


# Private values


def _nest(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from("ab"), inner, min_size=1),
        inner.map(Private),
        inner.map(lambda value: {"plain": "甲", "hidden": value}),
    )


HIDDEN = st.recursive(st.just(Private("102")), _nest, max_leaves=6)


@given(hidden=HIDDEN)
def test_a_private_value_never_gets_into_a_group_however_deep_it_lies(hidden: Any) -> None:
    values = usual("dues.already")
    for name in values:
        with pytest.raises(PrivacyError):
            TEXTS.render("dues.already", {**values, name: hidden}, private=False)
    with pytest.raises(PrivacyError):
        TEXTS.render("dues.already", {**values, "not shown": hidden}, private=False)
    assert "102" in TEXTS.render("dues.already", {**values, "name": hidden}, private=True)


def test_what_could_hide_a_private_value_does_not_get_into_a_group() -> None:
    class Opaque:
        sum = Private("102")

    values = usual("dues.already")
    secret = Private("102")
    for hiding in (Opaque(), {secret}, frozenset([secret]), {secret: 1}, iter([secret])):
        with pytest.raises(PrivacyError):
            TEXTS.render("dues.already", {**values, "name": hiding}, private=False)


# Values are data


HOSTILE = [
    "{{ config }}",
    "{% raise %}",
    "<script>alert(1)</script>",
    "{# x #}",
    "${x}",
    "%s",
    "\\1",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_somebody_calls_himself_is_shown_as_it_is(hostile: str) -> None:
    said = TEXTS.render("roster.bound", {**usual("roster.bound"), "card": hostile}, private=False)
    assert f"“{hostile}”就是张伟" in said


def test_a_missing_value_is_an_error_not_a_blank() -> None:
    with pytest.raises(Exception, match="name"):
        TEXTS.render("dues.already", {"months": "3月"}, private=False)


# A branch's own texts


def own(folder: Path, *files: str | bytes) -> Texts:
    for number, content in enumerate(files, 1):
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / f"{number}.txt").write_bytes(raw)
    return TEXTS.overlaid(folder)


def refusal(folder: Path, *files: str | bytes) -> list[str]:
    with pytest.raises(TextsError) as error:
        own(folder, *files)
    return str(error.value).replace(f"{folder}/", "").split("\n")


def said(texts: Texts, key: str = "dues.already", **values: Any) -> str:
    return texts.render(key, {**usual(key), **values}, private=False)


@pytest.mark.parametrize("head", ["", "这是我们支部的说法。\n\n", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_branch_lays_its_own_text_over_the_program_s(
    tmp_path: Path, head: str, newline: str
) -> None:
    file = f"{head}[dues.already]\n\n{{{{ name }}}}，{{{{ months }}}}的记过啦。  \n\n\n谢谢！\n"
    texts = own(tmp_path, file.replace("\n", newline))
    assert said(texts) == "张伟，3月的记过啦。\n谢谢！"
    assert said(texts, "checkin.already") == said(TEXTS, "checkin.already")
    assert said(TEXTS) != said(texts)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("[dues.alredy]\n好", "第2行：没有叫 [dues.alredy] 的段，是不是想写 [dues.already]？"),
        ("[完.全]\n好", "第1行：段名要顶格写，用英文方括号和小写字母，如 [dues.claimed]"),
        ("[dues.already]\n\n\n", "第4行：[dues.already] 是空的。不想改它就把这一段删掉。"),
        ("[dues.already]\n好\n{{ name", "第3行：[dues.already] 写得不对：花括号要成对"),
        ("[dues.already]\n{{ }}", "第2行：[dues.already] 写得不对：花括号要成对"),
        ("[dues.already]\n{% if name %}好", "第2行：[dues.already] 写得不对：{% if %} 要有"),
        ("[dues.already]\n{% 如果 %}", "第2行：[dues.already] 写得不对：{% if %} 要有 {% endif %}"),
        ("[dues.already]\n{{ name|大写 }}", "第2行：[dues.already] 里的“大写”不认识"),
        (
            "[dues.already]\n{{ nmae }}{{ 金额 }}",
            "第2行：[dues.already] 里没有“nmae、金额”，可用的是：months、name。",
        ),
        (
            "[ask.not_recorded]\n{{ name }}",
            "第2行：[ask.not_recorded] 里没有“name”，这一段不能用变量。",
        ),
        (
            "[dues.already]\n甲\n[dues.already]\n乙",
            "第4行：[dues.already] 前面已经写过了，请只留一个",
        ),
    ],
)
def test_a_text_that_cannot_be_used_is_told_with_file_line_and_section(
    tmp_path: Path, content: str, fault: str
) -> None:
    lines = refusal(tmp_path, content)
    assert lines[0].startswith(f"1.txt {fault}")


@pytest.mark.parametrize(
    "heading", ["【dues.already】", " [dues.already]", "[Dues.Already]", "[dues.already"]
)
def test_a_heading_that_is_not_quite_one_is_not_said_to_members(
    tmp_path: Path, heading: str
) -> None:
    (line,) = refusal(tmp_path, f"[dues.withdrawn]\n好的\n{heading}\n好")
    assert line.startswith("1.txt 第3行：段名要顶格写")


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    lines = refusal(
        tmp_path, "[a.b]\n好", "只有说明", "[dues.already]\n好".encode("gbk"), "[c.d]\n好"
    )
    assert [line.split("：")[0] for line in lines] == [
        "1.txt 第2行",
        "2.txt ",
        "3.txt",
        "4.txt 第2行",
    ]
    assert "请用记事本另存为 UTF-8" in lines[2]


def test_a_folder_that_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path)[0].endswith(
        "里没有 .txt 文件。请核对配置里的 texts，不用就删掉那一行。"
    )
    with pytest.raises(TextsError, match="找不到"):
        TEXTS.overlaid(tmp_path / "文案")


@pytest.mark.parametrize(
    "body",
    [
        "{{ name.first.letter }}",
        "{{ 1 // 0 }}{{ name }}",
        "{% include '没有' %}",
        "{% include 'dues.already' %}",
        "{{ name.__class__.__mro__ }}",
        "{% for i in months %}{% if i == '没有' %}好{% endif %}{% endfor %}",
    ],
)
def test_a_text_that_fails_on_the_day_gives_way_to_the_program_s(
    tmp_path: Path, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert said(own(tmp_path, f"[dues.already]\n{body}")) == said(TEXTS)
    assert "[dues.already]" in caplog.text
    assert "张伟" not in caplog.text


def test_a_branch_s_own_text_opens_nothing_in_a_group(tmp_path: Path) -> None:
    texts = own(tmp_path, "[dues.already]\n{{ name.opened() }}{{ name._value }}")
    with pytest.raises(PrivacyError):
        said(texts, name=Private("102"))


def test_values_are_the_same_for_every_text(tmp_path: Path) -> None:
    values: Mapping[str, Any] = {"what": ["张伟3月党费"], "name": "张伟"}
    texts = own(tmp_path, "[undo.done]\n{{ name }}{{ what.append('更多') }}")
    assert texts.render("undo.done", values, private=False).startswith("张伟，已收回")
    assert values["what"] == ["张伟3月党费"]
