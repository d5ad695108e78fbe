"""What people say, with what it means: the truth that the books are held against.

A small grammar of plain wordings. What is said here has one right reading.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.gateway.base import Incoming, MessageKind
from store.period import Period

SECRETS = ("13900001111", "要做手术", "家里有事", "厂里加班")
"""Words of members that belong in no post, log line or file name."""

CHATTER = (
    "今天下雨了，大家注意安全",
    "明天发工资就交",
    "党费交了吗？",
    f"我换号了，新手机号{SECRETS[0]}",
    "听说隔壁村党费都交齐了",
    "哈哈哈",
    "[图片]",
    "{{ members }}",
    "{% include 'x' %}",
    "谢谢书记",
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message means; ``kind`` is "chatter" where it concerns nobody."""

    kind: str = "chatter"
    about: str = ""  # a name
    month: Period | None = None
    fen: int | None = None
    place: str = ""
    answer: str = ""
    begins: datetime | None = None
    wechat_id: str = ""
    option: int = 0
    post: str = ""  # the text that an answer is about


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message on its way to the bot. ``room`` is None in private."""

    id: str
    sender: str
    shown: str
    room: str | None
    text: str
    at: datetime
    meaning: Meaning
    recalls: str | None = None

    def incoming(self) -> Incoming:
        """As the channel hands it over."""
        return Incoming(
            id=self.id,
            kind=MessageKind.TEXT if self.recalls is None else MessageKind.RECALLED,
            room_id=self.room,
            sender_id=self.sender,
            sender_name=self.shown,
            text=self.text,
            sent_at=self.at,
            room_topic=self.room or "",
            mentions_bot=self.text.startswith("@小助手"),
            recalls=self.recalls,
        )

    def again(self, new_id: str | None, later: float) -> Spoken:
        """The same message delivered once more, perhaps under another id."""
        if new_id is None:
            return self
        return replace(self, id=new_id, at=self.at + timedelta(seconds=later))


Said = tuple[str, Meaning]


def called(month: Period, at: datetime) -> str:
    """A month as people call it then: one of the year before is said so."""
    return f"{month.month}月" if month.year == at.year else f"去年{month.month}月"


def paid(month: Period, at: datetime, yuan: str | None = None, fen: int | None = None) -> Said:
    """Somebody says that he paid a month."""
    sum_said = "已交" if yuan is None else f"交了{yuan}元"
    return f"{called(month, at)}党费{sum_said}", Meaning("paid", month=month, fen=fen)


def paid_for(name: str, month: Period, at: datetime) -> Said:
    """Somebody says that he paid for another."""
    text = f"替{name}交了{called(month, at)}党费"
    return text, Meaning("paid", about=name, month=month)


def check_in(city: str) -> Said:
    """This month's sign of life."""
    return f"报到，{city}", Meaning("check_in", place=city)


_ANSWERS = {
    "参加": ("yes", ""),
    "不参加": ("no", ""),
    f"请假，{SECRETS[1]}": ("leave", "sick"),
    f"请假，{SECRETS[2]}": ("leave", "family"),
    f"请假，{SECRETS[3]}": ("leave", "work"),
}
ANSWERS = tuple(_ANSWERS)


def answer(words: str) -> Said:
    """An answer to the meeting that the group was asked about."""
    said, reason = _ANSWERS[words]
    return words, Meaning("answer", answer=said, place=reason)


def undo() -> Said:
    return "撤销", Meaning("undo")


def option(number: int, kind: str, post: str = "") -> Said:
    """A numbered answer to a question of the bot."""
    return str(number), Meaning(kind, option=number, post=post)


def arrange(begins: datetime) -> Said:
    when = f"{begins.month}月{begins.day}日晚上7点半"
    return f"会议 支部党员大会 {when} 村委会二楼", Meaning("arrange", begins=begins)


def change(begins: datetime) -> Said:
    when = f"{begins.month}月{begins.day}日晚上7点半"
    return f"改会 {when}", Meaning("change", begins=begins)


def cancel() -> Said:
    return "取消会议", Meaning("cancel")


def confirm_all() -> Said:
    return "确认 全部", Meaning("confirm")


def confirm(name: str) -> Said:
    return f"确认 {name}", Meaning("confirm", about=name)


def bind(number: int, name: str, wechat_id: str) -> Said:
    return f"绑定 {number} {name}", Meaning("bind", about=name, wechat_id=wechat_id)
