"""Academic years and half-terms: what they are called, how they follow one another, when they fall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from etl.errors import TrustDataError

HALF_TERM_NAMES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")

# The first day of each half-term (month, day) where a trust has not set its own dates: a rule of
# thumb that only chooses what a page offers first.
USUAL_STARTS = ((9, 1), (11, 1), (1, 1), (2, 20), (4, 15), (6, 1))

_YEAR = re.compile(r"^(20\d\d)\s*[/-]\s*(?:20)?(\d\d)$")
_WHOLE = re.compile(r"^(20\d\d\s*[/-]\s*(?:20)?\d\d)\s+(.+)$")


class HalfTermError(TrustDataError):
    """Text that was meant as a half-term and is not one."""


@dataclass(frozen=True, order=True)
class HalfTerm:
    """One half-term of one academic year; sorts in time."""

    starts: int  # the calendar year in which the academic year starts: 2025 for 2025/26
    ordinal: int  # 1 (Autumn 1) to 6 (Summer 2)

    def __post_init__(self) -> None:
        if not 1 <= self.ordinal <= 6:
            raise ValueError(f"a half-term is numbered 1 to 6, not {self.ordinal}")

    @property
    def academic_year(self) -> str:
        return academic_year_label(self.starts)

    @property
    def name(self) -> str:
        return HALF_TERM_NAMES[self.ordinal - 1]

    @property
    def slug(self) -> str:
        """For addresses and file names: `2025-26-spring-1`."""
        return f"{self.academic_year.replace('/', '-')}-{self.name.lower().replace(' ', '-')}"

    def __str__(self) -> str:
        return f"{self.academic_year} {self.name}"

    @property
    def previous(self) -> HalfTerm:
        """The half-term before; before Autumn 1 comes Summer 2 of the year before."""
        if self.ordinal == 1:
            return HalfTerm(self.starts - 1, 6)
        return HalfTerm(self.starts, self.ordinal - 1)

    @property
    def a_year_before(self) -> HalfTerm:
        return HalfTerm(self.starts - 1, self.ordinal)


def academic_year_label(starts: int) -> str:
    return f"{starts}/{(starts + 1) % 100:02d}"


@lru_cache(maxsize=256)
def parse_academic_year(text: str) -> int:
    """The calendar year in which `2025/26` (or 2025-26, 2025-2026) starts.

    Raises HalfTermError where the text is not an academic year or its two years do not follow.
    """
    found = _YEAR.match(text.strip())
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise HalfTermError(f"“{text}” is not an academic year; write it as 2025/26.")
    return int(found[1])


def parse_half_term(text: str) -> HalfTerm:
    """`2025/26 Spring 1` as a HalfTerm; also the slug that addresses use.

    Raises HalfTermError with what was found and how to write it.
    """
    found = _WHOLE.match(text.strip()) or re.match(r"^(20\d\d-\d\d)-(.+)$", text.strip())
    cure = "write it as “2025/26 Spring 1”."
    if not found:
        raise HalfTermError(f"“{text}” is not a half-term; {cure}")
    name = re.sub(r"[\s-]+", " ", found[2]).strip().title()
    if name not in HALF_TERM_NAMES:
        raise HalfTermError(f"“{found[2]}” is not one of {', '.join(HALF_TERM_NAMES)}; {cure}")
    return HalfTerm(parse_academic_year(found[1]), HALF_TERM_NAMES.index(name) + 1)


def usual_half_term(day: date) -> HalfTerm:
    """The half-term that a day falls in where a trust has not set its own dates."""
    starts = day.year if day.month >= 9 else day.year - 1
    ordinal = 1
    for number, (month, first) in enumerate(USUAL_STARTS, start=1):
        begins = date(starts if month >= 9 else starts + 1, month, first)
        if day >= begins:
            ordinal = number
    return HalfTerm(starts, ordinal)
