"""The collector lays a bill beside the claims: what is proposed, and what of it gets booked."""

from pathlib import Path

import pytest

from bot.faults import CommandError
from tests.bills.till import Line, Till, bill


def test_a_friends_transfer_settles_his_claim_when_the_collector_says_so(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    said = till.takes([Line(5, "张伟", "42.00")], "全部")
    assert "有把握的1笔，42元：" in said
    assert "  1  3月5日 张伟 42元 → 张伟 3月（付款人就叫“张伟”，金额一样）" in said
    assert said.endswith("记好了：1笔，42元，由李秀英确认。\n")
    assert till.received() == {("张伟", 3): 4200}


def test_nothing_is_booked_without_a_word(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    file = bill(till.folder / "b.csv", [Line(5, "张伟", "42.00")])
    assert "没有记，账本没有变。" in till.lays(file, "")
    assert "只是给您看，还没有记" in till.lays(file, terminal=False)
    assert till.received() == {}


def test_yes_takes_only_what_is_sure(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    till.claims(6, ("陈静", 3, "102"))
    said = till.takes([Line(5, "张伟", "42.00"), Line(6, "静静的顿河", "102.00")], yes=True)
    assert "大致对得上的1笔，102元：" in said
    assert till.received() == {("张伟", 3): 4200}


def test_yes_says_so_where_nothing_is_sure(till: Till) -> None:
    till.claims(6, ("陈静", 3, "102"))
    said = till.takes([Line(6, "静静的顿河", "102.00")], yes=True)
    assert said.endswith("没有十分有把握的，没有记。\n")
    assert till.received() == {}


def test_the_same_bill_given_twice_proposes_nothing_the_second_time(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    lines = [Line(5, "张伟", "42.00")]
    till.takes(lines, "全部")
    till.claims(8, ("张伟", 4, "42"))
    said = till.takes(lines, "全部")
    assert "以前记过的1笔，不再提。" in said
    assert "报了已交、这份账单里没见到钱的1笔：\n     张伟 4月 42元" in said
    assert till.received() == {("张伟", 3): 4200}


def test_a_receipt_that_was_taken_back_lets_its_order_be_booked_again(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    lines = [Line(5, "张伟", "42.00")]
    till.takes(lines, "全部")
    till.reverses_all()
    assert till.received() == {}
    till.takes(lines, "全部")
    assert till.received() == {("张伟", 3): 4200}


def test_a_nickname_confirmed_once_is_known_the_next_time(till: Till) -> None:
    till.claims(6, ("陈静", 2, "102"))
    first = till.takes([Line(6, "静静的顿河", "102.00", order="1")], "1")
    assert "“静静的顿河”认不出是谁，金额和日子对得上" in first
    till.claims(20, ("陈静", 3, "102"))
    second = till.takes([Line(21, "静静的顿河", "102.00", order="2")], "全部")
    assert "有把握的1笔" in second
    assert "“静静的顿河”以前确认过是他" in second


def test_whoever_pays_for_another_is_not_taken_for_him_later(till: Till) -> None:
    till.claims(6, ("陈静", 2, "102"))
    till.takes([Line(6, "远方的舅舅", "102.00", "陈静党费", order="1")], "全部")
    till.claims(20, ("陈静", 3, "102"))
    said = till.takes([Line(21, "远方的舅舅", "102.00", order="2")], "")
    assert "“远方的舅舅”认不出是谁" in said


def test_a_name_in_the_remark_goes_before_the_payers(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"), ("刘洋", 3, "42"))
    said = till.takes([Line(5, "张伟", "42.00", "刘洋3月党费")], "全部")
    assert "附言“刘洋3月党费”写着名字" in said
    assert till.received() == {("刘洋", 3): 4200}


def test_the_collectors_own_dues_are_another_persons_business(till: Till) -> None:
    till.claims(5, ("李秀英", 3, "1"))
    said = till.takes([Line(5, "李秀英", "1.00")], "全部")
    assert "您自己报的1笔，要请别的收款同志或书记确认。" in said
    assert till.received() == {}


def test_one_sum_for_a_couple(till: Till) -> None:
    till.claims(5, ("赵强", 3, "32"), ("孙丽", 3, "1"))
    said = till.takes([Line(5, "赵强", "33.00")], "全部")
    assert "→ 赵强 3月、孙丽 3月" in said
    assert till.received() == {("赵强", 3): 3200, ("孙丽", 3): 100}


def test_a_couple_that_claimed_each_for_himself(till: Till) -> None:
    till.claims(5, ("赵强", 3, "32"))
    till.claims(6, ("孙丽", 3, "1"))
    assert "有把握的1笔" in till.takes([Line(5, "孙丽", "33.00")], "全部")
    assert sum(till.received().values()) == 3300


def test_a_sum_that_happens_to_be_everybodys_together_is_nobodys(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    till.claims(5, ("刘洋", 3, "14"))
    assert "也没人报过这个数" in till.takes([Line(5, "路人", "56.00")], "")


def test_two_of_one_name_are_for_the_collector_to_tell_apart(till: Till) -> None:
    till.joins("王芳", card="王芳（一组）")
    till.joins("王芳", card="王芳（二组）")
    till.claims(5, ("王芳（一组）", 3, "5"))
    till.claims(5, ("王芳（二组）", 3, "5"))
    said = till.takes([Line(5, "王芳", "5.00")], "1.2")
    assert "1.1  王芳（一组） 3月" in said
    assert till.received() == {("王芳（二组）", 3): 500}


def test_several_months_in_one_sum(till: Till) -> None:
    till.claims(5, ("张伟", 1, "42"), ("张伟", 2, "42"), ("张伟", 3, "42"))
    said = till.takes([Line(5, "张伟", "126.00")], "全部")
    assert "→ 张伟 1—3月" in said
    assert len(till.received()) == 3


def test_one_month_paid_of_several_that_wait_is_for_the_collector_to_say(till: Till) -> None:
    till.claims(5, ("张伟", 2, "42"), ("张伟", 3, "42"))
    lines = [Line(5, "张伟", "42.00")]
    said = till.takes(lines, "全部", "1", "1.2")
    assert "要您来选的1笔，42元：" in said
    assert "       1.1  张伟 2月\n       1.2  张伟 3月" in said
    assert "第1号有几种对法" in said
    assert till.received() == {("张伟", 3): 4200}


def test_a_month_in_the_remark_settles_which(till: Till) -> None:
    till.claims(5, ("张伟", 2, "42"), ("张伟", 3, "42"))
    till.takes([Line(5, "张伟", "42.00", "补2月")], "全部")
    assert till.received() == {("张伟", 2): 4200}


def test_the_same_payer_twice_with_one_claim_is_asked(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    said = till.takes([Line(5, "张伟", "42.00"), Line(6, "张伟", "42.00")], "全部", "1 2", "2")
    assert "要您来选的2笔，84元：" in said
    assert "同一个人同一个月的党费选了两笔收款" in said
    assert till.received() == {("张伟", 3): 4200}


def test_the_same_payer_twice_with_two_months_is_paired(till: Till) -> None:
    till.claims(4, ("张伟", 2, "42"))
    till.claims(6, ("张伟", 3, "42"))
    said = till.takes([Line(6, "张伟", "42.00"), Line(4, "张伟", "42.00")], "全部")
    assert "3月4日 张伟 42元 → 张伟 2月（付款人就叫“张伟”，2笔正好对2个月）" in said
    assert len(till.received()) == 2


def test_a_red_packet_of_somebody_known_is_never_sure_and_of_nobody_is_nothing(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    till.claims(6, ("陈静", 3, "102"))
    packet = {"kind": "微信红包"}
    said = till.takes([Line(5, "张伟", "42", **packet), Line(6, "静静", "102", **packet)], "")
    assert "大致对得上的1笔，42元：" in said
    assert "（是红包，认不出是谁）" in said


def test_money_that_went_back_is_no_money(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    till.claims(5, ("刘洋", 3, "14"))
    said = till.takes(
        [
            Line(5, "张伟", "42.00", status="已全额退款", order="900"),
            Line(6, "张伟", "42.00", kind="转账-退款", side="支出", order="901", related="900"),
            Line(5, "刘洋", "14.00"),
            Line(6, "刘洋", "14.00", side="支出", status="对方已收钱"),
        ],
        "",
    )
    assert "收款1笔，14元" in said
    assert "后来又转给他同样一笔，像是退了" in said
    assert "张伟 3月 42元" in said.split("没见到钱的")[1]


def test_what_went_back_after_it_was_booked_is_told(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    till.takes([Line(5, "张伟", "42.00", order="900")], "全部")
    said = till.takes([Line(5, "张伟", "42.00", order="900", status="已退款(￥12.00)")])
    assert "注意：3月5日 张伟 的42元已经记过，后来退了12元。" in said


def test_another_sum_is_never_booked_unasked(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    said = till.takes([Line(5, "张伟", "40.00")], "全部", "1")
    assert "报42元，少2元" in said
    assert till.received() == {("张伟", 3): 4000}


def test_a_claim_in_the_chat_alone_is_not_money(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    said = till.takes([Line(5, "卖菜的", "7.00")], "全部")
    assert "（认不出是谁，也没人报过这个数）" in said
    assert till.received() == {}


def test_an_order_number_that_a_spreadsheet_rounded_is_never_booked(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    said = till.takes([Line(5, "张伟", "42.00", order="1.00005E+27")], "全部")
    assert "有1笔收款的单号被表格软件改坏了" in said
    assert till.received() == {}


def test_a_claim_made_by_another_is_settled_by_that_ones_payment(till: Till) -> None:
    till.claims(5, ("刘洋", 3, "14"), by="张伟")
    said = till.takes([Line(5, "张伟", "14.00")], "全部")
    assert "有把握的1笔" in said
    assert till.received() == {("刘洋", 3): 1400}


def test_an_answer_that_is_not_understood_is_asked_again(till: Till) -> None:
    till.claims(5, ("张伟", 3, "42"))
    said = till.takes([Line(5, "张伟", "42.00")], "那个", "7", "1")
    assert "没看懂“那个”" in said
    assert "没有第7号。" in said
    assert till.received() == {("张伟", 3): 4200}


def test_who_confirms_must_be_clear(till: Till, tmp_path: Path) -> None:
    from store.models import Role

    till.joins("王芳", roles=(Role.COLLECTOR,))
    with pytest.raises(CommandError, match="收款人有几位（李秀英、王芳），请用 --by 写明"):
        till.takes([Line(5, "张伟", "42.00")])
