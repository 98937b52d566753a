"""The half-terms that the sample trust has lived through, counted from 0."""

from __future__ import annotations

import random
from datetime import date

from etl.half_terms import HalfTerm

FIRST_YEAR = 2023
LAST_YEAR = 2026

# Three whole years and this one to Autumn 1.
HALF_TERMS: tuple[HalfTerm, ...] = (
    *(HalfTerm(starts, ordinal) for starts in range(FIRST_YEAR, LAST_YEAR) for ordinal in range(1, 7)),
    HalfTerm(LAST_YEAR, 1),
)
THIS_HALF_TERM = HALF_TERMS[-1]


def place(half_term: HalfTerm) -> int:
    return HALF_TERMS.index(half_term)


# (first day, last day) of each half-term by the calendar year in which the academic year starts.
TERM_DATES: dict[int, tuple[tuple[date, date], ...]] = {
    2023: (
        (date(2023, 9, 4), date(2023, 10, 20)),
        (date(2023, 10, 30), date(2023, 12, 20)),
        (date(2024, 1, 4), date(2024, 2, 9)),
        (date(2024, 2, 19), date(2024, 3, 28)),
        (date(2024, 4, 15), date(2024, 5, 24)),
        (date(2024, 6, 3), date(2024, 7, 23)),
    ),
    2024: (
        (date(2024, 9, 3), date(2024, 10, 25)),
        (date(2024, 11, 4), date(2024, 12, 20)),
        (date(2025, 1, 6), date(2025, 2, 14)),
        (date(2025, 2, 24), date(2025, 4, 4)),
        (date(2025, 4, 22), date(2025, 5, 23)),
        (date(2025, 6, 2), date(2025, 7, 22)),
    ),
    2025: (
        (date(2025, 9, 2), date(2025, 10, 24)),
        (date(2025, 11, 3), date(2025, 12, 19)),
        (date(2026, 1, 5), date(2026, 2, 13)),
        (date(2026, 2, 23), date(2026, 3, 27)),
        (date(2026, 4, 13), date(2026, 5, 22)),
        (date(2026, 6, 1), date(2026, 7, 21)),
    ),
    2026: (
        (date(2026, 9, 2), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
        (date(2027, 1, 4), date(2027, 2, 12)),
        (date(2027, 2, 22), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 5, 28)),
        (date(2027, 6, 7), date(2027, 7, 22)),
    ),
}

SEED = "sample trust, 12"


def stream(*subject: object) -> random.Random:
    """Random numbers of their own for one subject: a change in one leaves all others as they were."""
    return random.Random(":".join([SEED, *map(str, subject)]))
