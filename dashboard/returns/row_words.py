"""Texts beside marks that are not understood: “Maths - Number” in a column Subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from etl.containers import Sheet
from etl.containers.sheets import column_number
from etl.problems import Problem
from etl.reading.columns import kind_said, subject_said
from etl.reading.findings import UNCLEAR_ROW
from etl.reading.heading_meaning import heading_meaning
from etl.reading.spelling import cell_text
from etl.reading.tidy import ColumnReading
from etl.returns.outcome import Outcome
from etl.vocabulary import Subject


@dataclass(frozen=True)
class RowWord:
    """One text that a school can explain once. `field`: whether it is to name a subject or a kind."""

    urn: int
    text: str
    heading: str  # of its column
    field: str  # "subject" or "kind"


def row_words(sheets: Sequence[Sheet], outcomes: Sequence[Outcome]) -> tuple[RowWord, ...]:
    """Each text in doubt that a word of ours would explain, once.

    A text that is understood, and contradicts the heading or another cell, is left out: a word does not
    help there.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    return tuple(dict.fromkeys(word for outcome in outcomes for word in _of(outcome, by_name)))


def _of(outcome: Outcome, sheets: Mapping[str, Sheet]) -> Iterator[RowWord]:
    if outcome.school_urn is None or outcome.reading is None:
        return
    for problem in outcome.problems:
        column = column_of(problem, outcome.reading.columns)
        sheet = sheets.get(problem.sheet or "")
        if problem.code != UNCLEAR_ROW.code or column is None or sheet is None:
            continue
        text = cell_text(sheet.cell(*_place(problem.cell or "")))
        if column.field in ("subject", "kind") and text and not _understood(text, column.field):
            yield RowWord(outcome.school_urn, text, column.heading, column.field)


def _understood(text: str, field: str) -> bool:
    meaning = heading_meaning(text)
    if field == "kind":
        return kind_said(meaning) is not None
    return isinstance(subject_said(meaning), Subject) and not meaning.unknown


def column_of(problem: Problem, columns: Sequence[ColumnReading]) -> ColumnReading | None:
    """The column in which a problem's cell stands."""
    letters = re.match(r"[A-Z]+", problem.cell or "")
    return next(
        (one for one in columns if letters and (one.sheet, one.column) == (problem.sheet, letters[0])), None
    )


def _place(cell: str) -> tuple[int, int]:
    """“C7” as (6, 2)."""
    letters, number = re.match(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]  # a column was found for it
    return int(number) - 1, column_number(letters)
