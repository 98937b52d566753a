"""What the documents say is there: every command, view and column, and no picture that is missing."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from etl.__main__ import COMMANDS
from etl.folder import ROOT
from etl.publish.build import SCHEMA

README = (ROOT / "README.md").read_text(encoding="utf-8")
VIEWS = (
    "attainment",
    "roll",
    "return_history",
    "measure",
    "published",
    "published_by_group",
    "inspection",
    "result",
    "result_count",
    "intervention_register",
)


@pytest.mark.parametrize("view", VIEWS)
def test_the_dictionary_holds_exactly_the_columns_of_a_view(view: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        there = [row[0] for row in connection.execute(f"DESCRIBE {view}").fetchall()]
    section = re.search(rf"\*\*`{view}`\*\*.*?\n\n(.*?)\n\n", README, re.DOTALL)
    assert section is not None
    assert re.findall(r"^\| `(\w+)` \|", section[1], re.MULTILINE) == there


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"python -m etl {command}\b|, `{command} |\| {command} ", README), command


@pytest.mark.parametrize(
    "document", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]), ids=lambda path: path.name
)
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target
