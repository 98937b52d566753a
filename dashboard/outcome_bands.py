"""What predictions are held against: the band that a key stage 2 result comes to, by its code or score.

Predictions are of PKS, WTS, EXS and GDS. A scaled score under 100 is WTS, from 100 EXS, from 110 GDS; who
works below the tests, or is assessed pre-key stage, is PKS. A pupil without a result of their own (absent,
disapplied, left …) has none: it says nothing about the prediction.
"""

from __future__ import annotations

from etl.results.assessments import SCORES, Assessment
from etl.results.codes import CODES
from etl.vocabulary import RWM_SUBJECTS, Judgement

# Codes that say more than whether a standard was met.
BELOW_THE_TEST = "B"
PRE_KEY_STAGE = ("BLW", "PK", "P1", "P2", "P3", "P4", "EM")  # as they begin


def band_of_code(subject: str, code: str) -> Judgement | None:
    """The band that a code alone says; None where it says none."""
    known = next(
        (
            one
            for one in CODES
            if one.assessment is Assessment.KS2 and subject in one.subjects and one.code == code
        ),
        None,
    )
    if known is None:
        return None
    if code == BELOW_THE_TEST:
        return Judgement.PKS
    if not known.assessed or known.expected is None:
        return None
    if code.startswith(PRE_KEY_STAGE):
        return Judgement.PKS
    if known.expected:
        return Judgement.GDS if known.higher else Judgement.EXS
    return Judgement.WTS


def code_bands() -> list[tuple[str, str, int]]:
    """(subject, code, rank of its band) of every key stage 2 code that says one."""
    return [
        (subject.value, code.code, band.rank)
        for subject in RWM_SUBJECTS
        for code in CODES
        if code.assessment is Assessment.KS2
        and subject.value in code.subjects
        and (band := band_of_code(subject.value, code.code)) is not None
    ]


SCALED = SCORES[Assessment.KS2, "reading"]
