"""Every rule by which a message is read has its words in Chinese."""

import ast
from collections.abc import Iterator
from pathlib import Path

import handlers.reading
from bot.pasting.glosses import GLOSSES, gloss

SOURCES = sorted(Path(handlers.reading.__file__).parent.glob("*.py"))
NAMED_BY = {"Verdict": 1, "Correction": 3}
"""Which argument of which call is the name of a rule."""
SCOPES = {"condition", "luck", "hearsay", "said", "order"}
DECISIONS = {"who", "impossible-sum", "two-sums", "too-many", "hedge", "no-verb", "not-understood"}


def rules_in(tree: ast.AST) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        place = NAMED_BY.get(getattr(call.func, "id", ""))
        named = [call.args[place]] if place and len(call.args) > place else []
        named += [word.value for word in call.keywords if word.arg == "rule"]
        for argument in named:
            yield from _texts(argument)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from _texts(part)


def test_every_rule_is_glossed() -> None:
    found = {rule for path in SOURCES for rule in rules_in(ast.parse(path.read_text("utf-8")))}
    assert len(found) > 30
    assert sorted(rule for rule in found | SCOPES | DECISIONS if not gloss(rule)) == []


def test_a_gloss_is_short_and_chinese() -> None:
    for words in GLOSSES.values():
        assert 2 <= len(words) <= 16
        assert not any(letter.isascii() for letter in words)
