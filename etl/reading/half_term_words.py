"""Half-terms and academic years as they are written in headings, titles, sheet and file names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from etl.half_terms import HALF_TERM_NAMES, HalfTerm, academic_year_label
from etl.reading.spelling import comparable

_AUTUMN, _SPRING, _SUMMER = "autumn|aut|au", "spring|spr|sp", "summer|summ|sum|su"
_TERM = rf"(?P<term>{_AUTUMN}|{_SPRING}|{_SUMMER})"
_LONG_TERM = r"(?P<term>autumn|aut|spring|spr|summer|sum)"


def _term_number(word: str) -> int:
    return {"a": 1, "sp": 2, "su": 3}[word[:2] if word[0] == "s" else "a"]


@dataclass(frozen=True)
class SaidHalfTerm:
    """As much of a half-term as a text says.

    `ordinal` 1 to 6; where only the term is said, `term` 1 to 3 and no ordinal. `loose` marks a
    spelling that some schools use for something else (Term 1 of three, not of six).
    """

    starts: int | None = None
    ordinal: int | None = None
    term: int | None = None
    loose: bool = False

    @property
    def says_when(self) -> bool:
        return self.ordinal is not None or self.term is not None

    def may_be(self, half_term: HalfTerm) -> bool:
        """Whether nothing that is said speaks against a half-term."""
        if self.starts is not None and self.starts != half_term.starts:
            return False
        if self.ordinal is not None:
            return self.ordinal == half_term.ordinal
        return self.term is None or self.term == (half_term.ordinal + 1) // 2

    def __str__(self) -> str:
        year = f"{academic_year_label(self.starts)} " if self.starts is not None else ""
        if self.ordinal is not None:
            return f"{year}{HALF_TERM_NAMES[self.ordinal - 1]}"
        if self.term is not None:
            return f"{year}{('Autumn', 'Spring', 'Summer')[self.term - 1]}"
        return year.strip()


@dataclass(frozen=True)
class Spelling:
    """One way of writing a half-term. `short` ones are believed in headings only."""

    expression: re.Pattern[str]
    ordinal: Callable[[re.Match[str]], int | None]
    short: bool = False
    loose: bool = False


def _in_term(found: re.Match[str]) -> int:
    half = {"1st": 1, "first": 1, "2nd": 2, "second": 2}.get(found["half"]) or int(found["half"])
    return 2 * _term_number(found["term"]) - 2 + half


_B, _E = r"(?<![a-z0-9])", r"(?![a-z0-9])"
_LETTER = rf"[rwm]{_E}"  # "A1R": a subject's letter right behind

# Tried in this order; what one has matched is taken out of the text.
HALF_TERM_SPELLINGS = (
    Spelling(
        re.compile(
            rf"{_B}{_LONG_TERM}[\s.\-/]*(?:half[\s-]?term|term|ht|t)?[\s.:\-(/]*(?P<half>[12])(?:\)|{_E})"
        ),
        _in_term,
    ),
    Spelling(re.compile(rf"{_B}{_TERM}\s?(?P<half>[12])(?:{_E}|(?={_LETTER}))"), _in_term, short=True),
    Spelling(
        re.compile(
            rf"{_B}{_LONG_TERM}[\s\-]*(?:term)?[\s,:\-(/]*(?P<half>1st|2nd|first|second)\s*half(?:[\s-]*term)?"
        ),
        _in_term,
    ),
    Spelling(
        re.compile(
            rf"{_B}(?P<half>1st|2nd|first|second)\s*half(?:[\s-]*term)?\s*(?:of|in)?\s*(?:the)?\s*{_LONG_TERM}{_E}"
        ),
        _in_term,
    ),
    Spelling(
        re.compile(rf"{_B}a(?P<half>[12])(?:{_E}|(?={_LETTER}))"),
        lambda found: int(found["half"]),
        short=True,
    ),
    Spelling(
        re.compile(rf"{_B}(?:ht|half[\s-]?term)[\s\-]*(?P<half>[1-6]){_E}"), lambda found: int(found["half"])
    ),
    # Target Tracker's "Term 1.2": the second half of the first term.
    Spelling(
        re.compile(rf"{_B}(?:term|t)\s*(?P<term>[1-3])\.(?P<half>[12]){_E}"),
        lambda found: 2 * int(found["term"]) - 2 + int(found["half"]),
    ),
    Spelling(
        re.compile(rf"{_B}term\s*(?P<half>[1-6])(?!\.\d){_E}"), lambda found: int(found["half"]), loose=True
    ),
    Spelling(
        re.compile(rf"{_B}t(?P<half>[1-6])(?!\.\d){_E}"),
        lambda found: int(found["half"]),
        short=True,
        loose=True,
    ),
    # An end of term is the end of its second half.
    Spelling(
        re.compile(rf"{_B}{_LONG_TERM}(?:\s*term)?[\s,:\-]*end(?:\s*of\s*(?:the\s*)?term)?{_E}"),
        lambda found: 2 * _term_number(found["term"]),
    ),
    Spelling(
        re.compile(rf"{_B}end\s*(?:of\s*)?(?:the\s*)?{_LONG_TERM}(?:\s*term)?{_E}"),
        lambda found: 2 * _term_number(found["term"]),
    ),
    # Judgements for July are the year-end's; in titles July may be when a sheet was printed.
    Spelling(re.compile(rf"{_B}july?{_E}"), lambda found: 6, short=True),
    Spelling(
        re.compile(rf"{_B}{_LONG_TERM}\s*half[\s-]?term{_E}"),
        lambda found: 2 * _term_number(found["term"]) - 1,
    ),
)
_BARE_TERM = re.compile(rf"{_B}{_LONG_TERM}(?:\s*term)?{_E}")

_PAIR = re.compile(r"(?<!\d)(20\d\d)\s*[/\-]\s*(?:20)?(\d\d)(?!\d)")
_SHORT_PAIR = re.compile(r"(?<![\d/.\-])(\d\d)\s*[/\-]\s*(\d\d)(?![\d/.\-])")
_SIX_FIGURES = re.compile(r"(?<!\d)(20\d\d)(\d\d)(?!\d)")
_SPACED_PAIR = re.compile(r"(?<!\d)(20\d\d)\s(?:20)?(\d\d)(?!\d)")
# "Aut 25" and "Spring 1 '26": a calendar year of two figures, believed only right after its term.
_SHORT_CALENDAR = re.compile(rf"({_B}{_LONG_TERM}(?:\s*term)?\s*[12]?)\s+(2\d){_E}(?!\s*[/\-]\s*\d)")
_CALENDAR = re.compile(r"(?<![\d/.\-])(20[1-4]\d)(?![\d/\-])")


def _years(text: str) -> tuple[set[int], str]:
    """The academic years that a text names outright, by their first year, and the text without them."""
    found: set[int] = set()
    for expression in (_PAIR, _SIX_FIGURES, _SPACED_PAIR, _SHORT_PAIR):

        def take(match: re.Match[str]) -> str:
            first = int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])
            if (first + 1) % 100 != int(match[2]) or not 2010 <= first <= 2049:
                return match[0]
            found.add(first)
            return " "

        text = expression.sub(take, text)
    return found, text


@dataclass(frozen=True)
class Said:
    """What a text says of time; `rest` is the text without it."""

    half_terms: tuple[SaidHalfTerm, ...]
    rest: str

    @property
    def single(self) -> SaidHalfTerm | None:
        """What is said where the text says one thing alone."""
        return self.half_terms[0] if len(self.half_terms) == 1 else None


@lru_cache(maxsize=20_000)
def find_half_terms(text: str, *, short: bool = False) -> Said:
    """Every half-term, or part of one, that a text names; `short` also believes A1, Sp2 and T3.

    A term with one calendar year is taken as people say it: Autumn 2025 and Spring 2026 are both of
    2025/26. A calendar year alone says nothing.
    """
    rest = comparable(text)
    years, rest = _years(_SHORT_CALENDAR.sub(r"\1 20\3", rest))
    ordinals: list[tuple[int | None, int | None, bool]] = []
    for spelling in HALF_TERM_SPELLINGS:
        if spelling.short and not short:
            continue
        while found := spelling.expression.search(rest):
            ordinals.append((spelling.ordinal(found), None, spelling.loose))
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    while found := _BARE_TERM.search(rest):
        ordinals.append((None, _term_number(found["term"]), False))
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    if not years and ordinals:
        calendar = {int(match[1]) for match in _CALENDAR.finditer(rest)}
        if len(calendar) == 1:
            [year] = calendar
            rest = _CALENDAR.sub(" ", rest)
            said = {
                SaidHalfTerm(year if (ordinal or 2 * (term or 1)) <= 2 else year - 1, ordinal, term, loose)
                for ordinal, term, loose in ordinals
            }
            return Said(tuple(sorted(said, key=str)), rest)
    starts = next(iter(years)) if len(years) == 1 else None
    said = {SaidHalfTerm(starts, ordinal, term, loose) for ordinal, term, loose in ordinals}
    if not ordinals:
        said = {SaidHalfTerm(starts=year) for year in years}
    # "Autumn term: Autumn 2" says one half-term, once loosely.
    exact = {said_one for said_one in said if said_one.ordinal is not None}
    if exact:
        halves = {(one.ordinal or 0) + 1 >> 1 for one in exact}
        said = exact | {one for one in said - exact if one.term not in halves and one.says_when}
    return Said(tuple(sorted(said, key=str)), rest)
