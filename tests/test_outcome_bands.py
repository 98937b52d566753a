"""Which band a key stage 2 result comes to: every code, against a table a teacher could check."""

from __future__ import annotations

import pytest

from dashboard.outcome_bands import SCALED, band_of_code, code_bands
from etl.results.assessments import Assessment
from etl.results.codes import CODES
from etl.vocabulary import RWM_SUBJECTS

TESTS = """
PKS : B
WTS : NS N
EXS : AS
none: A U T J H Q S M L P F X Z
"""
WRITING = """
PKS : BLW PKF PKE PKG PK1 PK2 PK3 PK4 PK5 PK6 P1 P2 P3 P4 EM
WTS : WTS
EXS : EXS
GDS : GDS
none: A D L F P
"""


def table(lines: str) -> list[tuple[str, str | None]]:
    made = []
    for line in lines.strip().splitlines():
        band, codes = (one.strip() for one in line.split(":"))
        made += [(code, None if band == "none" else band) for code in codes.split()]
    return made


@pytest.mark.parametrize(("subject", "lines"), [("reading", TESTS), ("maths", TESTS), ("writing", WRITING)])
def test_each_code_says_its_band_or_none(subject: str, lines: str) -> None:
    known = {one.code for one in CODES if one.assessment is Assessment.KS2 and subject in one.subjects}
    assert known == {code for code, _ in table(lines)}
    for code, band in table(lines):
        found = band_of_code(subject, code)
        assert (found.value if found else None) == band, code
    assert band_of_code(subject, "nonsense") is None


def test_the_list_holds_each_code_that_says_a_band() -> None:
    listed = {(subject, code): rank for subject, code, rank in code_bands()}
    assert {subject for subject, _ in listed} == {one.value for one in RWM_SUBJECTS}
    assert (listed["reading", "B"], listed["reading", "NS"], listed["writing", "GDS"]) == (0, 1, 3)
    assert ("reading", "A") not in listed
    assert (SCALED.expected, SCALED.higher) == (100, 110)
