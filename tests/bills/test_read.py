"""Bills as the apps and banks export them, and as people save them again."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bills import BillError, read_bill
from bot.clock import SHANGHAI
from handlers.bill_payment import Direction, money_in
from tests.bills.till import Line, bill

SAMPLES = Path(__file__).parent / "samples"
WECHAT = ("wechat_bill_2024.csv", "wechat_bill_2025.xlsx", "wechat_bill_2026.xlsx")


@pytest.mark.parametrize("name", WECHAT)
def test_wechat_pay_of_three_ages_reads_the_same(name: str) -> None:
    read = read_bill(SAMPLES / name)
    assert read.kind == "微信支付账单"
    assert len(read.payments) == 12
    assert [remark for remark in read.remarks if "对不上" in remark] == []
    arrived = [(p.payer, p.amount, p.remark, p.at.strftime("%m-%d %H:%M:%S")) for p in _in(read)]
    assert arrived == [
        ("米粒妈妈", 188, "", "11-17 20:00:00"),
        ("老傅", 6000, "", "11-17 21:15:20"),
        ("Leo陆", 6000, "602", "11-17 21:40:05"),
        ("米粒妈妈", 6000, "301 楼道灯", "11-18 08:30:11"),
        ("3-401 阿邱", 6000, "", "11-18 09:12:40"),
    ]
    shop = next(p for p in read.payments if p.kind == "商户消费")
    assert (shop.payer, shop.remark, shop.refunded) == ("河湾五金,灯具店", "LED 感应灯", 1200)
    assert {p.order_no for p in read.payments if len(p.order_no) < 28} == set()


def test_alipay_in_gb18030() -> None:
    read = read_bill(SAMPLES / "alipay_2026_gbk.csv")
    assert read.kind == "支付宝账单"
    arrived = [(p.payer, p.amount, p.remark) for p in _in(read)]
    assert arrived == [("丁小满", 6000, ""), ("傅*远", 6000, "楼道灯502")]
    assert sum(p.direction is Direction.NEUTRAL for p in read.payments) == 1


def test_two_banks_two_ways_to_write_the_sign() -> None:
    for name in ("bank_abc_from_pdf.csv", "bank_psbc.csv"):
        first = _in(read_bill(SAMPLES / name))[0]
        assert (first.payer, first.amount, first.remark) == ("傅远", 6000, "楼道灯502")
        assert first.at == datetime(2026, 11, 18, 9, 30, 12, tzinfo=SHANGHAI)


def test_saved_again_by_a_spreadsheet_it_still_reads(tmp_path: Path) -> None:
    text = (SAMPLES / "wechat_bill_2024.csv").read_text("utf-8-sig")
    text = text.replace("2024-11-17 21:15:20", "2024/11/17 21:15").replace("¥720.00", "720")
    again = tmp_path / "again.csv"
    again.write_bytes(text.encode("gb18030"))
    payers = [p.payer for p in _in(read_bill(again))]
    assert payers == ["米粒妈妈", "老傅", "Leo陆", "米粒妈妈", "3-401 阿邱"]


def test_order_numbers_that_were_rounded_are_told_and_kept_apart(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "wechat_bill_2025.xlsx")
    sheet = book.active
    for row in sheet.iter_rows(min_row=18):
        row[8].value = float(row[8].value)
        row[0].value = row[0].value.replace("-", "/")
    book.save(tmp_path / "again.xlsx")
    read = read_bill(tmp_path / "again.xlsx")
    assert any("单号被表格软件改坏了" in remark for remark in read.remarks)
    assert {p.order_no for p in read.payments} == {""}
    assert len(_in(read)) == 5


def test_moments_as_serials(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "wechat_bill_2026.xlsx")
    sheet = book.active
    for row in sheet.iter_rows(min_row=19):
        row[0].number_format = "General"
        days = row[0].value - datetime(1899, 12, 30)  # noqa: DTZ001
        row[0].value = days.total_seconds() / 86400
    book.save(tmp_path / "serials.xlsx")
    one = read_bill(tmp_path / "serials.xlsx").payments[-2]
    assert one.at == datetime(2026, 11, 17, 20, 0, tzinfo=SHANGHAI)


def test_commas_in_a_nickname_and_missing_cells_at_the_end(tmp_path: Path) -> None:
    file = bill(tmp_path / "b.csv", [Line(5, "张,伟,哥", "42.00", "三月")])
    content = file.read_text("utf-8-sig").replace('\t,/\t,"/"', "\t")
    file.write_text(content, "utf-8")
    (payment,) = read_bill(file).payments
    assert (payment.payer, payment.amount, payment.remark) == ("张,伟,哥", 4200, "三月")


def test_what_the_head_says_is_held_against_what_was_read(tmp_path: Path) -> None:
    text = (SAMPLES / "wechat_bill_2024.csv").read_text("utf-8-sig")
    lines = [line for line in text.splitlines() if "Leo陆" not in line]
    short = tmp_path / "short.csv"
    short.write_text("\n".join(lines).replace("[全部]", "[转账]"), "utf-8")
    remarks = "\n".join(read_bill(short).remarks)
    assert "账单开头写收入7笔313.88元，读到6笔253.88元，对不上" in remarks
    assert "账单只导出了“转账”这一类" in remarks


def test_a_line_nobody_can_read_is_shown(tmp_path: Path) -> None:
    file = bill(tmp_path / "b.csv", [Line(5, "张伟", "四十二")])
    assert any(r.startswith("第6行没读懂") for r in read_bill(file).remarks)


@pytest.mark.parametrize(
    ("rows", "signed"),
    [
        ("记账日期,交易金额(元),对方户名,收入/支出\n2026-03-05,42.00,张伟,收入\n", 4200),
        ("日期,发生额,对方,借贷标志\n20260305,42.00,张伟,贷\n20260306,9.00,某店,借\n", 4200),
        ('交易日期,收入,支出,对方户名\n2026年3月5日,"1,042.00",,张伟\n', 104200),
    ],
)
def test_banks_nobody_listed_are_read_by_their_columns(
    tmp_path: Path, rows: str, signed: int
) -> None:
    file = tmp_path / "bank.csv"
    file.write_bytes(f"某某农商银行流水\n{rows}".encode("gb18030"))
    assert [(p.payer, p.amount, p.at.day) for p in _in(read_bill(file))] == [("张伟", signed, 5)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("日期,金额,对方户名\n2026-03-05,42.00,张伟\n".encode(), "哪些是收入、哪些是支出"),
        ("姓名,电话\n张伟,1\n".encode(), "不像微信、支付宝或银行的账单"),
        (b"%PDF-1.7", "是 PDF"),
        (b"\xd0\xcf\x11\xe0\xa1", "老格式"),
        (b"\xff\xff\xff\x00\x80", "编码认不出来"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(BillError, match=says):
        read_bill(file)


def test_a_locked_archive_asks_to_be_unpacked(tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "微信支付账单.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("微信支付账单.csv", "x")
    with pytest.raises(BillError, match="请先解压"):
        read_bill(file)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(p.name for p in SAMPLES.iterdir())),
    st.integers(0, 6000),
    st.integers(0, 80),
    st.binary(max_size=12),
)
def test_a_damaged_file_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, length: int, put: bytes
) -> None:
    content = (SAMPLES / name).read_bytes()
    file = tmp_path_factory.mktemp("damaged") / name
    file.write_bytes(content[:at] + put + content[at + length :])
    try:
        payments = read_bill(file).payments
    except BillError:
        payments = ()
    assert all(p.amount >= 0 and p.at.tzinfo for p in payments)


def _in(read: object) -> list[object]:
    return money_in(read.payments)  # type: ignore[attr-defined]
