"""What the Board, the Forum and other schools do not see of judgements: as published, and more for some.

Which cells those are, and why, is told in etl/privacy/judgements.py; publishing works them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dashboard.cached import kept
from dashboard.queries.register import thresholds
from dashboard.store import fetch_columns, fetch_tuples
from etl.groups import ALL
from etl.half_terms import HalfTerm
from etl.privacy import Rules
from etl.privacy.judgements import Cohorts, HiddenCells, hidden_cells
from etl.publish.current import Published
from etl.publish.hidden_cells import cohorts_by_group
from etl.vocabulary import Standard

MASKED = """
SELECT hide_below, caution_below
FROM masked_year
WHERE academic_year = $academic_year
"""

HIDDEN = """
SELECT standard, school_urn, year_group, pupil_group, group_value
FROM hidden_cell
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
"""

HIDDEN_SCHOOLS = """
SELECT DISTINCT school_urn, year_group
FROM hidden_cell
WHERE academic_year = $academic_year
AND school_urn IS NOT NULL
AND year_group IS NOT NULL
"""


# School (None: the trust), year group (None: Years 1 to 6), group, group value.
Place = tuple[int | None, int | None, str, str]


@dataclass(frozen=True)
class Mask:
    """The cells of one half-term that restricted audiences do not see."""

    hidden: Mapping[Standard, frozenset[Place]]
    is_masked: bool = True  # False: nobody has worked out what to hide, so that nothing is shown

    def hides(
        self,
        standard: Standard,
        school_urn: int | None,
        year_group: int | None,
        group: str = ALL.id,
        group_value: str = "all",
    ) -> bool:
        place = (school_urn, year_group, group, group_value)
        return not self.is_masked or place in self.hidden[standard]


@kept(32)
def mask_of(published: Published, half_term: HalfTerm, own_schools: tuple[int, ...] = ()) -> Mask:
    """The mask of a half-term, for everyone; wider for whoever knows several schools at once."""
    when = {"academic_year": half_term.academic_year, "ordinal": half_term.ordinal}
    hidden: dict[Standard, set[Place]] = {standard: set() for standard in Standard}
    for standard, *place in fetch_tuples(published, HIDDEN, when):
        hidden[Standard(standard)].add((*place,))
    if len(own_schools) > 1:
        for standard, cells in _wider(published, half_term.academic_year, own_schools).items():
            hidden[standard] |= {cell[1:] for cell in cells if cell[0] == half_term.ordinal}
    return Mask(
        {standard: frozenset(places) for standard, places in hidden.items()},
        is_masked=_is_masked(published, half_term.academic_year),
    )


@kept(16)
def hidden_schools(
    published: Published, academic_year: str, own_schools: tuple[int, ...] = ()
) -> frozenset[tuple[int, int]]:
    """The schools' year groups that are hidden in any half-term of an academic year, at either standard."""
    hidden = set(fetch_tuples(published, HIDDEN_SCHOOLS, {"academic_year": academic_year}))
    if len(own_schools) > 1:
        for cells in _wider(published, academic_year, own_schools).values():
            hidden |= {(urn, year) for _, urn, year, _, _ in cells if urn is not None and year is not None}
    return frozenset(hidden)


@kept(16)
def _wider(published: Published, academic_year: str, own_schools: tuple[int, ...]) -> HiddenCells:
    """What is hidden besides from the head of several schools, to whom they are like one.

    Worked out when it is asked for, since who has which schools is decided between publications: about a
    second in a trust of 100 schools.
    """
    as_one = own_schools[0]

    cohorts_of = cohorts_by_group(partial(fetch_columns, published), academic_year)

    def with_one_of_them(pupil_group: str) -> Cohorts:
        return cohorts_of(pupil_group).as_one_school(own_schools)

    more = hidden_cells(with_one_of_them, rules_of(published))
    return {
        standard: frozenset(cell for cell in cells if cell[1] != as_one) for standard, cells in more.items()
    }


def rules_of(published: Published) -> Rules:
    held = thresholds(published)
    return Rules(hide_below=held.hide_below, caution_below=held.caution_below)


def _is_masked(published: Published, academic_year: str) -> bool:
    """By the very thresholds that the file says are the trust's."""
    found = fetch_tuples(published, MASKED, {"academic_year": academic_year})
    held = thresholds(published)
    return found == [(held.hide_below, held.caution_below)]
