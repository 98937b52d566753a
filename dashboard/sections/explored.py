"""The Explorer's answer: in sentences, as a picture, as a table, and as files."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dashboard import address, navigation, theme, wording
from dashboard.charts import intervals, trajectories
from dashboard.explainable import Number
from dashboard.explorer import tables, widgets, words
from dashboard.explorer.asked import Asked
from dashboard.figures import Figure, Shown
from dashboard.furniture import behind, notes, pivot_table
from dashboard.furniture.markup import safe, show
from dashboard.furniture.pivot_table import PivotCell, PivotRow
from dashboard.queries import register
from dashboard.queries.explored import Cell, all_judged_years, explored, years_of_classes
from dashboard.queries.explored_beside import At, Compared, compared
from dashboard.queries.explored_counts import CLASS, HALF_TERM, SCHOOL, YEAR_GROUP, present
from dashboard.queries.explored_question import TOGETHER, Question
from dashboard.sections import explanations, schools, way
from dashboard.view import View
from etl.vocabulary import Kind

# As much as can be taken in as a picture; more is a table.
MOST_CHARTS = 12
MOST_ROWS = 24
MOST_COLUMNS = 6
MOST_CELLS = 1500

LEGEND = (
    "▲▼ more than chance among all these cells. △▽ worth a look: alone it would seldom be chance, among so "
    "many it may be."
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one question came to, with what every part of the page needs to write it."""

    asked: Asked
    compared: Compared
    names: dict[int, str]  # schools as they are written in rows and columns
    empty: dict[At, str]  # why cells are empty

    def label(self, at: At) -> tuple[str, str]:
        rows, columns = self.compared.pivot.question.axes
        return words.value_label(rows, at[0], self.names), words.value_label(columns, at[1], self.names)


def answer(view: View, asked: Asked, names: dict[int, str]) -> None:
    for sentence in asked.refused:
        notes.note(sentence)
    pivot = explored(view.published, view.scope, asked.question)
    notes.section("What this shows", words.what_is_shown(asked.question, names, len(_registered(view))))
    if len(pivot.single()) > MOST_CELLS:
        notes.note(
            f"That would be {len(pivot.single()):,} cells. Choose fewer schools, half-terms or measures."
        )
        return
    held = present(view.published)
    made = Answer(
        asked=asked,
        compared=compared(view.published, view.scope, pivot),
        names=names,
        empty={
            at: words.why_empty(cell, held)
            for at, cell in pivot.cells.items()
            if cell.figure.shown is Shown.NO_DATA
        },
    )
    if all(cell.figure.shown is Shown.NO_DATA for cell in pivot.single()):
        notes.empty("Nobody is counted here", f"{_reasons(made)} Choose otherwise above.")
        return
    if sentences := words.what_stands_out(made.compared, names):
        notes.note(" ".join(sentences))
    _table(view, made)
    _picture(made)


def _registered(view: View) -> dict[int, str]:
    return register.schools(view.published)


def _reasons(made: Answer) -> str:
    reasons = sorted(set(made.empty.values()))
    return f"Why: {', '.join(reasons)}."


def _picture(made: Answer) -> None:
    if HALF_TERM in made.compared.pivot.question.axes:
        _over_time(made)
    else:
        _side_by_side(made)


def _over_time(made: Answer) -> None:
    """A small chart a value of the other axis, all on one scale; the total as a quiet reference."""
    pivot = made.compared.pivot
    across = pivot.question.columns == HALF_TERM
    others = pivot.rows if across else pivot.columns
    times = pivot.columns if across else pivot.rows
    label = "row" if across else "column"
    lines = {other: [_at(made, other, time, across=across) for time in times] for other in others}
    pooled = TOGETHER in (pivot.all_rows if across else pivot.all_columns)
    total = [_at(made, TOGETHER, time, across=across) for time in times] if pooled else []
    figures = [one for line in lines.values() for one in line]
    years = sorted({one.half_term.starts for one in figures})
    lowest = trajectories.common_floor(figures)
    named = "; grey is all of them together" if pooled else ""
    notes.subsection(
        "Over the half-terms",
        f"The soft band is the plausible range{named}. Each academic year is other children.",
    )
    shown = list(lines.items())[:MOST_CHARTS]
    with st.grid(4, min_column_width=230, gap="medium", key="explorer_multiples"):
        for place, (other, line) in enumerate(shown):
            name = words.value_label(
                pivot.question.rows if across else pivot.question.columns, other, made.names
            )
            with st.container(gap=None, key=f"explorer_{label}_{place}"):
                show(f'<h4 class="multiple">{safe(name)}</h4>')
                st.plotly_chart(
                    trajectories.trajectory_chart(
                        line, theme.current_look(), years=years, reference=total, lowest=lowest
                    ),
                    key=f"explorer_line_{place}",
                    theme=None,
                    config=theme.PLOTLY_CONFIG,
                    alt=trajectories.trajectory_alt(name, line),
                )
    if len(lines) > len(shown):
        notes.note(f"The first {len(shown)} of {len(lines)} are drawn; the table above has them all.")


def _at(made: Answer, other: object, time: object, *, across: bool) -> Figure:
    return made.compared.pivot.cells[(other, time) if across else (time, other)].figure


def _side_by_side(made: Answer) -> None:
    """A chart a column, its rows one beneath the other on one scale."""
    pivot = made.compared.pivot
    if len(pivot.rows) > MOST_ROWS or len(pivot.columns) > MOST_COLUMNS:
        notes.note("There are too many rows or columns for a picture: choose fewer of them to see one.")
        return
    notes.subsection("Side by side", "Those whose soft bars overlap may well be alike.")
    with st.grid(2, min_column_width=320, gap="medium", key="explorer_dots"):
        for place, column in enumerate(pivot.columns):
            rows = [(made.label((row, column))[0], pivot.cells[row, column].figure) for row in pivot.rows]
            name = words.value_label(pivot.question.columns, column, made.names)
            with st.container(gap=None, key=f"explorer_column_{place}"):
                show(f'<h4 class="multiple">{safe(name)}</h4>')
                st.plotly_chart(
                    intervals.intervals_chart(rows, theme.current_look()),
                    key=f"explorer_dots_{place}",
                    theme=None,
                    config=theme.PLOTLY_CONFIG,
                    alt=f"{name}. {intervals.intervals_alt(rows)}",
                )


def _table(view: View, made: Answer) -> None:
    pivot, question = made.compared.pivot, made.compared.pivot.question
    against = words.AGAINST_LABELS[question.against]
    notes.subsection(
        "In rows and columns",
        "Pupils at the standard, of all on roll. A name leads on, a number explains itself."
        + (f" Beneath, in pupils, against: {_lower(against)}." if made.compared.apart else ""),
    )
    widgets.ranges(made.asked)
    past = _past(view, made)
    columns = [
        (words.value_label(question.columns, one, made.names), _leads(question, question.columns, one))
        for one in pivot.all_columns
    ]
    pivot_table.pivot(
        [
            PivotRow(
                label=words.value_label(question.rows, row, made.names),
                note=past.get(row, "") if row is not TOGETHER else "",
                href=_leads(question, question.rows, row),
                cells=tuple(_cell(made, (row, column)) for column in pivot.all_columns),
                total=row is TOGETHER,
            )
            for row in pivot.all_rows
        ],
        columns,
        caption=words.what_is_shown(question, made.names, len(_registered(view))),
        first=words.axis_label(question.rows),
        ranges=made.asked.ranges,
    )
    said = words.what_to_know(made.compared, made.names, _single(made))
    if question.of_classes:
        held = years_of_classes(view.published, view.scope, question)
        named = question.of_class or tuple(held)
        said += words.of_mixed_classes({name: held[name] for name in named if name in held})
    if made.compared.tested:
        said.append(LEGEND)
    said += _of_predictions(view, made, past)
    notes.footnotes(said)
    title = words.what_is_shown(question, made.names, len(_registered(view))).rstrip(".")
    name = f"explorer-{question.rows}-by-{question.columns}-{question.half_terms[-1].slug}".replace("_", "-")
    behind.downloads(
        tables.pivot_table(title, made.compared, made.names, said), key="explorer", file_name=name
    )
    behind.behind(
        lambda: tables.long_table(title, made.compared, made.names, _registered(view)),
        key="explorer_rows",
        file_name=f"{name}-rows",
    )


def _single(made: Answer) -> dict[At, str]:
    return {at: why for at, why in made.empty.items() if TOGETHER not in at}


def _lower(label: str) -> str:
    return label if label.startswith("England") else wording.in_a_sentence(label)


def _cell(made: Answer, at: At) -> PivotCell:
    cell = made.compared.pivot.cells[at]
    against = made.compared.pivot.question.against
    apart = made.compared.apart.get(at)
    way = "" if apart is None or not apart.pupils else "up" if apart.pupils > 0 else "down"
    shape = ""
    if apart is not None and (apart.clear or apart.worth_a_look) and way:
        shape = {"up": "▲△", "down": "▼▽"}[way][0 if apart.clear else 1]
    brief = "" if apart is None else words.apart_briefly(apart, against, wording.target(cell.figure))
    row, column = made.label(at)
    return PivotCell(
        figure=cell.figure,
        said=f"{row}, {column}: {wording.briefly(cell.figure)}{f'; {brief}' if brief else ''}.",
        why=made.empty.get(at, ""),
        apart=brief,
        shape=shape,
        way=way,
        explained=_explained(made, cell),
        total=TOGETHER in at,
    )


def _explained(made: Answer, cell: Cell) -> str:
    place, pivot = cell.place, made.compared.pivot
    everyone = pivot.whole_trust and set(place.schools) == set(pivot.question.schools)
    return explanations.href(
        Number(
            measure=place.measure,
            kind=place.kind.value,
            half_term=place.half_term,
            schools=() if everyone else place.schools,
            year_groups=() if all_judged_years(place.year_groups) else place.year_groups,
            pupils=place.pupils,
            by_class=place.by_class,
            class_name=place.class_name,
            against=pivot.question.against.value,
        )
    )


def _leads(question: Question, axis: str, value: object) -> str | None:
    """Where the name of a row or column leads: to a school, one of its year groups or classes."""
    if value is TOGETHER:
        return None
    if axis == SCHOOL:
        return navigation.href("school", **{address.SCHOOL: str(value)})
    if len(question.schools) == 1 and axis == YEAR_GROUP:
        to_year = {address.SCHOOL: str(question.schools[0]), address.YEAR_GROUP: str(value)}
        return navigation.href("school", **to_year)
    if axis == CLASS and value is not None:
        years = question.year_groups
        return way.class_href(question.schools[0], str(value), years[0] if len(years) == 1 else None)
    return None


def _past(view: View, made: Answer) -> dict[object, str]:
    """Under each school in rows, how its last predictions compared with what came."""
    question = made.compared.pivot.question
    if question.rows != SCHOOL or Kind.PREDICTED not in question.kinds or len(question.schools) < 2:
        return {}
    held = schools.past_of(view, question.measures[0], list(question.schools))
    return dict(held.items())


def _of_predictions(view: View, made: Answer, past: dict[object, str]) -> list[str]:
    """Predictions of several schools never stand beside one another without how right past ones were."""
    question = made.compared.pivot.question
    if SCHOOL not in question.axes or Kind.PREDICTED not in question.kinds or len(question.schools) < 2:
        return []
    measure = wording.in_a_sentence(wording.measure_label(question.measures[0]))
    if past:
        return [schools.PAST.format(measure=measure)]
    if question.rows == SCHOOL or len(question.schools) > MOST_ROWS:
        return [schools.ACCURACY]
    return schools.said_of_predictions(view, question.measures[0], question.schools)
