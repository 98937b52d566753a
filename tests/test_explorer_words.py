"""What the Explorer says in the cases that schools really send, sentence by sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders_published import AUTUMN_1, AUTUMN_2, SPRING_1, Rows, met_of, published_from

from dashboard.access import scope_for
from dashboard.choices import read_choices
from dashboard.explorer import words
from dashboard.explorer.asked import read_asked
from dashboard.figures import Shown
from dashboard.queries.explored import explored, years_of_classes
from dashboard.queries.explored_beside import compared
from dashboard.queries.explored_counts import present
from dashboard.queries.explored_question import TOGETHER
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.roles import Role

OAKFIELD, ELM_GROVE, ASH_LANE = 910001, 910002, 910003
NAMES = {OAKFIELD: "Oakfield", ELM_GROVE: "Elm Grove", ASH_LANE: "Ash Lane"}
CEO = scope_for(Role.CEO)


def said(published: Published, **address: str) -> tuple[str, list[str], list[str]]:
    """What is shown, what stands out, and what one has to know."""
    chosen = read_choices(address, published, CEO)
    asked = read_asked(address, chosen, published)
    made = compared(published, CEO, explored(published, CEO, asked.question))
    held = present(published)
    empty: dict[Any, str] = {
        at: words.why_empty(cell, held)
        for at, cell in made.pivot.cells.items()
        if cell.figure.shown is Shown.NO_DATA and TOGETHER not in at
    }
    know = words.what_to_know(made, NAMES, empty)
    if "class" in asked.question.axes:
        know += words.of_mixed_classes(years_of_classes(published, CEO, asked.question))
    shown = words.what_is_shown(asked.question, NAMES, len(asked.schools))
    return (
        shown.replace("\xa0", " "),
        words.what_stands_out(made, NAMES),
        [one.replace("\xa0", " ") for one in know],
    )


def test_eight_pupils_in_year_6(tmp_path: Path) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 6, AUTUMN_1, all=met_of(8, 1))
        .cohort(ELM_GROVE, 6, AUTUMN_1, all=met_of(30, 25))
    )
    shown, stands_out, know = said(published_from(rows, tmp_path), measures="reading_expected")
    assert shown == "Predicted for the year's end, 2025/26 Autumn 1, Year 6: schools by measures."
    # Seven in eight fewer: and yet with so few nothing is said of chance, on either side.
    assert stands_out == [
        "Nothing can be said of chance here: every cell, or what it would be held against, has fewer than "
        "11 pupils."
    ]
    assert (
        "1 cell has fewer than 11 pupils: shown, but too few to say whether a difference is more than chance."
        in know
    )


def test_a_school_that_joined_last_half_term(tmp_path: Path) -> None:
    rows = Rows()
    for half_term in (AUTUMN_1, AUTUMN_2, SPRING_1):
        rows.cohort(OAKFIELD, 6, half_term, all=met_of(30, 20))
    rows.cohort(ELM_GROVE, 6, SPRING_1, all=met_of(30, 20))
    published = published_from(rows, tmp_path)
    shown, _, know = said(published, columns="half_term", measure="reading_expected")
    assert shown == "Reading, predicted for the year's end, Year 6: schools by half-terms."
    assert know[0] == "Empty: Elm Grove, 2025/26 Autumn 1 and Elm Grove, 2025/26 Autumn 2 (no return)."
    _, stands_out, _ = said(published, against="last-year")
    assert stands_out == ["There are no figures of the same half-term a year before."]


def test_half_the_predictions_missing(tmp_path: Path) -> None:
    rows = Rows().cohort(OAKFIELD, 6, AUTUMN_1, all=" ".join(["EXS"] * 10 + ["-"] * 10))
    rows.cohort(ELM_GROVE, 6, AUTUMN_1, all=met_of(30, 20))
    _, stands_out, know = said(published_from(rows, tmp_path), measures="reading_expected")
    assert (
        "In 1 cell fewer than nine in ten pupils have been assessed: the count is shown, without a "
        "percentage."
    ) in know
    # Nor may others be held against a school that is half unknown.
    assert stands_out == ["There are no other pupils of the trust that these may be held against."]


def test_a_mixed_age_class(tmp_path: Path) -> None:
    rows = Rows()
    for year, name in ((3, "Beech"), (4, "Beech"), (4, "Cedar")):
        rows.cohort(
            OAKFIELD, year, AUTUMN_1, class_name=name, first=50 if name == "Cedar" else 0, all=met_of(12, 6)
        )
    published = published_from(rows, tmp_path)
    shown, stands_out, know = said(published, rows="class", columns="measure", years="3,4", against="before")
    assert shown == (
        "Predicted for the year's end, 2025/26 Autumn 1, Year 3 and Year 4, Oakfield: classes by measures."
    )
    assert know[-1] == "Class Beech has pupils of Year 3 and Year 4, counted together."
    assert stands_out == [words.CLASSES_ALONE]


def test_a_year_without_tests(tmp_path: Path) -> None:
    half_term = HalfTerm(2020, 6)
    rows = (
        Rows()
        .cohort(OAKFIELD, 6, half_term, all=met_of(30, 9))
        .cohort(ELM_GROVE, 6, half_term, all=met_of(30, 20))
    )
    for year, value in (("2018/19", 73.0), ("2021/22", 75.0)):
        rows.national.append(
            {
                "academic_year": year,
                "level": "england_all",
                "code": "E92000001",
                "name": "England",
                "measure": "ks2_reading_expected",
                "value": value,
                "release": "final",
                "source": "a test",
            }
        )
    published = published_from(rows, tmp_path)
    _, stands_out, know = said(published, measures="reading_expected", against="england")
    assert stands_out[0] == (
        "One difference is more than chance. Oakfield, Reading: 9 of 30 (30 %), 12 pupils fewer than at "
        "England's rate (73 %)."
    ).replace(" %", "\u202f%")
    assert know[0] == (
        "England's figures are results at the end of Year 6 in 2018/19; these are teachers' own judgements."
    )
    _, stands_out, _ = said(published, years="5", against="england")
    assert stands_out == ["England's figures are of all pupils at the end of Year 6: none of these cells is."]


def test_where_nothing_stands_out_it_is_said_and_counted(tmp_path: Path) -> None:
    rows = Rows()
    for urn in NAMES:
        rows.cohort(urn, 6, AUTUMN_1, all=met_of(30, 20))
    _, stands_out, _ = said(published_from(rows, tmp_path))
    assert stands_out == [
        "Nothing stands out: no difference here is more than chance would make. 12 cells compared; about 1 "
        "would be worth a look (△▽) by chance alone."
    ]


@pytest.mark.parametrize("against", ["trust", "england", "target", "before", "last-year", "nothing"])
def test_no_sentence_blames_or_ranks(against: str, tmp_path: Path) -> None:
    rows = Rows()
    for place, urn in enumerate(NAMES):
        rows.cohort(urn, 6, AUTUMN_1, all=met_of(60, 10 + 20 * place))
    shown, stands_out, know = said(published_from(rows, tmp_path), against=against)
    everything = " ".join([shown, *stands_out, *know]).lower()
    for word in ("fail", "bottom", "worst", "best", "league", "deficit", "rank", "nan", "none,", "_"):
        assert word not in everything, word
