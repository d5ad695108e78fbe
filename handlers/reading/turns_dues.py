"""Turns about paying: beside 党费 过到卡上 is paying, 剩下的8块周五补齐 is still to come.

Responsible for words that say how, where, when and by what dues are paid, and whose. Data, no
rules; rows of the same word are tried in order.
"""

from __future__ import annotations

from handlers.reading.turns import Turn

ABOUT_DUES = (
    # 党费已在学习强国那头付清: where; no other object.
    Turn("i", "学习", "2", following="强国", needs="D"),
    Turn("O", "强国", ".", ahead="2$"),
    # 待养老金到账即缴: waiting for it; 待交 is not paid.
    Turn("N", "待", "u", behind="[^,VWNBqHi]{1,6}Vx?D?$", says="等"),
    Turn("U", "即", "G", ahead="u[^,]*$", behind="Vx?D?$", says="就"),
    # 夜班刚下，先把党费交了再睡的: what he did first.
    Turn("i", "先把", "b", behind="[eosMD]*Vx*luUe$"),
    Turn("Y", "群里说", "Z", ahead="Nl?z$"),
    # 党费交到手了, 没能交出去.
    Turn("U", "手", "o", ahead="[VW]G$", behind="l?$"),
    Turn("O", "交出", "V", ahead="N$", behind="G"),
    # 等我先把娃哄睡着再交: what comes first.
    Turn("i", "先把", "b", ahead="us$", behind="[^VW]*u[^VW]*[VW]x?D?$"),
    # 党费过完元旦就交.
    Turn("U", "过完 过了 过罢 等过完 等过了", "u", behind="[kM][^VWlA]*[VW]x?D?$"),
    # 党费已奉上.
    Turn("o", "奉上 双手奉上", "W", ahead="[D$#M]A$", behind="$"),
    # 张伟带我去交的党费: who took him there.
    Turn("o", "带 带着", "U", ahead="^[^VWD]*[prtgh]$", behind="sG"),
    Turn("U", "办", "W", ahead="D[so]*A$", behind="$"),
    # 党费的事我早办了: the dues.
    Turn("U", "事 事情", ".", ahead="De$", behind="[soA]*[UW]l|[soA]*N"),
    Turn("U", "事 事情 活 问题", "O", ahead="De$", behind="[soA]*[VW]a"),
    # 党费交给他本人了.
    Turn("s", "本人", "o", ahead="[VWa][pt]+$", behind="l"),
    # 试了三回都没交上.
    Turn("U", "试 弄 点 搞 折腾 捣鼓 鼓捣", "o", behind="l?o+No*[VW]x"),
    # 老徐的意思是他交过了: his words.
    Turn("U", "意思 讲法", "Y", ahead="[pryg][eo]$|h[eo]?$"),
    # 党费早交球了.
    Turn("U", "球 毬", "x", ahead="[VW]$", behind="l"),
    # 只要工资一到账，党费我第一个交: what he waits for.
    Turn("C", "只要", "u", behind="[^VWDNBq]*[SJ][^VWDNBq]*$", says="等"),
    # 想着明天把党费交了: what he means to do.
    Turn("I", "想着", ".", behind="[so]*u[^VWNq]*[VW]x*l?D?$"),
    Turn("H", "琢磨 寻思 盘算 思量", ".", behind="[soU]*u[^VWNq]*[VW]x*l?D?$"),
    # 党费都交了，咋还催: no question.
    Turn(
        "q",
        "咋 怎么 怎 咋个 为啥 为什么 为何",
        ".",
        behind="[o>]+(?:i|Z|s)$",
        following="还 又 老 老是 总是 还在 还来",
    ),
    # 张伟20、刘洋5，两位党费均已收到: those just listed.
    Turn("g", "两位 二位 三位 几位", "w", ahead="^$", behind="e?D[oA]*(?:NJ|J)"),
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
    # 孙丽那份我也垫了: hers.
    Turn("o", "那份 那份儿 那一份", "e", ahead="[prshy]$"),
    # 两份一共30: of two people.
    Turn("o", "两份 三份 四份", "w", ahead="^$", behind="=?[$#]|=?$"),
    # 麻烦谁帮我交一下: a request to whoever will.
    Turn("q", "谁 哪位", "g", ahead="i$", behind="d"),
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
    # 我拿她手机扫的: by what.
    Turn("U", "手机 账号 号 微信号 手机号", "2", ahead="z[hspr]?e?$"),
    # 送到李委员家的, 塞李委员手里了.
    Turn("U", "家 屋 屋里 办公室 家门口", "o", ahead="[VWza2]x?[pt]+$"),
    Turn("5", "家里 屋里 家中", "o", ahead="[VWza2]x?[pt]+$"),
    Turn("U", "塞 递 捎 带 送", "W", ahead="D[so]*$", behind="[pt]+o*G?l"),
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
    # 28号那会是上午开, 代签; 党费多少都是心意.
    Turn("n", "那会", "3", ahead="n$"),
    Turn("U", "签", "c", ahead="d$", behind="$"),
    # 7月开始交了三个月: where a span begins; no order.
    Turn("i", "开始", "o", ahead="M$", says="起"),
    # 8月嘞, 20块咧: after a month or a sum no sign of completion; 交到了九月 is one.
    Turn("l", "嘞 咧 哩", ".", ahead="[MR$#p]$"),
    # 等于还是没交上: what it comes to; no doubt.
    Turn("H", "等于 相当于", "o", ahead="^[^V]*$", behind="[Do>s]*N"),
    # 白老师、苗老师两位的党费: those just named.
    Turn("g", "两位 二位 三位 几位", "w", ahead="[p$#]o*$"),
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
    # 党费为20元: what it comes to.
    Turn("d", "为", "o", behind="[$#M=]"),
    # 党费交回支部了.
    Turn("O", "交回 交还", "V", ahead="D", behind="[so]*[2ptlg]"),
    # 还有谁没交党费: asks, where it is no order to those.
    Turn("i", "还有谁 还差谁", "q", behind="(?:eD|[^ei])*[NB][^ei]*$"),
    # 今晚才交: still to come; 今晚才交的 is past.
    Turn("o", "今晚才 晚上才 下午才 傍晚才", "u", behind="[so]*Vx?D?$"),
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
    # 已按新标准缴纳10月党费.
    Turn("i", "规定 标准 要求 比例", "o", ahead="A[^VWDgi]*z[^VWD]*$", behind="[soMD]*[VW]"),
    # 党费转账15元成功.
    Turn("o", "成功", "l", ahead="[VW]x?[$#]$", behind="$"),
    # 交党费还用催？
    Turn("q", "还用", "Q", behind="[iZU]?o*$"),
    # 党费到时候按新标准交: by what he will pay.
    Turn(
        "i", "规定 标准 要求 比例", "o", ahead="D[^VWgi]*u[^VWDgi]*z[^VWD]*$", behind="[so]*[VW]x?$"
    ),
    Turn("i", "按规定", "o", behind="[^qiN]*(?:[VW]x*D?l|A)"),
    # 小程序里交了: in it, not all of it.
    Turn("o", "里 上 内 中 里头 里面 上头 那边 这边", ".", ahead="[2z7P]$"),
    # 队里张伟、刘洋的党费: where those named belong.
    Turn("U", "组 队 班 村 厂 店 屯 社", ".", ahead="^[o]*$", behind="o?p[p&]*e"),
    # 款已付清: the dues spoken of before.
    Turn("U", "款 钱款 该款 此款", "o", behind="A?[VWJ]", needs="D"),
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
