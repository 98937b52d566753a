"""Academic years and half-terms: spelled, ordered, dated."""

from __future__ import annotations

from datetime import date

import pytest

from etl.half_terms import HalfTerm, HalfTermError, parse_half_term, usual_half_term


@pytest.mark.parametrize(
    ("text", "starts", "ordinal"),
    [
        ("2025/26 Spring 1", 2025, 3),
        ("2025-26 spring 1", 2025, 3),
        ("2025/2026 Summer 2", 2025, 6),
        ("  2025/26   Autumn 1 ", 2025, 1),
        ("1999/00 Autumn 1", None, None),  # before anything we hold
        ("2025-26-spring-1", 2025, 3),  # as in addresses
        ("2099/00 Autumn 1", 2099, 1),  # the turn of a century
        ("2025/27 Spring 1", None, None),  # two years that do not follow
        ("2025/26", None, None),
        ("2025/26 Spring 3", None, None),
        ("Spring 1", None, None),
        ("", None, None),
    ],
)
def test_a_half_term_is_read_or_refused(text: str, starts: int | None, ordinal: int | None) -> None:
    if starts is None or ordinal is None:
        with pytest.raises(HalfTermError):
            parse_half_term(text)
    else:
        assert parse_half_term(text) == HalfTerm(starts, ordinal)


def test_half_terms_come_back_from_their_words_and_slugs() -> None:
    for starts in (2019, 2025, 2099):
        for ordinal in range(1, 7):
            half_term = HalfTerm(starts, ordinal)
            assert parse_half_term(str(half_term)) == half_term
            assert parse_half_term(half_term.slug) == half_term


def test_before_autumn_1_comes_summer_2_of_the_year_before() -> None:
    assert HalfTerm(2026, 1).previous == HalfTerm(2025, 6)
    assert HalfTerm(2026, 4).previous == HalfTerm(2026, 3)
    assert HalfTerm(2025, 6) < HalfTerm(2026, 1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 1), HalfTerm(2026, 1)),
        (date(2026, 10, 31), HalfTerm(2026, 1)),
        (date(2026, 11, 23), HalfTerm(2026, 2)),
        (date(2027, 1, 10), HalfTerm(2026, 3)),
        (date(2027, 3, 1), HalfTerm(2026, 4)),
        (date(2027, 5, 1), HalfTerm(2026, 5)),
        (date(2027, 8, 31), HalfTerm(2026, 6)),
    ],
)
def test_the_usual_half_term_of_a_day(day: date, expected: HalfTerm) -> None:
    assert usual_half_term(day) == expected
