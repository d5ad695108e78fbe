"""Charts: the books' figures, at their height, and nobody named."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import branch
from bot.web import charts
from tests.web.desk import Desk, read


def test_whose_they_are(desk: Desk) -> None:
    assert desk.signed_in("张伟").get("/charts").status_code == 403
    collector = read(desk.signed_in("李秀英").get("/charts"))
    assert "应交和已收" in collector
    assert "报到" not in collector
    assert "到会" not in collector
    secretary = read(desk.signed_in("王建国").get("/charts"))
    assert "每月报到的人数" in secretary


def test_they_say_what_the_books_say_and_name_nobody(desk: Desk) -> None:
    desk.hear("张伟", "党费交了42")
    desk.hear("李秀英", "确认 全部", private=True)
    desk.hear("刘洋", "报到")
    desk.hear("王建国", "会议 支部党员大会 3月8日晚上7点半 村委会二楼", private=True)
    desk.wait(days=7)
    desk.hear("王建国", "到会 全部 除了 黄磊", private=True)
    page = desk.signed_in("王建国").get("/charts")
    shown = read(page)
    assert "已收42元" in shown
    assert "3月：1 / 11" in shown
    assert "3月8日 支部党员大会 14 13" in shown
    main = page.text.split('<div id="page"')[1].split("</main>")[0]
    assert not [person.name for person in branch.CAST if person.name in main]


def test_the_drawing_is_sound_and_keeps_to_the_strict_policy(desk: Desk) -> None:
    page = desk.signed_in("王建国").get("/charts").text
    drawings = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    assert drawings
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        named = root.attrib["aria-labelledby"].split()
        assert {child.attrib.get("id") for child in root} >= set(named)
    assert "style=" not in page
    assert "<style" not in page


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=12))
def test_bars_stand_on_the_floor_inside_the_sheet_as_high_as_their_number(
    pairs: list[tuple[int, int]],
) -> None:
    wholes, parts = [a for a, _ in pairs], [b for _, b in pairs]
    labels = [str(n) for n in range(len(pairs))]
    chart = charts.drawn("", "", charts.Series(labels, wholes, parts), str)
    top = int(chart.lines[-1].label)
    assert top >= max(*wholes, *parts)
    assert 2 <= len(chart.lines) <= charts.MOST_LINES + 1
    for group, whole, part in zip(chart.groups, wholes, parts, strict=True):
        for bar, value in ((group.hollow, whole), (group.solid, part)):
            assert bar.x >= charts.LEFT
            assert bar.x + bar.width <= charts.WIDTH
            assert abs(bar.y + bar.height - charts.FLOOR) < 0.2
            assert abs(bar.height - (charts.FLOOR - charts.TOP) * value / top) < 0.2
