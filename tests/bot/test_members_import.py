"""zhibu import and export: an office's own workbooks, what was said of each, and the way back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot import roster_sheet
from bot.cli import app
from bot.faults import CommandError
from bot.members.template import write as write_template
from tests.bot.office import Office, workbook

TITLE = ("青石镇柳河村流动党员花名册（2026年）",)
HEADS = (
    *("序号", "姓名", "所在党支部", "党小组", "党内职务", "入党时间", "转正时间", "手机号码"),
    *("是否流动", "流出日期", "流入地", "联系人", "月应交党费（元）", "身份证号", "学历"),
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """A workbook as a township office keeps it."""
    identity = "110101199003078515"
    none = None
    first = (1, "王建国", "柳河村支部", "一组", "书记", date(1998, 7, 1), date(1999, 7, 1))
    wei = (
        2,
        "张　伟",
        "柳河村支部",
        "二组",
        none,
        "2015.6.30",
        "2016年6月30日",
        "１３８００００００２２",
    )
    fang = (3, "王芳", "柳河村支部", "一组", none, 39995, 40360.0, "138-0000-0003")
    other = (4, "王芳", "柳河村支部", "二组", none, "去年", "2016-13-01", "1380000")
    qiang = (6, "李强", "柳河村支部", "二组", none, "去年", "2016-13-01", "1380000")
    xing = (7, "䶮㛃", "石桥村", "一组", "组织委员", "201907", none, "0755-1234567")
    rows: tuple[tuple[object, ...], ...] = (
        TITLE,
        (),
        HEADS,
        (*first, 13800000001, none, none, none, none, 12, identity, "高中"),
        (),
        (*wei, "是", "2024-02", "深圳", "王建国", 42.5, identity, "大专"),
        (*fang, "否", none, none, none, "5元", none, none),
        (*other, "否", none, none, none, "5元", none, none),
        (5, none, "柳河村支部", "二组", *[none] * 8, 3, none, none),
        (*qiang, "也许", none, none, none, "五元", none, none),
        (8, "赵六", "红星村支部", *[none] * 12),
        (*xing, "√", none, "东莞", identity, 0.2, none, none),
    )
    return workbook(tmp_path / "花名册.xlsx", rows, merge="A1:O1")


def test_a_workbook_of_an_office_is_read_and_what_is_odd_is_told(
    office: Office, messy: Path
) -> None:
    said = office.imports(messy)
    assert said == (
        "名册里读到 5 人：新增 5，变动 0，没变 0；有疑问 9 处。\n"
        "这几列程序用不着，会原样留着：序号、学历\n"
        "这几列是身份证号，用不着，没有收：身份证号\n"
        "新增：\n"
        "  第4行 王建国（一组，书记）\n"
        "  第6行 张伟（二组，深圳）\n"
        "  第7行 王芳（一组）\n"
        "  第10行 李强（二组）\n"
        "  第12行 䶮㛃（一组，组织委员，东莞）\n"
        "有疑问的，没有收：\n"
        "  第8行 和第7行的“王芳”分不开，请在“群昵称”里写明，如 王芳（二组）\n"
        "  第9行 缺姓名\n"
        "  第10行 入党日期“去年”看不出是哪一天，要写成 2019-07-01 或 2019-07\n"
        "  第10行 手机号“1380000”不像电话号码，请核对位数\n"
        "  第10行 月应交元“五元”不是金额，要写数字，如 20 或 0.2；还没核定就空着\n"
        "  第10行 流动“也许”没看懂，要写 是 或 否\n"
        "  第10行 转正日期“2016-13-01”没有这一天，请核对\n"
        "  第11行 支部“红星村支部”在配置里没有对上，请核对，或用 --branch 指明\n"
        "  第12行 联系人里有身份证号，用不着，没有收\n"
        "要这样记吗？回 是 就记，直接回车不记：记好了：新增5人，变动0人。\n"
    )
    members = office.members()
    wei = members["张伟"]
    assert (wei.joined_on, wei.full_since, wei.phone) == ("2015-06-30", "2016-06-30", "13800000022")
    assert (wei.mobile, wei.went_to, wei.place, wei.left_home_on) == (
        True,
        "深圳",
        "深圳",
        "2024-02",
    )


def test_the_same_list_again_is_no_difference_and_nobody_is_twice(
    office: Office, messy: Path
) -> None:
    office.imports(messy)
    before = office.members()
    assert "和账上一样，没有要记的" in office.imports(messy)
    assert office.members() == before


def test_only_a_word_of_agreement_records(office: Office, messy: Path) -> None:
    assert "只是给您看" in office.imports(messy, answer=None)
    assert "没有记，账本没有变" in office.imports(messy, answer="")
    assert office.members() == {}
    assert "记好了：新增" in office.imports(messy, answer=None, yes=True)
    assert len(office.members()) == 5


def test_no_identity_number_is_anywhere_in_the_books(office: Office, messy: Path) -> None:
    office.imports(messy)
    assert b"110101199003078515" not in (office.folder / "data" / "zhibu.journal").read_bytes()
    assert "110101199003078515" not in str(office.table("B01", "B02"))


def test_a_second_list_is_a_difference(office: Office, tmp_path: Path) -> None:
    office.imports(
        workbook(
            tmp_path / "a.xlsx",
            [("姓名", "手机", "学历"), ("张伟", 13800000002, "大专"), ("李强", "", "")],
        ),
        branch="B01",
    )
    file = workbook(
        tmp_path / "b.xlsx",
        [
            ("姓名", "手机", "学历", "流入地"),
            ("张伟", 13900000002, "本科", "深圳"),
            ("赵六", "", "", ""),
        ],
    )
    assert office.imports(file, branch="B01") == (
        "名册里读到 2 人：新增 1，变动 1，没变 0；有疑问 0 处。\n"
        "这几列程序用不着，会原样留着：学历\n"
        "新增：\n"
        "  第3行 赵六\n"
        "变动：\n"
        "  第2行 张伟：手机号 13800000002 → 13900000002；流动 否 → 是；流入地 （空） → 深圳；"
        "现居地 （空） → 深圳；学历 大专 → 本科\n"
        "账上有、这张表里没有的（不会动他们）：\n"
        "  李强\n"
        "要这样记吗？回 是 就记，直接回车不记：记好了：新增1人，变动1人。\n"
    )


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_what_is_exported_changes_nothing_when_taken_in_and_comes_back_the_same(
    office: Office, messy: Path, tmp_path: Path, name: str
) -> None:
    office.imports(messy)
    first = office.table("B01", "B02")
    file = office.exports(name, "B01", "B02")
    assert "和账上一样" in office.imports(file)
    fresh = Office(tmp_path / "fresh") if (tmp_path / "fresh").mkdir() is None else office
    fresh.imports(file)
    assert fresh.table("B01", "B02") == first


def test_the_template_comes_back_byte_for_byte(office: Office, tmp_path: Path) -> None:
    write_template(tmp_path / "模板.csv")
    assert "新增 4，变动 0" in office.imports(tmp_path / "模板.csv")
    assert office.exports("再来.csv").read_bytes() == (tmp_path / "模板.csv").read_bytes()
    write_template(tmp_path / "模板.xlsx")
    assert "和账上一样" in office.imports(tmp_path / "模板.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_of_any_encoding_that_excel_saves(
    office: Office, tmp_path: Path, encoding: str
) -> None:
    lines = (
        "柳河村党员,,",
        "姓名,手机号,流入地",
        "䶮㛃,１３８００００００１１,东莞",
        ",,",
        "欧阳雪,,北京",
    )
    text = "\r\n".join((*lines, ""))
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    office.imports(tmp_path / "a.csv", branch="B01")
    assert office.members()["䶮㛃"].phone == "13800000011"
    assert office.table() == [
        ["姓名", "手机号", "流入地"],
        ["䶮㛃", "１３８００００００１１", "东莞"],
        ["欧阳雪", "", "北京"],
    ]


def test_a_branch_that_the_config_lacks_is_told(office: Office, messy: Path) -> None:
    with pytest.raises(CommandError, match="配置里没有支部 B09。有：B01、B02。"):
        office.imports(messy, branch="B09")


_NAMES = st.text("张王李赵欧阳诸葛䶮㛃芳伟", min_size=2, max_size=4)
_ROW = st.fixed_dictionaries(
    {
        "姓名": _NAMES,
        "党小组": st.sampled_from(["", "一组", "二组"]),
        "职务": st.sampled_from(["", "书记", "流动党员", "支委 组织委员", "原书记"]),
        "党籍": st.sampled_from(["", "正式党员", "预备", "正式", "积极分子"]),
        "入党日期": st.sampled_from(["", "2015-06-30", "2015.6.30", "2015年6月", "42185"]),
        "手机号": st.sampled_from(["", "13800000001", "１３８００００００１１", "138-0000-0002"]),
        "流动": st.sampled_from(["", "是", "否", "√"]),
        "流入地": st.sampled_from(["", "深圳", "广东 东莞"]),
        "现居地": st.sampled_from(["", "深圳", "惠州"]),
        "月收入": st.sampled_from(["", "6000", "6,000.50元"]),
        "月应交": st.sampled_from(["", "20", "12.5", "12.50", "２０元"]),
        "配偶": st.sampled_from(["", "孙　丽"]),
        "别名": st.sampled_from(["", "阿伟、小张", "阿伟/小张"]),
        "备注": st.sampled_from(["", "=1+1", "打工\n多年"]),
    }
)


@given(rows=st.lists(_ROW, min_size=1, max_size=6, unique_by=lambda row: row["姓名"]))
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_list_comes_back_cell_by_cell(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    office = Office(tmp_path_factory.mktemp("office"))
    heads = ["姓名", *(head for head in rows[0] if head != "姓名")]
    table = [heads, *([row[head] for head in heads] for row in rows)]
    file = office.folder / "a.xlsx"
    roster_sheet.write(file, table)
    assert "有疑问 0 处" in office.imports(file, branch="B01")
    assert office.table() == table
    assert "和账上一样" in office.imports(office.exports("b.csv"), branch="B01")


def test_the_command_line_shows_and_says_what_to_type(tmp_path: Path) -> None:
    run = CliRunner().invoke
    file = str(tmp_path / "名册.xlsx")
    assert "模板写好了" in run(app, ["import", "--template", file]).output
    office = Office(tmp_path)
    where = ["--data", str(tmp_path / "data"), "--config", str(tmp_path / "config.yaml")]
    assert "要记请加 --yes" in run(app, ["import", file, *where]).output
    assert "新增4人" in run(app, ["import", file, "--yes", *where]).output
    out = str(tmp_path / "out.csv")
    assert "共4人" in run(app, ["export", "--roster", out, *where]).output
    assert "和账上一样" in office.imports(tmp_path / "out.csv")
