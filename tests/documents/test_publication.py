"""The publication as a picture and a page: what it shows is what the books hold, and no more."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from bot.documents import fonts, typesetting
from scheduler.publication import Shows, publication
from store.money import Fen
from store.period import Period
from store.tabular import Column, Figure, Holds, Table
from tests.documents.books import TODAY, some_books
from tests.documents.likeness import apart

drawn = pytest.mark.skipif(
    not fonts.available(), reason="no Chinese font on this machine: bash .ci/fonts.sh"
)
KEPT = Path(__file__).parent / "kept"


def table_of(tmp_path: Path, shows: Shows) -> Table:
    with some_books(tmp_path) as db:
        return publication(db, "B01", "青石镇柳河村党支部", Period(2026, 3), shows, TODAY)


def test_what_a_branch_has_not_set_is_not_in_the_table(tmp_path: Path) -> None:
    for number, (shows, wanted, never) in enumerate(
        (
            (Shows.SUMS, ["应交"], ["张伟", "刘洋", "42.00"]),
            (Shows.NAMES, ["张伟", "李䶮"], ["刘洋", "42"]),
            (Shows.AMOUNTS, ["张伟", "4200"], ["刘洋"]),
        )
    ):
        said = str(table_of(tmp_path / str(number), shows))
        assert all(text in said for text in wanted)
        assert not any(text in said for text in never)


@drawn
def test_the_page_says_the_figures_of_the_books(tmp_path: Path) -> None:
    page = typesetting.page(table_of(tmp_path, Shows.AMOUNTS))
    text = pypdf.PdfReader(io.BytesIO(page)).pages[0].extract_text()
    text = "".join(text.split())
    for said in (
        "党费收缴公示",
        "青石镇柳河村党支部2026年3月",
        "4人",
        "71.20元",
        "3人",
        "57.20元",
        "42.00",
        "李䶮",
        "2026年3月31日",
    ):
        assert said in text
    assert "刘洋" not in text


@drawn
def test_the_picture_is_sharp_full_and_the_same_each_time(tmp_path: Path) -> None:
    table = table_of(tmp_path, Shows.AMOUNTS)
    png = typesetting.picture(table)
    assert typesetting.picture(table) == png
    picture = Image.open(io.BytesIO(png)).convert("L")
    assert picture.width == 1080
    assert picture.height > 800
    assert ImageStat.Stat(picture).stddev[0] > 20
    for edge in ((0, 0, 1080, 40), (0, 0, 30, picture.height)):
        assert ImageStat.Stat(picture.crop(edge)).stddev[0] < 2, "nothing reaches the edge"


LIKE = 6
"""Grey levels: a blur, a shift or another scale stay below 5, one wrong digit is above 8."""

in_noto = pytest.mark.skipif(
    fonts.families()[:1] != ("Noto Sans CJK SC",), reason="the kept picture is in Noto Sans"
)


@drawn
@in_noto
def test_the_picture_looks_as_it_was_looked_at(tmp_path: Path) -> None:
    now = Image.open(io.BytesIO(typesetting.picture(table_of(tmp_path, Shows.AMOUNTS))))
    kept = Image.open(KEPT / "publication.png")
    assert abs(now.height - kept.height) <= 6
    assert apart(now, kept) < LIKE


@drawn
@in_noto
@pytest.mark.parametrize(
    "row", [(3, "李䶮", Fen(30)), (3, "李龚", Fen(20)), (8, "李䶮", Fen(20))], ids=str
)
def test_another_name_or_figure_is_another_picture(tmp_path: Path, row: tuple[Any, ...]) -> None:
    table = table_of(tmp_path, Shows.AMOUNTS)
    other = replace(table, rows=(*table.rows[:2], row))
    now = Image.open(io.BytesIO(typesetting.picture(other)))
    assert apart(now, Image.open(KEPT / "publication.png")) >= LIKE


@drawn
@in_noto
def test_softer_edges_and_a_shift_are_the_same_picture() -> None:
    kept = Image.open(KEPT / "publication.png").convert("L")
    moved = ImageChops.offset(kept.filter(ImageFilter.GaussianBlur(1)), 2, -2)
    assert apart(moved, kept) < LIKE


@drawn
def test_sixty_people_fill_three_blocks_and_two_pages_at_most() -> None:
    people = tuple((n, f"张{'一二三四五六七八九十'[n % 10]}") for n in range(1, 61))
    table = Table("公示", (Column("序号", Holds.COUNT), Column("姓名")), people)
    page = pypdf.PdfReader(io.BytesIO(typesetting.page(table)))
    text = "".join("".join(p.extract_text() for p in page.pages).split())
    assert text.count("姓名") == 3 * len(page.pages)
    assert len(page.pages) <= 2
    assert all(name in text for _, name in people)


@drawn
def test_no_text_is_taken_for_code() -> None:
    tricky = '#panic("x") *粗* $x$ <a> @b //c \\n "#"'
    table = Table(tricky, (Column("姓名"),), ((tricky,),), figures=(Figure("#1", "[2]"),))
    text = pypdf.PdfReader(io.BytesIO(typesetting.page(table))).pages[0].extract_text()
    assert "".join(text.split()).count('#panic("x")*粗*$x$<a>@b//c\\n"#"') == 2


@drawn
def test_characters_that_no_font_writes_are_named() -> None:
    assert fonts.missing(["张伟", "王芳（一组）"]) == {}
    assert fonts.missing(["张\U0010fffd"]) == {"\U0010fffd": "张\U0010fffd"}


def test_a_row_must_fit_its_columns() -> None:
    with pytest.raises(ValueError, match="a row of 2 under 1 columns"):
        Table("公示", (Column("姓名"),), (("张伟", 1),))
