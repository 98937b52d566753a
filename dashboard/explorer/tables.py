"""A pivot as files: just as it stands, and with a row for every cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import exports, wording
from dashboard.explorer import words
from dashboard.exports import Table
from dashboard.queries.explored import Cell
from dashboard.queries.explored_beside import At, Compared
from dashboard.queries.explored_question import Against


def pivot_table(title: str, compared: Compared, schools: dict[int, str], notes: Sequence[str] = ()) -> Table:
    """One row a row of the pivot; of each of its columns the percentage, the counts, and the difference."""
    pivot, question = compared.pivot, compared.pivot.question
    held = question.against is not Against.NOTHING
    parts = ("%", "met", "on roll", *(("pupils apart",) if held else ()))
    heads = [
        f"{words.value_label(question.columns, column, schools)}, {part}"
        for column in pivot.all_columns
        for part in parts
    ]
    return Table(
        title=title,
        columns=(words.axis_label(question.rows), *heads),
        rows=tuple(
            (
                words.value_label(question.rows, row, schools),
                *(
                    value
                    for column in pivot.all_columns
                    for value in _cell(compared, (row, column), apart=held)
                ),
            )
            for row in pivot.all_rows
        ),
        notes=tuple(notes),
    )


def _cell(compared: Compared, at: At, *, apart: bool) -> tuple[Any, ...]:
    figure = compared.pivot.cells[at].figure
    share = exports.whole(figure.percentage) if wording.has_percentage(figure) else None
    found = compared.apart.get(at)
    return (
        share,
        figure.numerator,
        figure.denominator,
        *((found.pupils if found else None,) if apart else ()),
    )


def long_table(title: str, compared: Compared, schools: dict[int, str], registered: dict[int, str]) -> Table:
    """One row a cell, totals left out, with everything that the page shows of it."""
    pivot = compared.pivot
    places = [(row, column) for row in pivot.rows for column in pivot.columns]
    made = exports.figures_table(title, [pivot.cells[at].figure for at in places])
    against = words.AGAINST_LABELS[pivot.question.against]
    more = (
        ()
        if pivot.question.against is Against.NOTHING
        else (f"Pupils apart from: {against}", "Their %", "Firmness")
    )
    rows = []
    for at, row in zip(places, made.rows, strict=True):
        half_term, _, year, _, *rest = row
        cell = pivot.cells[at]
        whom = words.pupils_words(cell.place.pupils) or "All pupils"
        where = _schools(cell, registered)
        years = words.years_words(cell.place.year_groups)
        if cell.place.by_class:
            years = f"{years}, {words.value_label('class', cell.place.class_name, schools)}"
        rows.append((half_term, where, years, whom, *rest, *(_apart(compared, at) if more else ())))
    return Table(title=title, columns=(*made.columns, *more), rows=tuple(rows))


def _schools(cell: Cell, registered: dict[int, str]) -> str:
    urns = cell.place.schools
    if len(urns) == 1:
        return registered[urns[0]]
    return "All schools" if len(urns) == len(registered) else f"{len(urns)} schools together"


def _apart(compared: Compared, at: At) -> tuple[Any, ...]:
    found = compared.apart.get(at)
    if found is None:
        return (None, None, None)
    firmness = "more than chance" if found.clear else "worth a look" if found.worth_a_look else None
    return (found.pupils, exports.whole(found.percentage), firmness)
