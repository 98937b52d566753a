"""What is drawn of statutory results: every mark stands for a figure that may be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dashboard import result_wording, theme
from dashboard.charts import funnel, one_cohort, published_years, result_years
from dashboard.charts.published_years import PublishedLine
from dashboard.figures import Shown
from dashboard.funnel_limits import ALARM, limits, ordinary_spread
from dashboard.furniture.result_bar import result_bar_html
from dashboard.furniture.result_table import ResultRow, result_table_html
from dashboard.furniture.result_tiles import result_tile_html
from dashboard.queries.one_cohort import OneCohort
from dashboard.result_figures import Against, Aimed, Beside, ResultFigure
from etl.half_terms import HalfTerm
from tests.figure_made import figure

ENGLAND = Beside(
    name="England",
    value=62.0,
    academic_year="2024/25",
    coverage="all schools",
    release="provisional",
    source="EES",
)


def result(met: int = 20, pupils: int = 30, **more: Any) -> ResultFigure:
    base: dict[str, Any] = {
        "measure": "ks2_rwm_expected",
        "academic_year": "2024/25",
        "school_urn": 910001,
        "school": "Oakfield Primary School",
        "shown": Shown.FULL,
        "numerator": met,
        "denominator": pupils,
        "value": 100 * met / pupils,
        "low": 49.0,
        "high": 81.0,
        "series": 2018,
    }
    return ResultFigure(**(base | more))


ENGLANDS = funnel.Held(against=62.0, label="England 2024/25")
HIDDEN = result(shown=Shown.HIDDEN, numerator=None, denominator=None, value=None, low=None, high=None)
NOTHING = replace(HIDDEN, shown=Shown.NO_DATA, why="no assessments that year")
FEW = result(3, 4, shown=Shown.COUNT_ONLY, value=None, low=None, high=None)
MEAN = result(measure="ks2_reading_average", numerator=None, scored=28, value=104.64, low=102.1, high=107.2)


def texts(drawing: Any) -> list[str]:
    return [note.text for note in drawing.layout.annotations]


def traces(drawing: Any, mode: str) -> list[Any]:
    return [trace for trace in drawing.data if trace.mode == mode]


@pytest.mark.parametrize(
    ("pupils", "alert", "alarm"),
    [
        (10, (0.2501, 0.8677), (0.0915, 0.9881)),
        (30, (0.4253, 0.7736), (0.3207, 0.8617)),
        (60, (0.4867, 0.7323), (0.4139, 0.7980)),
        (90, (0.5129, 0.7136), (0.4533, 0.7676)),
    ],
)
def test_the_limits_of_the_funnel(
    pupils: int, alert: tuple[float, float], alarm: tuple[float, float]
) -> None:
    """Interpolated exact binomial limits around 62 %: the worked values of Spiegelhalter's method."""
    assert tuple(map(float, limits(pupils, 0.62))) == pytest.approx(alert, abs=5e-5)
    assert tuple(map(float, limits(pupils, 0.62, ALARM))) == pytest.approx(alarm, abs=5e-5)
    assert tuple(map(float, limits(0, 0.62))) == (0.0, 1.0)


TWELVE_SCHOOLS = (
    [7, 17, 19, 14, 24, 20, 33, 22, 30, 45, 50, 48],
    [15, 22, 28, 30, 30, 31, 44, 45, 58, 60, 75, 88],
)


def test_schools_that_differ_by_more_than_chance_widen_the_limits() -> None:
    met, pupils = TWELVE_SCHOOLS
    spread = ordinary_spread(met, pupils, 0.62)
    assert spread == pytest.approx(0.0909, abs=1e-4)
    low, high = limits(60, 0.62)
    wider_low, wider_high = limits(60, 0.62, spread=spread)
    assert wider_low < low
    assert high < wider_high
    # Nine schools are too few to tell, and schools that are alike need no allowance.
    assert ordinary_spread(met[:9], pupils[:9], 0.62) == 0.0
    assert ordinary_spread([round(0.62 * one) for one in pupils], pupils, 0.62) == 0.0


def test_the_funnel_draws_those_that_may_be_shown_and_rings_those_outside() -> None:
    rows = [("Oakfield", result(20, 30)), ("Ash Lane", result(10, 30)), ("Elm Grove", HIDDEN), ("Few", FEW)]
    drawing = funnel.funnel_chart(rows, theme.LIGHT, ENGLANDS)
    [dots] = traces(drawing, "markers")
    assert list(dots.y) == pytest.approx([100 * 20 / 30, 100 * 10 / 30])
    assert list(dots.marker.color) == [theme.LIGHT.accent, theme.LIGHT.paper]
    assert {"Oakfield", "Ash Lane"} <= set(texts(drawing))
    assert not {"Elm Grove", "Few"} & set(texts(drawing))
    alt = funnel.funnel_alt(rows, ENGLANDS)
    assert "Oakfield: 67\u202f%, 20 of 30, plausibly 49–81\u202f%, within the limits." in alt
    assert "Ash Lane: 33\u202f%, 10 of 30, plausibly 49–81\u202f%, outside the limits." in alt


def test_names_in_the_funnel_keep_their_distance() -> None:
    rows = [(f"School {one}", result(18 + one, 30)) for one in range(6)]
    drawing = funnel.funnel_chart(rows, theme.LIGHT, ENGLANDS)
    for anchor in ("left", "right"):
        at = sorted(
            note.y
            for note in drawing.layout.annotations
            if note.text.startswith("School") and note.xanchor == anchor
        )
        assert all(after - before >= funnel.NAME_ROOM for before, after in zip(at, at[1:], strict=False))


def test_no_line_crosses_a_gap_or_a_change_of_framework() -> None:
    years = ["2016/17", "2017/18", "2018/19", "2019/20", "2020/21", "2021/22"]
    figures = [
        replace(NOTHING, academic_year=year)
        if year in ("2019/20", "2020/21")
        else result(academic_year=year, series=0 if year == "2016/17" else 2018)
        for year in years
    ]
    drawing = result_years.result_years_chart(figures, theme.LIGHT, span=(0, 106))
    lines = [list(trace.x) for trace in traces(drawing, "lines") if trace.line.color == theme.LIGHT.accent]
    assert lines == [[0], [1, 2], [5]]
    assert "no<br>assessments<br>that year" in texts(drawing)
    assert [shape.x0 for shape in drawing.layout.shapes] == [0.5]  # where the framework changed


def test_what_is_hidden_is_a_reason_and_no_mark() -> None:
    drawing = result_years.result_years_chart([HIDDEN, FEW], theme.DARK, span=(0, 106))
    assert all(not list(trace.y) for trace in traces(drawing, "markers"))
    assert "too few<br>pupils to<br>show" in texts(drawing)
    assert "3 of 4, too<br>few to say" in texts(drawing)
    assert "too few pupils to show" in result_years.result_years_alt([HIDDEN])


def test_england_is_drawn_in_its_own_year_alone() -> None:
    figures = [result(england=ENGLAND), result(academic_year="2025/26", england=ENGLAND)]
    drawing = result_years.result_years_chart(figures, theme.LIGHT, span=(0, 106), labelled=True)
    dotted = [trace for trace in traces(drawing, "lines") if trace.line.dash == "dot"]
    assert [y for trace in dotted for y in trace.y if y is not None] == [62.0, 62.0]
    assert [text for text in texts(drawing) if text.startswith("England")] == ["England 62\u202f%"]


def test_scales_hold_every_interval() -> None:
    assert result_years.common_span([]) == (0.0, 100.0)
    assert result_years.common_span([result(), result(england=ENGLAND)]) == (40.0, 106.0)
    assert result_years.common_span([MEAN]) == (100.0, 110.0)


def test_one_cohort_in_rows() -> None:
    held = OneCohort(
        measure="ks2_rwm_expected",
        academic_year="2024/25",
        predicted=(figure(24, 30, half_term=HalfTerm(2024, 5)),),
        judged=None,
        result=result(),
        published=None,
    )
    drawing = one_cohort.one_cohort_chart(held, theme.LIGHT)
    assert [list(trace.x) for trace in traces(drawing, "markers")] == [
        [80.0],
        [pytest.approx(66.67, abs=0.01)],
    ]
    assert held.apart == pytest.approx(80 - 100 * 20 / 30)
    assert "Predicted in Summer 1: 80\u202f%, 24 of 30." in one_cohort.one_cohort_alt(held)
    kept_back = replace(held, result=HIDDEN)
    assert kept_back.apart is None
    assert "Result: too few pupils to show." in one_cohort.one_cohort_alt(kept_back)


def test_published_lines_are_named_at_their_ends() -> None:
    lines = [
        PublishedLine(name="Oakfield", points=(("2023/24", 60.0), ("2024/25", 62.0)), strong=True),
        PublishedLine(name="England", points=(("2015/16", 53.0),), dash="dot"),
        PublishedLine(name="England", points=(("2023/24", 61.0), ("2024/25", 62.0)), dash="dot"),
    ]
    drawing = published_years.published_years_chart("ks2_rwm_expected", lines, theme.LIGHT)
    assert texts(drawing) == ["<b>Oakfield<br>62\u202f%</b>", "England<br>62\u202f%"]
    assert len(drawing.layout.xaxis.ticktext) == 10  # every year between, those without tests too
    alt = published_years.published_years_alt("ks2_rwm_expected", lines)
    assert "Oakfield: 2023/24 60\u202f%, 2024/25 62\u202f%." in alt


def test_tiles_say_what_a_result_is_held_against() -> None:
    above = result(28, 30, england=ENGLAND, pupils_from=9, against=Against.ABOVE)
    said = result_tile_html(above, "KS2 RWM")
    assert "Clearly above England" in said
    assert "9 pupils more" in said
    assert "England 2024/25: 62\u202f%, all schools, provisional" in said
    assert result_bar_html(above).count("<i ") == 3
    later = replace(above, academic_year="2025/26", against=None)
    assert "9 pupils more than at England&#x27;s 2024/25 rate" in result_tile_html(later, "KS2 RWM")
    assert result_wording.value(MEAN.measure, MEAN.value) == "104.6"
    assert "28 with a score" in result_tile_html(MEAN, "Reading")


@pytest.mark.parametrize("kept_back", [HIDDEN, NOTHING])
def test_a_tile_of_what_is_not_shown_has_no_number(kept_back: ResultFigure) -> None:
    said = result_tile_html(kept_back, "KS2 RWM")
    assert not any(character.isdigit() for character in said.replace("KS2", ""))
    assert result_bar_html(kept_back) == ""


def test_the_table_sets_frameworks_apart_and_says_why_a_cell_is_empty() -> None:
    rows = [
        ResultRow(
            label="Writing",
            figures={"2016/17": result(academic_year="2016/17", series=0), "2017/18": result(), "x": NOTHING},
            head="Year 6: key stage 2",
        )
    ]
    said = result_table_html(
        rows, [(one, one) for one in ("2016/17", "2017/18", "x")], caption="c", first="f"
    )
    assert said.count("apart") == 1
    assert "no assessments that year" in said
    assert "Year 6: key stage 2" in said


@pytest.mark.parametrize(
    ("aimed", "said"),
    [
        (Aimed(basis_points=6500, met=False, pupils_short=2), "Missed the target of 65\u202f% by 2 pupils"),
        (Aimed(basis_points=6500, met=True, pupils_short=0), "Met the target of 65\u202f%"),
        (
            Aimed(basis_points=6250, met=True, pupils_short=-3),
            "Met the target of 62.5\u202f% with 3 to spare",
        ),
    ],
)
def test_a_target_is_a_fact_in_pupils(aimed: Aimed, said: str) -> None:
    assert result_wording.target(result(target=aimed)) == said
    assert said in result_tile_html(result(target=aimed), "KS2 RWM")
    assert result_wording.target(replace(HIDDEN, target=aimed)) == ""


def test_a_mean_meets_its_target_or_not() -> None:
    assert result_wording.target(replace(MEAN, target=Aimed(basis_points=10450, met=True))) == (
        "Met the target of 104.5"
    )
