"""The declared tables of what published files hold: measures, groups and headings that there are."""

from __future__ import annotations

import csv

import pytest
from builders_open_data import FIELD_LIST, KS2_2019, LAIT
from hypothesis import given
from hypothesis import strategies as st

from etl.measures import MEASURES, Basis
from etl.open_data import ees, ks2_tables, lait
from etl.open_data.ofsted import FRAMEWORKS, LAYOUTS, SAFEGUARDING, UNGRADED
from etl.open_data.rows import ENGLAND_GAP, PUBLISHED_GROUPS, Feed
from etl.open_data.standing import bundled
from etl.open_data.symbols import MEANINGS, SYMBOLS, NotAFigureError, figure
from etl.open_data.table import OpenTable

MAPPED = (
    set(ks2_tables.STATISTICS.values())
    | set(ks2_tables.GAPS.values())
    | {measure for measure, _, _ in lait.INDICATORS.values()}
    | {one.measure for one in ees.INDICATORS}
)


def test_every_column_leads_to_a_statutory_measure() -> None:
    assert {MEASURES[measure].basis for measure in MAPPED} == {Basis.STATUTORY}


def test_every_statutory_measure_but_one_comes_from_some_file() -> None:
    statutory = {one.id for one in MEASURES.values() if one.basis is Basis.STATUTORY}
    # The files do not say which pupils their Year 2 is about.
    assert statutory - MAPPED == {"phonics_y2_met"}


def test_every_group_is_declared() -> None:
    used = {(one.group, one.value) for one in ks2_tables.GROUPS_OF_COLUMNS}
    used |= {(group, value) for _, group, value in lait.INDICATORS.values()}
    used |= {(group, value) for group, values in ees.FILTERS.values() for value in values.values()}
    assert not [(group, value) for group, value in used if value not in PUBLISHED_GROUPS[group]]


# What DfE's own description of a column says of the pupils and of the measure that it is read as.
WORDS_OF_GROUPS = {
    ("all", "all"): "",
    ("sex", "M"): "boys",
    ("sex", "F"): "girls",
    ("prior_attainment", "low"): "low prior attainment",
    ("prior_attainment", "middle"): "medium prior attainment",
    ("prior_attainment", "high"): "high prior attainment",
    ("disadvantaged", "yes"): "disadvantaged",
    ("disadvantaged", "no"): "non-disadvantaged",
    ("disadvantaged", ENGLAND_GAP): "vantaged pupils",  # DfE spells it both ways
    ("eal", "yes"): "eal",
    ("mobile", "no"): "mob",
}
WORDS_OF_SUBJECTS = {
    "rwm": "reading",
    "reading": "reading",
    "writing": "writing",
    "maths": "math",
    "gps": ("gps", "grammar"),
    "science": "science",
}
WORDS_OF_STATISTICS = {
    "expected": "expected standard",
    "higher": ("high score", "greater depth", "higher standard", "highected standard"),  # sic
    "average": "average scaled score",
    "progress": "progress measure",
}


def test_columns_are_read_as_dfe_describes_them() -> None:
    with FIELD_LIST.open(encoding="utf-8-sig", newline="") as lines:
        described = {row["Field Name"]: row["Label/Description"].lower() for row in csv.DictReader(lines)}
    table = OpenTable("ks2", headings(), 2, iter(()))
    columns = ks2_tables.columns_of(table, 2018)
    assert len(columns) > 150
    for column in columns:
        label = described[column.heading]
        _, subject, statistic = column.measure.split("_")
        for words in (
            WORDS_OF_GROUPS[column.group, column.value],
            WORDS_OF_SUBJECTS[subject],
            WORDS_OF_STATISTICS[statistic],
        ):
            assert any(word in label for word in ([words] if isinstance(words, str) else words)), (
                column,
                label,
            )
        if column.group == "disadvantaged":
            assert (column.value == "no") == ("non-disadvantaged" in label), (column, label)
            assert (column.value == ENGLAND_GAP) == label.startswith("difference"), (column, label)
        assert {"one year prior": 2017, "two years prior": 2016}.get(
            next((when for when in ("one year prior", "two years prior") if when in label), ""), 2018
        ) == column.starts


@pytest.mark.parametrize("stem", [*ks2_tables.STATISTICS, *ks2_tables.GAPS])
def test_every_statistic_is_a_column_of_dfes_file(stem: str) -> None:
    assert stem in headings()


@pytest.mark.parametrize("group", ks2_tables.GROUPS_OF_COLUMNS, ids=lambda one: one.suffix or "all")
def test_every_group_has_a_column_that_counts_it(group: ks2_tables.PupilGroup) -> None:
    assert group.counted_in in headings()
    assert f"PTRWM_EXP{group.suffix}" in headings()


def test_every_indicator_of_the_tool_is_taken_in_or_known_to_be_left_out() -> None:
    with LAIT.open(encoding="utf-8", newline="") as lines:
        there = {row["indicator"] for row in csv.DictReader(lines)}
    taken = there & lait.INDICATORS.keys()
    assert len(taken) > 60
    assert not [one for one in there - taken if not one.startswith(tuple(lait.LEFT_OUT))]
    assert not [one for one in taken if one.startswith("DAP_KS4")]


def headings() -> list[str]:
    with KS2_2019.open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines))


def test_areas_and_dates_of_the_frameworks() -> None:
    in_time = sorted(FRAMEWORKS.values(), key=lambda one: one.first)
    assert [
        (later.first - earlier.last).days for earlier, later in zip(in_time, in_time[1:], strict=False)
    ] == [1, 1]
    known = {area for one in FRAMEWORKS.values() for area in one.areas} | {SAFEGUARDING, UNGRADED}
    assert {area for layout in LAYOUTS for area in layout.areas.values()} <= known
    # No grade of a report card could be taken for one of before.
    assert not set(FRAMEWORKS["report_card"].grades) & set(FRAMEWORKS["overall_grade"].grades)


def test_every_note_is_explained() -> None:
    assert set(SYMBOLS.values()) <= MEANINGS.keys()


def test_what_comes_with_the_product_has_a_feed() -> None:
    assert {one.feed for one in bundled()} == {Feed.EES, Feed.LAIT, Feed.DFE_RELEASE}


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("78%", 78, None),
        ("-25", -25, None),
        ("-0.6", -0.6, None),
        ("0%", 0, None),
        ("4,658,339", 4658339, None),
        ("19.399999999999999", 19.4, None),  # as the Local Authority Interactive Tool has it
        ("-7.0000000000000007E-2", -0.07, None),
        (" ", None, "not stated"),
        ("", None, "not stated"),
        ("SUPP", None, "SUPP"),
        ("NE", None, "NE"),
        ("NA", None, "NA"),
        ("NP", None, "NP"),
        ("LOWCOV", None, "LOWCOV"),
        ("NEW", None, "NEW"),
        ("R", None, "R"),
        ("-", None, "not available"),
        ("z", None, "z"),
        ("x", None, "x"),
        ("c", None, "c"),
        ("u", None, "u"),
        ("b", None, "b"),
        ("low", None, "low"),
        ("k", None, "low"),
    ],
)
def test_a_cell_is_a_number_or_says_why_there_is_none(
    cell: str, value: float | None, note: str | None
) -> None:
    assert figure(cell) == (value, note)


@pytest.mark.parametrize("cell", ["sixty", "12 %x", "1.2.3", "nan", "inf", "%", "60-65", "1e400", "²"])
def test_anything_else_is_no_figure(cell: str) -> None:
    with pytest.raises(NotAFigureError):
        figure(cell)


@given(st.text(max_size=8))
def test_no_cell_becomes_a_zero_unless_it_says_so(cell: str) -> None:
    try:
        value, note = figure(cell)
    except NotAFigureError:
        return
    assert (value is None) != (note is None)
    assert value != 0 or "0" in cell


@given(st.floats(min_value=-1000, max_value=1000, allow_nan=False))
def test_a_number_keeps_its_precision(number: float) -> None:
    assert figure(repr(number)) == (number, None)
