"""The parts of pages: what they say, what they keep back, and that text from data stays text."""

from __future__ import annotations

import re

import pytest
from figure_made import figure

from dashboard import address, exports, navigation, wording
from dashboard.access import Scope, scope_for
from dashboard.exports import Table
from dashboard.figures import Figure, Shown
from dashboard.furniture import behind, definitions, findings, header, heat_table, tiles
from dashboard.furniture.findings import Said
from dashboard.furniture.heat_table import Row
from dashboard.furniture.range_bar import range_bar_html
from dashboard.furniture.tiles import Tile
from etl.half_terms import HalfTerm
from etl.measures import MEASURES
from etl.roles import Role
from etl.vocabulary import Kind

NASTY = '<script>alert("x")</script>'


def read(markup: str) -> str:
    """What somebody reads: markup without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).strip()


# Tiles


def test_a_tile_says_percentage_count_target_movement_and_england() -> None:
    shown = figure(269, 420, school=None, target=6800, national=62.1, moved=(3, False))
    said = read(tiles.tile_html(Tile(figure=shown, label="Writing", href="school?as=ceo")))
    assert said.startswith("Writing 64 % 269 of 420")
    assert "17 short of target of 68 %" in said
    assert "No clear change since Summer 2 (+3 pupils)" in said
    assert "England 2024/25: 62 % (all schools)" in said


def test_what_is_judged_now_is_not_called_short_of_a_target_for_the_years_end() -> None:
    assert wording.target(figure(21, 30, target=8000, kind=Kind.PREDICTED)) == "3 short of target"
    assert wording.target(figure(21, 30, target=8000, kind=Kind.CURRENT)) == "3 more to reach the target"
    assert wording.target(figure(24, 30, target=8000, kind=Kind.CURRENT)) == "meets the target"


def test_what_is_judged_before_the_years_end_says_that_englands_figure_is_of_it() -> None:
    autumn = figure(21, 30, national=62.0, kind=Kind.CURRENT, half_term=HalfTerm(2026, 1))
    assert wording.england_is_of_the_end([autumn]) == (
        "England's figure is a result of the year's end; what is judged now is of Autumn 1."
    )
    without = figure(21, 30, kind=Kind.CURRENT, half_term=HalfTerm(2026, 1))
    late = figure(21, 30, national=62.0, kind=Kind.CURRENT, half_term=HalfTerm(2026, 6))
    predicted = figure(21, 30, national=62.0, kind=Kind.PREDICTED, half_term=HalfTerm(2026, 1))
    assert [wording.england_is_of_the_end([one]) for one in (without, late, predicted)] == ["", "", ""]


def test_a_movement_beyond_chance_has_word_and_shape() -> None:
    markup = tiles.tile_html(Tile(figure=figure(moved=(-6, True)), label="Writing"))
    assert "▼" in markup
    assert "6 pupils down since Summer 2 , more than chance" in read(markup)


@pytest.mark.parametrize(
    ("kept_back", "said"),
    [
        (figure(3, 5, shown=Shown.HIDDEN, target=6800), "Writing – too few pupils to show"),
        (figure(3, 8, shown=Shown.COUNT_ONLY), "Writing 3 of 8 too few to say"),
        (figure(0, 1, shown=Shown.NO_DATA), "Writing – no return, or no judgements to count"),
        (
            figure(20, 30, assessed=26, target=6800, moved=(4, True)),
            "Writing 20 of 30 only 26 assessed, too few to judge",
        ),
    ],
)
def test_a_tile_that_may_not_judge_says_why_and_nothing_else(kept_back: Figure, said: str) -> None:
    markup = tiles.tile_html(Tile(figure=kept_back, label="Writing"))
    assert read(markup) == said
    assert range_bar_html(kept_back) == ""


def test_a_range_bar_stays_within_its_place() -> None:
    marks = re.findall(
        r'class="(\w+)" style="left:([\d.]+)%(?:;width:([\d.]+)%)?', range_bar_html(figure(30, 30))
    )
    assert marks
    assert all(float(left) >= 0 and float(left) + float(width or 0) <= 100 for _, left, width in marks)


def test_kinds_are_told_apart_on_a_range_bar() -> None:
    assert 'class="open"' in range_bar_html(figure(kind=Kind.PREDICTED))
    assert 'class="filled"' in range_bar_html(figure(kind=Kind.CURRENT))


# Tables


def table_of(shown: Figure) -> str:
    rows = [
        Row(label="Elm Grove", figures={"w": shown}, href="school?urn=910001", explained={"w": "?explain=w"})
    ]
    return heat_table.heat_table_html(rows, [("w", "Writing")], caption="Schools", first="School")


def test_a_number_explains_itself_and_says_its_whole_figure() -> None:
    markup = table_of(figure(21, 30, target=8000))
    label = re.search(r'href="\?explain=w" aria-label="Explain: ([^"]+)"', markup)
    assert label
    assert "21 of 30" in label[1]
    assert "3 short of target" in label[1]
    assert 'data-label="Writing"' in markup
    assert '<th scope="row"' in markup


def test_a_hidden_cell_holds_no_number() -> None:
    markup = table_of(figure(3, 5, shown=Shown.HIDDEN))
    assert not re.search(r"\d", read(markup.split("<tbody")[1]))


def test_text_from_data_stays_text() -> None:
    parts = [
        header.header_html(NASTY, trail=[(NASTY, "x"), (NASTY, None)], lead=NASTY, audience=NASTY),
        tiles.tile_html(Tile(figure=figure(school=NASTY), label=NASTY, href=f"x?{NASTY}")),
        heat_table.heat_table_html(
            [
                Row(
                    label=NASTY,
                    figures={"w": figure(school=NASTY)},
                    href=NASTY,
                    explained={"w": NASTY},
                    beside={"w": figure(school=NASTY)},
                    beside_explained={"w": NASTY},
                    note=NASTY,
                )
            ],
            [("w", NASTY)],
            caption=NASTY,
            first=NASTY,
        ),
        findings.findings_html([Said(sentence=NASTY, href=NASTY)], [Said(sentence=NASTY)]),
        behind.table_html(Table(title=NASTY, columns=(NASTY,), rows=((NASTY,),), notes=(NASTY,))),
    ]
    assert not [part for part in parts if "<script" in part]


def test_both_sides_of_the_findings_are_there_when_there_is_nothing_to_say() -> None:
    said = read(findings.findings_html([], []))
    assert "Going well" in said
    assert "Worth a conversation" in said
    assert "Reviewed: nothing unusual." in said


# Downloads


def test_a_negative_number_is_still_a_number() -> None:
    table = Table(title="T", columns=("Change",), rows=((-3,),))
    assert exports.as_csv(table).decode("utf-8-sig") == "Change\r\n-3\r\n"


def test_a_download_holds_what_is_shown_and_no_more() -> None:
    shown = figure(21, 30, target=8000)
    hidden = figure(3, 5, shown=Shown.HIDDEN, school="Ash Lane Primary School")
    table = exports.figures_table("Writing", [shown, hidden])
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert rows[0]["Met the standard"] == 21
    assert rows[0]["Percentage"] == 70
    assert rows[0]["Pupils short of target"] == 3
    assert rows[0]["Interval from"] == round(shown.low or 0)
    numbers = [value for value in rows[1].values() if isinstance(value, (int, float))]
    assert not numbers
    assert rows[1]["Shown"] == "too few pupils to show"


def test_a_count_only_figure_is_downloaded_as_counts_only() -> None:
    (row,) = exports.figures_table("Writing", [figure(3, 8, shown=Shown.COUNT_ONLY)]).rows
    assert [value for value in row if isinstance(value, (int, float))] == [3, 8, 8]


# Addresses and the menu


def test_a_link_keeps_who_looks_and_what_is_chosen_and_drops_what_it_is_told_to() -> None:
    present = {"as": "head", "school": "910003", "half_term": "2026-27-autumn-1", "urn": "910005", "x": "1"}
    assert (
        address.href("school", present, urn=910007, half_term=None)
        == "school?as=head&school=910003&urn=910007"
    )
    assert address.href("", {}) == "./"


@pytest.mark.parametrize("role", Role)
def test_the_menu_offers_what_the_role_may_open(role: Role) -> None:
    scope: Scope = scope_for(role, [910001], ["writing"])
    offered = {entry.id for entry in navigation.offered(scope)}
    assert {"trust", "school", "about_figures"} <= offered
    assert ("administration" in offered) == (role in (Role.CEO, Role.DTL, Role.DATA_MANAGER, Role.HEAD))


def test_every_page_stands_once_and_has_a_file() -> None:
    files = [entry.file for entry in navigation.PAGES]
    assert sorted(files) == sorted(path.name for path in (navigation.ROOT / "pages").glob("*.py"))
    assert len({entry.path for entry in navigation.PAGES}) == len(navigation.PAGES)
    assert {entry.section for entry in navigation.PAGES} <= set(navigation.SECTIONS)


def test_every_measure_can_be_looked_up() -> None:
    said = definitions.definitions_html(MEASURES.values())
    assert all(f"<summary>{measure.label}" in said for measure in MEASURES.values())


def test_a_sentence_is_whole() -> None:
    said = read(wording.sentence(figure(21, 30, target=8000, moved=(3, True))))
    assert said.startswith(
        "Elm Grove Primary School, Year 6: Writing, predicted for the year's end: 21 of 30, 70 %; "
    )
    assert said.endswith("3 short of target; 3 pupils up since Summer 2, more than chance.")
