"""config.yaml: the example at the root, and what is written read as it is meant."""

import re
from datetime import time
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.settings_faults import keys_of
from bot.settings_file import load
from scheduler.calendar import QuietHours
from scheduler.plan import Covers
from tests.bot.configs import EXAMPLE, LEAST, read, refusal

# The example at the root


def test_the_example_loads_and_is_the_defaults_with_one_branch() -> None:
    settings = load(EXAMPLE, {})
    (branch,) = settings.branches
    plain = Settings.model_validate({"branches": [{"id": branch.id, "name": branch.name}]})
    kept = {"gateway": settings.gateway, "data": settings.data}
    assert settings == plain.model_copy(update=kept)


def test_the_example_shows_every_setting_with_its_default(tmp_path: Path) -> None:
    names = "|".join(keys_of(Settings))
    shown = re.sub(
        rf"^( *)# (?=(?: {{2}})*(?:- |(?:{names}):))", r"\1", EXAMPLE.read_text(), flags=re.M
    )
    bare = re.sub(r"^ +- 12345678901@chatroom\n", "", shown, flags=re.M)
    written = {name for name in keys_of(Settings) if re.search(rf"^ *(?:- )?{name}:", bare, re.M)}
    assert written == keys_of(Settings)
    uncommented, example = read(tmp_path, bare), load(EXAMPLE, {})
    (branch,) = uncommented.branches
    assert (branch.members, branch.texts) == (tmp_path / "名册.csv", tmp_path / "文案")
    without = branch.model_copy(update={"members": None, "texts": None})
    assert uncommented.model_copy(update={"branches": (without,), "data": example.data}) == example


def test_the_example_names_the_environment_and_shows_how_rules_are_said(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8")
    assert "ZHIBU_GATEWAY_ENDPOINT" in text
    assert "ZHIBU_GATEWAY_TOKEN" in text
    rules = re.findall(r"^ +#   (每\S+ \d\d:\d\d(?: 遇休息日顺延)?)", text, re.M)
    assert len(rules) == 4
    for rule in rules:
        (branch,) = read(tmp_path, f"{LEAST}    dues:\n      notice: {rule}\n").branches
        assert branch.dues.notice is not None


# What is written is read as it is meant


def test_texts_stay_as_they_are_written(tmp_path: Path) -> None:
    text = (
        "gateway: {endpoint: 127.0.0.1：18788, token: 0123456}\nbot_names: [007, yes, 1.50]\n"
        "branches:\n  - id: 010\n    name: 2026-03-01\n    rooms: [12345678901@chatroom, 1e3]\n"
    )
    settings = read(tmp_path, text)
    assert settings.gateway.model_dump() == {"endpoint": "127.0.0.1:18788", "token": "0123456"}
    assert settings.bot_names == ("007", "yes", "1.50")
    (branch,) = settings.branches
    assert (branch.id, branch.name) == ("010", "2026-03-01")
    assert branch.rooms == ("12345678901@chatroom", "1e3")


def test_numbers_and_yes_or_no_are_read_as_people_type_them(tmp_path: Path) -> None:
    pace = "pace: {seconds_between: '３', jitter: 0.5, per_minute: １０}\n"
    settings = read(tmp_path, f"{pace}{LEAST}    trust: 是\n")
    assert settings.pace.model_dump() == {"seconds_between": 3, "jitter": 0.5, "per_minute": 10}
    assert settings.branches[0].trust is True
    assert read(tmp_path, LEAST + "    trust: No\n").branches[0].trust is False


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("21:00-08:00", 21, 8),
        ("22:00-6:00", 22, 6),
        ("２２：００－６：００", 22, 6),
        ("22:00 到 6:00", 22, 6),
        ("20:00~24:00", 20, 0),
        ("不设", 0, 0),
        ("无", 0, 0),
    ],
)
def test_quiet_hours(tmp_path: Path, written: str, start: int, end: int) -> None:
    quiet = read(tmp_path, f"quiet_hours: {written}\n{LEAST}").quiet_hours
    assert quiet == QuietHours(start=time(start), end=time(end))


def test_rules_and_reminders(tmp_path: Path) -> None:
    dues = "    dues: {notice: 不发, publication: 每月5日, publication_covers: 上月}\n"
    meetings = "    meetings: {reminders: [3天, 会前半小时, 提前１小时, 立即]}\n"
    (branch,) = read(tmp_path, LEAST + dues + meetings).branches
    assert branch.dues.notice is None
    assert branch.dues.publication is not None
    assert branch.dues.publication.describe() == "每月5日 09:00"
    assert branch.dues.publication_covers is Covers.LAST_MONTH
    said = [lead.describe() for lead in branch.meetings.reminders]
    assert said == ["会前3天", "会前30分钟", "会前1小时", "立即"]
    assert (
        read(tmp_path, LEAST + "    meetings: {reminders: []}\n").branches[0].meetings.reminders
        == ()
    )


def test_a_name_with_nothing_behind_it_is_as_good_as_not_written(tmp_path: Path) -> None:
    text = f"gateway:\npace:\n  jitter:\ndata: ~\n{LEAST}    rooms:\n    members:\n    dues:\n"
    assert read(tmp_path, text) == read(tmp_path, LEAST)


def test_paths_are_taken_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (branch,) = (settings := read(tmp_path, LEAST + "    members: 名册/一.csv\n")).branches
    assert branch.members == tmp_path / "名册" / "一.csv"
    assert settings.data == tmp_path / "data"
    assert read(tmp_path, f"data: /srv/books\n{LEAST}").data == Path("/srv/books")
    assert read(tmp_path, f"data: ~/books\n{LEAST}").data == Path.home() / "books"


def test_the_environment_goes_before_the_file_unless_it_is_empty(tmp_path: Path) -> None:
    text = f"gateway: {{endpoint: '10.0.0.1:1', token: file}}\n{LEAST}"
    gateway = read(tmp_path, text, ZHIBU_GATEWAY_ENDPOINT="h:2", ZHIBU_GATEWAY_TOKEN="").gateway
    assert gateway.model_dump() == {"endpoint": "h:2", "token": "file"}
    assert refusal(tmp_path, text, ZHIBU_GATEWAY_ENDPOINT="nowhere") == [
        "环境变量 ZHIBU_GATEWAY_ENDPOINT：“nowhere”不像网关的地址，要写成 地址:端口，"
        "如 127.0.0.1:18788"
    ]


def test_windows_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert load(tmp_path / "config.yaml", {}).branches[0].name == "柳河村"
