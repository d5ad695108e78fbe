"""config.yaml: what cannot be read is told in Chinese, all at once, with line and key."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from bot.settings import Settings
from bot.settings_faults import keys_of
from bot.settings_file import SettingsError, load
from tests.bot.configs import EXAMPLE, LEAST, read_or_refused, refusal


def test_all_faults_are_told_at_once_with_line_and_key(tmp_path: Path) -> None:
    text = """\
bot_name: [小助手]
pace:
  per_minute: 很多
  jitter: -1
quiet_hours: 晚上
gateway:
  endpoint: 127.0.0.1
branches:
  - id: B01
    trsut: true
    notice: 每月5日
    rooms: [r1, r1]
    dues:
      notice: 每月40日
      publication_covers: 下月
      publication_picture: 也许
    meetings:
      reminders: [会前1天, 会前24小时]
  - id: B01
    name: 二支部
"""
    assert refusal(tmp_path, text) == [
        "config.yaml 第1行 bot_name：没有这一项，是不是想写 bot_names？",
        "config.yaml 第3行 pace.per_minute：要写整数，如 20",
        "config.yaml 第4行 pace.jitter：不能小于 0",
        "config.yaml 第5行 quiet_hours：“晚上”：“晚上”没看懂。"
        "可以这样写：21:00-08:00，或 晚上9点到早上8点；全天都能发就写 不设",
        "config.yaml 第7行 gateway.endpoint：“127.0.0.1”不像网关的地址，要写成 地址:端口，"
        "如 127.0.0.1:18788",
        "config.yaml 第9行 branches 第1项的 name：缺了这一项，如 name: 柳河村党支部",
        "config.yaml 第10行 branches 第1项的 trsut：没有这一项，是不是想写 trust？",
        "config.yaml 第11行 branches 第1项的 notice：这一项要写在 branches 的 dues 下面，"
        "多半是缩进不对",
        "config.yaml 第12行 branches 第1项的 rooms 第2项：群 r1 前面已经写过了，每个只能写一次",
        "config.yaml 第14行 branches 第1项的 dues.notice：“每月40日”：没有这样的日子。"
        "可以这样写：每月5日 09:00，或 每月最后一个工作日 10:00",
        "config.yaml 第15行 branches 第1项的 dues.publication_covers：只能写 本月 或 上月",
        "config.yaml 第16行 branches 第1项的 dues.publication_picture："
        "只能写 true（是）或 false（否）",
        "config.yaml 第18行 branches 第1项的 meetings.reminders：会前1天写了两次，请只留一个",
        "config.yaml 第19行 branches 第2项的 id：支部编号 B01 前面已经写过了，每个只能写一次",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gateway: abc", "gateway：下面要写成“名称: 值”的几行，名称可以是 endpoint、token"),
        ("gateway: [a]", "gateway：下面要写成“名称: 值”的几行，名称可以是 endpoint、token"),
        ("bot_names: 小助手", "bot_names：要写成一列：一行一个，每行以“- ”开头"),
        ("bot_names: [小助手，小秘书]", "bot_names 第1项：“小助手，小秘书”像是好几个写在一起了"),
        ("bot_names: ['']", "bot_names 第1项：不能空着"),
        ("data: [a]", "data：要写一个文件或文件夹的路径，如 名册.csv"),
        ("data: ''", "data：不能空着"),
        ("gateway: {token: [a]}", "gateway.token：要写一个词或一句话，不能是一列或几行"),
        ("gateway: {token: “a”}", "gateway.token：“a” 用了中文引号，请去掉，或换成英文引号"),
        ("gateway: {endpoint: 'a:99999'}", "gateway.endpoint：“a:99999”不像网关的地址"),
        ("pace: {jitter: .nan}", "pace.jitter：要写数字，如 3"),
        ("pace: {jitter: nan}", "pace.jitter：要写数字，如 3"),
        ("pace: {jitter: 601}", "pace.jitter：不能大于 600"),
        ("pace: {per_minute: 1.5}", "pace.per_minute：要写整数，如 20"),
        ("pace: {per_minute: [1]}", "pace.per_minute：要写整数，如 20"),
        (f"pace: {{per_minute: {'9' * 5000}}}", "pace.per_minute：这个数太大了"),
        ("quiet_hours: [1]", "quiet_hours：要写成起止时间，如 21:00-08:00"),
        (
            "quiet_hours: 21:00-08:75",
            "quiet_hours：“21:00-08:75”：没有“08:75”这个时间。可以这样写：21:00-08:00",
        ),
        ("quiet_hours: 25:00-08:00", "quiet_hours：“25:00-08:00”：没有“25:00”这个时间"),
        ("quiet_hours: 00:00-24:00", "quiet_hours：“00:00-24:00”：起止时间一样"),
        ("quiet_hours: 21:00", "quiet_hours：“21:00”：还缺起止时间"),
        ("token: abc", "token：这一项要写在 gateway 下面，多半是缩进不对"),
        ("gateway: {branches: a}", "gateway.branches：这一项要写在最外层"),
        ("pace: {颜色: 红}", "pace.颜色：没有这一项，这里可以写 seconds_between、jitter、per_min"),
        ("pace: {Per-Minute: 3}", "pace.Per-Minute：没有这一项，是不是想写 per_minute？"),
    ],
)
def test_each_kind_of_fault_has_its_words(tmp_path: Path, text: str, said: str) -> None:
    (line,) = refusal(tmp_path, f"{text}\n{LEAST}")
    assert line.startswith(f"config.yaml 第1行 {said}")


@pytest.mark.parametrize(
    ("branches", "said"),
    [
        ("", "branches：缺了这一项：至少要有一个支部，它的 id 和 name 各一行"),
        ("branches: []", "branches：至少要有一个支部，它的 id 和 name 各一行"),
        ("branches: {id: a, name: b}", "branches：要写成一列：一行一个，每行以“- ”开头"),
        ("branches: [柳河村]", "branches 第1项：下面要写成“名称: 值”的几行，名称可以是 id、name"),
        ("branches: [{id: a, name: b, trust: []}]", "branches 第1项的 trust：只能写 true（是）"),
        (
            "branches: [{id: a, name: b, dues: {notice: [a]}}]",
            "branches 第1项的 dues.notice：要写成一句话，如 每月5日 09:00；不要就写 不发",
        ),
        (
            "branches: [{id: a, name: b, meetings: {reminders: [[a]]}}]",
            "branches 第1项的 meetings.reminders 第1项：要写成会前多久，如 会前3天",
        ),
        (
            "branches: [{id: a, name: b, meetings: {reminders: [会前几天]}}]",
            "branches 第1项的 meetings.reminders 第1项：“会前几天”：",
        ),
    ],
)
def test_faults_of_branches(tmp_path: Path, branches: str, said: str) -> None:
    (line,) = refusal(tmp_path, f"data: data\n{branches}\n")
    assert line.startswith(f"config.yaml 第{2 if branches else 1}行 {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gateway:\n\tendpoint: a", ["第2行：行首用了 Tab 键，请改成空格（每层两个）"]),
        ("gateway:\n　　token: a", ["第2行：行首有全角空格，请改成英文空格（每层两个）"]),
        (
            "data：a\nbranches：\n  - id：B\n    name:柳河\n",
            [
                "第1行：data 后面用了中文冒号“：”，要改成英文冒号“:”，后面空一格",
                "第2行：branches 后面用了中文冒号“：”，要改成英文冒号“:”，后面空一格",
                "第3行：id 后面用了中文冒号“：”，要改成英文冒号“:”，后面空一格",
                "第4行：name 的冒号后面要空一格",
            ],
        ),
        ("branches:\n－ id: a", ["第2行：列表开头的横线要用英文的“-”，后面空一格"]),
        ("＃说明\ndata: a", ["第1行：说明要用英文的“#”开头"]),
        (
            "data: a\ndata: b\npace:\n  jitter: 1\n  jitter: 2",
            [
                "第2行：data 写了两次（第1行已有），请只留一个",
                "第5行：jitter 写了两次（第4行已有），请只留一个",
            ],
        ),
        ("gateway:\n    endpoint: a\n  token: b", ["第3行：缩进对不上：同一层的行"]),
        ("gateway:\n  token: a\n   endpoint: b", ["第3行：这一行或上一行不对：缩进没对齐"]),
        ("bot_names:\n- 甲\n - 乙", ["第3行：这一行接到上一行后面去了"]),
        ("data: a: b", ["第1行：这一行或上一行不对：缩进没对齐、少了冒号，或者值里有冒号"]),
        ("data: 'a\nbranches: b", ["第1行：引号没有配对，补上另一半"]),
        ("bot_names: [甲, 乙\ndata: a", ["第1行：方括号没有写完整"]),
        ("pace: {jitter: 1\ndata: a", ["第1行：花括号没有写完整"]),
        ("bot_names: [@小助手]", ["第1行：值的开头有特殊符号，请给整个值加英文引号"]),
        ("data: *a", ["第1行：值以 * 开头时，请给整个值加英文引号"]),
        ("data: !a b", ["第1行：值以 ! 开头时，请给整个值加英文引号"]),
        ("data: !!timestamp 2026-02-31", ["第1行：值以 ! 开头时，请给整个值加英文引号"]),
        ('data: "D:\\支部"', ["第1行：双引号里的反斜杠“\\”不能这样用，请去掉引号"]),
        ("data: a\n---\ndata: b", ["第2行：文件里只能有一份配置"]),
        ("data: a\n~: b", ["第2行：冒号前面要有名称"]),
        ("data: a\n? [b]\n: c", ["第2行：冒号前面要有名称"]),
        ("data: a\nbot_names: \x07", ["第2行：有看不见的控制字符，请删掉这一行重新打"]),
        ("- a", ["第1行 整个文件：下面要写成“名称: 值”的几行，名称可以是 bot_names"]),
        ("你好", ["第1行 整个文件：下面要写成“名称: 值”的几行，名称可以是 bot_names"]),
        ("", ["是空的。可以从仓库里的 config.yaml 抄一份来改。"]),
        ("# 只有说明\n", ["是空的。可以从仓库里的 config.yaml 抄一份来改。"]),
    ],
)
def test_what_is_no_yaml_is_told_by_line_and_cause(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    lines = refusal(tmp_path, text)
    assert len(lines) == len(said)
    for line, words in zip(lines, said, strict=True):
        assert line.startswith(f"config.yaml {words}")


def test_a_file_of_another_encoding_is_told_how_to_save_it(tmp_path: Path) -> None:
    (line,) = refusal(tmp_path, LEAST.encode("gbk"))
    assert line == (
        "config.yaml 第3行：文字编码不是 UTF-8。"
        "请用记事本打开，“另存为”时把编码选成 UTF-8，再存一遍。"
    )
    (line,) = refusal(tmp_path, LEAST.encode("utf-16"))
    assert "文字编码不是 UTF-8" in line


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"找不到配置文件 .*可以从仓库里的"):
        load(tmp_path / "config.yaml", {})
    with pytest.raises(SettingsError, match=r"打不开配置文件 .*这是一个文件夹"):
        load(tmp_path, {})


# Whatever somebody writes


def _values(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(sorted(keys_of(Settings)))
    return st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)


SCALARS = st.sampled_from(
    [
        None,
        True,
        1,
        -1,
        2.5,
        10**30,
        float("nan"),
        "",
        "甲",
        "每月5日",
        "会前1天",
        "B01",
        "~",
        "本月",
    ]
)
ENGLISH = re.compile(r"\b(?:Input|should|valid|Value|error|expected|found|must|dict|None|list)\b")


@given(document=st.recursive(SCALARS, _values, max_leaves=12), inside=st.booleans())
@tried(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_document_is_read_or_refused_in_chinese(
    tmp_path: Path, document: Any, inside: bool
) -> None:
    whole = {"branches": [document]} if inside else document
    for line in read_or_refused(tmp_path, yaml.safe_dump(whole, allow_unicode=True)):
        assert line.startswith("config.yaml ")
        assert not ENGLISH.search(line)
        assert re.search("[\u4e00-\u9fff]", line)


@given(at=st.integers(0, 2000), junk=st.sampled_from(list("：\t　'\"[]{}*&!%@#-,:\n \x00“")))
@tried(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_slip_of_the_keyboard_anywhere_is_read_or_refused_in_chinese(
    tmp_path: Path, at: int, junk: str
) -> None:
    text = "\n".join(
        line for line in EXAMPLE.read_text("utf-8").split("\n") if not line.lstrip().startswith("#")
    )
    place = at % len(text)
    for line in read_or_refused(tmp_path, text[:place] + junk + text[place:]):
        assert re.match(r"config\.yaml 第\d+行", line)
        assert not ENGLISH.search(line)
