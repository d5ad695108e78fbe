"""What a row of the table of turns says, and the rows about paying dues.

Responsible for words that say how, where and by what dues are paid (beside 党费 过到卡上 is
paying). It must not know in which order rows are tried: beside applies them.
"""

from __future__ import annotations

from typing import NamedTuple


class Turn(NamedTuple):
    """Words of a tag (of any if empty) that get another ``to`` where their neighbours fit.

    ``ahead`` is searched in the tags of the clause before the word, ``behind`` matched against
    those after it; ``following`` is the word right after it; ``needs`` tags that the message has.
    """

    tag: str
    words: str
    to: str
    ahead: str = ""
    behind: str = ""
    following: str = ""
    needs: str = ""
    lacks: str = ""
    """A tag that the message must not have."""
    says: str = ""
    """What the word then counts as, if not as itself."""


ABOUT_DUES = (
    # 本人于9月15日将三季度党费33元交清.
    Turn("u", "将", "b", behind="[sphr]?e?M?e?D[^uVW]*[VW](?:x|l|a)"),
    # 下半年的发了年中奖再交: what is given out to him.
    Turn("W", "发 打 结 领", "U", behind="l[USO][^VW]*[uG]"),
    # 付完款了, 打支部账上了, 卡里扣了.
    Turn("U", "款", "o", ahead="[VW]x?$", behind="l"),
    Turn("U", "打 存 汇 划", "W", ahead="D[soA]*$", behind="2+o*l"),
    Turn("O", "卡", "2", following="里 上 里头 里面"),
    # 党费解决了, 办了.
    Turn("U", "解决 办 落实 完成", "W", ahead="(?:D|[AsD]D?[soA]*D?)$", behind="l$", needs="D"),
    Turn("o", "完成", "W", ahead="D[soA]*$", behind="l$"),
    # 党费交出去了.
    Turn("O", "交出", "V", ahead="D", behind="Gl"),
    # 党费还没弄: not paid.
    Turn("U", "弄 办 搞 整 操作 处理", ".", ahead="D[^VW]*N$", behind="$"),
    # 记得清清楚楚: sure of it.
    Turn("H", "记得", "o", following="清清楚楚 清楚 很清楚 牢牢的"),
    # 反正党费是交了: in any case it is.
    Turn("C", "反正", ".", behind="[so]*[MeD]*[so]*(?:N[oA]*[VW]|[VW]x*l)$"),
    # 没多少钱: little; no question. 哪有欠党费这回事: he owes nothing.
    Turn("q", "多少 几个 几块 几毛 多大", "o", ahead="N$", behind="o"),
    Turn("q", "哪 哪里 哪儿", "Q", behind="U(?:oD|DoU?e?)[^VW]*$", following="有"),
    # 党费每月哪天自动扣: asks.
    Turn("C", "哪天 何时", "q", behind="[oA]*[VW]e?$"),
    # 医院里扫码交了; 卡里没钱, 卡里余额不足: where.
    Turn("4", "医院", "n", following="里 里头 里面", needs="D"),
    Turn("N", "没", "o", behind="oN", following="钱"),
    # 党费一起划了; 缴的党费，扣18: by what and how much.
    Turn("U", "划 刷", "W", ahead="D[so]*$", behind="l"),
    Turn("W", "扣 扣了 扣款 实扣", "o", ahead="^$", behind="=?[$#]+$", needs="D"),
    Turn("O", "卡", "2", behind="o(?:N|f|Uf|o?f)"),
    # 收回刚才的话: what he said.
    Turn("C", "的话", "o", ahead="v$"),
    # 去年这个时候党费早交了: how it was then.
    Turn("k", "去年 前年 往年 历年", "I", behind="o*n[^VW]*D[^VW]*A"),
    # 交回咱支部了: to whom; 咱支部党费已上缴 speaks of all.
    Turn("g", "咱支部 咱们支部 我们支部 咱党支部 我支部 本支部", "2", ahead="[VWazGxdj]$"),
    # 发了年终奖再交: what comes first.
    Turn("W", "发 发了", "U", behind="l?[uSO]"),
    # 这三位的党费收到了: those just listed.
    Turn("g", "两位 三位 几位 四位 五位", "w", ahead="^o$", behind="e?D"),
    # 现将9月党费缴纳完毕: what is done with it.
    Turn("u", "将", "b", behind="[Me&]*D[^uNB]*[VW]x*(?:l|x)"),
    # 他们仨的: so many.
    Turn("o", "仨 俩", "w", ahead="w$"),
    # 我姐: kin.
    Turn("U", "姐 妹 弟 嫂 姑 叔 婶", "r", ahead="s$"),
    # 党费已经处理完毕.
    Turn("i", "处理", "W", ahead="D[so]*A$"),
    # 退回来重新交的党费: it failed before.
    Turn("f", "退回来 退回 退了 失败 没成功 被退 退款", "o", behind=">[^VWN]*[VW]x*[le]"),
    # 孙丽已经帮忙交了: she helped; it is not her own.
    Turn("i", "帮忙 帮个忙", "d", ahead="[prh][oAkn]*$", behind="[VW]x*[le]"),
    # 这不刚交嘛: see, he has.
    Turn("B", "不", "o", ahead="o$", behind="A[^NB]*[VW]"),
    # 党费打卡里了: onto the branch's card.
    Turn("c", "打卡", "W", ahead="D[^VW]*$", following="里 里面 上 里头"),
    Turn("O", "卡", "2", ahead="2o?$", behind="$"),
    # 孙丽老党员的党费: what she is.
    Turn("g", "老党员 党员", "o", ahead="p$", behind="e?M?e?D|[soA]*[VW]"),
    # 党费过到支部卡上了.
    Turn("U", "过", "W", behind="[Gz]2", needs="D"),
    Turn("O", "卡", "2", ahead="2$", behind="o?l"),
    # 姚远的14，我自己的20: his.
    Turn("o", "我自己的 自己的", "s", behind="=?[$#]"),
    # 把娃交给他奶奶了: a child is handed over, no dues.
    Turn("r", "娃 孩子 娃娃 娃儿 宝宝 儿子 闺女 女儿 孙子 孙女 老人", "O", "b$", "o*[VW]x*a"),
    # 丹丹、晓东两个孩子的党费: who those two are.
    Turn("o", "两个 三个 这两个 这俩 俩", "w", ahead="p&p$", behind="re"),
    Turn("r", "孩子 年轻人 小伙子 姑娘 老人", "t", ahead="p&pw?$", behind="e"),
    # 剩下的8块周五补齐: still to come.
    Turn("o", "剩下的 剩下 余下的 剩的 其余的", "u", behind="[$#MeD]*o*n[on]*[VW]x*$"),
    # 要交现金的上午来村部: whoever wants to is told something.
    Turn("u", "要 想 需要 愿意 打算", "g", ahead="^$", behind="[VW]x*[2$#MDO]*e[^,]*[GzadJ]"),
    # 别再问我了，缴了: who need not ask has said nothing.
    Turn("Z", "问我 催我 提醒我", "o", ahead="B[ou]*$"),
    # 别跟菜钱搞混: nothing is put right.
    Turn("9", "搞混 弄混 搞错 弄错 记错", "o", ahead="B[&azb][^9]*$"),
    # 三十几号人, 几分几毛地收: some; no question.
    Turn("q", "几号 几", "o", ahead="#$", behind="[oUwt]"),
    Turn("q", "几", "o", behind="[U$]q[U$]e"),
    Turn("q", "几", "o", ahead="[oq][U$]$", behind="[U$]e"),
)
