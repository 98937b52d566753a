"""Words that no one who reads a page may meet: schools are run by people who read them too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

FORBIDDEN = re.compile(
    r"\b(failing|failed school|worst|league|deficit|(?<!-)bottom(?!\s*[:=]))\b", re.IGNORECASE
)


def docstrings(tree: ast.Module) -> set[int]:
    owners = [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef))]
    return {
        id(owner.body[0].value)
        for owner in owners
        if owner.body
        and isinstance(owner.body[0], ast.Expr)
        and isinstance(owner.body[0].value, ast.Constant)
    }


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every piece of text of two words or more that a module can show.

    One word alone is an option of a library ("bottom" as a place on a chart), not a sentence.
    """
    tree = ast.parse(source)
    not_shown = docstrings(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in not_shown:
            continue
        if " " in node.value.strip():
            yield node.lineno, node.value


@pytest.mark.parametrize("part", ["etl", "dashboard", "pages", "sample_data"])
def test_no_forbidden_word_is_shown(part: str) -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}: {FORBIDDEN.search(text)[0]}"
        for path in sorted((ROOT / part).rglob("*.py"))
        for line, text in sentences(path.read_text(encoding="utf-8"))
        if FORBIDDEN.search(text)
    ]
    assert not found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Elm Grove is at the bottom of the table", True),
        ("A League table of schools", True),
        ("a deficit of three pupils", True),
        ("margin-bottom: 0; padding: 1px", False),
        ("border-bottom:1px solid", False),
        ("3 fewer than in October", False),
    ],
)
def test_the_rule_finds_words_and_not_styles(text: str, found: bool) -> None:
    assert bool(FORBIDDEN.search(text)) is found
