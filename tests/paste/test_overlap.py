"""Stretches that overlap give each message once, wherever they were cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.paste import PastedMessage, fingerprint, overlap, parse, unseen
from tests.paste import rendering as render
from tests.paste.rendering import Said

FEW = ("已交", "收到", "1")
TALK = render.conversations(names=("老傅", "Leo陆"), texts=FEW, step=40)
CUTS = st.tuples(st.integers(0, 12), st.integers(0, 12))


def words(messages: Sequence[PastedMessage]) -> list[tuple[str, str]]:
    return [(m.name, m.text) for m in messages]


def read(said: Sequence[Said], form: object = render.one_line) -> tuple[PastedMessage, ...]:
    return parse(render.joined(form)(said)).messages if said else ()  # type: ignore[arg-type]


def longest_overlap(known: list[str], new: list[str]) -> int:
    """By trying: the longest end of the one that begins the other, or the whole inside."""
    if any(known[i : i + len(new)] == new for i in range(len(known) - len(new) + 1)):
        return len(new)
    return max(
        k for k in range(min(len(known), len(new)) + 1) if known[len(known) - k :] == new[:k]
    )


def stems(messages: Sequence[PastedMessage]) -> list[str]:
    return [key.rpartition("#")[0] for key in fingerprint(messages)]


@settings(max_examples=300)
@given(said=TALK, cuts=CUTS)
def test_two_overlapping_stretches_give_each_message_once(
    said: list[Said], cuts: tuple[int, int]
) -> None:
    begin, end = sorted(min(cut, len(said)) for cut in cuts)
    whole = read(said)
    first, second = whole[:end], whole[begin:]
    keys = fingerprint(first)
    fresh = unseen(keys, second)
    everything = keys + [key for key, _ in fresh]
    assert len(set(everything)) == len(everything)
    assert len(everything) <= len(whole)
    if begin < end and longest_overlap(stems(first), stems(second)) == end - begin:
        assert words(first) + words([m for _, m in fresh]) == words(whole)
        assert everything == fingerprint(whole)


@settings(max_examples=200)
@given(said=TALK, cuts=CUTS)
def test_stretches_without_times_align_by_their_order(
    said: list[Said], cuts: tuple[int, int]
) -> None:
    begin, end = sorted(min(cut, len(said)) for cut in cuts)
    whole = parse(render.joined(render.colon)(said), roster_names=("老傅", "Leo陆")).messages
    first, second = whole[:end], whole[begin:]
    length = longest_overlap(stems(first), stems(second))
    assert overlap(fingerprint(first), second) == length
    fresh = [m for _, m in unseen(fingerprint(first), second)]
    if length:
        assert fresh == list(second[length:])
    else:  # the earlier stretch's end may lie within this one: three in a row are no accident
        assert fresh == list(second) or len(second) - len(fresh) >= 3


@settings(max_examples=100)
@given(said=TALK, cuts=CUTS, late=st.booleans())
def test_the_same_day_pasted_again_in_any_part_books_nothing(
    said: list[Said], cuts: tuple[int, int], late: bool
) -> None:
    begin, end = sorted(min(cut, len(said)) for cut in cuts)
    known = fingerprint(read(said))
    known += fingerprint(read([replace(s, at=s.at.replace(day=s.at.day + 5)) for s in said]))
    if late:
        known = known[len(said) :] + known[: len(said)]
    assert unseen(known, read(said)) == []
    assert unseen(known, read(said[begin:end])) == []


@settings(max_examples=100)
@given(said=render.conversations())
def test_a_copy_and_an_export_of_the_same_talk_have_the_same_keys(said: list[Said]) -> None:
    copies = [read(said, form) for form in (render.one_line, render.two_lines, render.time_first)]
    copies.append(parse(render.table(said)).messages)
    assert len({tuple(fingerprint(copy)) for copy in copies}) == 1


def test_quotes_file_names_and_blanks_make_no_difference() -> None:
    copied = parse(
        "老傅 2026/11/17 9:08\n[图片]\n\n"
        "阿邱 2026/11/17 9:08\n已 交\u2005 了\n\n阿邱 2026/11/17 9:09\n好"
    )
    exported = parse(
        "2026-11-17 09:08:01 老傅\n[图片] 微信图片_1.jpg\n\n2026-11-17 09:08:30 阿邱\n已交了\n\n"
        "2026-11-17 09:09:30 阿邱\n好\n引用:老傅:[图片]\n"
    )
    assert fingerprint(copied.messages) == fingerprint(exported.messages)


def test_said_twice_in_a_minute_is_two_messages() -> None:
    keys = fingerprint(read([Said("老傅", render.START, "1")] * 2))
    assert len(set(keys)) == 2
    assert keys[0].endswith("#1")
    assert keys[1].endswith("#2")


def test_a_third_alike_in_the_same_minute_is_found_across_the_cut() -> None:
    said = [Said("老傅", render.START, text) for text in ("1", "好", "1", "1")]
    first, second = read(said[:3]), read(said[1:])
    assert len(unseen(fingerprint(first), second)) == 1


def test_an_older_stretch_pasted_later_is_booked() -> None:
    said = [Said("老傅", render.START.replace(hour=8 + i), "已交") for i in range(4)]
    known = fingerprint(read(said[2:]))
    assert words([m for _, m in unseen(known, read(said[:3]))]) == [("老傅", "已交")] * 2


def test_a_longer_stretch_without_times_around_an_earlier_one() -> None:
    words = [(name, text) for name in ("阿邱", "老傅") for text in ("在吗", "已交", "好", "收到")]
    whole = parse("\n".join(f"{name}:\n{text}\n" for name, text in words)).messages
    known = fingerprint(whole[2:6])
    assert [m for _, m in unseen(known, whole)] == [*whole[:2], *whole[6:]]
    assert len(unseen(known[-2:], whole)) == len(whole)


def test_a_line_that_one_copy_leaves_out_does_not_break_the_order() -> None:
    first = parse("阿邱:\n已交\n\n老傅:\n收到\n\nLeo陆:\n我也交了\n").messages
    second = parse(
        '老傅:\n收到\n\n"阿邱" 撤回了一条消息\n\nLeo陆:\n我也交了\n\n阿邱:\n好的\n'
    ).messages
    assert [m.text for _, m in unseen(fingerprint(first), second)] == ["好的"]


def test_several_selections_in_one_paste_are_joined() -> None:
    said = [Said("老傅", render.START.replace(hour=8 + i), f"第{i}") for i in range(5)]
    text = "\n".join(render.one_line(s) for s in [*said[:4], *said[2:]])
    chat = parse(text)
    assert [m.text for m in chat.messages] == ["第0", "第1", "第2", "第3", "第4"]
    assert any("2 条重复" in note for note in chat.notes)


def test_the_same_words_on_another_day_are_new() -> None:
    text = "阿邱:\n收到\n\n老傅:\n已交\n"
    monday, tuesday = (parse(text, day=date(2026, 11, day)).messages for day in (16, 17))
    assert len(unseen(fingerprint(monday), tuesday)) == 2
    assert unseen(fingerprint(monday), monday) == []
