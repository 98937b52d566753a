"""Which academic year a table of results is of: as the person said, else as its titles and file name say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl.containers import a1
from etl.half_terms import academic_year_label
from etl.problems import Problem
from etl.reading.half_term_words import find_half_terms
from etl.reading.tables import Table
from etl.results import findings

_LONE_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)")
SAY_YEAR = "Say which with --academic-year 2024/25, or write it in a title above the table."


@dataclass(frozen=True)
class SaidYear:
    """An academic year as a text says it. `lone`: a single calendar year, taken as that summer's."""

    starts: int
    lone: bool
    sheet: str | None = None
    cell: str | None = None

    def may_be(self, starts: int) -> bool:
        return self.starts == starts or (self.lone and self.starts + 1 == starts)


def year_in(text: str) -> tuple[int, bool] | None:
    """The academic year that a text names (first year, whether by one calendar year), if it names one."""
    said = find_half_terms(text)
    starts = {one.starts for one in said.half_terms if one.starts is not None}
    if starts:
        return (starts.pop(), False) if len(starts) == 1 else None
    lone = {int(found) for found in _LONE_YEAR.findall(text)}
    return (lone.pop() - 1, True) if len(lone) == 1 else None


def table_year(
    table: Table, file_name: str, said_by_person: int | None, *, is_text: bool, problems: list[Problem]
) -> int | None:
    """The academic year of a table, by its first year; None where nothing says it.

    A title speaks before the sheet's name, and that before the file's. Adds a stop where the person said
    another, and a check where a single calendar year had to be understood.
    """
    sheet = table.sheet.name
    titles = list(_said((text, sheet, a1(row, column)) for row, column, text in table.titles))
    names = list(_said([(sheet, sheet, None)])) if not is_text else []
    file = list(_said([(Path(file_name).stem, None, None)]))
    found = titles or names or file
    if said_by_person is not None:
        others = [one for one in found if not one.may_be(said_by_person)]
        if others and len(others) == len(found):
            problems.append(_at_odds(others[0], said_by_person))
        return said_by_person
    if len({one.starts for one in found}) != 1:
        return None
    if all(one.lone for one in found):
        problems.append(_read_as(found[0]))
    return found[0].starts


def _said(texts: Iterable[tuple[str, str | None, str | None]]) -> Iterable[SaidYear]:
    for text, sheet, cell in texts:
        said = year_in(text) if len(text) < 120 else None
        if said:
            yield SaidYear(*said, sheet, cell)


def _at_odds(said: SaidYear, expected: int) -> Problem:
    return findings.YEAR_AT_ODDS(
        f"This says {academic_year_label(said.starts)}, and the results were said to be of "
        f"{academic_year_label(expected)}."
        if said.cell
        else f"Its name says {academic_year_label(said.starts)}, and the results were said to be of "
        f"{academic_year_label(expected)}.",
        "Name the year that the results are of, or correct what the file says.",
        sheet=said.sheet,
        cell=said.cell,
    )


def _read_as(said: SaidYear) -> Problem:
    return findings.YEAR_READ_AS(
        f"“{said.starts + 1}” was taken as the summer of {academic_year_label(said.starts)}.",
        "If another year is meant, say so with --academic-year.",
        sheet=said.sheet,
        cell=said.cell,
    )
