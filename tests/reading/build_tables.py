"""Generate the reader's tables from named sources; run by hand, its results are committed.

    uv run --no-project --with opencc-python-reimplemented==0.1.7 --with cpca==0.5.5 \
        python tests/reading/build_tables.py

Sources: OpenCC's TSCharacters, as packed by opencc-python-reimplemented 0.1.7 (Apache-2.0);
the administrative divisions of cpca 0.5.5 (MIT). Both are build-time only.
"""

from __future__ import annotations

import csv
import importlib.util
import unicodedata
from pathlib import Path

TABLES = Path(__file__).parents[2] / "handlers" / "reading" / "tables"

# Short forms that are everyday words: as places they would be found where none is meant.
EVERYDAY = {
    "平安",
    "合作",
    "公安",
    "和平",
    "通道",
    "大方",
    "互助",
    "安居",
    "建设",
    "平和",
    "城区",
    "郊区",
    "市区",
    "东区",
    "西区",
    "新城",
    "老城",
    "工业园",
    "矿区",
    "海港",
    "集贤",
    "民主",
    "团结",
    "光明",
    "文明",
    "和顺",
    "永安",
    "大足",
    "开发",
    "安全",
    "安定",
    "合川区",
    "东方",
    "前进",
    "向阳",
    "振兴",
    "新建",
    "新区",
    "城中",
    "城关",
    "城东",
    "城西",
    "城北",
    "南区",
    "北区",
    "中区",
    "江南",
    "江北",
    "河东",
    "河西",
    "河北区",
    "丰收",
    "和静",
    "天天",
    "高新",
    "直辖",
    "明水",
    "同心",
    "天全",
    "青年",
    "阳光",
    "爱民",
    "友好",
    "保税",
    "生态",
    "自贸",
    "经济",
    "管理",
    "左右",
    "开平",
}
SUFFIXES = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市", "县")
PEOPLES = [
    "蒙古族",
    "回族",
    "藏族",
    "维吾尔族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "阿昌族",
    "普米族",
    "塔吉克族",
    "怒族",
    "乌孜别克族",
    "俄罗斯族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "独龙族",
    "鄂伦春族",
    "各族",
]
ABROAD = [
    "香港",
    "澳门",
    "台湾",
    "台北",
    "日本",
    "东京",
    "大阪",
    "韩国",
    "首尔",
    "新加坡",
    "马来西亚",
    "泰国",
    "曼谷",
    "越南",
    "河内",
    "胡志明市",
    "老挝",
    "柬埔寨",
    "金边",
    "缅甸",
    "菲律宾",
    "印尼",
    "印度尼西亚",
    "雅加达",
    "印度",
    "巴基斯坦",
    "孟加拉",
    "斯里兰卡",
    "迪拜",
    "阿联酋",
    "沙特",
    "卡塔尔",
    "以色列",
    "土耳其",
    "俄罗斯",
    "莫斯科",
    "德国",
    "法国",
    "巴黎",
    "英国",
    "伦敦",
    "意大利",
    "西班牙",
    "荷兰",
    "美国",
    "纽约",
    "加拿大",
    "墨西哥",
    "巴西",
    "阿根廷",
    "澳大利亚",
    "澳洲",
    "悉尼",
    "墨尔本",
    "新西兰",
    "埃及",
    "尼日利亚",
    "肯尼亚",
    "埃塞俄比亚",
    "安哥拉",
    "刚果",
    "坦桑尼亚",
    "赞比亚",
    "南非",
    "阿尔及利亚",
    "哈萨克斯坦",
    "乌兹别克斯坦",
    "蒙古国",
    "外蒙",
]


def package_file(package: str, *parts: str) -> Path:
    """A file inside an installed package, without importing the package."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent.joinpath(*parts)


def characters() -> dict[str, str]:
    """One character to one: traditional to simplified, and NFKC where it keeps the length."""
    table: dict[str, str] = {}
    source = package_file("opencc", "dictionary", "TSCharacters.txt")
    for line in source.read_text(encoding="utf-8").splitlines():
        if "\t" in line:
            traditional, simplified = line.split("\t")
            table[traditional] = simplified.split()[0]
    for code in range(0x80, 0x10000):
        if 0xD800 <= code < 0xE000:
            continue
        normal = unicodedata.normalize("NFKC", chr(code))
        if len(normal) == 1 and normal != chr(code) and not normal.isspace():
            table[chr(code)] = table.get(normal, normal)
    # Spoken in Cantonese chats, no part of OpenCC's table.
    table |= {"喺": "在", "嘅": "的", "佢": "他", "噉": "这", "唔": "不", "咁": "这"}
    kept = {one for one in table if is_east_asian(one)}
    return {one: table[one] for one in sorted(kept) if len(table[one]) == 1 and table[one] != one}


def is_east_asian(one: str) -> bool:
    """Characters that occur in Chinese chats: ideographs, full-width forms, circled digits."""
    return unicodedata.east_asian_width(one) in "WFA" or "①" <= one <= "⑨"


# Towns and parts of towns where many work, well known without their district.
TOWNS = """
厚街 虎门 寮步 大朗 塘厦 凤岗 樟木头 常平 石排 茶山 大岭山 沙田镇 清溪镇 黄江 石碣 松山湖 麻涌
坂田 布吉 横岗 坪地 平湖街道 观澜 民治 大浪 松岗 沙井 福永 西乡街道 石岩 公明 前海 蛇口 大鹏
狮山 大沥 里水 北滘 乐从 容桂 陈村镇 龙江镇 勒流 杏坛 丹灶 西樵 小榄 古镇镇 南头镇 三乡镇 坦洲 石岐
石井 新塘 人和镇 太和镇 大亚湾 仲恺 陈江 澳头 横琴 斗门 霞山 赤坎
盛泽 花桥 千灯 周市 巴城 周庄 同里 甪直 木渎 浒墅关 渭塘 沙溪镇 浏河 杨舍 塘桥 锦丰 周庄镇 新桥镇
柳市 虹桥镇 龙港 鳌江 瓯北 瞿溪 横店 佛堂 苏溪 大唐 店口 杨汛桥 钱清 织里 濮院 崇福 许村 周巷 观海卫
泽国 大溪镇 松门 楚门 坎门 路桥区 仓前 下沙 乔司 临平 瓜沥 义桥 塘栖 良渚 北仑港
张江 川沙 南翔 安亭 江桥 泗泾 九亭 洞泾 临港 外高桥 金桥 曹路 惠南 庄行 颛桥 莘庄 七宝 梅陇
燕郊 亦庄 回龙观 天通苑 马驹桥 沙河镇 黄村镇 胜芳 白沟 霸州
光谷 中关村 西二旗 望京 陆家嘴 滨江 徐东 汉口 武昌 汉阳
石狮 晋江 水头镇 安海 陈埭 官桥镇 崇武 马巷 集美 杏林
"""


def places() -> list[str]:
    """Full and short names of provinces, cities, counties; full names only of districts."""
    found = set(ABROAD)
    with package_file("cpca", "resources", "adcodes.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            found |= names(row["name"], row["adcode"])
    return sorted(name for name in found - EVERYDAY if len(name) >= 2)


def districts() -> list[str]:
    """Short names of districts (龙华, 浦东): places only after another place or after 在."""
    with package_file("cpca", "resources", "adcodes.csv").open(encoding="utf-8") as rows:
        full = [row["name"] for row in csv.DictReader(rows) if row["name"].endswith("区")]
    short = {name.removesuffix("区").removesuffix("新") for name in full}
    short |= set(TOWNS.split())
    return sorted(name for name in short - EVERYDAY if 2 <= len(name) <= 4)


def names(full: str, code: str) -> set[str]:
    """The forms in which one division is written."""
    if full in {"市辖区", "县"} or "直辖" in full:
        return set()
    short = full
    for people in PEOPLES:
        short = short.replace(people, "")
    for ending in ("自治州", "自治县", "自治旗", "地区", "盟", *SUFFIXES):
        if short.endswith(ending) and len(short) - len(ending) >= 2:
            short = short.removesuffix(ending)
            break
    return {full} if full.endswith("区") and not code.endswith("0" * 10) else {full, short}


def main() -> None:
    """Write both tables."""
    TABLES.mkdir(exist_ok=True)
    table = characters()
    head = "# Generated by tests/reading/build_tables.py. OpenCC TSCharacters, Apache-2.0; NFKC.\n"
    body = "".join(table) + "\n" + "".join(table.values()) + "\n"
    (TABLES / "characters.txt").write_text(head + body, encoding="utf-8")
    head = "# Generated by tests/reading/build_tables.py. cpca 0.5.5 adcodes, MIT.\n"
    lines = [" ".join(places()), " ".join(districts())]
    (TABLES / "places.txt").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
