"""One word that means something else beside others: a table, and the one pass that applies it.

Responsible for what a single token is, told by the tags before and after it in its clause. It
must not know what a clause states. What needs more than one token is in neighbours.
"""

from __future__ import annotations

from handlers.reading.columns import tags_of, words_of
from handlers.reading.figures import Token
from handlers.reading.occasions import after, before
from handlers.reading.patterns import match, search
from handlers.reading.turns import ABOUT_DUES, Turn

_TURNS = (
    # 党费妥了, 党费ok了: beside 党费 an answer says that it is done.
    Turn("8", "妥 ok okay 妥妥的", "W", ahead="D", behind="l|$"),
    # 老板把党费交了: somebody of the place of work; none of the branch.
    Turn("7", "老板 东家 客户 甲方 单位 公司", "g", ahead="(?<![zaWVs])$", behind="[knAo]*b?M?e?D"),
    # 以前党费都是现金交的: how it once was.
    Turn("u", "以前", "I", ahead="^$"),
    # 厂里帮党员交了党费: for members whom nobody names.
    Turn("", "党员 流动党员 个人", "g", ahead="d$"),
    # 往年都是年底交: how it once was; 往年的党费 is what was paid.
    Turn("k", "往年 历年 以往", "I", following="都 都是 也都 一般 总是 都在"),
    # 明儿一早就交: a time of a day to come.
    Turn("k", "一早 一大早 大清早 大早上 清早 早上 早起 早晨 上午 中午 凌晨 夜里", "n", ahead="u$"),
    # 好多人都交了: many, no question.
    Turn("q", "好多", "g", following="人"),
    # 人家都交了: others.
    Turn("h", "人家", "g", following="都 早"),
    # 党费的话上周就转了: what it is about.
    Turn("C", "的话", ".", ahead="^[^VWJ]*D$"),
    # 我跟你说我现在…: what he himself says.
    Turn("Y", "说我", "s", ahead="s[&a][ytg]+$|^[&a][ytg]+$"),
    # 你问一下她: she is to be asked; no question.
    Turn("q", "问一下 问问 问下", "o", ahead="y$"),
    # 孙丽那份我也垫了: hers.
    Turn("o", "那份 那份儿 那一份", "e", ahead="[prshy]$"),
    # 两份一共30: of two people.
    Turn("o", "两份 三份 四份", "w", ahead="^$", behind="=?[$#]|=?$"),
    # 报告书记，…; 向组织汇报，…: whom it is told.
    Turn("O", "报告 汇报", "o", ahead="^[so8]*$", behind="[o]*[t]"),
    Turn("O", "报告 汇报", "o", ahead="[&za]t$", behind="o?$|o"),
    # 系统卡了几次: no card.
    Turn("O", "卡", "U", behind="l"),
    # 你问一下她, 等他回来问问: somebody else is to be asked.
    Turn("q", "问一下 问下 问问", ".", ahead="y[o]*$"),
    Turn("q", "问一下 问下 问问", ".", ahead=".$", behind="$"),
    # 等会儿问问闺女: somebody else will be asked.
    Turn("q", "问一下 问下 问问", ".", ahead="u$", behind="[rpth]"),
    # 麻烦谁帮我交一下: a request to whoever will.
    Turn("q", "谁 哪位", "g", ahead="i$", behind="d"),
    # 请假跟谁说: asks; 谁说我请假了 denies.
    Turn("Q", "谁说 谁讲", "q", ahead="[&za]$"),
    # 腿脚好多了: better; no question.
    Turn("q", "好多", "8", behind="l"),
    Turn("u", "会", "3", behind="s[soG]*(?:B[ou]*)?[mG1]"),
    Turn("u", "会", "3", ahead="^$", behind="GB[ou]*[mG]"),
    # 会也参加, 会能来: the meeting.
    Turn("u", "会", "3", ahead="^$", behind="[oN]*[m1]"),
    # 哪有交啊, 哪有不参加的道理, 哪里交了: denied, not asked.
    Turn("q", "哪 哪里 哪儿", "Q", behind="U[so]*(?:B|Vx?l?$)", following="有"),
    Turn("q", "哪里 哪儿", "Q", ahead="(?:^|[^zGV])$", behind="Vx?l$"),
    # 怎么也交不上, 咋都交不进去: however one tries; no question.
    Turn("q", "怎么 咋 咋个 啷个 点 怎样", "o", behind="o[^q]*F", following="也 都"),
    # 党费不在多少, 多少都是心意: no question.
    Turn("q", "多少 好多 几多 几块", "o", ahead="B[ou]?$"),
    Turn("q", "多少 好多 几多", "o", following="都 也 是 都是 也是"),
    # 会后把党费交给邓会计了: after the meeting.
    Turn(
        "u",
        "会",
        "3",
        ahead="(?<!s)$",
        behind="[oU2n][^u]*[VW]x*(?:a[pt]+)?[le]",
        following="后 前 中 间 时 里 上 期间 间隙",
    ),
    # 请假扣两百: where no dues are spoken of, no payment.
    Turn("W", "扣 扣走 扣款 代扣 扣掉 划 结 结掉 了结", "U", lacks="D"),
    Turn("U", "后 前 中 间 时", "o", ahead="3$"),
    # 试到第三回才交成.
    Turn("U", "试 弄 点 搞 折腾 捣鼓 鼓捣", "o", behind="l?G?o+[A>G][sobD]*[VW]x"),
    # 帮孙丽捎的党费交到了.
    Turn("z", "到了", "l", ahead="[VW]$", behind="M|$|[$#]"),
    # 党费一年交几回: asks; 试了几回 does not.
    Turn("U", "几回 几次 几遍 几趟", "q", ahead="(?:[RM%]|^D)o?V$"),
    # 已扫支部码, 我拿她手机扫的: scanned, and so paid.
    Turn("o", "扫 刷", "W", behind="o?l|U?e$|2+$|e[,;]", needs="D"),
    # 党费，十五，成功了.
    Turn("o", "成功", "W", ahead="^A?$", behind="l$", needs="D"),
    # 上礼拜就交了好不好: no question.
    Turn("q", "好不好 好吗 好吧", ".", ahead="[kA][^q]*[VW]x*l$", behind="$"),
    # 等清明回村: a day to come.
    Turn(
        "k",
        "清明 端午 中秋 国庆 国庆节 元旦 春节 元宵 五一 八一 七一 五一节 劳动节",
        "u",
        ahead="uG?$",
    ),
    # 开支部大会那会儿.
    Turn("U", "开", "o", behind="3e?n"),
    # 我拿她手机扫的: by what.
    Turn("U", "手机 账号 号 微信号 手机号", "2", ahead="z[hspr]?e?$"),
    # 送到李委员家的, 塞李委员手里了.
    Turn("U", "家 屋 屋里 办公室 家门口", "o", ahead="[VWza2]x?[pt]+$"),
    Turn("5", "家里 屋里 家中", "o", ahead="[VWza2]x?[pt]+$"),
    Turn("U", "塞 递 捎 带", "W", ahead="D[so]*$", behind="[pt]+o*l"),
    # 替孙丽交了，自己的也交了: his own.
    Turn("o", "自己的 我自己的", "s", ahead="^o?$", behind="[oA]*[VW]"),
    # 缺的8月9月都补了.
    Turn("U", "缺", "o", behind="e?M[^NBuqHC]*[VW]x*l"),
    # 特地多交了党费.
    Turn("U", "多", "o", behind="Vl[$#]?D"),
    # 老高老徐两个的党费: so many of them.
    Turn("o", "两个 三个 四个 几个", "w", ahead="pp$|p&p$", behind="e"),
    # 转20过去了: done.
    Turn("U", "过去了 过来了", "l", ahead="W[$#]$"),
    # 会几点开, 会在哪开: the meeting, not what will be.
    Turn("u", "会", "3", behind="z?q|z.*[>q]"),
    Turn("u", "会", "3", following="开"),
    Turn("u", "会", "3", ahead="^$", behind="[sp]+[o]*[mG1]"),
    # 会还开吗, 党课谁讲, 学习我参加, 申请线上参加: of the meeting.
    Turn("u", "会", "3", following="还", behind="o(?:U?q)[.]*$"),
    Turn("Q", "谁讲", "q", ahead="3$", behind="$"),
    Turn("i", "学习", "3", ahead="(?:^|[ne])$", behind="s[o]*(?:[m1L]|B)"),
    Turn("O", "申请", "o", behind="m"),
    Turn("u", "回来 回去", "m", following="开会", behind="3[.l]*$"),
    # 原说参加，…改请假: once said by himself; 假我已经跟书记请过了.
    Turn("U", "原 先 早 前头 头前", "k", following="说"),
    Turn("i", "请", "L", ahead="^U?[soA]*[&z][tp]+[oA]*$", behind="l", says="请假"),
    # 啥会, 哪天的会, 今晚有会没: the meeting is asked about.
    Turn("u", "会", "3", ahead="(?:q|qe|nU|[nkuo]q)$", behind="[Nq]?[.]*$"),
    # 28号那会是上午开, 代签; 党费多少都是心意.
    Turn("n", "那会", "3", ahead="n$"),
    Turn("U", "签", "c", ahead="d$", behind="$"),
    # 请假的有几个: asks.
    Turn("U", "有几个 有几位 有几人 几个 几位", "q", ahead="(?:e|eU|U)$", behind="[.]*$"),
    Turn("U", "几次 几回 几遍", "q", ahead="c$", behind="[.]*$"),
    Turn("w", "几个人", "q", ahead="^[otnk]*$", behind="[o]*(?:L|[NB][o]*[mVLc])[.l]*$"),
    # 听X讲: what comes is X's word.
    Turn("Z", "听", "Y", behind="[^ZVWD]{1,3}Z"),
    # 写岔了，应该是20: beside a marker 应该 names what holds; no doubt.
    Turn("H", "应该 该 应当 理应", "o", behind="o*[$#M]", needs="9"),
    # 7月开始交了三个月: where a span begins; no order.
    Turn("i", "开始", "o", ahead="M$", says="起"),
    # 8月嘞, 20块咧: after a month or a sum no sign of completion; 交到了九月 is one.
    Turn("l", "嘞 咧 哩", ".", ahead="[MR$#p]$"),
    # 等于还是没交上: what it comes to; no doubt.
    Turn("H", "等于 相当于", "o", ahead="^[^V]*$", behind="[Do>s]*N"),
    # 每次都提示失败: how often it failed; no condition.
    Turn("C", "每次", "n", behind=".*f"),
    # 报到截止到哪天: at the end it asks.
    Turn("C", "哪天 何时", "q", behind="$"),
    # 他人在义乌: he, not others.
    Turn("g", "他人", "h", behind="z"),
    # 白老师、苗老师两位的党费: those just named.
    Turn("g", "两位 三位 几位", "w", ahead="[p$#]o*$"),
    # 我们车间的三个一起交了: so many of them.
    Turn("o", "两个 三个 四个", "w", ahead="we$|w[27U]e$", behind="[oA]*[VW]"),
    # 用尾号8802那张卡交的: by what.
    Turn("U", "张", "o", ahead="z[o#$]*$", following="卡"),
    Turn("O", "卡", "2", ahead="z[oU#$]*$"),
    # 今天真给他交了: indeed.
    Turn("U", "真", "o", ahead="[nk]$", behind="[ad][^qNB]*[VW]x*l"),
    Turn("U", "真", "o", ahead=">s?$", behind="[^qNBuCHY]*[VW]x*l"),
    # 支付宝里显示已支付党费20元.
    Turn("U", "显示 提示", "o", ahead="2[.o]*$", behind="[so]*(?:A[VW]|D[soA]*[VW]x|[VW]x)"),
    # 4月的之前交过: it is over.
    Turn("u", "之前 早前", "k", ahead="(?:^|[eDsp])$", behind="[oA]*[VW]x*l(?!e[^$#])"),
    # 再说开会，…: on to the next; no putting off.
    Turn("H", "再说", "o", ahead="^$", behind="[^l]"),
    # 党费为20元: what it comes to.
    Turn("d", "为", "o", behind="[$#M=]"),
    # 党费交回支部了.
    Turn("O", "交回 交还", "V", ahead="D", behind="[so]*[2ptlg]"),
    # 还有谁没交党费: asks, where it is no order to those.
    Turn("i", "还有谁 还差谁", "q", behind="(?:eD|[^ei])*[NB][^ei]*$"),
    # 今晚才交: still to come; 今晚才交的 is past.
    Turn("o", "今晚才 晚上才 下午才 傍晚才", "u", behind="[so]*Vx?D?$"),
    # 喂李委员吗我…: a call.
    Turn("q", "吗 么", ".", ahead="^[tp]+$", behind="s"),
    # 卡在宿舍, 实名认证没通过, 在人家屋里: what is where, what failed, where one works.
    Turn("O", "卡", "o", ahead="^$", behind="z"),
    Turn("j", "通过", "U", ahead="N$"),
    Turn("h", "人家", "o", ahead="z$"),
    # 老汉后天领钱: of himself.
    Turn("U", "老汉", "s", ahead="^$", behind="[nkuDA]"),
    # 怕忘，先把8月党费也交了: with its month it is told; no order.
    Turn("i", "先把", "b", behind="[eos]*Me?D[os]*Vx*l$"),
    Turn("i", "先把", "b", ahead="[>s][^,]*$", behind="[eosMD]*Vx*l$"),
    # 党费及时交了, 按老标准交了: how it was done; no order.
    Turn("i", "及时 自觉", "o", behind="[^qiN]*(?:[VW]x*D?l|A)"),
    Turn(
        "i",
        "规定 标准 要求 比例",
        "o",
        ahead="z[^VWD]*$",
        behind="[^qiN]*(?:[VW]x*D?[le]|A)",
    ),
    Turn("i", "按规定", "o", behind="[^qiN]*(?:[VW]x*D?l|A)"),
    # 小程序里交了: in it, not all of it.
    Turn("o", "里 上 内 中 里头 里面 上头 那边 这边", ".", ahead="[2z7P]$"),
    # 队里张伟、刘洋的党费: where those named belong.
    Turn("U", "组 队 班 村 厂 店 屯 社", ".", ahead="^[o]*$", behind="o?p[p&]*e"),
    # 款已付清: the dues spoken of before.
    Turn("U", "款 钱款 该款 此款", "o", behind="A?[VWJ]", needs="D"),
    # 前面登记的34有误: what was said before.
    Turn("U", "报 发 写 填 登记 打 录 输 统计 算 讲", ".", behind="e", needs="9"),
    Turn("U", "报 发 写 填 登记 打 录 输 统计 算 讲", ".", behind="e", needs="v"),
)
_BY_WORD: dict[str, tuple[Turn, ...]] = {}
for _turn in (*_TURNS, *ABOUT_DUES):
    for _word in _turn.words.split():
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _turn)


def beside(tokens: list[Token]) -> list[Token]:
    """The tokens of a message, those of the table with the tag their neighbours give them."""
    words = words_of(tokens)
    if _BY_WORD.keys().isdisjoint(words):
        return tokens
    found = [at for at, word in enumerate(words) if word in _BY_WORD]
    changed = list(tokens)
    tags = set(tags_of(tokens))
    for at in found:
        sides: list[str] = []
        for turn in _BY_WORD[changed[at][3]]:
            if _fits(turn, changed, at, tags) and _stands_between(turn, changed, at, sides):
                _, start, end, word = changed[at]
                changed[at] = (turn.to, start, end, turn.says or word)
                break
    return changed


def _fits(turn: Turn, tokens: list[Token], at: int, tags: set[str]) -> bool:
    if turn.tag and turn.tag != tokens[at][0]:
        return False
    if turn.needs and turn.needs not in tags:
        return False
    if turn.lacks and turn.lacks in tags:
        return False
    if turn.following:
        follows = str(tokens[at + 1][3]) if at + 1 < len(tokens) else ""
        if not follows or follows not in turn.following:
            return False
    return True


def _stands_between(turn: Turn, tokens: list[Token], at: int, sides: list[str]) -> bool:
    """Whether what is before and after the word is as the turn wants it; both told once a word."""
    if not (turn.ahead or turn.behind):
        return True
    if not sides:
        sides += (before(tokens, at), after(tokens, at + 1))
    if turn.ahead and not search(turn.ahead, sides[0]):
        return False
    return not turn.behind or match(turn.behind, sides[1]) is not None
