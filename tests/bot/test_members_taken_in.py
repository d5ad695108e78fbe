"""A members' list taken into the books, again and again, without surprises."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.members.listing import MembersFileError, read, take_in, take_in_news
from store import dues, roster, totals
from store.database import Database
from store.models import Cause, Member, Role
from store.period import Period
from store.tables import TABLES
from tests.bot.lists import HEADER, PLAIN, written

MARCH, APRIL = (datetime(2026, month, 2, 9, tzinfo=SHANGHAI) for month in (3, 4))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    books = Database(tmp_path / "books", TABLES)
    yield books
    books.close()


class Office:
    """A branch office that hands in its list again and again."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder

    def hands_in(
        self, *rows: str, at: datetime = MARCH, branch: str = "B01", header: str = HEADER
    ) -> int:
        lines = read(written(self.folder, *rows, header=header), branch)
        with self.db.transaction():
            return take_in(self.db, Cause(at, None, f"members/{branch}"), lines)

    def is_refused(self, *rows: str, branch: str = "B01") -> str:
        before = self.books()
        with pytest.raises(MembersFileError) as error:
            self.hands_in(*rows, branch=branch)
        assert self.books() == before
        return str(error.value).replace(f"{self.folder}/", "")

    def books(self) -> list[object]:
        tables = (roster.MEMBERS, roster.BINDINGS, dues.BASES)
        return [row for table in tables for row in table.find(self.db)]

    def who(self, wechat_id: str) -> Member:
        member = roster.member_of(self.db, wechat_id)
        assert member is not None
        return member


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    return Office(db, tmp_path)


def test_the_same_list_again_changes_nothing(office: Office) -> None:
    rows = (*PLAIN, "王芳,,王芳（二组）,,,3", "欧阳雪,,,,,")
    assert office.hands_in(*rows) == 5
    books = office.books()
    assert office.hands_in(*rows, at=APRIL) == 0
    assert office.books() == books


def test_only_what_differs_is_changed(office: Office) -> None:
    office.hands_in("张伟,a,,流动党员,务工,20", "李强,b,,,,1")
    before = office.who("b")
    assert office.hands_in("李强,b,,,,1", "张伟,a c,深圳张伟,组织委员,务工,20") == 1
    wei = office.who("a")
    assert (wei.card, wei.roles, wei.mobile) == ("深圳张伟", (Role.COLLECTOR,), False)
    assert office.who("c") == wei
    assert office.who("b") == before


def test_a_new_amount_is_a_new_base_from_this_month_and_the_old_one_stays(office: Office) -> None:
    office.hands_in("张伟,a,,,,20")
    assert office.hands_in("张伟,a,,,,30", at=APRIL) == 1
    wei = office.who("a").id
    owed = [dues.due(office.db, wei, Period(2026, month)) for month in (1, 3, 4, 12)]
    assert owed == [2000, 2000, 3000, 3000]
    assert len(dues.BASES.find(office.db, member=wei)) == 2


def test_an_emptied_amount_takes_nothing_back(office: Office) -> None:
    office.hands_in("张伟,a,,,,20")
    assert office.hands_in("张伟,a,,,,", at=APRIL) == 0
    assert dues.due(office.db, office.who("a").id, Period(2026, 4)) == 2000


def test_an_open_month_is_owed_by_who_joins_and_by_who_is_verified_late(office: Office) -> None:
    office.hands_in("张伟,a,,,,20", "李强,b,,,,")
    march = Period(2026, 3)
    with office.db.transaction():
        dues.open_month(office.db, Cause(MARCH, None, "month"), "B01", march)
    office.hands_in("张伟,a,,,,30", "李强,b,,,,5", "赵强,c,,,,7")
    owed = {
        name: totals.balance(office.db, office.who(name).id, "B01", march).due for name in "abc"
    }
    assert owed == {"a": 2000, "b": 500, "c": 700}, "what was announced for a month stays"


def test_a_column_that_the_list_lacks_erases_nothing(office: Office) -> None:
    office.hands_in("张伟,a,书记,深圳,孙丽,阿伟", header="姓名,微信标识,身份,流入地,配偶,别名")
    before = office.who("a")
    assert office.hands_in("张伟,a,20", header="姓名,微信标识,月应交元") == 1
    assert office.who("a") == before
    assert before.roles == (Role.SECRETARY,)


def test_who_was_bound_in_the_chat_is_found_by_name_and_keeps_his_id(office: Office) -> None:
    office.hands_in("张伟,,,,,20")
    (wei,) = roster.members(office.db, "B01")
    with office.db.transaction():
        roster.bind(office.db, Cause(MARCH, None, "m1"), "a", wei)
    assert office.hands_in("张伟,,深圳张伟,,,20") == 1
    assert office.who("a") == replace(wei, card="深圳张伟")
    assert len(roster.members(office.db, "B01")) == 1


def test_homonyms_are_told_apart_by_card_and_id_in_any_order(office: Office) -> None:
    one, two = "王芳,f1,王芳（一组）,,,5", "王芳,,王芳（二组）,,,3"
    office.hands_in(one, two)
    books = office.books()
    assert office.hands_in(two, one) == 0
    assert office.books() == books
    office.hands_in("王芳,f2,王芳（二组）,,,3", "王芳,f1,芳芳,,,5")
    assert {
        m.card: roster.wechat_ids(office.db, m.id) for m in roster.members(office.db, "B01")
    } == {
        "芳芳": ["f1"],
        "王芳（二组）": ["f2"],
    }


def test_two_lines_never_become_one_member(office: Office) -> None:
    office.hands_in("王芳,,,,,5")
    said = office.is_refused("王芳,,王芳（一组）,,,5", "王芳,,王芳（二组）,,,3")
    assert said.split("\n")[0] == (
        "名册.csv 第2行：账上已有一位“王芳”，分不清是不是这一位。"
        "是同一位，“群昵称”请先照旧空着；是另一位，请把两位都写进名册"
    )
    assert office.hands_in("王芳,,,,,5", "王芳,,王芳（二组）,,,3") == 1
    assert len(roster.members(office.db, "B01")) == 2


def test_another_of_the_name_with_another_id_is_not_taken_for_the_one_known(
    office: Office,
) -> None:
    office.hands_in("王芳,f1,王芳（一组）,,,5")
    assert "分不清是不是这一位" in office.is_refused("王芳,f2,王芳（二组）,,,3")


def test_an_id_never_changes_hands(office: Office) -> None:
    office.hands_in(
        "张伟,a,,,,20", "李强,b,,,,1", "王芳,f1,王芳（一组）,,,1", "王芳,,王芳（二组）,,,1"
    )
    said = office.is_refused("李强,a,,,,20", "王芳,f1,王芳（二组）,,,1", "张伟,b c,,,,1")
    assert said.split("\n") == [
        "名册.csv 第2行：微信标识 a 绑的是张伟，这里写成了李强。"
        "写错了请改正；是同一位改了姓名，请在“别名”一列写上张伟",
        "名册.csv 第3行：微信标识 f1 绑的是王芳（一组），这里写在了另一位名下，请核对",
        "名册.csv 第4行：微信标识 b、c 绑的是李强，这里写成了张伟。"
        "写错了请改正；是同一位改了姓名，请在“别名”一列写上李强",
    ]
    assert "已是另一个支部（B01）张伟的" in office.is_refused("张伟,a,,,,", branch="B02")


def test_a_corrected_name_is_the_same_member_if_the_list_says_so(office: Office) -> None:
    office.hands_in("张玮,a,,,,20")
    before = office.who("a")
    office.hands_in("张伟,a,张玮,20", header="姓名,微信标识,别名,月应交元")
    assert office.who("a") == replace(before, name="张伟", aliases=("张玮",))


def test_one_member_is_not_two_lines_nor_two_members_one(office: Office) -> None:
    office.hands_in("王芳,a b,王芳（一组）,,,1", "王芳,c,王芳（二组）,,,1")
    said = office.is_refused("王芳,a,王芳（一组）,,,1", "王芳,b,王芳（三组）,,,1")
    assert said == "名册.csv 第3行：微信标识 b 绑的是王芳（一组），这里写在了另一位名下，请核对"
    said = office.is_refused("王芳,a c,芳芳,,,1")
    assert said == "名册.csv 第2行：微信标识 a、c 绑的是王芳（二组），这里写在了另一位名下，请核对"


def test_what_was_changed_in_the_chat_is_not_undone_by_the_old_list(office: Office) -> None:
    rows = ("张伟,a,,流动党员,务工,20", "李强,b,,,,1")

    def starts_again(*rows: str) -> int:
        lines = read(written(office.folder, *rows), "B01")
        with office.db.transaction():
            return take_in_news(office.db, Cause(APRIL, None, "members/B01"), lines)

    assert starts_again(*rows) == 2
    with office.db.transaction():
        roster.change_member(office.db, Cause(MARCH, None, "m1"), office.who("a"), category="个体")
    assert starts_again(*rows) == 0
    assert office.who("a").category == "个体"
    assert starts_again("张伟,a,,流动党员,学生,20", rows[1]) == 1, "a line that was edited counts"
    assert office.who("a").category == "学生"


def test_the_old_list_stops_no_start_after_somebody_went_to_another_branch(office: Office) -> None:
    lines = read(written(office.folder, "张伟,a,,,,20", "李强,,,,,20"), "B01")
    with office.db.transaction():
        take_in_news(office.db, Cause(MARCH, None, "members/B01"), lines)
    with office.db.transaction():
        for member in roster.MEMBERS.find(office.db):
            roster.change_member(office.db, Cause(APRIL, None, "m1"), member, branch="B02")
        assert take_in_news(office.db, Cause(APRIL, None, "members/B01"), lines) == 0
    assert [m.branch for m in roster.MEMBERS.find(office.db)] == ["B02", "B02"]
