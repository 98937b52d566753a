"""Every code of every statutory assessment, and its place in each figure: the one statement of it.

A code's row says of the pupils who have it: do they count in the denominator of a percentage, do they
meet the standards, may a score stand beside it that counts in an average. Whoever has a score and no code
counts and is scored. Sources: V read in an official or vendor's source, S in another, M from memory; where
two disagree, `note` says what was decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from etl.results.assessments import Assessment, summer_of


@dataclass(frozen=True, kw_only=True)
class Code:
    """One code of some subjects of an assessment.

    `expected` and `higher`: whether the pupil meets the standard; None where the score, or what the file
    says beside it, decides. `assessed`: the pupil has a result of their own. `first`, `last`: the summers
    in which it is used, None for no limit.
    """

    assessment: Assessment
    subjects: tuple[str, ...]
    code: str
    label: str
    counts: bool
    expected: bool | None = False
    higher: bool | None = False
    assessed: bool = False
    scored: bool = False
    first: int | None = None
    last: int | None = None
    spellings: str = ""  # other ways of writing it, in lower case
    source: str
    note: str = ""

    def used_in(self, starts: int) -> bool:
        summer = summer_of(starts)
        return (self.first or summer) <= summer <= (self.last or summer)


KS2_TESTS = ("reading", "maths", "gps")
KS2_TA = ("writing", "science", "reading_ta", "maths_ta")
KS1_TA = ("reading", "writing", "maths", "science")
PRIME_AND_SPECIFIC = tuple(f"E{number:02d}" for number in range(1, 13))  # the goals of GLD
GOALS = tuple(f"E{number:02d}" for number in range(1, 18))

GOAL_NAMES: dict[str, str] = {
    "E01": "Listening, attention and understanding",
    "E02": "Speaking",
    "E03": "Self-regulation",
    "E04": "Managing self",
    "E05": "Building relationships",
    "E06": "Gross motor skills",
    "E07": "Fine motor skills",
    "E08": "Comprehension",
    "E09": "Word reading",
    "E10": "Writing",
    "E11": "Number",
    "E12": "Numerical patterns",
    "E13": "Past and present",
    "E14": "People, culture and communities",
    "E15": "The natural world",
    "E16": "Creating with materials",
    "E17": "Being imaginative and expressive",
}


def _ks2_test(code: str, label: str, *, counts: bool = True, source: str = "V", **more: object) -> Code:
    return Code(
        assessment=Assessment.KS2,
        subjects=KS2_TESTS,
        code=code,
        label=label,
        counts=counts,
        source=source,
        **more,  # type: ignore[arg-type]
    )


def _ta(
    assessment: Assessment,
    subjects: tuple[str, ...],
    code: str,
    label: str,
    counts: bool = True,
    **more: object,
) -> Code:
    return Code(
        assessment=assessment,
        subjects=subjects,
        code=code,
        label=label,
        counts=counts,
        **{"source": "V", **more},  # type: ignore[arg-type]
    )


def _below(
    assessment: Assessment, subjects: tuple[str, ...], codes: str, label: str, first: int, last: int | None
) -> Iterator[Code]:
    """Codes of pupils who work below the standard of the assessment: assessed, and not meeting it."""
    for code in codes.split():
        yield _ta(assessment, subjects, code, label, assessed=True, first=first, last=last)


def _ks2_whereabouts(subjects: tuple[str, ...], last: int | None) -> Iterator[Code]:
    """Codes of pupils who are not there to be assessed by their teachers, or were before."""
    yield _ta(Assessment.KS2, subjects, "L", "Left", False, last=last, spellings="left")
    yield _ta(Assessment.KS2, subjects, "F", "Will complete the key stage in a future year", False, last=last)
    yield _ta(
        Assessment.KS2,
        subjects,
        "P",
        "Completed in a previous year",
        expected=None,
        higher=None,
        assessed=True,
        last=last,
        note="Counts with the earlier result, where the file gives it beside the code.",
    )


_PRE_KEY_STAGE = "Working below the standard of the key stage"

_KS2_TESTS = (
    _ks2_test(
        "AS",
        "Achieved the standard",
        expected=True,
        higher=None,
        assessed=True,
        scored=True,
        spellings="achieved|achieved standard|achieved the standard|met|met standard|met the standard"
        "|expected standard met|standard met|a s",
    ),
    _ks2_test(
        "NS",
        "Did not achieve the standard",
        assessed=True,
        scored=True,
        spellings="not achieved|not achieved standard|not met|not met standard|standard not met"
        "|has not met standard|n s",
    ),
    _ks2_test(
        "N",
        "Took the test, too few marks for a scaled score",
        assessed=True,
        note="That it counts is from memory.",
    ),
    _ks2_test("A", "Absent", spellings="abs|absent"),
    _ks2_test("B", "Working below the standard of the test", spellings="below|below standard of test"),
    _ks2_test("U", "Working at the standard, unable to access the test", spellings="unable|unable to access"),
    _ks2_test("T", "Unable to access the test", last=2019, note="Later U."),
    _ks2_test("J", "Just arrived", spellings="just arrived"),
    _ks2_test("H", "Pupil cheating"),
    _ks2_test("Q", "Maladministration", spellings="maladministration"),
    _ks2_test("S", "Pending maladministration"),
    _ks2_test(
        "M",
        "Missing script",
        note="A vendor leaves such pupils out; the Department's own tables (2018) list them as eligible. "
        "They count, as in the Department's.",
    ),
    _ks2_test("L", "Left before the test", counts=False, spellings="left"),
    _ks2_test(
        "P",
        "Taken in a previous year",
        expected=None,
        higher=None,
        assessed=True,
        scored=True,
        note="Counts with the earlier result, where the file gives it beside the code.",
    ),
    _ks2_test("F", "Will take the test in a future year", counts=False),
    _ks2_test("X", "Lost or ineligible registration", counts=False),
    _ks2_test("Z", "Ineligible registration", counts=False),
)

_KS2_TA = (
    *_below(
        Assessment.KS2, ("writing", "reading_ta", "maths_ta"), "BLW PKF PKE PKG", _PRE_KEY_STAGE, 2016, 2018
    ),
    *_below(
        Assessment.KS2,
        ("writing", "reading_ta", "maths_ta"),
        "PK1 PK2 PK3 PK4 PK5 PK6",
        _PRE_KEY_STAGE,
        2019,
        None,
    ),
    *_below(Assessment.KS2, ("writing", "reading_ta", "maths_ta"), "P1 P2 P3 P4", "P scale", 2019, 2019),
    *_below(Assessment.KS2, ("writing", "reading_ta", "maths_ta"), "EM", "Engagement model", 2022, None),
    _ta(
        Assessment.KS2,
        ("writing",),
        "WTS",
        "Working towards the expected standard",
        assessed=True,
        spellings="wt|working towards",
    ),
    _ta(
        Assessment.KS2,
        ("writing",),
        "EXS",
        "Working at the expected standard",
        expected=True,
        assessed=True,
        spellings="exp|expected",
    ),
    _ta(
        Assessment.KS2,
        ("writing",),
        "GDS",
        "Working at greater depth",
        expected=True,
        higher=True,
        assessed=True,
        spellings="gd|greater depth",
    ),
    _ta(
        Assessment.KS2,
        ("science",),
        "EXS",
        "Met the expected standard",
        expected=True,
        assessed=True,
        spellings="exp|expected|met",
    ),
    _ta(
        Assessment.KS2,
        ("science",),
        "HNM",
        "Has not met the expected standard",
        assessed=True,
        spellings="not met",
    ),
    _ta(
        Assessment.KS2,
        ("reading_ta", "maths_ta"),
        "EXS",
        "Working at the expected standard",
        expected=True,
        assessed=True,
        last=2018,
    ),
    _ta(
        Assessment.KS2,
        ("reading_ta", "maths_ta"),
        "HNM",
        "Has not met the expected standard",
        assessed=True,
        last=2018,
    ),
    _ta(
        Assessment.KS2,
        KS2_TA,
        "A",
        "Absent for long, recently arrived, or not enough to judge by",
        spellings="abs|absent",
    ),
    _ta(Assessment.KS2, KS2_TA, "D", "Disapplied", last=2019, spellings="disapplied"),
    *_ks2_whereabouts(("writing", "science"), None),
    *_ks2_whereabouts(("reading_ta", "maths_ta"), 2019),
)

_RWM_AT_KS1 = ("reading", "writing", "maths")
_KS1 = (
    *_below(Assessment.KS1, _RWM_AT_KS1, "BLW PKF", _PRE_KEY_STAGE, 2016, 2018),
    *_below(Assessment.KS1, _RWM_AT_KS1, "PK1 PK2 PK3 PK4", _PRE_KEY_STAGE, 2019, None),
    *_below(Assessment.KS1, _RWM_AT_KS1, "P1 P2 P3 P4", "P scale", 2019, 2019),
    *_below(Assessment.KS1, _RWM_AT_KS1, "EM", "Engagement model", 2022, None),
    _ta(
        Assessment.KS1,
        _RWM_AT_KS1,
        "WTS",
        "Working towards the expected standard",
        assessed=True,
        spellings="wt|working towards",
    ),
    _ta(
        Assessment.KS1,
        KS1_TA,
        "EXS",
        "Working at the expected standard",
        expected=True,
        assessed=True,
        spellings="exp|expected",
    ),
    _ta(
        Assessment.KS1,
        _RWM_AT_KS1,
        "GDS",
        "Working at greater depth",
        expected=True,
        higher=True,
        assessed=True,
        spellings="gd|greater depth",
    ),
    _ta(
        Assessment.KS1,
        ("science",),
        "HNM",
        "Has not met the expected standard",
        assessed=True,
        spellings="not met",
    ),
    _ta(Assessment.KS1, KS1_TA, "A", "Absent", spellings="abs|absent"),
    _ta(Assessment.KS1, KS1_TA, "D", "Disapplied", spellings="disapplied"),
    _ta(Assessment.KS1, _RWM_AT_KS1, "Q", "Maladministration", first=2022),
    _ta(Assessment.KS1, KS1_TA, "L", "Left", counts=False, spellings="left"),
    _ta(Assessment.KS1, KS1_TA, "F", "Will complete the key stage in a future year", counts=False),
)


def _phonics(code: str, label: str, *, counts: bool = True, **more: object) -> Code:
    return Code(
        assessment=Assessment.PHONICS,
        subjects=("phonics",),
        code=code,
        label=label,
        counts=counts,
        source="V",
        **more,  # type: ignore[arg-type]
    )


_PHONICS = (
    _phonics(
        "Wa",
        "Met the standard",
        expected=True,
        assessed=True,
        scored=True,
        spellings="met|pass|passed|met standard|working at|y|yes",
    ),
    _phonics(
        "Wt",
        "Did not meet the standard",
        assessed=True,
        scored=True,
        spellings="not met|did not meet|working towards|n|no",
    ),
    _phonics("A", "Absent", spellings="abs|absent"),
    _phonics("D", "Disapplied", spellings="disapplied"),
    _phonics("L", "Left", counts=False, spellings="left"),
    _phonics(
        "Q",
        "Maladministration",
        counts=False,
        note="The Department's eligible pupils are those met, not met, absent and disapplied: no room for Q.",
    ),
)


def _mtc(code: str, label: str, *, counts: bool = True, **more: object) -> Code:
    return Code(
        assessment=Assessment.MTC,
        subjects=("mtc",),
        code=code,
        label=label,
        counts=counts,
        **{"source": "V", **more},  # type: ignore[arg-type]
    )


_MTC = (
    _mtc("A", "Absent during the check window", spellings="absent|absent during check window"),
    _mtc("B", "Working below expectation", spellings="below|working below expectation"),
    _mtc(
        "J",
        "Just arrived and unable to establish abilities",
        spellings="just arrived|just arrived and unable to establish abilities"
        "|just arrived with eal|just arrived with english as an additional language",
    ),
    _mtc("U", "Unable to access", spellings="unable to access"),
    _mtc("L", "Left school", counts=False, spellings="left|left school"),
    _mtc(
        "Z",
        "Incorrect registration, or not taking the check",
        counts=False,
        spellings="incorrect registration|pupil not taking the check",
        note="That it stays out of the denominator is from memory.",
    ),
    _mtc(
        "X",
        "Not taken, or not completed",
        spellings="incomplete|not taken|not taken incomplete",
        source="M",
        note="Counts: full marks are of all eligible pupils, whether or not they took the check.",
    ),
)


def _goal(subjects: tuple[str, ...], code: str, label: str, **more: object) -> Code:
    return Code(
        assessment=Assessment.EYFSP,
        subjects=subjects,
        code=code,
        label=label,
        source="V",
        **more,  # type: ignore[arg-type]
    )


_EYFSP = (
    _goal(GOALS, "1", "Emerging", counts=True, assessed=True, spellings="emerging|em"),
    _goal(GOALS, "2", "Expected", counts=True, expected=True, assessed=True, spellings="expected|exp|ex"),
    _goal(
        GOALS,
        "A",
        "Could not be assessed",
        counts=False,
        spellings="absent|exempt",
        note="Such children are outside GLD in 2018's definition; for later years that is from memory.",
    ),
    _goal(
        ("gld",),
        "Y",
        "Good level of development",
        counts=True,
        expected=True,
        assessed=True,
        spellings="yes|true|gld|met|achieved|expected",
    ),
    _goal(
        ("gld",),
        "N",
        "Not yet at a good level of development",
        counts=True,
        assessed=True,
        spellings="no|false|not met|not gld|not achieved|emerging|no gld",
    ),
    _goal(("gld",), "A", "Could not be assessed", counts=False, spellings="absent|exempt"),
)

CODES: tuple[Code, ...] = (*_KS2_TESTS, *_KS2_TA, *_MTC, *_PHONICS, *_EYFSP, *_KS1)


def subjects_of(assessment: Assessment) -> tuple[str, ...]:
    """Every subject of an assessment, in the order of the codes."""
    return tuple(
        dict.fromkeys(subject for code in CODES if code.assessment is assessment for subject in code.subjects)
    )


@cache
def codes_of(assessment: Assessment, subject: str) -> dict[str, Code]:
    """The codes of a subject by their own spelling, in upper case."""
    return {
        code.code.upper(): code
        for code in CODES
        if code.assessment is assessment and subject in code.subjects
    }


@cache
def code_spellings(assessment: Assessment, subject: str) -> dict[str, Code]:
    """The codes of a subject by every spelling, in lower case."""
    found: dict[str, Code] = {}
    for code in codes_of(assessment, subject).values():
        for spelling in (code.code.lower(), *filter(None, code.spellings.split("|"))):
            known = found.setdefault(spelling, code)
            assert known is code, f"{spelling} is two codes of {assessment} {subject}"
    return found
