"""A branch's own texts over the program's: used, refused, or giving way."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.rendering import PrivacyError, Texts, TextsError
from store.privacy import Private
from tests.bot.representative import TEXTS, usual


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
