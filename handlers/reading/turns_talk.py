"""Turns of all other talk: 会 that is the meeting, words that ask or do not, who is who, and when.

Data, no rules; rows of the same word are tried in order.
"""

from __future__ import annotations

from handlers.reading.turns import Turn

ABOUT_THE_REST = (
    # 我跟你说我现在…: what he himself says.
    Turn("Y", "说我", "s", ahead="s[&a][ytg]+$|^[&a][ytg]+$"),
    # 你问一下她: she is to be asked; no question.
    Turn("q", "问一下 问问 问下", "o", ahead="y$"),
    # 报告书记，…; 向组织汇报，…: whom it is told.
    Turn("O", "报告 汇报", "o", ahead="^[so8]*$", behind="[o]*[t]"),
    Turn("O", "报告 汇报", "o", ahead="[&za]t$", behind="o?$|o"),
    # 系统卡了几次: no card.
    Turn("O", "卡", "U", behind="l"),
    # 你问一下她, 等他回来问问: somebody else is to be asked.
    Turn("q", "问一下 问下 问问", ".", ahead="y[o]*$"),
    Turn("q", "问一下 问下 问问", ".", ahead=".$", behind="$"),
    # 等会儿问问闺女: somebody else will be asked.
    Turn("q", "问一下 问下 问问", ".", ahead="us?$", behind="[rpth]"),
    # 请假跟谁说: asks; 谁说我请假了 denies.
    Turn("Q", "谁说 谁讲", "q", ahead="[&za]$"),
    # 腿脚好多了: better; no question.
    Turn("q", "好多", "8", behind="l"),
    # 会我不去, 会去不了, 会也参加, 会能来: the meeting.
    Turn("u", "会", "3", behind="s[soG]*(?:B[ou]*)?[mG1]"),
    Turn("u", "会", "3", ahead="^$", behind="GB[ou]*[mG]"),
    Turn("u", "会", "3", ahead="^$", behind="[oN]*[m1]"),
    # 等清明回村: a day to come.
    Turn(
        "k",
        "清明 端午 中秋 国庆 国庆节 元旦 春节 元宵 五一 八一 七一 五一节 劳动节",
        "u",
        ahead="uG?$",
    ),
    # 开支部大会那会儿.
    Turn("U", "开", "o", behind="3e?n"),
    # 会几点开, 会在哪开: the meeting, not what will be.
    Turn("u", "会", "3", behind="z?q|z.*[>q]"),
    Turn("u", "会", "3", following="开"),
    Turn("u", "会", "3", ahead="^$", behind="[sp]+[o]*[mG1]"),
    # 会还开吗, 党课谁讲, 学习我参加, 申请线上参加: of the meeting.
    Turn("u", "会", "3", following="还", behind="o(?:U?q)[l.]*$"),
    Turn(
        "u",
        "会",
        "3",
        ahead="^[nk]*$",
        following="开完 开了 取消 推迟 改期 延期",
        behind="[vU3]l?[q.]*$",
    ),
    Turn("Q", "谁讲", "q", ahead="3$", behind="$"),
    Turn("Q", "谁讲", "q", following="课"),
    Turn("i", "学习", "3", ahead="(?:^|[ne])$", behind="s[o]*(?:[m1L]|B)"),
    Turn("O", "申请", "o", behind="m"),
    Turn("u", "回来 回去", "m", following="开会", behind="3[.l]*$"),
    # 原说参加，…改请假: once said by himself; 假我已经跟书记请过了.
    Turn("U", "原 先 早 前头 头前", "k", following="说"),
    Turn("i", "请", "L", ahead="^U?[soAnk]*[&z][tp]+[oAnk]*$", behind="l", says="请假"),
    # 啥会, 哪天的会, 今晚有会没: the meeting is asked about.
    Turn("u", "会", "3", ahead="(?:q|qe|nU|[nkuo]q)$", behind="[Nq]?[.]*$"),
    # 请假的有几个: asks.
    Turn("U", "有几个 有几位 有几人 几个 几位", "q", ahead="(?:e|eU|U)$", behind="[.]*$"),
    Turn("U", "几次 几回 几遍", "q", ahead="c$", behind="[.]*$"),
    Turn("w", "几个人", "q", ahead="^[otnk]*$", behind="[o]*(?:[Lm]|[NB][o]*[mVLc])[.l]*$"),
    # 听X讲: what comes is X's word.
    Turn("Z", "听", "Y", behind="[^ZVWD]{1,3}Z"),
    # 写岔了，应该是20: beside a marker 应该 names what holds; no doubt.
    Turn("H", "应该 该 应当 理应", "o", behind="o*[$#M]", needs="9"),
    # 每次都提示失败: how often it failed; no condition.
    Turn("C", "每次", "n", behind=".*f"),
    # 报到截止到哪天: at the end it asks.
    Turn("C", "哪天 何时", "q", behind="[l.]*$"),
    # 这回就算了: let it be.
    Turn("C", "就算", "o", behind="l"),
    # 上条忽略: which message is taken back.
    Turn("i", "忽略 无视", "v", ahead="^s?o$", behind="[.]*$"),
    # 她让我说她参加: she has it said. 我就不凑热闹了.
    Turn("Y", "说她 说他", "o", ahead="T(?:[&a][yt]+)?[o]*$"),
    Turn("o", "凑热闹", "m", ahead="B[o]*$"),
    # 收到，准时; 孙丽也算上: they come.
    Turn("o", "准时 按时 准点", "m", ahead="^$", behind="[.]*$"),
    Turn("", "算上 算一个", "m", ahead="[pr]o*$", behind="[l.]*$"),
    # 他人在义乌: he, not others.
    Turn("g", "他人", "h", behind="z"),
    # 再说开会，…: on to the next; no putting off.
    Turn("H", "再说", "o", ahead="^$", behind="[^l]"),
    # 喂李委员吗我…: a call.
    Turn("q", "吗 么", ".", ahead="^[tp]+$", behind="s"),
    # 卡在宿舍, 实名认证没通过, 在人家屋里: what is where, what failed, where one works.
    Turn("O", "卡", "o", ahead="^$", behind="z"),
    Turn("j", "通过", "U", ahead="N$"),
    Turn("h", "人家", "o", ahead="z$"),
    # 老汉后天领钱: of himself.
    Turn("U", "老汉", "s", ahead="^$", behind="[nkuDA]"),
    # 前面登记的34有误: what was said before.
    Turn("U", "报 发 写 填 登记 打 录 输 统计 算 讲", ".", behind="e", needs="9"),
    Turn("U", "报 发 写 填 登记 打 录 输 统计 算 讲", ".", behind="e", needs="v"),
)
