"""The invented branch of the sandbox: its cast, their dues, and its settings.

All people, numbers and places are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings

BRANCH = "B01"
NAME = "青石镇柳河村党支部"
ROOM = "R01@chatroom"
TOPIC = "柳河村流动党员之家"
BOT = "wxid_zhibu"
BOT_NAME = "小助手"


@dataclass(frozen=True, slots=True)
class Cast:
    """One of the people: WeChat id, name, group card, office, kind, due in yuan, what he does."""

    wechat_id: str
    name: str
    card: str
    office: str
    category: str
    due: str
    place: str
    note: str


CAST: tuple[Cast, ...] = (
    Cast("wxid_wang", "王建国", "", "书记", "村干部", "12", "", "书记"),
    Cast("wxid_li", "李秀英", "", "组织委员", "农民", "1", "", "收党费"),
    Cast("wxid_zhang", "张伟", "", "流动党员", "务工", "42", "深圳", "深圳电子厂"),
    Cast("wxid_liu", "刘洋", "", "流动党员", "务工", "14", "杭州", "杭州送快递"),
    Cast("wxid_chen", "陈静", "静静的顿河", "流动党员", "职工", "102", "上海", "上海会计"),
    Cast("wxid_zhao", "赵强", "", "流动党员", "务工", "32", "东莞", "东莞工地，孙丽的爱人"),
    Cast("wxid_sun", "孙丽", "", "流动党员", "农民", "1", "东莞", "东莞，赵强的爱人"),
    Cast("wxid_zhou", "周敏", "", "流动党员 预备党员", "学生", "0.2", "武汉", "武汉上学，预备党员"),
    Cast("wxid_wu", "吴涛", "", "党员", "离退休", "18", "", "退休教师"),
    Cast("wxid_huang", "黄磊", "", "流动党员", "务工", "12.5", "乌鲁木齐", "乌鲁木齐修路"),
    Cast("wxid_xu", "徐海", "A徐海·建材批发", "流动党员", "个体", "50", "广州", "广州做建材"),
    Cast("wxid_fang1", "王芳", "王芳（一组）", "流动党员", "务工", "5", "苏州", "苏州，一组的王芳"),
    Cast("wxid_fang2", "王芳", "王芳（二组）", "流动党员", "务工", "5", "宁波", "宁波，二组的王芳"),
    Cast("wxid_ou", "欧阳雪", "", "流动党员", "职工", "30", "北京", "北京护士"),
)
"""Secretary, collector, and a dozen members with different dues."""


def shown(person: Cast) -> str:
    """The name he shows in the group."""
    return person.card or person.name


def find(name: str) -> Cast | None:
    """The one of this name, card or WeChat id; of two with one name, the first."""
    return next((p for p in CAST if name and name in (p.name, shown(p), p.wechat_id)), None)


def unshared_names() -> dict[str, str]:
    """WeChat ids by name; a name that two bear is nobody's."""
    names = [person.name for person in CAST]
    return {p.name: p.wechat_id for p in CAST if names.count(p.name) == 1}


def members_csv(people: tuple[Cast, ...] = CAST) -> str:
    """The cast as a members' list."""
    lines = ["姓名,微信标识,群昵称,身份,类别,月应交元,流入地,配偶,别名"]
    spouses = {"赵强": "孙丽", "孙丽": "赵强"}
    others = {"王建国": "王书记", "李秀英": "秀英姐、李委员", "徐海": "徐老板"}
    for p in people:
        cells = (p.name, p.wechat_id, p.card, p.office, p.category, p.due, p.place)
        lines.append(",".join((*cells, spouses.get(p.name, ""), others.get(p.name, ""))))
    return "\n".join(lines) + "\n"


def settings(folder: Path, rooms: tuple[str, ...] = (ROOM,)) -> Settings:
    """The sandbox's settings; writes the members' list into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    members = folder / "名册.csv"
    members.write_text(members_csv(), "utf-8")
    return plain_settings(members, rooms)


def plain_settings(members: Path | None, rooms: tuple[str, ...]) -> Settings:
    """Default settings for one branch with these rooms."""
    return Settings.model_validate(
        {
            "pace": {"seconds_between": 0, "jitter": 0, "per_minute": 600},
            "branches": [{"id": BRANCH, "name": NAME, "rooms": rooms, "members": members}],
        }
    )
