"""The patterns of the words that say a time, and of those that only look so. Data, no rules.

``PATTERNS`` are tried in order at each place of a folded text. Kind ``other`` is no time.
It must not know today's date, nor what a word means for it.
"""

from __future__ import annotations

CN = "零一二三四五六七八九十"
_N = rf"(?:(?<!\d)(?<!\d[.:/])\d{{1,2}}|[{CN}两廿卅]{{1,3}})"
_COUNT = rf"(?:\d+(?:\.\d+)?|[{CN}两百千万半几]+)"
COUNTED = (
    "(?:个|名|位|人|元|块|钱|角|%|分钟|小时|钟头|天|周|年|岁|份|楼|层|室|栋|幢|座|单元|组|届|期|项|条"
    "|款|次|集|章|节|米|公里|里|度|班|桌|票|斤|本|册|页|课时|学时|支部|党小组|小组|村|社|队|路|线|多"
    "|余|来人|党员|同志|干部|群众|户|家|把|辆|台|套|步|轮|批|类|种|中全会|会一课|级)"
)
_HAO = (
    " *(?:日|号(?!楼|院|会议室|厅|门|桌|房|棚|厂|地(?![点址])|包间|包厢|教室|线(?!上)|路|车|井|文件"
    "|文[,。]|令|公告|简报|提案|议案|馆|场地))"
)
AGENDA = r"(?:(?:会议)?(?:议题|议程)(?:[: ]|(?=\S))|(?:会议)?(?:主要)?(?:内容|主题)[:] *)"
LABEL = (
    "(?:(?:会议|开会|召开)?(?:时间|地点|地址)"
    "|参会人员|参加人员|对象|链接|会议号|备注|要求|主持人?)[:]"
)
AGENDA_TEXT = rf"(?:(?![\n ,;。]+{LABEL})[\s\S])*"
_MONTH_WORD = r"(?:(?:下下个?|下个?|上个?|本|这个?|当)月份?)"
_MONTH = rf"(?:{_N} *月份?|{_MONTH_WORD})"
_WEEK = r"(?:周|星期|礼拜)"
_WEEK_WHICH = r"(?:下 *下 *一?个?|下一个|下 *个?|这 *个?|这一|本|上上个?|上一?个?)"
_PERIOD = r"(?:个 *)?(?:天|日|周|星期|礼拜|月|小时|钟头|分钟|年)"
_HALF = r"半(?! *(?:个|小时|天|月|年|钟头|途|场))"
_MINUTE = (
    rf" *{_HALF}| *[123一二两三] *刻(?:钟)?"
    rf"| *过? *(?:\d{{1,2}}|[{CN}]{{1,3}}) *分(?!钟|组|散|别|工|享|数|管)"
    r"|(?:\d{2}(?!\d)|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)(?! *[点时])"
    r"| *(?:整|正(?!式)|钟)"
)
_LINK_OR_TITLE = r"https?://[^\s,。)]+|《[^》\n]*》"
_DOCUMENT_NUMBER = r"[〔\[【(] *(?:19|20)\d\d *[〕\]】)] *(?:第? *\d+ *号)?"
_PHONE = (
    r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]\d{7,8}|\d{3}[ -]\d{3}[ -]\d{3,4})(?!\d)"
)
_LABELLED_NUMBER = (
    "(?:电话|手机|短号|联系|会议号|会议ID|房间号|密码|口令|QQ|微信号)"
    r"[^\d\n,。]{0,6}[:号 ]*\d[\d-]*"
)
_PLATE = (
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][· -]?[A-Za-z0-9]{5,6}"
)
_LONG_NUMBER = r"(?<![\d.:])\d{4}年度|\d{5,}(?![\d年月日点:])"
_LETTERS = r"[A-Za-z]+[ -]?\d+|\d+[A-Za-z]+"
_SHIFTED = (
    rf"大大后天|再(?=下)|(?:过|隔) *{_COUNT} *{_PERIOD}|{_COUNT} *{_PERIOD} *(?:之|以|过)?后"
    r"|(?:前|后|头|第|隔|次|当|翌|那)(?:一|两|二|1|2)?[天日](?!数|然)(?<!后天)"
    r"|今明(?:两)?天|明后(?:两)?天"
)
_SERIES = (
    rf"每(?:个|一|两|隔|逢|到)?(?:{_WEEK}|月|天|日|晚|早|季|年|逢|工作日)|隔周|天天|单周|双周|逢"
)
_VAGUE = (
    "周末|月底|月初|月末|月中(?!午)|[上中下]旬|年底|年初|年末|年前|年后|季末|节前|节后|假期|假后|放假"
    "|收假|长假|农历|阴历|旧历|古历|腊月|正月|冬月|大年|(?<![最起当年])初[一二三四五六七八九十]"
)
_NTH = (
    rf"(?P<nth_scope>{_MONTH}|月底|{_WEEK_WHICH} *{_WEEK}) *的? *"
    rf"(?P<nth_rank>第 *{_N} *个|首个|最后一?个?) *的? *"
    rf"(?P<nth_unit>工作日|{_WEEK} *[一二三四五六日天]|天|日)"
)
_IDIOM = (
    rf"第 *{_N} *{COUNTED}?|(?:早|晚|快|慢|多|少|有|近|远|大|小)一点(?!半|钟|\d)"
    rf"|{_COUNT}点(?:要求|意见|建议|内容|注意|希望|体会|通知|事|说明)|[早午晚中][饭餐]"
)
_SEVERAL_DAYS = (
    rf"(?:{_N} *月 *)?{_N} *[日号]? *(?:[-~、,/]|和|或者?|及|至|到|还是) *"
    rf"(?:{_N} *月 *)?(?:\d{{1,2}}|{_N}){_HAO}"
)
_SEVERAL_WEEKDAYS = (
    rf"{_WEEK_WHICH}? *{_WEEK} *[一二三四五六](?:[、,和或到至~-]|或者|还是)?[二三四五六日天]"
    rf"(?! *[点时名个位人月楼层号组{CN}])"
)
_DATE_WITH_YEAR = (
    r"(?P<y>(?<!\d)(?:20)?\d\d|[零一二三四五六七八九]{4}|今|明|后|去) *年 *的? *"
    rf"(?P<ym>{_N}) *月份?的? *(?P<yd>{_N}) *(?:[日号]|(?![\d点时{CN}]))"
)
_ISO_DATE = r"(?<!\d)(?P<iy>20\d\d) *[-/.] *(?P<im>\d{1,2}) *[-/.] *(?P<id>\d{1,2})(?!\d)"
_MONTH_DAY = (
    rf"(?P<mm>{_N}) *月份?的? *"
    rf"(?P<md>{_N} *[日号]|\d{{1,2}}(?!\d| *[点时:./-]| *{COUNTED}))"
)
_SEVERAL_HOURS = rf"{_N} *(?:[-~、/]|和|或者?|至|到) *{_N} *[点时](?!间|候)"
_CLOCK_SIGN = r"(?<![\d:.])(?P<ch>\d{1,2}) *: *(?P<cm>\d{2})(?: *:\d\d)?(?!\d|:)(?: *分)?"
_CLOCK_WORD = (
    rf"(?P<h>{_N}) *(?:点|时(?!间|候|代|常|期|事|刻|效|段|长|节|政|任|尚))(?P<min>{_MINUTE})?"
)
_TWO_NUMBERS = rf"(?<!\d)(?P<pm>\d{{1,2}}) *[-/.] *(?P<pd>\d{{1,2}})(?!\d| *[./:点时-]| *{COUNTED})"
_WEEKDAY = (
    rf"(?P<which>{_WEEK_WHICH})? *{_WEEK} *"
    r"(?P<wk>[一二三四五六日天]|[1-7](?! *[\d点时:月日号]))(?!次)"
)
_RELATIVE = (
    "大后天|后天|明(?=[天日儿晚早晨]|[上中下]午)[天日儿]?|今(?=[天日儿晚早晨夜]|[上中下]午)[天日儿]?"
    "|昨[天日晚]|前天"
)
_PART = (
    "凌晨|清晨|早晨|早上|清早|大清早|一大早|一早|上午|中午|正午|晌午|下午|午后|傍晚|晚上|夜里|夜晚"
    "|晚间|夜间|深夜|半夜|午夜|(?<=[今明])[晚早夜晨](?!饭|餐)"
    "|(?<=[天日号一二三四五六])[晚早](?!饭|餐|会(?!议)|报|到|退|点|些)"
    rf"|(?<![上中下正晌端])[早晚午夜](?= *(?:\d|[{CN}两]{{1,3}} *[点时]))"
)

PATTERNS: tuple[tuple[str, str], ...] = (
    ("other", _LINK_OR_TITLE),
    ("series", rf"{_COUNT} *个?(?:{_WEEK}|月|天|年) *[一二两三\d]次"),
    ("series", _SERIES),
    ("other", AGENDA + AGENDA_TEXT),
    ("other", _DOCUMENT_NUMBER),
    ("other", _PHONE),
    ("other", _LABELLED_NUMBER),
    ("other", _PLATE),
    ("other", _LONG_NUMBER),
    ("other", _LETTERS),
    ("vague", _SHIFTED),
    ("nth", _NTH),
    ("nextwork", r"(?:下 *一? *个|最近的?一?个|紧接着的一?个) *工作日"),
    ("vague", r"工作日|休息日|节假日"),
    ("other", _IDIOM),
    ("days", _SEVERAL_DAYS),
    ("date", _DATE_WITH_YEAR),
    ("date", _ISO_DATE),
    ("monthday", _MONTH_DAY),
    ("wordmonth", rf"(?P<wm>{_MONTH_WORD})的? *(?P<wd>{_N}){_HAO}"),
    ("vague", _VAGUE),
    ("day", rf"(?<!月)(?P<dd>{_N}){_HAO}"),
    ("other", rf"{_N} *号"),
    ("hours", _SEVERAL_HOURS),
    ("clock", _CLOCK_SIGN),
    ("clock", _CLOCK_WORD),
    ("pair", _TWO_NUMBERS),
    ("year", r"(?P<by>今|明|去|后|(?<!\d)20\d\d) *年"),
    ("other", rf"{_COUNT}(?: *[-~到至] *{_COUNT})? *{COUNTED}"),
    ("days", _SEVERAL_WEEKDAYS),
    ("weekday", _WEEKDAY),
    ("week", rf"(?P<ww>{_WEEK_WHICH}) *{_WEEK}"),
    ("relative", _RELATIVE),
    ("month", rf"(?P<bm>{_MONTH})"),
    ("part", _PART),
    ("number", r"(?<![\d.:])\d{1,4}(?:[.:]\d+)?(?!\d)"),
)
DATE_FOLLOWS = (
    rf" *[(]? *(?:{_WEEK}|[日号]|[上中下]午|早|晚|傍晚|夜|凌晨|清晨"
    rf"|\d{{1,2}} *[:点时]|[{CN}两]+[点时])"
)
