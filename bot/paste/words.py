"""Words that stand before a colon, a date or a time in running text and are no names.

A closed list, used only against doubtful headers: ``时间 2026/11/17 19:00`` or
``名单:`` inside a notice. Whoever is on the roster is a person whatever the word.
"""

from __future__ import annotations

import re

# Headings even with words before them: 会议时间, 参会名单.
_ENDINGS = """
价格 单价 金额 数额 数量 合计 总计 总额 共计 费用 注意 备注 说明 通知 提醒 提示 公告 时间 日期
地点 地址 电话 要求 事项 议题 议程 名单 人员 如下 以下 安排 情况 方式 办法 截止 截至 期限 会议
会议号 联系人 收款人 负责人 接龙 格式 开会 集合 报到 上课 截止到 改到 改为 改在 定于 定在 推迟到
提前到 之前 以前 之后 以后 今晚 明晚 昨晚 今早 明早 早上 上午 中午 下午 晚上 凌晨 周一 周二 周三
周四 周五 周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 预计
"""
# Headings only when nothing stands before them: 生活 is one, 快乐生活 is somebody's nickname.
_WHOLE = """
党费 标准 基数 温馨提示 手机 手机号 姓名 名字 单位 部门 支部 职务 内容 主题 标题 题目 附件 链接
网址 对象 范围 月份 年份 原因 理由 问题 答案 回复 意见 例 例如 比如 其中 另外 结果 目的 意义
密码 账号 账户 卡号 户名 开户行 主持 主持人 记录人 参会 参加 缺席 请假 应到 实到 签到 进度 状态
学习 体会 感想 汇报 思想 近况 工作 生活 所在地 现居 类型 编号 序号 来源 版本 人数 第一 第二 第三
首先 其次 最后 总结 小结 结论 计划 任务 完成 步骤 要点 重点 须知 规定 出发 开始 结束 直播
截止时间 在 于 到 至 是 为 从 等到 直到 约 大约 约定 今天 明天 后天 昨天 前天 傍晚 半夜 周天
星期天 本周 下周 上周 本月 上月 下月 月底 月初 年底 年初 号 日 月 PS ps P.S http https ftp Q A
问 答 注 附 按 Dear
"""
_LABEL = re.compile(
    rf"(?:{'|'.join(_ENDINGS.split())})$|^(?:{'|'.join(map(re.escape, _WHOLE.split()))})$"
)
_SENTENCE = re.compile(r"[，；、,;:：]$|[。！？!?「」]")


def is_label(name: str) -> bool:
    """Whether a would-be name reads like a heading."""
    return _LABEL.search(name.strip()) is not None


def is_sentence(name: str) -> bool:
    """Whether a would-be name reads like running text; some nicknames do, too."""
    return _SENTENCE.search(name.strip()) is not None
