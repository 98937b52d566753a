"""What looks odd about a return once it is held against what the trust knows.

Each check is one function of a Comparison that yields problems, and one entry of CHECKS. None of them
stops a return: what stops it is in the file itself, and found when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from etl.checks import marks, pupils
from etl.checks.comparison import Comparison
from etl.problems import Problem

Check = Callable[[Comparison], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    marks.check_jumps,
    marks.check_earlier_marks,
    marks.check_closed_drops,
    marks.check_alike,
    marks.check_nothing_changed,
    pupils.check_who_a_upn_means,
    pupils.check_birth_dates,
    pupils.check_two_schools,
    pupils.check_starters,
    pupils.check_leavers,
)


def problems_against_the_record(comparison: Comparison) -> list[Problem]:
    return [problem for check in CHECKS for problem in check(comparison)]
