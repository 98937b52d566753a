"""The registry of measures: everything that is counted, in one list.

Pages, packs, the command line, the `measure` view and the data dictionary are made from it. To add a
measure, add one entry; the tests say what else it needs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from etl.vocabulary import RWM, Kind, Standard, Subject


class Unit(StrEnum):
    PERCENT = "percent"  # of pupils, 0 to 100
    SCALED_SCORE = "scaled score"  # 80 to 120
    SCORE = "score"  # marks in a test
    PROGRESS = "progress score"  # scaled score points above or below like pupils in England, whose mean is 0


class Basis(StrEnum):
    """Where the figure comes from."""

    JUDGEMENT = "teachers' judgements"
    STATUTORY = "statutory assessment"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure. `good` is the direction of good: every measure so far is better when higher."""

    id: str
    label: str
    short: str
    unit: Unit
    basis: Basis
    good: str = "high"
    subject: str  # a Subject, or RWM, or the assessment's own name
    standard: Standard | None = None
    year_groups: tuple[int, ...]
    numerator: str
    denominator: str
    left_out: str
    source: str
    how_to_read: str
    # The statutory measure that sets what "nationally" means for this one in Year 6, if any.
    national: str | None = None
    decimals: int = 0


ON_ROLL = (
    "Everyone on the school's roll in Years 1 to 6 that half-term, whether or not they were given a "
    "judgement; Reception counts where its pupils were given judgements."
)
JUDGED_YEARS = (1, 2, 3, 4, 5, 6)


def _judgement(subject: str, standard: Standard, label: str, short: str) -> Measure:
    at = "at greater depth" if standard is Standard.HIGHER else "at or above expected"
    if subject == RWM:
        counted = f"Pupils judged {at} in reading and in writing and in maths."
    else:
        named = Subject(subject).label
        counted = f"Pupils judged {at} in {named if named.isupper() else named.lower()}."
    national_stem = f"ks2_{subject}_{standard.value}"
    return Measure(
        id=f"{subject}_{standard.value}",
        label=label,
        short=short,
        unit=Unit.PERCENT,
        basis=Basis.JUDGEMENT,
        subject=subject,
        standard=standard,
        year_groups=JUDGED_YEARS,
        numerator=counted,
        denominator=ON_ROLL,
        left_out="Pupils marked as having left, and nursery children.",
        source="Schools' half-termly returns.",
        how_to_read=(
            "A teacher's judgement, not a test. Not assessed pupils count as not meeting the standard; "
            "where fewer than nine in ten are assessed the count is shown without a verdict."
        ),
        national=national_stem,
    )


_JUDGEMENT_MEASURES = (
    _judgement(RWM, Standard.EXPECTED, "Reading, writing and maths combined", "RWM"),
    _judgement(RWM, Standard.HIGHER, "RWM combined at greater depth", "RWM greater depth"),
    *(
        _judgement(
            subject.value,
            standard,
            subject.label if standard is Standard.EXPECTED else f"{subject.label} at greater depth",
            subject.label if standard is Standard.EXPECTED else f"{subject.label} greater depth",
        )
        for subject in Subject
        for standard in Standard
        # Science is judged as met or not: it has no higher standard.
        if not (subject is Subject.SCIENCE and standard is Standard.HIGHER)
    ),
)

_ALL_ELIGIBLE = "All eligible pupils at the end of the key stage, including those absent or below the test."
_WITH_SCORE = "Pupils with a score; everyone else is left out of an average."


def _statutory(
    id: str,
    label: str,
    short: str,
    assessment: str,
    year_group: int,
    numerator: str,
    *,
    denominator: str = _ALL_ELIGIBLE,
    left_out: str = "Pupils who left before the assessment.",
    unit: Unit = Unit.PERCENT,
    decimals: int = 0,
    how_to_read: str = "As published by the Department for Education.",
) -> Measure:
    return Measure(
        id=id,
        label=label,
        short=short,
        unit=unit,
        basis=Basis.STATUTORY,
        subject=assessment,
        year_groups=(year_group,),
        numerator=numerator,
        denominator=denominator,
        left_out=left_out,
        source="Department for Education.",
        how_to_read=how_to_read,
        national=id,
        decimals=decimals,
    )


def _ks2(subject: str, name: str, *, test: bool, higher: bool = True) -> list[Measure]:
    met = "a scaled score of 100 or more" if test else "a teacher assessment of EXS or GDS"
    high = "a scaled score of 110 or more" if test else "a teacher assessment of GDS"
    made = [
        _statutory(f"ks2_{subject}_expected", f"KS2 {name}", f"KS2 {name}", "ks2", 6, f"Pupils with {met}.")
    ]
    if higher:
        made.append(
            _statutory(
                f"ks2_{subject}_higher",
                f"KS2 {name} at the higher standard",
                f"KS2 {name} higher",
                "ks2",
                6,
                f"Pupils with {high}.",
            )
        )
    if test:
        made.append(
            _statutory(
                f"ks2_{subject}_average",
                f"KS2 {name} average scaled score",
                f"KS2 {name} score",
                "ks2",
                6,
                "The sum of scaled scores.",
                denominator=_WITH_SCORE,
                left_out="Pupils without a scaled score.",
                unit=Unit.SCALED_SCORE,
            )
        )
    return made


_STATUTORY_MEASURES = (
    _statutory(
        "ks2_rwm_expected",
        "KS2 reading, writing and maths combined",
        "KS2 RWM",
        "ks2",
        6,
        "Pupils who met the standard in the reading test and the maths test and in writing.",
    ),
    _statutory(
        "ks2_rwm_higher",
        "KS2 RWM at the higher standard",
        "KS2 RWM higher",
        "ks2",
        6,
        "Pupils with 110 or more in reading and in maths, and GDS in writing.",
    ),
    *_ks2("reading", "reading", test=True),
    *_ks2("writing", "writing", test=False),
    *_ks2("maths", "maths", test=True),
    *_ks2("gps", "GPS", test=True),
    *_ks2("science", "science", test=False, higher=False),
    _statutory(
        "mtc_mean",
        "Multiplication tables check, mean score",
        "MTC mean",
        "mtc",
        4,
        "The sum of scores out of 25.",
        denominator="Pupils who took the check.",
        left_out="Pupils who did not take the check.",
        unit=Unit.SCORE,
        decimals=1,
    ),
    _statutory(
        "mtc_full_marks",
        "Multiplication tables check, full marks",
        "MTC full marks",
        "mtc",
        4,
        "Pupils who scored 25 of 25.",
        denominator="All eligible pupils in Year 4, whether or not they took the check.",
    ),
    _statutory(
        "phonics_y1_met",
        "Phonics screening check, Year 1",
        "Phonics",
        "phonics",
        1,
        "Pupils at or above the year's threshold.",
        denominator="All eligible pupils in Year 1, including absent and disapplied.",
    ),
    _statutory(
        "phonics_y2_met",
        "Phonics, met by the end of Year 2",
        "Phonics by Year 2",
        "phonics",
        2,
        "Pupils at or above the threshold in Year 1 or in Year 2.",
        denominator="All eligible pupils at the end of Year 2.",
        left_out="Pupils who left; in the trust's own figures also those whose check is not known here.",
    ),
    _statutory(
        "gld",
        "Good level of development",
        "GLD",
        "eyfsp",
        0,
        "Children at the expected level in all twelve goals of the prime areas, literacy and maths.",
        denominator="Children with a result in every goal.",
        left_out="Children whom the school could not assess.",
        decimals=1,
    ),
    *(
        replace(
            _statutory(
                f"ks2_{subject}_progress",
                f"KS2 {subject} progress from key stage 1",
                f"KS2 {subject} progress",
                "ks2",
                6,
                "The sum of pupils' distances to pupils in England with the same results at key stage 1.",
                denominator="Pupils with results at both key stages.",
                left_out="Pupils without a result at key stage 1.",
                unit=Unit.PROGRESS,
                decimals=1,
                how_to_read=(
                    "Worked out by DfE alone, 2015/16 to 2018/19, 2021/22 and 2022/23. 0 is England's mean; "
                    "a score differs from it where the whole of its interval lies above or below."
                ),
            ),
            national=None,  # England's is 0 by construction
        )
        for subject in ("reading", "writing", "maths")
    ),
    *(
        _statutory(
            f"ks1_{subject}_{standard}",
            f"KS1 {subject}" + (" at greater depth" if standard == "higher" else ""),
            f"KS1 {subject}" + (" greater depth" if standard == "higher" else ""),
            "ks1",
            2,
            "Pupils assessed as " + ("GDS." if standard == "higher" else "EXS or GDS."),
            how_to_read="Optional since 2023/24: no national figure after 2022/23.",
        )
        for subject in ("reading", "writing", "maths")
        for standard in ("expected", "higher")
    ),
)

MEASURES: dict[str, Measure] = {
    measure.id: measure for measure in (*_JUDGEMENT_MEASURES, *_STATUTORY_MEASURES)
}

JUDGEMENT_MEASURES: dict[str, Measure] = {
    measure.id: measure for measure in MEASURES.values() if measure.basis is Basis.JUDGEMENT
}

# What the Trust Performance Dashboard opens with.
HEADLINE_MEASURES = ("rwm_expected", "reading_expected", "writing_expected", "maths_expected")
HEADLINE_KIND = Kind.PREDICTED
HEADLINE_YEAR_GROUP = 6
