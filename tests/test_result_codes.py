"""Every code of every assessment: its place in each figure, against a table a teacher could check."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from etl.measures import MEASURES, Basis, Unit
from etl.results.assessments import (
    NO_ASSESSMENTS,
    SCORES,
    Assessment,
    expected_score,
    series_of,
    threshold_is_confirmed,
    why_not_held,
)
from etl.results.codes import CODES, GOALS, code_spellings, codes_of, subjects_of
from etl.results.counted import COUNTED
from tests.builders_results import Trust

# Assessment and subjects: the codes that are in no denominator | those in it that meet nothing | those that
# meet the expected standard | those that meet the higher one | those whose score or file decides.
PLACES = """
ks2      reading maths gps   : L F X Z | N A B U T J H Q S M NS | AS | | P
ks2  writing : L F | BLW PKF PKE PKG PK1 PK2 PK3 PK4 PK5 PK6 P1 P2 P3 P4 EM WTS A D | EXS | GDS | P
ks2      science             : L F | HNM A D | EXS | | P
ks2  reading_ta maths_ta : L F | BLW PKF PKE PKG PK1 PK2 PK3 PK4 PK5 PK6 P1 P2 P3 P4 EM HNM A D | EXS | | P
mtc      mtc                 : L Z | A B J U X | | |
phonics  phonics             : L Q | Wt A D | Wa | |
eyfsp    goals               : A | 1 | 2 | |
eyfsp    gld                 : A | N | Y | |
ks1      reading writing maths : L F | BLW PKF PK1 PK2 PK3 PK4 P1 P2 P3 P4 EM WTS A D Q | EXS | GDS |
ks1      science             : L F | HNM A D | EXS | |
"""


def places() -> list[tuple[Assessment, str, list[set[str]]]]:
    found = []
    for line in PLACES.strip().splitlines():
        what, codes = line.split(":")
        assessment, *subjects = what.split()
        held = [set(part.split()) for part in codes.split("|")]
        for subject in GOALS if subjects == ["goals"] else subjects:
            found.append((Assessment(assessment), subject, held))
    return found


def test_the_table_is_walked_completely() -> None:
    declared = Counter((code.assessment, subject, code.code) for code in CODES for subject in code.subjects)
    listed = Counter((a, subject, code) for a, subject, held in places() for part in held for code in part)
    assert declared == listed
    assert set(declared.values()) == {1}


@pytest.mark.parametrize(
    ("assessment", "subject", "held"), places(), ids=[f"{one[0]}-{one[1]}" for one in places()]
)
def test_each_code_has_its_place(assessment: Assessment, subject: str, held: list[set[str]]) -> None:
    out, short, expected, higher, open_ = held
    for code in codes_of(assessment, subject).values():
        assert code.counts is (code.code not in out), code.code
        if code.code in open_:
            assert (code.expected, code.higher) == (None, None)
        elif code.code in expected | higher:
            assert code.expected is True
            # A score says whether a test was met at the higher standard; a teacher's mark says it itself.
            by_score = SCORES.get((assessment, subject))
            assert code.higher is (True if code.code in higher else None if code.code == "AS" else False)
            assert by_score or code.code != "AS"
        else:
            assert code.code in out | short
            assert (code.expected, code.higher) == (False, False)


def test_only_outcomes_of_a_test_that_was_taken_have_a_score() -> None:
    scored = {(code.assessment.value, code.code) for code in CODES if code.scored}
    assert scored == {("ks2", "AS"), ("ks2", "NS"), ("ks2", "P"), ("phonics", "Wa"), ("phonics", "Wt")}


def test_who_was_assessed() -> None:
    not_assessed = {(code.assessment.value, code.code) for code in CODES if code.counts and not code.assessed}
    assert not_assessed == {
        *(("ks2", code) for code in "ABUTJHQSMD"),
        *(("mtc", code) for code in "ABJUX"),
        *(("phonics", code) for code in "AD"),
        *(("ks1", code) for code in "ADQ"),
    }


USED = [
    ("ks2", "writing", "BLW", {2016, 2018}, {2019, 2025}),
    ("ks2", "writing", "PKG", {2016, 2018}, {2019, 2022}),
    ("ks2", "writing", "PK6", {2019, 2022, 2025}, {2018}),
    ("ks2", "writing", "P4", {2019}, {2018, 2022}),
    ("ks2", "writing", "EM", {2022, 2025}, {2019}),
    ("ks2", "writing", "D", {2016, 2019}, {2022}),
    ("ks2", "reading_ta", "EXS", {2018}, {2019}),
    ("ks2", "reading", "T", {2016, 2019}, {2022}),
    ("ks2", "reading", "U", {2016, 2025}, set()),
    ("ks1", "reading", "PKF", {2016, 2018}, {2019}),
    ("ks1", "reading", "Q", {2022, 2023}, {2019}),
]


@pytest.mark.parametrize(
    ("assessment", "subject", "code", "used", "unused"), USED, ids=["-".join(one[:3]) for one in USED]
)
def test_the_years_of_a_code(
    assessment: str, subject: str, code: str, used: set[int], unused: set[int]
) -> None:
    held = codes_of(Assessment(assessment), subject)[code]
    assert all(held.used_in(summer - 1) for summer in used)
    assert not any(held.used_in(summer - 1) for summer in unused)


def test_no_spelling_is_two_codes_of_a_subject() -> None:
    for assessment in Assessment:
        for subject in subjects_of(assessment):
            assert code_spellings(assessment, subject)  # asserts it while it is made


def test_every_code_names_its_source_and_every_doubt_its_decision() -> None:
    assert {code.source for code in CODES} <= {"V", "S", "M"}
    noted = {(code.assessment.value, code.code) for code in CODES if code.note}
    assert {("ks2", "M"), ("ks2", "P"), ("phonics", "Q"), ("mtc", "X"), ("eyfsp", "A")} <= noted


def test_every_statutory_measure_is_counted_from_something_that_exists() -> None:
    statutory = {one.id: one.unit for one in MEASURES.values() if one.basis is Basis.STATUTORY}
    assert COUNTED.keys() == {measure for measure, unit in statutory.items() if unit is not Unit.PROGRESS}
    together = {"rwm", "phonics_by_y2"}
    for one in COUNTED.values():
        assert one.subject in together or one.subject in subjects_of(one.assessment), one


@pytest.mark.parametrize("summer", NO_ASSESSMENTS)
@pytest.mark.parametrize("assessment", Assessment)
def test_years_without_tests_stay_gaps(assessment: Assessment, summer: int) -> None:
    assert why_not_held(assessment, summer - 1) is not None


@pytest.mark.parametrize(
    ("assessment", "first"), [("ks2", 2016), ("mtc", 2022), ("phonics", 2012), ("eyfsp", 2022), ("ks1", 2016)]
)
def test_the_first_year_of_each(assessment: str, first: int) -> None:
    assert why_not_held(Assessment(assessment), first - 1) is None
    assert why_not_held(Assessment(assessment), first - 2) is not None


def test_thresholds() -> None:
    assert expected_score(Assessment.PHONICS, "phonics", 2024) == 32
    assert threshold_is_confirmed(Assessment.PHONICS, 2024)
    assert not threshold_is_confirmed(Assessment.PHONICS, 2030)
    for subject in ("reading", "maths", "gps"):
        meaning = SCORES[Assessment.KS2, subject]
        assert (meaning.lowest, meaning.expected, meaning.higher, meaning.highest) == (80, 100, 110, 120)
    assert expected_score(Assessment.MTC, "mtc", 2024) is None


@pytest.mark.parametrize(
    ("measure", "one", "other", "joined"),
    [
        ("ks2_writing_expected", 2017, 2018, False),
        ("ks2_rwm_higher", 2017, 2025, False),
        ("ks2_rwm_expected", 2019, 2025, True),
        ("ks2_science_expected", 2018, 2019, False),
        ("ks2_reading_expected", 2016, 2025, True),
        ("gld", 2019, 2022, False),
    ],
)
def test_frameworks_are_never_joined(measure: str, one: int, other: int, joined: bool) -> None:
    assert (series_of(measure, one - 1) == series_of(measure, other - 1)) is joined


# One pupil with each code, through the whole ETL.

HEADINGS = {
    ("ks2", "reading"): "KS2 Reading",
    ("ks2", "maths"): "KS2 Maths",
    ("ks2", "gps"): "KS2 GPS",
    ("ks2", "writing"): "KS2 Writing TA",
    ("ks2", "science"): "KS2 Science TA",
    ("mtc", "mtc"): "MTC",
    ("phonics", "phonics"): "Phonics",
    ("eyfsp", "gld"): "GLD",
    ("ks1", "reading"): "KS1 Reading",
    ("ks1", "writing"): "KS1 Writing",
    ("ks1", "maths"): "KS1 Maths",
}
MEASURED = {
    ("ks2", "writing"): ("ks2_writing_expected", "ks2_writing_higher"),
    ("ks2", "science"): ("ks2_science_expected", None),
    ("ks2", "reading"): ("ks2_reading_expected", None),
    ("ks2", "maths"): ("ks2_maths_expected", None),
    ("ks2", "gps"): ("ks2_gps_expected", None),
    ("mtc", "mtc"): (None, "mtc_full_marks"),
    ("phonics", "phonics"): ("phonics_y1_met", None),
    ("eyfsp", "gld"): ("gld", None),
    ("ks1", "reading"): ("ks1_reading_expected", "ks1_reading_higher"),
    ("ks1", "writing"): ("ks1_writing_expected", "ks1_writing_higher"),
    ("ks1", "maths"): ("ks1_maths_expected", "ks1_maths_higher"),
}


@pytest.mark.parametrize(("assessment", "subject"), HEADINGS)
def test_one_pupil_with_each_code_is_counted_so(tmp_path: Path, assessment: str, subject: str) -> None:
    trust = Trust(tmp_path)
    [held] = [held for a, name, held in places() if (a, name) == (assessment, subject)]
    of_the_year = [one for one in codes_of(Assessment(assessment), subject).values() if one.used_in(2024)]
    lines = [f"{{{number}}},{one.code}" for number, one in enumerate(of_the_year)]
    trust.accepted(f"UPN,{HEADINGS[assessment, subject]}", *lines, assessment=assessment)
    out, _, expected, higher, _ = held
    codes = {one.code for one in of_the_year}
    figures = trust.figures()
    met, high = MEASURED[assessment, subject]
    if met:
        assert figures[met] == (len(codes & (expected | higher)), len(codes - out))
    if high:
        assert figures[high] == (len(codes & higher), len(codes - out))
    assert "ks2_rwm_expected" not in figures
