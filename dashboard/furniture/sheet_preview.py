"""A sheet as its school sent it, with above each column how it was read, and what was found in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape

from dashboard import formats
from dashboard.furniture.markup import safe, show
from etl.containers import Sheet, a1, column_letter
from etl.problems import Problem, Severity
from etl.reading.tidy import ColumnReading

FIRST_ROWS = 12
FAULTY_ROWS = 20  # rows further down that are shown because something was found in them
MOST_COLUMNS = 60

# What is said beside a reading that is not certain.
HOW_SURE = {"likely": "likely: please look", "learned": "as your school confirmed"}


def sheet_html(sheet: Sheet, columns: Sequence[ColumnReading], problems: Sequence[Problem]) -> str:
    """One sheet: the first rows, and those further down where a check found something."""
    readings = {one.column: one for one in columns if one.sheet == sheet.name}
    found = gravest_by_cell([one for one in problems if one.sheet in (sheet.name, None)])
    rows = list(shown_rows(sheet, found))
    letters = [column_letter(place) for place in range(min(sheet.width, MOST_COLUMNS))]
    head = "".join(f'<th scope="col">{letter}</th>' for letter in letters)
    read = "".join(_reading_html(readings.get(letter)) for letter in letters)
    body = []
    before = -1
    for row in rows:
        if row > before + 1:
            body.append(f'<tr class="gap"><td colspan="{len(letters) + 1}">⋯</td></tr>')
        before = row
        cells = "".join(_cell_html(sheet, row, column, found) for column in range(len(letters)))
        body.append(f'<tr><th scope="row">{row + 1}</th>{cells}</tr>')
    if rows and before + 1 < len(sheet.rows):
        body.append(f'<tr class="gap"><td colspan="{len(letters) + 1}">⋯</td></tr>')
    label = escape(f"{sheet.name} as it was sent")
    return (
        f'<div class="sheet" tabindex="0" role="region" aria-label="{label}" data-sheet="{safe(sheet.name)}">'
        f"<table>"
        f"<caption>{safe(sheet.name)}: {formats.whole(len(rows))} of {formats.whole(len(sheet.rows))} rows"
        f'</caption><thead><tr class="letters"><td></td>{head}</tr>'
        f'<tr class="read"><th scope="row">read as</th>{read}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def gravest_by_cell(problems: Sequence[Problem]) -> dict[str, Problem]:
    """Stops and checks by cell, the gravest where a cell has several."""
    order = list(Severity)
    found: dict[str, Problem] = {}
    for problem in sorted(problems, key=lambda one: order.index(one.severity)):
        if problem.cell and problem.severity is not Severity.INFO:
            found.setdefault(problem.cell, problem)
    return found


def shown_rows(sheet: Sheet, found: Mapping[str, Problem]) -> Iterator[int]:
    """The rows to show, counted from 0."""
    first = min(FIRST_ROWS, len(sheet.rows))
    yield from range(first)
    faulty = sorted({int("".join(filter(str.isdigit, cell))) - 1 for cell in found})
    yield from [row for row in faulty if first <= row < len(sheet.rows)][:FAULTY_ROWS]


def _reading_html(reading: ColumnReading | None) -> str:
    if reading is None or not reading.used:
        return '<td class="unused">not used</td>'
    return f'<td class="{escape(reading.confidence)}">{safe(reading.meaning)}</td>'


def _cell_html(sheet: Sheet, row: int, column: int, found: Mapping[str, Problem]) -> str:
    value = sheet.cell(row, column)
    text = "" if value is None else safe(value if not isinstance(value, int) else str(value))
    fault = sheet.faults.get((row, column))
    if fault is not None and not text:
        text = safe(fault.text) if fault.text else ""
    problem = found.get(a1(row, column))
    if problem is None:
        return f"<td>{text}</td>"
    return (
        f'<td class="{problem.severity.value}" data-cell="{a1(row, column)}" '
        f'title="{escape(problem.message)}">{text or "&nbsp;"}</td>'
    )


def columns_html(columns: Sequence[ColumnReading]) -> str:
    """“How we read your sheet”: each column's heading, what it was read as, and each mark in it.

    Sheets that are laid out alike share a row, their marks added up; a row names its sheets where it is not
    about all of them.
    """
    everywhere = len({one.sheet for one in columns})
    rows = []
    for sheets, one in _alike(columns):
        marks = "".join(
            f"<li><b>{safe(mark)}</b> → {safe(meaning)} <small>{formats.whole(times)}</small></li>"
            for mark, meaning, times in one.marks
        )
        named = f"<small>{safe(formats.listed(sheets))}</small>" if len(sheets) < everywhere else ""
        rows.append(
            f'<tr class="{"used" if one.used else "unused"}"><th scope="row">{safe(one.column)} {named}</th>'
            f'<td data-label="Heading">{safe(one.heading)}</td><td data-label="Read as">{safe(one.meaning)}'
            f"{_how_sure(one)}</td>"
            f'<td data-label="Marks">{f"<ul>{marks}</ul>" if marks else ""}</td></tr>'
        )
    return (
        '<table class="how-read"><thead><tr><th scope="col">Column</th>'
        '<th scope="col">Heading in your sheet</th><th scope="col">Read as</th>'
        '<th scope="col">Its marks, and what each was read as</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _alike(columns: Sequence[ColumnReading]) -> Iterator[tuple[list[str], ColumnReading]]:
    """Columns with the same letter, heading and reading, with their sheets; letters in a sheet's order."""
    found: dict[tuple[str, str, str, bool, str], list[ColumnReading]] = {}
    for one in columns:
        key = (one.column, one.heading, one.meaning, one.used, one.confidence)
        found.setdefault(key, []).append(one)
    for ones in sorted(found.values(), key=lambda ones: (len(ones[0].column), ones[0].column)):
        times = Counter[tuple[str, str]]()
        for mark, meaning, number in (mark for one in ones for mark in one.marks):
            times[mark, meaning] += number
        marks = tuple((mark, meaning, number) for (mark, meaning), number in times.most_common())
        yield [one.sheet for one in ones], replace(ones[0], marks=marks)


def _how_sure(reading: ColumnReading) -> str:
    words = HOW_SURE.get(reading.confidence)
    return f" <small>{words}</small>" if words else ""


def show_sheet(sheet: Sheet, columns: Sequence[ColumnReading], problems: Sequence[Problem]) -> None:
    show(sheet_html(sheet, columns, problems))


def show_columns(columns: Sequence[ColumnReading]) -> None:
    show(columns_html(columns))
