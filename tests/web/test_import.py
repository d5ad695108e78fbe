"""An office's list taken in on a page: shown first, taken in once, by the machine's owner only."""

import re
from html import unescape

from httpx2 import Response
from starlette.testclient import TestClient

from bot.sandbox import branch
from store import roster
from tests.web.desk import Desk, read

LIST = "姓名,类别\n新来甲,农民\n<b>乙</b>,农民\n".encode()


def _owner(desk: Desk) -> TestClient:
    browser = desk.browser()
    member = str(desk.member("王建国"))
    browser.post(f"/in/{desk.house.sessions.link(desk.clock.now())}", data={"member": member})
    return browser


def _csrf(page: Response) -> str:
    found = re.search(r'name="csrf" value="([^"]*)"', page.text)
    assert found is not None
    return unescape(found[1])


def _lay(browser: TestClient, content: bytes = LIST, name: str = "名册.csv") -> Response:
    csrf = _csrf(browser.get("/exports"))
    return browser.post("/import", data={"csrf": csrf}, files={"file": (name, content)})


def test_it_is_shown_first_and_taken_in_once(desk: Desk) -> None:
    browser = _owner(desk)
    shown = _lay(browser)
    assert "新增 2" in read(shown)
    assert "<b>乙" not in shown.text
    assert not roster.named(desk.app.db, branch.BRANCH, "新来甲")
    done = browser.post("/import/agree", data={"csrf": _csrf(shown), "agree": "yes"})
    assert "新增2人" in read(done)
    assert roster.named(desk.app.db, branch.BRANCH, "新来甲")
    again = browser.post("/import/agree", data={"csrf": _csrf(shown), "agree": "yes"})
    assert "请再选一次" in read(again)
    assert len(roster.named(desk.app.db, branch.BRANCH, "新来甲")) == 1


def test_what_is_put_down_changes_nothing(desk: Desk) -> None:
    browser = _owner(desk)
    shown = _lay(browser)
    answer = browser.post("/import/agree", data={"csrf": _csrf(shown), "agree": "no"})
    assert "账本没有变" in read(answer)
    assert not roster.named(desk.app.db, branch.BRANCH, "新来甲")


def test_a_secretary_without_the_machine_cannot(desk: Desk) -> None:
    browser = desk.signed_in("王建国")
    page = browser.get("/exports")
    assert "zhibu import" in read(page)
    assert _lay(browser).status_code == 403
    agreed = browser.post("/import/agree", data={"csrf": _csrf(page), "agree": "yes"})
    assert agreed.status_code == 403


def test_a_file_that_is_no_list_is_told(desk: Desk) -> None:
    browser = _owner(desk)
    assert "要 Excel" in read(_lay(browser, name="名册.pdf"))
    assert _lay(browser, b"PK\x03\x04 broken", "名册.xlsx").url.path == "/exports"
    csrf = _csrf(browser.get("/exports"))
    assert "请先选一个文件" in read(browser.post("/import", data={"csrf": csrf}))
