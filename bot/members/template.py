"""The template of a members' list: invented members as examples, and how each column is filled."""

from __future__ import annotations

from pathlib import Path

from bot import roster_sheet
from bot.members.columns import LABELS, ORDER

_EXAMPLES = (
    "王建国|柳河村党支部|一组|书记|正式党员|村干部|1998-07-01|1999-07-01|13800000001|否|||柳河村||"
    "|12|||wxid_wang|王书记",
    "张伟|柳河村党支部|二组||正式党员|务工|2015-06-30|2016-06-30|13800000002|是|2024-02|深圳|深圳|"
    "王建国|6000|42|||wxid_zhang|阿伟、小张",
    "周敏|柳河村党支部|二组||预备党员|学生|2025-12-01||13800000003|是|2023-09-01|武汉|武汉|王建国|"
    "|0.2||周敏（武汉）||",
    "王芳|柳河村党支部|一组||正式党员|农民|2009-07-01|2010-07-01||否|||柳河村|||1||王芳（一组）||",
)

_ABOUT = (
    "怎么填",
    "一行一位党员，第一行是列名，先后不限；用不着的列可以删。上面可以留一行标题，空行没关系。",
    "姓名一定要有。重名的在“微信群名片”里写明，如 王芳（一组）、王芳（二组）。",
    "支部：一张表只有一个支部时可以不写。要和配置里的支部名对得上。",
    "职务：书记、组织委员（收党费的）、支部委员、党小组长、镇党委干事；没有职务就空着。",
    "党籍：正式党员、预备党员、入党积极分子；空着算正式党员。",
    "日期：2019-07-01、2019年7月1日、2019.7 都行。",
    "流动：是 或 否；写了流入地的算流动党员。流入地是登记的去处，现居地是最近一次报的地方。",
    "联系人：支部里和他结对联系的同志。",
    "月收入、月应交：单位元；还没核定就空着。只有书记、组织委员私下看得到。",
    "微信标识：可以空着，等他在群里说话再绑定。",
    "自己加的列（如 备注、学历）会原样留着，导出时还在。",
    "不要写身份证号：用不着，程序不收也不存。",
    "导入：zhibu import 名册.xlsx　先看新增、变动和有疑问的，点头才记；改完再导一次，只记变动。",
)


def write(path: Path) -> None:
    """The template as a workbook with a page that explains it, or as CSV. Raises DiskError."""
    table = [[LABELS[name] for name in ORDER], *(line.split("|") for line in _EXAMPLES)]
    roster_sheet.write(path, table, about=_ABOUT)
