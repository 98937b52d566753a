"""One pattern of hidden cells for a year: over its half-terms, kinds, measures and groups."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builders_published import AUTUMN_1, AUTUMN_2, SPRING_1, Rows, met_of, published_from

from dashboard.masks import mask_of
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import Standard

EXPECTED, HIGHER = Standard.EXPECTED, Standard.HIGHER
SCHOOLS = (910001, 910002, 910003, 910004)
SMALL = SCHOOLS[0]


def ordinary(half_term: HalfTerm, rows: Rows, *, without: int | None = None) -> Rows:
    """Four schools with 25 to 28 pupils in Years 5 and 6, of whom some reach either standard."""
    for place, urn in enumerate(SCHOOLS):
        if urn != without:
            for year in (5, 6):
                marks = " ".join(["GDS"] * 6 + ["EXS"] * 8 + ["WTS"] * (11 + place))
                rows.cohort(urn, year, half_term, reading=marks)
    return rows


@dataclass(frozen=True)
class Year:
    """The masks of a year's half-terms."""

    published: Published

    def hides(self, half_term: HalfTerm, *cell: Any) -> bool:
        return mask_of(self.published, half_term).hides(*cell)

    def hidden(self, standard: Standard) -> set[tuple[Any, ...]]:
        return {
            (half_term, *place)
            for half_term in (AUTUMN_1, AUTUMN_2, SPRING_1)
            for place in mask_of(self.published, half_term).hidden[standard]
        }


def mask(rows: Rows, place: Path) -> Year:
    return Year(published_from(rows, place))


def test_nothing_is_hidden_where_nobody_is_few(tmp_path: Path) -> None:
    held = mask(ordinary(AUTUMN_1, Rows()), tmp_path)
    assert not held.hidden(EXPECTED) | held.hidden(HIGHER)


def few_in_year_6(half_term: HalfTerm, rows: Rows, pupils: int = 4) -> Rows:
    """The same, with so few in the first school's Year 6."""
    for place, urn in enumerate(SCHOOLS):
        for year in (5, 6):
            size = pupils if (urn, year) == (SMALL, 6) else 25 + place
            rows.cohort(urn, year, half_term, reading=met_of(size, 2 if size < 11 else 14))
    return rows


def test_what_is_hidden_in_one_half_term_is_hidden_all_year(tmp_path: Path) -> None:
    rows = few_in_year_6(AUTUMN_1, Rows())
    ordinary(AUTUMN_2, rows)  # many have joined
    held = mask(rows, tmp_path)
    for urn in SCHOOLS:
        for year in (5, 6, None):
            assert held.hides(AUTUMN_1, EXPECTED, urn, year) is held.hides(AUTUMN_2, EXPECTED, urn, year)
    assert held.hides(AUTUMN_2, EXPECTED, SMALL, 6)
    assert not held.hides(AUTUMN_1, EXPECTED, None, 6)
    assert not held.hides(AUTUMN_1, EXPECTED, SMALL, None)


def test_the_higher_standard_hides_what_the_expected_one_hides_and_more(tmp_path: Path) -> None:
    rows = ordinary(AUTUMN_1, Rows())
    rows.cohort(SMALL, 4, AUTUMN_1, reading=met_of(8, 3))  # none of the eight at greater depth
    for place, urn in enumerate(SCHOOLS[1:]):
        rows.cohort(urn, 4, AUTUMN_1, reading=" ".join(["GDS"] * 6 + ["EXS"] * 8 + ["WTS"] * (11 + place)))
    held = mask(rows, tmp_path)
    assert held.hidden(EXPECTED) < held.hidden(HIGHER)
    assert not held.hides(AUTUMN_1, EXPECTED, SMALL, 4)
    assert held.hides(AUTUMN_1, HIGHER, SMALL, 4)


def test_kinds_and_subjects_are_hidden_alike(tmp_path: Path) -> None:
    rows = ordinary(AUTUMN_1, Rows())
    for urn in SCHOOLS:
        size = 8 if urn == SMALL else 30
        rows.cohort(urn, 4, AUTUMN_1, reading=met_of(size, 4), writing=met_of(size, 4))
        # Every one of the eight is judged to be there already.
        rows.cohort(urn, 4, AUTUMN_1, kind="current", maths=met_of(size, 8 if urn == SMALL else 12))
    assert mask(rows, tmp_path).hides(AUTUMN_1, EXPECTED, SMALL, 4)


def test_the_first_return_of_a_half_term_hides_no_total_of_the_others(tmp_path: Path) -> None:
    rows = few_in_year_6(AUTUMN_1, Rows())
    rows.cohort(SMALL, 6, AUTUMN_2, reading=met_of(4, 2)).cohort(SMALL, 5, AUTUMN_2, reading=met_of(25, 14))
    held = mask(rows, tmp_path)
    # So far the trust is four pupils in Year 6; in the half-term before it was whole.
    assert held.hides(AUTUMN_2, EXPECTED, None, 6)
    assert not held.hides(AUTUMN_1, EXPECTED, None, 6)


def test_a_school_that_is_not_in_is_no_cover(tmp_path: Path) -> None:
    rows = few_in_year_6(AUTUMN_1, Rows())
    for place, urn in enumerate(SCHOOLS[:2]):  # in the spring only two have sent theirs
        size = 4 if urn == SMALL else 25 + place
        rows.cohort(urn, 6, SPRING_1, reading=met_of(size, 2))
        rows.cohort(urn, 5, SPRING_1, reading=met_of(25, 14))
    held = mask(rows, tmp_path)
    assert held.hides(SPRING_1, EXPECTED, SMALL, 6)
    # To the other head the trust less their own is the small school: so the total goes.
    assert held.hides(SPRING_1, EXPECTED, None, 6)


def test_the_trusts_small_groups_are_hidden_with_their_complement(tmp_path: Path) -> None:
    rows = ordinary(AUTUMN_1, Rows())
    for pupil in (0, 1, 2):
        rows.pupils[pupil] = type(rows.pupils[pupil])(
            **{**rows.pupils[pupil].__dict__, "letters": "E"}  # three with a plan, in Year 5
        )
    held = mask(rows, tmp_path)
    assert held.hides(AUTUMN_1, EXPECTED, None, 5, "sen", "E")
    assert held.hides(AUTUMN_1, EXPECTED, None, 5, "sen", "N")
    assert not held.hides(AUTUMN_1, EXPECTED, None, 5)
    assert not held.hides(AUTUMN_1, EXPECTED, None, 6, "disadvantaged", "no")


@pytest.mark.parametrize(("setting", "hidden"), [("6", False), ("10", True)])
def test_the_threshold_is_the_trusts_own(tmp_path: Path, setting: str, hidden: bool) -> None:
    rows = few_in_year_6(AUTUMN_1, Rows(), pupils=9)
    rows.settings["hide_below"] = setting
    assert mask(rows, tmp_path).hides(AUTUMN_1, EXPECTED, SMALL, 6) is hidden


def test_of_a_year_that_nobody_masked_nothing_is_shown(tmp_path: Path) -> None:
    published = published_from(ordinary(AUTUMN_1, Rows()), tmp_path)
    assert mask_of(published, HalfTerm(2019, 1)).hides(EXPECTED, None, 6)


def test_of_a_year_masked_by_other_thresholds_nothing_is_shown(tmp_path: Path) -> None:
    published = published_from(ordinary(AUTUMN_1, Rows()), tmp_path)
    with duckdb.connect(published.path) as connection:
        connection.execute("INSERT INTO setting VALUES ('hide_below', '10')")
    assert mask_of(published, AUTUMN_1).hides(EXPECTED, None, 6)
