"""What could not be sent for days is said as things stand then; what is too late is told once."""

from pathlib import Path

from bot.sandbox import branch
from store.checks import check
from tests.bot.running import Away, Running, at

ALONE: dict[str, object] = dict.fromkeys(
    ("notice", "publication", "collector_reminder", "arrears_notice"), "不发"
)


def _wechat_id(name: str) -> str:
    return next(person.wechat_id for person in branch.CAST if person.name == name)


async def test_who_paid_while_his_reminder_could_not_be_sent_is_left_in_peace(
    tmp_path: Path,
) -> None:
    away = Away(tmp_path, **ALONE, private_reminder="每月22日 09:00")
    await away.wake(at(3, 21))
    collector = _wechat_id("李秀英")
    away.said_by(collector, "收到张伟、孙丽、周敏、吴涛、徐海、黄磊、陈静、王建国的3月党费")
    await away.cut()
    await away.pass_by(at(3, 22, 12), at(3, 24))
    away.said_by(collector, "收到赵强3月党费32")
    away.said_by(collector, "收到欧阳雪3月党费10")
    await away.pass_by(at(3, 26))
    said = await away.back()
    assert not [text for text in said if text.startswith("赵强同志")]
    (partly,) = [text for text in said if text.startswith("欧阳雪同志")]
    assert "一共20元" in partly
    (summary,) = [text for text in said if "私下提醒" in text]
    assert "赵强" not in summary
    assert "欧阳雪" in summary
    assert check(away.app.db) == []
    away.app.db.close()


async def test_once_all_have_paid_nobody_is_reminded_and_nothing_is_called_missed(
    tmp_path: Path,
) -> None:
    away = Away(tmp_path, **ALONE, reminder="每月22日 09:00", private_reminder="每月22日 09:00")
    await away.wake(at(3, 21))
    await away.cut()
    await away.pass_by(at(3, 22, 12))
    names = "、".join(person.name for person in branch.CAST if person.name != "王芳")
    away.said_by(_wechat_id("李秀英"), f"收到{names}的3月党费")
    away.said_by(_wechat_id("李秀英"), "收到王芳（一组）、王芳（二组）的3月党费")
    away.said_by(_wechat_id("王建国"), "收到李秀英的3月党费")
    await away.pass_by(at(3, 24))
    said = await away.back()
    assert not [text for text in said if "党费" in text and "掉线" not in text]
    away.app.db.close()


async def test_the_collector_is_asked_once_and_of_what_waits_now(tmp_path: Path) -> None:
    away = Away(tmp_path, **ALONE, reminder="每月20日 09:00")
    await away.wake(at(3, 19))
    away.said_by(_wechat_id("张伟"), "3月党费交了42", in_group=True)
    await away.cut()
    await away.pass_by(at(3, 20), at(3, 22))
    away.said_by(_wechat_id("赵强"), "3月党费交了32", in_group=True)
    await away.pass_by(at(3, 24), at(3, 26), at(3, 28))
    asked = [text for text in await away.back() if "怕催到交过的同志" in text]
    assert len(asked) == 1
    assert "还有2笔" in asked[0]
    await away.pass_by(at(3, 30, 13))
    assert not [p for p in away.gateway.posts[-1:] if "怕催到" in p.text and p.text not in asked]
    away.app.db.close()


async def test_who_is_not_waited_for_any_more_is_not_asked(tmp_path: Path) -> None:
    away = Away(tmp_path, **ALONE, reminder="每月20日 09:00")
    await away.wake(at(3, 19))
    away.said_by(_wechat_id("张伟"), "3月党费交了42", in_group=True)
    await away.cut()
    await away.pass_by(at(3, 20))
    away.said_by(_wechat_id("李秀英"), "确认 全部")
    await away.pass_by(at(3, 22), at(3, 24))
    said = await away.back()
    assert not [text for text in said if "怕催到交过的同志" in text]
    assert [text for text in said if text.startswith("【党费提醒】3月党费还差")]
    away.app.db.close()


async def test_a_release_that_could_not_be_asked_for_is_asked_for_as_if_new(tmp_path: Path) -> None:
    away = Away(tmp_path, **{**ALONE, "publication": "每月25日 17:00"}, publication_release=True)
    await away.wake(at(3, 24))
    await away.cut()
    await away.pass_by(at(3, 25, 18), at(3, 27, 19), at(3, 29, 20))
    asked = [text for text in await away.back() if "放行" in text]
    assert len(asked) == 1
    assert asked[0].startswith("3月党费公示到时间了，请您过目")
    await away.pass_by(at(3, 31, 20))
    assert away.gateway.posts[-1].text.startswith("3月党费公示还等您放行")
    away.app.db.close()


async def test_reminders_that_came_too_late_while_the_channel_was_away_are_told_in_one_message(
    running: Running,
) -> None:
    await running.wake(at(3, 31, 9))
    await running.says("会议 支部党员大会 4月3日晚上7点半 村委会 议题：学习")
    await running.gateway.set_connected(connected=False)
    running.app.delivery.logged_out()
    for moment in (at(3, 31, 20), at(4, 2, 20), at(4, 3, 19), at(4, 5, 9)):
        running.clock.move_to(moment)
        await running.app.wake()
    before = len(running.gateway.posts)
    await running.gateway.set_connected(connected=True)
    running.app.delivery.after_login()
    await running.app.wake()
    said = [post.text for post in running.gateway.posts[before:]]
    told = [text for text in said if text.startswith("有几条通知错过了时间")]
    assert [text.count("【会议提醒】") for text in told] == [3]
    assert not [text for text in said if text.startswith("下面这条两天都没发到群里")]
    assert not [text for text in said if text.startswith("【会议提醒】")]
