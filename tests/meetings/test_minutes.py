"""The minutes: written as a Word file and opened again to see what it says."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from bot.clock import SHANGHAI
from bot.documents.minutes import BLANK, NAMES, MinutesTemplateError, values, write
from bot.documents.minutes_template import default_template
from store import attendance, meetings, minutes, quorum, roster
from store.database import Database
from store.models import Cause, Meeting, Member, NoteKind, Role, Standing, VoteCount
from store.tables import TABLES
from tests.meetings.papers import text_of

BEGINS = datetime(2026, 3, 25, 19, 30, tzinfo=SHANGHAI)


class Branch:
    """A branch of five, its meeting, and what the secretary enters."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._count = 0
        self.people = {
            name: self.does(roster.add_member, member)
            for name, member in {
                "王建国": Member("B01", "王建国", roles=(Role.SECRETARY,)),
                "李秀英": Member("B01", "李秀英", roles=(Role.COLLECTOR,)),
                "张伟": Member("B01", "张伟", mobile=True),
                "赵强": Member("B01", "赵强", mobile=True),
                "周敏": Member("B01", "周敏", standing=Standing.PROBATIONARY),
            }.items()
        }

    def does(self, act, *words, **more):  # type: ignore[no-untyped-def]
        self._count += 1
        with self.db.transaction():
            return act(self.db, Cause(BEGINS, 1, f"m{self._count}"), *words, **more)

    def meeting(self, **fields: object) -> Meeting:
        plain = Meeting("B01", "assembly", BEGINS, BEGINS - timedelta(days=5), 1, "arranged")
        arranged: Meeting = self.does(meetings.arrange, plain)
        return self.does(meetings.change, arranged, **fields) if fields else arranged


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    db = Database(tmp_path / "books", TABLES)
    yield Branch(db)
    db.close()


def written(branch: Branch, meeting: Meeting, folder: Path, template: Path | None = None) -> str:
    write(minutes.minutes(branch.db, meeting), "柳河村党支部", folder / "a.docx", template)
    return text_of(folder / "a.docx")


def test_the_record_says_who_was_there_what_was_decided_and_how_it_was_voted(
    branch: Branch, tmp_path: Path
) -> None:
    meeting = branch.meeting(place="村委会二楼", agenda="审议年度工作计划", link="群视频")
    for name in ("王建国", "李秀英", "周敏"):
        branch.does(attendance.attend, meeting, branch.people[name], online=name == "周敏")
    branch.does(meetings.answer, meeting, branch.people["赵强"], "leave", "sick")
    branch.does(minutes.add_note, meeting, NoteKind.CHAIR, "王建国")
    branch.does(minutes.add_note, meeting, NoteKind.GUEST, "镇干部<周明>&某")
    branch.does(minutes.add_note, meeting, NoteKind.DECISION, "通过年度工作计划")
    branch.does(minutes.add_note, meeting, NoteKind.DECISION, "七一前走访老党员")
    branch.does(minutes.add_note, meeting, NoteKind.PHOTO, "photo-1")
    branch.does(quorum.enter_votes, VoteCount(meeting.id, "年度工作计划", 2, 0, 0, BEGINS, 1, "v"))
    assert written(branch, meeting, tmp_path).split("\n") == [
        "柳河村党支部会议记录",
        "",
        "主持人签字：________　　记录人签字：________",
        "会议名称：2026年第1次支部党员大会",
        "时间：2026年3月25日（星期三）19:30",
        "地点：村委会二楼；线上（群视频）",
        "主持人：王建国",
        f"记录人：{BLANK}",
        "人数：应到5人，实到3人；有表决权应到4人，实到2人",
        "到会人员：王建国、李秀英、周敏",
        "其中线上：周敏",
        "缺席（原因）：张伟（未请假）、赵强（请假）",
        "列席人员：镇干部<周明>&某",
        "议题：审议年度工作计划",
        f"发言摘要：{BLANK}",
        "决议：1. 通过年度工作计划",
        "2. 七一前走访老党员",
        "表决情况：年度工作计划：赞成2，反对0，弃权0，正好是应到的一半，没有过半",
        "照片：1张",
    ]


def test_what_was_not_entered_is_a_visible_blank(branch: Branch, tmp_path: Path) -> None:
    said = written(branch, branch.meeting(), tmp_path).split("\n")
    blank = {line.split("：")[0] for line in said[3:] if line.endswith(f"：{BLANK}")}
    assert blank == {
        *("地点", "主持人", "记录人", "到会人员", "其中线上", "缺席（原因）", "列席人员"),
        *("议题", "发言摘要", "决议", "表决情况"),
    }
    assert f"人数：应到5人，实到{BLANK}人；{BLANK}" in said


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("work", "张伟（工作）"),
        ("away", "张伟（外出）"),
        ("sick", "张伟（请假）"),
        ("family", "张伟（请假）"),
        (None, "张伟（请假）"),
    ],
)
def test_reasons_of_health_and_family_stay_out_of_the_record(
    branch: Branch, reason: str | None, shown: str
) -> None:
    meeting = branch.meeting()
    branch.does(attendance.attend, meeting, branch.people["王建国"], online=False)
    branch.does(meetings.answer, meeting, branch.people["张伟"], "leave", reason)
    assert shown in minutes.minutes(branch.db, meeting).absent


def test_meetings_of_a_kind_are_numbered_within_their_year(branch: Branch) -> None:
    first = branch.meeting()
    later = branch.meeting(begins=BEGINS + timedelta(days=90))
    next_year = branch.meeting(begins=BEGINS + timedelta(days=300))
    called_off = branch.meeting(begins=BEGINS + timedelta(days=1))
    branch.does(meetings.cancel, called_off)
    assert [minutes.number(branch.db, m) for m in (first, later, next_year)] == [1, 2, 1]


def test_a_template_edited_in_word_is_filled_and_a_wrong_name_is_told(
    branch: Branch, tmp_path: Path
) -> None:
    own = tmp_path / "模板.docx"
    document = Document()
    document.add_paragraph("关于{{ 会议名称 }}的记录，主持：{{主持人}}")
    document.save(str(own))
    assert "关于支部党员大会的记录，主持：________" in written(
        branch, branch.meeting(), tmp_path, own
    )
    document.add_paragraph("{{ 主席 }}")
    document.save(str(own))
    with pytest.raises(MinutesTemplateError, match=r"不认识的名称.*主席.*可以用的：支部、"):
        written(branch, branch.meeting(), tmp_path, own)
    document.add_paragraph("{{ 主持人")
    document.save(str(own))
    with pytest.raises(MinutesTemplateError, match="双花括号没写对"):
        written(branch, branch.meeting(), tmp_path, own)


def test_a_template_cannot_reach_into_the_program(branch: Branch, tmp_path: Path) -> None:
    own = tmp_path / "模板.docx"
    document = Document()
    document.add_paragraph("{{ 支部.__class__.__mro__ }}")
    document.save(str(own))
    with pytest.raises(MinutesTemplateError):
        written(branch, branch.meeting(), tmp_path, own)


def test_what_is_no_word_file_is_refused(branch: Branch, tmp_path: Path) -> None:
    own = tmp_path / "模板.docx"
    own.write_text("不是文档", "utf-8")
    with pytest.raises(MinutesTemplateError, match="不是 Word 文档"):
        written(branch, branch.meeting(), tmp_path, own)


def test_the_names_listed_are_those_filled_in_and_those_of_the_default_template(
    branch: Branch, tmp_path: Path
) -> None:
    record = minutes.minutes(branch.db, branch.meeting())
    assert set(values(record, "柳河村党支部")) == set(NAMES)
    file = tmp_path / "t.docx"
    file.write_bytes(default_template())
    assert all(f"{{{{ {name} }}}}" in text_of(file) for name in NAMES)
