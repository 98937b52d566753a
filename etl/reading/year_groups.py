"""Year groups as schools write them, in a column, a title or a sheet's name."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.reading.spelling import comparable
from etl.vocabulary import NURSERY, RECEPTION

_WORDS = {
    **dict.fromkeys(
        ("r", "yr", "rec", "reception", "eyfs", "fs2", "f2", "foundation 2", "foundation stage 2"), RECEPTION
    ),
    **dict.fromkeys(
        ("year r", "reception year", "y0", "year 0", "yr0", "0", "00", "yrr", "foundation"), RECEPTION
    ),
    **dict.fromkeys(("n", "n1", "n2", "nursery", "fs1", "f1", "pre-school", "nur", "preschool"), NURSERY),
    **dict.fromkeys(("one", "year one"), 1),
    **dict.fromkeys(("two", "year two"), 2),
    **dict.fromkeys(("three", "year three"), 3),
    **dict.fromkeys(("four", "year four"), 4),
    **dict.fromkeys(("five", "year five"), 5),
    **dict.fromkeys(("six", "year six"), 6),
}
_NUMBER = re.compile(r"^(?:nc ?)?(?:year|yr|y|yeargroup|year group|grp)?[\s.\-]*0?([1-6])(?:\.0+)?$")
# "6A", "Y6 Oak", "Year 6 - Willow": a year group and a class in one cell.
_WITH_CLASS = re.compile(r"^(?:year|yr|y)[\s.\-]*([1-6])(?:[\s\-]+[a-z]+|[a-z])$|^([1-6])\s?[a-z]$")
_IN_TEXT = re.compile(
    r"(?<![a-z0-9])(?:nc )?(?:year group|year|yr|y)\s?[.:\-]?\s?0?([1-6])(?!\d)"
    r"(?!\s?[/&+\-]\s?(?:y|yr|year)?\s?\d)"
)
_RANGE = re.compile(
    r"(?<![a-z0-9])(?:years?|yrs?|y)\s?([0-6r])\s?(?:[/&,+\-]|to|and)\s?(?:y|yr|year)?\s?([1-6])(?!\d)"
)
_RECEPTION = re.compile(r"(?<![a-z0-9])(?:reception|eyfs|fs2|year r|yr r)(?![a-z0-9])")
_NURSERY = re.compile(r"(?<![a-z0-9])(?:nursery|fs1)(?![a-z0-9])")
_SHEET = re.compile(r"^([1-6])\s?[a-z]?$|^([1-6])[\s\-][a-z]+$")


@lru_cache(maxsize=5_000)
def read_year_group(text: str) -> int | None:
    """The year group that a cell of a year-group column states (Reception 0, nursery -1), or None where
    it is not one from nursery to Year 6."""
    plain = comparable(text)
    if plain in _WORDS:
        return _WORDS[plain]
    found = _NUMBER.match(plain)
    if found:
        return int(found[1])
    found = _WITH_CLASS.match(plain)
    if found:
        return int(found[1] or found[2])
    mentioned = year_groups_in(text)
    return next(iter(mentioned)) if len(mentioned) == 1 else None


@lru_cache(maxsize=5_000)
def year_groups_in(text: str) -> frozenset[int]:
    """The year groups that a title, a sheet's or a file's name mentions."""
    plain = comparable(text)
    if _RANGE.search(plain):
        return frozenset()
    found = {int(match[1]) for match in _IN_TEXT.finditer(plain)}
    if _RECEPTION.search(plain):
        found.add(RECEPTION)
    if _NURSERY.search(plain):
        found.add(NURSERY)
    return frozenset(found)


def year_group_of_sheet(name: str) -> int | None:
    """The year group that a sheet's name states: "Year 6", "Y6 Oak", "6A", "6"."""
    mentioned = year_groups_in(name)
    if len(mentioned) == 1:
        return next(iter(mentioned))
    if mentioned:
        return None
    found = _SHEET.match(comparable(name))
    if found:
        return int(found[1] or found[2])
    return read_year_group(name) if comparable(name) in ("r", "yr", "rec") else None


def without_year_groups(text: str) -> str:
    """A text without the year groups it mentions, comparable."""
    return _NURSERY.sub(" ", _RECEPTION.sub(" ", _IN_TEXT.sub(" ", comparable(text))))
