"""A members' list as offices save it: read whatever its dress, or refused with all its faults."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.members.listing import Line, MembersFileError, read
from store.models import Member, Role, Standing
from store.money import Fen
from tests.bot.lists import HEADER, PLAIN, refusal, written


def contents(lines: Sequence[Line]) -> list[tuple[Member, tuple[str, ...], Fen | None]]:
    return [(line.member, line.wechat_ids, line.amount) for line in lines]


# How a list may be dressed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_ends_do_not_matter(
    tmp_path: Path, encoding: str, separator: str, newline: str
) -> None:
    plain = contents(read(written(tmp_path, *PLAIN), "B01"))
    text = newline.join((HEADER, *PLAIN, "")).replace(",", separator)
    (tmp_path / "b.csv").write_bytes(text.encode(encoding))
    assert contents(read(tmp_path / "b.csv", "B01")) == plain


@given(order=st.permutations(HEADER.split(",")))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_columns_come_in_any_order(tmp_path: Path, order: list[str]) -> None:
    rows = [dict(zip(HEADER.split(","), line.split(","), strict=True)) for line in PLAIN]
    moved = [",".join(row[name] for name in order) for row in rows]
    shuffled = read(written(tmp_path, *moved, header=",".join(order)), "B01")
    assert contents(shuffled) == contents(read(written(tmp_path, *PLAIN), "B01"))


def test_a_line_says_who_somebody_is(tmp_path: Path) -> None:
    header = "党员姓名,性别,微信号,群昵称,身份,党籍,每月应交（元）,流入地,现居地,别名,党小组,配偶"
    rows = (
        "张　伟,男,wxid_1、wxid_2,张　伟,流动党员,预备党员,２０．５元,深圳,,阿伟/小张,二组,孙丽",
        '欧阳雪,女,,雪儿,"组织委员、党小组长",,,,柳河村,,,',
    )
    wei, xue = read(written(tmp_path, *rows, header=header), "B01")
    assert wei.member == Member(
        branch="B01",
        name="张伟",
        aliases=("阿伟", "小张"),
        standing=Standing.PROBATIONARY,
        mobile=True,
        party_group="二组",
        place="深圳",
        spouse="孙丽",
        office="流动党员",
        went_to="深圳",
        cells=(
            "别名\t阿伟/小张",
            "姓名\t张　伟",
            "性别\t男",
            "月应交元\t２０．５元",
            "群昵称\t张　伟",
        ),
    )
    assert (wei.wechat_ids, wei.amount) == (("wxid_1", "wxid_2"), Fen(2050))
    assert xue.member.roles == (Role.COLLECTOR, Role.GROUP_LEADER)
    assert (xue.member.card, xue.member.place, xue.member.mobile) == ("雪儿", "柳河村", False)
    assert (xue.wechat_ids, xue.amount) == ((), None)


@pytest.mark.parametrize(
    ("office", "roles"),
    [
        ("书记", (Role.SECRETARY,)),
        ("村党支部书记", (Role.SECRETARY,)),
        ("村支书", (Role.SECRETARY,)),
        ("组织委员 副书记", (Role.COLLECTOR, Role.COMMITTEE)),
        ("支部副书记", (Role.COMMITTEE,)),
        ("宣传委员", (Role.COMMITTEE,)),
        ("团副书记", ()),
        ("原支部书记", ()),
        ("团支部书记", ()),
        ("团支书", ()),
        ("村民小组长", ()),
        ("党小组长、党费收缴员", (Role.COLLECTOR, Role.GROUP_LEADER)),
        ("党员", ()),
    ],
)
def test_only_an_office_of_the_party_held_now_gives_rights(
    tmp_path: Path, office: str, roles: tuple[Role, ...]
) -> None:
    (line,) = read(written(tmp_path, f"甲,,,{office},,"), "B01")
    assert line.member.roles == roles


def test_a_title_above_empty_lines_and_quoted_cells_are_fine(tmp_path: Path) -> None:
    rows = (",,,,,", "", '"张伟","wxid_1","张伟\n深圳","","",20', ",,,,,", "李强,,,,,1")
    file = written(tmp_path, HEADER, *rows, header="青石镇柳河村党员名册,,,,,\n")
    assert [(line.member.name, line.where.number) for line in read(file, "B01")] == [
        ("张伟", 6),
        ("李强", 9),
    ]


# Faults


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    rows = (
        "张伟,a,,,,二十",
        ",b,,,,20",
        "李强,a,,,,-5",
        "王芳,,,,,1",
        "王芳,c,,,,1",
        "赵,d,,,,1,2",
    )
    assert refusal(written(tmp_path, *rows)) == [
        "名册.csv 第2行：月应交元“二十”不是金额，要写数字，如 20 或 0.2；还没核定就空着",
        "名册.csv 第3行：缺姓名",
        "名册.csv 第4行：月应交元“-5”不是金额，要写数字，如 20 或 0.2；还没核定就空着",
        "名册.csv 第6行：和第5行的“王芳”分不开，请在“群昵称”里写明，如 王芳（二组）",
        "名册.csv 第7行：比列名多出了格子，多半是多了一个分隔号，请核对",
    ]


def test_one_id_for_two_people_is_a_fault(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "张伟,a,,,,", "李强,b a,,,,")) == [
        "名册.csv 第3行：微信标识 a 第2行张伟已经用了"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "名册.csv 是空的。第一行要是列名"),
        (b"\xef\xbb\xbf\r\n \r\n", "名册.csv 是空的。第一行要是列名"),
        ("名字,电话\n张伟,1".encode(), "名册.csv 没有“姓名”这一列。列名要像：姓名,微信标识"),
        ("姓名,身份,姓名\n张伟,,".encode(), "名册.csv 第1行：“姓名”这一列有两个，请只留一个"),
        ('姓名\n李强\n"张伟\n赵强\n'.encode(), "名册.csv 第3行：引号没有配对，后面的都没法读"),
        ('"姓名\n李强\n'.encode(), "名册.csv 第1行：引号没有配对，后面的都没法读"),
        (b"\xd0\xd5\xc3\xfb\n\xff\x81\x30", "名册.csv 的文字编码认不出来，请在 Excel 里另存为"),
    ],
)
def test_a_file_that_is_no_list_is_told_in_one_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "名册.csv").write_bytes(content)
    (line,) = refusal(tmp_path / "名册.csv")
    assert line.startswith(said)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "找不到这个文件" in refusal(tmp_path / "名册.csv")[0]
    (tmp_path / "folder").mkdir()
    assert "是一个文件夹" in refusal(tmp_path / "folder")[0]


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode()))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_it_is_read_or_refused_in_chinese(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "名册.csv"
    file.write_bytes("姓名,月应交元,微信标识\n".encode() + content)
    said = read_or_refused(file)
    assert all(line.startswith(f"{file} ") for line in said)


def read_or_refused(file: Path) -> list[str]:
    """The faults; none where it was read."""
    try:
        lines = read(file, "B01")
    except MembersFileError as error:
        return str(error).split("\n")
    assert all(line.member.name for line in lines)
    return []
