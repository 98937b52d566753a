"""Cells of published files: a number, or a symbol that says why there is none. A symbol is never a zero."""

from __future__ import annotations

import math
import re

from etl.open_data.rows import NOT_STATED

NOT_AVAILABLE = "not available"

# Symbol -> the note that stands in its place. DfE's own letters are kept: whoever knows them looks for them.
SYMBOLS: dict[str, str] = {
    "": NOT_STATED,  # a blank cell, or one with a lone space
    "SUPP": "SUPP",
    "NE": "NE",
    "NA": "NA",
    "N/A": "NA",
    "NP": "NP",
    "LOWCOV": "LOWCOV",
    "NEW": "NEW",
    "R": "R",
    "NULL": NOT_STATED,
    "-": NOT_AVAILABLE,
    "–": NOT_AVAILABLE,
    ":": NOT_AVAILABLE,
    "..": NOT_AVAILABLE,
    "z": "z",
    "x": "x",
    "c": "c",
    "u": "u",
    "b": "b",
    "k": "low",
    "low": "low",
}
_BY_SPELLING = {spelling.casefold(): note for spelling, note in SYMBOLS.items()}

# What each note means, for the page and the data dictionary.
MEANINGS: dict[str, str] = {
    "SUPP": "suppressed by DfE: too few pupils",
    "NE": "no pupils entered or eligible",
    "NA": "not applicable",
    "NP": "not published",
    "LOWCOV": "too few pupils could be counted for a progress score",
    "NEW": "a new school",
    "R": "withheld by DfE",
    "z": "not applicable",
    "x": "not available",
    "c": "suppressed by DfE: too few pupils",
    "u": "too unreliable to be published",
    "b": "not comparable with the year before",
    "low": "rounds to zero, but is not zero",
    "cancelled": "no assessments that year",
    NOT_AVAILABLE: "not available",
    NOT_STATED: "the file has nothing there",
}

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(E[+-]?\d+)?", re.IGNORECASE | re.ASCII)


class NotAFigureError(ValueError):
    """A cell that is neither a number nor a symbol that published files use."""


def figure(text: str) -> tuple[float | None, str | None]:
    """A cell's (value, note), of which exactly one is None. A percent sign is dropped.

    Raises NotAFigureError for anything else.
    """
    stripped = text.strip()
    note = _BY_SPELLING.get(stripped.casefold())
    if note is not None:
        return None, note
    digits = stripped.removesuffix("%").strip()
    if digits[:1] not in "eE" and any(one.isdigit() for one in digits) and _NUMBER.fullmatch(digits):
        value = float(digits.replace(",", ""))
        if math.isfinite(value):
            return value, None
    raise NotAFigureError(f"“{stripped[:20]}” is neither a number nor a symbol that DfE uses.")


def count(text: str) -> int | None:
    """A number of pupils, or None where the cell holds none."""
    try:
        value, _ = figure(text)
    except NotAFigureError:
        return None
    return None if value is None or value < 0 else round(value)


def number(text: str) -> float | None:
    """The number of a cell beside a figure (a bound, a band), or None."""
    try:
        return figure(text)[0]
    except NotAFigureError:
        return None
