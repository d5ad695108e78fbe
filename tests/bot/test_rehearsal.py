"""Rehearsals: the same script says the same, and a faulty one says where."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.rehearse import rehearse
from bot.script import ScriptError

SCRIPTS = Path(__file__).parents[1] / "rehearsals"
MEMBERS = """姓名,微信标识,群昵称,身份,类别,月应交元
老书记,wx1,,书记,,20
收款人,wx2,,组织委员,,5
小李,wx3,深圳小李,流动党员,务工,20
"""


def said(script: Path, **paths: Path | None) -> list[dict[str, Any]]:
    out = io.StringIO()
    options = {"config": None, "members": None, "data": None, **paths}
    rehearse(script, options["config"], options["members"], options["data"], out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def write(folder: Path, *lines: dict[str, Any]) -> Path:
    script = folder / "script.jsonl"
    script.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return script


def test_the_same_script_says_the_same_to_the_letter() -> None:
    first = said(SCRIPTS / "month.jsonl")
    assert first == said(SCRIPTS / "month.jsonl")
    assert {"at", "text", "mentions", "image"} <= set(first[0])


def test_a_list_of_members_binds_them_and_the_scripts_rooms_are_theirs(tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text(MEMBERS, "utf-8")
    script = write(
        tmp_path,
        {"at": "2026-03-01T09:00+08:00"},
        {"room": "随便一个群", "from": "wx3", "name": "深圳小李", "text": "己交3月的二十"},
        {"to": "bot", "from": "wx2", "text": "确认 全部"},
        {"at": "2026-04-01T09:00+08:00"},
    )
    posts = said(script, members=members)
    notice, claimed, confirmed, *_ = posts
    assert (notice["room"], "3月党费" in notice["text"]) == ("随便一个群", True)
    assert claimed["text"].startswith("小李 3月党费 20元")
    assert confirmed["to"] == "wx2"
    publications = [p for p in posts if "公示】" in p["text"]]
    assert [("room" in p, "应交3人，45元" in p["text"]) for p in publications] == [(True, True)]
    assert "已收1人，20元" in publications[0]["text"]
    assert [p["text"][:6] for p in posts if p["at"].startswith("2026-04-01")] == ["【4月党费】"]


def test_books_that_were_kept_go_on_where_they_stopped(tmp_path: Path) -> None:
    data = tmp_path / "books"
    first = write(
        tmp_path,
        {"at": "2026-03-01T09:00+08:00"},
        {"room": "R01@chatroom", "from": "wxid_zhang", "text": "党费交了42", "id": "a"},
    )
    assert any("张伟 3月党费" in post["text"] for post in said(first, data=data))
    again = write(
        tmp_path,
        {"at": "2026-03-01T10:00+08:00"},
        {"room": "R01@chatroom", "from": "wxid_zhang", "text": "党费交了42", "id": "a"},
        {"to": "bot", "from": "wxid_li", "text": "确认"},
    )
    absence, listed = said(again, data=data)
    assert absence["text"].startswith("3月1日09:00到10:00我掉线了")
    assert "1. 张伟 3月 42元" in listed["text"]


def test_what_was_not_heard_is_told_from_the_moment_the_line_fell(tmp_path: Path) -> None:
    lines = write(
        tmp_path,
        {"at": "2026-03-05T09:00+08:00"},
        {"room": "R01@chatroom", "from": "wxid_zhang", "text": "党费交了42"},
        {"at": "2026-03-21T10:00+08:00"},
        {"fault": "disconnect", "seconds": 3600},
        {"at": "2026-03-21T12:00+08:00"},
    )
    told = [post["text"] for post in said(lines) if "我掉线了" in post["text"]]
    assert len(told) == 1
    assert told[0].startswith("3月21日10:00到11:00")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "第1行不是 JSON"),
        ("[1]", "要是一个 JSON 对象"),
        ('{"at": "昨天"}', "时间“昨天”不对"),
        ('{"form": "a"}', "不认识的 form"),
        ('{"from": "a", "text": "b"}', "要有 room"),
        ('{"fault": "fire"}', "没有“fire”"),
        ('{"fault": "disconnect", "seconds": "x"}', "seconds"),
        ('{"name": "a"}', "要有 at、from 或 fault"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    script = tmp_path / "script.jsonl"
    script.write_text(line, "utf-8")
    with pytest.raises(ScriptError, match=told):
        said(script)


def test_a_missing_script_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="找不到脚本"):
        said(tmp_path / "none.jsonl")
