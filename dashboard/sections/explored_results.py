"""The Explorer's answer about statutory results: in sentences, as a table, as a picture, and as files."""

from __future__ import annotations

import streamlit as st

from dashboard import address, exports, formats, navigation, result_wording, theme
from dashboard.charts import one_cohort, result_years
from dashboard.explorer import result_words, words
from dashboard.explorer.asked_results import AskedOfResults
from dashboard.exports import Table
from dashboard.furniture import behind, notes
from dashboard.furniture.markup import safe, show
from dashboard.furniture.result_table import ResultRow, result_table
from dashboard.queries.explored_counts import SCHOOL
from dashboard.queries.explored_question import TOGETHER, Against
from dashboard.queries.explored_results import RESULT_YEAR, At, ResultPivot, explored_results
from dashboard.queries.explored_results_beside import ResultApart, apart_of
from dashboard.result_figures import ResultFigure
from dashboard.sections import explanations
from dashboard.sections.result_years import results_table
from dashboard.view import View

MOST_CHARTS = 12
MOST_ROWS = 24
MOST_COLUMNS = 6
MOST_CELLS = 600
NO_PICTURE = "Averages are drawn year by year: put academic years in columns to see them."


def nothing_held() -> None:
    notes.empty(
        "No results are held here",
        "Statutory results appear as soon as a school's are loaded. Choose teachers' judgements above.",
    )


def answer(view: View, asked: AskedOfResults, names: dict[int, str]) -> None:
    for sentence in asked.refused:
        notes.note(sentence)
    pivot = explored_results(view.published, view.scope, asked.question)
    title = result_words.what_is_shown(asked.question, names, whole_trust=pivot.whole_trust)
    notes.section("What this shows", title)
    if len(pivot.figures) > MOST_CELLS:
        notes.note(f"That would be {len(pivot.figures):,} cells. Choose fewer schools, years or measures.")
        return
    if not any(result_wording.count(one) for one in pivot.figures.values()):
        notes.empty("Nobody is counted here", "No results of these are held. Choose otherwise above.")
        return
    apart = apart_of(view.published, view.scope, pivot)
    if sentences := result_words.what_stands_out(pivot, apart, names):
        notes.note(" ".join(sentences))
    _table(pivot, apart, names, title)
    _picture(pivot, names)


def _table(pivot: ResultPivot, apart: dict[At, ResultApart], names: dict[int, str], title: str) -> None:
    question = pivot.question
    beneath = (
        f" Beneath, in pupils or points, against: {result_words.held_against(question)}." if apart else ""
    )
    notes.subsection(
        "In rows and columns",
        f"Everyone who was eligible.{beneath} A name leads on, a number explains itself.",
    )
    result_table(
        [_row(pivot, apart, row, names) for row in pivot.rows],
        [
            (_key(column), result_words.value_label(question.columns, column, names))
            for column in pivot.columns
        ],
        caption=title,
        first=words.axis_label(question.rows),
        leads={
            _key(column): href
            for column in pivot.columns
            if (href := _leads(question.columns, column)) is not None
        },
        wide=True,
    )
    said = result_words.what_to_know(pivot, apart)
    notes.footnotes(said)
    name = f"explorer-results-{question.rows}-by-{question.columns}".replace("_", "-")
    behind.downloads(_as_it_stands(pivot, apart, names, title, said), key="explorer", file_name=name)
    behind.behind(
        lambda: results_table(title, pivot.single(), said), key="explorer_rows", file_name=f"{name}-rows"
    )


def _row(pivot: ResultPivot, apart: dict[At, ResultApart], row: object, names: dict[int, str]) -> ResultRow:
    question = pivot.question
    held = {_key(column): pivot.figures[row, column] for column in pivot.columns}
    return ResultRow(
        label=result_words.value_label(question.rows, row, names),
        figures=held,
        explained={key: explanations.of_result(one, question.against.value) for key, one in held.items()},
        href=_leads(question.rows, row),
        total=row is TOGETHER,
        below={
            _key(column): result_words.below(
                apart.get((row, column)), pivot.figures[row, column], question.against
            )
            for column in pivot.columns
        },
    )


def _key(value: object) -> str:
    return "together" if value is TOGETHER else str(value)


def _leads(axis: str, value: object) -> str | None:
    """Where a name leads: a school to its own page."""
    if axis != SCHOOL or value is TOGETHER:
        return None
    return navigation.href("school", **{address.SCHOOL: str(value)})


def _as_it_stands(
    pivot: ResultPivot,
    apart: dict[At, ResultApart],
    names: dict[int, str],
    title: str,
    said: list[str],
) -> Table:
    """One row a row of the pivot; of each column the result, its counts, and the difference."""
    question = pivot.question
    differs = question.against is not Against.NOTHING
    parts = ("result", "met", "of", *(("apart",) if differs else ()))
    heads = [
        f"{result_words.value_label(question.columns, column, names)}, {part}"
        for column in pivot.columns
        for part in parts
    ]
    return Table(
        title=title,
        columns=(words.axis_label(question.rows), *heads),
        rows=tuple(
            (
                result_words.value_label(question.rows, row, names),
                *(
                    value
                    for column in pivot.columns
                    for value in _values(
                        pivot.figures[row, column], apart.get((row, column)), differs=differs
                    )
                ),
            )
            for row in pivot.rows
        ),
        notes=tuple(said),
    )


def _values(figure: ResultFigure, apart: ResultApart | None, *, differs: bool) -> tuple[object, ...]:
    stands = result_wording.has_value(figure)
    value: float | int | None = None
    if stands and figure.value is not None:
        value = exports.whole(figure.value) if figure.is_share else _tenths(figure.value)
    of = figure.denominator if figure.is_share else figure.scored
    size = None
    if apart is not None:
        size = apart.pupils if apart.pupils is not None else _tenths(apart.points or 0.0)
    return (value, figure.numerator, of, *((size,) if differs else ()))


def _tenths(value: float) -> float:
    return formats.rounded(10 * value) / 10


def _picture(pivot: ResultPivot, names: dict[int, str]) -> None:
    if RESULT_YEAR in pivot.question.axes:
        _over_the_years(pivot, names)
    else:
        _side_by_side(pivot, names)


def _over_the_years(pivot: ResultPivot, names: dict[int, str]) -> None:
    """A small chart a value of the other axis; those of one measure on one scale."""
    question = pivot.question
    across = question.columns == RESULT_YEAR
    axis = question.rows if across else question.columns
    others, years = (pivot.rows, pivot.columns) if across else (pivot.columns, pivot.rows)
    lines = {
        other: [pivot.figures[(other, year) if across else (year, other)] for year in years]
        for other in others
    }
    notes.subsection(
        "Over the years",
        "Each year is other children. The dotted line is England, the diamond the authority.",
    )
    shown = list(lines.items())[:MOST_CHARTS]
    spans: dict[str, list[ResultFigure]] = {}
    for _, line in shown:
        spans.setdefault(line[0].measure, []).extend(line)
    with st.grid(4, min_column_width=230, gap="medium", key="explorer_multiples"):
        for place, (other, line) in enumerate(shown):
            name = result_words.value_label(axis, other, names)
            with st.container(gap=None, key=f"explorer_years_{place}"):
                show(f'<h4 class="multiple">{safe(name)}</h4>')
                st.plotly_chart(
                    result_years.result_years_chart(
                        line,
                        theme.current_look(),
                        span=result_years.common_span(spans[line[0].measure]),
                    ),
                    key=f"explorer_years_chart_{place}",
                    theme=None,
                    config=theme.PLOTLY_CONFIG,
                    alt=f"{name}. {result_years.result_years_alt(line)}",
                )
    if len(lines) > len(shown):
        notes.note(f"The first {len(shown)} of {len(lines)} are drawn; the table above has them all.")


def _side_by_side(pivot: ResultPivot, names: dict[int, str]) -> None:
    """A chart a column, its rows one beneath the other: of shares, for means have scales of their own."""
    if len(pivot.rows) > MOST_ROWS or len(pivot.columns) > MOST_COLUMNS:
        notes.note("There are too many rows or columns for a picture: choose fewer of them to see one.")
        return
    drawn = {
        column: [
            (result_words.value_label(pivot.question.rows, row, names), pivot.figures[row, column])
            for row in pivot.rows
            if pivot.figures[row, column].is_share
        ]
        for column in pivot.columns
    }
    drawn = {column: rows for column, rows in drawn.items() if rows}
    if not drawn:
        notes.note(NO_PICTURE)
        return
    notes.subsection("Side by side", "Those whose soft bars overlap may well be alike.")
    with st.grid(2, min_column_width=320, gap="medium", key="explorer_dots"):
        for place, (column, rows) in enumerate(drawn.items()):
            name = result_words.value_label(pivot.question.columns, column, names)
            looks = [one_cohort.look_of_result(label, figure) for label, figure in rows]
            with st.container(gap=None, key=f"explorer_column_{place}"):
                show(f'<h4 class="multiple">{safe(name)}</h4>')
                st.plotly_chart(
                    one_cohort.looks_chart(looks, theme.current_look()),
                    key=f"explorer_results_{place}",
                    theme=None,
                    config=theme.PLOTLY_CONFIG,
                    alt=f"{name}. {one_cohort.looks_alt(looks)}",
                )
