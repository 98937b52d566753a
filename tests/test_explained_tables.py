"""The numbers of the tables behind charts lead to their explanations, which come to the same numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import text_of

from dashboard import exports
from dashboard.access import scope_for
from dashboard.explainable import RESULT, read
from dashboard.exports import Explained, Table
from dashboard.furniture.behind import table_html
from dashboard.queries.explain import explain
from dashboard.queries.explain_results import explain_result
from dashboard.queries.result_counts import result_years
from etl.publish.current import published
from etl.roles import Role

SCHOOL = 910001
LINKED = re.compile(r'<td[^>]*><a class="door" href="([^"]*explain=[^"]*)"[^>]*>([^<]+)</a>')


def tables_of(app: Any) -> list[tuple[str, str]]:
    """Of every linked cell of the page's tables: the number asked for, and what the cell says."""
    tables = re.findall(r'<div class="plain-table.*?</table>', text_of(app), flags=re.DOTALL)
    found = [cell for table in tables for cell in LINKED.findall(table)]
    return [(parse_qs(urlsplit(unescape(href)).query)["explain"][0], said) for href, said in found]


@pytest.mark.parametrize(
    ("page", "table", "about", "fewest"),
    [
        ("trust", "schools", {}, 20),
        ("trust", "one_by_one", {"year_group": 6}, 6),
        ("trust", "over_time", {}, 40),
        ("trust", "gaps", {}, 6),
        ("school", "year_groups", {"urn": SCHOOL}, 20),
        ("school", "classes", {"urn": SCHOOL, "year_group": 6}, 2),
        ("school", "beside", {"urn": SCHOOL, "beside": "910003"}, 2),
        ("school", "over_time", {"urn": SCHOOL}, 8),
        ("school", "followed", {"urn": SCHOOL, "year_group": 6}, 2),
        ("movement", "changes", {"urn": SCHOOL}, 8),
    ],
)
def test_every_count_of_a_table_is_what_its_explanation_says(
    page: str,
    table: str,
    about: dict[str, object],
    fewest: int,
    sample_folder: Any,
    open_page: Callable[..., Any],
) -> None:
    app = open_page(sample_folder, page, "ceo", state=[(f"{table}_behind", True)], **about)
    assert not app.exception
    held, scope = published(sample_folder), scope_for(Role.CEO)
    linked = tables_of(app)
    assert len(linked) >= fewest
    for asked, said in linked[:60]:
        number = read(asked)
        assert number is not None
        explained = explain(held, scope, number)
        assert said in (str(explained.met), f"{explained.met} of {explained.on_roll}"), asked


@pytest.mark.parametrize(
    ("page", "table", "about", "fewest", "which"),
    [
        ("school", "bands", {"urn": SCHOOL}, 6, "on_roll"),
        ("school", "bands", {"urn": SCHOOL, "year_group": 6}, 6, "on_roll"),
        ("school_class", "bands", {"urn": SCHOOL, "class": "Alder 4"}, 2, "on_roll"),
        ("school", "taken_apart", {"urn": SCHOOL, "year_group": 6}, 1, "on_roll"),
        ("school_class", "taken_apart", {"urn": SCHOOL, "class": "Alder 4"}, 1, "on_roll"),
        ("school", "moved", {"urn": SCHOOL, "year_group": 6}, 2, "on_roll"),
        (
            "school",
            "moved",
            {"urn": SCHOOL, "year_group": 5, "subject": "maths", "kind": "current"},
            2,
            "on_roll",
        ),
        ("school", "lacking", {"urn": SCHOOL, "year_group": 6}, 6, "not_assessed"),
    ],
)
def test_every_total_of_a_breakdown_is_what_its_explanation_says(
    page: str,
    table: str,
    about: dict[str, object],
    fewest: int,
    which: str,
    sample_folder: Any,
    open_page: Callable[..., Any],
) -> None:
    app = open_page(sample_folder, page, "ceo", state=[(f"{table}_behind", True)], **about)
    assert not app.exception
    held, scope = published(sample_folder), scope_for(Role.CEO)
    linked = tables_of(app)
    assert len(linked) >= fewest
    for asked, said in linked:
        number = read(asked)
        assert number is not None
        assert said == str(getattr(explain(held, scope, number), which)), asked


def test_totals_that_stand_on_the_page_lead_there_too(
    sample_folder: Any, open_page: Callable[..., Any]
) -> None:
    app = open_page(sample_folder, "school", "ceo", urn=SCHOOL, year_group=6)
    held, scope = published(sample_folder), scope_for(Role.CEO)
    said = text_of(app)
    parts = re.findall(r'class="door" href="([^"]+)" aria-label="Meet all three: ([^.]+)\. Explain', said)
    ends = re.findall(r'class="door" href="([^"]+)" aria-label="(\d+) on roll in [^"]+">', said)
    assert (len(parts), len(ends)) == (1, 2)
    for href, counted in [*parts, *ends]:
        number = read(parse_qs(urlsplit(unescape(href)).query)["explain"][0])
        assert number is not None
        explained = explain(held, scope, number)
        assert counted in (str(explained.on_roll), f"{explained.met} of {explained.on_roll}")


def test_so_is_every_result(sample_folder: Any, open_page: Callable[..., Any]) -> None:
    held, scope = published(sample_folder), scope_for(Role.CEO)
    app = open_page(sample_folder, "results", "ceo", state=[("four_years_behind", True)])
    linked = tables_of(app)
    assert len(linked) > 10
    for asked, said in linked:
        number = read(asked)
        assert number is not None
        assert number.kind == RESULT
        assert number.academic_year in result_years(held)
        value = explain_result(held, scope, number).figure.value
        assert value is not None
        assert float(said) in (exports.whole(value), round(value, 1)), asked


def test_the_board_is_led_to_what_it_may_see(sample_folder: Any, open_page: Callable[..., Any]) -> None:
    app = open_page(sample_folder, "trust", "board", state=[("schools_behind", True)])
    held, scope = published(sample_folder), scope_for(Role.BOARD)
    linked = tables_of(app)
    assert len(linked) > 10
    for asked, said in linked:
        number = read(asked)
        assert number is not None
        assert str(explain(held, scope, number).met) == said


def test_in_a_file_it_is_the_number_alone() -> None:
    table = Table(
        title="One", columns=("Met",), rows=((Explained(12, "?explain=x"),), (Explained(None, "?"),))
    )
    assert exports.as_csv(table).decode("utf-8-sig") == 'Met\r\n12\r\n""\r\n'
    assert '<td class=number><a class="door" href="?explain=x"' in table_html(table)
