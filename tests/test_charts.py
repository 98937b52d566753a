"""What is drawn: every mark stands for a figure, and nothing stands for a figure that may not be shown."""

from __future__ import annotations

import colorsys
import re
from dataclasses import replace
from typing import Any

import pytest
from figure_made import figure

from dashboard import theme
from dashboard.charts import bands, gaps, intervals, trajectories
from dashboard.charts.rates import RateRow, rates_chart
from dashboard.figures import Figure, Shown
from dashboard.queries.bands import Spread
from dashboard.queries.gaps import GroupGap, Verdict
from etl.half_terms import HalfTerm
from etl.vocabulary import Judgement, Kind, Subject


def texts(drawing: Any) -> list[str]:
    return [note.text for note in drawing.layout.annotations]


def markers(drawing: Any) -> list[Any]:
    return [trace for trace in drawing.data if trace.mode == "markers"]


def by_school(figures: list[Figure], look: theme.Look) -> Any:
    return intervals.intervals_chart([(figure.school or "", figure) for figure in figures], look)


def test_each_school_has_its_dot_its_interval_and_its_words() -> None:
    drawing = by_school(
        [figure(21, 30, target=8000), figure(40, 45, school="Ash Primary School")], theme.LIGHT
    )
    assert list(markers(drawing)[0].x) == pytest.approx([70.0, 100 * 40 / 45])
    assert {"Elm Grove Primary School", "Ash Primary School"} <= set(texts(drawing))
    assert any("21 of 30" in text for text in texts(drawing))
    # One tick: the second school has no target.
    assert [shape.x0 for shape in drawing.layout.shapes] == [80.0]


@pytest.mark.parametrize(
    ("kept_back", "said"),
    [
        (figure(3, 5, shown=Shown.HIDDEN), "too few pupils to show"),
        (figure(3, 8, shown=Shown.COUNT_ONLY), "3 of 8, too few to say"),
        (figure(0, 1, shown=Shown.NO_DATA), "no return, or no judgements to count"),
        (figure(20, 30, assessed=26), "20 of 30, only 26 assessed, too few to judge"),
        (figure(0, 30, assessed=0), "0 of 30, nobody assessed yet"),
    ],
)
def test_a_figure_that_may_not_be_drawn_is_a_row_with_its_reason(kept_back: Figure, said: str) -> None:
    drawing = by_school([kept_back], theme.LIGHT)
    assert not drawing.data
    assert said in texts(drawing)
    assert said in intervals.intervals_alt([("Elm Grove", kept_back)])


def test_a_prediction_is_an_open_dot_and_what_is_now_a_filled_one() -> None:
    predicted, now = (
        markers(by_school([figure(kind=kind)], theme.LIGHT))[0].marker.color
        for kind in (Kind.PREDICTED, Kind.CURRENT)
    )
    assert predicted == theme.LIGHT.paper
    assert now == theme.LIGHT.accent


def year(starts: int, numerators: list[int | None]) -> list[Figure]:
    """One figure a half-term from Autumn 1 on, of 30 pupils; None: no return."""
    return [
        figure(numerator, 30, half_term=HalfTerm(starts, ordinal))
        for ordinal, numerator in enumerate(numerators, start=1)
        if numerator is not None
    ]


def test_years_are_not_joined_and_a_missing_half_term_is_a_gap() -> None:
    drawing = trajectories.trajectory_chart(
        [*year(2025, [15, 18, None, 18, 21, 21]), *year(2026, [15])], theme.LIGHT, years=(2025, 2026)
    )
    lines = [trace for trace in drawing.data if trace.mode == "lines" and not trace.fill]
    assert [list(line.y) for line in lines] == [
        [50.0, 60.0, None, 60.0, 70.0, 70.0, None],
        [50.0, 50.0, None],  # a short dash, for a point of a line without dots would not be seen
    ]
    assert not any(line.connectgaps for line in lines)
    # Two unbroken runs in the first year; the newest half-term alone has its band too.
    assert [len(trace.x) for trace in drawing.data if trace.fill] == [4, 6, 4]


def test_the_first_half_term_of_a_year_has_the_trusts_line_and_a_range() -> None:
    [newest] = year(2026, [15])
    trust = [replace(one, school_urn=None, school=None) for one in year(2026, [20])]
    drawing = trajectories.trajectory_chart([newest], theme.LIGHT, years=(2026,), reference=trust)
    [band] = [trace for trace in drawing.data if trace.fill]
    assert (min(band.y), max(band.y)) == (newest.low, newest.high)
    [line] = [trace for trace in drawing.data if trace.line.color == theme.LIGHT.national]
    assert list(line.y)[:2] == [trust[0].percentage] * 2
    assert line.x[0] < line.x[1]


@pytest.mark.parametrize(
    ("numerator", "dot", "bar"),
    [(18, "top", "bottom"), (21, "bottom", "top"), (9, "bottom", "bottom"), (26, "bottom", "bottom")],
)
def test_words_at_the_dot_and_at_the_target_keep_apart_at_the_years_end(
    numerator: int, dot: str, bar: str
) -> None:
    late = figure(numerator, 30, half_term=HalfTerm(2025, 6), target=6500)
    drawing = trajectories.trajectory_chart([late], theme.LIGHT, years=(2025,), labelled=True)
    aligned = {note.text: note.yanchor for note in drawing.layout.annotations}
    [of_target] = [anchor for text, anchor in aligned.items() if text.startswith("target")]
    [of_dot] = [anchor for text, anchor in aligned.items() if text.startswith("<b>")]
    assert (of_dot, of_target) == (dot, bar)


def test_a_hidden_half_term_leaves_no_mark_on_a_trajectory() -> None:
    hidden = figure(3, 5, half_term=HalfTerm(2026, 2), shown=Shown.HIDDEN)
    drawing = trajectories.trajectory_chart([*year(2026, [15]), hidden], theme.LIGHT, years=(2026,))
    assert [list(trace.x) for trace in markers(drawing)] == [[1.0]]


def test_a_trajectory_in_words() -> None:
    said = trajectories.trajectory_alt("Elm Grove", year(2025, [15, None, 21]))
    assert said.replace("\u202f", " ") == (
        "Elm Grove: Writing, predicted for the year's end: 2025/26 Autumn 1 50 % to Spring 1 70 %."
    )
    assert trajectories.trajectory_alt("Elm Grove", []) == "Elm Grove: no figures that can be shown."


def test_charts_that_stand_together_begin_under_every_interval() -> None:
    together = [figure(21, 30), figure(12, 30)]  # the lower interval begins at 22
    assert trajectories.common_floor(together) == 0
    assert trajectories.common_floor([figure(28, 30)]) == 40
    assert trajectories.common_floor([]) == 0


# Gaps and bands


def gap(verdict: Verdict = Verdict.COULD_BE_NO_GAP, difference: float | None = -20.0) -> GroupGap:
    focus = figure(6, 12, group="disadvantaged", group_value="yes")
    other = figure(14, 20, group="disadvantaged", group_value="no")
    compared = difference is not None
    return GroupGap(
        group="disadvantaged",
        label="Disadvantaged and not disadvantaged",
        focus=focus,
        other=other,
        verdict=verdict,
        difference=difference,
        low=-50.0 if compared else None,
        high=13.0 if compared else None,
    )


def test_a_gap_is_two_marks_and_where_the_first_could_plausibly_be() -> None:
    drawing = gaps.group_gaps_chart([gap()], theme.LIGHT)
    assert sorted(trace.x[0] for trace in markers(drawing)) == [50.0, 70.0]
    plausible = next(trace for trace in drawing.data if trace.mode == "lines")
    assert list(plausible.x) == [20.0, 83.0]  # 70 less 50, 70 and 13
    assert "20 points lower: could be no gap" in texts(drawing)
    assert "6 of 12 and 14 of 20" in texts(drawing)


def test_groups_that_are_not_compared_have_no_marks() -> None:
    few = gap(Verdict.TOO_FEW, None)
    drawing = gaps.group_gaps_chart([few], theme.LIGHT)
    assert not drawing.data
    assert gaps.gaps_alt([few]) == (
        "Disadvantaged and not disadvantaged: 6 of 12 and 14 of 20; too few to compare."
    )


@pytest.mark.parametrize(
    ("verdict", "difference", "words"),
    [
        (Verdict.MORE_THAN_CHANCE, -28.4, "28 points lower, more than chance"),
        (Verdict.MORE_THAN_CHANCE, 1.2, "1 point higher, more than chance"),
        (Verdict.COULD_BE_NO_GAP, 0.3, "level: could be no gap"),
        (Verdict.HIDDEN, None, "too few pupils to show"),
    ],
)
def test_a_gap_in_words(verdict: Verdict, difference: float | None, words: str) -> None:
    assert gaps.verdict_words(gap(verdict, difference)) == words


def test_a_bar_of_bands_holds_everyone_on_roll() -> None:
    pupils = dict(zip(Judgement, (1, 9, 14, 4), strict=True))
    spread = Spread(subject=Subject.WRITING, kind=Kind.CURRENT, pupils=pupils, not_assessed=2)
    drawing = bands.band_spreads_chart([spread], theme.LIGHT)
    assert sum(trace.x[0] for trace in drawing.data) == pytest.approx(100)
    assert [trace.base[0] for trace in drawing.data] == pytest.approx([0, 100 / 30, 1000 / 30, 80, 2800 / 30])
    # One pupil of thirty has their number too.
    assert {"1", "14"} <= set(texts(drawing))
    assert [name for name, _ in bands.key(theme.LIGHT)] == [
        *("Pre-key stage", "Working towards", "Expected", "Greater depth", "Not assessed")
    ]
    assert bands.bands_alt([spread]) == (
        "Writing, now: 1 pre-key stage, 9 working towards, 14 expected, 4 greater depth, 2 not assessed."
    )


# The palette


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=lambda look: look.name)
def test_text_and_marks_stand_out_from_what_is_behind_them(look: theme.Look) -> None:
    for behind in (look.paper, look.wash, look.band):
        for text in (look.ink, look.quiet, look.accent):
            assert contrast(text, behind) >= 4.5, (text, behind)
    for mark in (look.up, look.down):
        assert contrast(mark, look.paper) >= 4.5, mark
    for mark in (look.national, look.target, look.other, look.accent):
        assert contrast(mark, look.paper) >= 3, mark


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=lambda look: look.name)
def test_numbers_can_be_read_on_every_band(look: theme.Look) -> None:
    assert all(contrast(ink, fill) >= 4.5 for fill, ink in look.bands)


def test_status_colours_can_be_read_and_carry_different_shapes() -> None:
    assert all(contrast(one.text, one.fill) >= 4.5 for one in theme.STATUS_LOOKS.values())
    assert len({one.shape for one in theme.STATUS_LOOKS.values()}) == len(theme.STATUS_LOOKS)


def test_up_and_down_differ_in_grey_or_in_shape_and_word() -> None:
    # Printed in grey the two are told apart by ▲ and ▼; on screen also by hue.
    hues = [
        colorsys.rgb_to_hsv(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]
        for colour in (theme.LIGHT.up, theme.LIGHT.down)
    ]
    assert abs(hues[0] - hues[1]) > 0.2


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=lambda look: look.name)
def test_the_style_sheet_and_streamlits_own_theme_use_the_palette(look: theme.Look) -> None:
    sheet = theme.STYLE_SHEET.read_text(encoding="utf-8")
    for name in ("paper", "wash", "ink", "quiet", "rule", "accent", "interval", "band", "up", "down"):
        held = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", sheet)
        assert held, name
        assert held[1 if look is theme.LIGHT else 2] == getattr(look, name)
    settings = (theme.STYLE_SHEET.parents[1] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    own = settings.split(f"[theme.{look.name}]")[1].split("[")[0]
    assert f'primaryColor = "{look.accent}"' in own
    assert f'backgroundColor = "{look.paper}"' in own
    assert f'textColor = "{look.ink}"' in own


def test_a_dot_at_nought_or_at_a_hundred_is_not_cut_in_half() -> None:
    row = RateRow(label="Given 3 %", beside="0 of 11", said="none of 11", share=0.0, low=0.0, high=0.26)
    drawn = rates_chart([row], theme.LIGHT)
    assert [trace.cliponaxis for trace in drawn.data if trace.mode == "markers"] == [False]
