"""Each word of negation, modality and object is needed: without it, some message is misread."""

from __future__ import annotations

import pytest

from handlers.reading import Roster, lexicon
from handlers.reading.lexicon import TAGS, Lexicon
from tests.reading.conftest import Say

# A sentence for each list: with the word nothing is recorded as paid, without it something is.
FRAMES: dict[str, tuple[str, ...]] = {
    "not_yet": ("党费{}交", "党费{}交了", "党费{}"),
    "not": ("党费{}交了", "党费{}交", "开会我{}不来", "开会我{}来"),
    "hedge": ("党费{}交了", "{}党费交了", "党费交了{}", "{}怎么说，反正来不了"),
    "hearsay": ("{}党费交了", "党费{}交了"),
    "condition": ("{}党费交了", "党费交了{}"),
    "future": (
        "党费{}交了",
        "{}把党费交了",
        "党费{}交",
        "{}交党费",
        "{}交了",
        "{}来交党费",
        "{}就交了",
        "行，我{}去",
    ),
    "belief": ("{}党费交了", "党费{}交了"),
    "rhetorical": ("{}党费交了",),
    "other_object": ("{}交了", "交了{}", "我交了个{}", "{}，已交"),
}


def outcome(say: Say, text: str) -> object:
    """What is read while dues are asked for, and while answers to a meeting are."""
    readings = [say(text, pending=pending) for pending in ("dues", "meeting")]
    return [([one.kind for one in reading.intents], reading.rule) for reading in readings]


@pytest.mark.long
@pytest.mark.parametrize("kind", sorted(FRAMES))
def test_each_word_is_noticed(
    kind: str, say: Say, roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    unnoticed = []
    for word in lexicon.WORDS[kind].split():
        if lexicon.LEXICON.tags[word] != TAGS[kind]:
            continue
        sentences = [frame.format(word) for frame in FRAMES[kind]]
        roster.read_before.clear()
        before = [outcome(say, sentence) for sentence in sentences]
        with monkeypatch.context() as without:
            without.setattr(lexicon, "LEXICON", _without(word))
            roster.read_before.clear()
            after = [outcome(say, sentence) for sentence in sentences]
        if before == after:
            unnoticed.append(word)
        roster.read_before.clear()
    assert unnoticed == []


def _without(word: str) -> Lexicon:
    lists = {
        kind: " ".join(w for w in words.split() if w != word)
        for kind, words in lexicon.WORDS.items()
    }
    return Lexicon(lists)


def test_every_list_has_a_tag() -> None:
    assert set(lexicon.WORDS) == set(TAGS)
    assert len(set(TAGS.values())) == len(TAGS)
