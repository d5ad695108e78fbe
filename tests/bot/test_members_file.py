"""A members' list as offices save it: read whatever its dress, taken in without surprises."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.members_file import Line, MembersFileError, read, take_in
from store import dues, roster, totals
from store.database import Database
from store.models import Cause, Member, Role, Standing
from store.money import Fen
from store.period import Period
from store.tables import TABLES

MARCH, APRIL = (datetime(2026, month, 2, 9, tzinfo=SHANGHAI) for month in (3, 4))
HEADER = "姓名,微信标识,群昵称,身份,类别,月应交元"


def written(folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    file = folder / "名册.csv"
    file.write_bytes("\n".join((header, *lines)).encode(encoding))
    return file


def refusal(file: Path) -> list[str]:
    with pytest.raises(MembersFileError) as error:
        read(file, "B01")
    return str(error.value).replace(f"{file.parent}/", "").split("\n")


def contents(lines: Sequence[Line]) -> list[tuple[Member, tuple[str, ...], Fen | None]]:
    return [(line.member, line.wechat_ids, line.amount) for line in lines]


# How a list may be dressed


PLAIN = (
    "王建国,wxid_wang,,书记,村干部,12",
    "周敏,wxid_zhou,,流动党员 预备党员,学生,0.2",
    "王芳,wxid_f1 wxid_f2,王芳（一组）,流动党员,务工,5.50",
)


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
        ("组织委员 副书记", (Role.COLLECTOR,)),
        ("支部副书记", ()),
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


# Taken into the books


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    books = Database(tmp_path / "books", TABLES)
    yield books
    books.close()


class Office:
    """A branch office that hands in its list again and again."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder

    def hands_in(
        self, *rows: str, at: datetime = MARCH, branch: str = "B01", header: str = HEADER
    ) -> int:
        lines = read(written(self.folder, *rows, header=header), branch)
        with self.db.transaction():
            return take_in(self.db, Cause(at, None, f"members/{branch}"), lines)

    def is_refused(self, *rows: str, branch: str = "B01") -> str:
        before = self.books()
        with pytest.raises(MembersFileError) as error:
            self.hands_in(*rows, branch=branch)
        assert self.books() == before
        return str(error.value).replace(f"{self.folder}/", "")

    def books(self) -> list[object]:
        tables = (roster.MEMBERS, roster.BINDINGS, dues.BASES)
        return [row for table in tables for row in table.find(self.db)]

    def who(self, wechat_id: str) -> Member:
        member = roster.member_of(self.db, wechat_id)
        assert member is not None
        return member


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    return Office(db, tmp_path)


def test_the_same_list_again_changes_nothing(office: Office) -> None:
    rows = (*PLAIN, "王芳,,王芳（二组）,,,3", "欧阳雪,,,,,")
    assert office.hands_in(*rows) == 5
    books = office.books()
    assert office.hands_in(*rows, at=APRIL) == 0
    assert office.books() == books


def test_only_what_differs_is_changed(office: Office) -> None:
    office.hands_in("张伟,a,,流动党员,务工,20", "李强,b,,,,1")
    before = office.who("b")
    assert office.hands_in("李强,b,,,,1", "张伟,a c,深圳张伟,组织委员,务工,20") == 1
    wei = office.who("a")
    assert (wei.card, wei.roles, wei.mobile) == ("深圳张伟", (Role.COLLECTOR,), False)
    assert office.who("c") == wei
    assert office.who("b") == before


def test_a_new_amount_is_a_new_base_from_this_month_and_the_old_one_stays(office: Office) -> None:
    office.hands_in("张伟,a,,,,20")
    assert office.hands_in("张伟,a,,,,30", at=APRIL) == 1
    wei = office.who("a").id
    owed = [dues.due(office.db, wei, Period(2026, month)) for month in (1, 3, 4, 12)]
    assert owed == [2000, 2000, 3000, 3000]
    assert len(dues.BASES.find(office.db, member=wei)) == 2


def test_an_emptied_amount_takes_nothing_back(office: Office) -> None:
    office.hands_in("张伟,a,,,,20")
    assert office.hands_in("张伟,a,,,,", at=APRIL) == 0
    assert dues.due(office.db, office.who("a").id, Period(2026, 4)) == 2000


def test_an_open_month_is_owed_by_who_joins_and_by_who_is_verified_late(office: Office) -> None:
    office.hands_in("张伟,a,,,,20", "李强,b,,,,")
    march = Period(2026, 3)
    with office.db.transaction():
        dues.open_month(office.db, Cause(MARCH, None, "month"), "B01", march)
    office.hands_in("张伟,a,,,,30", "李强,b,,,,5", "赵强,c,,,,7")
    owed = {
        name: totals.balance(office.db, office.who(name).id, "B01", march).due for name in "abc"
    }
    assert owed == {"a": 2000, "b": 500, "c": 700}, "what was announced for a month stays"


def test_a_column_that_the_list_lacks_erases_nothing(office: Office) -> None:
    office.hands_in("张伟,a,书记,深圳,孙丽,阿伟", header="姓名,微信标识,身份,流入地,配偶,别名")
    before = office.who("a")
    assert office.hands_in("张伟,a,20", header="姓名,微信标识,月应交元") == 1
    assert office.who("a") == before
    assert before.roles == (Role.SECRETARY,)


def test_who_was_bound_in_the_chat_is_found_by_name_and_keeps_his_id(office: Office) -> None:
    office.hands_in("张伟,,,,,20")
    (wei,) = roster.members(office.db, "B01")
    with office.db.transaction():
        roster.bind(office.db, Cause(MARCH, None, "m1"), "a", wei)
    assert office.hands_in("张伟,,深圳张伟,,,20") == 1
    assert office.who("a") == replace(wei, card="深圳张伟")
    assert len(roster.members(office.db, "B01")) == 1


def test_homonyms_are_told_apart_by_card_and_id_in_any_order(office: Office) -> None:
    one, two = "王芳,f1,王芳（一组）,,,5", "王芳,,王芳（二组）,,,3"
    office.hands_in(one, two)
    books = office.books()
    assert office.hands_in(two, one) == 0
    assert office.books() == books
    office.hands_in("王芳,f2,王芳（二组）,,,3", "王芳,f1,芳芳,,,5")
    assert {
        m.card: roster.wechat_ids(office.db, m.id) for m in roster.members(office.db, "B01")
    } == {
        "芳芳": ["f1"],
        "王芳（二组）": ["f2"],
    }


def test_two_lines_never_become_one_member(office: Office) -> None:
    office.hands_in("王芳,,,,,5")
    said = office.is_refused("王芳,,王芳（一组）,,,5", "王芳,,王芳（二组）,,,3")
    assert said.split("\n")[0] == (
        "名册.csv 第2行：账上已有一位“王芳”，分不清是不是这一位。"
        "是同一位，“群昵称”请先照旧空着；是另一位，请把两位都写进名册"
    )
    assert office.hands_in("王芳,,,,,5", "王芳,,王芳（二组）,,,3") == 1
    assert len(roster.members(office.db, "B01")) == 2


def test_another_of_the_name_with_another_id_is_not_taken_for_the_one_known(
    office: Office,
) -> None:
    office.hands_in("王芳,f1,王芳（一组）,,,5")
    assert "分不清是不是这一位" in office.is_refused("王芳,f2,王芳（二组）,,,3")


def test_an_id_never_changes_hands(office: Office) -> None:
    office.hands_in(
        "张伟,a,,,,20", "李强,b,,,,1", "王芳,f1,王芳（一组）,,,1", "王芳,,王芳（二组）,,,1"
    )
    said = office.is_refused("李强,a,,,,20", "王芳,f1,王芳（二组）,,,1", "张伟,b c,,,,1")
    assert said.split("\n") == [
        "名册.csv 第2行：微信标识 a 绑的是张伟，这里写成了李强。"
        "写错了请改正；是同一位改了姓名，请在“别名”一列写上张伟",
        "名册.csv 第3行：微信标识 f1 绑的是王芳（一组），这里写在了另一位名下，请核对",
        "名册.csv 第4行：微信标识 b、c 绑的是李强，这里写成了张伟。"
        "写错了请改正；是同一位改了姓名，请在“别名”一列写上李强",
    ]
    assert "已是另一个支部（B01）张伟的" in office.is_refused("张伟,a,,,,", branch="B02")


def test_a_corrected_name_is_the_same_member_if_the_list_says_so(office: Office) -> None:
    office.hands_in("张玮,a,,,,20")
    before = office.who("a")
    office.hands_in("张伟,a,张玮,20", header="姓名,微信标识,别名,月应交元")
    assert office.who("a") == replace(before, name="张伟", aliases=("张玮",))
