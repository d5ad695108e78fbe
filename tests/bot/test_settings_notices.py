"""config.yaml: what goes to the group by itself, who is asked first, where the alarm goes."""

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.settings_file import SettingsError, load

BRANCH = "branches:\n  - id: B01\n    name: 柳河村\n    dues:\n"


def read(folder: Path, text: str) -> Settings:
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    return load(file, {})


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as error:
        read(folder, text)
    return str(error.value).replace(f"{folder}/", "")


def test_by_default_the_group_is_not_reminded_and_the_collector_is(tmp_path: Path) -> None:
    (branch,) = read(tmp_path, BRANCH).branches
    assert branch.dues.reminder is None
    assert not branch.dues.publication_release
    assert branch.dues.collector_reminder is not None
    assert branch.dues.collector_reminder.describe() == "每月25日 09:00"


def test_rules_for_reminders(tmp_path: Path) -> None:
    text = (
        f"{BRANCH}      reminder: 每月20号上午九点，遇休息日顺延\n      collector_reminder: 不发\n"
    )
    (branch,) = read(tmp_path, text + "      publication_release: 是\n").branches
    assert branch.dues.reminder is not None
    assert branch.dues.reminder.describe() == "每月20日 09:00 遇休息日顺延"
    assert branch.dues.collector_reminder is None
    assert branch.dues.publication_release


@pytest.mark.parametrize("name", ["notice", "reminder", "publication"])
def test_the_group_is_not_reminded_every_week(tmp_path: Path, name: str) -> None:
    said = refusal(tmp_path, f"{BRANCH}      {name}: 每周一 09:00\n")
    assert said == (
        f"config.yaml 第5行 branches 第1项的 dues.{name}："
        "发到群里的一个月最多一次，要写成每月的，如 每月20日 09:00"
    )


def test_the_alarm(tmp_path: Path) -> None:
    text = f"alarm: {{webhook: 'https://robot.example/send?key=1', after_minutes: １０}}\n{BRANCH}"
    alarm = read(tmp_path, text).alarm
    assert (alarm.after_minutes, alarm.silent_hours) == (10, 48)
    assert alarm.webhook == "https://robot.example/send?key=1"


@pytest.mark.parametrize("written", ["robot.example/send", "“https://robot.example”", "ftp://a.b"])
def test_a_webhook_is_an_address_on_the_web(tmp_path: Path, written: str) -> None:
    said = refusal(tmp_path, f"alarm:\n  webhook: {written}\n{BRANCH}")
    assert said.startswith("config.yaml 第2行 alarm.webhook：")


def test_an_alarm_that_never_rings_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, f"alarm:\n  after_minutes: 0\n  silent_hours: 10000\n{BRANCH}")
    assert "第2行 alarm.after_minutes：不能小于 1" in said
    assert "第3行 alarm.silent_hours：不能大于 720" in said


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("不发", []),
        ("[]", []),
        ("会前3天", ["会前3天"]),
        ("会前3天、会前一天，提前1.5小时", ["会前3天", "会前1天", "会前90分钟"]),
        ("[3天前, 会前半小时]", ["会前3天", "会前30分钟"]),
    ],
)
def test_reminders_of_meetings_on_one_line(tmp_path: Path, written: str, leads: list[str]) -> None:
    text = f"branches:\n  - id: B01\n    name: 柳河村\n    meetings:\n      reminders: {written}\n"
    (branch,) = read(tmp_path, text).branches
    assert [lead.describe() for lead in branch.meetings.reminders] == leads


@pytest.mark.parametrize("written", ["不要", "关闭", "没有", "off", "否"])
def test_what_is_not_wanted_can_be_said_in_many_ways(tmp_path: Path, written: str) -> None:
    (branch,) = read(tmp_path, f"{BRANCH}      notice: {written}\n").branches
    assert branch.dues.notice is None


@pytest.mark.parametrize(("written", "release"), [("要", True), ("不要", False), ("开", True)])
def test_whether_the_secretary_releases(tmp_path: Path, written: str, *, release: bool) -> None:
    (branch,) = read(tmp_path, f"{BRANCH}      publication_release: {written}\n").branches
    assert branch.dues.publication_release is release
