"""The doctor: a line for each thing, what to do about it, and 1 where something is broken."""

import io
import random
import socket
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.app import build
from bot.clock import SHANGHAI, VirtualClock
from bot.doctor import examine
from bot.documents import fonts
from bot.gateway.base import Incoming, MessageKind
from bot.gateway.inprocess import InProcessGateway
from bot.pace import Tempo
from bot.sandbox import branch
from scheduler.calendar import calendar_known_until
from store.database import JOURNAL_NAME

WEBHOOK = "https://alarm.invalid/secret-robot"
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def all_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fonts this machine has or lacks."""
    monkeypatch.setattr(fonts, "families", lambda: ("Noto Sans CJK SC",))
    monkeypatch.setattr(fonts, "missing", lambda names: {})


@pytest.fixture
def gateway() -> Iterator[int]:
    """A port that listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def installed(folder: Path, port: int, *, members: str | None = None) -> Path:
    """A config.yaml, a members' list and books with one message."""
    (folder / "名册.csv").write_text(members or branch.members_csv(), "utf-8")
    config = folder / "config.yaml"
    config.write_text(
        f"gateway: {{endpoint: 127.0.0.1:{port}, token: secret-token}}\n"
        f"alarm: {{webhook: {WEBHOOK}}}\n"
        f"branches:\n  - id: B01\n    name: 柳河村\n    rooms: [{branch.ROOM}]\n"
        "    members: 名册.csv\n",
        "utf-8",
    )
    app = build(
        branch.settings(folder / "sandbox"),
        clock=VirtualClock(NOON),
        gateway=InProcessGateway(),
        data=folder / "data",
        chance=random.Random(1),
        tempo=Tempo(),
    )
    heard = Incoming("m1", MessageKind.TEXT, branch.ROOM, "wxid_zhang", "张伟", "党费交了42", NOON)
    app.inbox.handle(heard)
    app.db.close()
    return config


def told(config: Path, now: datetime = NOON) -> tuple[bool, list[str]]:
    out = io.StringIO()
    sound = examine(config, None, now, out)
    return sound, out.getvalue().splitlines()


def test_where_all_is_well_each_thing_gets_its_tick(tmp_path: Path, gateway: int) -> None:
    sound, lines = told(installed(tmp_path, gateway))
    assert sound
    assert [line[0] for line in lines] == ["✓"] * 8
    assert "secret-token" not in "".join(lines)
    assert "secret-robot" not in "".join(lines)


def test_that_nobody_would_hear_of_a_channel_that_is_down_is_told(
    tmp_path: Path, gateway: int
) -> None:
    config = installed(tmp_path, gateway)
    config.write_text(config.read_text("utf-8").replace(WEBHOOK, '""'), "utf-8")
    sound, lines = told(config)
    assert sound
    (told_of,) = [line for line in lines if not line.startswith("✓")]
    assert told_of.startswith("！ 微信掉线时我没法在微信里告诉您")
    assert "webhook" in told_of


def test_what_is_broken_is_told_all_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    config = installed(tmp_path, port, members="姓名,月应交元\n张伟,二十块吧\n")
    journal = tmp_path / "data" / JOURNAL_NAME
    content = bytearray(journal.read_bytes())
    content[len(content) // 2] ^= 1
    journal.write_bytes(bytes(content))
    sound, lines = told(config, datetime(2020, 1, 1, tzinfo=SHANGHAI))
    assert not sound
    broken = "\n".join(line for line in lines if line.startswith("✗"))
    for what in ("名册", "账本", "时间", "网关"):
        assert what in broken, what


def test_a_name_for_an_id_and_a_list_without_its_secretary_are_told(
    tmp_path: Path, gateway: int
) -> None:
    config = installed(tmp_path, gateway)
    members = branch.members_csv().replace("书记,村干部", "党员,村干部")
    (tmp_path / "名册.csv").write_text(members, "utf-8")
    config.write_text(config.read_text("utf-8").replace(branch.ROOM, "柳河村党员群"), "utf-8")
    out = io.StringIO()
    examine(config, None, NOON, out)
    assert "“柳河村党员群”像是群名，不是群标识" in out.getvalue()
    assert "名册.csv 里没有书记" in out.getvalue()


def test_settings_that_cannot_be_read_do_not_stop_the_rest(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("branchs: []\n", "utf-8")
    sound, lines = told(config)
    assert not sound
    assert "branches" in lines[0]
    assert any("节假日" in line for line in lines)


def plans_of(folder: Path, text: str) -> list[str]:
    (folder / "config.yaml").write_text(
        f"{text}branches:\n  - id: B01\n    name: 柳河村\n", "utf-8"
    )
    return told(folder / "config.yaml")[1]


def test_each_rule_is_told_as_it_was_understood(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "branches:\n  - id: B01\n    name: 柳河村\n    dues:\n"
        "      notice: 每月1日 8点半 遇节假日顺延至下一个工作日\n      publication: 月末 22:00\n"
        "  - id: B02\n    name: 石桥村\n"
        "    dues: {notice: 不发, publication: 不发, collector_reminder: 不发}\n",
        "utf-8",
    )
    said = told(config, datetime(2026, 9, 30, 23, tzinfo=SHANGHAI))[1]
    assert "！ 柳河村：党费公示写的是22:00，那时不打扰，会等到08:00再发" in said
    assert (
        "✓ 柳河村，接下来自己发：党费公示 10月1日（周四）08:00；党费通知 10月8日（周四）08:30；"
        "请收款人确认党费 10月25日（周日）09:00" in said
    )
    assert "！ 石桥村：通知和公示都关着，什么都不会自己发" in said


def test_quiet_hours_the_wrong_way_round_are_told(tmp_path: Path) -> None:
    said = plans_of(tmp_path, "quiet_hours: 早上8点到晚上9点\n")
    assert [line for line in said if "是不是写反了" in line]
    assert not [line for line in plans_of(tmp_path, "") if "是不是写反了" in line]


def test_the_end_of_the_holiday_calendar_is_told_in_time(tmp_path: Path, gateway: int) -> None:
    config, end = installed(tmp_path, gateway), calendar_known_until()
    sound, lines = told(config, datetime.combine(end - timedelta(days=30), time(12), SHANGHAI))
    assert sound
    (warned,) = [line for line in lines if line.startswith("！")]
    assert f"节假日数据只到 {end.year}年12月31日" in warned


def test_a_clock_behind_the_books_is_told(tmp_path: Path, gateway: int) -> None:
    sound, lines = told(installed(tmp_path, gateway), NOON.replace(month=1))
    assert not sound
    assert any("账本里已经记到2026年3月5日" in line for line in lines)


def test_what_the_fonts_lack_is_told_with_the_remedy(
    tmp_path: Path, gateway: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = installed(tmp_path, gateway)
    monkeypatch.setattr(fonts, "missing", lambda names: {"䶮": next(n for n in names)})
    (warned,) = [line for line in told(config)[1] if line.startswith("！")]
    assert "字体里没有“王建国”的“䶮”" in warned
    assert "fonts-noto-cjk" in warned
    monkeypatch.setattr(fonts, "families", tuple)
    (warned,) = [line for line in told(config)[1] if line.startswith("！")]
    assert "公示只能发文字" in warned


def test_nothing_is_changed_by_looking(tmp_path: Path, gateway: int) -> None:
    config = installed(tmp_path, gateway)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    told(config)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
